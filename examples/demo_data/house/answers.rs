//! The answers that the team keeps ready: a text, a text with buttons, and a text with a file.

use super::House;
use crate::Outcome;
use crate::scripts::Agent;
use domain::canned_response::PutCannedResponse;
use domain::content::{Attachment, MessageKind};
use domain::upload::{BeginUpload, UploadState};
use reqwest::Method;
use serde_json::Value;

impl House {
    /// Ana writes them, through the door that the page of the setup uses.
    pub async fn keep_answers_ready(&mut self) -> Outcome<()> {
        self.sign_in_everybody().await?;
        let menu = self.upload_menu().await?;
        let answers = [
            PutCannedResponse {
                shortcut: "horario".to_owned(),
                title: "Quando abrimos".to_owned(),
                body: "Oi, @contact_firstname! Abrimos de terça a sábado, das 9h às 18h. Se quiser, já reservo um horário \
                       para você."
                    .to_owned(),
                ..PutCannedResponse::default()
            },
            PutCannedResponse {
                shortcut: "turma".to_owned(),
                title: "Escolha da turma".to_owned(),
                body: "@contact_firstname, qual turma fica melhor para você?".to_owned(),
                buttons: ["Sábado de manhã", "Sábado à tarde", "Quarta à noite"]
                    .map(str::to_owned)
                    .into(),
                ..PutCannedResponse::default()
            },
            PutCannedResponse {
                shortcut: "cardapio".to_owned(),
                title: "Cardápio de encomendas".to_owned(),
                body: "Segue o nosso cardápio de encomendas, @contact_firstname. Qualquer dúvida, é só chamar!".to_owned(),
                attachment: Some(menu),
                ..PutCannedResponse::default()
            },
        ];
        for answer in &answers {
            let path = format!("/canned-responses/{}", self.services.ids.uuid());
            let _: Value = self.ask(Agent::Ana, Method::PUT, &path, Some(answer)).await?;
        }
        Ok(())
    }

    async fn upload_menu(&self) -> Outcome<Attachment> {
        let bytes = menu();
        let upload = BeginUpload {
            id: self.services.ids.media_id(),
            conversation_id: None,
            kind: MessageKind::Document,
            mime_type: "application/pdf".to_owned(),
            file_name: Some("Cardápio.pdf".to_owned()),
            byte_size: bytes.len() as u64,
        };
        let _: UploadState = self
            .ask(Agent::Ana, Method::POST, "/uploads", Some(&upload))
            .await?;
        let ana = self
            .agents
            .get(&Agent::Ana)
            .ok_or("this agent is not signed in")?;
        let url = format!("{}/api/v1/uploads/{}?offset=0", self.origin, upload.id);
        let answer = ana
            .client
            .patch(url)
            .header("origin", &self.origin)
            .header("content-type", "application/octet-stream")
            .body(bytes);
        let state: UploadState = answer.send().await?.error_for_status()?.json().await?;
        Ok(state.attachment.ok_or("the menu did not arrive")?)
    }
}

/// A page with a line of text, as PDF: the places of its objects are counted, so that every reader opens it.
fn menu() -> Vec<u8> {
    let words = "BT /F1 24 Tf 72 760 Td (Doce Arte: bolos, tortas e docinhos sob encomenda) Tj ET";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 842 842] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{words}\nendstream", words.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut pdf = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(format!("{:010} 00000 n \n", pdf.len()));
        pdf.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let table = pdf.len();
    let count = objects.len() + 1;
    pdf.push_str(&format!(
        "xref\n0 {count}\n0000000000 65535 f \n{}",
        places.concat()
    ));
    pdf.push_str(&format!(
        "trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"
    ));
    pdf.into_bytes()
}
