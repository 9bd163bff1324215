//! Accepting messages from agents.

use crate::stage::{Stage, minutes, text};
use domain::command::SendMessage;
use domain::content::MessageContent;
use domain::customer_service_window::WINDOW;
use domain::delivery_status::DeliveryState::{Held, Waiting};
use domain::entities::{ConversationState, Delivery, Direction, Quote, QuotePreview};
use domain::permission::Permission;
use domain::time::Span;
use server::store::{AcceptOutcome, AttemptOutcome, NewOutbound, RetryOutcome};

const MARIA: &str = "5511986372111";

pub async fn a_message_is_accepted_once_per_id(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let id = stage.conversation(number, MARIA, minutes(0)).await;
    let mut new = stage.outbound(id, "Olá @contact_name", minutes(1));
    new.content = text("Olá Maria");
    let AcceptOutcome::Created(message) = stage.store.accept_message(&ana, &new).await.unwrap() else {
        panic!("not created");
    };
    assert_eq!(
        (message.id, message.version, message.at),
        (new.command.id, 1, minutes(1))
    );
    assert_eq!(
        (message.direction, message.author),
        (Direction::Outbound, Some(ana.agent_id))
    );
    assert_eq!(message.content, text("Olá Maria"));
    assert_eq!(message.delivery, Some(Delivery::accepted(None)));
    let conversation = stage.look(&ana, id).await;
    let preview = conversation.last_message.unwrap();
    assert_eq!(
        (preview.message_id, preview.delivery),
        (message.id, Some(Waiting))
    );
    assert_eq!(
        (conversation.last_activity_at, conversation.unread_count),
        (minutes(1), 1)
    );
    assert_eq!(conversation.window_expires_at, Some(minutes(0) + WINDOW));
    // The same later, even when merge fields now read otherwise.
    let newest = stage.newest().await;
    let again = NewOutbound {
        now: minutes(2),
        content: text("Olá Mariana"),
        ..new.clone()
    };
    assert_eq!(
        stage.store.accept_message(&ana, &again).await.unwrap(),
        AcceptOutcome::Known(message)
    );
    assert_eq!(stage.newest().await, newest);
    let other = NewOutbound {
        command: SendMessage {
            content: text("Tchau"),
            ..new.command.clone()
        },
        ..new.clone()
    };
    assert_eq!(
        stage.store.accept_message(&ana, &other).await.unwrap(),
        AcceptOutcome::IdConflict
    );
}

pub async fn the_same_message_from_two_tabs_at_once_makes_one(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let id = stage.conversation(number, MARIA, minutes(0)).await;
    for n in 0..20 {
        let new = stage.outbound(id, &format!("oi {n}"), minutes(1));
        let (one, two) = tokio::join!(
            stage.store.accept_message(&ana, &new),
            stage.store.accept_message(&ana, &new)
        );
        let outcomes = [one.unwrap(), two.unwrap()];
        let created = outcomes
            .iter()
            .filter(|outcome| matches!(outcome, AcceptOutcome::Created(_)))
            .count();
        let known = outcomes
            .iter()
            .filter(|outcome| matches!(outcome, AcceptOutcome::Known(_)))
            .count();
        assert_eq!((created, known), (1, 1));
    }
    assert_eq!(stage.thread(&ana, id).await.len(), 21);
}

pub async fn the_window_is_judged_to_the_millisecond_and_not_for_templates(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let id = stage.conversation(number, MARIA, minutes(0)).await;
    let closes = minutes(0) + WINDOW;
    let late = stage.outbound(id, "tarde", closes);
    assert_eq!(
        stage.store.accept_message(&ana, &late).await.unwrap(),
        AcceptOutcome::WindowClosed
    );
    assert!(matches!(
        stage
            .store
            .accept_message(
                &ana,
                &stage.outbound(id, "a tempo", closes - Span::from_millis(1))
            )
            .await
            .unwrap(),
        AcceptOutcome::Created(_)
    ));
    let template = MessageContent::Template {
        name: "retorno".into(),
        language: "pt_BR".into(),
        body: "Podemos falar?".into(),
        parts: Box::default(),
    };
    let mut new = stage.outbound(id, "", closes + Span::from_hours(1));
    new.command.content = template.clone();
    new.content = template;
    assert!(matches!(
        stage.store.accept_message(&ana, &new).await.unwrap(),
        AcceptOutcome::Created(_)
    ));
}

pub async fn what_may_not_be_seen_cannot_be_written_to(stage: Stage) {
    let ana = stage
        .agent("Ana", &[Permission::ChatView, Permission::ChatSend])
        .await;
    let bruno = stage
        .agent("Bruno", &[Permission::ChatView, Permission::ChatSend])
        .await;
    let number = stage.number().await;
    let id = stage.conversation(number, MARIA, minutes(0)).await;
    stage.switch(true).await;
    stage
        .store
        .assign(&ana, id, &[ana.agent_id], stage.id(), minutes(1))
        .await
        .unwrap();
    let new = stage.outbound(id, "Oi", minutes(2));
    assert_eq!(
        stage.store.accept_message(&bruno, &new).await.unwrap(),
        AcceptOutcome::NotFound
    );
    assert!(matches!(
        stage.store.accept_message(&ana, &new).await.unwrap(),
        AcceptOutcome::Created(_)
    ));
    assert_eq!(
        stage.store.accept_message(&bruno, &new).await.unwrap(),
        AcceptOutcome::NotFound
    );
    let retried = stage
        .store
        .retry_message(&bruno, new.command.id, 0, minutes(3))
        .await
        .unwrap();
    assert_eq!(retried, RetryOutcome::NotFound);
    let nowhere = stage.outbound(stage.id(), "Oi", minutes(2));
    assert_eq!(
        stage.store.accept_message(&ana, &nowhere).await.unwrap(),
        AcceptOutcome::NotFound
    );
}

pub async fn a_held_message_waits_for_the_end_of_its_hold(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let id = stage.conversation(number, MARIA, minutes(0)).await;
    let held = NewOutbound {
        hold: Span::from_seconds(5),
        ..stage.outbound(id, "segura", minutes(1))
    };
    let AcceptOutcome::Created(message) = stage.store.accept_message(&ana, &held).await.unwrap() else {
        panic!("not created");
    };
    assert_eq!(message.delivery.unwrap().state, Held);
    // What is written after it waits behind it.
    let next = stage.send(&ana, id, "depois", minutes(1)).await;
    let due_at = minutes(1) + Span::from_seconds(5);
    assert_eq!(
        stage.store.next_outbound_due(minutes(1)).await.unwrap(),
        Some(due_at)
    );
    assert_eq!(stage.claim(due_at - Span::from_millis(1)).await, None);
    let job = stage.claim(due_at).await.unwrap();
    assert_eq!((job.message_id, job.attempt), (message.id, 1));
    assert_eq!(stage.delivery(&ana, id, message.id).await.state, Waiting);
    assert_eq!(stage.claim(due_at).await, None);
    let outcome = AttemptOutcome::Accepted {
        wamid: "wamid.1".into(),
    };
    stage
        .store
        .finish_attempt(message.id, 1, &outcome, due_at)
        .await
        .unwrap();
    assert_eq!(stage.claim(due_at).await.unwrap().message_id, next);
}

pub async fn sending_opens_a_concluded_conversation_without_a_line(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let id = stage.conversation(number, MARIA, minutes(0)).await;
    stage
        .store
        .change_state(&ana, id, ConversationState::Concluded, stage.id(), minutes(1))
        .await
        .unwrap();
    stage.send(&ana, id, "Só mais uma coisa", minutes(2)).await;
    let conversation = stage.look(&ana, id).await;
    assert_eq!(conversation.state, ConversationState::Open);
    assert!(conversation.assignees.is_empty());
    assert_eq!(stage.thread(&ana, id).await.len(), 3);
}

pub async fn a_reply_quotes_by_metas_id(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let asked = stage.inbound(number, MARIA, "Qual o preço?", minutes(0));
    stage.receive(&asked).await;
    let id = asked.new_conversation_id;
    let elsewhere = stage.inbound(number, "5521991234567", "Oi", minutes(0));
    stage.receive(&elsewhere).await;
    let mut new = stage.outbound(id, "R$ 50", minutes(1));
    new.command.reply_to = Some(asked.id);
    let AcceptOutcome::Created(message) = stage.store.accept_message(&ana, &new).await.unwrap() else {
        panic!("not created");
    };
    assert_eq!(
        message.reply_to,
        Some(Quote {
            message_id: Some(asked.id),
            preview: Some(QuotePreview::new(
                asked.at,
                Direction::Inbound,
                None,
                &asked.content
            )),
        })
    );
    let job = stage.claim(minutes(1)).await.unwrap();
    assert_eq!(job.quoted_wamid, Some(asked.wamid));
    // Quoting our own message, and one of another conversation, which is not quoted.
    let outcome = AttemptOutcome::Accepted {
        wamid: "wamid.ours".into(),
    };
    stage
        .store
        .finish_attempt(message.id, 1, &outcome, minutes(1))
        .await
        .unwrap();
    for (reply_to, quoted) in [(message.id, Some("wamid.ours".to_owned())), (elsewhere.id, None)] {
        let mut new = stage.outbound(id, "?", minutes(2));
        new.command.reply_to = Some(reply_to);
        stage.store.accept_message(&ana, &new).await.unwrap();
        let job = stage.claim(minutes(2)).await.unwrap();
        assert_eq!((job.message_id, job.quoted_wamid), (new.command.id, quoted));
        let outcome = AttemptOutcome::Accepted {
            wamid: format!("wamid.{}", new.command.id),
        };
        stage
            .store
            .finish_attempt(job.message_id, 1, &outcome, minutes(2))
            .await
            .unwrap();
    }
}
