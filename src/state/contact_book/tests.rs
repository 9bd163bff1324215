//! What the page hears, and what it makes of answers.

use super::*;
use crate::state::examples;

fn contact(n: u8, version: u64, name: &str) -> Contact {
    Contact {
        version,
        name: name.to_owned(),
        ..examples::contact(ContactId::from_parts(1, &[n; 10]))
    }
}

fn listed(n: u8, name: &str) -> ListedContact {
    ListedContact {
        contact: contact(n, 1, name),
        conversation_id: None,
        last_activity_at: None,
    }
}

fn conversation(n: u8, begun_s: i64, at_s: i64) -> Conversation {
    Conversation {
        last_activity_at: Timestamp::from_seconds(at_s),
        created_at: Timestamp::from_seconds(begun_s),
        ..examples::conversation(ConversationId::from_parts(1, &[n; 10]), contact(n, 1, "").id)
    }
}

fn book() -> ContactBook {
    let mut book = ContactBook::default();
    book.begin(ContactFilter::default());
    book.replace(ContactPage {
        contacts: vec![listed(1, "Ana"), listed(2, "Bia")],
        next: None,
        total: Some(2),
    });
    book
}

#[test]
fn a_page_that_overlaps_adds_nobody_twice() {
    let mut book = book();
    book.append(ContactPage {
        contacts: vec![listed(2, "Bia"), listed(3, "Caio")],
        ..ContactPage::default()
    });
    assert_eq!(book.ids.len(), 3);
    assert_eq!(book.total, Some(2), "only the first page counts");
}

#[test]
fn a_change_shows_at_once_and_the_list_is_asked_for_again() {
    let mut book = book();
    let renamed = contact(1, 2, "Zoé");
    assert!(book.hear_contact(&renamed));
    assert_eq!(
        book.row(renamed.id).map(|row| row.contact.name.as_str()),
        Some("Zoé")
    );
    assert!(book.is_stale);
    assert!(!book.hear_contact(&renamed), "told twice");
    assert!(!book.hear_contact(&contact(1, 1, "Ana")), "told late");
}

#[test]
fn a_message_moves_the_time_and_asks_for_nothing() {
    let mut book = book();
    let of_ana = conversation(1, 10, 20);
    assert!(book.hear_conversation(&of_ana, &contact(1, 1, "Ana")));
    let row = book.row(of_ana.contact_id).expect("she is in the list");
    assert_eq!(row.conversation_id, Some(of_ana.id));
    assert_eq!(row.last_activity_at, Some(of_ana.last_activity_at));
    assert!(!book.is_stale);
    // An older conversation of hers does not take its place.
    let mut older = conversation(1, 5, 6);
    older.id = ConversationId::from_parts(1, &[9; 10]);
    assert!(!book.hear_conversation(&older, &contact(1, 1, "Ana")));
    // Nor does one of somebody further down, unless it has just begun.
    assert!(!book.hear_conversation(&conversation(7, 5, 30), &contact(7, 1, "Gil")));
    assert!(!book.is_stale);
    assert!(book.hear_conversation(&conversation(7, 30, 30), &contact(7, 1, "Gil")));
    assert!(book.is_stale);
}

#[test]
fn who_is_gone_leaves_the_list_and_a_closed_page_hears_nothing() {
    let mut book = book();
    let ana = contact(1, 1, "Ana").id;
    assert!(book.hear_removed(ana));
    assert!(!book.hear_removed(ana));
    assert_eq!((book.ids.len(), book.total), (1, Some(1)));
    let mut closed = ContactBook::default();
    assert!(!closed.hear_contact(&contact(1, 2, "Ana")));
    assert!(!closed.hear_conversation(&conversation(1, 1, 1), &contact(1, 2, "Ana")));
    assert!(!closed.hear_scope());
    assert_eq!(closed, ContactBook::default());
}

#[test]
fn who_goes_out_of_sight_leaves_the_list_at_once() {
    let of_ana = conversation(1, 10, 20);
    let mut older = conversation(1, 5, 6);
    older.id = ConversationId::from_parts(1, &[9; 10]);
    let ana = of_ana.contact_id;
    let seen = || {
        let mut book = book();
        book.hear_conversation(&of_ana, &contact(1, 1, "Ana"));
        book
    };
    let mut book = seen();
    assert!(book.hear_sight_lost(ana, of_ana.id, None));
    assert!(book.row(ana).is_none());
    assert_eq!((book.ids.len(), book.total, book.is_stale), (1, Some(1), true));

    // Another conversation still leads there.
    let mut book = seen();
    assert!(book.hear_sight_lost(ana, of_ana.id, Some((older.last_activity_at, older.id))));
    let row = book.row(ana).expect("she is still in the list");
    assert_eq!(row.conversation_id, Some(older.id));
    assert_eq!(row.last_activity_at, Some(older.last_activity_at));

    // It was not the one that leads there.
    let mut book = seen();
    assert!(
        book.hear_sight_lost(ana, older.id, None),
        "the list is to be asked for"
    );
    assert_eq!(book.row(ana).and_then(|row| row.conversation_id), Some(of_ana.id));
    assert!(!book.hear_sight_lost(ana, older.id, None), "nothing is another");
}

#[test]
fn an_answer_that_was_under_way_brings_nobody_back() {
    let page = || ContactPage {
        contacts: vec![listed(1, "Ana"), listed(3, "Caio")],
        next: None,
        total: Some(2),
    };
    let (ana, caio) = (contact(1, 1, "").id, contact(3, 1, "").id);
    let mut book = book();
    book.ask();
    assert!(book.hear_removed(ana));
    assert!(!book.hear_removed(caio), "he was not in the list so far");
    book.replace(page());
    assert!(book.ids.is_empty());
    assert!(book.is_stale);
    // Whoever is in a later answer is there again.
    book.ask();
    book.replace(page());
    assert_eq!(book.ids, [ana, caio]);
}

#[test]
fn what_nobody_waits_for_is_not_told() {
    let [lia, other] = [5, 6].map(|n| contact(n, 1, "Lia"));
    let added = || CreateProgress::Created(Box::new(lia.clone()));
    let mut book = book();
    book.create = CreateProgress::Busy(lia.id);
    book.end_create(lia.id, added());
    assert_eq!(book.create, added());
    // The dialog was closed, and perhaps opened for somebody else.
    for now in [CreateProgress::Idle, CreateProgress::Busy(other.id)] {
        book.create = now.clone();
        book.end_create(lia.id, added());
        assert_eq!(book.create, now);
    }
}

#[test]
fn what_is_said_of_a_file_is_settled_while_it_is_taken_in() {
    let mut book = book();
    assert!(!book.is_importing());
    for (phase, is_importing) in [
        (ImportPhase::Checked, false),
        (ImportPhase::Importing, true),
        (ImportPhase::Done, false),
    ] {
        book.file = Some(ContactFile {
            key: 1,
            name: "lista.csv".to_owned(),
            byte_size: 10,
            columns: None,
            report: None,
            phase,
        });
        assert_eq!(book.is_importing(), is_importing);
    }
}
