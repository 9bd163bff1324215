//! Every act of a customer of which the webhook was acknowledged has its one effect, and nothing else has.

use super::conversations::Places;
use super::truth::Truth;
use crate::customers::{Acknowledged, Act, Deed};
use crate::world::World;
use domain::entities::{Direction, Message};
use std::collections::BTreeMap;

/// Compares what customers did with what the server has of it.
pub fn check(world: &World, truth: &Truth, told: &Acknowledged, places: &Places, faults: &mut Vec<String>) {
    let acts = world.acts();
    let arrived: Vec<&Act> = acts.iter().filter(|act| told.acts.contains(&act.wamid)).collect();
    check_counts(truth, places, &arrived, faults);
    for act in arrived.iter().filter(|act| act.is_message()) {
        if let Some(expected) = words_of(act, &arrived) {
            check_message(world, truth, told, places, &arrived, act, &expected, faults);
        }
    }
    check_reactions_to_ours(world, truth, told, places, &arrived, faults);
}

/// The words that a message must have now; `None`: it has none that can be found.
fn words_of(act: &Act, arrived: &[&Act]) -> Option<String> {
    let edits = arrived.iter().filter_map(|other| match &other.deed {
        Deed::Edited { target, words } if *target == act.wamid => Some((other.at_s, words)),
        _ => None,
    });
    let newest = edits
        .max_by_key(|(at_s, _)| *at_s)
        .map(|(_, words)| words.as_str());
    act.words().map(|words| newest.unwrap_or(words).to_owned())
}

/// The customer's messages in the server that have these words.
pub fn find<'a>(truth: &'a Truth, places: &Places, act: &Act, words: &str) -> Vec<&'a Message> {
    let Some(id) = places.conversation(act.customer, act.number) else {
        return Vec::new();
    };
    truth
        .thread(id)
        .filter(|message| message.direction == Direction::Inbound && message.content.text() == words)
        .collect()
}

/// By customer, number and kind there are as many messages as were written: also of those without words none is lost or doubled.
fn check_counts(truth: &Truth, places: &Places, arrived: &[&Act], faults: &mut Vec<String>) {
    let mut expected: BTreeMap<(usize, usize, String), i64> = BTreeMap::new();
    for act in arrived {
        if let Deed::Wrote { kind, .. } = &act.deed {
            *expected
                .entry((act.customer, act.number, kind.word().to_owned()))
                .or_default() += 1;
        }
    }
    for message in truth.messages.values() {
        if message.direction != Direction::Inbound {
            continue;
        }
        let kind = serde_json::to_value(message.content.kind()).unwrap_or_default();
        let kind = kind.as_str().unwrap_or_default().to_owned();
        let place = places.place(message.conversation_id);
        *expected.entry((place.0, place.1, kind)).or_default() -= 1;
    }
    for ((customer, number, kind), missing) in expected {
        if missing != 0 {
            let what = if missing > 0 { "lost" } else { "too many" };
            faults.push(format!(
                "{} {kind} of customer {customer} to number {number} {what}",
                missing.abs()
            ));
        }
    }
}

#[allow(clippy::too_many_arguments, reason = "one look at one message")]
fn check_message(
    world: &World,
    truth: &Truth,
    told: &Acknowledged,
    places: &Places,
    arrived: &[&Act],
    act: &Act,
    words: &str,
    faults: &mut Vec<String>,
) {
    let found = find(truth, places, act, words);
    let [message] = found.as_slice() else {
        faults.push(format!(
            "{} times in the server: {act:?}, now {words:?}",
            found.len()
        ));
        return;
    };
    let at_ms = message.at.as_millis();
    let is_at_right =
        at_ms == act.at_s * 1_000 || (world.shared.clocks.was_behind() && at_ms < act.at_s * 1_000);
    if !is_at_right {
        faults.push(format!("{message:?} is not of {}", act.at_s));
    }
    let is_edited = words != act.words().unwrap_or_default();
    let is_revoked = arrived
        .iter()
        .any(|other| matches!(&other.deed, Deed::Revoked { target } if *target == act.wamid));
    if message.is_edited != is_edited || message.is_revoked != is_revoked {
        faults.push(format!(
            "edited {is_edited}, revoked {is_revoked} is not what the server has: {message:?}"
        ));
    }
    check_reaction(message, &act.wamid, arrived, true, faults);
    if let Deed::Wrote {
        quoted: Some(quoted), ..
    } = &act.deed
    {
        check_quote(world, truth, told, places, arrived, message, quoted, faults);
    }
}

/// The customer's reaction is the newest one that arrived. `must`: the server knows what it is about.
fn check_reaction(message: &Message, wamid: &str, arrived: &[&Act], must: bool, faults: &mut Vec<String>) {
    let newest = arrived
        .iter()
        .filter_map(|act| match &act.deed {
            Deed::Reacted { target, emoji } if target == wamid => Some((act.at_s, emoji.clone())),
            _ => None,
        })
        .max();
    let expected = newest.and_then(|(_, emoji)| emoji);
    let held: Vec<&str> = message
        .reactions
        .iter()
        .filter(|reaction| reaction.direction == Direction::Inbound)
        .map(|reaction| reaction.emoji.as_str())
        .collect();
    let is_right = held.len() <= 1 && held.first().copied() == expected.as_deref();
    if !is_right && (must || !held.is_empty()) {
        faults.push(format!("the reaction should be {expected:?}: {message:?}"));
    }
}

fn check_reactions_to_ours(
    world: &World,
    truth: &Truth,
    told: &Acknowledged,
    places: &Places,
    arrived: &[&Act],
    faults: &mut Vec<String>,
) {
    for (customer, number) in places.all() {
        let copies = crate::customers::copies(&world.simulator, customer, number);
        for copy in &copies {
            let id = copy.message.parse().ok();
            let Some(message) = id.and_then(|id| truth.messages.get(&id)) else {
                continue;
            };
            // Of two copies of one message each has its reaction; and one whose answer and statuses were lost is not known.
            let is_only = copies
                .iter()
                .filter(|other| other.message == copy.message)
                .count()
                == 1;
            let must = is_only && told.told_wamids.contains(&copy.wamid);
            if is_only {
                check_reaction(message, &copy.wamid, arrived, must, faults);
            }
        }
    }
}

/// A message that answers another one says which, as soon as the server knows both.
#[allow(clippy::too_many_arguments, reason = "one look at one message")]
fn check_quote(
    world: &World,
    truth: &Truth,
    told: &Acknowledged,
    places: &Places,
    arrived: &[&Act],
    message: &Message,
    quoted: &str,
    faults: &mut Vec<String>,
) {
    let answered = message.reply_to.as_ref().and_then(|quote| quote.message_id);
    let expected = match arrived.iter().find(|act| act.wamid == quoted) {
        Some(target) => {
            let words = words_of(target, arrived);
            let found = words.map(|words| find(truth, places, target, &words));
            found.and_then(|found| found.first().map(|message| message.id))
        }
        None => {
            let (customer, number) = places.place(message.conversation_id);
            let copies = crate::customers::copies(&world.simulator, customer, number);
            let copy = copies
                .into_iter()
                .find(|copy| copy.wamid == quoted && told.told_wamids.contains(quoted));
            copy.and_then(|copy| copy.message.parse().ok())
        }
    };
    if message.reply_to.is_none() || (expected.is_some() && answered != expected) {
        faults.push(format!("should answer {expected:?}: {message:?}"));
    }
}
