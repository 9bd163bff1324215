//! The disk takes no more while files come: a limit on their size, large enough for the database.
#![cfg(target_os = "linux")]

use crate::media_host::MediaHost;
use crate::meta::{CUSTOMER, NUMBER, messages_change};
use crate::program::{Program, house};
use crate::support::{ANA, Browser};
use crate::until;
use domain::content::{Attachment, MessageKind};
use domain::entities::Message;
use domain::ids::{ConversationId, MediaId};
use domain::upload::{BeginUpload, UploadState};
use domain::wire::{Bootstrap, ConversationDetail};
use reqwest::Method;
use serde_json::json;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

const MIB: usize = 1 << 20;
/// Room for the database and for four slices and a part of the fifth.
const ROOM: u64 = (4 << 20) + 300_000;

fn document(size: usize) -> Vec<u8> {
    let mut bytes: Vec<u8> = (0..size)
        .map(|at| u8::try_from((at * 7) % 251).unwrap())
        .collect();
    bytes[..9].copy_from_slice(b"%PDF-1.7\n");
    bytes
}

async fn only_conversation(ana: &Browser) -> ConversationId {
    let bootstrap: Bootstrap = ana.get("/api/v1/bootstrap").await.read();
    bootstrap.conversations.rows[0].conversation.id
}

#[tokio::test]
async fn an_upload_that_the_disk_refuses_goes_on_where_it_was_once_there_is_room() {
    let house = house().await;
    let program = Program::start(house.path()).await;
    assert_eq!(program.deliver("wamid.1").await.status, 200);
    let ana = program.sign_in(ANA).await;
    let bytes = document(6 * MIB);
    let upload = BeginUpload {
        id: MediaId::from_parts(1_772_452_800_000, &[7; 10]),
        conversation_id: Some(only_conversation(&ana).await),
        kind: MessageKind::Document,
        mime_type: "application/pdf".to_owned(),
        file_name: Some("Contrato.pdf".to_owned()),
        byte_size: bytes.len() as u64,
    };
    let begin = async || ana.post("/api/v1/uploads", &upload).await.read::<UploadState>();
    let add = async |slice: usize| {
        let path = format!("/api/v1/uploads/{}?offset={}", upload.id, slice * MIB);
        let slice = bytes[slice * MIB..][..MIB].to_vec();
        let kind = [("content-type", "application/octet-stream")];
        ana.send(Method::PATCH, &path, &kind, Some(slice)).await
    };
    assert_eq!(begin().await.offset, 0);

    program.limit("fsize", Some(ROOM)).await;
    for slice in 0..4 {
        assert_eq!(add(slice).await.status, 200);
    }
    for _ in 0..3 {
        let refused = add(4).await;
        assert_eq!(
            (refused.status, refused.json["code"].as_str()),
            (503, Some("unavailable"))
        );
    }
    // A part of a slice does not count, and all else goes on.
    assert_eq!(begin().await.offset, 4 << 20);
    assert_eq!(program.deliver("wamid.2").await.status, 200);

    program.limit("fsize", None).await;
    assert_eq!(add(4).await.status, 200);
    let last: UploadState = add(5).await.read();
    assert_eq!(last.attachment.unwrap().byte_size, Some(upload.byte_size));
    let kept = ana.get(&format!("/api/v1/media/{}", upload.id)).await;
    assert!(kept.body == bytes, "{} bytes, others", kept.body.len());
}

#[tokio::test]
async fn a_customers_file_that_the_disk_refuses_is_fetched_once_there_is_room() {
    let host = MediaHost::start().await;
    let bytes = document(6 * MIB);
    host.put("401", "application/pdf", bytes.clone());
    let house = house().await;
    let program = Program::start_with(
        house.path(),
        &[
            ("PERFECTCHAT_GRAPH_URL", &host.url()),
            ("PERFECTCHAT_MEDIA_HOSTS", &host.address.to_string()),
        ],
    )
    .await;
    let ana = program.sign_in(ANA).await;
    program.limit("fsize", Some(ROOM)).await;
    let now_s = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let message = json!({
        "from": CUSTOMER, "id": "wamid.file", "timestamp": now_s.to_string(), "type": "document",
        "document": { "id": "401", "mime_type": "application/pdf", "filename": "Contrato.pdf" },
    });
    let change = messages_change(NUMBER, &json!({ "messages": [message] }));
    assert_eq!(program.deliver_change(&change).await.status, 200);

    until("the log says so", async || {
        program.told("a file could not be fetched") > 0
    })
    .await;
    assert_eq!(
        parts_in(&house.path().join("data/media")),
        0,
        "nothing half is left"
    );
    let conversation = only_conversation(&ana).await;
    let newest = async || {
        let path = format!("/api/v1/conversations/{conversation}");
        let mut detail: ConversationDetail = ana.get(&path).await.read();
        detail.messages.messages.pop().unwrap()
    };
    assert_eq!(file_of(&newest().await).media_id, None);

    program.limit("fsize", None).await;
    let path = format!("/api/v1/messages/{}/fetch-media", newest().await.id);
    // It may have come by itself in between.
    let asked = ana.post(&path, &json!({})).await;
    assert!([200, 404].contains(&asked.status), "{}", asked.json);
    until("the file is here", async || {
        file_of(&newest().await).media_id.is_some()
    })
    .await;
    let file = file_of(&newest().await);
    assert_eq!(file.fetch_failure, None);
    let kept = ana
        .get(&format!("/api/v1/media/{}", file.media_id.unwrap()))
        .await;
    assert!(kept.body == bytes, "{} bytes, others", kept.body.len());
}

fn file_of(message: &Message) -> Attachment {
    message.content.attachment().unwrap().clone()
}

/// How many unfinished files lie below a folder.
fn parts_in(folder: &Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return 0;
    };
    entries
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            if path.is_dir() {
                parts_in(&path)
            } else {
                usize::from(path.extension().is_some_and(|ending| ending == "part"))
            }
        })
        .sum()
}
