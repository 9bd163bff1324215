//! Files that customers send: what the phone sent is what one sees and saves; what could not be fetched says so.

use std::fs;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use simulator::{Calls, Fault, Injection, Knobs};

use crate::chat::{MARINA, OTAVIO, customer, open_conversation, writes};
use crate::files::{MP3, MP4, PDF, PNG, WEBP, in_conversation, kept_by_meta, pattern, send_picture};
use crate::harness::{Browser, SCHOOL_NUMBER, eventually, journey};

/// Gets what an element of the thread shows or links to, as the page gets it; its SHA-256.
const GET: &str = "const [selector] = arguments;
    return (async () => {
        const element = document.querySelector(`[role=log] ${selector}`);
        const answer = await fetch(element.href ?? element.src);
        const bytes = await answer.arrayBuffer();
        return [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))];
    })()";

#[tokio::test(flavor = "multi_thread")]
async fn files_of_every_kind_are_those_that_the_phone_sent() {
    journey(async |world| {
        let browser = in_conversation(world).await;
        let kinds = [
            // No picture beside a film: together they would be an album.
            ("image", "image/png", PNG.to_vec(), "img.picture__image"),
            ("audio", "audio/mpeg", pattern(MP3, 90_000), "audio"),
            ("video", "video/mp4", pattern(MP4, 200_000), "video"),
            (
                "document",
                "application/pdf",
                pattern(PDF, 1_200_000),
                "a.attachment-link",
            ),
            ("sticker", "image/webp", WEBP.to_vec(), "img.sticker"),
        ];
        for (kind, mime_type, bytes, selector) in kinds {
            let details = match kind {
                "document" => json!({ "filename": "Orçamento 2026.pdf" }),
                _ => Value::Null,
            };
            customer(world, MARINA)
                .send_media(SCHOOL_NUMBER, kind, mime_type, bytes.clone(), details)
                .await
                .expect("sent");
            let shown = format!("document.querySelector('[role=log] {selector}')");
            browser.until(format!("the {kind} is there"), &shown).await;
            let hash = browser.script(GET, vec![json!(selector)]).await;
            let hash: Vec<u8> = serde_json::from_value(hash).expect("a hash");
            assert_eq!(hash, Sha256::digest(&bytes).to_vec(), "the {kind} is another");
        }
        // As people expect it: pictures and stickers are drawn, films and sounds can be played, a sticker has no bubble.
        for (what, is_so) in [
            (
                "the picture is drawn",
                "document.querySelector('.picture__image').naturalWidth === 1",
            ),
            (
                "the sticker is drawn",
                "document.querySelector('.sticker').naturalWidth === 1",
            ),
            (
                "the sticker has no bubble",
                "document.querySelector('.sticker').closest('.message-bubble').dataset.look === 'bare'",
            ),
            (
                "there are players",
                "['video', 'audio'].every((kind) => document.querySelector(`[role=log] ${kind}`).controls)",
            ),
        ] {
            browser.until(what, is_so).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_is_saved_under_its_name_as_the_phone_sent_it() {
    journey(async |world| {
        let browser = in_conversation(world).await;
        let folder = tempfile::tempdir().expect("a folder");
        browser
            .driver()
            .cdp()
            .send_raw(
                "Browser.setDownloadBehavior",
                json!({ "behavior": "allow", "downloadPath": folder.path() }),
            )
            .await
            .expect("Chromium saves there");
        let bytes = pattern(PDF, 80_000);
        customer(world, MARINA)
            .send_media(
                SCHOOL_NUMBER,
                "document",
                "application/pdf",
                bytes.clone(),
                json!({ "filename": "Orçamento 2026.pdf" }),
            )
            .await
            .expect("sent");
        browser.click("link", "Baixar Orçamento 2026.pdf").await;
        let saved = folder.path().join("Orçamento 2026.pdf");
        let is_whole = async || (fs::read(&saved).ok()? == bytes).then_some(());
        eventually("the file, whole", is_whole).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_could_not_be_fetched_says_so_and_comes_when_asked_again() {
    journey(async |world| {
        let browser = in_conversation(world).await;
        world.simulator.set_knobs(Knobs {
            injections: vec![Injection {
                calls: Calls::Media,
                ..Injection::every(Fault::Gateway { http: 502 })
            }],
            ..Knobs::default()
        });
        send_picture(world, "O bolo").await;
        browser.shows("Baixando do WhatsApp…").await;
        // The server has tried three times by then; the first failures pass mostly.
        browser.shows("O arquivo não pôde ser baixado do WhatsApp.").await;
        browser.check_screen("file-not-fetched").await;
        world.simulator.set_knobs(Knobs::default());
        browser.click("button", "Tentar de novo").await;
        browser
            .until(
                "the picture is drawn",
                "document.querySelector('.picture__image')?.naturalWidth === 1",
            )
            .await;
        browser.find_gone("button", "Tentar de novo").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_meta_has_no_longer_says_what_to_ask_for() {
    journey(async |world| {
        let browser = in_conversation(world).await;
        let content = json!({ "type": "document", "document":
            { "id": "404404404", "mime_type": "application/pdf", "filename": "Contrato.pdf" } });
        customer(world, MARINA)
            .send(SCHOOL_NUMBER, content)
            .await
            .expect("sent");
        browser
            .shows("O arquivo expirou no WhatsApp. Peça ao cliente que o envie de novo.")
            .await;
        browser.shows("Contrato.pdf").await;
        browser.find_gone("button", "Tentar de novo").await;
        browser.assert_accessible().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forwarded_picture_is_the_same_byte_by_byte() {
    journey(async |world| {
        writes(world, OTAVIO, "Boa tarde").await;
        let browser = in_conversation(world).await;
        send_picture(world, "O bolo").await;
        browser
            .until("the picture", "document.querySelector('.picture__image')")
            .await;
        forward_the_picture(&browser).await;
        let look = |state: &simulator::State| state.messages_to(OTAVIO.0).first().cloned();
        let sent = world.simulator.wait_for(look).await.expect("it arrives");
        assert_eq!(sent["image"]["caption"], "O bolo");
        assert_eq!(kept_by_meta(world, &sent, "image").await, PNG);
        open_conversation(&browser, OTAVIO).await;
        browser.shows("O bolo").await;
    })
    .await;
}

async fn forward_the_picture(browser: &Browser) {
    let focus = "document.querySelector('.picture__image').closest('[role=article]').focus()";
    browser.script(focus, Vec::new()).await;
    browser.type_keys(thirtyfour::Key::Enter + "").await;
    browser.click("menuitem", "Encaminhar").await;
    browser.click("checkbox", OTAVIO.1).await;
    browser.click("button", "Encaminhar para 1 conversa").await;
}
