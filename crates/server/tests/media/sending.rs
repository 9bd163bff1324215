//! A file goes to Meta, then its message does.

use crate::fetching::{PNG, server_with};
use crate::media_host::MediaHost;
use crate::support::{ANA, AT_ONCE, BRUNO, TestServer, assert_refused};
use crate::uploading::{add, begin, picture};
use domain::content::{Attachment, MessageContent, MessageKind};
use domain::error::ErrorCode;
use domain::ids::{ConversationId, MediaId};
use domain::time::Span;
use domain::upload::BeginUpload;
use serde_json::{Value, json};

/// Where to a message goes, and the message.
pub fn command(
    server: &TestServer,
    conversation: ConversationId,
    content: &MessageContent,
) -> (String, Value) {
    let command = json!({
        "id": server.services.ids.message_id(), "conversation_id": conversation, "content": content,
    });
    (format!("/api/v1/conversations/{conversation}/messages"), command)
}

/// A file as a device names it in a message.
pub fn file(id: MediaId, caption: &str) -> Attachment {
    Attachment {
        media_id: Some(id),
        // What the device says does not count.
        mime_type: "application/x-anything".to_owned(),
        caption: Some(caption.to_owned()),
        ..Attachment::default()
    }
}

pub async fn messages(host: &MediaHost, count: usize) -> Vec<Value> {
    let sent = async {
        while host.messages().len() < count {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(AT_ONCE, sent).await.unwrap();
    host.messages()
}

pub fn contains(body: &[u8], part: &[u8]) -> bool {
    body.windows(part.len()).any(|window| window == part)
}

#[tokio::test]
async fn a_picture_is_uploaded_to_meta_once_and_sent_as_often_as_wanted() {
    let host = MediaHost::start().await;
    let server = server_with(&host).await;
    let ana = server.sign_in(ANA).await;
    let upload = picture(&server).await;
    let conversation = upload.conversation_id.unwrap();
    begin(&ana, &upload).await;
    add(&ana, upload.id, 0, PNG).await;
    let content = MessageContent::Image(file(upload.id, "O bolo"));
    let (path, first) = command(&server, conversation, &content);
    let accepted = ana.post(&path, &first).await;
    assert_eq!(accepted.status, 201, "{:?}", accepted.json);
    assert_eq!(accepted.json["content"]["mime_type"], "image/png");
    assert_eq!(
        accepted.json["content"]["pixels"],
        json!({ "width": 3, "height": 2 })
    );
    // A colleague sees the conversation, so the file too.
    let bruno = server.sign_in(BRUNO).await;
    assert_eq!(bruno.get(&format!("/api/v1/media/{}", upload.id)).await.body, PNG);

    let sent = messages(&host, 1).await;
    assert_eq!(sent[0]["type"], "image");
    assert_eq!(sent[0]["image"], json!({ "id": "901", "caption": "O bolo" }));
    let uploaded = host.uploads();
    assert!(contains(&uploaded[0], PNG));
    assert!(contains(&uploaded[0], b"filename=\"bolo.png\""));
    assert!(contains(&uploaded[0], b"image/png"));

    let document = MessageContent::Document(file(upload.id, ""));
    let (path, second) = command(&server, conversation, &document);
    assert_eq!(bruno.post(&path, &second).await.status, 201);
    let sent = messages(&host, 2).await;
    assert_eq!(
        sent[1]["document"],
        json!({ "id": "901", "filename": "bolo.png" })
    );
    assert_eq!(host.uploads().len(), 1);
}

#[tokio::test]
async fn an_upload_to_meta_that_fails_is_tried_again_before_the_message_leaves() {
    let host = MediaHost::start().await;
    let server = server_with(&host).await;
    let ana = server.sign_in(ANA).await;
    let upload = picture(&server).await;
    begin(&ana, &upload).await;
    add(&ana, upload.id, 0, PNG).await;
    host.refuse_uploads(1);
    let content = MessageContent::Image(file(upload.id, ""));
    let (path, message) = command(&server, upload.conversation_id.unwrap(), &content);
    ana.post(&path, &message).await;
    let waits = async {
        loop {
            let due = server
                .store()
                .next_outbound_due(server.clock.now())
                .await
                .unwrap();
            if due.is_some_and(|due| due > server.clock.now()) {
                return;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(AT_ONCE, waits).await.unwrap();
    assert!(host.messages().is_empty());
    server.pass(Span::from_minutes(1));
    assert_eq!(messages(&host, 1).await[0]["image"], json!({ "id": "901" }));
}

#[tokio::test]
async fn only_what_is_here_and_may_be_seen_can_be_sent() {
    let host = MediaHost::start().await;
    let server = server_with(&host).await;
    let ana = server.sign_in(ANA).await;
    let upload = picture(&server).await;
    let conversation = upload.conversation_id.unwrap();
    begin(&ana, &upload).await;
    let content = MessageContent::Image(file(upload.id, ""));
    let (path, message) = command(&server, conversation, &content);
    assert_refused(&ana.post(&path, &message).await, ErrorCode::FileMissing);
    add(&ana, upload.id, 0, PNG).await;
    let bruno = server.sign_in(BRUNO).await;
    assert_refused(&bruno.post(&path, &message).await, ErrorCode::FileMissing);
    let film = MessageContent::Video(file(upload.id, ""));
    let (path, film) = command(&server, conversation, &film);
    assert_refused(&ana.post(&path, &film).await, ErrorCode::FileTypeRefused);
    let long = MessageContent::Image(file(upload.id, &"ç".repeat(1_025)));
    let (path, long) = command(&server, conversation, &long);
    let problem = assert_refused(&ana.post(&path, &long).await, ErrorCode::TextTooLong);
    assert_eq!(problem.max_characters, Some(1_024));
    // What counts is what the customer gets.
    let fits = MessageContent::Image(file(
        upload.id,
        &format!("{} @staff_firstname", "a".repeat(1_008)),
    ));
    let (path, fits) = command(&server, conversation, &fits);
    assert_eq!(ana.post(&path, &fits).await.status, 201);
}

#[tokio::test]
async fn a_table_of_values_goes_out_as_the_text_that_it_is() {
    let host = MediaHost::start().await;
    let server = server_with(&host).await;
    let ana = server.sign_in(ANA).await;
    let bytes = b"nome;valor\nBolo;90\n";
    let upload = BeginUpload {
        kind: MessageKind::Document,
        mime_type: "text/csv".to_owned(),
        file_name: Some("preços.csv".to_owned()),
        byte_size: bytes.len() as u64,
        ..picture(&server).await
    };
    begin(&ana, &upload).await;
    add(&ana, upload.id, 0, bytes).await;
    let content = MessageContent::Document(file(upload.id, "Preços de março"));
    let (path, message) = command(&server, upload.conversation_id.unwrap(), &content);
    ana.post(&path, &message).await;
    let sent = messages(&host, 1).await;
    let expected = json!({ "id": "901", "filename": "preços.csv", "caption": "Preços de março" });
    assert_eq!(sent[0]["document"], expected);
    assert!(contains(&host.uploads()[0], b"text/plain"));
}
