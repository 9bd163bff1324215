//! The list as it is asked for: filters, orders, pins, marks.

use crate::stage::{Dice, Stage, minutes};
use domain::command::{ChangeContact, PinConversation};
use domain::conversation_filter::{ConversationFilter, ConversationScope, ConversationSort};
use domain::entities::ConversationState::{Concluded, Open};
use domain::entities::Stage as ContactStage;
use domain::event::Change;
use domain::ids::{ConversationId, GroupId, PhoneNumberId};
use domain::permission::Permission::{ChatSend, ChatView};
use domain::pin::MOST;
use domain::time::Timestamp;
use domain::visibility::Viewer;
use domain::wire::{ConversationKey, ConversationRow, Pins};
use server::store::{PageOfList, PinOutcome};

const MARIA: &str = "5511987654321";

/// Pages of any size, joined, are what a look at every row that the viewer sees says.
pub async fn every_filter_and_order_is_true_for_all_that_may_be_seen(stage: Stage) {
    let admin = stage.admin().await;
    let bruno = stage.agent("bruno", &[ChatView, ChatSend]).await;
    let carla = stage.agent("carla", &[ChatView]).await;
    let numbers = [stage.number().await, stage.number().await];
    let group = stage.group(&admin, "Alunos").await.id;
    let mut dice = Dice::new(5);
    for n in 0..40_i64 {
        // Several have the same time.
        let at = minutes(n / 3 * 45);
        let number = *dice.pick(&numbers);
        let id = stage
            .conversation(number, &format!("55119700000{n:02}"), at)
            .await;
        if dice.roll(2) == 0 {
            let last = stage.thread(&admin, id).await.pop().unwrap();
            stage.store.mark_read(&admin, id, last.id).await.unwrap();
            if dice.roll(3) == 0 {
                stage.store.mark_unread(&admin, id, true).await.unwrap();
            }
        }
        let agents: Vec<_> = [bruno, carla]
            .iter()
            .filter(|_| dice.roll(3) == 0)
            .map(|viewer| viewer.agent_id)
            .collect();
        stage
            .store
            .assign(&admin, id, &agents, stage.id(), at)
            .await
            .unwrap();
        let contact = stage.contact(&admin, id).await.id;
        let change = ChangeContact {
            edited_at: at,
            stage: (dice.roll(3) == 0).then_some(ContactStage::Qualified),
            add_groups: (0..dice.roll(2)).map(|_| group).collect(),
            ..ChangeContact::default()
        };
        stage.change_contact(&admin, contact, change, at).await;
        if dice.roll(5) == 0 {
            stage
                .store
                .change_state(&admin, id, Concluded, stage.id(), at)
                .await
                .unwrap();
        }
    }
    // A third of the windows have closed.
    let now = minutes(24 * 60 + 200);
    stage.switch(true).await;
    for viewer in [admin, bruno, carla] {
        let mut rows = Vec::new();
        for id in stage.store.visible_conversations(&viewer).await.unwrap().ids {
            rows.push(stage.row(&viewer, id).await);
        }
        let mut shown = 0;
        for filter in filters(&numbers, group) {
            for sort in [ConversationSort::Recent, ConversationSort::Closing] {
                let expected = expected(&rows, &viewer, &filter, sort, now);
                shown += expected.len();
                for limit in [1, 7, 100] {
                    let wanted = PageOfList {
                        filter,
                        sort,
                        after: None,
                        limit,
                        now,
                    };
                    assert_eq!(joined(&stage, &viewer, wanted).await, expected, "{wanted:?}");
                }
            }
        }
        assert!(shown > 40, "the filters leave something to compare: {shown}");
    }
}

fn filters(numbers: &[PhoneNumberId], group: GroupId) -> Vec<ConversationFilter> {
    let mut filters = Vec::new();
    let scopes = [
        ConversationScope::All,
        ConversationScope::Unread,
        ConversationScope::Mine,
        ConversationScope::Unassigned,
    ];
    for state in [Open, Concluded] {
        for scope in scopes {
            for phone_number_id in [None, Some(numbers[0])] {
                for stage in [None, Some(ContactStage::New), Some(ContactStage::Qualified)] {
                    for group in [None, Some(group)] {
                        filters.push(ConversationFilter {
                            state,
                            scope,
                            phone_number_id,
                            stage,
                            group,
                        });
                    }
                }
            }
        }
    }
    filters
}

fn expected(
    rows: &[ConversationRow],
    viewer: &Viewer,
    filter: &ConversationFilter,
    sort: ConversationSort,
    now: Timestamp,
) -> Vec<ConversationId> {
    let mut rows: Vec<_> = rows
        .iter()
        .filter(|row| {
            let conversation = &row.conversation;
            let is_in_scope = match filter.scope {
                ConversationScope::All => true,
                ConversationScope::Unread => conversation.is_unread(),
                ConversationScope::Mine => conversation.assignees.contains(&viewer.agent_id),
                ConversationScope::Unassigned => conversation.assignees.is_empty(),
            };
            let is_in_order = sort == ConversationSort::Recent
                || conversation.window_expires_at.is_some_and(|closes| closes > now);
            conversation.state == filter.state
                && is_in_scope
                && is_in_order
                && filter
                    .phone_number_id
                    .is_none_or(|id| id == conversation.phone_number_id)
                && filter.stage.is_none_or(|stage| stage == row.contact.stage)
                && filter.group.is_none_or(|id| row.contact.group_ids.contains(&id))
        })
        .map(|row| &row.conversation)
        .collect();
    match sort {
        ConversationSort::Recent => {
            rows.sort_by_key(|row| std::cmp::Reverse((row.last_activity_at, row.id)));
        }
        ConversationSort::Closing => rows.sort_by_key(|row| (row.window_expires_at, row.id)),
    }
    rows.iter().map(|row| row.id).collect()
}

async fn joined(stage: &Stage, viewer: &Viewer, mut wanted: PageOfList) -> Vec<ConversationId> {
    let mut ids = Vec::new();
    loop {
        let page = stage.store.conversation_page(viewer, &wanted).await.unwrap();
        assert!(page.rows.len() <= wanted.limit as usize);
        ids.extend(page.rows.iter().map(|row| row.conversation.id));
        wanted.after = page.next;
        if wanted.after.is_none() {
            return ids;
        }
    }
}

/// Where a page begins says nothing of what may be seen: it is a place, not a right.
pub async fn a_place_that_nobody_gave_begins_a_page_like_any_other(stage: Stage) {
    let admin = stage.admin().await;
    let bruno = stage.agent("bruno", &[ChatView, ChatSend]).await;
    let number = stage.number().await;
    let old = stage.conversation(number, "5511970000001", minutes(0)).await;
    let hidden = stage.conversation(number, "5511970000002", minutes(5)).await;
    stage
        .store
        .assign(&admin, hidden, &[admin.agent_id], stage.id(), minutes(6))
        .await
        .unwrap();
    stage.switch(true).await;
    for after in [
        ConversationKey {
            at: minutes(5),
            id: hidden,
        },
        ConversationKey {
            at: Timestamp::from_millis(i64::MAX),
            id: stage.id(),
        },
    ] {
        let wanted = PageOfList::recent(Open, Some(after), 10);
        assert_eq!(joined(&stage, &bruno, wanted).await, [old]);
    }
}

fn wish(is_pinned: bool, revision: u64) -> PinConversation {
    PinConversation { is_pinned, revision }
}

async fn pin(stage: &Stage, viewer: &Viewer, id: ConversationId, wish: PinConversation) -> Pins {
    match stage.store.pin(viewer, id, wish).await.unwrap() {
        PinOutcome::Pins(pins) => pins,
        other => panic!("not pinned: {other:?}"),
    }
}

pub async fn pins_are_the_agents_own_and_the_newest_wish_counts(stage: Stage) {
    let ana = stage.admin().await;
    let bruno = stage.agent("bruno", &[ChatView, ChatSend]).await;
    let number = stage.number().await;
    let one = stage.conversation(number, MARIA, minutes(0)).await;
    let two = stage.conversation(number, "5511970000002", minutes(1)).await;
    let before = stage.newest().await;
    assert_eq!(pin(&stage, &bruno, one, wish(true, 10)).await.ids, [one]);
    let pins = pin(&stage, &bruno, two, wish(true, 11)).await;
    assert_eq!(pins.ids, [two, one], "the newest stands first");
    let n = stage.newest().await;
    assert_eq!(pins.cursor.n, n);
    // The same again, and an older wish that comes late.
    assert_eq!(pin(&stage, &bruno, two, wish(true, 11)).await.ids, [two, one]);
    assert_eq!(pin(&stage, &bruno, two, wish(false, 9)).await.ids, [two, one]);
    assert_eq!(stage.newest().await, n, "what changes nothing is no news");
    assert_eq!(pin(&stage, &bruno, two, wish(false, 12)).await.ids, [one]);
    assert_eq!(pin(&stage, &bruno, two, wish(true, 11)).await.ids, [one]);

    let told = stage.store.events_after(&bruno, before, 10).await.unwrap();
    let changes: Vec<_> = told.events.iter().map(|event| &event.change).collect();
    assert_eq!(changes, [&Change::PinsChanged { pins: vec![one] }]);
    let of_ana = stage.store.events_after(&ana, before, 10).await.unwrap();
    assert_eq!((of_ana.events, of_ana.n), (vec![], told.n));

    let session = stage
        .store
        .session_of_agent(bruno.agent_id)
        .await
        .unwrap()
        .unwrap();
    let start = stage.store.bootstrap(&session, 1, minutes(2)).await.unwrap();
    let pinned: Vec<_> = start.pinned.iter().map(|row| row.conversation.id).collect();
    assert_eq!((start.pins, pinned), (vec![one], vec![one]));
    let start = stage.store.bootstrap(&session, 2, minutes(2)).await.unwrap();
    assert_eq!(start.pinned, [], "it is among the newest");
    // Nothing is pinned any more: that is news too.
    pin(&stage, &bruno, one, wish(false, 20)).await;
    let told = stage.store.events_after(&bruno, told.n, 10).await.unwrap();
    assert!(matches!(&told.events[0].change, Change::PinsChanged { pins } if pins.is_empty()));
}

pub async fn what_is_out_of_sight_can_be_let_go_and_not_pinned(stage: Stage) {
    let ana = stage.admin().await;
    let bruno = stage.agent("bruno", &[ChatView, ChatSend]).await;
    let number = stage.number().await;
    let one = stage.conversation(number, MARIA, minutes(0)).await;
    let two = stage.conversation(number, "5511970000002", minutes(1)).await;
    pin(&stage, &bruno, one, wish(true, 1)).await;
    for id in [one, two] {
        stage
            .store
            .assign(&ana, id, &[ana.agent_id], stage.id(), minutes(2))
            .await
            .unwrap();
    }
    stage.switch(true).await;
    let newest = stage.newest().await;
    for (id, wish) in [
        (two, wish(true, 5)),
        (two, wish(false, 5)),
        (stage.id(), wish(true, 5)),
    ] {
        assert_eq!(
            stage.store.pin(&bruno, id, wish).await.unwrap(),
            PinOutcome::NotFound
        );
    }
    assert_eq!(stage.newest().await, newest);
    let session = stage
        .store
        .session_of_agent(bruno.agent_id)
        .await
        .unwrap()
        .unwrap();
    let start = stage.store.bootstrap(&session, 10, minutes(3)).await.unwrap();
    assert_eq!(
        (start.pins, start.pinned),
        (vec![one], vec![]),
        "what may not be seen is not sent along"
    );
    assert_eq!(pin(&stage, &bruno, one, wish(false, 6)).await.ids, []);
}

pub async fn what_is_joined_to_another_keeps_its_pin_and_its_mark(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let kept = stage.conversation(number, MARIA, minutes(0)).await;
    let joined = stage.conversation(number, "5511970000002", minutes(1)).await;
    pin(&stage, &ana, joined, wish(true, 3)).await;
    stage.store.mark_unread(&ana, joined, true).await.unwrap();
    let before = stage.newest().await;
    let (contact, other) = (
        stage.contact(&ana, kept).await.id,
        stage.contact(&ana, joined).await.id,
    );
    stage
        .store
        .merge_contacts(&ana, contact, other, minutes(2))
        .await
        .unwrap();
    assert!(stage.look(&ana, kept).await.is_marked_unread);
    let told = stage.store.events_after(&ana, before, 50).await.unwrap();
    let pins = told.events.iter().find_map(|event| match &event.change {
        Change::PinsChanged { pins } => Some(pins.clone()),
        _ => None,
    });
    assert_eq!(pins, Some(vec![kept]));
}

pub async fn an_agent_pins_so_many_and_no_more(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let mut ids = Vec::new();
    for n in 0..=MOST {
        let id = stage
            .conversation(number, &format!("5511970000{n:03}"), minutes(0))
            .await;
        let outcome = stage.store.pin(&ana, id, wish(true, n as u64 + 1)).await.unwrap();
        assert_eq!(outcome == PinOutcome::Full, n == MOST, "{n}");
        ids.push(id);
    }
    pin(&stage, &ana, ids[0], wish(false, 1_000)).await;
    let pins = pin(&stage, &ana, ids[MOST], wish(true, 1_001)).await;
    assert_eq!((pins.ids.len(), pins.ids[0]), (MOST, ids[MOST]));
}

pub async fn what_is_out_of_sight_takes_no_room_on_top(stage: Stage) {
    let ana = stage.admin().await;
    let bruno = stage.agent("bruno", &[ChatView, ChatSend]).await;
    let number = stage.number().await;
    let mut ids = Vec::new();
    for n in 0..=MOST {
        let wa_id = format!("5511970000{n:03}");
        ids.push(stage.conversation(number, &wa_id, minutes(0)).await);
    }
    for (id, revision) in ids[..MOST].iter().zip(1..) {
        pin(&stage, &bruno, *id, wish(true, revision)).await;
    }
    stage.switch(true).await;
    let assigned = stage
        .store
        .assign(&ana, ids[0], &[ana.agent_id], stage.id(), minutes(1))
        .await;
    assigned.unwrap();
    let pins = pin(&stage, &bruno, ids[MOST], wish(true, 1_000)).await;
    assert_eq!((pins.ids.len(), pins.ids[0]), (MOST + 1, ids[MOST]));
}

pub async fn a_mark_is_shared_and_goes_when_somebody_reads(stage: Stage) {
    let ana = stage.admin().await;
    let bruno = stage.agent("bruno", &[ChatView, ChatSend]).await;
    let number = stage.number().await;
    let id = stage.conversation(number, MARIA, minutes(0)).await;
    let last = stage.thread(&ana, id).await.pop().unwrap().id;
    stage.store.mark_read(&ana, id, last).await.unwrap();
    let before = stage.newest().await;
    let mark = async |is_marked_unread| {
        let answer = stage.store.mark_unread(&ana, id, is_marked_unread).await.unwrap();
        answer.unwrap()
    };
    let marked = mark(true).await;
    assert!(marked.is_marked_unread && marked.unread_count == 0);
    let n = stage.newest().await;
    assert_eq!(mark(true).await, marked);
    assert_eq!(stage.newest().await, n, "what changes nothing is no news");
    assert_eq!(stage.look(&bruno, id).await, marked);
    let told = stage.store.events_after(&bruno, before, 10).await.unwrap();
    assert!(
        matches!(&told.events[0].change, Change::ConversationChanged { conversation, .. } if *conversation == marked)
    );
    // Nothing new is seen by it, and still the mark goes.
    let read = stage.store.mark_read(&bruno, id, last).await.unwrap().unwrap();
    assert!(!read.conversation.is_marked_unread);
    assert_eq!(read.receipt, None);
    mark(true).await;
    assert!(!mark(false).await.is_marked_unread);
    let unknown = stage.store.mark_unread(&ana, stage.id(), true).await.unwrap();
    assert_eq!(unknown, None);
}
