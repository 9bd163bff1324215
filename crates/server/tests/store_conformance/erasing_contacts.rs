//! One person's data is removed, whole.

use crate::contacts::{MARIA, OTAVIO};
use crate::replica::Replica;
use crate::stage::{Stage, minutes};
use domain::event::Change;
use domain::permission::Permission;
use server::store::{AttemptOutcome, EraseContactOutcome};

pub async fn an_erased_contact_is_gone_for_everyone(stage: Stage) {
    let ana = stage.admin().await;
    let bruno = stage.agent("Bruno", &[Permission::ChatView]).await;
    let (one, other) = (stage.number().await, stage.number().await);
    let first = stage.conversation(one, MARIA, minutes(0)).await;
    let second = stage.conversation(other, MARIA, minutes(1)).await;
    let stays = stage.conversation(one, OTAVIO, minutes(2)).await;
    let id = stage.contact(&ana, first).await.id;
    let note = stage.note(&ana, id, "Prefere a tarde", minutes(3)).await;
    let mut device = Replica::load(&stage, &bruno).await;
    let before = stage.newest().await;

    let erased = stage.store.erase_contact(&ana, id, minutes(4)).await.unwrap();

    assert_eq!(erased, EraseContactOutcome::Gone);
    assert_eq!(stage.list(&ana).await, [stays]);
    for conversation in [first, second] {
        let detail = stage
            .store
            .conversation_detail(&ana, conversation, 10)
            .await
            .unwrap();
        assert_eq!(detail, None);
    }
    assert_eq!(stage.store.note_page(&ana, id, None, 10).await.unwrap(), None);
    assert_eq!(
        stage.store.export_contact(&ana, id, minutes(5)).await.unwrap(),
        None
    );
    let heard = stage.changes_after(&bruno, before).await;
    for conversation_id in [first, second] {
        assert!(
            heard.contains(&Change::SightLost { conversation_id }),
            "{heard:?}"
        );
    }
    assert!(heard.contains(&Change::ContactRemoved { id }), "{heard:?}");
    device.follow(&stage, &bruno, 2).await;
    assert_eq!(device, Replica::load(&stage, &bruno).await);
    // Who was away all the time hears of nothing but the end.
    let all = stage.changes_after(&bruno, 0).await;
    assert!(
        !all.iter().any(|change| matches!(change, Change::NoteChanged { .. })
            || matches!(change, Change::ConversationChanged { conversation, .. } if conversation.id == first)
            || matches!(change, Change::MessageChanged { message } if message.conversation_id == first)),
        "{all:?}"
    );
    assert_eq!(
        stage.store.erase_contact(&ana, id, minutes(6)).await.unwrap(),
        EraseContactOutcome::Gone,
        "the same command again"
    );
    let erased = ("contact_erased".to_owned(), Vec::new());
    assert!(stage.audited(*id.as_uuid()).await.contains(&erased));
    assert_eq!(stage.audited(*note.id.as_uuid()).await.len(), 1);
    // Who writes again is somebody new.
    let again = stage.conversation(one, MARIA, minutes(7)).await;
    assert_ne!(stage.contact(&ana, again).await.id, id);
    assert_eq!(stage.bodies(&ana, again).await, ["Bom dia"]);
}

pub async fn who_does_not_see_all_of_a_contact_erases_nothing(stage: Stage) {
    let ana = stage.admin().await;
    let bruno = stage.agent("Bruno", &[Permission::ChatView]).await;
    let (one, other) = (stage.number().await, stage.number().await);
    let open = stage.conversation(one, MARIA, minutes(0)).await;
    let hidden = stage.conversation(other, MARIA, minutes(1)).await;
    let otavio = stage.conversation(one, OTAVIO, minutes(1)).await;
    let id = stage.contact(&ana, open).await.id;
    let unseen = stage.contact(&ana, otavio).await.id;
    stage.switch(true).await;
    for conversation in [hidden, otavio] {
        stage
            .store
            .assign(&ana, conversation, &[ana.agent_id], stage.id(), minutes(2))
            .await
            .unwrap();
    }
    let before = stage.newest().await;
    for (contact, expected) in [
        (id, EraseContactOutcome::Denied),
        (unseen, EraseContactOutcome::NotFound),
        (stage.id(), EraseContactOutcome::NotFound),
    ] {
        let outcome = stage
            .store
            .erase_contact(&bruno, contact, minutes(3))
            .await
            .unwrap();
        assert_eq!(outcome, expected);
    }
    assert_eq!(stage.newest().await, before);
    assert_eq!(stage.list(&ana).await.len(), 3);
}

pub async fn what_was_under_way_to_an_erased_contact_ends_in_silence(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let conversation = stage.conversation(number, MARIA, minutes(0)).await;
    let stays = stage.conversation(number, OTAVIO, minutes(0)).await;
    let id = stage.contact(&ana, conversation).await.id;
    stage.send(&ana, conversation, "Sua matrícula", minutes(1)).await;
    let job = stage.claim(minutes(1)).await.unwrap();
    stage.send(&ana, conversation, "Mais uma coisa", minutes(1)).await;
    let other = stage.send(&ana, stays, "Oi", minutes(1)).await;
    stage.store.erase_contact(&ana, id, minutes(2)).await.unwrap();
    let accepted = AttemptOutcome::Accepted {
        wamid: "wamid.late".to_owned(),
    };
    stage
        .store
        .finish_attempt(job.message_id, job.attempt, &accepted, minutes(3))
        .await
        .unwrap();
    assert_eq!(stage.claim(minutes(3)).await.unwrap().message_id, other);
    assert!(stage.claim(minutes(3)).await.is_none(), "nothing else waits");
}
