//! The list as a whole: rows, pins, marks and pages together.

use super::*;
use crate::state::conversation_filter::ConversationScope;
use crate::state::examples;
use crate::state::phase::PageLoad;
use crate::state::thread_layout::CivilDay;
use domain::entities::{ConversationState, Group, PhoneNumber, PhoneNumberState, Stage};
use domain::event::{Change, Event};
use domain::ids::{GroupId, PhoneNumberId};
use domain::wire::{ConversationKey, ConversationPage, ConversationRow};

const NOW: Timestamp = Timestamp::from_seconds(1_795_000_000);

fn id(number: u8) -> ConversationId {
    ConversationId::from_parts(1, &[number; 10])
}

fn row(number: u8, version: u64) -> ConversationRow {
    let contact = Contact {
        version,
        ..examples::contact(ContactId::from_parts(1, &[number; 10]))
    };
    let conversation = Conversation {
        version,
        last_activity_at: Timestamp::from_millis(i64::from(number)),
        ..examples::conversation(id(number), contact.id)
    };
    ConversationRow {
        conversation,
        contact,
    }
}

fn event(n: u64, change: Change) -> Event {
    Event { n, change }
}

fn state() -> AppState {
    let state = AppState::new(|_, _| CivilDay(0));
    state.apply_cached_rows(&[1, 2, 3].map(|number| row(number, 1)));
    state.set_list_pages(ListChoices::all(ConversationState::Open), ListPages::END);
    state
}

fn of(filter: ConversationFilter) -> ListChoices {
    ListChoices {
        filter,
        ..ListChoices::default()
    }
}

fn listed(state: &AppState, filter: ConversationFilter) -> Vec<ConversationId> {
    untrack(|| state.listed(of(filter), NOW))
}

fn unread() -> ConversationFilter {
    ConversationFilter {
        scope: ConversationScope::Unread,
        ..ConversationFilter::default()
    }
}

#[test]
fn a_pin_of_another_device_moves_the_row_and_asks_for_what_is_unknown() {
    let state = state();
    let pins = vec![id(9), id(1)];
    let follow_ups = state.apply_events(&[event(5, Change::PinsChanged { pins })]);
    assert_eq!(listed(&state, ConversationFilter::default()), [1, 3, 2].map(id));
    assert_eq!(follow_ups.load.into_iter().collect::<Vec<_>>(), [id(9)]);
    // It was asked for; as long as it is out of sight nothing comes of asking again.
    let pins = vec![id(9), id(1)];
    let follow_ups = state.apply_events(&[event(5, Change::PinsChanged { pins })]);
    assert!(follow_ups.load.is_empty());
    state.apply_cached_rows(&[row(9, 1)]);
    assert_eq!(
        listed(&state, ConversationFilter::default()),
        [9, 1, 3, 2].map(id)
    );
    state.apply_events(&[event(6, Change::PinsChanged { pins: Vec::new() })]);
    assert_eq!(
        listed(&state, ConversationFilter::default()),
        [9, 3, 2, 1].map(id)
    );
    // What comes late brings nothing back.
    state.apply_events(&[event(5, Change::PinsChanged { pins: vec![id(1)] })]);
    assert_eq!(
        listed(&state, ConversationFilter::default()),
        [9, 3, 2, 1].map(id)
    );
}

#[test]
fn a_wish_shows_before_the_server_knows_of_it() {
    let state = state();
    let wish = state.wish_pin(id(2), true, NOW).expect("it is news");
    assert_eq!(state.wish_pin(id(2), true, NOW), None, "it is so already");
    assert_eq!(listed(&state, ConversationFilter::default()), [2, 3, 1].map(id));
    assert!(state.wish_mark(id(1), true));
    assert!(!state.wish_mark(id(1), true));
    assert_eq!(listed(&state, unread()), [id(1)]);
    // News of the server do not take a wish away that it has not heard.
    state.apply_cached_rows(&[row(1, 2)]);
    assert_eq!(listed(&state, unread()), [id(1)]);
    state.settle_mark(id(1));
    assert_eq!(listed(&state, unread()), []);
    state.settle_pin(id(2), wish.revision - 1);
    assert_eq!(listed(&state, ConversationFilter::default()), [2, 3, 1].map(id));
    state.settle_pin(id(2), wish.revision);
    assert_eq!(listed(&state, ConversationFilter::default()), [3, 2, 1].map(id));
}

#[test]
fn pins_that_are_out_of_sight_take_no_room() {
    let state = state();
    let pins: Vec<_> = (0..MOST)
        .map(|n| id(100 + u8::try_from(n).expect("few")))
        .collect();
    state.apply_events(&[event(5, Change::PinsChanged { pins })]);
    assert!(untrack(|| state.can_pin_more()));
    assert!(state.wish_pin(id(1), true, NOW).is_some());
    let seen: Vec<_> = (100..100 + u8::try_from(MOST).expect("few"))
        .map(|number| row(number, 1))
        .collect();
    state.apply_cached_rows(&seen);
    assert!(!untrack(|| state.can_pin_more()));
    assert_eq!(state.wish_pin(id(2), true, NOW), None);
}

#[test]
fn a_mark_of_a_colleague_counts_as_unread() {
    let state = state();
    let mut marked = row(2, 2);
    marked.conversation.is_marked_unread = true;
    state.apply_cached_rows(&[marked]);
    assert_eq!(listed(&state, unread()), [id(2)]);
    assert_eq!(untrack(|| state.known_count(unread())), (1, true));
    assert!(untrack(|| state.is_marked_unread(id(2))));
    assert!(state.wish_mark(id(2), false));
    assert_eq!(listed(&state, unread()), []);
}

#[test]
fn a_contacts_stage_moves_its_conversations_and_doubts_lists_that_may_lack_one() {
    let state = AppState::new(|_, _| CivilDay(0));
    state.apply_cached_rows(&[row(1, 1)]);
    let qualified = ConversationFilter {
        stage: Some(Stage::Qualified),
        ..ConversationFilter::default()
    };
    state.set_list_pages(of(qualified), ListPages::END);
    let changed = |number| {
        let contact = Contact {
            stage: Stage::Qualified,
            ..row(number, 2).contact
        };
        Change::ContactChanged { contact }
    };
    state.apply_events(&[event(1, changed(1))]);
    assert_eq!(listed(&state, qualified), [id(1)]);
    assert_eq!(untrack(|| state.list_pages(of(qualified))), ListPages::END);
    state.apply_events(&[event(2, changed(7))]);
    assert_eq!(
        untrack(|| state.list_pages(of(qualified))),
        ListPages::default(),
        "the server is asked again"
    );
}

#[test]
fn where_all_are_here_every_choice_among_them_is_whole() {
    let state = state();
    assert_eq!(untrack(|| state.list_pages(of(unread()))), ListPages::END);
    let concluded = ListChoices::all(ConversationState::Concluded);
    assert_eq!(untrack(|| state.list_pages(concluded)), ListPages::default());
}

#[test]
fn nothing_is_narrowed_to_what_there_is_not() {
    let state = AppState::new(|_, _| CivilDay(0));
    let group = |number: u8| Group {
        id: GroupId::from_parts(1, &[number; 10]),
        version: 1,
        name: "Indicação".to_owned(),
    };
    let number = |number: u8| PhoneNumber {
        id: PhoneNumberId::from_parts(1, &[number; 10]),
        version: 1,
        meta_id: String::new(),
        waba_id: String::new(),
        phone: "+551140028922".to_owned(),
        display_name: "Escola".to_owned(),
        state: PhoneNumberState::Connected,
        adds_signature: false,
    };
    let asked = of(ConversationFilter {
        phone_number_id: Some(number(1).id),
        group: Some(group(1).id),
        ..unread()
    });
    let chosen = || untrack(|| state.choices_of(asked));
    assert_eq!(chosen(), asked, "all may be on its way");
    state.apply_events(&[
        event(
            1,
            Change::PhoneNumberChanged {
                phone_number: number(1),
            },
        ),
        event(2, Change::GroupChanged { group: group(1) }),
    ]);
    assert_eq!(chosen(), asked);
    // The last one.
    state.apply_events(&[event(3, Change::GroupRemoved { id: group(1).id })]);
    let without_group = of(ConversationFilter {
        group: None,
        ..asked.filter
    });
    assert_eq!(chosen(), without_group);

    let state = AppState::new(|_, _| CivilDay(0));
    state.apply_events(&[
        event(
            1,
            Change::PhoneNumberChanged {
                phone_number: number(2),
            },
        ),
        event(2, Change::GroupChanged { group: group(2) }),
    ]);
    assert_eq!(untrack(|| state.choices_of(asked)), of(unread()));
}

#[test]
fn a_page_moves_the_edge_down() {
    let state = AppState::new(|_, _| CivilDay(0));
    let choices = ListChoices::default();
    // The first is known already, from elsewhere.
    state.apply_cached_rows(&[row(1, 1)]);
    let page = |numbers: &[u8], next: Option<u8>| ConversationPage {
        rows: numbers.iter().map(|number| row(*number, 1)).collect(),
        next: next.map(|number| ConversationKey {
            at: Timestamp::from_millis(i64::from(number)),
            id: id(number),
        }),
    };
    state.apply_conversation_page(choices, &page(&[5, 4], Some(4)));
    assert_eq!(listed(&state, choices.filter), [5, 4].map(id));
    state.apply_conversation_page(choices, &page(&[3, 1], None));
    assert_eq!(listed(&state, choices.filter), [5, 4, 3, 1].map(id));
    assert_eq!(untrack(|| state.list_pages(choices)).load, PageLoad::Idle);
}
