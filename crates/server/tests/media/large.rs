//! The largest file that WhatsApp takes.

use crate::fetching::server_with;
use crate::media_host::MediaHost;
use crate::sending::{command, file};
use crate::support::{ANA, AT_ONCE, assert_refused};
use crate::uploading::{add, begin, picture};
use domain::content::{MessageContent, MessageKind};
use domain::error::ErrorCode;
use domain::upload::{BeginUpload, LARGEST_SLICE, UploadState};

const MIB: usize = 1 << 20;

/// Bytes of a document, each slice different from the others.
fn slice(number: usize) -> Vec<u8> {
    let mut slice: Vec<u8> = (0..MIB)
        .map(|at| u8::try_from((at * 7 + number * 13) % 251).unwrap())
        .collect();
    if number == 0 {
        slice[..9].copy_from_slice(b"%PDF-1.7\n");
    }
    slice
}

#[tokio::test]
async fn a_document_of_100_mb_comes_and_goes_whole() {
    assert_eq!(u64::try_from(MIB), Ok(LARGEST_SLICE));
    let host = MediaHost::start().await;
    let server = server_with(&host).await;
    let ana = server.sign_in(ANA).await;
    let document = BeginUpload {
        kind: MessageKind::Document,
        mime_type: "application/pdf".to_owned(),
        file_name: Some("Catálogo.pdf".to_owned()),
        byte_size: 100 << 20,
        ..picture(&server).await
    };
    let larger = BeginUpload {
        byte_size: (100 << 20) + 1,
        ..document.clone()
    };
    let problem = assert_refused(&begin(&ana, &larger).await, ErrorCode::FileTooLarge);
    assert_eq!(problem.max_bytes, Some(100 << 20));

    begin(&ana, &document).await;
    let mut last = None;
    for number in 0..100 {
        let answer = add(&ana, document.id, number * MIB, &slice(number)).await;
        assert_eq!(answer.status, 200, "{}", answer.json);
        last = Some(answer.read::<UploadState>());
    }
    let kept = last.unwrap().attachment.unwrap();
    assert_eq!(kept.byte_size, Some(100 << 20));

    let content = MessageContent::Document(file(document.id, ""));
    let (path, message) = command(&server, document.conversation_id.unwrap(), &content);
    assert_eq!(ana.post(&path, &message).await.status, 201);
    let sent = async {
        while host.messages().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(AT_ONCE * 6, sent).await.unwrap();
    assert_eq!(host.messages()[0]["document"]["filename"], "Catálogo.pdf");
    let body = host.uploads().remove(0);
    let start = body.windows(9).position(|part| part == b"%PDF-1.7\n").unwrap();
    for number in 0..100 {
        let came = &body[start + number * MIB..][..MIB];
        assert!(came == slice(number), "slice {number} is another");
    }
}
