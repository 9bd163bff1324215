//! What the team says of its contacts.

use crate::stage::{START, Stage, minutes, text};
use domain::command::{ChangeContact, NewContact, PutGroup, PutNote, StartConversation};
use domain::contact::seeded;
use domain::entities::{Contact, Direction, Group, Note, Referral, Stage as ContactStage};
use domain::event::Change;
use domain::ids::{ContactId, ConversationId, GroupId, PhoneNumberId, SourceId};
use domain::permission::Permission;
use domain::time::{Span, Timestamp};
use domain::visibility::Viewer;
use server::store::{
    Annotation, AnnotationKind, AuditEntry, ChangeContactOutcome, InboundChange, InboundMessage,
    NewConversation, PutLabelOutcome, PutNoteOutcome,
};

pub const MARIA: &str = "5511986372111";
pub const OTAVIO: &str = "5521991234567";

impl Stage {
    /// Who writes in a conversation.
    pub async fn contact(&self, viewer: &Viewer, conversation: ConversationId) -> Contact {
        self.row(viewer, conversation).await.contact
    }

    pub async fn change_contact(
        &self,
        viewer: &Viewer,
        id: ContactId,
        change: ChangeContact,
        now: Timestamp,
    ) -> Contact {
        match self.store.change_contact(viewer, id, &change, now).await.unwrap() {
            ChangeContactOutcome::Contact(contact) => contact,
            other => panic!("not changed: {other:?}"),
        }
    }

    pub async fn group(&self, viewer: &Viewer, name: &str) -> Group {
        let put = PutGroup {
            after_version: 0,
            name: name.to_owned(),
        };
        let id: GroupId = self.id();
        match self.store.put_group(viewer, id, &put, START).await.unwrap() {
            PutLabelOutcome::Created(group) => group,
            other => panic!("not created: {other:?}"),
        }
    }

    pub async fn note(&self, viewer: &Viewer, contact: ContactId, text: &str, at: Timestamp) -> Note {
        let put = PutNote {
            edited_at: at,
            text: text.to_owned(),
        };
        match self
            .store
            .put_note(viewer, contact, self.id(), &put, at)
            .await
            .unwrap()
        {
            PutNoteOutcome::Created(note) => note,
            other => panic!("not written: {other:?}"),
        }
    }

    /// What was done to something, and what of it.
    pub async fn audited(&self, id: impl Into<uuid::Uuid>) -> Vec<(String, Vec<String>)> {
        let entries: Vec<AuditEntry> = self.store.audit_of(id.into()).await.unwrap();
        entries
            .into_iter()
            .map(|entry| (entry.action, entry.fields))
            .collect()
    }

    pub async fn changes_after(&self, viewer: &Viewer, n: u64) -> Vec<Change> {
        let batch = self.store.events_after(viewer, n, 500).await.unwrap();
        batch.events.into_iter().map(|event| event.change).collect()
    }
}

fn named(name: &str, edited_at: Timestamp) -> ChangeContact {
    ChangeContact {
        edited_at,
        name: Some(name.to_owned()),
        ..ChangeContact::default()
    }
}

pub async fn each_field_of_a_contact_is_the_later_word(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let conversation = stage.conversation(number, MARIA, minutes(0)).await;
    let id = stage.contact(&ana, conversation).await.id;
    let first = ChangeContact {
        stage: Some(ContactStage::Qualified),
        ..named("Maria", minutes(10))
    };
    let changed = stage.change_contact(&ana, id, first.clone(), minutes(10)).await;
    assert_eq!(
        (changed.name.as_str(), changed.stage),
        ("Maria", ContactStage::Qualified)
    );
    let newest = stage.newest().await;
    assert_eq!(
        stage.change_contact(&ana, id, first, minutes(11)).await,
        changed,
        "the same command again"
    );
    // What was said before and comes later counts where nobody said anything since.
    let late = ChangeContact {
        source_id: Some(Some(seeded::facebook())),
        ..named("Velho nome", minutes(5))
    };
    let merged = stage.change_contact(&ana, id, late, minutes(12)).await;
    assert_eq!(merged.name, "Maria");
    assert_eq!(merged.source_id, Some(seeded::facebook()));
    assert_eq!(merged.version, changed.version + 1);
    assert_eq!(stage.newest().await, newest + 1);
    // A clock that is ahead wins for no longer than until now.
    stage
        .change_contact(&ana, id, named("Do futuro", minutes(9_000)), minutes(20))
        .await;
    let now = stage
        .change_contact(&ana, id, named("Maria Alves", minutes(21)), minutes(21))
        .await;
    assert_eq!(now.name, "Maria Alves");
    let nowhere = ChangeContact {
        edited_at: minutes(22),
        source_id: Some(None),
        ..ChangeContact::default()
    };
    assert_eq!(
        stage
            .change_contact(&ana, id, nowhere, minutes(22))
            .await
            .source_id,
        None
    );
    // The customer's profile does not take the name back, nor the next message the source.
    let mut again = stage.inbound(number, MARIA, "Oi", minutes(23));
    again.customer.profile_name = Some("mah 🌻".to_owned());
    stage.receive(&again).await;
    let kept = stage.contact(&ana, conversation).await;
    assert_eq!((kept.name.as_str(), kept.source_id), ("Maria Alves", None));
    assert_eq!(
        stage.contact(&ana, conversation).await.stage,
        ContactStage::Qualified
    );
    let of = |fields: &[&str]| {
        let fields = fields.iter().map(|&field| field.to_owned()).collect();
        ("contact_changed".to_owned(), fields)
    };
    assert_eq!(
        stage.audited(*id.as_uuid()).await,
        [
            of(&["name", "stage"]),
            of(&["source"]),
            of(&["name"]),
            of(&["name"]),
            of(&["source"]),
        ]
    );
}

pub async fn a_contact_is_in_the_groups_that_the_later_word_says(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let conversation = stage.conversation(number, MARIA, minutes(0)).await;
    let id = stage.contact(&ana, conversation).await.id;
    let (one, other) = (
        stage.group(&ana, "Alunos").await.id,
        stage.group(&ana, "Pais").await.id,
    );
    let adds = |groups: &[GroupId], at| ChangeContact {
        edited_at: at,
        add_groups: groups.to_vec(),
        ..ChangeContact::default()
    };
    let removes = |groups: &[GroupId], at| ChangeContact {
        edited_at: at,
        remove_groups: groups.to_vec(),
        ..ChangeContact::default()
    };
    let contact = stage
        .change_contact(&ana, id, adds(&[other, one], minutes(2)), minutes(2))
        .await;
    assert_eq!(contact.group_ids, [one, other], "sorted");
    let contact = stage
        .change_contact(&ana, id, removes(&[one], minutes(4)), minutes(4))
        .await;
    assert_eq!(contact.group_ids, [other]);
    let newest = stage.newest().await;
    // Older words that come late bring nobody back and take nobody out.
    stage
        .change_contact(&ana, id, adds(&[one], minutes(3)), minutes(5))
        .await;
    let contact = stage
        .change_contact(&ana, id, removes(&[other], minutes(1)), minutes(5))
        .await;
    assert_eq!(contact.group_ids, [other]);
    assert_eq!(stage.newest().await, newest);
}

pub async fn what_was_said_while_the_clock_was_ahead_keeps_nothing_out_once_it_is_right(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let conversation = stage.conversation(number, MARIA, minutes(0)).await;
    let id = stage.contact(&ana, conversation).await.id;
    let group = stage.group(&ana, "Alunos").await.id;
    let note = stage.note(&ana, id, "Prefere a tarde", minutes(60)).await;
    let ahead = ChangeContact {
        stage: Some(ContactStage::Qualified),
        source_id: Some(None),
        add_groups: vec![group],
        ..named("Maria", minutes(60))
    };
    stage.change_contact(&ana, id, ahead, minutes(60)).await;

    let right = ChangeContact {
        stage: Some(ContactStage::Closed),
        source_id: Some(Some(seeded::facebook())),
        remove_groups: vec![group],
        ..named("Maria Alves", minutes(1))
    };
    let changed = stage.change_contact(&ana, id, right, minutes(1)).await;
    assert_eq!(
        (changed.name.as_str(), changed.stage, changed.source_id),
        ("Maria Alves", ContactStage::Closed, Some(seeded::facebook()))
    );
    assert!(changed.group_ids.is_empty());
    let put = PutNote {
        edited_at: minutes(1),
        text: "Prefere a noite".to_owned(),
    };
    let written = stage.store.put_note(&ana, id, note.id, &put, minutes(1)).await;
    assert!(
        matches!(written.unwrap(), PutNoteOutcome::Kept(note) if note.text == "Prefere a noite"),
        "an edit of one's own note"
    );
    // From then on the later word counts as ever.
    let late = named("Velho nome", minutes(0));
    assert_eq!(
        stage.change_contact(&ana, id, late, minutes(2)).await.name,
        "Maria Alves"
    );
}

pub async fn what_is_unknown_keeps_the_whole_change_from_counting(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let conversation = stage.conversation(number, MARIA, minutes(0)).await;
    let before = stage.contact(&ana, conversation).await;
    let newest = stage.newest().await;
    let cases = [
        (
            ChangeContact {
                source_id: Some(Some(stage.id::<SourceId>())),
                ..named("Maria", minutes(1))
            },
            ChangeContactOutcome::SourceMissing,
        ),
        (
            ChangeContact {
                add_groups: vec![stage.id::<GroupId>()],
                ..named("Maria", minutes(1))
            },
            ChangeContactOutcome::GroupMissing,
        ),
        (
            ChangeContact {
                avatar: Some(Some(stage.id())),
                ..named("Maria", minutes(1))
            },
            ChangeContactOutcome::FileMissing,
        ),
    ];
    for (change, expected) in cases {
        let outcome = stage
            .store
            .change_contact(&ana, before.id, &change, minutes(1))
            .await
            .unwrap();
        assert_eq!(outcome, expected);
    }
    let unknown = stage
        .store
        .change_contact(&ana, stage.id(), &named("Maria", minutes(1)), minutes(1))
        .await;
    assert_eq!(unknown.unwrap(), ChangeContactOutcome::NotFound);
    assert_eq!(stage.contact(&ana, conversation).await, before);
    assert_eq!(stage.newest().await, newest);
}

pub async fn a_change_reaches_who_sees_the_contact_and_nobody_else(stage: Stage) {
    let ana = stage.admin().await;
    let bruno = stage.agent("Bruno", &[Permission::ChatView]).await;
    let carla = stage.agent("Carla", &[Permission::ChatView]).await;
    let number = stage.number().await;
    let conversation = stage.conversation(number, MARIA, minutes(0)).await;
    let id = stage.contact(&ana, conversation).await.id;
    stage.switch(true).await;
    stage
        .store
        .assign(&ana, conversation, &[bruno.agent_id], stage.id(), minutes(1))
        .await
        .unwrap();
    let before = stage.newest().await;
    let contact = stage
        .change_contact(&ana, id, named("Maria", minutes(2)), minutes(2))
        .await;
    let note = stage.note(&ana, id, "Prefere a tarde", minutes(3)).await;
    // Carla asks first: what she may not see must not become what Bruno gets either.
    assert_eq!(stage.changes_after(&carla, before).await, []);
    assert_eq!(
        stage.changes_after(&bruno, before).await,
        [Change::ContactChanged { contact }, Change::NoteChanged { note }]
    );
    let refused = stage
        .store
        .change_contact(&carla, id, &named("Outra", minutes(4)), minutes(4))
        .await;
    assert_eq!(refused.unwrap(), ChangeContactOutcome::NotFound);
    assert_eq!(stage.store.note_page(&carla, id, None, 10).await.unwrap(), None);
    assert_eq!(stage.store.contact_reach(&carla, id).await.unwrap(), None);
    assert_eq!(
        stage.store.export_contact(&carla, id, minutes(4)).await.unwrap(),
        None
    );
}

pub async fn a_contact_comes_from_what_it_first_came_through(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let through_ad = |wa_id: &str, at| InboundMessage {
        referral: Some(Referral {
            title: Some("Aula grátis".to_owned()),
            ..Referral::default()
        }),
        ..stage.inbound(number, wa_id, "Oi", at)
    };
    let maria = stage.conversation(number, MARIA, minutes(0)).await;
    let otavio = through_ad(OTAVIO, minutes(0));
    stage.receive(&otavio).await;
    stage.receive(&through_ad(MARIA, minutes(1))).await;
    assert_eq!(
        stage.contact(&ana, maria).await.source_id,
        Some(seeded::whatsapp()),
        "the first one counts"
    );
    assert_eq!(
        stage.contact(&ana, otavio.new_conversation_id).await.source_id,
        Some(seeded::facebook())
    );
    // Whom we wrote to first comes from nowhere until they write.
    let new = NewConversation {
        command: StartConversation {
            id: stage.id(),
            phone_number_id: number,
            with: NewContact::Phone {
                contact_id: stage.id(),
                phone: "5531977776666".to_owned(),
                name: "Lia".to_owned(),
            },
        },
        now: minutes(2),
    };
    stage.store.start_conversation(&ana, &new).await.unwrap();
    let lia = new.command.id;
    assert_eq!(stage.contact(&ana, lia).await.source_id, None);
    stage.receive(&through_ad("5531977776666", minutes(3))).await;
    assert_eq!(stage.contact(&ana, lia).await.source_id, Some(seeded::facebook()));
}

pub async fn a_blocked_contact_shows_it(stage: Stage) {
    let ana = stage.admin().await;
    let (one, other) = (stage.number().await, stage.number().await);
    let conversation = stage.conversation(one, MARIA, minutes(0)).await;
    stage.conversation(other, MARIA, minutes(1)).await;
    let id = stage.contact(&ana, conversation).await.id;
    let reach = stage.store.contact_reach(&ana, id).await.unwrap().unwrap();
    assert_eq!(reach.wa_id.as_deref(), Some(MARIA));
    assert_eq!(reach.numbers.len(), 2);
    assert!(reach.numbers.iter().all(|(_, is_blocked)| !is_blocked));
    let note = async |at: &[PhoneNumberId], is_blocked: bool| {
        let noted = stage
            .store
            .note_blocked(&ana, id, at, is_blocked, minutes(2))
            .await;
        noted.unwrap().unwrap()
    };
    assert!(!note(&[], true).await.is_blocked, "Meta did nothing");
    assert!(note(&[one], true).await.is_blocked);
    let newest = stage.newest().await;
    assert!(note(&[one], true).await.is_blocked);
    assert_eq!(stage.newest().await, newest, "the same again");
    assert!(note(&[other], true).await.is_blocked);
    assert!(note(&[one], false).await.is_blocked, "still at the other number");
    assert!(!note(&[other], false).await.is_blocked);
    assert!(!stage.contact(&ana, conversation).await.is_blocked);
}

pub async fn an_export_holds_all_that_its_reader_sees(stage: Stage) {
    let ana = stage.admin().await;
    let bruno = stage.agent("Bruno", &[Permission::ChatView]).await;
    let (one, other) = (stage.number().await, stage.number().await);
    let mut message = stage.inbound(one, MARIA, "Quero dois", minutes(0));
    message.customer.profile_name = Some("mah".to_owned());
    stage.receive(&message).await;
    let open = message.new_conversation_id;
    for (body, at) in [("Quero três", minutes(1)), ("Quero quatro", minutes(2))] {
        let edit = Annotation {
            phone_number_id: one,
            wamid: format!("wamid.{body}"),
            target_wamid: message.wamid.clone(),
            by: Direction::Inbound,
            kind: AnnotationKind::Edit {
                content: text(body),
                meta_media_id: None,
            },
            at,
        };
        stage
            .deliver(&[InboundChange::Annotation(Box::new(edit))], at)
            .await;
    }
    let hidden = stage.conversation(other, MARIA, minutes(1)).await;
    let id = stage.contact(&ana, open).await.id;
    let group = stage.group(&ana, "Alunos").await;
    let joins = ChangeContact {
        add_groups: vec![group.id],
        ..named("Maria", minutes(2))
    };
    stage.change_contact(&ana, id, joins, minutes(2)).await;
    let note = stage.note(&ana, id, "Prefere a tarde", minutes(3)).await;
    stage.switch(true).await;
    stage
        .store
        .assign(&ana, hidden, &[ana.agent_id], stage.id(), minutes(4))
        .await
        .unwrap();
    let at = minutes(4) + Span::from_seconds(1);
    let whole = stage.store.export_contact(&ana, id, at).await.unwrap().unwrap();
    assert_eq!(whole.contact, stage.contact(&ana, open).await);
    assert_eq!(whole.exported_at, at);
    assert_eq!(whole.source.as_deref(), Some("whatsapp"));
    assert_eq!(whole.groups, ["Alunos"]);
    assert_eq!(whole.notes, [note]);
    assert_eq!(whole.identifiers.len(), 1);
    assert_eq!(whole.identifiers[0].value, MARIA);
    assert_eq!(whole.profile_name.as_deref(), Some("mah"));
    let earlier: Vec<_> = whole.conversations[0]
        .earlier
        .iter()
        .map(|edit| (edit.message_id, edit.text.as_str(), edit.until))
        .collect();
    assert_eq!(
        earlier,
        [
            (message.id, "Quero dois", minutes(1)),
            (message.id, "Quero três", minutes(2)),
        ]
    );
    let ids: Vec<_> = whole
        .conversations
        .iter()
        .map(|one| one.conversation.id)
        .collect();
    assert_eq!(ids, [open, hidden]);
    assert_eq!(whole.conversations[0].messages, stage.thread(&ana, open).await);
    assert_eq!(whole.conversations[1].messages, stage.thread(&ana, hidden).await);
    let part = stage.store.export_contact(&bruno, id, at).await.unwrap().unwrap();
    let ids: Vec<_> = part.conversations.iter().map(|one| one.conversation.id).collect();
    assert_eq!(ids, [open]);
    let exports = stage.audited(*id.as_uuid()).await;
    let exports = exports.iter().filter(|(action, _)| action == "contact_exported");
    assert_eq!(exports.count(), 2);
}
