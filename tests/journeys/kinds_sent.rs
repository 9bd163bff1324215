//! Every kind of message that an agent can send, as the customer's phone gets it. Texts, answers, reactions, templates and forwarded
//! messages have journeys of their own.

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use thirtyfour::Key;

use crate::chat::{MARINA, OTAVIO, writes};
use crate::files::{
    MP3, MP4, PDF, PNG, all_received, choose, in_conversation, in_conversation_on, kept_by_meta, pattern,
    received,
};
use crate::graph::{sent_to_meta, to_marina};
use crate::harness::{Browser, SCHOOL_NUMBER, Size, World, journey};

/// Avenida Paulista, 1578.
const PAULISTA: (f64, f64) = (-23.561_414, -46.655_882);

/// Draws a sticker and chooses it; its SHA-256.
const DRAW_STICKER: &str = "return (async () => {
    const canvas = new OffscreenCanvas(512, 512);
    const context = canvas.getContext('2d');
    context.fillStyle = '#e0457b';
    context.arc(256, 256, 200, 0, 7);
    context.fill();
    const sticker = await canvas.convertToBlob({ type: 'image/webp', quality: 0.6 });
    const files = new DataTransfer();
    files.items.add(new File([sticker], 'coração.webp', { type: 'image/webp' }));
    const input = document.querySelector('input[type=file]');
    input.files = files.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
    return [...new Uint8Array(await crypto.subtle.digest('SHA-256', await sticker.arrayBuffer()))];
})()";

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_a_film_a_sound_and_a_document_arrive_byte_by_byte() {
    journey(async |world| {
        let browser = in_conversation(world).await;
        let files: [(&str, &str, &str, &[u8], usize); 4] = [
            ("Bolo.png", "image/png", "image", PNG, PNG.len()),
            ("Aula.mp4", "video/mp4", "video", MP4, 600_000),
            ("Podcast.mp3", "audio/mpeg", "audio", MP3, 70_000),
            ("Contrato.pdf", "application/pdf", "document", PDF, 9_000),
        ];
        choose(
            &browser,
            &files.map(|(name, mime_type, _, start, size)| (name, mime_type, start, size)),
        )
        .await;
        browser.click("button", "Enviar 4 arquivos").await;
        let sent = all_received(world, files.len()).await;
        for (message, (name, _, kind, start, size)) in sent.iter().zip(files) {
            assert_eq!(message["type"], kind, "{name}");
            let kept = kept_by_meta(world, message, kind).await;
            assert!(kept == pattern(start, size), "{name}: {} bytes", kept.len());
        }
        assert_ne!(
            sent[2]["audio"]["voice"], true,
            "a sound file is no voice message"
        );
        let id = |place: usize, kind: &str| sent[place][kind]["id"].clone();
        assert_eq!(
            sent_to_meta(world),
            [
                to_marina("image", &json!({ "id": id(0, "image") })),
                to_marina("video", &json!({ "id": id(1, "video") })),
                to_marina("audio", &json!({ "id": id(2, "audio") })),
                to_marina(
                    "document",
                    &json!({ "id": id(3, "document"), "filename": "Contrato.pdf" })
                ),
            ]
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attached_sticker_goes_as_a_sticker() {
    journey(async |world| {
        let browser = in_conversation(world).await;
        let hash = browser.script(DRAW_STICKER, Vec::new()).await;
        browser.shows("Figurinha").await;
        browser.click("button", "Enviar 1 arquivo").await;
        let sent = received(world).await;
        assert_eq!(sent["type"], "sticker", "{sent:?}");
        let kept = kept_by_meta(world, &sent, "sticker").await;
        assert_eq!(json!(Sha256::digest(&kept).to_vec()), hash);
        let documented = to_marina("sticker", &json!({ "id": sent["sticker"]["id"] }));
        assert_eq!(sent_to_meta(world), [documented]);
        browser
            .until(
                "it has no bubble",
                "document.querySelector('.sticker')?.closest('.message-bubble').dataset.look === 'bare'",
            )
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_current_place_is_seen_before_it_is_sent() {
    journey(async |world| {
        let browser = in_conversation(world).await;
        be_at(&browser, PAULISTA).await;
        allow_location(&browser, world, "granted").await;
        open_attach_menu(&browser, "Localização").await;
        browser.find("dialog", "Enviar localização").await;
        browser.shows("Local atual, com precisão de 12 m").await;
        browser.shows("-23.56141, -46.65588").await;
        browser.assert_accessible().await;
        assert!(world.simulator.messages_to(MARINA.0).is_empty());
        browser.click("button", "Enviar localização").await;
        received(world).await;
        let place = json!({ "latitude": PAULISTA.0, "longitude": PAULISTA.1 });
        assert_eq!(sent_to_meta(world), [to_marina("location", &place)]);
        browser.find_gone("dialog", "Enviar localização").await;
        browser.find_with("link", "Abrir no mapa").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_location_says_what_to_do_and_can_be_tried_again() {
    journey(async |world| {
        let browser = in_conversation(world).await;
        be_at(&browser, PAULISTA).await;
        allow_location(&browser, world, "denied").await;
        open_attach_menu(&browser, "Localização").await;
        browser
            .shows("O navegador não permitiu ver onde este aparelho está.")
            .await;
        browser.check_screen("location-refused").await;
        allow_location(&browser, world, "granted").await;
        browser.click("button", "Tentar de novo").await;
        browser.shows("-23.56141, -46.65588").await;
        browser.click("button", "Cancelar").await;
        browser.find_gone("dialog", "Enviar localização").await;
        assert!(world.simulator.messages_to(MARINA.0).is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_is_picked_and_sent_as_a_card() {
    journey(async |world| {
        for who in [OTAVIO, ("5531987650003", "Célia Ramos")] {
            writes(world, who, "Boa tarde").await;
        }
        let browser = in_conversation(world).await;
        open_attach_menu(&browser, "Contato").await;
        browser.find("dialog", "Enviar contato").await;
        browser.find_with("radio", "Célia Ramos").await;
        assert!(
            browser.all_with("radio", MARINA.1).await.is_empty(),
            "nobody needs their own number"
        );
        browser.fill("Buscar por nome ou telefone", "otavio").await;
        browser.find_gone("radio", "Célia Ramos").await;
        browser.click_with("radio", "Otávio Prado").await;
        browser.assert_accessible().await;
        browser.click("button", "Enviar contato").await;
        received(world).await;
        let card = json!({
            "name": { "formatted_name": "Otávio Prado", "first_name": "Otávio" },
            "phones": [{ "phone": format!("+{}", OTAVIO.0), "wa_id": OTAVIO.0 }],
        });
        assert_eq!(sent_to_meta(world), [to_marina("contacts", &json!([card]))]);
        browser.click("link", "Conversar com Otávio Prado").await;
        browser.find_with("heading", OTAVIO.1).await;
    })
    .await;
}

/// "Responder" holds for whatever is sent next, not for texts alone.
#[tokio::test(flavor = "multi_thread")]
async fn a_place_can_be_the_answer_to_a_message() {
    journey(async |world| {
        let browser = in_conversation(world).await;
        be_at(&browser, PAULISTA).await;
        allow_location(&browser, world, "granted").await;
        let focus = "document.querySelector('[role=article]').focus()";
        browser.script(focus, Vec::new()).await;
        browser.type_keys(Key::Enter + "").await;
        browser.click("menuitem", "Responder").await;
        browser.find_with("group", "Respondendo a Marina").await;
        open_attach_menu(&browser, "Localização").await;
        browser.shows("-23.56141, -46.65588").await;
        browser.click("button", "Enviar localização").await;
        received(world).await;
        let question = |state: &simulator::State| state.thread(SCHOOL_NUMBER, MARINA.0)[0].wamid.clone();
        let place = json!({ "latitude": PAULISTA.0, "longitude": PAULISTA.1 });
        let mut documented = to_marina("location", &place);
        documented["context"] = json!({ "message_id": world.simulator.look(question) });
        assert_eq!(sent_to_meta(world), [documented]);
        browser
            .until("nothing to answer", "!document.querySelector('.composer-reply')")
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_be_attached_is_accessible_on_every_screen() {
    journey(async |world| {
        writes(world, OTAVIO, "Boa tarde").await;
        for size in [Size::Desktop, Size::Tablet, Size::Phone] {
            let browser = in_conversation_on(world, size).await;
            be_at(&browser, PAULISTA).await;
            allow_location(&browser, world, "granted").await;
            browser.click("button", "Anexar").await;
            browser.find("menuitem", "Contato").await;
            browser.check_screen("attach-menu").await;
            browser.click("menuitem", "Contato").await;
            browser.find_with("radio", "Otávio Prado").await;
            browser.check_screen("attach-contact").await;
            browser.click("button", "Cancelar").await;
            open_attach_menu(&browser, "Localização").await;
            browser.shows("-23.56141, -46.65588").await;
            browser.check_screen("attach-location").await;
            browser.click("button", "Cancelar").await;
            choose(
                &browser,
                &[
                    ("Bolo.png", "image/png", PNG, PNG.len()),
                    ("Contrato.pdf", "application/pdf", PDF, 90_000),
                    ("vazio.pdf", "application/pdf", b"", 0),
                ],
            )
            .await;
            browser.shows("O arquivo está vazio").await;
            browser.check_screen("attachments").await;
        }
    })
    .await;
}

/// Opens the menu of what can be attached and chooses from it.
async fn open_attach_menu(browser: &Browser, entry: &str) {
    browser.click("button", "Anexar").await;
    browser.click("menuitem", entry).await;
}

/// The device is at this place.
async fn be_at(browser: &Browser, (latitude, longitude): (f64, f64)) {
    let place = json!({ "latitude": latitude, "longitude": longitude, "accuracy": 12 });
    cdp(browser, "Emulation.setGeolocationOverride", place).await;
}

/// What the person says when the browser asks: `granted`, `denied`.
async fn allow_location(browser: &Browser, world: &World, setting: &str) {
    let permission =
        json!({ "permission": { "name": "geolocation" }, "setting": setting, "origin": world.url() });
    cdp(browser, "Browser.setPermission", permission).await;
}

async fn cdp(browser: &Browser, command: &str, parameters: Value) {
    browser
        .driver()
        .cdp()
        .send_raw(command, parameters)
        .await
        .expect("Chromium takes the command");
}
