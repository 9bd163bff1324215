//! Conversations: one for each customer and number, with the lines, marks, window and preview that follow from what was done.

use super::ledger::AtLastLook;
use super::truth::Truth;
use crate::customers::{self, Acknowledged};
use crate::template::NUMBERS;
use crate::world::World;
use domain::content::{MessageContent, SystemLine};
use domain::entities::{Conversation, ConversationState, Direction, Message, Position};
use domain::ids::ConversationId;
use std::collections::{BTreeMap, BTreeSet};

/// The window's length, in milliseconds.
const WINDOW_MS: i64 = 24 * 3_600 * 1_000;

/// Which conversation is whose.
#[derive(Debug, Default)]
pub struct Places {
    by_place: BTreeMap<(usize, usize), ConversationId>,
    by_id: BTreeMap<ConversationId, (usize, usize)>,
}

impl Places {
    /// The conversation of a customer and a number.
    pub fn conversation(&self, customer: usize, number: usize) -> Option<ConversationId> {
        self.by_place.get(&(customer, number)).copied()
    }

    /// Customer and number of a conversation.
    pub fn place(&self, id: ConversationId) -> (usize, usize) {
        self.by_id.get(&id).copied().unwrap_or((usize::MAX, usize::MAX))
    }

    /// All customers and numbers that have a conversation.
    pub fn all(&self) -> impl Iterator<Item = (usize, usize)> {
        self.by_place.keys().copied()
    }
}

/// Finds out which conversation is whose.
pub fn places(world: &World, truth: &Truth, faults: &mut Vec<String>) -> Places {
    let mut places = Places::default();
    for (id, row) in &truth.conversations {
        let digits = row
            .contact
            .phone
            .as_deref()
            .unwrap_or_default()
            .trim_start_matches('+');
        let customer = (0..world.customers.len()).find(|customer| customers::wa_id(*customer) == digits);
        let meta_id = truth
            .phone_numbers
            .get(&row.conversation.phone_number_id)
            .map(|number| number.meta_id.as_str());
        let number = NUMBERS.iter().position(|number| Some(*number) == meta_id);
        let (Some(customer), Some(number)) = (customer, number) else {
            faults.push(format!("nobody's conversation: {row:?}"));
            continue;
        };
        if let Some(twin) = places.by_place.insert((customer, number), *id) {
            faults.push(format!(
                "{id} and {twin} are both of customer {customer} and number {number}"
            ));
        }
        places.by_id.insert(*id, (customer, number));
    }
    places
}

/// Compares what is derived from messages and deeds.
pub fn check(world: &World, truth: &Truth, told: &Acknowledged, places: &Places, faults: &mut Vec<String>) {
    for (id, row) in &truth.conversations {
        let conversation = &row.conversation;
        check_assigned_lines(world, truth, *id, faults);
        check_state(world, truth, conversation, faults);
        check_unread(world, truth, conversation, faults);
        check_preview(truth, conversation, faults);
        check_window(world, told, places, conversation, faults);
    }
}

/// Each change of assignees left its one line.
fn check_assigned_lines(world: &World, truth: &Truth, id: ConversationId, faults: &mut Vec<String>) {
    let mut lines: Vec<_> = truth
        .thread(id)
        .filter_map(|message| match &message.content {
            MessageContent::System(SystemLine::Assigned { by: Some(by), agents }) => {
                Some((*by, agents.iter().copied().collect::<BTreeSet<_>>()))
            }
            _ => None,
        })
        .collect();
    lines.sort();
    let mut expected = world.ledger().assignments.get(&id).cloned().unwrap_or_default();
    expected.sort();
    if lines != expected {
        faults.push(format!("{id}: assigned {lines:?} instead of {expected:?}"));
    }
}

/// Open or ended, and the lines that tell of it. While messages came in at the same time as somebody ended the conversation only
/// the number of lines has bounds; without that everything is known.
fn check_state(world: &World, truth: &Truth, conversation: &Conversation, faults: &mut Vec<String>) {
    let id = conversation.id;
    let ledger = world.ledger();
    let now = AtLastLook::of(truth, id, conversation.state);
    let was = ledger.last.get(&id).copied().unwrap_or(AtLastLook {
        state: ConversationState::Open,
        inbound: 0,
        outbound: 0,
        concluded: 0,
        reopened: 0,
    });
    let changes: Vec<_> = ledger
        .state_changes
        .iter()
        .filter(|(of, _, _)| *of == id)
        .map(|(_, _, state)| *state)
        .collect();
    let (inbound, outbound) = (now.inbound > was.inbound, now.outbound > was.outbound);
    let (concluded, reopened) = (now.concluded - was.concluded, now.reopened - was.reopened);
    let concludes = changes
        .iter()
        .filter(|state| **state == ConversationState::Concluded)
        .count();
    let is_right = if changes.is_empty() {
        let was_concluded = was.state == ConversationState::Concluded;
        let expected_state = if was_concluded && !inbound && !outbound {
            ConversationState::Concluded
        } else {
            ConversationState::Open
        };
        let is_reopened = match (was_concluded, inbound, outbound) {
            (true, true, false) => reopened == 1,
            // Who was first decides whether there is a line.
            (true, true, true) => reopened <= 1,
            _ => reopened == 0,
        };
        conversation.state == expected_state && concluded == 0 && is_reopened
    } else if !inbound && !outbound {
        let mut state = was.state;
        let (mut lines_concluded, mut lines_reopened) = (0, 0);
        for change in &changes {
            if *change != state {
                match change {
                    ConversationState::Concluded => lines_concluded += 1,
                    ConversationState::Open => lines_reopened += 1,
                }
                state = *change;
            }
        }
        (conversation.state, concluded, reopened) == (state, lines_concluded, lines_reopened)
    } else {
        let ends = concluded + usize::from(was.state == ConversationState::Concluded);
        let stays = usize::from(conversation.state == ConversationState::Concluded);
        concluded <= concludes && reopened + stays <= ends
    };
    if !is_right {
        faults.push(format!("{id} was {was:?}, then {changes:?}, and is {now:?}"));
    }
}

/// What no agent has seen, and the newest that one has.
fn check_unread(world: &World, truth: &Truth, conversation: &Conversation, faults: &mut Vec<String>) {
    let id = conversation.id;
    let ledger = world.ledger();
    let marks: Vec<_> = ledger
        .marks
        .iter()
        .filter(|mark| mark.conversation == id && !mark.was_refused)
        .collect();
    let (mut least, mut most) = (0, 0);
    for message in truth
        .thread(id)
        .filter(|message| message.direction == Direction::Inbound)
    {
        let covers = |mark: &&&super::Mark| message.position() <= mark.position;
        let is_read = marks
            .iter()
            .filter(covers)
            .any(|mark| mark.is_sure && mark.known.contains(&message.id));
        let may_be_read = marks.iter().filter(covers).count() > 0;
        most += u32::from(!is_read);
        least += u32::from(!may_be_read);
    }
    if conversation.unread_count < least || conversation.unread_count > most {
        faults.push(format!(
            "{id} has {} unread instead of {least} to {most}",
            conversation.unread_count
        ));
    }
    let sure: Option<Position> = marks
        .iter()
        .filter(|mark| mark.is_sure)
        .map(|mark| mark.position)
        .max();
    let possible = marks
        .iter()
        .filter(|mark| !mark.is_sure && Some(mark.position) > sure)
        .map(|mark| Some(mark.position.id));
    let mut allowed = possible.chain([sure.map(|position| position.id)]);
    if !allowed.any(|allowed| allowed == conversation.read_up_to) {
        faults.push(format!(
            "{id} is read up to {:?} instead of {sure:?}",
            conversation.read_up_to
        ));
    }
}

/// The list shows the newest message as it is.
fn check_preview(truth: &Truth, conversation: &Conversation, faults: &mut Vec<String>) {
    let newest = truth
        .thread(conversation.id)
        .filter(|message| message.direction != Direction::Internal)
        .max_by_key(|message| message.position());
    let shown = conversation.last_message.as_ref();
    let is_right = match (newest, shown) {
        (None, None) => true,
        (Some(message), Some(preview)) => {
            preview.message_id == message.id
                && preview.kind == message.content.kind()
                && preview.text == message.content.text()
                && preview.delivery == message.delivery.as_ref().map(|delivery| delivery.state)
                && conversation.last_activity_at == message.at
        }
        _ => false,
    };
    if !is_right {
        faults.push(format!(
            "{shown:?} is shown of {:?}",
            newest.map(|message: &Message| message)
        ));
    }
}

/// The window closes 24 hours after the customer's newest message, by Meta's time of it.
fn check_window(
    world: &World,
    told: &Acknowledged,
    places: &Places,
    conversation: &Conversation,
    faults: &mut Vec<String>,
) {
    let (customer, number) = places.place(conversation.id);
    let newest_s = world
        .acts()
        .iter()
        .filter(|act| act.customer == customer && act.number == number && act.is_message())
        .filter(|act| told.acts.contains(&act.wamid))
        .map(|act| act.at_s)
        .max();
    let expected = newest_s.map(|at_s| at_s * 1_000 + WINDOW_MS);
    let held = conversation.window_expires_at.map(|at| at.as_millis());
    // A server whose clock was behind took the future for its now.
    if held != expected && !(world.shared.clocks.was_behind() && held < expected) {
        faults.push(format!(
            "the window of {} closes at {held:?} instead of {expected:?}",
            conversation.id
        ));
    }
}
