//! Getting webhooks to the callback.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Bytes;
use rand::Rng as _;
use reqwest::header::{CONTENT_TYPE, USER_AGENT};
use serde_json::Value;
use tokio::sync::oneshot;

use super::{envelope, escape_as_meta, signature_of};
use crate::shared::Shared;
use crate::state::{Delivery, DeliveryStatus, Lane, State, Webhook};

/// Something to tell the business.
pub(crate) struct Change {
    pub(crate) lane: Lane,
    /// The webhook field: `messages`, `account_update`, …
    pub(crate) field: &'static str,
    pub(crate) value: Value,
    /// The customer's message in it.
    pub(crate) wamid: Option<String>,
}

/// Puts a change in the queue. The answer comes when the first attempt is over. Call [`send_what_is_ready`] after the
/// lock is released.
pub(crate) fn post(
    state: &mut State,
    waba_id: &str,
    change: Change,
    time_s: Option<i64>,
) -> oneshot::Receiver<()> {
    let json = envelope::envelope(waba_id, change.field, &change.value, time_s);
    let (told, first_attempt) = oneshot::channel();
    if rolls(state, state.knobs.lose_percent) {
        // Lost on the way: nobody will ever acknowledge it.
        return first_attempt;
    }
    let is_doubled = rolls(state, state.knobs.duplicate_percent);
    let pause = jitter(state);
    let delivery = Delivery {
        lane: change.lane.clone(),
        body: Bytes::from(escape_as_meta(&json)),
        json,
        attempts: 0,
        wamid: change.wamid,
        first_attempt: Some(told),
        made: Instant::now(),
    };
    if is_doubled {
        let twin = Delivery {
            lane: change.lane,
            body: delivery.body.clone(),
            json: delivery.json.clone(),
            attempts: 0,
            wamid: None,
            first_attempt: None,
            made: delivery.made,
        };
        let twin_pause = jitter(state);
        state.deliveries.add(delivery, pause);
        state.deliveries.add(twin, twin_pause);
    } else {
        state.deliveries.add(delivery, pause);
    }
    first_attempt
}

/// Starts a task for each lane that has something to send. As long as nobody listens, webhooks wait.
pub(crate) fn send_what_is_ready(shared: &Arc<Shared>) {
    let lanes = shared.update(|state| {
        if state.callback.is_some() && state.subscribed {
            return state.deliveries.claim_lanes();
        }
        state.deliveries.park_ready();
        Vec::new()
    });
    // What is held back may be due before that for which the retrying task sleeps.
    shared.retry.notify_one();
    for lane in lanes {
        tokio::spawn(run_lane(Arc::clone(shared), lane));
    }
}

/// Readies what is due again, until the simulator ends.
pub(crate) async fn run_retries(shared: Arc<Shared>) {
    loop {
        let (next, lanes) = shared.update(|state| {
            if state.callback.is_none() || !state.subscribed {
                return (None, Vec::new());
            }
            (state.deliveries.wake_due(), state.deliveries.claim_lanes())
        });
        for lane in lanes {
            tokio::spawn(run_lane(Arc::clone(&shared), lane));
        }
        let pause = next.map_or(Duration::from_secs(3_600), |due| {
            due.saturating_duration_since(Instant::now())
        });
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = shared.retry.notified() => {}
            () = shared.stopped() => return,
        }
    }
}

/// Sends what is ready in a lane, one after the other.
async fn run_lane(shared: Arc<Shared>, lane: Lane) {
    while let Some((id, body)) = shared.update(|state| state.deliveries.next_in(&lane)) {
        let callback = shared.read(|state| state.callback.clone());
        let is_acknowledged = match callback {
            Some(callback) => {
                tokio::select! {
                    answer = attempt(&shared, &callback, body) => answer,
                    () = shared.stopped() => return,
                }
            }
            None => false,
        };
        shared.update(|state| settle(state, id, is_acknowledged));
        if !is_acknowledged {
            shared.retry.notify_one();
        }
    }
}

async fn attempt(shared: &Shared, callback: &str, body: Bytes) -> bool {
    let answer = shared
        .http
        .post(callback)
        .header(CONTENT_TYPE, "application/json")
        .header(USER_AGENT, "facebookexternalua")
        .header(
            "X-Hub-Signature-256",
            signature_of(&shared.config.app_secret, &body),
        )
        .body(body)
        .send()
        .await;
    match answer {
        Ok(answer) if answer.status().as_u16() == 200 => true,
        Ok(answer) => {
            tracing::debug!(
                status = answer.status().as_u16(),
                "a webhook was not acknowledged"
            );
            false
        }
        Err(error) => {
            tracing::debug!(%error, "a webhook did not arrive");
            false
        }
    }
}

fn settle(state: &mut State, id: u64, is_acknowledged: bool) {
    let attempts = state.deliveries.note_attempt(id);
    if !is_acknowledged {
        let pauses = &state.behaviour.retry_pauses_ms;
        let at = usize::try_from(attempts.saturating_sub(1)).unwrap_or(usize::MAX);
        let pause_ms = pauses.get(at).or(pauses.last()).copied().unwrap_or(1_000);
        state.deliveries.put_aside(id, Duration::from_millis(pause_ms));
        return;
    }
    let Some(delivery) = state.deliveries.acknowledge(id) else {
        return;
    };
    if let Some(message) = delivery.wamid.and_then(|wamid| state.messages.get_mut(&wamid)) {
        message.status = message.status.max(DeliveryStatus::Delivered);
    }
    state.records.keep_webhook(Webhook {
        body: delivery.body,
        json: delivery.json,
        attempts: delivery.attempts,
    });
    if let Some(waiting) = delivery.first_attempt {
        // Whoever sent the message may have stopped waiting.
        let _gone = waiting.send(());
    }
}

fn rolls(state: &mut State, percent: u8) -> bool {
    percent > 0 && state.dice.random_range(0..100) < percent
}

fn jitter(state: &mut State) -> Duration {
    match state.knobs.webhook_jitter_ms {
        0 => Duration::ZERO,
        most => Duration::from_millis(state.dice.random_range(0..=most)),
    }
}
