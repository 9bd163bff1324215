//! Voice notes: what may be one, and what Meta gets.

use crate::fetching::{message_when, send_file, server_with};
use crate::media_host::MediaHost;
use crate::sending::{command, messages};
use crate::support::{ANA, AT_ONCE, BRUNO, Browser, TestServer, assert_refused};
use crate::uploading::{add, begin};
use domain::command::ChangeSettings;
use domain::content::{Attachment, MessageContent, MessageKind};
use domain::entities::Message;
use domain::error::ErrorCode;
use domain::ids::ConversationId;
use domain::permission::Permission;
use domain::time::Span;
use domain::upload::{BeginUpload, UploadState};
use domain::waveform::{BARS, Waveform};
use serde_json::{Value, json};

const OPUS: &str = "audio/ogg; codecs=opus";
const SPEECH: &str = "firefox153_ogg-opus_speech_2s.ogg";

fn recording(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/voice/");
    std::fs::read(format!("{folder}{name}")).unwrap()
}

fn upload(server: &TestServer, to: ConversationId, kind: MessageKind, bytes: &[u8]) -> BeginUpload {
    BeginUpload {
        id: server.services.ids.media_id(),
        conversation_id: Some(to),
        kind,
        mime_type: OPUS.to_owned(),
        file_name: Some("gravação.oga".to_owned()),
        byte_size: bytes.len() as u64,
    }
}

async fn uploaded(agent: &Browser, upload: &BeginUpload, bytes: &[u8]) -> Attachment {
    begin(agent, upload).await;
    let state: UploadState = add(agent, upload.id, 0, bytes).await.read();
    state.attachment.unwrap()
}

async fn first_message(host: &MediaHost) -> Value {
    messages(host, 1).await.remove(0)
}

#[tokio::test]
async fn a_voice_note_is_held_and_goes_to_meta_as_one() {
    let host = MediaHost::start().await;
    let server = server_with(&host).await;
    let ana = server.sign_in(ANA).await;
    let marina = server.new_customer("Marina").await.conversation;
    let bytes = recording(SPEECH);
    let file = uploaded(
        &ana,
        &upload(&server, marina, MessageKind::VoiceNote, &bytes),
        &bytes,
    )
    .await;
    assert_eq!(file.mime_type, OPUS);
    assert!(
        file.duration_ms.is_some_and(|ms| ms.abs_diff(1_840) < 20),
        "{file:?}"
    );
    let waveform = Waveform::from_heights(&[40; BARS]);
    let content = MessageContent::VoiceNote(Attachment {
        waveform: waveform.clone(),
        ..file
    });
    let (path, note) = command(&server, marina, &content);
    let accepted: Message = ana.post(&path, &note).await.read();
    let until = server.clock.now() + Span::from_seconds(5);
    assert_eq!(accepted.delivery.unwrap().held_until, Some(until));
    assert_eq!(accepted.content.attachment().unwrap().waveform, waveform);
    assert!(host.uploads().is_empty() && host.messages().is_empty());

    server.clock.set(until);
    let sent = first_message(&host).await;
    assert_eq!(sent["type"], "audio");
    assert_eq!(sent["audio"], json!({ "id": "901", "voice": true }));
    let told = String::from_utf8_lossy(&host.uploads()[0]).into_owned();
    assert!(told.contains("filename=\"voice-note.ogg\""), "{told}");
    assert!(told.contains(OPUS));
}

#[tokio::test]
async fn what_is_no_mono_opus_is_refused_as_a_voice_note_and_may_go_as_audio() {
    let host = MediaHost::start().await;
    let server = server_with(&host).await;
    let ana = server.sign_in(ANA).await;
    let marina = server.new_customer("Marina").await.conversation;
    let stereo = recording("firefox153_ogg-opus_tones-stereo.ogg");
    let headers_only = recording(SPEECH)[..120].to_vec();
    for bytes in [&stereo, &headers_only] {
        let note = upload(&server, marina, MessageKind::VoiceNote, bytes);
        begin(&ana, &note).await;
        assert_refused(&add(&ana, note.id, 0, bytes).await, ErrorCode::VoiceNoteRefused);
        assert_refused(
            &ana.get(&format!("/api/v1/media/{}", note.id)).await,
            ErrorCode::NotFound,
        );
    }
    let aac = recording("webkitgtk2.50_mp4-aac_speech_2s.mp4");
    let named_opus = upload(&server, marina, MessageKind::VoiceNote, &aac);
    begin(&ana, &named_opus).await;
    assert_refused(
        &add(&ana, named_opus.id, 0, &aac).await,
        ErrorCode::FileTypeRefused,
    );

    let audio = upload(&server, marina, MessageKind::Audio, &stereo);
    let file = uploaded(&ana, &audio, &stereo).await;
    // What is sent counts too, not only what was announced.
    let (path, as_note) = command(&server, marina, &MessageContent::VoiceNote(file.clone()));
    assert_refused(&ana.post(&path, &as_note).await, ErrorCode::VoiceNoteRefused);
    let (path, as_audio) = command(&server, marina, &MessageContent::Audio(file));
    assert_eq!(ana.post(&path, &as_audio).await.status, 201);
    let sent = first_message(&host).await;
    assert_eq!(sent["audio"], json!({ "id": "901" }));
}

#[tokio::test]
async fn a_cancelled_voice_note_never_leaves_and_its_file_goes() {
    let host = MediaHost::start().await;
    let server = server_with(&host).await;
    let ana = server.sign_in(ANA).await;
    let marina = server.new_customer("Marina").await.conversation;
    let bytes = recording(SPEECH);
    let upload = upload(&server, marina, MessageKind::VoiceNote, &bytes);
    let file = uploaded(&ana, &upload, &bytes).await;
    let (path, note) = command(&server, marina, &MessageContent::VoiceNote(file));
    let accepted: Message = ana.post(&path, &note).await.read();
    let cancel = format!("/api/v1/messages/{}/cancel", accepted.id);
    assert_eq!(ana.post(&cancel, &json!({})).await.status, 200);
    let files = &server.services.media_files;
    let gone = async {
        while files.path(upload.id).exists() {
            server.services.media_wake.notify_one();
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(AT_ONCE, gone).await.unwrap();
    // What is written afterwards would stand behind it.
    let (path, text) = command(
        &server,
        marina,
        &MessageContent::Text {
            body: "certo".to_owned(),
        },
    );
    ana.post(&path, &text).await;
    server.pass(Span::from_seconds(60));
    assert_eq!(first_message(&host).await["type"], "text");
    assert!(host.uploads().is_empty());
}

#[tokio::test]
async fn a_customers_note_gets_its_waveform_once_and_is_played_for_all() {
    let host = MediaHost::start().await;
    let server = server_with(&host).await;
    let ana = server.sign_in(ANA).await;
    let bruno = server.sign_in(BRUNO).await;
    host.put("102", OPUS, recording(SPEECH));
    send_file(
        &server,
        "audio",
        &json!({ "id": "102", "mime_type": OPUS, "voice": true }),
    )
    .await;
    let note = message_when(&ana, |file| file.media_id.is_some()).await;
    let path = |what: &str| format!("/api/v1/messages/{}/{what}", note.id);
    let waveform = |height| json!({ "waveform": Waveform::from_heights(&[height; BARS]).unwrap() });
    for (agent, height) in [(&bruno, 70), (&ana, 20)] {
        let kept: Message = agent.put(&path("waveform"), &waveform(height)).await.read();
        let expected = Waveform::from_heights(&[70; BARS]);
        assert_eq!(kept.content.attachment().unwrap().waveform, expected);
    }
    let nonsense = json!({ "waveform": "onda" });
    assert_refused(
        &ana.put(&path("waveform"), &nonsense).await,
        ErrorCode::InvalidRequest,
    );
    let played: Message = bruno.post(&path("played"), &json!({})).await.read();
    assert!(played.is_played);
    // Who may only look plays without a trace, and a colleague's conversation stays hidden.
    server
        .add_agent("vera@example.org", &[Permission::ChatView])
        .await;
    let vera = server.sign_in("vera@example.org").await;
    assert_refused(
        &vera.post(&path("played"), &json!({})).await,
        ErrorCode::PermissionDenied,
    );
    let on = ChangeSettings {
        is_support_agent_on: Some(true),
        ..ChangeSettings::default()
    };
    ana.patch("/api/v1/settings", &on).await;
    let assignees = json!({ "agents": [server.agent_id(ANA).await] });
    let conversation = format!("/api/v1/conversations/{}/assignees", note.conversation_id);
    assert_eq!(ana.put(&conversation, &assignees).await.status, 200);
    assert_refused(
        &bruno.put(&path("waveform"), &waveform(1)).await,
        ErrorCode::NotFound,
    );
    assert_refused(
        &bruno.post(&path("played"), &json!({})).await,
        ErrorCode::NotFound,
    );
    // A device that tells of sounds without end has to wait; its agent need not with anything else.
    let refused = loop {
        let answer = ana.post(&path("played"), &json!({})).await;
        if answer.status != 200 {
            break answer;
        }
    };
    assert_refused(&refused, ErrorCode::TooManyRequests);
    assert_refused(
        &ana.put(&path("waveform"), &waveform(1)).await,
        ErrorCode::TooManyRequests,
    );
    let heart = json!({ "emoji": "❤️" });
    assert_eq!(ana.put(&path("reaction"), &heart).await.status, 200);
}
