//! Files that agents send, as the customer gets them, byte by byte.

use crate::chat::{MARINA, open_conversation};
use crate::files::{PDF, choose, in_conversation, kept_by_meta, pattern, received};
use crate::harness::{ANA, Size, eventually, journey};
use thirtyfour::Key;

#[tokio::test(flavor = "multi_thread")]
async fn a_document_of_several_slices_arrives_byte_by_byte() {
    journey(async |world| {
        let browser = in_conversation(world).await;
        let size = 1_300_000;
        choose(&browser, &[("Contrato.pdf", "application/pdf", PDF, size)]).await;
        browser.fill("Legenda", "Segue o contrato").await;
        browser.click("button", "Enviar 1 arquivo").await;
        browser.shows("Segue o contrato").await;
        let sent = received(world).await;
        assert_eq!(sent["document"]["filename"], "Contrato.pdf");
        assert_eq!(sent["document"]["caption"], "Segue o contrato");
        let kept = kept_by_meta(world, &sent, "document").await;
        assert!(kept == pattern(PDF, size), "{} bytes, others", kept.len());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_sent_says_why_before_anything_leaves() {
    journey(async |world| {
        let browser = in_conversation(world).await;
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
        choose(
            &browser,
            &[
                ("vazio.pdf", "application/pdf", b"", 0),
                ("desenho.svg", "image/svg+xml", svg, svg.len()),
                ("filme.mp4", "video/mp4", b"\0\0\0\x18ftypmp42", 17 << 20),
                ("Contrato.pdf", "application/pdf", PDF, 2_000),
            ],
        )
        .await;
        browser.shows("O arquivo está vazio (0 bytes).").await;
        browser.shows("O WhatsApp não aceita este tipo de arquivo.").await;
        browser.shows("O arquivo passa de 16\u{a0}MB").await;
        for name in ["vazio.pdf", "desenho.svg", "filme.mp4"] {
            browser.click("button", &format!("Remover {name}")).await;
        }
        browser.click("button", "Enviar 1 arquivo").await;
        let sent = received(world).await;
        assert_eq!(sent["document"]["filename"], "Contrato.pdf");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_named_pdf_is_sent_as_the_picture_that_it_is() {
    journey(async |world| {
        let browser = in_conversation(world).await;
        let png = b"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR\0\0\0\x03\0\0\0\x02\x08\x02\0\0\0";
        choose(&browser, &[("foto.pdf", "application/pdf", png, 4_000)]).await;
        browser.shows("Foto").await;
        browser.click("button", "Enviar 1 arquivo").await;
        let sent = received(world).await;
        assert_eq!(sent["type"], "image", "{sent:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_file_answers_the_message_that_was_chosen() {
    journey(async |world| {
        let browser = in_conversation(world).await;
        browser
            .script("document.querySelector('[role=log]').focus()", Vec::new())
            .await;
        browser.type_keys(Key::Up + "").await;
        browser.type_keys(Key::Enter + "").await;
        browser.click("menuitem", "Responder").await;
        browser.find_with("group", "Respondendo a Marina").await;
        choose(
            &browser,
            &[
                ("Contrato.pdf", "application/pdf", PDF, 2_000),
                ("Anexo.pdf", "application/pdf", PDF, 3_000),
            ],
        )
        .await;
        browser.click("button", "Enviar 2 arquivos").await;
        browser
            .until("nothing to answer", "!document.querySelector('.composer-reply')")
            .await;
        let sent = eventually("both files on the phone", async || {
            let sent = world.simulator.messages_to(MARINA.0);
            (sent.len() == 2).then_some(sent)
        })
        .await;
        assert!(sent[0]["context"]["message_id"].is_string(), "{sent:?}");
        assert_eq!(sent[0]["document"]["filename"], "Contrato.pdf");
        assert!(sent[1]["context"].is_null(), "{sent:?}");
        // And the draft that held nothing but the choice is gone on the next device.
        let phone = world.browser(Size::Phone).await;
        phone.sign_in(&ANA).await;
        open_conversation(&phone, MARINA).await;
        phone.shows("Anexo.pdf").await;
        phone
            .until("nothing to answer", "!document.querySelector('.composer-reply')")
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_shows_while_it_waits_to_be_sent() {
    journey(async |world| {
        let browser = in_conversation(world).await;
        world.stop_server().await;
        let picture = crate::albums::picture(200);
        choose(
            &browser,
            &[
                ("bolo.png", "image/png", &picture, picture.len()),
                ("Contrato.pdf", "application/pdf", PDF, 2_000),
            ],
        )
        .await;
        browser.click("button", "Enviar 2 arquivos").await;
        let is_drawn = "document.querySelector('[role=log] .waiting-picture')?.naturalWidth === 8";
        browser.until("the picture in its bubble", is_drawn).await;
        browser.shows("Contrato.pdf").await;
        browser.shows("2 kB").await;
        world.start_server().await;
        browser
            .until(
                "the picture as the server has it",
                "document.querySelector('[role=log] .picture__image')?.naturalWidth === 8",
            )
            .await;
    })
    .await;
}
