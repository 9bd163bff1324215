//! What is noted of sounds.

use crate::stage::{Stage, minutes};
use domain::content::{Attachment, MessageContent};
use domain::ids::{MediaId, MessageId};
use domain::permission::Permission;
use domain::visibility::Viewer;
use domain::waveform::{BARS, Waveform};
use server::store::{KeptFile, SoundOutcome};

const MARIA: &str = "5511986372111";

fn waveform(height: u8) -> Waveform {
    Waveform::from_heights(&[height; BARS]).unwrap()
}

async fn put(stage: &Stage, viewer: &Viewer, id: MessageId, height: u8) -> SoundOutcome {
    let store = &stage.store;
    store.put_waveform(viewer, id, waveform(height)).await.unwrap()
}

fn kept(outcome: SoundOutcome) -> (Option<Waveform>, u64) {
    match outcome {
        SoundOutcome::Message(message) => (
            message.content.attachment().unwrap().waveform.clone(),
            message.version,
        ),
        other => panic!("not kept: {other:?}"),
    }
}

pub async fn the_first_waveform_of_a_sound_counts(stage: Stage) {
    let ana = stage.agent("Ana", &[Permission::ChatView]).await;
    let blind = stage.agent("Cego", &[Permission::ChatSend]).await;
    let number = stage.number().await;
    let mut note = stage.inbound(number, MARIA, "", minutes(0));
    note.content = MessageContent::VoiceNote(Attachment {
        mime_type: "audio/ogg; codecs=opus".to_owned(),
        ..Attachment::default()
    });
    note.meta_media_id = Some("77".to_owned());
    stage.receive(&note).await;
    assert_eq!(
        put(&stage, &ana, note.id, 50).await,
        SoundOutcome::StateConflict,
        "nobody can have decoded it yet"
    );
    let media: MediaId = stage.id();
    let fetched = KeptFile {
        id: media,
        mime_type: "audio/ogg; codecs=opus".to_owned(),
        byte_size: 9,
        pixels: None,
        duration_ms: Some(2_000),
        opus_channels: Some(1),
    };
    let store = &stage.store;
    assert!(
        store
            .finish_media_fetch(note.id, &fetched, minutes(1))
            .await
            .unwrap()
    );
    assert_eq!(put(&stage, &blind, note.id, 50).await, SoundOutcome::NotFound);
    let (first, version) = kept(put(&stage, &ana, note.id, 50).await);
    assert_eq!(first, Some(waveform(50)));
    assert_eq!(
        kept(put(&stage, &ana, note.id, 80).await),
        (first.clone(), version),
        "what comes later changes nothing"
    );
    let text = stage.inbound(number, MARIA, "Ouviu?", minutes(2));
    stage.receive(&text).await;
    assert_eq!(put(&stage, &ana, text.id, 50).await, SoundOutcome::StateConflict);
    assert_eq!(put(&stage, &ana, stage.id(), 50).await, SoundOutcome::NotFound);
    // A device that loads the thread anew finds it.
    let seen = stage.message(&ana, note.new_conversation_id, note.id).await;
    assert_eq!(seen.content.attachment().unwrap().waveform, first);
}

pub async fn that_a_sound_was_played_is_shared_and_told_once(stage: Stage) {
    let ana = stage.admin().await;
    let blind = stage.agent("Cego", &[Permission::ChatSend]).await;
    let number = stage.number().await;
    let mut note = stage.inbound(number, MARIA, "", minutes(0));
    note.content = MessageContent::Audio(Attachment::default());
    stage.receive(&note).await;
    let id = note.new_conversation_id;
    let play = async |viewer: &Viewer, message| stage.store.mark_played(viewer, message).await.unwrap();
    assert!(!stage.message(&ana, id, note.id).await.is_played);
    assert_eq!(play(&blind, note.id).await, SoundOutcome::NotFound);
    let SoundOutcome::Message(played) = play(&ana, note.id).await else {
        panic!("not played");
    };
    assert!(played.is_played);
    let newest = stage.newest().await;
    assert_eq!(play(&ana, note.id).await, SoundOutcome::Message(played.clone()));
    assert_eq!(stage.newest().await, newest);
    assert_eq!(stage.message(&ana, id, note.id).await, played);
    let ours = stage.send(&ana, id, "Olá", minutes(1)).await;
    assert_eq!(play(&ana, ours).await, SoundOutcome::StateConflict);
}
