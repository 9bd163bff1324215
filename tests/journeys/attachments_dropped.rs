//! Files that come other than by the button: dropped, pasted; and several of them at once.

use std::fs;

use serde_json::json;

use crate::files::{
    MP3, PDF, PNG, all_received, choose_from_disk, in_conversation, kept_by_meta, pattern, received,
};
use crate::harness::{Browser, journey};

/// Pastes, as the browser tells of it: a picture, or words with a picture of them.
const PASTE: &str = "const [bytes, words] = arguments;
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(bytes)], 'image.png', { type: 'image/png' }));
    if (words) transfer.setData('text/plain', words);
    document.activeElement.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true }));";

#[tokio::test(flavor = "multi_thread")]
async fn what_is_dropped_on_the_conversation_is_attached() {
    journey(async |world| {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("Contrato.pdf");
        fs::write(&path, pattern(PDF, 5_000)).expect("written");
        let browser = in_conversation(world).await;
        let data = json!({ "items": [], "files": [path], "dragOperationsMask": 1 });
        let drag = async |kind: &str| {
            browser
                .driver()
                .cdp()
                .send_raw(
                    "Input.dispatchDragEvent",
                    json!({ "type": kind, "x": 900, "y": 400, "data": data }),
                )
                .await
                .expect("Chromium drags");
        };
        drag("dragEnter").await;
        drag("dragOver").await;
        browser.shows("Solte os arquivos aqui para anexar").await;
        browser.screenshot("attachments-dragged").await;
        drag("drop").await;
        browser
            .no_longer_shows("Solte os arquivos aqui para anexar")
            .await;
        browser.click("button", "Enviar 1 arquivo").await;
        let sent = received(world).await;
        assert_eq!(sent["document"]["filename"], "Contrato.pdf");
        assert!(kept_by_meta(world, &sent, "document").await == pattern(PDF, 5_000));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pasted_picture_is_attached_and_pasted_words_are_words() {
    journey(async |world| {
        let browser = in_conversation(world).await;
        browser.click("field", "Mensagem").await;
        browser
            .script(PASTE, vec![json!(PNG), json!("De uma planilha")])
            .await;
        assert!(!has_tray(&browser).await, "who copies a text means its words");
        browser.script(PASTE, vec![json!(PNG), json!(null)]).await;
        browser.find("region", "Arquivos para enviar").await;
        browser.fill("Legenda", "O comprovante").await;
        browser.click("button", "Enviar 1 arquivo").await;
        let sent = received(world).await;
        assert_eq!(sent["image"]["caption"], "O comprovante");
        assert_eq!(kept_by_meta(world, &sent, "image").await, PNG);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn several_files_arrive_in_the_order_in_which_they_were_chosen() {
    journey(async |world| {
        let folder = tempfile::tempdir().expect("a folder");
        let files = [
            ("1 Contrato.pdf", "document", pattern(PDF, 700_000)),
            ("2 Foto.png", "image", PNG.to_vec()),
            ("3 Aula.mp3", "audio", pattern(MP3, 4_000)),
            ("4 Recibo.pdf", "document", pattern(PDF, 300)),
        ];
        let paths = files.each_ref().map(|(name, ..)| folder.path().join(name));
        for (path, (_, _, bytes)) in paths.iter().zip(&files) {
            fs::write(path, bytes).expect("written");
        }
        let browser = in_conversation(world).await;
        choose_from_disk(&browser, &paths.each_ref().map(|path| path.as_path())).await;
        for (name, ..) in &files {
            browser.shows(name).await;
        }
        browser.fill("Legenda", "Tudo do curso").await;
        browser.click("button", "Enviar 4 arquivos").await;
        let sent = all_received(world, files.len()).await;
        for (message, (name, kind, bytes)) in sent.iter().zip(&files) {
            assert_eq!(message["type"], *kind, "{name}");
            assert!(
                kept_by_meta(world, message, kind).await == *bytes,
                "{name} is another"
            );
        }
        assert_eq!(sent[0]["document"]["caption"], "Tudo do curso");
        assert!(sent[1]["image"]["caption"].is_null());
    })
    .await;
}

async fn has_tray(browser: &Browser) -> bool {
    !browser
        .all_with("region", "Arquivos para enviar")
        .await
        .is_empty()
}
