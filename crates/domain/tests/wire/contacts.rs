//! What the team says of contacts, and whom its notes name.

use super::{NOW, agent_id, bytes, contact, conversation_id, pin};
use domain::command::{ChangeContact, MergeContact, PutGroup, PutNote, PutSource};
use domain::entities::*;
use domain::event::{Change, Event};
use domain::ids::*;
use domain::mention::{Mention, Mentioned};

/// Null is a word of its own: from nowhere, no picture.
#[test]
fn what_the_team_says_of_contacts_keeps_its_form() {
    let source = Source {
        id: SourceId::from_parts(13, &bytes(13)),
        version: 1,
        name: "Feira".into(),
    };
    let group = Group {
        id: GroupId::from_parts(14, &bytes(14)),
        version: 2,
        name: "Alunos".into(),
    };
    let note = Note {
        id: NoteId::from_parts(15, &bytes(15)),
        version: 2,
        contact_id: contact().id,
        author: agent_id(),
        text: "Prefere a tarde".into(),
        mentions: Vec::new(),
        created_at: NOW,
        edited_at: Some(NOW),
    };
    let known = Contact {
        source_id: Some(source.id),
        group_ids: vec![group.id],
        avatar: Some(MediaId::from_parts(8, &bytes(8))),
        is_blocked: true,
        ..contact()
    };
    pin(
        "contact_changes",
        &vec![
            ChangeContact {
                edited_at: NOW,
                name: Some("Mariana".into()),
                stage: Some(Stage::Closed),
                source_id: Some(known.source_id),
                avatar: Some(known.avatar),
                add_groups: known.group_ids.clone(),
                remove_groups: Vec::new(),
            },
            ChangeContact {
                edited_at: NOW,
                source_id: Some(None),
                avatar: Some(None),
                remove_groups: known.group_ids.clone(),
                ..ChangeContact::default()
            },
        ],
    );
    pin(
        "contact_commands",
        &(
            PutNote {
                edited_at: NOW,
                text: "Prefere a tarde".into(),
            },
            PutSource {
                after_version: 0,
                name: "Feira".into(),
            },
            PutGroup {
                after_version: 1,
                name: "Alunos".into(),
            },
            MergeContact { other: contact().id },
        ),
    );
    let changes = [
        Change::ContactChanged { contact: known },
        Change::ContactRemoved { id: contact().id },
        Change::NoteRemoved {
            id: note.id,
            contact_id: note.contact_id,
        },
        Change::NoteChanged { note },
        Change::SourceRemoved { id: source.id },
        Change::SourceChanged { source },
        Change::GroupRemoved { id: group.id },
        Change::GroupChanged { group },
    ];
    pin("contact_events", &changes.to_vec());
}

#[test]
fn mentions_keep_their_form() {
    let note_id = NoteId::from_parts(15, &bytes(15));
    let (author, conversation_id) = (agent_id(), conversation_id());
    let told = Event {
        n: 7,
        change: Change::MentionChanged {
            mention: Box::new(Mention {
                note_id,
                author,
                at: NOW,
                conversation_id,
                contact: contact(),
            }),
        },
    };
    let customer = serde_json::to_string(&contact()).unwrap();
    let at = NOW.as_millis();
    assert_eq!(
        serde_json::to_string(&told).unwrap(),
        format!(
            r#"{{"n":7,"change":"mention_changed","mention":{{"note_id":"{note_id}","author":"{author}","at":{at},"conversation_id":"{conversation_id}","contact":{customer}}}}}"#
        )
    );
    let gone = Change::MentionRemoved { note_id };
    assert_eq!(
        serde_json::to_string(&gone).unwrap(),
        format!(r#"{{"change":"mention_removed","note_id":"{note_id}"}}"#)
    );
    let named = Mentioned {
        agent_id: author,
        name: "Bruno Lima".into(),
    };
    assert_eq!(
        serde_json::to_string(&named).unwrap(),
        format!(r#"{{"agent_id":"{author}","name":"Bruno Lima"}}"#)
    );
}
