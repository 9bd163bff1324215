//! Who is mentioned in notes, and who hears of it.

use crate::contacts::MARIA;
use crate::stage::{Stage, minutes};
use domain::command::PutNote;
use domain::entities::Contact;
use domain::event::Change;
use domain::ids::{ConversationId, NoteId};
use domain::mention::{MOST_WAITING, Mention, Mentioned};
use domain::permission::Permission;
use domain::visibility::Viewer;
use server::store::{EraseContactOutcome, MergeOutcome, PutNoteOutcome};

const OTHER: &str = "5521991234567";

impl Stage {
    /// What the first screen says.
    async fn mentions(&self, viewer: &Viewer) -> Vec<Mention> {
        let session = self.store.session_of_agent(viewer.agent_id).await.unwrap();
        let screen = self.store.bootstrap(&session.unwrap(), 10, minutes(0)).await;
        screen.unwrap().mentions
    }

    async fn with_contact(&self, viewer: &Viewer) -> (ConversationId, Contact) {
        let number = self.number().await;
        let conversation = self.conversation(number, MARIA, minutes(0)).await;
        (conversation, self.contact(viewer, conversation).await)
    }
}

fn mentions_of(changes: &[Change]) -> Vec<&Change> {
    let is_mention = |change: &&Change| {
        matches!(
            change,
            Change::MentionChanged { .. } | Change::MentionRemoved { .. }
        )
    };
    changes.iter().filter(is_mention).collect()
}

fn ids(mentions: &[Mention]) -> Vec<NoteId> {
    mentions.iter().map(|mention| mention.note_id).collect()
}

pub async fn a_mention_is_told_to_whom_it_names_until_they_saw_it(stage: Stage) {
    let ana = stage.admin().await;
    let bruno = stage.agent("Bruno", &[Permission::ChatView]).await;
    let carla = stage.agent("Carla", &[Permission::ChatView]).await;
    let (conversation, contact) = stage.with_contact(&ana).await;
    let before = stage.newest().await;
    let note = stage
        .note(
            &ana,
            contact.id,
            "@Bruno Souza, veja isto. @Admin Souza",
            minutes(1),
        )
        .await;
    let bruno_named = Mentioned {
        agent_id: bruno.agent_id,
        name: "Bruno Souza".to_owned(),
    };
    assert_eq!(note.mentions, [bruno_named], "nobody mentions themselves");
    let mention = Mention {
        note_id: note.id,
        author: ana.agent_id,
        at: minutes(1),
        conversation_id: conversation,
        contact,
    };
    let written = Change::NoteChanged { note: note.clone() };
    // Carla asks first: what is Bruno's alone must not be missing because of her.
    assert_eq!(
        stage.changes_after(&carla, before).await,
        std::slice::from_ref(&written)
    );
    let told = Change::MentionChanged {
        mention: Box::new(mention.clone()),
    };
    assert_eq!(stage.changes_after(&bruno, before).await, [written, told]);
    assert_eq!(stage.mentions(&bruno).await, [mention]);
    assert_eq!(stage.mentions(&carla).await, []);
    assert_eq!(stage.mentions(&ana).await, []);

    let before = stage.newest().await;
    stage.store.see_mention(&carla, note.id).await.unwrap();
    assert_eq!(stage.newest().await, before, "it is not hers");
    for _ in 0..2 {
        stage.store.see_mention(&bruno, note.id).await.unwrap();
    }
    let gone = Change::MentionRemoved { note_id: note.id };
    assert_eq!(stage.changes_after(&bruno, before).await, [gone]);
    assert_eq!(stage.newest().await, before + 1, "the second time is no news");
    assert_eq!(stage.mentions(&bruno).await, []);
}

pub async fn a_mention_goes_with_what_named_it(stage: Stage) {
    let ana = stage.admin().await;
    let bruno = stage.agent("Bruno", &[Permission::ChatView]).await;
    let carla = stage.agent("Carla", &[Permission::ChatView]).await;
    let (_, contact) = stage.with_contact(&ana).await;
    let note = stage
        .note(&ana, contact.id, "@Bruno Souza, veja isto", minutes(1))
        .await;
    assert_eq!(ids(&stage.mentions(&bruno).await), [note.id]);
    let before = stage.newest().await;
    let put = PutNote {
        edited_at: minutes(2),
        text: "@Carla Souza, veja isto".to_owned(),
    };
    let edited = stage
        .store
        .put_note(&ana, contact.id, note.id, &put, minutes(2))
        .await
        .unwrap();
    let PutNoteOutcome::Kept(edited) = edited else {
        panic!("it was there: {edited:?}");
    };
    assert_eq!(edited.mentions[0].agent_id, carla.agent_id);
    let gone = Change::MentionRemoved { note_id: note.id };
    assert_eq!(mentions_of(&stage.changes_after(&bruno, before).await), [&gone]);
    assert_eq!(stage.mentions(&bruno).await, []);
    assert_eq!(ids(&stage.mentions(&carla).await), [note.id]);

    let before = stage.newest().await;
    stage
        .store
        .remove_note(&ana, contact.id, note.id, minutes(3))
        .await
        .unwrap();
    assert_eq!(mentions_of(&stage.changes_after(&carla, before).await), [&gone]);
    assert_eq!(stage.mentions(&carla).await, []);

    let last = stage.note(&ana, contact.id, "@Carla Souza", minutes(4)).await;
    let before = stage.newest().await;
    let erased = stage
        .store
        .erase_contact(&ana, contact.id, minutes(5))
        .await
        .unwrap();
    assert_eq!(erased, EraseContactOutcome::Gone);
    let gone = Change::MentionRemoved { note_id: last.id };
    assert_eq!(mentions_of(&stage.changes_after(&carla, before).await), [&gone]);
    assert_eq!(stage.mentions(&carla).await, []);
}

pub async fn who_may_not_see_the_contact_hears_of_a_mention_when_they_may(stage: Stage) {
    let ana = stage.admin().await;
    let bruno = stage.agent("Bruno", &[Permission::ChatView]).await;
    let (conversation, contact) = stage.with_contact(&ana).await;
    stage.switch(true).await;
    let assign = async |agent: &Viewer, at| {
        stage
            .store
            .assign(&ana, conversation, &[agent.agent_id], stage.id(), minutes(at))
            .await
            .unwrap();
    };
    assign(&ana, 1).await;
    let before = stage.newest().await;
    let note = stage.note(&ana, contact.id, "@Bruno Souza", minutes(2)).await;
    assert_eq!(stage.changes_after(&bruno, before).await, []);
    assert_eq!(stage.mentions(&bruno).await, []);

    let before = stage.newest().await;
    assign(&bruno, 3).await;
    let told = stage.changes_after(&bruno, before).await;
    let told = mentions_of(&told);
    assert!(
        matches!(told[..], [Change::MentionChanged { mention }] if mention.note_id == note.id),
        "{told:?}"
    );
    assert_eq!(ids(&stage.mentions(&bruno).await), [note.id]);

    let before = stage.newest().await;
    assign(&ana, 4).await;
    let gone = Change::MentionRemoved { note_id: note.id };
    assert_eq!(mentions_of(&stage.changes_after(&bruno, before).await), [&gone]);
    assert_eq!(stage.mentions(&bruno).await, []);
    let before = stage.newest().await;
    stage.switch(false).await;
    assert_eq!(
        mentions_of(&stage.changes_after(&bruno, before).await).len(),
        1,
        "with the scope as a whole too"
    );
    assert_eq!(ids(&stage.mentions(&bruno).await), [note.id]);
}

pub async fn a_mention_leads_to_the_contact_that_another_one_became(stage: Stage) {
    let ana = stage.admin().await;
    let bruno = stage.agent("Bruno", &[Permission::ChatView]).await;
    let number = stage.number().await;
    let kept = stage.conversation(number, MARIA, minutes(0)).await;
    let gone = stage.conversation(number, OTHER, minutes(1)).await;
    let contact = stage.contact(&ana, kept).await;
    let other = stage.contact(&ana, gone).await;
    let note = stage.note(&ana, other.id, "@Bruno Souza", minutes(2)).await;
    assert_eq!(stage.mentions(&bruno).await[0].conversation_id, gone);
    let before = stage.newest().await;
    let merged = stage
        .store
        .merge_contacts(&ana, contact.id, other.id, minutes(3))
        .await
        .unwrap();
    assert!(matches!(merged, MergeOutcome::Contact(_)), "{merged:?}");
    let told = stage.changes_after(&bruno, before).await;
    let told = mentions_of(&told);
    assert!(
        matches!(told[..], [Change::MentionChanged { mention }] if mention.conversation_id == kept),
        "{told:?}"
    );
    let mentions = stage.mentions(&bruno).await;
    assert_eq!(ids(&mentions), [note.id]);
    assert_eq!(
        (mentions[0].conversation_id, mentions[0].contact.id),
        (kept, contact.id)
    );
}

pub async fn who_never_looks_has_a_bounded_number_of_mentions(stage: Stage) {
    let ana = stage.admin().await;
    let bruno = stage.agent("Bruno", &[Permission::ChatView]).await;
    let (_, contact) = stage.with_contact(&ana).await;
    let mut written = Vec::new();
    for _ in 0..=MOST_WAITING {
        written.push(stage.note(&ana, contact.id, "@Bruno Souza", minutes(1)).await.id);
    }
    let oldest = written.remove(0);
    written.reverse();
    let waiting = ids(&stage.mentions(&bruno).await);
    assert_eq!(waiting.len(), MOST_WAITING);
    assert!(!waiting.contains(&oldest));
    assert_eq!(waiting, written);
}
