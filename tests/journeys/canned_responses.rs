//! Answers that the team keeps ready: written once, on every screen at once.

use crate::chat::{MARINA, customer, entry_holds, open_conversation, writes};
use crate::files::{PDF, all_received, choose_in, kept_with_id, pattern};
use crate::graph::{sent_to_meta, to_marina};
use crate::harness::{ANA, BRUNO, Browser, SCHOOL_NUMBER, Size, World, eventually, journey};
use reqwest::Method;
use serde_json::{Value, json};
use thirtyfour::Key;

/// The team keeps an answer ready from now on.
pub async fn keep_ready(world: &World, mut response: Value) {
    response["after_version"] = json!(0);
    let path = format!("/canned-responses/{}", uuid::Uuid::now_v7());
    let ana = world.rest(&ANA).await;
    let kept = ana.send(Method::PUT, &path, Some(response)).await;
    assert!((200..300).contains(&kept.status), "{kept:?}");
}

async fn write_one(browser: &Browser) {
    browser.click("button", "Nova resposta").await;
    browser.find("dialog", "Nova resposta pronta").await;
    browser.fill("Título", "Tabela de preços").await;
    browser
        .fill("Texto", "Oi, @contact_firstname! Segue a tabela.")
        .await;
    browser.shows("Oi, Mariana! Segue a tabela.").await;
    browser.click("button", "Salvar").await;
    browser.shows("O atalho precisa ter").await;
    browser.fill("Atalho", "preços").await;
    browser.fill("Botão 1", "Quero me inscrever").await;
    browser.click("button", "Salvar").await;
    browser.find_gone("dialog", "Nova resposta pronta").await;
    browser.shows("/preços").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_writes_changes_and_deletes_them() {
    journey(async |world| {
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        browser.open("/setup/canned-responses").await;
        browser.shows("Nenhuma resposta pronta ainda").await;
        write_one(&browser).await;

        browser.click("button", "Nova resposta").await;
        browser.fill("Atalho", "precos").await;
        browser.fill("Título", "Outra").await;
        browser.fill("Texto", "Olá, @contact_nmae").await;
        browser.shows("Não existe este campo: @contact_nmae.").await;
        // Chromium tells the console of every refusal.
        browser.may_log("409");
        browser.click("button", "Salvar").await;
        browser.shows("Outra resposta pronta já usa este atalho.").await;
        // A slip on Esc loses nothing.
        browser.type_keys(Key::Escape + "").await;
        browser.shows("Descartar as alterações?").await;
        browser.click("button", "Continuar editando").await;
        browser.shows("Não existe este campo: @contact_nmae.").await;
        browser.type_keys(Key::Escape + "").await;
        browser.click("button", "Descartar").await;
        browser.find_gone("dialog", "Nova resposta pronta").await;

        browser.click("button", "Editar /preços").await;
        browser.fill("Texto", "Segue a tabela nova.").await;
        browser.click("button", "Salvar").await;
        browser.shows("Segue a tabela nova.").await;
        browser.fill("Buscar respostas prontas", "bolo").await;
        browser.shows("Nada encontrado").await;
        browser.fill("Buscar respostas prontas", "precos").await;
        browser.click("button", "Excluir /preços").await;
        browser.click("button", "Excluir").await;
        browser.shows("Nenhuma resposta pronta ainda").await;
    })
    .await;
}

/// The file input of the dialog that is open.
pub const IN_DIALOG: &str = "dialog[open] input[type=file]";

#[tokio::test(flavor = "multi_thread")]
async fn a_canned_response_brings_its_file_with_the_text_below_it() {
    journey(async |world| {
        let ana = world.browser(Size::Desktop).await;
        ana.sign_in(&ANA).await;
        ana.open("/setup/canned-responses").await;
        ana.click("button", "Nova resposta").await;
        ana.fill("Atalho", "cardapio").await;
        ana.fill("Título", "Cardápio").await;
        ana.fill("Texto", "Segue o cardápio, @contact_firstname!").await;
        ana.find("button", "Anexar arquivo").await;
        choose_in(&ana, IN_DIALOG, &[("nada.pdf", "application/pdf", b"", 0)]).await;
        ana.shows("O arquivo está vazio (0 bytes).").await;
        ana.click("button", "Salvar").await;
        ana.shows("O arquivo não pode ser enviado. Remova-o ou escolha outro.")
            .await;
        ana.click("button", "Remover nada.pdf").await;
        ana.find("button", "Anexar arquivo").await;
        let size = 600_000;
        choose_in(&ana, IN_DIALOG, &[("Cardápio.pdf", "application/pdf", PDF, size)]).await;
        ana.find("button", "Remover Cardápio.pdf").await;
        ana.check_screen("canned-file").await;
        ana.click("button", "Salvar").await;
        ana.find_gone("dialog", "Nova resposta pronta").await;
        ana.shows("Cardápio.pdf").await;

        // Another agent, who did not upload it.
        writes(world, MARINA, "Tem cardápio?").await;
        let bruno = world.browser(Size::Desktop).await;
        bruno.sign_in(&BRUNO).await;
        open_conversation(&bruno, MARINA).await;
        bruno.click("field", "Mensagem").await;
        bruno.type_keys("/card").await;
        bruno.find_with("option", "Cardápio.pdf").await;
        bruno.type_keys(Key::Enter + "").await;
        bruno.find("button", "Remover Cardápio.pdf").await;
        bruno
            .until(
                "the text below the file and nothing in the entry",
                "document.querySelector('.tray__caption').value === 'Segue o cardápio, @contact_firstname!' \
                    && document.querySelector('.composer__text').value === ''",
            )
            .await;
        bruno.check_screen("canned-tray").await;
        bruno.click("button", "Enviar 1 arquivo").await;
        bruno.shows("Segue o cardápio, Marina!").await;
        let sent = eventually("the file on the phone", async || {
            world.simulator.messages_to(MARINA.0).first().cloned()
        })
        .await;
        assert_eq!(sent["document"]["filename"], "Cardápio.pdf");
        assert_eq!(sent["document"]["caption"], "Segue o cardápio, Marina!");
        let kept = kept_with_id(world, &sent["document"]["id"]).await;
        assert!(kept == pattern(PDF, size), "{} bytes, others", kept.len());

        ana.click("button", "Editar /cardapio").await;
        ana.shows("Anexo: Cardápio.pdf").await;
        ana.click("button", "Remover anexo").await;
        ana.find("button", "Anexar arquivo").await;
        ana.click("button", "Salvar").await;
        ana.find_gone("dialog", "Editar /cardapio").await;
        ana.no_longer_shows("Cardápio.pdf").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_canned_response_brings_its_buttons() {
    journey(async |world| {
        let response = json!({
            "shortcut": "dia", "title": "Qual dia",
            "body": "Que dia fica melhor, @contact_firstname?", "buttons": ["Sábado", "Domingo"],
        });
        keep_ready(world, response).await;
        writes(world, MARINA, "Quando é a aula?").await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&BRUNO).await;
        open_conversation(&browser, MARINA).await;
        browser.click("field", "Mensagem").await;
        browser.type_keys("/dia").await;
        browser.find_with("option", "Sábado").await;
        browser.type_keys(Key::Enter + "").await;
        browser.find("group", "Vai com botões").await;
        browser.check_screen("composer-buttons").await;
        // What is cleared by mistake comes back whole.
        browser
            .script(
                "const field = document.querySelector('.composer__text'); field.focus(); field.select();
                 document.execCommand('delete');",
                Vec::new(),
            )
            .await;
        browser.find_gone("group", "Vai com botões").await;
        browser.click("button", "Desfazer").await;
        entry_holds(&browser, "Que dia fica melhor, @contact_firstname?").await;
        browser.find("group", "Vai com botões").await;
        browser.type_keys(Key::Enter + "").await;
        browser.find_gone("group", "Vai com botões").await;
        let sent = eventually("the buttons on the phone", async || {
            world.simulator.messages_to(MARINA.0).first().cloned()
        })
        .await;
        let documented = with_buttons("Que dia fica melhor, Marina?", &["Sábado", "Domingo"]);
        assert_eq!(sent_to_meta(world), [documented]);

        // Pressing one answers the message that has it.
        let press = json!({
            "type": "interactive",
            "interactive": { "type": "button_reply", "button_reply": { "id": "2", "title": "Domingo" } },
            "context": { "id": sent["id"] },
        });
        customer(world, MARINA)
            .send(SCHOOL_NUMBER, press)
            .await
            .expect("sent");
        browser
            .until(
                "the answer with what it answers",
                "[...document.querySelectorAll('[role=log] .message-bubble[data-direction=inbound]')].some((bubble) =>
                    bubble.querySelector('.pressed')?.innerText.includes('Domingo')
                    && bubble.querySelector('.quote')?.innerText.includes('Que dia fica melhor, Marina?'))",
            )
            .await;

        // Whoever wants only the words takes the buttons off.
        browser.type_keys("/dia").await;
        browser.find_with("option", "Sábado").await;
        browser.type_keys(Key::Enter + "").await;
        browser.click("button", "Enviar sem botões").await;
        browser.click("field", "Mensagem").await;
        browser.type_keys(Key::Enter + "").await;
        eventually("the words alone on the phone", async || {
            let sent = world.simulator.messages_to(MARINA.0);
            (sent.get(1)?["text"]["body"] == "Que dia fica melhor, Marina?").then_some(())
        })
        .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_goes_out_before_the_buttons_in_a_message_of_its_own() {
    journey(async |world| {
        writes(world, MARINA, "Quanto custa?").await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        browser.open("/setup/canned-responses").await;
        browser.click("button", "Nova resposta").await;
        browser.fill("Atalho", "tabela").await;
        browser.fill("Título", "Tabela de preços").await;
        browser.fill("Texto", "Qual curso, @contact_firstname?").await;
        browser.fill("Botão 1", "Bolos").await;
        browser.fill("Botão 2", "Doces").await;
        choose_in(
            &browser,
            IN_DIALOG,
            &[("Tabela.pdf", "application/pdf", PDF, 3_000)],
        )
        .await;
        browser.find("button", "Remover Tabela.pdf").await;
        browser.no_longer_shows("Preparando…").await;
        browser.click("button", "Salvar").await;
        browser.find_gone("dialog", "Nova resposta pronta").await;
        browser.shows("/tabela").await;

        // Within the app, so that nothing that is under way breaks off.
        browser.click("link", "Bate-papo").await;
        open_conversation(&browser, MARINA).await;
        browser.click("field", "Mensagem").await;
        browser.type_keys("/tab").await;
        browser.find_with("option", "Tabela.pdf").await;
        browser.type_keys(Key::Enter + "").await;
        browser.find("button", "Remover Tabela.pdf").await;
        browser.find("group", "Vai com botões").await;
        browser
            .until(
                "the text in the entry and none below the file",
                "document.querySelector('.tray__caption').value === '' \
                    && document.querySelector('.composer__text').value === 'Qual curso, @contact_firstname?'",
            )
            .await;
        browser.click("button", "Enviar 1 arquivo").await;
        browser.find_gone("button", "Remover Tabela.pdf").await;
        browser.click("field", "Mensagem").await;
        browser.type_keys(Key::Enter + "").await;
        let sent = all_received(world, 2).await;
        let file = json!({ "id": sent[0]["document"]["id"], "filename": "Tabela.pdf" });
        assert_eq!(
            sent_to_meta(world),
            [
                to_marina("document", &file),
                with_buttons("Qual curso, Marina?", &["Bolos", "Doces"]),
            ]
        );
    })
    .await;
}

/// A text with buttons as Meta documents it. A button's id is its place: the answer brings the words too.
fn with_buttons(text: &str, buttons: &[&str]) -> Value {
    let buttons: Vec<_> = buttons
        .iter()
        .zip(1_u8..)
        .map(
            |(title, place)| json!({ "type": "reply", "reply": { "id": place.to_string(), "title": title } }),
        )
        .collect();
    to_marina(
        "interactive",
        &json!({ "type": "button", "body": { "text": text }, "action": { "buttons": buttons } }),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_edit_them_finds_no_page() {
    journey(async |world| {
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&BRUNO).await;
        browser.open("/setup/canned-responses").await;
        browser.shows("Página não encontrada").await;
        browser.find_gone("link", "Setup").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_canned_responses_is_accessible_on_every_screen() {
    journey(async |world| {
        for size in [Size::Desktop, Size::Tablet, Size::Phone] {
            let browser = world.browser(size).await;
            browser.sign_in(&ANA).await;
            browser.open("/setup/canned-responses").await;
            if matches!(size, Size::Desktop) {
                write_one(&browser).await;
            }
            browser.click("button", "Editar /preços").await;
            browser.find("dialog", "Editar /preços").await;
            browser.find("button", "Salvar").await;
            browser.check_screen("canned-form").await;
            browser.type_keys(Key::Escape + "").await;
            browser.find_gone("dialog", "Editar /preços").await;
            browser.check_screen("canned").await;
        }
    })
    .await;
}
