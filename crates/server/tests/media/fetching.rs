//! What the worker does, until the file is there or never will be.

use crate::media_host::{MediaHost, Trouble};
use crate::meta::{CUSTOMER, Meta, NUMBER, messages_change, only_conversation};
use crate::support::{ANA, AT_ONCE, Browser, TestServer};
use domain::content::{Attachment, FetchFailure, MessageContent, PixelSize};
use domain::entities::Message;
use domain::time::Span;
use serde_json::{Value, json};

/// A picture of one pixel.
pub const PNG: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 3, 0, 0, 0,
    2, 8, 2, 0, 0, 0, 0x12, 0x16, 0xF1, 0x4D,
];

/// A server whose Meta is `host`.
pub async fn server_with(host: &MediaHost) -> TestServer {
    TestServer::start_with(|config| {
        config.graph_url = host.url();
        config.media_hosts = vec![host.address.to_string()];
    })
    .await
}

/// The customer sends a file.
pub async fn send_file(server: &TestServer, kind: &str, file: &Value) {
    let message = json!({
        "from": CUSTOMER,
        "id": format!("wamid.{}", file["id"].as_str().unwrap()),
        "timestamp": (server.clock.now().as_millis() / 1_000).to_string(),
        "type": kind,
        kind: file,
    });
    let change = messages_change(NUMBER, &json!({ "messages": [message] }));
    Meta::of(server).deliver(&[change]).await;
}

/// The newest message, as soon as it is as `is_wanted` says.
pub async fn message_when(ana: &Browser, is_wanted: impl Fn(&Attachment) -> bool) -> Message {
    let found = async {
        loop {
            let (_, mut messages) = only_conversation(ana).await;
            let newest = messages.pop().unwrap();
            if newest.content.attachment().is_some_and(&is_wanted) {
                return newest;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(AT_ONCE, found).await.unwrap()
}

fn file_of(message: &Message) -> &Attachment {
    message.content.attachment().unwrap()
}

#[tokio::test]
async fn a_picture_is_fetched_measured_and_kept_without_anyone_asking() {
    let host = MediaHost::start().await;
    let server = server_with(&host).await;
    let ana = server.sign_in(ANA).await;
    host.put("101", "image/jpeg", PNG);
    send_file(
        &server,
        "image",
        &json!({ "id": "101", "mime_type": "image/jpeg", "caption": "Olha!" }),
    )
    .await;
    let message = message_when(&ana, |file| file.media_id.is_some()).await;
    let file = file_of(&message);
    // The bytes say PNG, whatever was declared.
    assert_eq!(file.mime_type, "image/png");
    assert_eq!(file.byte_size, Some(PNG.len() as u64));
    assert_eq!(file.pixels, Some(PixelSize { width: 3, height: 2 }));
    assert_eq!(file.caption.as_deref(), Some("Olha!"));
    assert!(message.version > 1);
}

#[tokio::test]
async fn a_voice_notes_length_is_known_before_anyone_plays_it() {
    let host = MediaHost::start().await;
    let server = server_with(&host).await;
    let ana = server.sign_in(ANA).await;
    let voice = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/fixtures/voice/firefox153_ogg-opus_speech_2s.ogg"
    );
    host.put("102", "audio/ogg; codecs=opus", std::fs::read(voice).unwrap());
    let audio = json!({ "id": "102", "mime_type": "audio/ogg; codecs=opus", "voice": true });
    send_file(&server, "audio", &audio).await;
    let message = message_when(&ana, |file| file.media_id.is_some()).await;
    assert!(matches!(message.content, MessageContent::VoiceNote(_)));
    let file = file_of(&message);
    assert_eq!(file.mime_type, "audio/ogg; codecs=opus");
    assert!(
        file.duration_ms.is_some_and(|ms| ms.abs_diff(1_840) < 20),
        "{:?}",
        file.duration_ms
    );
}

#[tokio::test]
async fn what_fails_is_tried_again_with_growing_pauses_and_people_are_told_from_the_third_time() {
    let host = MediaHost::start().await;
    let server = server_with(&host).await;
    let ana = server.sign_in(ANA).await;
    host.put("103", "image/png", PNG);
    host.trouble(
        "103",
        &[Trouble::ServerError, Trouble::CutShort, Trouble::ServerError],
    );
    send_file(
        &server,
        "image",
        &json!({ "id": "103", "mime_type": "image/png" }),
    )
    .await;
    for (tries, pause_s) in [(1, 2), (2, 8)] {
        wait_for_tries(&host, &server, tries).await;
        let (_, messages) = only_conversation(&ana).await;
        assert_eq!(file_of(messages.last().unwrap()).fetch_failure, None);
        server.pass(Span::from_millis(pause_s * 1_000));
    }
    let told = message_when(&ana, |file| file.fetch_failure.is_some()).await;
    assert_eq!(file_of(&told).fetch_failure, Some(FetchFailure::Unavailable));
    // Nobody has to do anything: it is tried again.
    server.pass(Span::from_millis(32_000));
    let there = message_when(&ana, |file| file.media_id.is_some()).await;
    assert_eq!(file_of(&there).fetch_failure, None);
}

/// Waits until so many tries have failed and the next one waits for its time.
async fn wait_for_tries(host: &MediaHost, server: &TestServer, tries: usize) {
    let waited = async {
        loop {
            let due = server.store().next_media_fetch_due().await.unwrap();
            if host.asked() >= tries && due.is_some_and(|due| due > server.clock.now()) {
                return;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(AT_ONCE, waited).await.unwrap();
}

#[tokio::test]
async fn an_agent_may_ask_again_at_once() {
    let host = MediaHost::start().await;
    let server = server_with(&host).await;
    let ana = server.sign_in(ANA).await;
    host.put("104", "image/png", PNG);
    host.trouble("104", &[Trouble::ServerError]);
    send_file(
        &server,
        "image",
        &json!({ "id": "104", "mime_type": "image/png" }),
    )
    .await;
    wait_for_tries(&host, &server, 1).await;
    let (_, messages) = only_conversation(&ana).await;
    let path = format!("/api/v1/messages/{}/fetch-media", messages.last().unwrap().id);
    assert_eq!(ana.post(&path, &json!({})).await.status, 200);
    message_when(&ana, |file| file.media_id.is_some()).await;
    // Once it is there, there is nothing to ask for.
    assert_eq!(ana.post(&path, &json!({})).await.status, 404);
}

#[tokio::test]
async fn a_file_that_meta_has_no_longer_says_so_and_is_not_asked_for_again() {
    let host = MediaHost::start().await;
    let server = server_with(&host).await;
    let ana = server.sign_in(ANA).await;
    send_file(
        &server,
        "document",
        &json!({ "id": "105", "mime_type": "application/pdf", "filename": "a.pdf" }),
    )
    .await;
    let message = message_when(&ana, |file| file.fetch_failure.is_some()).await;
    assert_eq!(file_of(&message).fetch_failure, Some(FetchFailure::Expired));
    let path = format!("/api/v1/messages/{}/fetch-media", message.id);
    assert_eq!(ana.post(&path, &json!({})).await.status, 404);
    assert_eq!(server.store().next_media_fetch_due().await.unwrap(), None);
}

#[tokio::test]
async fn a_restart_begins_anew_what_was_under_way() {
    let host = MediaHost::start().await;
    let server = server_with(&host).await;
    host.put("106", "image/png", PNG);
    host.trouble("106", &[Trouble::ServerError]);
    send_file(
        &server,
        "image",
        &json!({ "id": "106", "mime_type": "image/png" }),
    )
    .await;
    wait_for_tries(&host, &server, 1).await;
    server.pass(Span::from_millis(2_000));
    let server = server.restart().await;
    let ana = server.sign_in(ANA).await;
    message_when(&ana, |file| file.media_id.is_some()).await;
}
