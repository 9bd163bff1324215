//! What the box shows, held to what looking at everything finds.

use std::collections::{BTreeMap, BTreeSet};

use super::asking::Shown;
use super::reference::{Known, KnownMessage};

/// What the box shows of this device, and what an answer of the server holds.
const MOST_CONTACTS: usize = 20;
const MOST_HERE: usize = 50;
pub const PAGE: usize = 30;

/// Of device and server together: nothing that does not match, nothing twice, nothing left out down to where the server was asked, and
/// nothing at all when it has no more; contacts and the messages of this device in their order, those of the server newest first.
pub fn compare_together(shown: &Shown, known: &Known) -> Result<(), String> {
    let contacts: Vec<_> = known.contacts_with(&shown.query);
    let contacts: Vec<_> = contacts.iter().map(|one| &one.id).collect();
    for group in [&shown.contacts, &shown.contacts_elsewhere] {
        are_in_order(group, &contacts)?;
        is_at_most(group, MOST_CONTACTS)?;
    }
    let told = all_once(&[&shown.contacts, &shown.contacts_elsewhere])?;
    are_all_in(&told, contacts.iter().take(MOST_CONTACTS).copied())?;

    let messages = known.messages_with(&shown.query);
    let ids: Vec<_> = messages.iter().map(|one| &one.id).collect();
    are_in_order(&shown.here, &ids)?;
    is_at_most(&shown.here, MOST_HERE)?;
    let oldest = are_newest_first(&shown.elsewhere, &messages)?;
    let told = all_once(&[&shown.here, &shown.elsewhere])?;
    if !shown.has_more {
        return are_all_in(&told, ids.into_iter());
    }
    // A page that the device has shown already is followed by the next one, so it may be more.
    if told.len() < PAGE * (1 + shown.pages) {
        return Err(format!("{} pages, but {} messages", 1 + shown.pages, told.len()));
    }
    let Some(oldest) = oldest else {
        return Err("there is more, but nothing of it is shown".to_owned());
    };
    let newer = messages.iter().filter(|one| second(one) > oldest);
    are_all_in(&told, newer.map(|one| &one.id))
}

/// Of this device alone: exactly the newest of what it keeps, newest first, and how many there are.
pub fn compare_here(shown: &Shown, kept: &Known) -> Result<(), String> {
    let contacts = kept.contacts_with(&shown.query);
    let contacts: Vec<_> = contacts.iter().map(|one| &one.id).take(MOST_CONTACTS).collect();
    let messages = kept.messages_with(&shown.query);
    let ids: Vec<_> = messages.iter().map(|one| &one.id).take(MOST_HERE).collect();
    let is_said = count_in(&shown.note).is_none_or(|count| count == messages.len());
    let is_whole = messages.len() <= MOST_HERE || count_in(&shown.note).is_some();
    let is_alone = shown.contacts_elsewhere.is_empty() && shown.elsewhere.is_empty();
    let is_equal = shown.contacts.iter().eq(contacts) && shown.here.iter().eq(ids);
    if is_equal && is_alone && is_said && is_whole {
        Ok(())
    } else {
        Err(format!("{} messages match on this device", messages.len()))
    }
}

/// All of what the server finds, newest first.
pub fn compare_server(found: &[String], known: &Known, query: &str) -> Result<(), String> {
    let messages = known.messages_with(query);
    are_newest_first(found, &messages)?;
    let found = all_once(&[found])?;
    are_all_in(&found, messages.iter().map(|one| &one.id))
}

/// Where those of one second may stand in any order, as the server has them. Answers with the second of the last.
fn are_newest_first(shown: &[String], expected: &[&KnownMessage]) -> Result<Option<i64>, String> {
    let seconds: BTreeMap<_, _> = expected.iter().map(|one| (&one.id, second(one))).collect();
    let mut last: Option<i64> = None;
    for id in shown {
        let second = *seconds.get(id).ok_or_else(|| format!("{id} is no hit"))?;
        if last.is_some_and(|last| last < second) {
            return Err(format!("{id} is out of order"));
        }
        last = Some(second);
    }
    Ok(last)
}

fn second(message: &KnownMessage) -> i64 {
    message.at.div_euclid(1_000)
}

/// In the order of what must be found, and nothing else.
fn are_in_order(shown: &[String], expected: &[&String]) -> Result<(), String> {
    let mut rest = expected.iter();
    match shown.iter().find(|id| !rest.any(|other| other == id)) {
        Some(id) => Err(format!("{id} is no hit, or out of order")),
        None => Ok(()),
    }
}

fn is_at_most(shown: &[String], most: usize) -> Result<(), String> {
    if shown.len() > most {
        return Err(format!("{} instead of at most {most}", shown.len()));
    }
    Ok(())
}

fn all_once<'a>(groups: &[&'a [String]]) -> Result<BTreeSet<&'a String>, String> {
    let mut all = BTreeSet::new();
    match groups.iter().copied().flatten().find(|id| !all.insert(*id)) {
        Some(id) => Err(format!("{id} is shown twice")),
        None => Ok(all),
    }
}

fn are_all_in<'a>(
    shown: &BTreeSet<&String>,
    expected: impl Iterator<Item = &'a String>,
) -> Result<(), String> {
    let missing: Vec<_> = expected.filter(|id| !shown.contains(id)).collect();
    if missing.is_empty() {
        Ok(())
    } else {
        Err(format!("missing: {missing:?}"))
    }
}

/// How many there are, where not all are shown.
fn count_in(note: &str) -> Option<usize> {
    let (_, count) = note.rsplit_once(" mais recentes de ")?;
    let digits: String = count.chars().filter(char::is_ascii_digit).collect();
    digits.parse().ok()
}
