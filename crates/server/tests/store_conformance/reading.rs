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
