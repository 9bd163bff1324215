//! What happens to messages that are there: reactions, edits, revocations, being seen.

use crate::stage::{Stage, minutes, text};
use domain::content::{Attachment, MessageContent};
use domain::customer_service_window::WINDOW;
use domain::entities::Direction;
use domain::ids::{MessageId, PhoneNumberId};
use domain::time::Timestamp;
use server::store::{Annotation, AnnotationKind, InboundChange, InboundEffect, InboundMessage};

const MARIA: &str = "5511986372111";

/// Something that the customer did to a message.
fn annotation(
    phone_number_id: PhoneNumberId,
    wamid: &str,
    target_wamid: &str,
    kind: AnnotationKind,
    at: Timestamp,
) -> InboundChange {
    InboundChange::Annotation(Box::new(Annotation {
        phone_number_id,
        wamid: wamid.to_owned(),
        target_wamid: target_wamid.to_owned(),
        by: Direction::Inbound,
        kind,
        at,
    }))
}

fn edited(body: &str) -> AnnotationKind {
    AnnotationKind::Edit {
        content: text(body),
        meta_media_id: None,
    }
}

/// The same, done by the business on its phone.
fn by_business(change: InboundChange) -> InboundChange {
    let InboundChange::Annotation(mut annotation) = change else {
        panic!("{change:?}");
    };
    annotation.by = Direction::Outbound;
    InboundChange::Annotation(annotation)
}

pub async fn what_is_done_to_a_message_before_it_comes_waits_for_it(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let message = stage.inbound(number, MARIA, "Quero dois", minutes(0));
    let target = &message.wamid;
    let reaction = |emoji: &str| AnnotationKind::Reaction {
        emoji: Some(emoji.to_owned()),
    };
    let before = [
        annotation(number, "e2", target, edited("Quero quatro"), minutes(3)),
        annotation(number, "r2", target, reaction("❤️"), minutes(2)),
        annotation(number, "e1", target, edited("Quero três"), minutes(1)),
        annotation(number, "r1", target, reaction("👍"), minutes(1)),
        annotation(number, "x1", target, AnnotationKind::Revoke, minutes(4)),
        // Of another message, and by somebody who did not write it.
        annotation(number, "x2", "wamid.other", AnnotationKind::Revoke, minutes(4)),
        by_business(annotation(number, "e3", target, edited("Não"), minutes(5))),
    ];
    let effects = stage.deliver(&before, minutes(5)).await;
    assert_eq!(effects, [InboundEffect::Waiting; 7]);
    let again = stage.deliver(&before, minutes(5)).await;
    assert_eq!(again, [InboundEffect::Duplicate; 7]);
    assert_eq!(stage.receive(&message).await, InboundEffect::Applied);
    let seen = stage.message(&ana, message.new_conversation_id, message.id).await;
    assert_eq!(
        (seen.content, seen.is_edited, seen.is_revoked),
        (text("Quero quatro"), true, true)
    );
    assert_eq!(
        (seen.reactions.len(), seen.reactions[0].emoji.as_str()),
        (1, "❤️")
    );
    let row = stage.look(&ana, message.new_conversation_id).await;
    assert_eq!(
        (row.unread_count, row.last_message.unwrap().text.as_str()),
        (1, "Quero quatro")
    );
}

pub async fn an_older_edit_that_comes_late_changes_nothing(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let message = stage.inbound(number, MARIA, "um", minutes(0));
    stage.receive(&message).await;
    let target = &message.wamid;
    let newer = annotation(number, "e2", target, edited("três"), minutes(2));
    let older = annotation(number, "e1", target, edited("dois"), minutes(1));
    let effects = stage.deliver(&[newer, older], minutes(3)).await;
    assert_eq!(effects, [InboundEffect::Applied, InboundEffect::NoEffect]);
    let seen = stage.message(&ana, message.new_conversation_id, message.id).await;
    assert_eq!(seen.content, text("três"));
}

pub async fn only_its_author_edits_and_revokes_a_message(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let theirs = stage.inbound(number, MARIA, "Oi", minutes(0));
    let ours = InboundMessage {
        is_echo: true,
        opens_window: false,
        ..stage.inbound(number, MARIA, "Olá", minutes(1))
    };
    stage.receive(&theirs).await;
    stage.receive(&ours).await;
    let edit = |wamid: &str, target: &InboundMessage| {
        annotation(number, wamid, &target.wamid, edited("outro"), minutes(2))
    };
    let revoke = |wamid: &str, target: &InboundMessage| {
        annotation(number, wamid, &target.wamid, AnnotationKind::Revoke, minutes(2))
    };
    use InboundEffect::{Applied, NoEffect};
    let effects = stage
        .deliver(
            &[
                edit("e1", &ours),
                revoke("x1", &ours),
                by_business(edit("e2", &theirs)),
                by_business(revoke("x2", &theirs)),
                by_business(edit("e3", &ours)),
                by_business(revoke("x3", &ours)),
            ],
            minutes(2),
        )
        .await;
    assert_eq!(
        effects,
        [NoEffect, NoEffect, NoEffect, NoEffect, Applied, Applied]
    );
    let thread = stage.thread(&ana, theirs.new_conversation_id).await;
    let seen: Vec<_> = thread
        .iter()
        .map(|one| (one.content.text(), one.is_edited, one.is_revoked))
        .collect();
    assert_eq!(seen, [("Oi", false, false), ("outro", true, true)]);
    // Both may react to either.
    let heart = AnnotationKind::Reaction {
        emoji: Some("❤️".to_owned()),
    };
    let reaction = annotation(number, "r1", &theirs.wamid, heart, minutes(3));
    stage.deliver(&[by_business(reaction)], minutes(3)).await;
    let seen = stage.message(&ana, theirs.new_conversation_id, theirs.id).await;
    assert_eq!(seen.reactions[0].direction, Direction::Outbound);
}

pub async fn an_edited_caption_leaves_the_file(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let picture = |caption: &str, byte_size| {
        MessageContent::Image(Attachment {
            mime_type: "image/jpeg".to_owned(),
            caption: Some(caption.to_owned()),
            byte_size,
            ..Attachment::default()
        })
    };
    let message = InboundMessage {
        content: picture("Bolo", Some(5_000)),
        ..stage.inbound(number, MARIA, "", minutes(0))
    };
    stage.receive(&message).await;
    let kind = AnnotationKind::Edit {
        content: picture("Bolo de aniversário", None),
        meta_media_id: None,
    };
    stage
        .deliver(
            &[annotation(number, "e1", &message.wamid, kind, minutes(1))],
            minutes(1),
        )
        .await;
    let seen = stage.message(&ana, message.new_conversation_id, message.id).await;
    assert_eq!(seen.content, picture("Bolo de aniversário", Some(5_000)));
}

pub async fn a_reaction_is_put_replaced_and_taken_away_by_its_time(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let message = stage.inbound(number, MARIA, "Oi", minutes(0));
    stage.receive(&message).await;
    let react = async |wamid: &str, target: &str, emoji: Option<&str>, minute: i64| {
        let kind = AnnotationKind::Reaction {
            emoji: emoji.map(str::to_owned),
        };
        let change = annotation(number, wamid, target, kind, minutes(minute));
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
        InboundEffect::Waiting
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
    let target = &message.wamid;
    let edit = annotation(number, "edit-1", target, edited("Quero três"), minutes(1));
    let revoke = annotation(number, "revoke-1", target, AnnotationKind::Revoke, minutes(1));
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
