//! Everything that an agent wrote is in the server once, reached the customer once, or is truthfully failed or not confirmed.

use super::conversations::Places;
use super::truth::Truth;
use crate::customers::{self, Acknowledged, Copy, ToldStatus};
use crate::device::{Outcome, Sent};
use crate::world::World;
use domain::delivery_status::DeliveryState;
use domain::entities::{Delivery, Direction, Message};
use domain::ids::AgentId;
use simulator::DeliveryStatus;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::Ordering;

/// The attempts that Meta took: our id of the message and the attempt.
pub fn taken_attempts(world: &World) -> BTreeSet<(String, u32)> {
    all_copies(world)
        .into_iter()
        .map(|copy| (copy.message, copy.attempt))
        .collect()
}

/// Compares what agents wrote, what the server has of it and what Meta got.
pub fn check(world: &World, truth: &Truth, told: &Acknowledged, places: &Places, faults: &mut Vec<String>) {
    let sends: Vec<(AgentId, Sent)> = world
        .devices
        .iter()
        .flat_map(|device| device.sends().into_iter().map(|sent| (device.agent, sent)))
        .collect();
    let copies = all_copies(world);
    for (agent, sent) in &sends {
        check_sent(truth, &copies, *agent, sent, faults);
    }
    let ids: BTreeSet<_> = sends.iter().map(|(_, sent)| sent.id).collect();
    for message in truth.messages.values() {
        if message.direction == Direction::Outbound {
            if !ids.contains(&message.id) {
                faults.push(format!("nobody wrote {message:?}"));
            }
            check_delivery(world, told, &copies, message, faults);
        }
    }
    for copy in &copies {
        let id = copy.message.parse().ok();
        if !id.is_some_and(|id| truth.messages.contains_key(&id)) {
            faults.push(format!("Meta got what the server does not know: {copy:?}"));
        }
    }
    check_order(world, places, faults);
}

fn all_copies(world: &World) -> Vec<Copy> {
    (0..world.customers.len())
        .flat_map(|customer| (0..2).map(move |number| (customer, number)))
        .flat_map(|(customer, number)| customers::copies(&world.simulator, customer, number))
        .collect()
}

/// What was accepted is there once and as it was written; what was refused is nowhere.
fn check_sent(truth: &Truth, copies: &[Copy], agent: AgentId, sent: &Sent, faults: &mut Vec<String>) {
    let message = truth.messages.get(&sent.id);
    let is_right = match (sent.outcome, message) {
        (Outcome::Accepted | Outcome::Unclear(_) | Outcome::Asked, Some(message)) => {
            message.content.text() == sent.words
                && message.author == Some(agent)
                && message.conversation_id == sent.conversation
                && message.direction == Direction::Outbound
                && message.reply_to.as_ref().and_then(|quote| quote.message_id) == sent.reply_to
        }
        (Outcome::Waits | Outcome::Refused(_) | Outcome::Unclear(_) | Outcome::Asked, None) => true,
        (Outcome::Accepted, None) | (Outcome::Waits | Outcome::Refused(_), Some(_)) => false,
    };
    if !is_right {
        faults.push(format!("{sent:?} of {agent} is in the server as {message:?}"));
    }
    if message.is_none() && copies.iter().any(|copy| copy.message == sent.id.to_string()) {
        faults.push(format!(
            "{sent:?} reached Meta though the server does not have it"
        ));
    }
    if copies
        .iter()
        .any(|copy| copy.message == sent.id.to_string() && copy.words != sent.words)
    {
        faults.push(format!("{sent:?} reached Meta with other words"));
    }
}

/// Each attempt left once, the customer has it once, and the ticks say what is true.
fn check_delivery(
    world: &World,
    told: &Acknowledged,
    copies: &[Copy],
    message: &Message,
    faults: &mut Vec<String>,
) {
    let id = message.id.to_string();
    let Some(delivery) = &message.delivery else {
        faults.push(format!("without a state: {message:?}"));
        return;
    };
    let own: Vec<&Copy> = copies.iter().filter(|copy| copy.message == id).collect();
    let attempts: BTreeSet<u32> = own.iter().map(|copy| copy.attempt).collect();
    if attempts.len() != own.len() {
        faults.push(format!("an attempt left twice: {own:?}"));
    }
    let retries = world
        .ledger()
        .retries
        .get(&message.id)
        .copied()
        .unwrap_or_default();
    let reached = own
        .iter()
        .filter(|copy| copy.status != DeliveryStatus::Failed)
        .count();
    if reached > 1 + retries {
        faults.push(format!(
            "the customer has it {reached} times after {retries} retries: {own:?}"
        ));
    }
    if attempts.last().is_some_and(|newest| *newest > delivery.attempt)
        && !matches!(
            delivery.state,
            DeliveryState::Delivered | DeliveryState::Read | DeliveryState::Played
        )
    {
        faults.push(format!(
            "an attempt left that the message does not know: {message:?}, {own:?}"
        ));
    }
    let none = BTreeSet::new();
    let statuses = told.statuses.get(&id).unwrap_or(&none);
    if !is_truthful(delivery, &attempts, statuses) {
        faults.push(format!(
            "the ticks are not true: {delivery:?}, at Meta {own:?}, told {statuses:?}"
        ));
    }
    if delivery.state == DeliveryState::Unconfirmed
        && world.kills.load(Ordering::SeqCst) == 0
        && !world.has_cuts()
    {
        faults.push(format!("not confirmed without a reason: {message:?}"));
    }
}

/// Whether a state says what the server was told, and no more than that.
fn is_truthful(delivery: &Delivery, attempts: &BTreeSet<u32>, statuses: &BTreeSet<ToldStatus>) -> bool {
    let rank = |word: &str| match word {
        "delivered" => Some(DeliveryState::Delivered),
        "read" => Some(DeliveryState::Read),
        "played" => Some(DeliveryState::Played),
        _ => None,
    };
    // What arrived has arrived, whatever became of other attempts.
    let arrived = statuses
        .iter()
        .filter_map(|status| rank(&status.word).map(|state| (status.attempt, state.rank(), state)))
        .max_by_key(|(attempt, rank, _)| (*attempt, *rank));
    if let Some((attempt, _, state)) = arrived {
        return delivery.attempt == attempt && delivery.state == state;
    }
    let of_this = |word: &str| {
        statuses
            .iter()
            .find(|status| status.attempt == delivery.attempt && status.word == word)
    };
    if let Some(failed) = of_this("failed") {
        let code = delivery.failure.as_ref().map(|failure| failure.code);
        return delivery.state == DeliveryState::Failed && code == failed.code;
    }
    if of_this("sent").is_some() {
        return delivery.state == DeliveryState::Sent;
    }
    if attempts.contains(&delivery.attempt) {
        matches!(
            delivery.state,
            DeliveryState::Waiting | DeliveryState::Unconfirmed
        )
    } else {
        matches!(delivery.state, DeliveryState::Failed | DeliveryState::Unconfirmed)
    }
}

/// What one device wrote in a conversation reached the customer in that order, unless it was tried again by hand.
fn check_order(world: &World, places: &Places, faults: &mut Vec<String>) {
    for (customer, number) in places.all() {
        let copies = customers::copies(&world.simulator, customer, number);
        let mut place_of: BTreeMap<&str, usize> = BTreeMap::new();
        for (place, copy) in copies.iter().enumerate() {
            place_of.entry(&copy.message).or_insert(place);
        }
        for device in &world.devices {
            let ledger = world.ledger();
            let places: Vec<(usize, String)> = device
                .sends()
                .into_iter()
                .filter(|sent| !ledger.retries.contains_key(&sent.id))
                .filter_map(|sent| Some((*place_of.get(sent.id.to_string().as_str())?, sent.words)))
                .collect();
            if !places.is_sorted_by_key(|(place, _)| *place) {
                faults.push(format!("{}: out of order at Meta: {places:?}", device.name));
            }
        }
    }
}
