use super::*;
use crate::state::AppState;
use crate::state::examples;
use crate::state::thread_layout::CivilDay;
use domain::content::{Attachment, MessageContent, MessageKind};
use domain::event::{Change, Event};
use domain::ids::AgentId;
use domain::time::Timestamp;

fn here() -> ConversationId {
    ConversationId::from_parts(1, &[1; 10])
}

fn elsewhere() -> ConversationId {
    ConversationId::from_parts(1, &[2; 10])
}

fn message(n: u8, version: u64, content: MessageContent) -> Message {
    Message {
        version,
        at: Timestamp::from_seconds(i64::from(n)),
        ..examples::message(MessageId::from_parts(1, &[n; 10]), here(), content)
    }
}

fn picture(n: u8) -> Message {
    message(n, 1, MessageContent::Image(Attachment::default()))
}

fn text(n: u8, version: u64, body: &str) -> Message {
    let body = body.to_owned();
    message(n, version, MessageContent::Text { body })
}

fn erased(n: u8, version: u64) -> Message {
    let content = MessageContent::Erased {
        was: MessageKind::Image,
        by: AgentId::from_parts(1, &[1; 10]),
        is_cancelled: false,
    };
    message(n, version, content)
}

fn page(messages: &[Message], has_more: bool, media: Option<u64>) -> ShelfPage {
    ShelfPage {
        messages: messages.to_vec(),
        next: messages.last().map(Message::position).filter(|_| has_more),
        counts: media.map(|media| ShelfCounts {
            media,
            ..ShelfCounts::default()
        }),
        is_indexing: false,
    }
}

/// The shelves of a conversation are open.
fn open() -> AppState {
    let state = AppState::new(|_, _| CivilDay(0));
    state.shelves.open(here());
    state
}

fn ask(state: &AppState, wish: PageWish) -> AskedPage {
    state
        .shelves
        .begin_page(Shelf::Media, wish)
        .expect("there is a page to ask for")
}

fn hear(state: &AppState, message: Message) {
    state.apply_events(&[Event {
        n: 1,
        change: Change::MessageChanged {
            message: Box::new(message),
        },
    }]);
}

/// Which pictures are shown, and how many are said to be there.
fn shown(state: &AppState) -> (Vec<i64>, Option<u64>) {
    let rows = state.shelves.rows(Shelf::Media).expect("open");
    let places = rows.places.iter().map(|place| place.at.as_millis() / 1_000);
    (
        places.collect(),
        state.shelves.counts().map(|counts| counts.media),
    )
}

#[test]
fn pages_join_and_each_is_asked_for_once() {
    let state = open();
    let first = ask(&state, PageWish::First);
    assert_eq!(state.shelves.begin_page(Shelf::Media, PageWish::First), None);
    state.shelves.hear_page(
        &first,
        Teller::Server,
        &page(&[picture(9), picture(8)], true, Some(3)),
    );
    assert_eq!(shown(&state), (vec![9, 8], Some(3)));
    assert_eq!(
        state.shelves.begin_page(Shelf::Media, PageWish::First),
        None,
        "it is here"
    );
    let next = ask(&state, PageWish::Next);
    assert_eq!(next.before, Some(picture(8).position()));
    state
        .shelves
        .hear_page(&next, Teller::Server, &page(&[picture(2)], false, None));
    assert_eq!(shown(&state), (vec![9, 8, 2], Some(3)));
    assert_eq!(
        state.shelves.begin_page(Shelf::Media, PageWish::Next),
        None,
        "that was all"
    );
}

#[test]
fn what_is_erased_goes_and_what_comes_is_there() {
    let state = open();
    let first = ask(&state, PageWish::First);
    state.shelves.hear_page(
        &first,
        Teller::Server,
        &page(&[picture(9), picture(8)], true, Some(5)),
    );
    hear(&state, picture(10));
    assert_eq!(shown(&state), (vec![10, 9, 8], Some(6)));
    hear(&state, picture(10));
    assert_eq!(
        shown(&state),
        (vec![10, 9, 8], Some(6)),
        "twice is as good as once"
    );
    hear(&state, erased(9, 2));
    assert_eq!(shown(&state), (vec![10, 8], Some(5)));
    hear(&state, picture(9));
    assert_eq!(
        shown(&state),
        (vec![10, 8], Some(5)),
        "an older version changes nothing"
    );
    hear(&state, text(11, 1, "Oi"));
    assert_eq!(shown(&state), (vec![10, 8], Some(5)));
    let links = |state: &AppState| state.shelves.counts().expect("known").links;
    hear(&state, text(12, 1, "www.example.com"));
    assert_eq!(links(&state), 1, "counted although its shelf was never asked for");
    hear(&state, text(13, 2, "www.example.org"));
    assert_eq!(
        links(&state),
        2,
        "it is newer than all, whatever became of it before it was told"
    );
}

#[test]
fn a_page_that_is_older_than_an_event_brings_nothing_back() {
    let state = open();
    let first = ask(&state, PageWish::First);
    hear(&state, erased(8, 2));
    hear(&state, picture(10));
    state.shelves.hear_page(
        &first,
        Teller::Server,
        &page(&[picture(9), picture(8)], false, Some(2)),
    );
    assert_eq!(shown(&state), (vec![10, 9], Some(2)));
}

#[test]
fn what_is_below_the_last_page_waits_for_its_own() {
    let state = open();
    let first = ask(&state, PageWish::First);
    state
        .shelves
        .hear_page(&first, Teller::Server, &page(&[picture(9)], true, Some(3)));
    hear(&state, picture(4));
    assert_eq!(
        shown(&state),
        (vec![9], Some(4)),
        "it is new, with a time of long ago"
    );
    hear(
        &state,
        message(5, 2, MessageContent::Image(Attachment::default())),
    );
    assert_eq!(
        shown(&state),
        (vec![9], Some(4)),
        "a receipt: it was counted before"
    );
    hear(&state, erased(4, 2));
    assert_eq!(shown(&state), (vec![9], Some(3)));
    hear(&state, erased(3, 2));
    assert_eq!(shown(&state), (vec![9], None), "what it was nobody knows");
    assert!(state.shelves.needs_count());
    assert_eq!(state.shelves.begin_count(), Some(here()));
    assert_eq!(
        (state.shelves.begin_count(), state.shelves.needs_count()),
        (None, false)
    );
    let counts = ShelfCounts {
        media: 2,
        ..ShelfCounts::default()
    };
    state.shelves.hear_count(here(), counts);
    assert_eq!(shown(&state), (vec![9], Some(2)));
    let next = ask(&state, PageWish::Next);
    let second = page(
        &[message(5, 2, MessageContent::Image(Attachment::default()))],
        false,
        None,
    );
    state.shelves.hear_page(&next, Teller::Server, &second);
    assert_eq!(shown(&state).0, [9, 5]);
}

#[test]
fn what_may_be_new_or_not_is_counted_by_the_server() {
    let state = open();
    let first = ask(&state, PageWish::First);
    state
        .shelves
        .hear_page(&first, Teller::Server, &page(&[], false, Some(0)));
    hear(&state, text(5, 2, "www.example.com"));
    assert!(state.shelves.needs_count());
}

#[test]
fn what_moves_to_another_conversation_goes() {
    let state = open();
    let first = ask(&state, PageWish::First);
    state.shelves.hear_page(
        &first,
        Teller::Server,
        &page(&[picture(9), picture(8)], false, Some(2)),
    );
    let moved = Message {
        version: 2,
        conversation_id: elsewhere(),
        ..picture(9)
    };
    hear(&state, moved);
    assert_eq!(shown(&state), (vec![8], Some(1)));
}

#[test]
fn without_the_server_the_device_tells_and_the_server_is_asked_again() {
    let state = open();
    let first = ask(&state, PageWish::First);
    state
        .shelves
        .hear_page(&first, Teller::Device, &page(&[picture(9)], true, None));
    let rows = state.shelves.rows(Shelf::Media).expect("open");
    assert_eq!((rows.teller, rows.has_more()), (Teller::Device, true));
    assert_eq!(state.shelves.counts(), None, "the device cannot know");
    let next = ask(&state, PageWish::Next);
    assert_eq!(next.teller, Teller::Device);
    state.shelves.fail_page(&next, RequestFailure::Offline);
    let rows = state.shelves.rows(Shelf::Media).expect("open");
    assert_eq!((rows.load, rows.is_here()), (PageLoad::Failed, true));
    let anew = ask(&state, PageWish::Anew);
    assert_eq!((anew.teller, anew.before), (Teller::Server, None));
    state.shelves.hear_page(
        &anew,
        Teller::Server,
        &page(&[picture(9), picture(5)], false, Some(2)),
    );
    assert_eq!(shown(&state), (vec![9, 5], Some(2)));
}

#[test]
fn another_conversation_begins_with_nothing_and_late_answers_are_dropped() {
    let state = open();
    let first = ask(&state, PageWish::First);
    state.shelves.close(elsewhere());
    assert!(
        state.shelves.rows(Shelf::Media).is_some(),
        "another one was closed"
    );
    state.shelves.open(elsewhere());
    state
        .shelves
        .hear_page(&first, Teller::Server, &page(&[picture(9)], false, Some(1)));
    assert_eq!(shown(&state), (vec![], None));
    state.shelves.close(elsewhere());
    assert_eq!(state.shelves.rows(Shelf::Media), None);
    assert!(state.shelves.find(picture(9).id).is_none());
}

#[test]
fn a_picture_with_a_link_counts_once() {
    let state = open();
    let first = ask(&state, PageWish::First);
    state
        .shelves
        .hear_page(&first, Teller::Server, &page(&[picture(9)], true, Some(1)));
    let total = |state: &AppState| state.shelves.counts().map(|counts| counts.total());
    let captioned = |n, version, caption: &str| {
        let file = Attachment {
            caption: Some(caption.to_owned()),
            ..Attachment::default()
        };
        message(n, version, MessageContent::Image(file))
    };
    hear(&state, captioned(10, 1, "www.example.com"));
    assert_eq!(total(&state), Some(2));
    hear(&state, captioned(10, 2, "O salão"));
    assert_eq!(total(&state), Some(2), "its link was taken out");
    hear(&state, captioned(10, 3, "www.example.com"));
    hear(&state, captioned(4, 1, "www.example.org"));
    assert_eq!(total(&state), Some(3), "written long ago, and told now");
    hear(&state, erased(10, 4));
    hear(&state, erased(4, 2));
    assert_eq!(total(&state), Some(1));
    hear(&state, captioned(11, 1, "www.example.com"));
    let moved = Message {
        conversation_id: elsewhere(),
        ..captioned(11, 2, "www.example.com")
    };
    hear(&state, moved);
    assert!(state.shelves.needs_count(), "the server says what is left");
}
