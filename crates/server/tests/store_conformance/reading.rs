//! Pages of the list and of a thread.

use crate::stage::{Dice, Stage, minutes};
use domain::entities::ConversationState::{Concluded, Open};
use domain::permission::Permission;
use domain::visibility::Viewer;
use domain::wire::ThreadWindow;
use server::store::PageOfList;

pub async fn pages_of_the_list_join_without_gap_or_repetition(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    for n in 0..25 {
        // Several have the same time.
        stage
            .conversation(number, &format!("55119700000{n:02}"), minutes(n / 4))
            .await;
    }
    let whole = stage.list(&ana).await;
    assert_eq!(whole.len(), 25);
    for limit in [1, 7, 25, 100] {
        let (mut joined, mut next, mut last_key) = (Vec::new(), None, None);
        loop {
            let page = stage
                .store
                .conversation_page(&ana, &PageOfList::recent(Open, next, limit))
                .await
                .unwrap();
            for row in &page.rows {
                let key = (row.conversation.last_activity_at, row.conversation.id);
                assert!(last_key.is_none_or(|last| key < last));
                last_key = Some(key);
                joined.push(row.conversation.id);
            }
            next = page.next;
            if next.is_none() {
                break;
            }
        }
        assert_eq!(joined, whole, "{limit}");
    }
}

pub async fn open_and_concluded_conversations_are_two_lists(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let one = stage.conversation(number, "5511970000001", minutes(0)).await;
    let two = stage.conversation(number, "5511970000002", minutes(1)).await;
    stage
        .store
        .change_state(&ana, one, Concluded, stage.id(), minutes(2))
        .await
        .unwrap();
    let ids = async |state| {
        let page = stage
            .store
            .conversation_page(&ana, &PageOfList::recent(state, None, 10))
            .await
            .unwrap();
        page.rows
            .iter()
            .map(|row| row.conversation.id)
            .collect::<Vec<_>>()
    };
    assert_eq!((ids(Open).await, ids(Concluded).await), (vec![two], vec![one]));
    let mut visible = stage.store.visible_conversations(&ana).await.unwrap().ids;
    visible.sort();
    assert_eq!(visible, [one, two]);
}

pub async fn pages_of_a_thread_join_in_both_directions(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let mut conversation = None;
    for n in 0..23 {
        let message = stage.inbound(number, "5511986372111", &format!("{n}"), minutes(n / 3));
        stage.receive(&message).await;
        conversation.get_or_insert(message.new_conversation_id);
    }
    let id = conversation.unwrap();
    let whole = stage.thread(&ana, id).await;
    assert!(whole.is_sorted_by_key(|message| message.position()));
    let page = async |window, limit| {
        stage
            .store
            .message_page(&ana, id, window, limit)
            .await
            .unwrap()
            .unwrap()
    };
    for limit in [1, 5, 23, 50] {
        let mut newest = page(ThreadWindow::Newest, limit).await;
        assert!(!newest.has_newer);
        while newest.has_older {
            let older = page(ThreadWindow::Before(newest.messages[0].position()), limit).await;
            assert!(older.has_newer);
            newest.has_older = older.has_older;
            newest.messages.splice(0..0, older.messages);
        }
        assert_eq!(newest.messages, whole);
        let mut joined = vec![whole[0].clone()];
        loop {
            let newer = page(ThreadWindow::After(joined.last().unwrap().position()), limit).await;
            assert!(newer.has_older);
            joined.extend(newer.messages);
            if !newer.has_newer {
                break;
            }
        }
        assert_eq!(joined, whole);
    }
    let detail = stage
        .store
        .conversation_detail(&ana, id, 4)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(detail.messages.messages, whole[19..]);
    assert!(detail.messages.has_older && !detail.messages.has_newer);
    assert_eq!(detail.cursor.n, stage.newest().await);
}

pub async fn a_thread_is_read_around_a_place(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let id = stage.conversation(number, "5511986372111", minutes(0)).await;
    for n in 1..12 {
        stage.send(&ana, id, &n.to_string(), minutes(n)).await;
    }
    let whole = stage.thread(&ana, id).await;
    for (place, limit, expected) in [
        (5, 4, 4..8),
        (5, 5, 3..8),
        (5, 1, 5..6),
        (0, 4, 0..3),
        (11, 4, 10..12),
        (5, 200, 0..12),
    ] {
        let page = stage
            .store
            .message_page(&ana, id, ThreadWindow::Around(whole[place].position()), limit)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(page.messages, whole[expected.clone()], "{limit} around {place}");
        assert_eq!(
            (page.has_older, page.has_newer),
            (expected.start > 0, expected.end < whole.len()),
            "{limit} around {place}"
        );
    }
}

/// The queries decide as the domain does.
pub async fn what_is_visible_is_what_the_domain_says(stage: Stage) {
    let mut viewers: Vec<Viewer> = Vec::new();
    use Permission::{ChatSend, ChatView, ChatViewAll};
    let rights: [&[Permission]; 5] = [
        &[],
        &[ChatSend],
        &[ChatView],
        &[ChatView, ChatSend],
        &[ChatView, ChatViewAll],
    ];
    for (n, permissions) in rights.iter().enumerate() {
        viewers.push(stage.agent(&format!("agent{n}"), permissions).await);
    }
    let admin = stage.admin().await;
    let number = stage.number().await;
    let mut dice = Dice::new(11);
    let mut conversations = Vec::new();
    for n in 0..16 {
        let id = stage
            .conversation(number, &format!("55119700000{n:02}"), minutes(n))
            .await;
        let assignees: Vec<_> = viewers
            .iter()
            .filter(|_| dice.roll(3) == 0)
            .map(|viewer| viewer.agent_id)
            .collect();
        stage
            .store
            .assign(&admin, id, &assignees, stage.id(), minutes(n))
            .await
            .unwrap();
        conversations.push((id, assignees));
    }
    for switch in [false, true] {
        stage.switch(switch).await;
        for viewer in &viewers {
            let listed = stage.list(viewer).await;
            let visible = stage.store.visible_conversations(viewer).await.unwrap().ids;
            for (id, assignees) in &conversations {
                let expected = viewer.may_see(switch, assignees);
                assert_eq!(listed.contains(id), expected);
                assert_eq!(visible.contains(id), expected);
                let detail = stage.store.conversation_detail(viewer, *id, 1).await.unwrap();
                assert_eq!(detail.is_some(), expected);
                let page = stage
                    .store
                    .message_page(viewer, *id, ThreadWindow::Newest, 1)
                    .await
                    .unwrap();
                assert_eq!(page.is_some(), expected);
                assert_eq!(
                    stage.store.newest_inbound(viewer, *id).await.unwrap().is_some(),
                    expected
                );
            }
        }
    }
}

/// Rights that were read with the request may have changed by the time of the reading; an answer that names a place in the log is true
/// there, or a device would sweep away what it may see.
pub async fn what_is_told_with_a_place_in_the_log_is_seen_by_the_rights_at_that_place(stage: Stage) {
    let number = stage.number().await;
    let id = stage.conversation(number, "5511970000001", minutes(0)).await;
    let before = stage.agent("Carla", &[]).await;
    let role = async |permissions: &[Permission]| {
        let session = stage
            .store
            .session_of_agent(before.agent_id)
            .await
            .unwrap()
            .unwrap();
        let set = permissions.iter().copied().collect();
        stage
            .store
            .put_role(session.agent.role_id, "Papel", &set)
            .await
            .unwrap();
    };
    let visible = async |viewer: &Viewer| stage.store.visible_conversations(viewer).await.unwrap().ids;
    let detail = async |viewer: &Viewer| stage.store.conversation_detail(viewer, id, 10).await.unwrap();
    assert_eq!(visible(&before).await, []);
    role(&[Permission::ChatViewAll]).await;
    assert_eq!(visible(&before).await, [id]);
    assert!(detail(&before).await.is_some());
    let with_all = Viewer {
        permissions: [Permission::ChatViewAll].into_iter().collect(),
        ..before
    };
    role(&[]).await;
    assert_eq!(visible(&with_all).await, []);
    assert!(detail(&with_all).await.is_none());
}
