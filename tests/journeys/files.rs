//! Files in journeys: made, chosen as the browser's dialog does, and found again with Meta.

use std::path::Path;

use serde_json::{Value, json};
use thirtyfour::By;

use crate::chat::{MARINA, customer, open_conversation, writes};
use crate::harness::{ANA, Browser, SCHOOL_NUMBER, Size, World};

/// How a PDF begins.
pub const PDF: &[u8] = b"%PDF-1.7\n";
/// How an MP3 begins.
pub const MP3: &[u8] = b"\xFF\xFB\x90\x00";
/// How a film begins.
pub const MP4: &[u8] = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom";
/// The smallest PNG: one pixel.
pub const PNG: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00,
    0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x06, 0x00, 0x00, 0x00, 0x1f, 0x15, 0xc4, 0x89, 0x00,
    0x00, 0x00, 0x0b, 0x49, 0x44, 0x41, 0x54, 0x78, 0xda, 0x63, 0xf8, 0x0f, 0x04, 0x00, 0x09, 0xfb, 0x03,
    0xfd, 0x68, 0xfa, 0x1c, 0xcc, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];
/// The smallest WebP: one pixel, without loss.
pub const WEBP: &[u8] = &[
    0x52, 0x49, 0x46, 0x46, 0x1a, 0x00, 0x00, 0x00, 0x57, 0x45, 0x42, 0x50, 0x56, 0x50, 0x38, 0x4c, 0x0d,
    0x00, 0x00, 0x00, 0x2f, 0x00, 0x00, 0x00, 0x10, 0x07, 0x10, 0x11, 0x11, 0x88, 0x88, 0xfe, 0x07, 0x00,
];

/// Chooses files as the browser's dialog does: name, type, first bytes, size. What follows the first bytes is the pattern.
const CHOOSE: &str = "const input = document.querySelector(arguments[1]);
    const files = new DataTransfer();
    for (const [name, type, start, size] of arguments[0]) {
        const bytes = new Uint8Array(size);
        for (let at = 0; at < size; at += 1) bytes[at] = at < start.length ? start[at] : (at * 7) % 251;
        files.items.add(new File([bytes], name, { type }));
    }
    input.files = files.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));";

/// A file's bytes: a beginning that says what it is, then a pattern.
pub fn pattern(start: &[u8], size: usize) -> Vec<u8> {
    let byte = |at: usize| {
        start
            .get(at)
            .copied()
            .unwrap_or_else(|| u8::try_from((at * 7) % 251).expect("below 251"))
    };
    (0..size).map(byte).collect()
}

/// Ana has Marina's conversation open, whose window is open too.
pub async fn in_conversation(world: &World) -> Browser {
    in_conversation_on(world, Size::Desktop).await
}

/// The same on a screen of this size.
pub async fn in_conversation_on(world: &World, size: Size) -> Browser {
    writes(world, MARINA, "Pode me mandar o contrato?").await;
    let browser = world.browser(size).await;
    browser.sign_in(&ANA).await;
    open_conversation(&browser, MARINA).await;
    browser.find("button", "Anexar").await;
    browser
}

/// Marina sends a picture with words below it.
pub async fn send_picture(world: &World, caption: &str) {
    customer(world, MARINA)
        .send_media(
            SCHOOL_NUMBER,
            "image",
            "image/png",
            PNG,
            json!({ "caption": caption }),
        )
        .await
        .expect("sent");
}

/// Chooses files that are made in the page: name, type, beginning, size.
pub async fn choose(browser: &Browser, files: &[(&str, &str, &[u8], usize)]) {
    browser.find("button", "Anexar").await;
    choose_in(browser, ".composer input[type=file]", files).await;
}

/// The same in the file input that a selector names.
pub async fn choose_in(browser: &Browser, input: &str, files: &[(&str, &str, &[u8], usize)]) {
    browser.script(CHOOSE, vec![json!(files), json!(input)]).await;
}

/// Chooses files that lie on the disk.
pub async fn choose_from_disk(browser: &Browser, paths: &[&Path]) {
    browser.find("button", "Anexar").await;
    let input = browser
        .driver()
        .find(By::Css(".composer input[type=file]"))
        .await
        .expect("the input is in the page");
    let paths: Vec<_> = paths.iter().map(|path| path.display().to_string()).collect();
    input
        .send_keys(paths.join("\n"))
        .await
        .expect("the browser takes the files");
}

/// The only message that Marina's phone shows.
pub async fn received(world: &World) -> Value {
    let mut received = all_received(world, 1).await;
    received.remove(0)
}

/// What Marina's phone shows, as soon as it is so many messages; no more than these.
pub async fn all_received(world: &World, count: usize) -> Vec<Value> {
    let look = |state: &simulator::State| {
        let received = state.messages_to(MARINA.0);
        (received.len() >= count).then_some(received)
    };
    let received = world.simulator.wait_for(look).await.expect("messages arrive");
    assert_eq!(received.len(), count, "{received:?}");
    received
}

/// The bytes of a file that the business sent, as Meta keeps them.
pub async fn kept_by_meta(world: &World, message: &Value, kind: &str) -> Vec<u8> {
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

/// How many uploads of files came to Meta.
pub fn uploads_to_meta(world: &World) -> usize {
    let requests = world.simulator.requests();
    requests
        .iter()
        .filter(|request| request.method == "POST" && request.path.ends_with("/media"))
        .count()
}
