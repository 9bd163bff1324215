//! Files that agents send, as the customer gets them, byte by byte.

use serde_json::{Value, json};
use thirtyfour::Key;

use crate::chat::{MARINA, customer, open_conversation};
use crate::harness::{ANA, Browser, SCHOOL_NUMBER, Size, World, eventually, journey};

/// Chooses files as the browser's dialog does: name, type, first bytes, size. What follows the first bytes is a pattern.
const CHOOSE: &str = "const input = document.querySelector(arguments[1]);
    const files = new DataTransfer();
    for (const [name, type, start, size] of arguments[0]) {
        const bytes = new Uint8Array(size);
        for (let at = 0; at < size; at += 1) bytes[at] = at < start.length ? start[at] : (at * 7) % 251;
        files.items.add(new File([bytes], name, { type }));
    }
    input.files = files.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));";

pub const PDF: &[u8] = b"%PDF-1.7\n";

pub fn bytes(start: &[u8], size: usize) -> Vec<u8> {
    let byte = |at: usize| {
        start
            .get(at)
            .copied()
            .unwrap_or_else(|| u8::try_from((at * 7) % 251).expect("below 251"))
    };
    (0..size).map(byte).collect()
}

/// Files as [`CHOOSE`] takes them.
pub type Files<'a> = &'a [(&'a str, &'a str, &'a [u8], usize)];

pub async fn choose(browser: &Browser, files: Files<'_>) {
    browser.find("button", "Anexar").await;
    choose_in(browser, ".composer input[type=file]", files).await;
}

/// The same in the file input that a selector names.
pub async fn choose_in(browser: &Browser, input: &str, files: Files<'_>) {
    browser.script(CHOOSE, vec![json!(files), json!(input)]).await;
}

async fn in_conversation(world: &World) -> Browser {
    let marina = customer(world, MARINA);
    marina
        .send_text(SCHOOL_NUMBER, "Pode me mandar o contrato?")
        .await
        .expect("sent");
    let browser = world.browser(Size::Desktop).await;
    browser.sign_in(&ANA).await;
    open_conversation(&browser, MARINA).await;
    browser
}

/// The only message that the customer's phone shows.
async fn received(world: &World) -> Value {
    let look = |state: &simulator::State| state.messages_to(MARINA.0).first().cloned();
    let first = world.simulator.wait_for(look).await.expect("a message arrives");
    assert_eq!(world.simulator.messages_to(MARINA.0).len(), 1);
    first
}

/// The bytes of a file that the business sent, as Meta keeps them.
async fn kept_by_meta(world: &World, message: &Value, kind: &str) -> Vec<u8> {
    kept_with_id(world, &message[kind]["id"]).await
}

/// The same by Meta's id.
pub async fn kept_with_id(world: &World, id: &Value) -> Vec<u8> {
    let id = id.as_str().expect("an id");
    let client = reqwest::Client::builder()
        .tls_certs_only([])
        .build()
        .expect("a client");
    let address = format!(
        "{}/simulator/media/{id}",
        world.simulator.phones_url().trim_end_matches('/')
    );
    let answer = client.get(address).send().await.expect("an answer");
    answer.bytes().await.expect("bytes").to_vec()
}

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
        assert!(kept == bytes(PDF, size), "{} bytes, others", kept.len());
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
