//! Orders and filters, held to a model that sorts all.

use super::*;
use crate::state::conversation_filter::ConversationScope;
use crate::state::list_pages::NextPage;
use crate::state::phase::PageLoad;
use proptest::prelude::*;

fn id(number: u8) -> ConversationId {
    ConversationId::from_parts(u64::from(number), &[number; 10])
}

fn at(ms: i64) -> Timestamp {
    Timestamp::from_millis(ms)
}

fn entry(number: u8, active_at: i64) -> ListEntry {
    ListEntry {
        key: ConversationKey {
            at: at(active_at),
            id: id(number),
        },
        closes_at: None,
        state: ConversationState::Open,
        is_unread: false,
        is_pinned: false,
        assignment: Assignment::Nobody,
        phone_number_id: PhoneNumberId::from_parts(1, &[0; 10]),
        contact_id: ContactId::from_parts(1, &[number; 10]),
        stage: Stage::New,
        groups: Vec::new(),
    }
}

fn list_of(entries: impl IntoIterator<Item = ListEntry>) -> ConversationList {
    let mut list = ConversationList::default();
    for entry in entries {
        assert!(list.place(entry));
    }
    list
}

fn closing() -> ListChoices {
    ListChoices {
        sort: ConversationSort::Closing,
        ..ListChoices::default()
    }
}

fn whole(choices: ListChoices, now: i64) -> ListView<'static> {
    ListView {
        choices,
        pins: &[],
        pages: ListPages::END,
        now: at(now),
    }
}

fn numbers(list: &ConversationList, view: &ListView<'_>) -> Vec<u8> {
    let shown = list.shown(view);
    shown
        .iter()
        .map(|shown| {
            (0..=u8::MAX)
                .find(|number| id(*number) == *shown)
                .unwrap_or_default()
        })
        .collect()
}

#[test]
fn each_filter_shows_its_own() {
    let group = GroupId::from_parts(1, &[9; 10]);
    let unread = ListEntry {
        is_unread: true,
        ..entry(1, 1)
    };
    let mine = ListEntry {
        assignment: Assignment::Mine,
        stage: Stage::Qualified,
        groups: vec![group],
        ..entry(2, 2)
    };
    let elsewhere = ListEntry {
        phone_number_id: PhoneNumberId::from_parts(2, &[0; 10]),
        ..entry(3, 3)
    };
    let concluded = ListEntry {
        state: ConversationState::Concluded,
        ..entry(4, 4)
    };
    let all = ConversationFilter::default();
    let scope = |scope| ConversationFilter { scope, ..all };
    let of_number = ConversationFilter {
        phone_number_id: Some(elsewhere.phone_number_id),
        ..all
    };
    let of_stage = ConversationFilter {
        stage: Some(Stage::Qualified),
        ..all
    };
    let of_group = ConversationFilter {
        group: Some(group),
        ..all
    };
    let ended = ConversationFilter {
        state: ConversationState::Concluded,
        ..all
    };
    let list = list_of([unread, mine, elsewhere, concluded]);
    let table = [
        (all, vec![3, 2, 1]),
        (scope(ConversationScope::Unread), vec![1]),
        (scope(ConversationScope::Mine), vec![2]),
        (scope(ConversationScope::Unassigned), vec![3, 1]),
        (of_number, vec![3]),
        (of_stage, vec![2]),
        (of_group, vec![2]),
        (ended, vec![4]),
    ];
    for (filter, expected) in table {
        let choices = ListChoices {
            filter,
            ..ListChoices::default()
        };
        assert_eq!(numbers(&list, &whole(choices, 0)), expected, "{filter:?}");
        let expected: Vec<_> = expected.into_iter().map(id).collect();
        assert_eq!(list.ids(&filter), expected);
        assert_eq!(list.count(&filter), expected.len());
    }
}

#[test]
fn what_did_not_change_says_so() {
    let mut list = ConversationList::default();
    assert!(list.place(entry(1, 1)));
    assert!(!list.place(entry(1, 1)));
    assert_eq!(list.of_contact(entry(1, 1).contact_id), [id(1)]);
    assert!(list.remove(id(1)));
    assert!(!list.remove(id(1)));
    assert_eq!(list, ConversationList::default());
}

#[test]
fn the_clock_alone_changes_the_order_by_closing_window() {
    let closes = |number, active_at, closes_at| ListEntry {
        closes_at: Some(at(closes_at)),
        ..entry(number, active_at)
    };
    // The fourth never wrote to us.
    let list = list_of([
        closes(1, 10, 300),
        closes(2, 20, 100),
        closes(3, 30, 200),
        entry(4, 5),
    ]);
    for (now, expected, next) in [
        (0, [2, 3, 1, 4], Some(100)),
        (99, [2, 3, 1, 4], Some(100)),
        // Closed at this very moment.
        (100, [3, 1, 2, 4], Some(200)),
        (250, [1, 3, 2, 4], Some(300)),
        (300, [3, 2, 1, 4], None),
    ] {
        assert_eq!(numbers(&list, &whole(closing(), now)), expected, "{now}");
        assert_eq!(list.closes_next(at(now)), next.map(at));
    }
}

#[test]
fn what_is_pinned_stands_on_top_in_the_order_of_pins() {
    let pinned = |number, active_at| ListEntry {
        is_pinned: true,
        ..entry(number, active_at)
    };
    let concluded = ListEntry {
        state: ConversationState::Concluded,
        ..pinned(5, 50)
    };
    let list = list_of([entry(1, 10), pinned(2, 20), pinned(3, 5), entry(4, 40), concluded]);
    // The ninth is not on this device.
    let pins = [id(3), id(9), id(5), id(2)];
    for choices in [ListChoices::default(), closing()] {
        let view = ListView {
            pins: &pins,
            ..whole(choices, 0)
        };
        assert_eq!(numbers(&list, &view), [3, 2, 4, 1]);
    }
}

#[test]
fn what_lies_below_the_last_page_waits_for_its_page() {
    let closes = |number, active_at, closes_at| ListEntry {
        closes_at: Some(at(closes_at)),
        ..entry(number, active_at)
    };
    let list = list_of([
        closes(1, 10, 300),
        closes(2, 20, 100),
        closes(3, 30, 200),
        closes(4, 40, 10),
    ]);
    let key = |ms, number| ConversationKey {
        at: at(ms),
        id: id(number),
    };
    let recent = ListChoices::default();
    let table = [
        (recent, NextPage::First, vec![4, 3, 2, 1]),
        (recent, NextPage::After(key(20, 2)), vec![4, 3, 2]),
        (recent, NextPage::End, vec![4, 3, 2, 1]),
        (closing(), NextPage::First, vec![2, 3, 1, 4]),
        (closing(), NextPage::After(key(200, 3)), vec![2, 3]),
        (closing(), NextPage::Rest(None), vec![2, 3, 1]),
        (closing(), NextPage::Rest(Some(key(50, 9))), vec![2, 3, 1]),
        (closing(), NextPage::Rest(Some(key(40, 4))), vec![2, 3, 1, 4]),
        (closing(), NextPage::End, vec![2, 3, 1, 4]),
    ];
    for (choices, next, expected) in table {
        let mut view = whole(choices, 50);
        view.pages.next = next;
        assert_eq!(numbers(&list, &view), expected, "{next:?}");
        // Where the server cannot be asked, all that is here is shown.
        view.pages.load = PageLoad::Failed;
        assert_eq!(numbers(&list, &view).len(), 4, "{next:?}");
    }
}

#[test]
fn pages_follow_each_other_to_the_end() {
    use ConversationSort::{Closing, Recent};
    let key = entry(1, 1).key;
    assert_eq!(NextPage::First.following(Recent, Some(key)), NextPage::After(key));
    assert_eq!(NextPage::After(key).following(Recent, None), NextPage::End);
    assert_eq!(
        NextPage::First.following(Closing, Some(key)),
        NextPage::After(key)
    );
    assert_eq!(
        NextPage::After(key).following(Closing, None),
        NextPage::Rest(None)
    );
    assert_eq!(
        NextPage::Rest(None).following(Closing, Some(key)),
        NextPage::Rest(Some(key))
    );
    assert_eq!(NextPage::Rest(Some(key)).following(Closing, None), NextPage::End);
}

proptest! {
    #[test]
    fn however_entries_come_and_go_both_orders_are_those_of_sorting_all(
        steps in proptest::collection::vec(
            (0u8..20, 0i64..50, proptest::option::of(0i64..60), any::<bool>(), 0u8..5),
            0..200,
        ),
        now in 0i64..60,
    ) {
        let mut list = ConversationList::default();
        let mut expected: HashMap<u8, ListEntry> = HashMap::new();
        for (number, active_at, closes_at, is_unread, kind) in steps {
            if kind == 0 {
                list.remove(id(number));
                expected.remove(&number);
                continue;
            }
            let placed = ListEntry {
                closes_at: closes_at.map(at),
                is_unread,
                ..entry(number, active_at)
            };
            let is_news = expected.insert(number, placed.clone()).as_ref() != Some(&placed);
            prop_assert_eq!(list.place(placed), is_news);
        }
        for scope in [ConversationScope::All, ConversationScope::Unread] {
            let filter = ConversationFilter { scope, ..ConversationFilter::default() };
            let mut rows: Vec<&ListEntry> = expected.values().filter(|entry| shows(&filter, entry)).collect();
            rows.sort_by_key(|entry| std::cmp::Reverse(entry.key));
            let sorted: Vec<_> = rows.iter().map(|entry| entry.key.id).collect();
            let choices = ListChoices { filter, sort: ConversationSort::Recent };
            prop_assert_eq!(list.shown(&whole(choices, now)), sorted);
            // Open ones by their end, the others as they were.
            rows.sort_by_key(|entry| match entry.closes_at {
                Some(closes) if closes > at(now) => (0, Some((closes, entry.key.id))),
                _ => (1, None),
            });
            let sorted: Vec<_> = rows.iter().map(|entry| entry.key.id).collect();
            let choices = ListChoices { filter, sort: ConversationSort::Closing };
            prop_assert_eq!(list.shown(&whole(choices, now)), sorted);
        }
        let next = expected.values().filter_map(|entry| entry.closes_at).filter(|closes| *closes > at(now)).min();
        prop_assert_eq!(list.closes_next(at(now)), next);
    }

    #[test]
    fn until_the_next_window_closes_the_order_stays(
        closings in proptest::collection::vec(0i64..1_000, 1..20),
        now in 0i64..1_000,
    ) {
        let list = list_of((0u8..).zip(&closings).map(|(number, closes_at)| ListEntry {
            closes_at: Some(at(*closes_at)),
            ..entry(number, i64::from(number))
        }));
        let next = list.closes_next(at(now)).map_or(2_000, Timestamp::as_millis);
        let shown = |now| list.shown(&whole(closing(), now));
        prop_assert_eq!(shown(now), shown(next - 1));
    }
}
