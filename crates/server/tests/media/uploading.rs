//! A file comes from an agent's device, in slices.

use crate::fetching::{PNG, server_with};
use crate::media_host::MediaHost;
use crate::support::{ANA, AT_ONCE, Answer, BRUNO, Browser, TestServer, assert_refused};
use domain::content::{MessageKind, PixelSize};
use domain::error::ErrorCode;
use domain::ids::MediaId;
use domain::permission::Permission;
use domain::time::Span;
use domain::upload::{BeginUpload, LARGEST_SLICE, UploadState};
use reqwest::Method;

/// A picture that Ana wants to send to Marina.
pub async fn picture(server: &TestServer) -> BeginUpload {
    BeginUpload {
        id: server.services.ids.media_id(),
        conversation_id: Some(server.new_customer("Marina").await.conversation),
        kind: MessageKind::Image,
        mime_type: "image/png".to_owned(),
        file_name: Some("bolo.png".to_owned()),
        byte_size: PNG.len() as u64,
    }
}

pub async fn begin(browser: &Browser, upload: &BeginUpload) -> Answer {
    browser.post("/api/v1/uploads", upload).await
}

pub async fn add(browser: &Browser, id: MediaId, offset: usize, slice: &[u8]) -> Answer {
    let path = format!("/api/v1/uploads/{id}?offset={offset}");
    let kind = [("content-type", "application/octet-stream")];
    browser
        .send(Method::PATCH, &path, &kind, Some(slice.to_vec()))
        .await
}

#[tokio::test]
async fn whose_session_ended_meanwhile_reads_that_and_meets_no_broken_connection() {
    let host = MediaHost::start().await;
    let server = server_with(&host).await;
    let ana = server.sign_in(ANA).await;
    let upload = picture(&server).await;
    begin(&ana, &upload).await;
    assert_eq!(ana.delete("/api/v1/sessions").await.status, 204);
    let slice = vec![0; usize::try_from(LARGEST_SLICE).unwrap()];
    let refused = add(&ana, upload.id, 0, &slice).await;
    assert_refused(&refused, ErrorCode::SessionRequired);
}

#[tokio::test]
async fn a_file_comes_in_slices_and_goes_on_where_it_was_cut_off() {
    let host = MediaHost::start().await;
    let server = server_with(&host).await;
    let ana = server.sign_in(ANA).await;
    let upload = picture(&server).await;
    assert_eq!(begin(&ana, &upload).await.read::<UploadState>().offset, 0);
    assert_eq!(
        add(&ana, upload.id, 0, &PNG[..10])
            .await
            .read::<UploadState>()
            .offset,
        10
    );
    // The answer got lost: the same slice again is told where the upload stands.
    let again = assert_refused(
        &add(&ana, upload.id, 0, &PNG[..10]).await,
        ErrorCode::UploadOffset,
    );
    assert_eq!(again.offset, Some(10));

    let server = server.restart().await;
    let ana = server.sign_in(ANA).await;
    assert_eq!(begin(&ana, &upload).await.read::<UploadState>().offset, 10);
    let last: UploadState = add(&ana, upload.id, 10, &PNG[10..]).await.read();
    let file = last.attachment.unwrap();
    assert_eq!(file.mime_type, "image/png");
    assert_eq!(file.pixels, Some(PixelSize { width: 3, height: 2 }));
    assert_eq!(file.file_name.as_deref(), Some("bolo.png"));
    let known: UploadState = begin(&ana, &upload).await.read();
    assert_eq!(known.offset, PNG.len() as u64);

    // Until it is sent, it is hers alone.
    let path = format!("/api/v1/media/{}", upload.id);
    assert_eq!(ana.get(&path).await.body, PNG);
    let bruno = server.sign_in(BRUNO).await;
    assert_refused(&bruno.get(&path).await, ErrorCode::NotFound);
    assert_refused(&add(&bruno, upload.id, 0, b"x").await, ErrorCode::NotFound);
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused_before_a_byte_comes() {
    let host = MediaHost::start().await;
    let server = server_with(&host).await;
    let ana = server.sign_in(ANA).await;
    let picture = picture(&server).await;
    let with = |kind, mime_type: &str, byte_size| BeginUpload {
        kind,
        mime_type: mime_type.to_owned(),
        byte_size,
        ..picture.clone()
    };
    let cases = [
        (with(MessageKind::Image, "image/png", 0), ErrorCode::FileEmpty),
        (
            with(MessageKind::Image, "image/svg+xml", 9),
            ErrorCode::FileTypeRefused,
        ),
        (
            with(MessageKind::Document, "application/zip", 9),
            ErrorCode::FileTypeRefused,
        ),
        (
            with(MessageKind::Video, "video/mp4", 17 << 20),
            ErrorCode::FileTooLarge,
        ),
        (
            with(MessageKind::Text, "text/plain", 9),
            ErrorCode::InvalidRequest,
        ),
    ];
    for (upload, code) in cases {
        assert_refused(&begin(&ana, &upload).await, code);
    }
    let large = begin(&ana, &with(MessageKind::Image, "image/png", (5 << 20) + 1)).await;
    let problem = assert_refused(&large, ErrorCode::FileTooLarge);
    assert_eq!(problem.max_bytes, Some(5 << 20));

    server
        .add_agent("vera@example.org", &[Permission::ChatViewAll])
        .await;
    let vera = server.sign_in("vera@example.org").await;
    assert_refused(&begin(&vera, &picture).await, ErrorCode::PermissionDenied);
    let elsewhere = BeginUpload {
        conversation_id: Some(server.services.ids.conversation_id()),
        ..picture.clone()
    };
    assert_refused(&begin(&ana, &elsewhere).await, ErrorCode::NotFound);
    // More than was told is not taken.
    begin(&ana, &picture).await;
    let longer = [PNG, PNG].concat();
    assert_refused(
        &add(&ana, picture.id, 0, &longer).await,
        ErrorCode::InvalidRequest,
    );
}

#[tokio::test]
async fn the_bytes_decide_what_a_file_is() {
    let host = MediaHost::start().await;
    let server = server_with(&host).await;
    let ana = server.sign_in(ANA).await;
    let picture = picture(&server).await;
    let lying = BeginUpload {
        id: server.services.ids.media_id(),
        kind: MessageKind::Document,
        mime_type: "application/pdf".to_owned(),
        file_name: Some("foto.pdf".to_owned()),
        ..picture.clone()
    };
    begin(&ana, &lying).await;
    let told: UploadState = add(&ana, lying.id, 0, PNG).await.read();
    let file = told.attachment.unwrap();
    assert_eq!(
        (file.mime_type.as_str(), file.file_name.as_deref()),
        ("image/png", Some("foto.png"))
    );

    let script = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    let drawing = BeginUpload {
        byte_size: script.len() as u64,
        ..picture
    };
    begin(&ana, &drawing).await;
    assert_refused(
        &add(&ana, drawing.id, 0, script).await,
        ErrorCode::FileTypeRefused,
    );
    assert_refused(
        &ana.get(&format!("/api/v1/media/{}", drawing.id)).await,
        ErrorCode::NotFound,
    );
}

#[tokio::test]
async fn what_is_never_sent_goes_after_a_week() {
    let host = MediaHost::start().await;
    let server = server_with(&host).await;
    let ana = server.sign_in(ANA).await;
    let upload = picture(&server).await;
    begin(&ana, &upload).await;
    add(&ana, upload.id, 0, PNG).await;
    let half = BeginUpload {
        id: server.services.ids.media_id(),
        ..upload.clone()
    };
    begin(&ana, &half).await;
    add(&ana, half.id, 0, &PNG[..5]).await;
    let files = &server.services.media_files;
    assert!(files.path(upload.id).exists());
    assert_eq!(files.uploaded(half.id).await.unwrap(), 5);

    server.pass(Span::from_hours(7 * 24 + 1));
    let gone = async {
        while files.path(upload.id).exists() || files.uploaded(half.id).await.unwrap() > 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(AT_ONCE, gone).await.unwrap();
}

#[tokio::test]
async fn an_upload_can_be_given_up() {
    let host = MediaHost::start().await;
    let server = server_with(&host).await;
    let ana = server.sign_in(ANA).await;
    let upload = picture(&server).await;
    begin(&ana, &upload).await;
    add(&ana, upload.id, 0, &PNG[..5]).await;
    assert_eq!(
        ana.delete(&format!("/api/v1/uploads/{}", upload.id)).await.status,
        204
    );
    assert_refused(&add(&ana, upload.id, 5, &PNG[5..]).await, ErrorCode::NotFound);
    let files = &server.services.media_files;
    let gone = async {
        while files.uploaded(upload.id).await.unwrap() > 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(AT_ONCE, gone).await.unwrap();
}
