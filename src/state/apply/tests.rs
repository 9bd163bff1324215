//! Stories of news coming in, and the property that their order does not matter.

use super::*;
use crate::state::conversation_filter::ConversationFilter;
use crate::state::examples;
use crate::state::outbox::SetAsideReason;
use crate::state::thread_layout::CivilDay;
use domain::contact_list::{ContactFilter, ContactPage, ListedContact};
use domain::content::{Attachment, MessageContent};
use domain::entities::{Contact, Conversation, Delivery, Direction};
use domain::event::{Change, Cursor};
use domain::ids::{AgentId, ContactId, LogEpoch};
use proptest::prelude::*;

const MINUTE: i64 = 60_000;

fn state() -> AppState {
    AppState::new(|at, _| CivilDay(i32::try_from(at.as_millis() / (24 * 60 * MINUTE)).unwrap()))
}

fn conversation_id(number: u8) -> ConversationId {
    ConversationId::from_parts(u64::from(number), &[number; 10])
}

fn message_id(number: u8) -> MessageId {
    MessageId::from_parts(u64::from(number), &[number; 10])
}

fn agent() -> AgentId {
    AgentId::from_parts(1, &[1; 10])
}

fn contact(number: u8, version: u64) -> Contact {
    Contact {
        version,
        name: format!("Contato {number}"),
        ..examples::contact(ContactId::from_parts(u64::from(number), &[number; 10]))
    }
}

fn row(number: u8, version: u64, minute: i64) -> ConversationRow {
    let contact = contact(number, version);
    let conversation = Conversation {
        version,
        last_activity_at: Timestamp::from_millis(minute * MINUTE),
        ..examples::conversation(conversation_id(number), contact.id)
    };
    ConversationRow {
        conversation,
        contact,
    }
}

fn message(number: u8, version: u64, conversation: u8, direction: Direction) -> Message {
    let body = format!("Mensagem {number}, versão {version}");
    let content = MessageContent::Text { body };
    Message {
        version,
        direction,
        author: (direction == Direction::Outbound).then(agent),
        at: Timestamp::from_millis(i64::from(number) * MINUTE),
        delivery: (direction == Direction::Outbound).then(|| Delivery::accepted(None)),
        ..examples::message(message_id(number), conversation_id(conversation), content)
    }
}

fn inbound(number: u8, conversation: u8) -> Message {
    message(number, 1, conversation, Direction::Inbound)
}

fn conversation_changed(n: u64, row: &ConversationRow) -> Event {
    let change = Change::ConversationChanged {
        conversation: row.conversation.clone(),
        contact: row.contact.clone(),
    };
    Event { n, change }
}

fn message_changed(n: u64, message: &Message) -> Event {
    Event {
        n,
        change: Change::MessageChanged {
            message: Box::new(message.clone()),
        },
    }
}

fn sight_lost(n: u64, conversation: u8) -> Event {
    Event {
        n,
        change: Change::SightLost {
            conversation_id: conversation_id(conversation),
        },
    }
}

fn page(messages: &[Message], has_older: bool) -> MessagePage {
    MessagePage {
        messages: messages.to_vec(),
        has_older,
        has_newer: false,
    }
}

fn numbers(state: &AppState, conversation: u8) -> Vec<MessageId> {
    state.thread(conversation_id(conversation)).ids.get_untracked()
}

fn open(state: &AppState, conversation: u8, messages: &[Message]) -> Thread {
    let id = conversation_id(conversation);
    state.begin_thread(id);
    state.apply_message_page(id, &page(messages, false), PageAt::Newest);
    state.thread(id)
}

#[test]
fn a_message_that_waits_becomes_the_real_one_in_the_same_row() {
    let state = state();
    open(&state, 1, &[inbound(1, 1)]);
    let waiting = message(2, 0, 1, Direction::Outbound);
    state.show_pending(&waiting);
    assert_eq!(numbers(&state, 1), [message_id(1), message_id(2)]);
    assert_eq!(state.outbox.get_untracked().total(), 1);
    let signal = state.messages.get(message_id(2)).unwrap();

    let real = Message {
        at: Timestamp::from_millis(9 * MINUTE),
        ..message(2, 1, 1, Direction::Outbound)
    };
    let follow_ups = state.apply_events(&[message_changed(1, &inbound(3, 1)), message_changed(2, &real)]);
    assert_eq!(numbers(&state, 1), [message_id(1), message_id(3), message_id(2)]);
    assert_eq!(signal.get_untracked(), real);
    assert_eq!(state.outbox.get_untracked().total(), 0);
    assert_eq!(follow_ups.accepted, BTreeSet::from([message_id(2)]));
}

#[test]
fn a_thread_with_more_unread_than_a_page_waits_for_the_first_of_them() {
    let state = state();
    let mut row = row(1, 1, 0);
    row.conversation.unread_count = 4;
    row.conversation.read_up_to = Some(message_id(2));
    state.apply_events(&[conversation_changed(1, &row)]);
    let id = conversation_id(1);
    state.begin_thread(id);
    let newest = [inbound(5, 1), inbound(6, 1)];
    state.apply_message_page(id, &page(&newest, true), PageAt::Newest);
    let thread = state.thread(id);
    assert_eq!(thread.phase.get_untracked(), ThreadPhase::Loading);
    assert!(thread.seeks_unread());

    let older = [inbound(2, 1), inbound(3, 1), inbound(4, 1)];
    state.apply_message_page(id, &page(&older, true), PageAt::Older);
    assert_eq!(thread.phase.get_untracked(), ThreadPhase::Ready);
    assert_eq!(thread.unread_from.get_untracked(), Some(message_id(3)));
    assert_eq!(thread.unread_at_opening(), Some(4));
}

#[test]
fn a_message_that_waits_is_shown_in_a_thread_opened_later() {
    let state = state();
    state.show_pending(&message(2, 0, 1, Direction::Outbound));
    open(&state, 1, &[inbound(1, 1)]);
    assert_eq!(numbers(&state, 1), [message_id(1), message_id(2)]);
}

#[test]
fn a_refused_message_leaves_the_thread_and_keeps_its_text() {
    let state = state();
    open(&state, 1, &[]);
    let waiting = message(2, 0, 1, Direction::Outbound);
    state.show_pending(&waiting);
    let item = SetAside {
        id: waiting.id,
        conversation_id: waiting.conversation_id,
        text: waiting.content.text().to_owned(),
        is_recording: false,
        has_file: false,
        reason: SetAsideReason::SightLost,
        at: waiting.at,
    };
    state.set_aside(item.clone());
    state.set_aside(item.clone());
    assert_eq!(numbers(&state, 1), []);
    assert_eq!(state.outbox.get_untracked().total(), 0);
    assert_eq!(state.set_aside.get_untracked(), [item]);
}

#[test]
fn a_recording_that_waits_while_sight_is_lost_is_set_aside_as_one() {
    let state = state();
    state.apply_events(&[conversation_changed(1, &row(1, 1, 1))]);
    let recording = MessageContent::VoiceNote(Attachment {
        duration_ms: Some(7_000),
        ..Attachment::default()
    });
    let waiting = Message {
        content: recording,
        ..message(2, 0, 1, Direction::Outbound)
    };
    state.show_pending(&waiting);
    state.apply_events(&[sight_lost(2, 1)]);
    let kept = state.set_aside.get_untracked();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].text, "🎤 0:07");
    assert!(kept[0].is_recording);
}

#[test]
fn what_came_while_the_newest_page_was_under_way_is_not_lost() {
    let state = state();
    let id = conversation_id(1);
    state.begin_thread(id);
    state.apply_events(&[message_changed(1, &inbound(2, 1))]);
    assert_eq!(numbers(&state, 1), []);
    state.apply_message_page(id, &page(&[inbound(1, 1)], false), PageAt::Newest);
    assert_eq!(numbers(&state, 1), [message_id(1), message_id(2)]);
}

#[test]
fn messages_out_of_view_are_counted_once() {
    let state = state();
    let thread = open(&state, 1, &[inbound(1, 1)]);
    thread.set_newest_in_view(true);
    state.apply_events(&[message_changed(1, &inbound(2, 1))]);
    assert_eq!(thread.unseen_below.get_untracked(), 0);
    thread.set_newest_in_view(false);
    let event = message_changed(2, &inbound(3, 1));
    state.apply_events(&[event.clone(), event, message_changed(3, &inbound(2, 1))]);
    assert_eq!(thread.unseen_below.get_untracked(), 1);
    thread.set_newest_in_view(true);
    assert_eq!(thread.unseen_below.get_untracked(), 0);
}

#[test]
fn the_unread_divider_stays_where_it_was_at_opening() {
    let state = state();
    let mut unread = row(1, 1, 5);
    unread.conversation.unread_count = 1;
    unread.conversation.read_up_to = Some(message_id(1));
    state.apply_cached_rows(&[unread]);
    let thread = open(&state, 1, &[inbound(1, 1), inbound(2, 1)]);
    assert_eq!(thread.unread_from.get_untracked(), Some(message_id(2)));
    assert!(
        thread
            .layout(message_id(2))
            .get_untracked()
            .has_unread_divider_before
    );
    state.apply_events(&[
        conversation_changed(1, &row(1, 2, 5)),
        message_changed(2, &inbound(3, 1)),
    ]);
    assert_eq!(thread.unread_from.get_untracked(), Some(message_id(2)));
    state.show_pending(&message(9, 0, 1, Direction::Outbound));
    assert_eq!(thread.unread_from.get_untracked(), None);
}

#[test]
fn a_bubble_is_told_before_the_list() {
    let state = state();
    state.apply_events(&[conversation_changed(1, &row(1, 1, 1))]);
    let thread = open(&state, 1, &[inbound(1, 1)]);
    thread.set_newest_in_view(true);
    let conversation = state.conversations.get(conversation_id(1)).unwrap();
    let told = Memo::new({
        let conversation = conversation.clone();
        move |_| conversation.get().version
    });
    let before = told.get_untracked();
    let mut applying = state.begin_events();
    for event in [
        message_changed(1, &inbound(2, 1)),
        conversation_changed(2, &row(1, 9, 9)),
    ] {
        applying.apply(&event);
    }
    let (_, list) = applying.finish_threads();
    assert_eq!(thread.ids.get_untracked().last(), Some(&message_id(2)));
    // What reads it now has the new one; who watches it hears of it later.
    assert_eq!(conversation.with_untracked(|row| row.version), 9);
    assert_eq!(told.get_untracked(), before);
    assert!(list.is_behind_bubble);
    list.tell();
    assert_eq!(told.get_untracked(), 9);
}

#[test]
fn one_more_message_changes_the_layout_of_none_above() {
    let state = state();
    let thread = open(&state, 1, &[inbound(1, 1), inbound(2, 1)]);
    let layouts = [1, 2].map(|n| thread.layout(message_id(n)));
    let runs = Memo::new(move |runs: Option<&u32>| {
        layouts.iter().for_each(Track::track);
        runs.copied().unwrap_or(0) + 1
    });
    assert_eq!(runs.get_untracked(), 1);
    state.apply_events(&[message_changed(1, &inbound(3, 1))]);
    assert_eq!(runs.get_untracked(), 1);
    assert!(!thread.layout(message_id(3)).get_untracked().starts_group);
}

#[test]
fn losing_sight_takes_everything_away_and_keeps_what_was_written() {
    let state = state();
    state.apply_events(&[
        conversation_changed(1, &row(1, 1, 1)),
        conversation_changed(2, &row(2, 1, 2)),
    ]);
    let thread = open(&state, 1, &[inbound(1, 1)]);
    state.show_pending(&message(2, 0, 1, Direction::Outbound));
    let follow_ups = state.apply_events(&[sight_lost(3, 1)]);
    assert_eq!(follow_ups.forget, BTreeSet::from([conversation_id(1)]));
    assert_eq!(
        state
            .conversation_list
            .get_untracked()
            .ids(&ConversationFilter::default()),
        [conversation_id(2)]
    );
    assert_eq!(thread.phase.get_untracked(), ThreadPhase::NotFound);
    assert!(thread.ids.get_untracked().is_empty());
    assert!(state.messages.get(message_id(1)).is_none());
    assert!(state.contacts.get(row(1, 1, 1).contact.id).is_none());
    let kept = state.set_aside.get_untracked();
    assert_eq!(
        (kept.len(), kept[0].id, &kept[0].reason),
        (1, message_id(2), &SetAsideReason::SightLost)
    );

    // An answer that was under way does not bring it back; a later event does.
    state.apply_cached_rows(&[row(1, 9, 1)]);
    state.apply_message_page(conversation_id(1), &page(&[inbound(1, 1)], false), PageAt::Newest);
    assert!(state.conversations.get(conversation_id(1)).is_none());
    assert!(thread.ids.get_untracked().is_empty());
    state.apply_events(&[conversation_changed(4, &row(1, 2, 1))]);
    assert!(state.conversations.get(conversation_id(1)).is_some());
}

#[test]
fn who_is_out_of_sight_is_not_among_all_contacts_either() {
    let state = state();
    let [lost, kept, swept] = [1, 2, 3].map(|number| row(number, 1, i64::from(number)));
    state.apply_events(&[
        conversation_changed(1, &lost),
        conversation_changed(2, &kept),
        conversation_changed(3, &swept),
    ]);
    let listed = |row: &ConversationRow| ListedContact {
        contact: row.contact.clone(),
        conversation_id: Some(row.conversation.id),
        last_activity_at: Some(row.conversation.last_activity_at),
    };
    state.contact_book.update(|book| {
        book.begin(ContactFilter::default());
        book.replace(ContactPage {
            contacts: vec![listed(&lost), listed(&kept), listed(&swept)],
            next: None,
            total: Some(3),
        });
    });
    let ids = Memo::new({
        let book = state.contact_book.clone();
        move |_| book.with(|book| book.ids.clone())
    });
    assert_eq!(ids.get_untracked().len(), 3);
    // Nor among those whom the server found where somebody is looked for.
    state.found_contacts.update(|found| {
        found.begin("contato".to_owned());
        found.put("contato", vec![lost.contact.clone(), kept.contact.clone()]);
    });
    state.apply_events(&[sight_lost(4, 1)]);
    assert_eq!(ids.get_untracked(), [kept.contact.id, swept.contact.id]);
    let found = state
        .found_contacts
        .with_untracked(|found| found.besides("contato", |_| false, |_| true));
    assert_eq!(found, std::slice::from_ref(&kept.contact));
    let cursor = Cursor {
        epoch: LogEpoch::from_parts(1, &[0; 10]),
        n: 5,
    };
    state.apply_visible(&VisibleConversations {
        cursor,
        ids: vec![kept.conversation.id],
    });
    assert_eq!(ids.get_untracked(), [kept.contact.id]);
}

#[test]
fn sweeping_removes_what_is_not_visible_any_more() {
    let state = state();
    state.apply_events(&[
        conversation_changed(1, &row(1, 1, 1)),
        conversation_changed(2, &row(2, 1, 2)),
    ]);
    let cursor = Cursor {
        epoch: LogEpoch::from_parts(1, &[0; 10]),
        n: 5,
    };
    let gone = state.apply_visible(&VisibleConversations {
        cursor,
        ids: vec![conversation_id(2)],
    });
    let contact = row(1, 1, 1).contact.id;
    assert_eq!(gone.forget, BTreeSet::from([conversation_id(1)]));
    assert_eq!(gone.forget_contacts, BTreeSet::from([contact]));
    assert!(state.conversations.get(conversation_id(1)).is_none());
}

#[test]
fn the_list_follows_the_latest_activity() {
    let state = state();
    let ids = || {
        state
            .conversation_list
            .get_untracked()
            .ids(&ConversationFilter::default())
    };
    state.apply_events(&[1, 2, 3].map(|number| conversation_changed(1, &row(number, 1, i64::from(number)))));
    assert_eq!(ids(), [3, 2, 1].map(conversation_id));
    state.apply_events(&[conversation_changed(4, &row(1, 2, 9))]);
    assert_eq!(ids(), [1, 3, 2].map(conversation_id));
}

/// What the property compares: everything that a view could read.
fn snapshot(state: &AppState) -> impl PartialEq + std::fmt::Debug {
    let mut conversations: Vec<_> = state
        .conversations
        .rows()
        .iter()
        .map(|row| (row.get_untracked().id, row.get_untracked()))
        .collect();
    conversations.sort_by_key(|(id, _)| *id);
    let threads: Vec<_> = (0..3)
        .map(|number| {
            let thread = state.thread(conversation_id(number));
            let ids = thread.ids.get_untracked();
            let messages: Vec<_> = ids.iter().map(|id| state.messages.value_untracked(*id)).collect();
            let layouts: Vec<_> = ids.iter().map(|id| thread.layout(*id).get_untracked()).collect();
            (
                thread.phase.get_untracked(),
                messages,
                layouts,
                thread.unseen_below.get_untracked(),
            )
        })
        .collect();
    (
        state.conversation_list.get_untracked().entries().to_vec(),
        conversations,
        threads,
    )
}

/// A believable log: rows get newer versions with higher numbers; a conversation may go out of sight in the end.
fn log() -> impl Strategy<Value = Vec<Event>> {
    let change = (0u8..3, 0u8..12, any::<bool>());
    (proptest::collection::vec(change, 1..40), any::<[bool; 3]>()).prop_map(|(changes, lost)| {
        let mut events = Vec::new();
        for (n, (conversation, number, is_message)) in (1..).zip(changes) {
            events.push(if is_message {
                // A message stays in one conversation.
                message_changed(n, &message(number, n, number % 3, Direction::Inbound))
            } else {
                conversation_changed(n, &row(conversation, n, i64::from(number)))
            });
        }
        for number in (0..3).filter(|number| lost[usize::from(*number)]) {
            events.push(sight_lost(100 + u64::from(number), number));
        }
        events
    })
}

fn opened() -> AppState {
    let state = state();
    for number in 0..3 {
        open(&state, number, &[]).set_newest_in_view(false);
    }
    state
}

proptest! {
    #[test]
    fn order_repetition_and_batches_do_not_matter(
        (events, mixed) in log().prop_flat_map(|events| {
            let twice: Vec<_> = events.iter().chain(&events).cloned().collect();
            (Just(events), Just(twice).prop_shuffle())
        }),
        batch in 1usize..7,
    ) {
        let in_order = opened();
        in_order.apply_events(&events);
        let out_of_order = opened();
        for events in mixed.chunks(batch) {
            out_of_order.apply_events(events);
        }
        prop_assert_eq!(snapshot(&in_order), snapshot(&out_of_order));
    }
}
