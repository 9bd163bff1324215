//! Getting webhooks to the callback.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Bytes;
use reqwest::header::{CONTENT_TYPE, USER_AGENT};
use serde_json::Value;
use tokio::sync::oneshot;

use super::{envelope, escape_as_meta, signature_of};
use crate::knobs::Occasion;
use crate::shared::Shared;
use crate::state::{Delivery, DeliveryStatus, Hold, Lane, State, Webhook};

/// Something to tell the business.
pub(crate) struct Change {
    pub(crate) lane: Lane,
    /// The webhook field: `messages`, `account_update`, …
    pub(crate) field: Cow<'static, str>,
    pub(crate) value: Value,
    /// The customer's message in it.
    pub(crate) wamid: Option<String>,
    /// What the dice know it by.
    pub(crate) occasion: Occasion,
}

/// Puts a change in the queue. The answer comes when the first attempt is over. Call [`send_what_is_ready`] after the
/// lock is released.
pub(crate) fn post(
    state: &mut State,
    waba_id: &str,
    change: Change,
    time_s: Option<i64>,
) -> oneshot::Receiver<()> {
    let json = envelope::envelope(waba_id, &change.field, &change.value, time_s);
    let (told, first_attempt) = oneshot::channel();
    let is_meddled_with = is_meddled_with(state, &change.lane);
    let rolls = |state: &State, question: &str, percent: u8| {
        is_meddled_with && state.dice.hit(change.occasion, question, percent)
    };
    if rolls(state, "lost", state.knobs.lose_percent) {
        // Lost on the way: nobody will ever acknowledge it.
        return first_attempt;
    }
    let is_doubled = rolls(state, "doubled", state.knobs.duplicate_percent);
    let is_batched = state.knobs.batch_size > 1;
    let delivery = Delivery {
        lane: if is_batched { Lane::Batches } else { change.lane },
        body: Bytes::from(escape_as_meta(&json)),
        json,
        attempts: 0,
        wamid: change.wamid,
        first_attempt: Some(told),
        made: Instant::now(),
    };
    let twin = is_doubled.then(|| Delivery {
        lane: delivery.lane.clone(),
        body: delivery.body.clone(),
        json: delivery.json.clone(),
        attempts: 0,
        wamid: None,
        first_attempt: None,
        made: delivery.made,
    });
    let occasions = [change.occasion, change.occasion.and("twin")];
    for (delivery, occasion) in [Some(delivery), twin].into_iter().flatten().zip(occasions) {
        let hold = if is_meddled_with {
            hold_of(state, occasion)
        } else {
            batch_of(state)
        };
        state.deliveries.add(delivery, hold);
    }
    first_attempt
}

/// Whether the knobs of the webhooks are about what goes down this lane.
fn is_meddled_with(state: &State, lane: &Lane) -> bool {
    let whom = &state.knobs.webhooks_of;
    match lane {
        Lane::Thread(key) => {
            let wa_id = state.person(key.customer).map(|person| person.wa_id.as_str());
            whom.includes(Some(&key.phone_number_id), wa_id)
        }
        Lane::Account | Lane::Batches => whom.includes(None, None),
    }
}

/// What a webhook waits for, as the dice fall.
fn hold_of(state: &State, occasion: Occasion) -> Hold {
    let knobs = &state.knobs;
    let jitter_ms = match knobs.webhook_jitter_ms {
        0 => 0,
        most => state.dice.up_to(occasion, "jitter", most),
    };
    let late_ms = if state.dice.hit(occasion, "late", knobs.late_percent) {
        knobs.late_ms
    } else {
        0
    };
    if late_ms + jitter_ms > 0 {
        Hold::For(Duration::from_millis(late_ms + jitter_ms))
    } else if state.dice.hit(occasion, "disorder", knobs.disorder_percent) {
        Hold::Overtaken
    } else {
        batch_of(state)
    }
}

fn batch_of(state: &State) -> Hold {
    match state.knobs.batch_size {
        0 | 1 => Hold::No,
        size => Hold::Batch(usize::from(size)),
    }
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

/// Sends what is ready in a lane, one POST after the other.
async fn run_lane(shared: Arc<Shared>, lane: Lane) {
    while let Some((ids, body)) = shared.update(|state| next_post(state, &lane)) {
        let callback = shared.read(|state| state.callback.clone());
        let is_acknowledged = match callback {
            Some(callback) => {
                tokio::select! {
                    answer = attempt(&shared, &callback, body.clone()) => answer,
                    () = shared.stopped() => return,
                }
            }
            None => false,
        };
        shared.update(|state| settle(state, &ids, body, is_acknowledged));
        if !is_acknowledged {
            shared.retry.notify_one();
        }
    }
}

/// What goes out next: the webhooks in it and the body.
fn next_post(state: &mut State, lane: &Lane) -> Option<(Vec<u64>, Bytes)> {
    let ids = state
        .deliveries
        .next_in(lane, usize::from(state.knobs.batch_size));
    let bodies = ids.iter().filter_map(|id| state.deliveries.get(*id));
    let body = match ids.len() {
        0 => return None,
        1 => bodies.map(|delivery| delivery.body.clone()).next()?,
        _ => {
            let together = envelope::together(bodies.map(|delivery| &delivery.json));
            Bytes::from(escape_as_meta(&together))
        }
    };
    Some((ids, body))
}

async fn attempt(shared: &Shared, callback: &str, body: Bytes) -> bool {
    let client = match shared.client_for(callback) {
        Ok(client) => client,
        Err(error) => {
            tracing::error!(%error, "webhooks cannot be sent");
            return false;
        }
    };
    let answer = client
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

fn settle(state: &mut State, ids: &[u64], body: Bytes, is_acknowledged: bool) {
    let mut most_attempts = 0;
    for id in ids {
        let attempts = state.deliveries.note_attempt(*id);
        most_attempts = attempts.max(most_attempts);
        if !is_acknowledged {
            let pauses = &state.behaviour.retry_pauses_ms;
            let at = usize::try_from(attempts.saturating_sub(1)).unwrap_or(usize::MAX);
            let pause_ms = pauses.get(at).or(pauses.last()).copied().unwrap_or(1_000);
            state.deliveries.put_aside(*id, Duration::from_millis(pause_ms));
            continue;
        }
        let Some(delivery) = state.deliveries.acknowledge(*id) else {
            continue;
        };
        if let Some(message) = delivery.wamid.and_then(|wamid| state.messages.get_mut(&wamid)) {
            message.status = message.status.max(DeliveryStatus::Delivered);
        }
        if let Some(waiting) = delivery.first_attempt {
            // Whoever sent the message may have stopped waiting.
            let _gone = waiting.send(());
        }
    }
    if is_acknowledged {
        state.records.keep_webhook(Webhook {
            json: serde_json::from_slice(&body).unwrap_or_default(),
            body,
            attempts: most_attempts,
        });
    }
}
