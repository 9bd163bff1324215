//! Removing messages, and what quotes and edits keep of them.

use crate::stage::{Stage, minutes, status, text};
use domain::content::{MessageContent, MessageKind};
use domain::delivery_status::DeliveryState;
use domain::entities::{DeliveryFailure, Direction, Message};
use domain::permission::Permission;
use domain::visibility::Viewer;
use server::store::{
    AcceptOutcome, Annotation, AnnotationKind, AttemptOutcome, EraseOutcome, InboundChange, ReactOutcome,
    RetryOutcome,
};

const MARIA: &str = "5511986372111";

fn erased(was: MessageKind, by: &Viewer, is_cancelled: bool) -> MessageContent {
    MessageContent::Erased {
        was,
        by: by.agent_id,
        is_cancelled,
    }
}

async fn erase(stage: &Stage, viewer: &Viewer, message: domain::ids::MessageId) -> Message {
    match stage
        .store
        .erase_message(viewer, message, minutes(9))
        .await
        .unwrap()
    {
        EraseOutcome::Message(message) => message,
        other => panic!("not erased: {other:?}"),
    }
}

pub async fn what_waits_is_cancelled_and_never_claimed(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let id = stage.conversation(number, MARIA, minutes(0)).await;
    let message = stage.send(&ana, id, "Errado", minutes(1)).await;
    let next = stage.send(&ana, id, "Certo", minutes(1)).await;
    let seen = erase(&stage, &ana, message).await;
    assert_eq!(
        (seen.content, seen.delivery),
        (erased(MessageKind::Text, &ana, true), None)
    );
    let job = stage.claim(minutes(2)).await.unwrap();
    assert_eq!(job.message_id, next, "the next one has its turn");
    let row = stage.look(&ana, id).await;
    assert_eq!(row.last_message.unwrap().text, "Certo");
    // The command comes again, as after a time-out.
    let mut again = stage.outbound(id, "Errado", minutes(1));
    again.command.id = message;
    let known = stage.store.accept_message(&ana, &again).await.unwrap();
    assert!(
        matches!(&known, AcceptOutcome::Known(known) if known.content == erased(MessageKind::Text, &ana, true)),
        "{known:?}"
    );
}

pub async fn what_left_is_erased_and_late_news_bring_nothing_back(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let id = stage.conversation(number, MARIA, minutes(0)).await;
    let message = stage.send(&ana, id, "Segredo", minutes(1)).await;
    let job = stage.claim(minutes(1)).await.unwrap();
    let seen = erase(&stage, &ana, message).await;
    assert_eq!(
        seen.content,
        erased(MessageKind::Text, &ana, false),
        "it is under way: nobody knows"
    );
    let accepted = AttemptOutcome::Accepted {
        wamid: "wamid.left".into(),
    };
    stage
        .store
        .finish_attempt(message, job.attempt, &accepted, minutes(1))
        .await
        .unwrap();
    stage
        .status(status("wamid.left", DeliveryState::Read, minutes(2)))
        .await;
    let seen = stage.message(&ana, id, message).await;
    assert_eq!(seen.content, erased(MessageKind::Text, &ana, false));
    assert_eq!(seen.delivery.unwrap().state, DeliveryState::Read);
    assert_eq!(
        erase(&stage, &ana, message).await.version,
        seen.version,
        "once is enough"
    );
}

pub async fn what_was_erased_under_way_and_came_back_is_cancelled(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let id = stage.conversation(number, MARIA, minutes(0)).await;
    let message = stage.send(&ana, id, "Quase", minutes(1)).await;
    let job = stage.claim(minutes(1)).await.unwrap();
    erase(&stage, &ana, message).await;
    let later = AttemptOutcome::Later {
        due_at: minutes(2),
        failure: DeliveryFailure {
            code: 131_000,
            details: None,
        },
        is_pair_rate: false,
    };
    stage
        .store
        .finish_attempt(message, job.attempt, &later, minutes(1))
        .await
        .unwrap();
    assert_eq!(stage.claim(minutes(5)).await, None);
    assert_eq!(
        stage.message(&ana, id, message).await.content,
        erased(MessageKind::Text, &ana, true)
    );
}

pub async fn a_failed_message_that_is_erased_is_not_tried_again(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let id = stage.conversation(number, MARIA, minutes(0)).await;
    let message = stage.send(&ana, id, "Falhou", minutes(1)).await;
    let job = stage.claim(minutes(1)).await.unwrap();
    let failed = AttemptOutcome::Failed(DeliveryFailure {
        code: 131_026,
        details: None,
    });
    stage
        .store
        .finish_attempt(message, job.attempt, &failed, minutes(1))
        .await
        .unwrap();
    erase(&stage, &ana, message).await;
    let retried = stage
        .store
        .retry_message(&ana, message, job.attempt, minutes(2))
        .await
        .unwrap();
    assert_eq!(retried, RetryOutcome::StateConflict);
}

pub async fn who_may_erase_is_what_the_domain_says(stage: Stage) {
    let ana = stage
        .agent("Ana", &[Permission::ChatView, Permission::ChatSend])
        .await;
    let bruno = stage
        .agent("Bruno", &[Permission::ChatView, Permission::ChatSend])
        .await;
    let carla = stage
        .agent("Carla", &[Permission::ChatView, Permission::ChatDelete])
        .await;
    let blind = stage
        .agent("Cego", &[Permission::ChatSend, Permission::ChatDelete])
        .await;
    let number = stage.number().await;
    let incoming = stage.inbound(number, MARIA, "Oi", minutes(0));
    stage.receive(&incoming).await;
    let id = incoming.new_conversation_id;
    let of_ana = stage.send(&ana, id, "Olá", minutes(1)).await;
    let store = &stage.store;
    let at = minutes(2);
    assert_eq!(
        store.erase_message(&blind, of_ana, at).await.unwrap(),
        EraseOutcome::Withdrawn,
        "what may not be seen looks like what does not exist"
    );
    assert_eq!(
        store.erase_message(&bruno, of_ana, at).await.unwrap(),
        EraseOutcome::Denied
    );
    assert_eq!(
        store.erase_message(&ana, incoming.id, at).await.unwrap(),
        EraseOutcome::Denied
    );
    let line = stage.thread(&carla, id).await.len();
    assert_eq!(
        erase(&stage, &carla, incoming.id).await.direction,
        Direction::Inbound
    );
    assert_eq!(erase(&stage, &ana, of_ana).await.id, of_ana);
    assert_eq!(stage.thread(&carla, id).await.len(), line, "the lines stay");
}

pub async fn a_message_taken_back_before_it_came_is_refused(stage: Stage) {
    let ana = stage.admin().await;
    let bruno = stage
        .agent("Bruno", &[Permission::ChatView, Permission::ChatSend])
        .await;
    let number = stage.number().await;
    let id = stage.conversation(number, MARIA, minutes(0)).await;
    let new = stage.outbound(id, "Não era isso", minutes(1));
    // Somebody else's word does not count.
    let outcome = stage
        .store
        .erase_message(&bruno, new.command.id, minutes(1))
        .await
        .unwrap();
    assert_eq!(outcome, EraseOutcome::Withdrawn);
    let other = stage.outbound(id, "Outra", minutes(1));
    stage
        .store
        .erase_message(&ana, other.command.id, minutes(1))
        .await
        .unwrap();
    assert_eq!(
        stage.store.accept_message(&ana, &other).await.unwrap(),
        AcceptOutcome::Withdrawn
    );
    assert!(matches!(
        stage.store.accept_message(&ana, &new).await.unwrap(),
        AcceptOutcome::Created(_)
    ));
}

pub async fn quotes_follow_what_they_quote(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let asked = stage.inbound(number, MARIA, "Qual o preço?", minutes(0));
    stage.receive(&asked).await;
    let id = asked.new_conversation_id;
    let mut new = stage.outbound(id, "R$ 50", minutes(1));
    new.command.reply_to = Some(asked.id);
    stage.store.accept_message(&ana, &new).await.unwrap();
    let quoted = async || {
        let message = stage.message(&ana, id, new.command.id).await;
        let preview = message.reply_to.unwrap().preview.unwrap();
        (preview.kind, preview.text, message.version)
    };
    assert_eq!(quoted().await, (MessageKind::Text, "Qual o preço?".to_owned(), 1));
    let edit = InboundChange::Annotation(Box::new(Annotation {
        phone_number_id: number,
        wamid: "wamid.edit".to_owned(),
        target_wamid: asked.wamid.clone(),
        by: Direction::Inbound,
        kind: AnnotationKind::Edit {
            content: text("Qual o preço do bolo?"),
            meta_media_id: None,
        },
        at: minutes(2),
    }));
    stage.deliver(&[edit], minutes(2)).await;
    assert_eq!(
        quoted().await,
        (MessageKind::Text, "Qual o preço do bolo?".to_owned(), 2)
    );
    let earlier = async || {
        let details = stage.store.message_details(&ana, asked.id).await.unwrap();
        let earlier = details.unwrap().earlier;
        earlier
            .into_iter()
            .map(|earlier| (earlier.text, earlier.until))
            .collect::<Vec<_>>()
    };
    assert_eq!(earlier().await, [("Qual o preço?".to_owned(), minutes(2))]);
    erase(&stage, &ana, asked.id).await;
    assert_eq!(quoted().await, (MessageKind::Erased, String::new(), 3));
    assert_eq!(earlier().await, [], "no text is left anywhere");
}

pub async fn a_reaction_is_told_once_and_its_failure_shows(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let message = stage.inbound(number, MARIA, "Chegou!", minutes(0));
    stage.receive(&message).await;
    let id = message.new_conversation_id;
    let react = async |emoji: Option<&str>, minute| {
        stage
            .store
            .react(&ana, message.id, emoji, minutes(minute))
            .await
            .unwrap()
    };
    let ours = async || {
        let seen = stage.message(&ana, id, message.id).await;
        seen.reactions
            .into_iter()
            .map(|reaction| {
                (
                    reaction.emoji,
                    reaction.by,
                    reaction.failure.map(|failure| failure.code),
                )
            })
            .collect::<Vec<_>>()
    };
    let claim = async |minute| {
        stage
            .store
            .claim_reactions(minutes(minute), minutes(minute + 3), 8)
            .await
            .unwrap()
    };
    assert!(matches!(react(Some("👍"), 1).await, ReactOutcome::Message(_)));
    let first = claim(1).await.remove(0);
    assert_eq!(
        (first.emoji.as_deref(), &first.wamid),
        (Some("👍"), &message.wamid)
    );
    assert_eq!(claim(1).await, [], "it is taken");
    // Another wish meanwhile: the answer to the first settles nothing.
    react(Some("❤️"), 2).await;
    let accepted = |wamid: &str| server::store::ReactionOutcome::Accepted {
        wamid: wamid.to_owned(),
    };
    stage
        .store
        .finish_reaction(&first, &accepted("wamid.r1"))
        .await
        .unwrap();
    let second = claim(2).await.remove(0);
    assert_eq!(second.emoji.as_deref(), Some("❤️"));
    // Meta refuses it later, and says so before its answer is kept.
    let mut refused = status("wamid.r2", DeliveryState::Failed, minutes(2));
    refused.phone_number_id = Some(number);
    stage.status(refused).await;
    stage
        .store
        .finish_reaction(&second, &accepted("wamid.r2"))
        .await
        .unwrap();
    assert_eq!(
        ours().await,
        [("❤️".to_owned(), Some(ana.agent_id), Some(131_026))]
    );
    assert_eq!(claim(30).await, []);
    // What Meta never took is taken away without asking Meta.
    react(None, 31).await;
    assert_eq!(ours().await, []);
    assert_eq!(claim(60).await, []);
}

pub async fn reactions_have_limits(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let message = stage.inbound(number, MARIA, "Oi", minutes(0));
    stage.receive(&message).await;
    let id = message.new_conversation_id;
    let waiting = stage.send(&ana, id, "Olá", minutes(1)).await;
    let react = async |message, at| stage.store.react(&ana, message, Some("👍"), at).await.unwrap();
    assert_eq!(react(waiting, minutes(1)).await, ReactOutcome::NotReactable);
    assert_eq!(react(stage.id(), minutes(1)).await, ReactOutcome::NotFound);
    let closed = minutes(0) + domain::customer_service_window::WINDOW;
    assert_eq!(react(message.id, closed).await, ReactOutcome::WindowClosed);
    erase(&stage, &ana, message.id).await;
    assert_eq!(react(message.id, minutes(2)).await, ReactOutcome::NotReactable);
}
