//! What agents note of contacts.

use crate::contacts::MARIA;
use crate::stage::{Stage, minutes};
use domain::command::PutNote;
use domain::event::Change;
use domain::ids::{ContactId, NoteId};
use domain::permission::Permission;
use domain::time::Timestamp;
use domain::visibility::Viewer;
use server::store::{PutNoteOutcome, RemoveNoteOutcome};

impl Stage {
    async fn put(
        &self,
        viewer: &Viewer,
        contact: ContactId,
        id: NoteId,
        text: &str,
        at: Timestamp,
    ) -> PutNoteOutcome {
        let put = PutNote {
            edited_at: at,
            text: text.to_owned(),
        };
        self.store
            .put_note(viewer, contact, id, &put, minutes(60))
            .await
            .unwrap()
    }
}

pub async fn a_note_is_its_authors_and_the_later_word_counts(stage: Stage) {
    let ana = stage.admin().await;
    let bruno = stage.agent("Bruno", &[Permission::ChatView]).await;
    let number = stage.number().await;
    let conversation = stage.conversation(number, MARIA, minutes(0)).await;
    let contact = stage.contact(&ana, conversation).await.id;
    let id = stage.id();
    let PutNoteOutcome::Created(first) = stage.put(&bruno, contact, id, "Liga à tarde", minutes(1)).await
    else {
        panic!("it is new");
    };
    assert_eq!((first.author, first.created_at), (bruno.agent_id, minutes(1)));
    assert_eq!((first.version, first.edited_at), (1, None));
    let newest = stage.newest().await;
    assert_eq!(
        stage.put(&bruno, contact, id, "Liga à tarde", minutes(1)).await,
        PutNoteOutcome::Kept(first),
        "the same command again"
    );
    assert_eq!(stage.newest().await, newest);
    let PutNoteOutcome::Kept(edited) = stage.put(&bruno, contact, id, "Liga de manhã", minutes(5)).await
    else {
        panic!("it was there");
    };
    assert_eq!((edited.version, edited.edited_at), (2, Some(minutes(5))));
    assert_eq!(
        stage.put(&bruno, contact, id, "Liga nunca", minutes(3)).await,
        PutNoteOutcome::Kept(edited.clone()),
        "an older word that comes late"
    );
    // Everyone who sees the contact reads it; nobody else changes or removes it, whatever they may.
    let detail = stage
        .store
        .conversation_detail(&ana, conversation, 1)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(detail.notes, [edited]);
    assert_eq!(
        stage.put(&ana, contact, id, "Outra coisa", minutes(9)).await,
        PutNoteOutcome::Denied
    );
    let removed = stage
        .store
        .remove_note(&ana, contact, id, minutes(9))
        .await
        .unwrap();
    assert_eq!(removed, RemoveNoteOutcome::Denied);
    assert_eq!(
        stage
            .put(&bruno, stage.id(), id, "Liga à tarde", minutes(9))
            .await,
        PutNoteOutcome::NotFound
    );
    let other = stage.conversation(number, "5521991234567", minutes(0)).await;
    let other = stage.contact(&ana, other).await.id;
    assert_eq!(
        stage.put(&bruno, other, id, "Liga à tarde", minutes(9)).await,
        PutNoteOutcome::IdConflict
    );
    let actions: Vec<_> = stage
        .audited(*id.as_uuid())
        .await
        .into_iter()
        .map(|(action, _)| action)
        .collect();
    assert_eq!(actions, ["note_created", "note_changed"]);
}

pub async fn a_removed_note_does_not_come_back(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let conversation = stage.conversation(number, MARIA, minutes(0)).await;
    let contact_id = stage.contact(&ana, conversation).await.id;
    let id = stage.note(&ana, contact_id, "Liga à tarde", minutes(1)).await.id;
    let before = stage.newest().await;
    for _ in 0..2 {
        let removed = stage
            .store
            .remove_note(&ana, contact_id, id, minutes(2))
            .await
            .unwrap();
        assert_eq!(removed, RemoveNoteOutcome::Gone);
    }
    assert_eq!(
        stage.changes_after(&ana, before).await,
        [Change::NoteRemoved { id, contact_id }]
    );
    assert_eq!(
        stage.put(&ana, contact_id, id, "Liga à tarde", minutes(1)).await,
        PutNoteOutcome::NotFound,
        "the command that wrote it comes once more"
    );
    let page = stage
        .store
        .note_page(&ana, contact_id, None, 10)
        .await
        .unwrap()
        .unwrap();
    assert!(page.notes.is_empty() && !page.has_older);
    // Who never heard of it hears nothing of its words.
    assert_eq!(
        stage
            .changes_after(&ana, 0)
            .await
            .iter()
            .filter(|change| matches!(change, Change::NoteChanged { .. }))
            .count(),
        0
    );
}

pub async fn pages_of_notes_join_newest_first(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let conversation = stage.conversation(number, MARIA, minutes(0)).await;
    let contact = stage.contact(&ana, conversation).await.id;
    let mut written = Vec::new();
    for n in 0..7 {
        // Two of them in the same minute.
        written.push(
            stage
                .note(&ana, contact, &format!("Nota {n}"), minutes(n / 2))
                .await,
        );
    }
    written.reverse();
    let (mut read, mut before) = (Vec::new(), None);
    loop {
        let page = stage
            .store
            .note_page(&ana, contact, before, 3)
            .await
            .unwrap()
            .unwrap();
        before = page.notes.last().map(|note| (note.created_at, note.id));
        read.extend(page.notes);
        if !page.has_older {
            break;
        }
    }
    assert_eq!(read, written);
}
