//! A template with a file above its text: the file goes to Meta first, and stays with the message.

use crate::fetching::{PNG, server_with};
use crate::media_host::MediaHost;
use crate::sending::{command, contains, file, messages};
use crate::support::{ANA, BRUNO, TestServer, assert_refused};
use crate::uploading::{add, begin, picture};
use domain::content::MessageContent;
use domain::customer_service_window::WINDOW;
use domain::entities::Message;
use domain::error::ErrorCode;
use domain::template::{FilledHeader, TemplateContent, TemplateHeader, TemplateParts};
use serde_json::json;
use server::store::ListedTemplate;

async fn with_template(host: &MediaHost, header: TemplateHeader) -> TestServer {
    let server = server_with(host).await;
    let numbers = server.store().phone_numbers().await.unwrap();
    let listed = ListedTemplate {
        id: server.services.ids.template_id(),
        name: "convite".to_owned(),
        language: "pt_BR".to_owned(),
        status: "APPROVED".to_owned(),
        category: "MARKETING".to_owned(),
        quality: None,
        rejected_reason: None,
        content: TemplateContent {
            header: Some(header),
            body: "Venha ver o que fizemos.".to_owned(),
            ..TemplateContent::default()
        },
    };
    server
        .store()
        .put_templates(&numbers[0].waba_id, vec![listed], server.clock.now())
        .await
        .unwrap();
    server
}

fn template(header: Option<FilledHeader>) -> MessageContent {
    MessageContent::Template {
        name: "convite".to_owned(),
        language: "pt_BR".to_owned(),
        body: String::new(),
        parts: Box::new(TemplateParts {
            header,
            ..TemplateParts::default()
        }),
    }
}

#[tokio::test]
async fn the_picture_goes_to_meta_before_the_template_and_stays_with_the_message() {
    let host = MediaHost::start().await;
    let server = with_template(&host, TemplateHeader::Image).await;
    let ana = server.sign_in(ANA).await;
    let upload = picture(&server).await;
    begin(&ana, &upload).await;
    add(&ana, upload.id, 0, PNG).await;
    let conversation = upload.conversation_id.unwrap();
    server.pass(WINDOW);
    let ana = server.sign_in(ANA).await;
    let content = template(Some(FilledHeader::Image(file(upload.id, "sem lugar"))));
    let (path, sent) = command(&server, conversation, &content);
    let answer = ana.post(&path, &sent).await;
    assert_eq!(answer.status, 201, "{}", answer.json);
    let message: Message = answer.read();
    let kept = message.content.attachment().unwrap();
    assert_eq!(
        (kept.mime_type.as_str(), &kept.caption),
        ("image/png", &None),
        "what we know of it counts"
    );
    let on_phone = messages(&host, 1).await;
    assert_eq!(
        on_phone[0]["template"]["components"],
        json!([{ "type": "header", "parameters": [{ "type": "image", "image": { "id": "901" } }] }])
    );
    assert!(contains(&host.uploads()[0], PNG));

    let bruno = server.sign_in(BRUNO).await;
    let media = format!("/api/v1/media/{}", upload.id);
    assert_eq!(bruno.get(&media).await.body, PNG);
    // Removed with what the message holds.
    assert_eq!(
        ana.delete(&format!("/api/v1/messages/{}", message.id))
            .await
            .status,
        200
    );
    assert_refused(&bruno.get(&media).await, ErrorCode::NotFound);
}

#[tokio::test]
async fn a_document_goes_with_its_name() {
    let host = MediaHost::start().await;
    let server = with_template(&host, TemplateHeader::Document).await;
    let ana = server.sign_in(ANA).await;
    let upload = picture(&server).await;
    begin(&ana, &upload).await;
    add(&ana, upload.id, 0, PNG).await;
    let content = template(Some(FilledHeader::Document(file(upload.id, ""))));
    let (path, sent) = command(&server, upload.conversation_id.unwrap(), &content);
    assert_eq!(ana.post(&path, &sent).await.status, 201);
    let on_phone = messages(&host, 1).await;
    assert_eq!(
        on_phone[0]["template"]["components"][0]["parameters"][0],
        json!({ "type": "document", "document": { "id": "901", "filename": "bolo.png" } })
    );
}

#[tokio::test]
async fn a_file_that_is_missing_or_of_another_kind_is_refused() {
    let host = MediaHost::start().await;
    let server = with_template(&host, TemplateHeader::Video).await;
    let ana = server.sign_in(ANA).await;
    let upload = picture(&server).await;
    begin(&ana, &upload).await;
    add(&ana, upload.id, 0, PNG).await;
    let conversation = upload.conversation_id.unwrap();
    let nowhere = server.services.ids.media_id();
    for (header, code) in [
        (None, ErrorCode::TemplateValues),
        (
            Some(FilledHeader::Image(file(upload.id, ""))),
            ErrorCode::TemplateValues,
        ),
        (
            Some(FilledHeader::Video(file(upload.id, ""))),
            ErrorCode::FileTypeRefused,
        ),
        (
            Some(FilledHeader::Video(file(nowhere, ""))),
            ErrorCode::FileMissing,
        ),
    ] {
        let (path, sent) = command(&server, conversation, &template(header));
        assert_refused(&ana.post(&path, &sent).await, code);
    }
    assert!(host.messages().is_empty());
}
