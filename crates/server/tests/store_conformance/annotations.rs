//! What happens to messages that are there: reactions, edits, revocations, being seen.

use crate::stage::{Stage, minutes, text};
use domain::customer_service_window::WINDOW;
use domain::entities::Direction;
use domain::ids::MessageId;
use server::store::{InboundChange, InboundEffect};

const MARIA: &str = "5511986372111";

pub async fn a_reaction_is_put_replaced_and_taken_away_by_its_time(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let message = stage.inbound(number, MARIA, "Oi", minutes(0));
    stage.receive(&message).await;
    let react = async |wamid: &str, target: &str, emoji: Option<&str>, minute: i64| {
        let change = InboundChange::Reaction {
            phone_number_id: number,
            wamid: wamid.to_owned(),
            target_wamid: target.to_owned(),
            emoji: emoji.map(str::to_owned),
            at: minutes(minute),
        };
        stage.deliver(&[change], minutes(minute)).await[0]
    };
    let reactions = async || {
        let message = stage.message(&ana, message.new_conversation_id, message.id).await;
        message
            .reactions
            .into_iter()
            .map(|reaction| (reaction.direction, reaction.emoji))
            .collect::<Vec<_>>()
    };
    let target = &message.wamid;
    assert_eq!(react("r1", target, Some("👍"), 1).await, InboundEffect::Applied);
    assert_eq!(react("r1", target, Some("👍"), 1).await, InboundEffect::Duplicate);
    assert_eq!(react("r3", target, Some("❤️"), 3).await, InboundEffect::Applied);
    assert_eq!(react("r2", target, Some("😮"), 2).await, InboundEffect::NoEffect);
    assert_eq!(reactions().await, [(Direction::Inbound, "❤️".to_owned())]);
    assert_eq!(react("r4", target, None, 4).await, InboundEffect::Applied);
    assert!(reactions().await.is_empty());
    assert_eq!(
        react("r5", "wamid.never", Some("👍"), 5).await,
        InboundEffect::NoEffect
    );
    let conversation = stage.look(&ana, message.new_conversation_id).await;
    assert_eq!(conversation.window_expires_at, Some(minutes(0) + WINDOW));
    assert_eq!(conversation.unread_count, 1);
}

pub async fn an_edit_replaces_the_text_and_a_revocation_keeps_it(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let message = stage.inbound(number, MARIA, "Quero dois", minutes(0));
    stage.receive(&message).await;
    let edit = InboundChange::Edit {
        phone_number_id: number,
        wamid: "edit-1".into(),
        target_wamid: message.wamid.clone(),
        content: Box::new(text("Quero três")),
    };
    let revoke = InboundChange::Revoke {
        phone_number_id: number,
        wamid: "revoke-1".into(),
        target_wamid: message.wamid.clone(),
    };
    let effects = stage
        .deliver(&[edit.clone(), edit, revoke.clone(), revoke], minutes(1))
        .await;
    use InboundEffect::{Applied, Duplicate};
    assert_eq!(effects, [Applied, Duplicate, Applied, Duplicate]);
    let seen = stage.message(&ana, message.new_conversation_id, message.id).await;
    assert_eq!(
        (seen.content, seen.is_edited, seen.is_revoked, seen.version),
        (text("Quero três"), true, true, 3)
    );
    let preview = stage
        .look(&ana, message.new_conversation_id)
        .await
        .last_message
        .unwrap();
    assert_eq!(preview.text, "Quero três");
}

pub async fn unread_counts_what_nobody_saw_also_when_it_comes_late(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let mut ids: Vec<MessageId> = Vec::new();
    let mut conversation = None;
    for n in 0..4 {
        let message = stage.inbound(number, MARIA, &format!("{n}"), minutes(n * 10));
        stage.receive(&message).await;
        ids.push(message.id);
        conversation.get_or_insert(message.new_conversation_id);
    }
    let id = conversation.unwrap();
    let read = async |up_to| stage.store.mark_read(&ana, id, up_to).await.unwrap().unwrap();
    let outcome = read(ids[1]).await;
    assert_eq!(
        (outcome.conversation.unread_count, outcome.conversation.read_up_to),
        (2, Some(ids[1]))
    );
    assert_eq!(outcome.receipt.unwrap().wamid, format!("wamid.{}", ids[1]));
    // Backward changes nothing.
    let newest = stage.newest().await;
    let outcome = read(ids[0]).await;
    assert_eq!(
        (outcome.conversation.unread_count, outcome.conversation.read_up_to),
        (2, Some(ids[1]))
    );
    assert_eq!((outcome.receipt, stage.newest().await), (None, newest));
    assert_eq!(read(ids[3]).await.conversation.unread_count, 0);
    // One that comes late stands above the divider, but nobody saw it.
    let late = stage.inbound(number, MARIA, "atrasada", minutes(5));
    stage.receive(&late).await;
    assert_eq!(stage.look(&ana, id).await.unread_count, 1);
    let outcome = read(ids[3]).await;
    assert_eq!(
        (outcome.conversation.unread_count, outcome.conversation.read_up_to),
        (0, Some(ids[3]))
    );
    assert_eq!(outcome.receipt.unwrap().wamid, late.wamid);
    let receipt = stage.store.newest_inbound(&ana, id).await.unwrap().unwrap();
    assert_eq!(
        (receipt.wamid, receipt.phone_number_id),
        (format!("wamid.{}", ids[3]), number)
    );
    assert!(
        stage
            .store
            .mark_read(&ana, id, stage.id())
            .await
            .unwrap()
            .is_none()
    );
}
