//! A file goes with the last message that holds it.

use crate::fetching::{PNG, message_when, send_file, server_with};
use crate::media_host::{MediaHost, Trouble};
use crate::meta::only_conversation;
use crate::sending::{command, file};
use crate::support::{ANA, AT_ONCE, Browser, TestServer, assert_refused};
use domain::content::MessageContent;
use domain::entities::Message;
use domain::error::ErrorCode;
use domain::ids::{MediaId, MessageId};
use domain::time::Span;
use serde_json::json;

/// A customer's picture, fetched.
async fn picture_of_a_customer(server: &TestServer, host: &MediaHost, ana: &Browser) -> (Message, MediaId) {
    host.put("301", "image/png", PNG);
    send_file(
        server,
        "image",
        &json!({ "id": "301", "mime_type": "image/png", "caption": "Olha!" }),
    )
    .await;
    let message = message_when(ana, |file| file.media_id.is_some()).await;
    let media = message.content.attachment().unwrap().media_id.unwrap();
    assert!(server.services.media_files.path(media).exists());
    (message, media)
}

async fn erase(ana: &Browser, id: MessageId) {
    let erased = ana.delete(&format!("/api/v1/messages/{id}")).await;
    assert_eq!(erased.status, 200, "{}", erased.json);
}

/// Waits until nothing of a file is in the data folder.
async fn is_gone(server: &TestServer, media: MediaId) {
    // Files that nobody needs are looked for every minute.
    server.pass(Span::from_minutes(2));
    let gone = async {
        while server.services.media_files.path(media).exists() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(AT_ONCE, gone).await.unwrap();
}

#[tokio::test]
async fn erasing_a_message_frees_its_file() {
    let host = MediaHost::start().await;
    let server = server_with(&host).await;
    let ana = server.sign_in(ANA).await;
    let (message, media) = picture_of_a_customer(&server, &host, &ana).await;
    erase(&ana, message.id).await;
    // Nobody gets it from here on, whether or not its bytes are gone.
    let path = format!("/api/v1/media/{media}");
    assert_refused(&ana.get(&path).await, ErrorCode::NotFound);
    is_gone(&server, media).await;
    assert_refused(&ana.get(&path).await, ErrorCode::NotFound);
    let (_, messages) = only_conversation(&ana).await;
    assert!(messages.last().unwrap().content.attachment().is_none());
}

#[tokio::test]
async fn a_file_that_was_forwarded_stays_until_its_last_message_goes() {
    let host = MediaHost::start().await;
    let server = server_with(&host).await;
    let ana = server.sign_in(ANA).await;
    let (original, media) = picture_of_a_customer(&server, &host, &ana).await;
    let other = server.new_customer("Otávio").await.conversation;
    let (path, copy) = command(&server, other, &MessageContent::Image(file(media, "")));
    let sent = ana.post(&path, &copy).await;
    assert_eq!(sent.status, 201, "{}", sent.json);
    let copy: Message = sent.read();

    erase(&ana, original.id).await;
    server.pass(Span::from_minutes(2));
    let served = ana.get(&format!("/api/v1/media/{media}")).await;
    assert_eq!((served.status, served.body.as_slice()), (200, PNG));

    erase(&ana, copy.id).await;
    is_gone(&server, media).await;
}

#[tokio::test]
async fn what_is_fetched_for_an_erased_message_is_not_kept() {
    let host = MediaHost::start().await;
    let server = server_with(&host).await;
    let ana = server.sign_in(ANA).await;
    // Meta does not have it yet, so it waits for the next try.
    host.put("302", "image/png", PNG);
    host.trouble("302", &[Trouble::ServerError]);
    send_file(
        &server,
        "image",
        &json!({ "id": "302", "mime_type": "image/png" }),
    )
    .await;
    let (_, messages) = only_conversation(&ana).await;
    erase(&ana, messages.last().unwrap().id).await;
    server.pass(Span::from_minutes(1));
    let nothing_waits = async {
        while server.store().next_media_fetch_due().await.unwrap().is_some() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(AT_ONCE, nothing_waits).await.unwrap();
    let (_, messages) = only_conversation(&ana).await;
    assert!(messages.last().unwrap().content.attachment().is_none());
}
