//! What the journeys are held to, by hand: what must be found, and that whatever else is shown is noticed.

use serde_json::json;

use super::asking::Shown;
use super::comparing::{compare_here, compare_server, compare_together};
use super::reference::Known;

/// Messages of one conversation: their ids, seconds and words.
fn messages(messages: &[(&str, i64, &str)]) -> Known {
    let mut known = Known::default();
    for (id, second, body) in messages {
        known.add_message(&json!({
            "id": id,
            "conversation_id": "c",
            "at": second * 1_000,
            "content": { "kind": "text", "body": body },
        }));
    }
    known
}

/// Contacts, the one with the newest activity last.
fn contacts(contacts: &[(&str, &str, &str)]) -> Known {
    let mut known = Known::default();
    for (place, (id, name, phone)) in contacts.iter().enumerate() {
        known.add_conversation(&json!({
            "conversation": { "id": id, "last_activity_at": place },
            "contact": { "name": name, "phone": phone },
        }));
    }
    known
}

/// Ids of one sign each.
fn strings(ids: &str) -> Vec<String> {
    ids.chars().map(String::from).collect()
}

fn here(ids: &str) -> Shown {
    Shown {
        query: "vaga".to_owned(),
        here: strings(ids),
        ..Shown::default()
    }
}

#[test]
fn each_word_begins_one_of_the_message_and_the_newest_comes_first() {
    let known = messages(&[
        ("1", 10, "Há VAGAS às 15h? 👍🏽"),
        ("2", 30, "Sem vagas, só no sábado"),
        ("3", 20, "Divaga"),
        ("4", 30, "Vaga 日本 🎂"),
    ]);
    let found = |query| -> Vec<_> {
        let found = known.messages_with(query);
        found.into_iter().map(|one| one.id.as_str()).collect()
    };
    assert_eq!(found("vaga"), ["4", "2", "1"]);
    assert_eq!(found("vagas"), ["2", "1"]);
    assert_eq!(found("AS vág"), ["1"]);
    assert_eq!(found("sabado vaga"), ["2"]);
    assert_eq!(found("15"), ["1"]);
    assert_eq!(found("👍"), ["1"]);
    assert_eq!(found("🎂 日"), ["4"]);
    for nothing in ["agas", "vagas 16h", "%", "", "vaga*x"] {
        assert!(found(nothing).is_empty(), "{nothing}");
    }
}

#[test]
fn a_contact_is_found_by_the_beginnings_of_the_name_or_by_a_part_of_the_number() {
    let known = contacts(&[
        ("angela", "Ângela d'Ávila", "+5511986372111"),
        ("joao", "João da Silva", "+552186370002"),
        ("ana", "Ana Souza", "+351912000111"),
    ]);
    let found = |query| -> Vec<_> {
        let found = known.contacts_with(query);
        found.into_iter().map(|one| one.id.as_str()).collect()
    };
    assert_eq!(found("an"), ["ana", "angela"]);
    assert_eq!(found("avila ANG"), ["angela"]);
    assert_eq!(found("8637"), ["joao", "angela"]);
    assert_eq!(found("(11) 8637-2111"), ["angela"]);
    assert_eq!(found("021 98637"), ["joao"]);
    assert_eq!(found("angela 2111"), ["angela"]);
    for nothing in ["ngela", "ana 2111", "37", "-", ""] {
        assert!(found(nothing).is_empty(), "{nothing}");
    }
}

#[test]
fn nobody_is_told_of_what_others_see() {
    let mut known = contacts(&[("mine", "Ana", ""), ("c", "Ana", "")]);
    known.messages = messages(&[("1", 1, "vaga")]).messages;
    let mine = known.within(&["mine".to_owned()].into());
    assert_eq!(mine.contacts_with("ana").len(), 1);
    assert!(mine.messages_with("vaga").is_empty());
    assert_eq!(known.longest(), "c");
}

#[test]
fn whatever_is_wrong_in_the_box_is_noticed() {
    let known = messages(&[
        ("1", 10, "vaga"),
        ("2", 20, "vaga"),
        ("3", 30, "vaga"),
        ("4", 40, "x"),
    ]);
    let of_both = |here_ids, elsewhere| {
        let shown = Shown {
            elsewhere: strings(elsewhere),
            ..here(here_ids)
        };
        compare_together(&shown, &known)
    };
    assert_eq!(of_both("3", "21"), Ok(()));
    assert_eq!(of_both("2", "31"), Ok(()));
    for (here, elsewhere) in [
        ("3", "2"),
        ("3", "12"),
        ("23", "1"),
        ("3", "321"),
        ("43", "21"),
        ("3", "421"),
        ("", ""),
    ] {
        assert!(of_both(here, elsewhere).is_err(), "{here} {elsewhere}");
    }
    assert_eq!(compare_here(&here("321"), &known), Ok(()));
    for ids in ["32", "231", "4321"] {
        assert!(compare_here(&here(ids), &known).is_err(), "{ids}");
    }
    assert_eq!(compare_server(&strings("321"), &known, "vaga"), Ok(()));
    for ids in ["31", "123", "3321"] {
        assert!(compare_server(&strings(ids), &known, "vaga").is_err(), "{ids}");
    }
}

#[test]
fn as_far_as_the_server_was_asked_nothing_may_be_missing() {
    let all: Vec<_> = (0..70).map(|n| format!("{n:02}")).collect();
    let list: Vec<_> = (0..).zip(&all).map(|(n, id)| (id.as_str(), n, "vaga")).collect();
    let known = messages(&list);
    let newest_first: Vec<_> = all.iter().rev().cloned().collect();
    let shown = |count: usize, pages: usize| Shown {
        elsewhere: newest_first[..count].to_vec(),
        pages,
        has_more: true,
        ..here("")
    };
    assert_eq!(compare_together(&shown(60, 1), &known), Ok(()));
    assert!(compare_together(&shown(60, 2), &known).is_err());
    let mut with_a_hole = shown(61, 1);
    with_a_hole.elsewhere.remove(30);
    assert!(compare_together(&with_a_hole, &known).is_err());
    let whole = Shown {
        has_more: false,
        ..shown(69, 1)
    };
    assert!(compare_together(&whole, &known).is_err());

    let of_this_device = |note: &str| {
        let shown = Shown {
            here: newest_first[..50].to_vec(),
            note: note.to_owned(),
            ..here("")
        };
        compare_here(&shown, &known)
    };
    assert_eq!(of_this_device("… Mostrando as 50 mais recentes de 70."), Ok(()));
    assert!(of_this_device("… Mostrando as 50 mais recentes de 71.").is_err());
    assert!(of_this_device("…").is_err());
}

#[test]
fn of_the_contacts_the_newest_are_shown_and_none_twice() {
    let ids: Vec<_> = (0..25).map(|n| format!("{n:02}")).collect();
    let list: Vec<_> = ids.iter().map(|id| (id.as_str(), "Vagalume", "")).collect();
    let known = contacts(&list);
    let newest_first: Vec<_> = ids.iter().rev().cloned().collect();
    let shown = |here_ids: &[String], elsewhere: &[String]| Shown {
        contacts: here_ids.to_vec(),
        contacts_elsewhere: elsewhere.to_vec(),
        ..here("")
    };
    // The device may know others than the newest.
    let both = shown(&newest_first[10..24], &newest_first[..10]);
    assert_eq!(compare_together(&both, &known), Ok(()));
    for wrong in [
        shown(&newest_first[..19], &[]),
        shown(&newest_first[..21], &[]),
        shown(&newest_first[..10], &newest_first[9..20]),
        shown(&ids[5..], &[]),
    ] {
        assert!(compare_together(&wrong, &known).is_err(), "{wrong:?}");
    }
    assert_eq!(compare_here(&shown(&newest_first[..20], &[]), &known), Ok(()));
    assert!(compare_here(&shown(&newest_first[1..21], &[]), &known).is_err());
}
