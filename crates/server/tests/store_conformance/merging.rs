//! Two contacts that are one person.

use crate::contacts::{MARIA, OTAVIO};
use crate::replica::Replica;
use crate::stage::{Stage, minutes};
use domain::command::{ChangeContact, NewContact, SaveDraft, StartConversation};
use domain::contact::seeded;
use domain::customer_service_window::WINDOW;
use domain::entities::{Contact, Stage as ContactStage};
use domain::event::Change;
use domain::ids::{ContactId, MessageId};
use domain::permission::Permission;
use domain::visibility::Viewer;
use server::store::{AttemptOutcome, MergeOutcome, NewConversation, PutNoteOutcome, StartOutcome};

impl Stage {
    async fn merge(&self, viewer: &Viewer, id: ContactId, other: ContactId) -> Contact {
        match self
            .store
            .merge_contacts(viewer, id, other, minutes(30))
            .await
            .unwrap()
        {
            MergeOutcome::Contact(contact) => contact,
            other => panic!("not joined: {other:?}"),
        }
    }
}

pub async fn two_contacts_that_are_one_person_become_one(stage: Stage) {
    let ana = stage.admin().await;
    let bruno = stage.agent("Bruno", &[Permission::ChatView]).await;
    let (one, other) = (stage.number().await, stage.number().await);
    let kept_at_one = stage.conversation(one, MARIA, minutes(0)).await;
    let gone_at_one = stage.conversation(one, OTAVIO, minutes(1)).await;
    let moved = stage.conversation(other, OTAVIO, minutes(2)).await;
    stage
        .receive(&stage.inbound(one, MARIA, "Ainda eu", minutes(3)))
        .await;
    stage
        .receive(&stage.inbound(one, OTAVIO, "Meu outro número", minutes(4)))
        .await;
    let kept = stage.contact(&ana, kept_at_one).await.id;
    let gone = stage.contact(&ana, moved).await.id;
    assert_ne!(kept, gone);
    let note = stage.note(&ana, gone, "Prefere a tarde", minutes(5)).await;
    let mut devices = Vec::new();
    for viewer in [ana, bruno] {
        devices.push((viewer, Replica::load(&stage, &viewer).await));
    }
    let before = stage.newest().await;

    let contact = stage.merge(&ana, kept, gone).await;

    assert_eq!(contact.id, kept);
    assert_eq!(
        stage.bodies(&ana, kept_at_one).await,
        ["Bom dia", "Bom dia", "Ainda eu", "Meu outro número"],
        "message by message"
    );
    let joined = stage.look(&ana, kept_at_one).await;
    assert_eq!(joined.unread_count, 4);
    assert_eq!(joined.window_expires_at, Some(minutes(4) + WINDOW));
    assert_eq!(joined.last_message.unwrap().text, "Meu outro número");
    assert_eq!(stage.list(&ana).await, [kept_at_one, moved]);
    assert_eq!(stage.contact(&ana, moved).await, contact);
    let detail = stage
        .store
        .conversation_detail(&ana, gone_at_one, 10)
        .await
        .unwrap();
    assert_eq!(detail, None);
    let page = stage
        .store
        .note_page(&ana, kept, None, 10)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(page.notes.len(), 1);
    assert_eq!((page.notes[0].id, page.notes[0].contact_id), (note.id, kept));

    // Devices lose the emptied conversation and the contact, and have everything else where it belongs now.
    let heard = stage.changes_after(&bruno, before).await;
    let is_loss = |change: &Change| matches!(change, Change::SightLost { conversation_id } if *conversation_id == gone_at_one);
    assert!(heard.iter().any(is_loss), "{heard:?}");
    assert!(heard.contains(&Change::ContactRemoved { id: gone }), "{heard:?}");
    for (viewer, replica) in &mut devices {
        for limit in [3, 500] {
            let mut device = replica.clone();
            device.follow(&stage, viewer, limit).await;
            assert_eq!(
                device,
                Replica::load(&stage, viewer).await,
                "{limit} rows at a time"
            );
        }
    }

    // Whoever wrote as the other one writes here; the command that comes again changes nothing.
    stage
        .receive(&stage.inbound(one, OTAVIO, "De novo", minutes(6)))
        .await;
    assert_eq!(stage.bodies(&ana, kept_at_one).await.len(), 5);
    let newest = stage.newest().await;
    assert_eq!(stage.merge(&ana, kept, gone).await.id, kept);
    assert_eq!(stage.newest().await, newest);
    // What was said of the other one elsewhere meanwhile is said of this one.
    let late = ChangeContact {
        edited_at: minutes(31),
        stage: Some(ContactStage::Closed),
        ..ChangeContact::default()
    };
    let changed = stage.change_contact(&ana, gone, late, minutes(31)).await;
    assert_eq!((changed.id, changed.stage), (kept, ContactStage::Closed));
    let put = domain::command::PutNote {
        edited_at: minutes(32),
        text: "De outro aparelho".to_owned(),
    };
    let written = stage
        .store
        .put_note(&ana, gone, stage.id(), &put, minutes(32))
        .await
        .unwrap();
    assert!(
        matches!(&written, PutNoteOutcome::Created(note) if note.contact_id == kept),
        "{written:?}"
    );
    let merged = ("contact_merged".to_owned(), Vec::new());
    assert!(stage.audited(*kept.as_uuid()).await.contains(&merged));
    assert!(stage.audited(*gone.as_uuid()).await.contains(&merged));
}

pub async fn what_only_the_other_one_had_is_kept(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let mut profile = stage.inbound(number, MARIA, "Oi", minutes(0));
    profile.customer.profile_name = Some("mah 🌻".to_owned());
    stage.receive(&profile).await;
    let other = stage.conversation(number, OTAVIO, minutes(1)).await;
    let kept = stage.contact(&ana, profile.new_conversation_id).await;
    let gone = stage.contact(&ana, other).await.id;
    let group = stage.group(&ana, "Alunos").await.id;
    let said = ChangeContact {
        edited_at: minutes(2),
        name: Some("Maria Alves".to_owned()),
        stage: Some(ContactStage::Qualified),
        source_id: Some(Some(seeded::facebook())),
        add_groups: vec![group],
        ..ChangeContact::default()
    };
    assert_eq!(kept.source_id, Some(seeded::whatsapp()));
    stage.change_contact(&ana, gone, said, minutes(2)).await;

    let contact = stage.merge(&ana, kept.id, gone).await;

    assert_eq!(contact.name, "Maria Alves", "an agent's word beats a profile");
    assert_eq!(contact.stage, ContactStage::Qualified);
    assert_eq!(contact.group_ids, [group]);
    assert_eq!(
        contact.source_id,
        Some(seeded::facebook()),
        "and what they came through"
    );
    assert_eq!(contact.phone, Some(format!("+{OTAVIO}")), "where they wrote last");
    let reach = stage.store.contact_reach(&ana, kept.id).await.unwrap().unwrap();
    assert_eq!(reach.wa_id.as_deref(), Some(OTAVIO));
    let itself = stage
        .store
        .merge_contacts(&ana, kept.id, kept.id, minutes(3))
        .await;
    assert_eq!(itself.unwrap(), MergeOutcome::Same);
}

pub async fn drafts_and_the_queue_of_a_joined_conversation_go_on(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let into = stage.conversation(number, MARIA, minutes(0)).await;
    let from = stage.conversation(number, OTAVIO, minutes(0)).await;
    let mut waiting: Vec<MessageId> = Vec::new();
    for (conversation, body) in [(from, "um"), (into, "dois"), (from, "três")] {
        waiting.push(stage.send(&ana, conversation, body, minutes(1)).await);
    }
    // One of them is under way.
    let under_way = stage.claim(minutes(2)).await.unwrap();
    for (conversation, text) in [(into, "Sobre o curso"), (from, "Sobre o preço")] {
        let draft = SaveDraft {
            revision: 10,
            text: text.to_owned(),
            reply_to: None,
        };
        stage
            .store
            .save_draft(&ana, conversation, &draft, minutes(2))
            .await
            .unwrap();
    }
    let before = stage.newest().await;
    let (kept, gone) = (
        stage.contact(&ana, into).await.id,
        stage.contact(&ana, from).await.id,
    );

    stage.merge(&ana, kept, gone).await;

    let heard = stage.changes_after(&ana, before).await;
    let draft = heard.iter().find_map(|change| match change {
        Change::DraftChanged { draft } => Some(draft),
        _ => None,
    });
    let draft = draft.unwrap();
    assert_eq!(draft.conversation_id, into);
    assert_eq!(draft.text, "Sobre o curso\nSobre o preço");
    assert!(draft.revision > 10);
    let mut sent = vec![under_way.message_id];
    let mut job = under_way;
    loop {
        let wamid = format!("wamid.{}", job.message_id);
        stage
            .store
            .finish_attempt(
                job.message_id,
                job.attempt,
                &AttemptOutcome::Accepted { wamid },
                minutes(3),
            )
            .await
            .unwrap();
        match stage.claim(minutes(3)).await {
            Some(next) => job = next,
            None => break,
        }
        sent.push(job.message_id);
    }
    sent.sort_unstable();
    waiting.sort_unstable();
    assert_eq!(sent, waiting, "each of them leaves once");
}

pub async fn who_does_not_see_all_of_both_joins_nothing(stage: Stage) {
    let ana = stage.admin().await;
    let bruno = stage
        .agent("Bruno", &[Permission::ChatView, Permission::ContactsEdit])
        .await;
    let (one, other) = (stage.number().await, stage.number().await);
    let maria = stage.conversation(one, MARIA, minutes(0)).await;
    let otavio = stage.conversation(one, OTAVIO, minutes(0)).await;
    let hidden = stage.conversation(other, OTAVIO, minutes(1)).await;
    let (kept, gone) = (
        stage.contact(&ana, maria).await.id,
        stage.contact(&ana, otavio).await.id,
    );
    stage.switch(true).await;
    stage
        .store
        .assign(&ana, hidden, &[ana.agent_id], stage.id(), minutes(2))
        .await
        .unwrap();
    let before = stage.newest().await;
    for (id, other) in [(kept, gone), (gone, kept)] {
        let outcome = stage
            .store
            .merge_contacts(&bruno, id, other, minutes(3))
            .await
            .unwrap();
        assert_eq!(outcome, MergeOutcome::Denied);
    }
    let nobody: ContactId = stage.id();
    for (id, other) in [(kept, nobody), (nobody, kept)] {
        let outcome = stage
            .store
            .merge_contacts(&ana, id, other, minutes(3))
            .await
            .unwrap();
        assert_eq!(outcome, MergeOutcome::NotFound);
    }
    assert_eq!(stage.newest().await, before);
}

pub async fn who_sees_a_contact_only_from_now_on_hears_its_notes(stage: Stage) {
    let ana = stage.admin().await;
    let bruno = stage.agent("Bruno", &[Permission::ChatView]).await;
    let (one, other) = (stage.number().await, stage.number().await);
    let hidden = stage.conversation(one, MARIA, minutes(0)).await;
    let moved = stage.conversation(other, OTAVIO, minutes(0)).await;
    stage.switch(true).await;
    stage
        .store
        .assign(&ana, hidden, &[ana.agent_id], stage.id(), minutes(1))
        .await
        .unwrap();
    let kept = stage.contact(&ana, hidden).await.id;
    let gone = stage.contact(&ana, moved).await.id;
    let of_kept = stage.note(&ana, kept, "Prefere a tarde", minutes(2)).await;
    let of_gone = stage.note(&ana, gone, "Paga à vista", minutes(2)).await;
    let before = stage.newest().await;

    stage.merge(&ana, kept, gone).await;

    // His device has the whole thread of the conversation already, so it asks for nothing.
    let heard = stage.changes_after(&bruno, before).await;
    for note in [of_kept, of_gone] {
        let is_told = |change: &Change| matches!(change, Change::NoteChanged { note: told } if told.id == note.id && told.contact_id == kept);
        assert!(heard.iter().any(is_told), "{}: {heard:?}", note.text);
    }
}

pub async fn a_conversation_can_be_begun_with_the_id_of_the_one_that_is_gone(stage: Stage) {
    let ana = stage.admin().await;
    let (one, other) = (stage.number().await, stage.number().await);
    let maria = stage.conversation(one, MARIA, minutes(0)).await;
    let otavio = stage.conversation(one, OTAVIO, minutes(0)).await;
    let kept = stage.contact(&ana, maria).await.id;
    let gone = stage.contact(&ana, otavio).await.id;
    stage.merge(&ana, kept, gone).await;
    let new = NewConversation {
        command: StartConversation {
            id: stage.id(),
            phone_number_id: other,
            with: NewContact::Known { contact_id: gone },
        },
        now: minutes(31),
    };
    let started = stage.store.start_conversation(&ana, &new).await.unwrap();
    assert!(
        matches!(&started, StartOutcome::Created(row) if row.contact.id == kept),
        "{started:?}"
    );
}
