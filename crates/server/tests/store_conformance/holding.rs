//! Messages that are kept for a while before they leave, and those that are taken back.

use crate::stage::{Stage, minutes, text};
use domain::command::ChangeSettings;
use domain::content::{Attachment, MessageContent, MessageKind};
use domain::customer_service_window::WINDOW;
use domain::delivery_status::DeliveryState::{Held, Waiting};
use domain::entities::{Delivery, Message};
use domain::ids::{ConversationId, MessageId};
use domain::permission::Permission;
use domain::time::{Span, Timestamp};
use domain::visibility::Viewer;
use server::store::{AcceptOutcome, AttemptOutcome, CancelOutcome, NewOutbound};

const MARIA: &str = "5511986372111";
const FIVE: Span = Span::from_seconds(5);

/// An agent's text that is held.
async fn hold(stage: &Stage, viewer: &Viewer, id: ConversationId, now: Timestamp) -> Message {
    let held = NewOutbound {
        hold: FIVE,
        ..stage.outbound(id, "segura", now)
    };
    match stage.store.accept_message(viewer, &held).await.unwrap() {
        AcceptOutcome::Created(message) => message,
        other => panic!("not accepted: {other:?}"),
    }
}

async fn cancel(stage: &Stage, viewer: &Viewer, message: MessageId) -> CancelOutcome {
    stage
        .store
        .cancel_message(viewer, message, minutes(2))
        .await
        .unwrap()
}

fn cancelled(by: &Viewer) -> MessageContent {
    MessageContent::Erased {
        was: MessageKind::Text,
        by: by.agent_id,
        is_cancelled: true,
    }
}

pub async fn a_hold_tells_its_end_and_leaves_before_the_window_closes(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let id = stage.conversation(number, MARIA, minutes(0)).await;
    let message = hold(&stage, &ana, id, minutes(1)).await;
    assert_eq!(
        message.delivery,
        Some(Delivery::accepted(Some(minutes(1) + FIVE)))
    );
    assert_eq!(
        stage.message(&ana, id, message.id).await.delivery,
        message.delivery,
        "as it is read"
    );
    stage.claim(minutes(1) + FIVE).await.unwrap();
    assert_eq!(
        stage.delivery(&ana, id, message.id).await,
        Delivery::new(1, Waiting)
    );

    // Twelve seconds before the window closes a hold lasts two.
    let closes = minutes(0) + WINDOW;
    let other = stage.conversation(number, "5521991234567", minutes(0)).await;
    let now = closes - Span::from_seconds(12);
    let late = hold(&stage, &ana, other, now).await;
    let until = now + Span::from_seconds(2);
    assert_eq!(late.delivery.unwrap().held_until, Some(until));
    assert_eq!(stage.claim(until).await.unwrap().message_id, late.id);
    let third = stage.conversation(number, "5531991234567", minutes(0)).await;
    let last = hold(&stage, &ana, third, closes - Span::from_seconds(3)).await;
    assert_eq!(
        last.delivery,
        Some(Delivery::accepted(None)),
        "no time is left for a hold"
    );
}

pub async fn what_is_cancelled_never_leaves_and_those_behind_it_go_on(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let id = stage.conversation(number, MARIA, minutes(0)).await;
    let held = hold(&stage, &ana, id, minutes(1)).await;
    let next = stage.send(&ana, id, "depois", minutes(1)).await;
    let CancelOutcome::Message(seen) = cancel(&stage, &ana, held.id).await else {
        panic!("not cancelled");
    };
    assert_eq!((&seen.content, &seen.delivery), (&cancelled(&ana), &None));
    let again = cancel(&stage, &ana, held.id).await;
    assert_eq!(again, CancelOutcome::Message(seen), "once is enough");
    let job = stage.claim(minutes(1)).await.unwrap();
    assert_eq!(job.message_id, next, "nobody waits for the hold any more");
    // Not even a message that only waits is sent after it was cancelled.
    let behind = stage.send(&ana, id, "mais", minutes(1)).await;
    assert!(matches!(
        cancel(&stage, &ana, behind).await,
        CancelOutcome::Message(_)
    ));
    let accepted = AttemptOutcome::Accepted {
        wamid: "wamid.1".into(),
    };
    let store = &stage.store;
    store
        .finish_attempt(next, job.attempt, &accepted, minutes(1))
        .await
        .unwrap();
    assert_eq!(stage.claim(minutes(60)).await, None);
}

pub async fn what_has_left_cannot_be_cancelled(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let id = stage.conversation(number, MARIA, minutes(0)).await;
    let message = hold(&stage, &ana, id, minutes(1)).await;
    let job = stage.claim(minutes(1) + FIVE).await.unwrap();
    assert_eq!(cancel(&stage, &ana, message.id).await, CancelOutcome::AlreadySent);
    // It surely did not get there and waits for another attempt: it can be taken back again.
    let later = AttemptOutcome::Later {
        due_at: minutes(3),
        failure: domain::entities::DeliveryFailure {
            code: 2,
            details: None,
        },
        is_pair_rate: false,
    };
    let store = &stage.store;
    let finish = async |attempt, outcome: &AttemptOutcome| {
        store
            .finish_attempt(message.id, attempt, outcome, minutes(2))
            .await
            .unwrap();
    };
    finish(job.attempt, &later).await;
    let second = stage.claim(minutes(3)).await.unwrap();
    finish(second.attempt, &AttemptOutcome::Unknown).await;
    assert_eq!(
        cancel(&stage, &ana, message.id).await,
        CancelOutcome::AlreadySent,
        "nobody knows"
    );
    assert_eq!(
        stage.message(&ana, id, message.id).await.content,
        text("segura"),
        "nothing of it is lost"
    );
    let incoming = stage.inbound(number, MARIA, "Oi", minutes(1));
    stage.receive(&incoming).await;
    assert_eq!(
        cancel(&stage, &ana, incoming.id).await,
        CancelOutcome::StateConflict
    );
}

/// The end of a hold and the bin at the same moment: one of them wins, and what the bin answers is true.
pub async fn a_cancel_and_the_end_of_the_hold_never_both_win(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    for round in 0..40 {
        let id = stage
            .conversation(number, &format!("55119{round:08}"), minutes(0))
            .await;
        let message = hold(&stage, &ana, id, minutes(1)).await;
        let (claimed, outcome) =
            tokio::join!(stage.claim(minutes(1) + FIVE), cancel(&stage, &ana, message.id));
        match (claimed, outcome) {
            (Some(job), CancelOutcome::AlreadySent) => assert_eq!(job.message_id, message.id),
            (None, CancelOutcome::Message(seen)) => assert_eq!(seen.content, cancelled(&ana)),
            both => panic!("{both:?}"),
        }
    }
}

pub async fn who_may_cancel_is_what_the_domain_says(stage: Stage) {
    let author = stage
        .agent("Ana", &[Permission::ChatView, Permission::ChatSend])
        .await;
    let colleague = stage
        .agent("Bruno", &[Permission::ChatView, Permission::ChatSend])
        .await;
    let deleter = stage
        .agent("Carla", &[Permission::ChatView, Permission::ChatDelete])
        .await;
    let number = stage.number().await;
    let id = stage.conversation(number, MARIA, minutes(0)).await;
    let held = hold(&stage, &author, id, minutes(1)).await.id;
    assert_eq!(cancel(&stage, &colleague, held).await, CancelOutcome::Denied);
    // Who may write no longer can still keep back what they wrote.
    let former = Viewer {
        permissions: [Permission::ChatView].into_iter().collect(),
        ..author
    };
    assert!(matches!(
        cancel(&stage, &former, held).await,
        CancelOutcome::Message(_)
    ));
    let held = hold(&stage, &author, id, minutes(1)).await.id;
    assert!(matches!(
        cancel(&stage, &deleter, held).await,
        CancelOutcome::Message(_)
    ));

    // The conversation becomes somebody else's: it looks as if there were nothing, but one's own word still counts.
    let held = hold(&stage, &author, id, minutes(1)).await.id;
    stage.switch(true).await;
    let admin = stage.admin().await;
    stage
        .store
        .assign(&admin, id, &[colleague.agent_id], stage.id(), minutes(1))
        .await
        .unwrap();
    assert_eq!(cancel(&stage, &deleter, held).await, CancelOutcome::Withdrawn);
    assert_eq!(stage.delivery(&admin, id, held).await.state, Held);
    assert_eq!(cancel(&stage, &author, held).await, CancelOutcome::Withdrawn);
    assert_eq!(stage.message(&admin, id, held).await.content, cancelled(&author));
    assert_eq!(stage.claim(minutes(60)).await, None);
}

pub async fn a_message_cancelled_before_it_came_is_refused(stage: Stage) {
    let ana = stage.admin().await;
    let writer = [Permission::ChatView, Permission::ChatSend];
    let bruno = stage.agent("Bruno", &writer).await;
    let carla = stage.agent("Carla", &writer).await;
    let number = stage.number().await;
    let id = stage.conversation(number, MARIA, minutes(0)).await;
    let [own, of_another, by_admin] = [(); 3].map(|()| stage.outbound(id, "Não era isso", minutes(1)));
    let accept = async |new: &NewOutbound| stage.store.accept_message(&bruno, new).await.unwrap();
    // Somebody else's word does not keep one's own from counting.
    for agent in [&carla, &bruno] {
        assert_eq!(
            cancel(&stage, agent, own.command.id).await,
            CancelOutcome::Withdrawn
        );
    }
    assert_eq!(accept(&own).await, AcceptOutcome::Withdrawn);
    cancel(&stage, &carla, of_another.command.id).await;
    assert!(matches!(accept(&of_another).await, AcceptOutcome::Created(_)));
    // Who may delete takes back anybody's.
    cancel(&stage, &ana, by_admin.command.id).await;
    assert_eq!(accept(&by_admin).await, AcceptOutcome::Withdrawn);
}

pub async fn a_clock_that_is_set_back_takes_holds_along(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let id = stage.conversation(number, MARIA, minutes(0)).await;
    let message = hold(&stage, &ana, id, minutes(1)).await;
    let before = stage.message(&ana, id, message.id).await.version;
    stage
        .store
        .clock_was_set_back(minutes(0), Span::from_minutes(1))
        .await
        .unwrap();
    let seen = stage.message(&ana, id, message.id).await;
    let until = minutes(0) + FIVE;
    assert_eq!(seen.delivery.unwrap().held_until, Some(until));
    assert!(seen.version > before, "devices are told");
    assert_eq!(stage.claim(until).await.unwrap().message_id, message.id);
}

pub async fn a_clock_that_is_set_back_takes_what_is_to_be_fetched_along(stage: Stage) {
    let number = stage.number().await;
    let mut picture = stage.inbound(number, MARIA, "", minutes(0));
    picture.content = MessageContent::Image(Attachment {
        mime_type: "image/png".to_owned(),
        ..Attachment::default()
    });
    picture.meta_media_id = Some("77".to_owned());
    stage.receive(&picture).await;
    let store = &stage.store;
    let tried = store.claim_media_fetches(minutes(60), &[stage.id()]).await;
    assert_eq!(tried.unwrap().len(), 1);
    let later = store.fail_media_fetch(picture.id, None, Some(minutes(61)));
    later.await.unwrap();
    store
        .clock_was_set_back(minutes(0), Span::from_minutes(60))
        .await
        .unwrap();
    assert_eq!(store.next_media_fetch_due().await.unwrap(), Some(minutes(1)));
}

pub async fn holds_are_settings_and_a_change_of_them_changes_nobodys_scope(stage: Stage) {
    let before = stage.store.settings().await.unwrap();
    assert_eq!((before.hold_voice_seconds, before.hold_text_seconds), (5, 0));
    let change = ChangeSettings {
        hold_text_seconds: Some(3),
        ..ChangeSettings::default()
    };
    let newest = stage.newest().await;
    let after = stage.store.change_settings(&change).await.unwrap();
    assert_eq!((after.hold_voice_seconds, after.hold_text_seconds), (5, 3));
    assert_eq!(after.version, before.version + 1);
    assert_eq!(stage.newest().await, newest + 1, "one change, and nothing else");
    assert_eq!(stage.store.settings().await.unwrap(), after);
    assert_eq!(stage.store.change_settings(&change).await.unwrap(), after);
}
