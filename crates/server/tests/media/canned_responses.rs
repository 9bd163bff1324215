//! The file of a canned response: for everyone, for as long as a canned response holds it.

use crate::fetching::{PNG, server_with};
use crate::media_host::MediaHost;
use crate::sending::{command, messages};
use crate::support::{ANA, AT_ONCE, BRUNO, Browser, TestServer, assert_refused};
use crate::uploading::{add, begin, picture};
use domain::canned_response::{CannedResponse, PutCannedResponse};
use domain::content::{Attachment, MessageContent, MessageKind};
use domain::error::ErrorCode;
use domain::ids::{CannedResponseId, MediaId};
use domain::time::Span;
use domain::upload::{BeginUpload, UploadState};

/// Ana uploads a file for no conversation.
async fn upload(server: &TestServer, ana: &Browser, of: BeginUpload, bytes: &[u8]) -> Attachment {
    let upload = BeginUpload {
        id: server.services.ids.media_id(),
        conversation_id: None,
        byte_size: bytes.len() as u64,
        ..of
    };
    begin(ana, &upload).await;
    let state: UploadState = add(ana, upload.id, 0, bytes).await.read();
    state.attachment.unwrap()
}

fn path(id: CannedResponseId) -> String {
    format!("/api/v1/canned-responses/{id}")
}

fn put(attachment: Option<Attachment>) -> PutCannedResponse {
    PutCannedResponse {
        shortcut: "cardapio".to_owned(),
        title: "Cardápio".to_owned(),
        body: "Segue o cardápio, @contact_firstname!".to_owned(),
        attachment,
        ..PutCannedResponse::default()
    }
}

fn media(id: MediaId) -> String {
    format!("/api/v1/media/{id}")
}

async fn until_gone(server: &TestServer, id: MediaId) {
    let files = &server.services.media_files;
    let gone = async {
        while files.path(id).exists() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(AT_ONCE, gone).await.unwrap();
}

#[tokio::test]
async fn everyone_reads_and_sends_it_long_after_a_week() {
    let host = MediaHost::start().await;
    let server = server_with(&host).await;
    let ana = server.sign_in(ANA).await;
    let of = picture(&server).await;
    let file = upload(&server, &ana, of, PNG).await;
    let media_id = file.media_id.unwrap();
    let bruno = server.sign_in(BRUNO).await;
    assert_refused(&bruno.get(&media(media_id)).await, ErrorCode::NotFound);

    let id: CannedResponseId = (*server.services.ids.message_id().as_uuid()).into();
    let claimed = Attachment {
        mime_type: "application/x-anything".to_owned(),
        ..file.clone()
    };
    let answer = ana.put(&path(id), &put(Some(claimed))).await;
    assert_eq!(answer.status, 201, "{}", answer.json);
    let kept: CannedResponse = answer.read();
    assert_eq!(kept.attachment, Some(file.clone()), "what we know of it counts");
    assert_eq!(ana.put(&path(id), &put(Some(file.clone()))).await.status, 200);

    server.pass(Span::from_hours(8 * 24));
    // Something else goes meanwhile, so the look for what nobody needs has been made.
    let of = picture(&server).await;
    let conversation = of.conversation_id.unwrap();
    let other = upload(&server, &ana, of, PNG).await;
    let other = other.media_id.unwrap();
    server.pass(Span::from_hours(8 * 24));
    until_gone(&server, other).await;

    let bruno = server.sign_in(BRUNO).await;
    assert_eq!(bruno.get(&media(media_id)).await.body, PNG);
    let customer = server.new_customer("Rita").await;
    assert_ne!(customer.conversation, conversation);
    let content = MessageContent::Image(Attachment {
        caption: Some("Segue, @contact_firstname!".to_owned()),
        ..file
    });
    let (to, message) = command(&server, customer.conversation, &content);
    assert_eq!(bruno.post(&to, &message).await.status, 201);
    let sent = messages(&host, 1).await;
    assert_eq!(sent[0]["image"]["caption"], "Segue, Rita!");
}

#[tokio::test]
async fn it_goes_when_nothing_holds_it_any_more() {
    let host = MediaHost::start().await;
    let server = server_with(&host).await;
    let ana = server.sign_in(ANA).await;
    let of = picture(&server).await;
    let first = upload(&server, &ana, of.clone(), PNG).await;
    let second = upload(&server, &ana, of.clone(), PNG).await;
    let sent = upload(&server, &ana, of, PNG).await;
    let id: CannedResponseId = (*server.services.ids.message_id().as_uuid()).into();
    ana.put(&path(id), &put(Some(first.clone()))).await;
    let replaced = PutCannedResponse {
        after_version: 1,
        ..put(Some(second.clone()))
    };
    assert_eq!(ana.put(&path(id), &replaced).await.status, 200);
    server.services.media_wake.notify_one();
    until_gone(&server, first.media_id.unwrap()).await;

    let held = PutCannedResponse {
        after_version: 2,
        ..put(Some(sent.clone()))
    };
    assert_eq!(ana.put(&path(id), &held).await.status, 200);
    let customer = server.new_customer("Rita").await;
    let (to, message) = command(
        &server,
        customer.conversation,
        &MessageContent::Image(sent.clone()),
    );
    assert_eq!(ana.post(&to, &message).await.status, 201);
    assert_eq!(ana.delete(&path(id)).await.status, 204);
    server.services.media_wake.notify_one();
    until_gone(&server, second.media_id.unwrap()).await;
    let path = media(sent.media_id.unwrap());
    assert_eq!(ana.get(&path).await.body, PNG, "a message holds it");
}

#[tokio::test]
async fn only_a_file_that_its_author_sees_and_that_can_be_sent_is_kept_ready() {
    let host = MediaHost::start().await;
    let server = server_with(&host).await;
    let ana = server.sign_in(ANA).await;
    let id: CannedResponseId = (*server.services.ids.message_id().as_uuid()).into();
    let unknown = Attachment {
        media_id: Some(server.services.ids.media_id()),
        mime_type: "image/png".to_owned(),
        ..Attachment::default()
    };
    assert_refused(
        &ana.put(&path(id), &put(Some(unknown.clone()))).await,
        ErrorCode::FileMissing,
    );
    let nameless = Attachment {
        media_id: None,
        ..unknown
    };
    assert_refused(
        &ana.put(&path(id), &put(Some(nameless))).await,
        ErrorCode::FileMissing,
    );
    // Too large for the picture as which it would go.
    let mut large = PNG.to_vec();
    large.resize((5 << 20) + 1, 7);
    let document = BeginUpload {
        id: server.services.ids.media_id(),
        conversation_id: None,
        kind: MessageKind::Document,
        byte_size: large.len() as u64,
        ..picture(&server).await
    };
    begin(&ana, &document).await;
    let mut told = None;
    for (place, slice) in large.chunks(1 << 20).enumerate() {
        told = Some(add(&ana, document.id, place << 20, slice).await);
    }
    let state: UploadState = told.unwrap().read();
    assert_refused(
        &ana.put(&path(id), &put(state.attachment)).await,
        ErrorCode::FileTooLarge,
    );
}
