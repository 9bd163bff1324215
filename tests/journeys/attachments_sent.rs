//! Files that agents send, as the customer gets them, byte by byte.

use crate::chat::{MARINA, answer, entry_holds, open_conversation};
use crate::files::{MP3, PDF, all_received, choose, in_conversation, kept_by_meta, pattern, received};
use crate::harness::{ANA, BRUNO, Browser, Size, eventually, journey};
use crate::keys::{focus_is_on, press, press_with};
use serde_json::json;
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

/// What goes below a file is written as any other text: fields are offered, shown with their values, and asked about where they have none.
#[tokio::test(flavor = "multi_thread")]
async fn words_below_a_file_show_what_the_customer_gets_before_they_are_sent() {
    journey(async |world| {
        let browser = in_conversation(world).await;
        choose(&browser, &[("Contrato.pdf", "application/pdf", PDF, 2_000)]).await;
        focus_is_on(&browser, "Legenda").await;
        // Canned responses are for the entry.
        browser.type_keys("Para @contact_f").await;
        browser.find_with("option", "@contact_firstname").await;
        browser.assert_accessible().await;
        press(&browser, Key::Enter).await;
        caption_holds(&browser, "Para @contact_firstname").await;
        browser.find("group", "O cliente recebe").await;
        browser.shows("Para Marina").await;
        browser.type_keys(" e @contact_nmae").await;
        browser
            .until(
                "a mark",
                "document.querySelectorAll('.tray .composer-preview__gap').length === 1",
            )
            .await;
        press(&browser, Key::Enter).await;
        browser.find("dialog", "Enviar com campos em aberto?").await;
        browser.assert_accessible().await;
        browser.click("button", "Continuar editando").await;
        focus_is_on(&browser, "Legenda").await;
        caption_holds(&browser, "Para @contact_firstname e @contact_nmae").await;
        assert!(world.simulator.messages_to(MARINA.0).is_empty());
        browser.click("button", "Enviar 1 arquivo").await;
        browser.find("dialog", "Enviar com campos em aberto?").await;
        browser.click("button", "Enviar mesmo assim").await;
        let sent = received(world).await;
        assert_eq!(sent["document"]["caption"], "Para Marina e @contact_nmae");
        focus_is_on(&browser, "Mensagem").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn enter_below_a_file_does_what_it_does_where_one_writes() {
    journey(async |world| {
        let browser = in_conversation(world).await;
        browser.click_with("button", "Perfil de").await;
        browser
            .click("radio", "Enter quebra a linha, Ctrl + Enter envia")
            .await;
        press(&browser, Key::Escape).await;
        choose(&browser, &[("Contrato.pdf", "application/pdf", PDF, 2_000)]).await;
        focus_is_on(&browser, "Legenda").await;
        browser.type_keys("Primeira").await;
        // An input method ends what it composes by the same key.
        let composed = "
            for (const taken of [{ isComposing: true }, { keyCode: 229 }]) {
              const enter = { key: 'Enter', code: 'Enter', ctrlKey: true, bubbles: true, cancelable: true, ...taken };
              document.activeElement.dispatchEvent(new KeyboardEvent('keydown', enter));
            }";
        browser.script(composed, Vec::new()).await;
        press(&browser, Key::Enter).await;
        browser.type_keys("segunda").await;
        caption_holds(&browser, "Primeira\nsegunda").await;
        // An emoji goes where one writes.
        browser.click("button", "Emoji").await;
        browser.find("searchbox", "Buscar emoji").await;
        browser.type_keys("coracao verm").await;
        browser.find("button", "coração vermelho").await;
        press(&browser, Key::Enter).await;
        caption_holds(&browser, "Primeira\nsegunda❤️").await;
        focus_is_on(&browser, "Legenda").await;
        press_with(&browser, Key::Control, Key::Enter).await;
        let sent = received(world).await;
        assert_eq!(sent["document"]["caption"], "Primeira\nsegunda❤️");
    })
    .await;
}

/// Nothing that was written is cut or dropped.
#[tokio::test(flavor = "multi_thread")]
async fn words_that_cannot_go_below_a_file_are_kept() {
    journey(async |world| {
        let browser = in_conversation(world).await;
        choose(&browser, &[("Contrato.pdf", "application/pdf", PDF, 2_000)]).await;
        focus_is_on(&browser, "Legenda").await;
        let fill = async |length: usize| {
            browser
                .script(
                    "const field = document.querySelector('.tray__caption'); field.focus(); field.select();
                     document.execCommand('insertText', false, 'a'.repeat(arguments[0]));",
                    vec![json!(length)],
                )
                .await;
        };
        fill(1_025).await;
        browser
            .until(
                "1 too many, and all of it is there",
                "document.querySelector('.tray .composer__counter [aria-hidden]')?.textContent === '-1' \
                    && document.querySelector('.tray__caption').value.length === 1025 \
                    && document.querySelector('.tray__foot .button').disabled",
            )
            .await;
        fill(1_024).await;
        browser
            .until(
                "0 left",
                "document.querySelector('.tray .composer__counter [aria-hidden]')?.textContent === '0'",
            )
            .await;
        // Without the file they are a text like any other.
        browser.click("button", "Remover Contrato.pdf").await;
        entry_holds(&browser, &"a".repeat(1_024)).await;

        // WhatsApp has no words below sounds: they follow in a message of their own.
        choose(&browser, &[("Vinheta.mp3", "audio/mpeg", MP3, 2_000)]).await;
        focus_is_on(&browser, "Legenda").await;
        browser.type_keys("Ouça até o fim").await;
        press(&browser, Key::Enter).await;
        let sent = all_received(world, 2).await;
        assert_eq!(sent[0]["type"], "audio", "{sent:?}");
        assert_eq!(sent[1]["text"]["body"], "Ouça até o fim");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_follow_a_sound_ask_when_a_colleague_has_answered_meanwhile() {
    journey(async |world| {
        let ana = in_conversation(world).await;
        choose(&ana, &[("Vinheta.mp3", "audio/mpeg", MP3, 2_000)]).await;
        ana.fill("Legenda", "Ouça até o fim").await;
        let bruno = world.browser(Size::Desktop).await;
        bruno.sign_in(&BRUNO).await;
        open_conversation(&bruno, MARINA).await;
        answer(&bruno, "Não mandamos por aqui").await;
        ana.shows("Não mandamos por aqui").await;
        ana.click("button", "Enviar 1 arquivo").await;
        ana.find("dialog", "Chegou resposta de Bruno enquanto você escrevia")
            .await;
        all_received(world, 1).await;
        ana.click("button", "Enviar mesmo assim").await;
        let sent = all_received(world, 3).await;
        assert_eq!(sent[1]["type"], "audio", "{sent:?}");
        assert_eq!(sent[2]["text"]["body"], "Ouça até o fim");
    })
    .await;
}

async fn caption_holds(browser: &Browser, text: &str) {
    let expression = format!(
        "document.querySelector('.tray__caption')?.value === {}",
        json!(text)
    );
    browser
        .until(format!("“{text}” below the file"), &expression)
        .await;
}
