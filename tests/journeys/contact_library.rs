//! "Mídia, links e documentos" in the panel with information: what was exchanged, found without scrolling through the chat.

use reqwest::Method;
use serde_json::json;
use thirtyfour::Key;

use crate::chat::{MARINA, customer, open_conversation, writes};
use crate::contact_panel::{PANEL, open_panel};
use crate::files::{PDF, pattern, send_picture};
use crate::harness::{ANA, Browser, SCHOOL_NUMBER, Size, World, journey};
use crate::keys::{focus_has, focus_is_on, go_on_to, press};

const ENTRY: &str = "Mídia, links e documentos";
const PICTURE: &str = "Foto de Marina Duarte";

/// Marina has sent a picture, a link, a document, and words.
async fn marina_shared(world: &World) {
    send_picture(world, "O salão").await;
    writes(world, MARINA, "Os horários: www.example.com/horarios").await;
    customer(world, MARINA)
        .send_media(
            SCHOOL_NUMBER,
            "document",
            "application/pdf",
            pattern(PDF, 2_000),
            json!({ "filename": "Contrato.pdf" }),
        )
        .await
        .expect("sent");
    writes(world, MARINA, "Obrigada!").await;
}

async fn at_the_panel(world: &World, size: Size) -> Browser {
    let browser = world.browser(size).await;
    browser.sign_in(&ANA).await;
    open_panel(&browser, MARINA).await;
    browser.find_with("button", "3 itens").await;
    browser
}

async fn has_tiles(browser: &Browser, count: usize) {
    browser
        .until(
            format!("{count} pictures"),
            &format!("document.querySelectorAll('.shelf-grid .shelf-tile').length === {count}"),
        )
        .await;
}

/// The thread beside it has the same words: what counts is what stands in the library.
async fn has_link(browser: &Browser) {
    browser
        .until(
            "the link",
            "document.querySelector('.shelf-row__link')?.href === 'https://www.example.com/horarios'",
        )
        .await;
}

async fn has_document(browser: &Browser) {
    browser
        .until(
            "the document",
            "document.querySelector('.shelf-row .attachment-link')?.innerText.includes('Contrato.pdf')",
        )
        .await;
}

/// What is on each tab, the viewer, the way to the message, and what colleagues and customers do meanwhile.
#[tokio::test(flavor = "multi_thread")]
async fn media_links_and_documents_of_a_conversation_are_found_in_its_panel() {
    journey(async |world| {
        marina_shared(world).await;
        let browser = at_the_panel(world, Size::Desktop).await;
        browser.click_with("button", ENTRY).await;
        browser.find("heading", ENTRY).await;
        has_tiles(&browser, 1).await;
        browser.check_screen("library-media").await;

        // Live: one more comes, one is erased.
        send_picture(world, "O palco: www.example.com/palco").await;
        has_tiles(&browser, 2).await;
        let path = browser.path().await;
        let id = path.trim_start_matches("/c/");
        let rest = world.rest(&ANA).await;
        let shelf = rest
            .get(&format!("/conversations/{id}/attachments?kind=media"))
            .await;
        assert_eq!(
            shelf.body["counts"],
            json!({ "media": 2, "links": 2, "documents": 1, "on_two": 1 })
        );
        let newest = shelf.body["messages"][0]["id"].as_str().expect("an id");
        let erased = rest
            .send(Method::DELETE, &format!("/messages/{newest}"), None)
            .await;
        assert_eq!(erased.status, 200);
        has_tiles(&browser, 1).await;

        browser.click("tab", "Links").await;
        has_link(&browser).await;
        browser.check_screen("library-links").await;
        browser.click("tab", "Documentos").await;
        has_document(&browser).await;
        browser.check_screen("library-documents").await;

        // From the viewer to the message; beside the thread the library stays.
        browser.click("tab", "Mídia").await;
        browser.click_with("button", PICTURE).await;
        browser.find("dialog", "Foto").await;
        browser.click("button", "Ir para a mensagem").await;
        browser.find_gone("dialog", "Foto").await;
        focus_has(&browser, "O salão").await;
        browser.find("heading", ENTRY).await;
        browser.click("button", "Voltar ao painel").await;
        browser.find("field", "Nome").await;
        browser.find_with("button", "3 itens").await;
    })
    .await;
}

/// By keys alone: in, from tab to tab, to a picture and back, and out.
#[tokio::test(flavor = "multi_thread")]
async fn the_library_goes_by_keys_and_on_a_phone_it_makes_room_for_the_message() {
    journey(async |world| {
        marina_shared(world).await;
        let browser = at_the_panel(world, Size::Phone).await;
        browser
            .script("document.querySelector('.shelves-entry').focus()", Vec::new())
            .await;
        press(&browser, Key::Enter).await;
        focus_is_on(&browser, ENTRY).await;
        has_tiles(&browser, 1).await;
        browser.check_screen("library-media").await;
        go_on_to(&browser, "Mídia").await;
        press(&browser, Key::Right).await;
        focus_is_on(&browser, "Links").await;
        has_link(&browser).await;
        press(&browser, Key::Left).await;
        focus_is_on(&browser, "Mídia").await;
        press(&browser, Key::End).await;
        focus_is_on(&browser, "Documentos").await;
        has_document(&browser).await;

        // Esc leaves the library, and not the panel; the focus is where it was.
        press(&browser, Key::Escape).await;
        browser.find("complementary", PANEL).await;
        focus_has(&browser, ENTRY).await;

        press(&browser, Key::Enter).await;
        browser.click("tab", "Links").await;
        browser.click_with("button", "Ir para a mensagem").await;
        browser.find_gone("complementary", PANEL).await;
        focus_has(&browser, "Os horários").await;
    })
    .await;
}

/// Without the server there is what the device keeps, and it says so; then the server tells the rest by itself.
#[tokio::test(flavor = "multi_thread")]
async fn without_the_server_the_library_shows_what_the_device_keeps() {
    journey(async |world| {
        marina_shared(world).await;
        let browser = at_the_panel(world, Size::Desktop).await;
        // The server has the file by now, and the device knows.
        browser
            .until(
                "the document in the thread",
                "document.querySelector('.attachment-link')",
            )
            .await;
        world.stop_server().await;
        browser.shows("Reconectando…").await;
        browser.click_with("button", ENTRY).await;
        browser.click("tab", "Links").await;
        has_link(&browser).await;
        let note = "Sem conexão com o servidor: aqui está só o que este aparelho guarda.";
        browser.shows(note).await;
        browser.click("tab", "Documentos").await;
        has_document(&browser).await;
        browser.shows(note).await;

        world.start_server().await;
        browser.no_longer_shows(note).await;
        has_document(&browser).await;
        browser.click("tab", "Links").await;
        browser.no_longer_shows(note).await;
        has_link(&browser).await;
    })
    .await;
}

/// Where nothing was exchanged, that is said.
#[tokio::test(flavor = "multi_thread")]
async fn an_empty_library_says_so() {
    journey(async |world| {
        writes(world, MARINA, "Oi!").await;
        let browser = world.browser(Size::Tablet).await;
        browser.sign_in(&ANA).await;
        open_conversation(&browser, MARINA).await;
        browser.click("button", "Informações do chat").await;
        browser.click_with("button", ENTRY).await;
        for (tab, words) in [
            ("Mídia", "Nenhuma foto e nenhum vídeo nesta conversa."),
            ("Links", "Nenhum link nesta conversa."),
            ("Documentos", "Nenhum documento nesta conversa."),
        ] {
            browser.click("tab", tab).await;
            browser.shows(words).await;
        }
        browser.check_screen("library-empty").await;
    })
    .await;
}
