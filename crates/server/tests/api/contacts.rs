//! What the team says of its contacts: who may, what wins, who hears of it, what becomes of two that are one and of one that is erased.

use crate::permissions::turn_support_agent_on;
use crate::support::{ANA, Answer, BRUNO, Browser, CARLA, Customer, TestServer, TestSocket, assert_refused};
use domain::command::{Assign, ChangeContact, MergeContact, PutGroup, PutNote, PutSource};
use domain::contact::{LABEL_CHARACTERS, NAME_CHARACTERS, NOTE_CHARACTERS, seeded};
use domain::entities::{Contact, Group, Note, Source, Stage};
use domain::error::ErrorCode;
use domain::event::Change;
use domain::ids::{ContactId, GroupId, NoteId, SourceId};
use domain::permission::{Permission, PermissionSet};
use domain::time::{Span, Timestamp};
use domain::wire::{Bootstrap, ContactExport, ConversationDetail, NotePage};
use serde_json::json;

async fn detail(browser: &Browser, customer: &Customer) -> ConversationDetail {
    browser
        .get(&format!("/api/v1/conversations/{}", customer.conversation))
        .await
        .read()
}

async fn contact_of(browser: &Browser, customer: &Customer) -> Contact {
    detail(browser, customer).await.row.contact
}

fn path(id: ContactId) -> String {
    format!("/api/v1/contacts/{id}")
}

fn new_id<T: From<uuid::Uuid>>(server: &TestServer) -> T {
    server.services.ids.uuid().into()
}

fn named(name: &str, edited_at: Timestamp) -> ChangeContact {
    ChangeContact {
        edited_at,
        name: Some(name.to_owned()),
        ..ChangeContact::default()
    }
}

fn note(text: &str, edited_at: Timestamp) -> PutNote {
    PutNote {
        edited_at,
        text: text.to_owned(),
    }
}

fn note_path(contact: ContactId, id: NoteId) -> String {
    format!("{}/notes/{id}", path(contact))
}

/// An answer to each thing that can be done to a contact, a note of it, a source and a group.
async fn everything(
    browser: &Browser,
    server: &TestServer,
    id: ContactId,
    other: ContactId,
) -> Vec<(&'static str, Answer)> {
    let now = server.clock.now();
    let (note_id, source, group): (NoteId, SourceId, GroupId) =
        (new_id(server), new_id(server), new_id(server));
    let (source, group) = (
        format!("/api/v1/sources/{source}"),
        format!("/api/v1/groups/{group}"),
    );
    let put_source = PutSource {
        after_version: 0,
        name: "Feira".to_owned(),
    };
    let put_group = PutGroup {
        after_version: 0,
        name: "Alunos".to_owned(),
    };
    let of = path(id);
    vec![
        ("change", browser.patch(&of, &named("Outra", now)).await),
        ("block", browser.post(&format!("{of}/block"), &json!({})).await),
        ("unblock", browser.delete(&format!("{of}/block")).await),
        (
            "merge",
            browser
                .post(&format!("{of}/merge"), &MergeContact { other })
                .await,
        ),
        ("export", browser.get(&format!("{of}/export")).await),
        ("erase", browser.delete(&of).await),
        (
            "note",
            browser.put(&note_path(id, note_id), &note("Oi", now)).await,
        ),
        ("no note", browser.delete(&note_path(id, note_id)).await),
        ("source", browser.put(&source, &put_source).await),
        ("no source", browser.delete(&source).await),
        ("group", browser.put(&group, &put_group).await),
        ("no group", browser.delete(&group).await),
    ]
}

#[tokio::test]
async fn each_path_needs_its_permission() {
    let server = TestServer::start().await;
    let marina = server.new_customer("Marina Alves").await;
    let rafael = server.new_customer("Rafael Costa").await;
    let ana = server.sign_in(ANA).await;
    server
        .add_agent(
            "vera@example.org",
            &[Permission::ChatView, Permission::ChatDelete],
        )
        .await;
    let vera = server.sign_in("vera@example.org").await;
    let (id, other) = (
        contact_of(&ana, &marina).await.id,
        contact_of(&ana, &rafael).await.id,
    );
    let before = server.store().log_bounds().await.unwrap();
    for (what, answer) in everything(&vera, &server, id, other).await {
        assert_eq!(answer.status, 403, "{what}: {}", answer.json);
        assert_refused(&answer, ErrorCode::PermissionDenied);
    }
    assert_eq!(server.store().log_bounds().await.unwrap(), before);
    let notes = vera.get(&format!("{}/notes", path(id))).await;
    assert_eq!(notes.status, 200, "who sees the contact reads its notes");
    // An agent edits and notes, but neither erases nor changes the lists.
    let bruno = server.sign_in(BRUNO).await;
    let denied: Vec<_> = everything(&bruno, &server, id, id)
        .await
        .into_iter()
        .filter(|(_, answer)| answer.status == 403)
        .map(|(what, _)| what)
        .collect();
    assert_eq!(denied, ["erase", "source", "no source", "group", "no group"]);
}

#[tokio::test]
async fn a_right_that_is_taken_away_counts_at_once_and_takes_no_other_along() {
    const ALL: [Permission; 5] = [
        Permission::ChatView,
        Permission::ChatDelete,
        Permission::ContactsEdit,
        Permission::NotesWrite,
        Permission::SettingsManage,
    ];
    let server = TestServer::start().await;
    let marina = server.new_customer("Marina Alves").await;
    let ana = server.sign_in(ANA).await;
    let id = contact_of(&ana, &marina).await.id;
    let agent = server.add_agent("vera@example.org", &ALL).await;
    let vera = server.sign_in("vera@example.org").await;
    let table = [
        (
            Permission::ContactsEdit,
            vec!["change", "block", "unblock", "merge", "export", "erase"],
        ),
        (Permission::ChatDelete, vec!["erase"]),
        (
            Permission::SettingsManage,
            vec!["source", "no source", "group", "no group"],
        ),
        // By now the contact is erased: a missing right is told all the same.
        (Permission::NotesWrite, vec!["note", "no note"]),
    ];
    for (taken, expected) in table {
        let rest: PermissionSet = ALL.into_iter().filter(|one| *one != taken).collect();
        let role = agent.role_id;
        server.store().put_role(role, "Teste", &rest).await.unwrap();
        let denied: Vec<_> = everything(&vera, &server, id, id)
            .await
            .into_iter()
            .filter(|(_, answer)| answer.status == 403)
            .map(|(what, _)| what)
            .collect();
        assert_eq!(denied, expected, "without {}", taken.as_str());
    }
}

#[tokio::test]
async fn what_may_not_be_seen_is_not_there() {
    let server = TestServer::start().await;
    let marina = server.new_customer("Marina Alves").await;
    let rafael = server.new_customer("Rafael Costa").await;
    let ana = server.sign_in(ANA).await;
    turn_support_agent_on(&ana).await;
    let assign = Assign {
        agents: vec![server.agent_id(BRUNO).await],
    };
    let at = format!("/api/v1/conversations/{}/assignees", marina.conversation);
    assert_eq!(ana.put(&at, &assign).await.status, 200);
    server
        .add_agent(
            "vera@example.org",
            &[
                Permission::ChatView,
                Permission::ChatDelete,
                Permission::ContactsEdit,
                Permission::NotesWrite,
            ],
        )
        .await;
    let vera = server.sign_in("vera@example.org").await;
    let (hidden, open) = (contact_of(&ana, &marina).await, contact_of(&ana, &rafael).await);
    let before = server.store().log_bounds().await.unwrap();
    let mut answers = everything(&vera, &server, hidden.id, open.id).await;
    // Sources and groups are everyone's: who may not change them is told so.
    answers.truncate(8);
    answers.push(("notes", vera.get(&format!("{}/notes", path(hidden.id))).await));
    let merge = MergeContact { other: hidden.id };
    answers.push((
        "merge",
        vera.post(&format!("{}/merge", path(open.id)), &merge).await,
    ));
    for (what, answer) in &answers {
        assert_eq!(answer.status, 404, "{what}: {}", answer.json);
        assert_eq!(assert_refused(answer, ErrorCode::NotFound).field, None);
    }
    assert_eq!(server.store().log_bounds().await.unwrap(), before);
    assert_eq!(contact_of(&ana, &marina).await, hidden);
}

#[tokio::test]
async fn of_two_changes_of_a_field_the_later_one_wins_and_both_hear_of_it() {
    let server = TestServer::start().await;
    let customer = server.new_customer("Marina Alves").await;
    let (ana, bruno) = (server.sign_in(ANA).await, server.sign_in(BRUNO).await);
    let id = contact_of(&ana, &customer).await.id;
    let begun = server.clock.now();
    server.pass(Span::from_minutes(10));
    let mut sockets = [TestSocket::live(&ana).await, TestSocket::live(&bruno).await];
    // Bruno was offline: what he did first comes last.
    let from_ana = named("Marina A.", begun + Span::from_minutes(5));
    let from_bruno = ChangeContact {
        stage: Some(Stage::Qualified),
        ..named("Mari", begun + Span::from_minutes(1))
    };
    let first: Contact = ana.patch(&path(id), &from_ana).await.read();
    let both: Contact = bruno.patch(&path(id), &from_bruno).await.read();
    assert_eq!((both.name.as_str(), both.stage), ("Marina A.", Stage::Qualified));
    assert_eq!(both.version, first.version + 1);
    for socket in &mut sockets {
        let told = |change: &Change| matches!(change, Change::ContactChanged { contact } if *contact == both);
        socket.events_until(told).await;
    }
    let again: Contact = bruno.patch(&path(id), &from_bruno).await.read();
    assert_eq!(again, both);
    let gone = json!({ "edited_at": server.clock.now(), "source_id": null });
    let nowhere: Contact = bruno.patch(&path(id), &gone).await.read();
    assert_eq!(
        (both.source_id, nowhere.source_id),
        (Some(seeded::whatsapp()), None)
    );
    let nothing = json!({ "edited_at": server.clock.now() });
    let same: Contact = bruno.patch(&path(id), &nothing).await.read();
    assert_eq!(same, nowhere, "what is left out stays");
}

#[tokio::test]
async fn what_cannot_be_kept_is_refused_and_changes_nothing() {
    let server = TestServer::start().await;
    let customer = server.new_customer("Marina Alves").await;
    let ana = server.sign_in(ANA).await;
    let before = contact_of(&ana, &customer).await;
    let (now, of) = (server.clock.now(), path(before.id));
    let group: GroupId = new_id(&server);
    let invalid = [
        (json!({ "name": "Ana" }), "edited_at"),
        (json!({ "edited_at": now, "name": " \u{0} " }), "name"),
        (json!({ "edited_at": now, "stage": "lost" }), "body"),
        (json!({ "edited_at": now, "source_id": group }), "source_id"),
        (json!({ "edited_at": now, "add_groups": [group] }), "add_groups"),
        (
            json!({ "edited_at": now, "add_groups": [group], "remove_groups": [group] }),
            "remove_groups",
        ),
        (
            json!({ "edited_at": now, "remove_groups": vec![group; 101] }),
            "remove_groups",
        ),
    ];
    for (body, field) in invalid {
        let problem = assert_refused(&ana.patch(&of, &body).await, ErrorCode::InvalidRequest);
        assert_eq!(problem.field.as_deref(), Some(field), "{body}");
    }
    let long = named(&"a".repeat(NAME_CHARACTERS + 1), now);
    let problem = assert_refused(&ana.patch(&of, &long).await, ErrorCode::TextTooLong);
    assert_eq!(problem.max_characters, Some(NAME_CHARACTERS as u64));
    let unknown = json!({ "edited_at": now, "avatar": group });
    assert_refused(&ana.patch(&of, &unknown).await, ErrorCode::FileMissing);
    let itself = MergeContact { other: before.id };
    let problem = assert_refused(
        &ana.post(&format!("{of}/merge"), &itself).await,
        ErrorCode::InvalidRequest,
    );
    assert_eq!(problem.field.as_deref(), Some("other"));

    let at = note_path(before.id, new_id(&server));
    assert_refused(&ana.put(&at, &note(" \n", now)).await, ErrorCode::TextEmpty);
    let long = note(&"a".repeat(NOTE_CHARACTERS + 1), now);
    assert_refused(&ana.put(&at, &long).await, ErrorCode::TextTooLong);
    let source = format!("/api/v1/sources/{}", new_id::<SourceId>(&server));
    for name in ["", " \t", "a".repeat(LABEL_CHARACTERS + 1).as_str()] {
        let put = PutSource {
            after_version: 0,
            name: name.to_owned(),
        };
        assert_refused(&ana.put(&source, &put).await, ErrorCode::InvalidRequest);
    }
    for path in [
        "/api/v1/contacts/x",
        "/api/v1/contacts/x/notes/y",
        "/api/v1/sources/x",
    ] {
        assert_refused(&ana.delete(path).await, ErrorCode::NotFound);
    }
    assert_eq!(contact_of(&ana, &customer).await, before);
}

#[tokio::test]
async fn a_note_is_its_authors_alone() {
    let server = TestServer::start().await;
    let customer = server.new_customer("Marina Alves").await;
    let (ana, bruno) = (server.sign_in(ANA).await, server.sign_in(BRUNO).await);
    let contact = contact_of(&ana, &customer).await.id;
    let id: NoteId = new_id(&server);
    let at = note_path(contact, id);
    let now = server.clock.now();
    let mut socket = TestSocket::live(&ana).await;
    let created = bruno.put(&at, &note(" Prefere a tarde ", now)).await;
    assert_eq!(created.status, 201, "{}", created.json);
    let written: Note = created.read();
    assert_eq!(written.text, "Prefere a tarde");
    assert_eq!(bruno.put(&at, &note("Prefere a tarde", now)).await.status, 200);
    socket
        .events_until(|change| {
            *change
                == Change::NoteChanged {
                    note: written.clone(),
                }
        })
        .await;
    assert_eq!(detail(&ana, &customer).await.notes, [written]);
    // Whoever may everything may not speak for a colleague.
    assert_refused(
        &ana.put(&at, &note("Prefere a noite", now)).await,
        ErrorCode::PermissionDenied,
    );
    assert_refused(&ana.delete(&at).await, ErrorCode::PermissionDenied);
    for _ in 0..2 {
        assert_eq!(bruno.delete(&at).await.status, 204);
    }
    socket
        .events_until(|change| {
            *change
                == Change::NoteRemoved {
                    id,
                    contact_id: contact,
                }
        })
        .await;
    let page: NotePage = ana.get(&format!("{}/notes?limit=10", path(contact))).await.read();
    assert_eq!(page, NotePage::default());
}

#[tokio::test]
async fn sources_and_groups_are_lists_on_every_device() {
    let server = TestServer::start().await;
    let (ana, bruno) = (server.sign_in(ANA).await, server.sign_in(BRUNO).await);
    let mut socket = TestSocket::live(&bruno).await;
    let id: GroupId = new_id(&server);
    let at = format!("/api/v1/groups/{id}");
    let put = |after_version, name: &str| PutGroup {
        after_version,
        name: name.to_owned(),
    };
    let created = ana.put(&at, &put(0, " Alunos  de sábado ")).await;
    assert_eq!(created.status, 201);
    let group: Group = created.read();
    assert_eq!(group.name, "Alunos de sábado");
    socket
        .events_until(|change| *change == Change::GroupChanged { group: group.clone() })
        .await;
    assert_refused(&ana.put(&at, &put(9, "Alunos")).await, ErrorCode::EditConflict);
    assert_refused(&ana.put(&at, &put(1, "INDICACAO")).await, ErrorCode::NameTaken);
    let source: Source = ana
        .put(
            &format!("/api/v1/sources/{}", seeded::facebook()),
            &PutSource {
                after_version: 1,
                name: "Instagram".to_owned(),
            },
        )
        .await
        .read();
    let screen: Bootstrap = bruno.get("/api/v1/bootstrap").await.read();
    assert!(screen.groups.contains(&group) && screen.sources.contains(&source));
    for _ in 0..2 {
        assert_eq!(ana.delete(&at).await.status, 204);
    }
    socket
        .events_until(|change| *change == Change::GroupRemoved { id })
        .await;
    assert_refused(
        &ana.put(&at, &put(0, "Alunos de sábado")).await,
        ErrorCode::EditConflict,
    );
}

#[tokio::test]
async fn two_that_are_one_person_become_one_on_open_screens() {
    let server = TestServer::start().await;
    let (marina, twin) = (
        server.new_customer("Marina Alves").await,
        server.new_customer("Marina de outro número").await,
    );
    server.customer_writes(&twin, "Sou eu de novo").await;
    let (ana, carla) = (server.sign_in(ANA).await, server.sign_in(CARLA).await);
    let (kept, gone) = (
        contact_of(&ana, &marina).await.id,
        contact_of(&ana, &twin).await.id,
    );
    let mut socket = TestSocket::live(&carla).await;
    let at = format!("{}/merge", path(kept));
    for _ in 0..2 {
        let merged = ana.post(&at, &MergeContact { other: gone }).await;
        assert_eq!(merged.read::<Contact>().id, kept, "{}", merged.json);
    }
    let heard = socket
        .events_until(|change| matches!(change, Change::ContactChanged { contact } if contact.id == kept))
        .await;
    let place = |wanted: &Change| heard.iter().position(|event| event.change == *wanted).unwrap();
    let lost = place(&Change::SightLost {
        conversation_id: twin.conversation,
    });
    let moved = heard.iter().position(|event| {
        matches!(&event.change, Change::MessageChanged { message } if message.conversation_id == marina.conversation)
    });
    assert!(
        lost < moved.unwrap(),
        "what goes with a conversation is forgotten first: {heard:?}"
    );
    place(&Change::ContactRemoved { id: gone });
    let joined = detail(&carla, &marina).await;
    let words: Vec<_> = joined
        .messages
        .messages
        .iter()
        .map(|message| message.content.text())
        .collect();
    assert_eq!(words.len(), 3);
    assert!(words.contains(&"Sou eu de novo"));
    let emptied = carla
        .get(&format!("/api/v1/conversations/{}", twin.conversation))
        .await;
    assert_refused(&emptied, ErrorCode::NotFound);
}

#[tokio::test]
async fn an_export_is_a_file_and_an_erased_person_is_gone() {
    let server = TestServer::start().await;
    let customer = server.new_customer("Marina Alves").await;
    let (ana, bruno) = (server.sign_in(ANA).await, server.sign_in(BRUNO).await);
    let contact = contact_of(&ana, &customer).await;
    let now = server.clock.now();
    let at = note_path(contact.id, new_id(&server));
    assert_eq!(bruno.put(&at, &note("Prefere a tarde", now)).await.status, 201);
    let export = bruno.get(&format!("{}/export", path(contact.id))).await;
    assert_eq!(
        export.header("content-disposition"),
        format!("attachment; filename=\"contact-{}.json\"", contact.id)
    );
    let export: ContactExport = export.read();
    assert_eq!(export.notes.len(), 1);
    assert_eq!(export.conversations[0].messages[0].content.text(), "Oi");

    let mut socket = TestSocket::live(&bruno).await;
    for _ in 0..2 {
        assert_eq!(ana.delete(&path(contact.id)).await.status, 204);
    }
    let heard = socket
        .events_until(|change| *change == Change::ContactRemoved { id: contact.id })
        .await;
    let lost = Change::SightLost {
        conversation_id: customer.conversation,
    };
    assert!(heard.iter().any(|event| event.change == lost), "{heard:?}");
    for gone in [
        format!("/api/v1/conversations/{}", customer.conversation),
        format!("{}/notes", path(contact.id)),
        format!("{}/export", path(contact.id)),
    ] {
        assert_refused(&bruno.get(&gone).await, ErrorCode::NotFound);
    }
    let late = bruno.patch(&path(contact.id), &named("Marina", now)).await;
    assert_refused(&late, ErrorCode::NotFound);
}
