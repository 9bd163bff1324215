//! How a message of the business fares after it was accepted, and how the business is told.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::behaviour::ReadBehaviour;
use crate::error_codes::{failure_details, failure_title};
use crate::shared::Shared;
use crate::state::{DeliveryStatus, Direction, Lane, Message, State};
use crate::webhook::{self, Change};

/// What will become of an accepted message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It travels as far as [`crate::Behaviour`] says.
    Arrives,
    /// It fails with this code; the details say more, if there is more to say than always.
    Fails { code: u32, details: Option<String> },
}

/// Told when the first attempt to deliver a webhook is over.
pub(crate) type FirstAttempt = oneshot::Receiver<()>;

/// Takes a message on its way in the background: it travels on even if nobody waits for it.
pub(crate) fn set_out(shared: &Arc<Shared>, wamid: String, fate: Fate) -> JoinHandle<Vec<FirstAttempt>> {
    let timer = Timer::start(shared);
    tokio::spawn(async move { travel(&timer.0, &wamid, &fate).await })
}

/// Takes a message on its way, to the end.
async fn travel(shared: &Arc<Shared>, wamid: &str, fate: &Fate) -> Vec<FirstAttempt> {
    let mut told = Vec::new();
    let (behaviour, skips_delivered) =
        shared.read(|state| (state.behaviour.clone(), state.knobs.skip_delivered));
    let Some(sent_ms) = behaviour.sent_after_ms else {
        return told;
    };
    if !shared.pause(Duration::from_millis(sent_ms)).await {
        return told;
    }
    if let Fate::Fails { code, details } = fate {
        told.extend(fail(shared, wamid, *code, details.as_deref()));
        return told;
    }
    told.extend(advance(shared, wamid, DeliveryStatus::Sent));
    let Some(delivered_ms) = behaviour.delivered_after_ms else {
        return told;
    };
    if shared.read(|state| state.message(wamid).is_none_or(Message::is_reaction))
        || !shared
            .pause(Duration::from_millis(delivered_ms.saturating_sub(sent_ms)))
            .await
    {
        return told;
    }
    if skips_delivered {
        told.extend(advance(shared, wamid, DeliveryStatus::Read));
        return told;
    }
    told.extend(advance(shared, wamid, DeliveryStatus::Delivered));
    if let ReadBehaviour::AfterMs(read_ms) = behaviour.read
        && shared.pause(Duration::from_millis(read_ms)).await
    {
        told.extend(advance(shared, wamid, DeliveryStatus::Read));
    }
    told
}

/// Raises the status of a message of the business and tells of it; nothing if it is that far already.
pub(crate) fn advance(shared: &Arc<Shared>, wamid: &str, status: DeliveryStatus) -> Option<FirstAttempt> {
    change(shared, wamid, status, None)
}

fn fail(shared: &Arc<Shared>, wamid: &str, code: u32, details: Option<&str>) -> Option<FirstAttempt> {
    let error = json!({
        "code": code,
        "title": failure_title(code),
        "message": failure_title(code),
        "error_data": { "details": details.unwrap_or_else(|| failure_details(code)) },
        "href": "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/",
    });
    change(shared, wamid, DeliveryStatus::Failed, Some(error))
}

fn change(
    shared: &Arc<Shared>,
    wamid: &str,
    status: DeliveryStatus,
    error: Option<Value>,
) -> Option<FirstAttempt> {
    let now_s = shared.now_s();
    let told = shared.update(|state| {
        let message = state.messages.get_mut(wamid)?;
        if message.direction != Direction::FromBusiness || status <= message.status {
            return None;
        }
        message.status = status;
        if message.is_reaction() && status == DeliveryStatus::Sent {
            show_reaction(state, wamid);
        }
        let change = status_change(state, wamid, status, error, now_s)?;
        Some(webhook::post(state, &shared.config.waba_id, change, None))
    })?;
    webhook::send_what_is_ready(shared);
    Some(told)
}

/// The webhook of a status. The price is told once.
fn status_change(
    state: &mut State,
    wamid: &str,
    status: DeliveryStatus,
    error: Option<Value>,
    now_s: i64,
) -> Option<Change> {
    let message = state.messages.get_mut(wamid)?;
    let is_priced_now = status != DeliveryStatus::Failed && !std::mem::replace(&mut message.is_priced, true);
    let message = state.messages.get(wamid)?;
    let person = state.person(message.thread.customer)?;
    let mut told = json!({
        "id": wamid,
        "status": status.word(),
        "timestamp": now_s.to_string(),
        "recipient_user_id": person.user_id,
    });
    if !person.hides_number {
        told["recipient_id"] = json!(person.wa_id);
    }
    if let Some(data) = &message.biz_opaque_callback_data {
        told["biz_opaque_callback_data"] = json!(data);
    }
    if is_priced_now {
        told["pricing"] = price_of(message);
    }
    let contact = match error {
        Some(error) => {
            told["errors"] = json!([error]);
            None
        }
        None => Some(webhook::contact_of(person)),
    };
    let number = state.number(&message.thread.phone_number_id)?;
    Some(Change {
        lane: Lane::Thread(message.thread.clone()),
        field: "messages".into(),
        value: webhook::statuses_value(number, contact, &told),
        wamid: None,
        occasion: message.occasion.and(status.word()),
    })
}

fn price_of(message: &Message) -> Value {
    if message.kind() == "template" {
        let category = message.content["template"]["category"]
            .as_str()
            .unwrap_or("utility")
            .to_ascii_lowercase();
        return json!({ "billable": true, "pricing_model": "PMP", "type": "regular", "category": category });
    }
    json!({
        "billable": false, "pricing_model": "PMP", "type": "free_customer_service", "category": "service",
    })
}

/// A reaction of the business appears on what it reacts to.
fn show_reaction(state: &mut State, wamid: &str) {
    let Some(message) = state.messages.get(wamid) else {
        return;
    };
    let emoji = message.content["reaction"]["emoji"]
        .as_str()
        .filter(|emoji| !emoji.is_empty())
        .map(str::to_owned);
    let target = message.content["reaction"]["message_id"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    if let Some(target) = state.messages.get_mut(&target) {
        target.reaction_of_business = emoji;
    }
}

/// Counts a message that is under way, as long as it lives.
struct Timer(Arc<Shared>);

impl Timer {
    fn start(shared: &Arc<Shared>) -> Self {
        shared.update(|state| state.timers += 1);
        Self(Arc::clone(shared))
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        self.0.update(|state| state.timers -= 1);
    }
}
