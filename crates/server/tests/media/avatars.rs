//! The picture of a contact: for whoever sees the contact, for as long as it is the contact's.

use crate::fetching::{PNG, server_with};
use crate::media_host::MediaHost;
use crate::support::{ANA, AT_ONCE, BRUNO, Browser, TestServer, assert_refused};
use crate::uploading::{add, begin};
use domain::command::ChangeContact;
use domain::content::MessageKind;
use domain::entities::Contact;
use domain::error::ErrorCode;
use domain::ids::{ContactId, ConversationId, MediaId};
use domain::permission::Permission;
use domain::time::Span;
use domain::upload::{BeginUpload, UploadState};
use domain::wire::ConversationDetail;

async fn contact_of(browser: &Browser, conversation: ConversationId) -> Contact {
    let detail = browser
        .get(&format!("/api/v1/conversations/{conversation}"))
        .await;
    detail.read::<ConversationDetail>().row.contact
}

/// A picture that is for no conversation.
async fn upload(
    server: &TestServer,
    browser: &Browser,
    kind: MessageKind,
    mime_type: &str,
    bytes: &[u8],
) -> MediaId {
    let upload = BeginUpload {
        id: server.services.ids.media_id(),
        conversation_id: None,
        kind,
        mime_type: mime_type.to_owned(),
        file_name: None,
        byte_size: bytes.len() as u64,
    };
    let begun = begin(browser, &upload).await;
    assert_eq!(begun.status, 200, "{}", begun.json);
    for (n, slice) in bytes.chunks(1024 * 1024).enumerate() {
        let state = add(browser, upload.id, n * 1024 * 1024, slice).await;
        assert_eq!(state.status, 200, "{}", state.json);
        state.read::<UploadState>();
    }
    upload.id
}

async fn show(
    browser: &Browser,
    server: &TestServer,
    id: ContactId,
    avatar: Option<MediaId>,
) -> crate::support::Answer {
    let change = ChangeContact {
        edited_at: server.clock.now(),
        avatar: Some(avatar),
        ..ChangeContact::default()
    };
    browser.patch(&format!("/api/v1/contacts/{id}"), &change).await
}

#[tokio::test]
async fn who_sees_the_contact_sees_its_picture_until_another_takes_its_place() {
    let host = MediaHost::start().await;
    let server = server_with(&host).await;
    let conversation = server.new_customer("Marina").await.conversation;
    let (ana, bruno) = (server.sign_in(ANA).await, server.sign_in(BRUNO).await);
    let id = contact_of(&ana, conversation).await.id;
    let first = upload(&server, &bruno, MessageKind::Image, "image/png", PNG).await;
    let path = format!("/api/v1/media/{first}");
    assert_refused(&ana.get(&path).await, ErrorCode::NotFound);
    let shown: Contact = show(&bruno, &server, id, Some(first)).await.read();
    assert_eq!(shown.avatar, Some(first));
    let again: Contact = show(&bruno, &server, id, Some(first)).await.read();
    assert_eq!(again, shown, "the same again");
    let seen = ana.get(&path).await;
    assert_eq!((seen.status, seen.body.as_slice()), (200, PNG));
    server
        .add_agent("vera@example.org", &[Permission::ContactsEdit])
        .await;
    let vera = server.sign_in("vera@example.org").await;
    assert_refused(&vera.get(&path).await, ErrorCode::NotFound);

    // It stays for as long as it is shown, and goes when it is not.
    server.pass(Span::from_hours(8 * 24));
    let (ana, bruno) = (server.sign_in(ANA).await, server.sign_in(BRUNO).await);
    assert_eq!(ana.get(&path).await.status, 200);
    let second = upload(&server, &bruno, MessageKind::Image, "image/png", PNG).await;
    show(&bruno, &server, id, Some(second)).await;
    assert_refused(&ana.get(&path).await, ErrorCode::NotFound);
    server.pass(Span::from_minutes(2));
    let gone = async {
        while server.services.media_files.path(first).exists() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(AT_ONCE, gone).await.unwrap();
    assert!(server.services.media_files.path(second).exists());
    let none: Contact = show(&bruno, &server, id, None).await.read();
    assert_eq!(none.avatar, None);
}

#[tokio::test]
async fn only_small_pictures_are_shown_whatever_they_say_that_they_are() {
    let host = MediaHost::start().await;
    let server = server_with(&host).await;
    let conversation = server.new_customer("Marina").await.conversation;
    let ana = server.sign_in(ANA).await;
    let id = contact_of(&ana, conversation).await.id;
    let document = upload(
        &server,
        &ana,
        MessageKind::Document,
        "application/pdf",
        b"%PDF-1.4 ",
    )
    .await;
    assert_refused(
        &show(&ana, &server, id, Some(document)).await,
        ErrorCode::FileTypeRefused,
    );
    let mut large = PNG.to_vec();
    large.resize(1024 * 1024 + 1, 0);
    let large = upload(&server, &ana, MessageKind::Image, "image/png", &large).await;
    let problem = assert_refused(
        &show(&ana, &server, id, Some(large)).await,
        ErrorCode::FileTooLarge,
    );
    assert_eq!(problem.max_bytes, Some(1024 * 1024));
    // Few bytes may say that they are a picture of 30,000 by 30,000, and some say nothing of it.
    let mut vast = PNG.to_vec();
    vast[18..20].copy_from_slice(&30_000_u16.to_be_bytes());
    vast[22..24].copy_from_slice(&30_000_u16.to_be_bytes());
    for bytes in [vast.as_slice(), &PNG[..12]] {
        let bomb = upload(&server, &ana, MessageKind::Image, "image/png", bytes).await;
        assert_refused(
            &show(&ana, &server, id, Some(bomb)).await,
            ErrorCode::FileTypeRefused,
        );
    }
    // Who may neither send there nor edit contacts uploads no picture for one.
    server
        .add_agent("vera@example.org", &[Permission::ChatView])
        .await;
    let vera = server.sign_in("vera@example.org").await;
    let upload = BeginUpload {
        id: server.services.ids.media_id(),
        conversation_id: None,
        kind: MessageKind::Image,
        mime_type: "image/png".to_owned(),
        file_name: None,
        byte_size: 10,
    };
    assert_refused(&begin(&vera, &upload).await, ErrorCode::PermissionDenied);
    assert_eq!(contact_of(&ana, conversation).await.avatar, None);
}
