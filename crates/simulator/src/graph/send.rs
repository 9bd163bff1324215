//! Sending a message: checked against the document, against the window and the limits, accepted, and set out.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::check::{self, Object};
use super::{Call, GraphError, recipient, templates, troubles};
use crate::behaviour::WindowRefusal;
use crate::ids;
use crate::knobs::{Calls, Fault};
use crate::media::Kind;
use crate::shared::Shared;
use crate::state::{CustomerKey, DeliveryStatus, Direction, Message, State, ThreadKey};
use crate::statuses::{self, Fate};

/// How old what one reacts to may be, in seconds.
const REACTION_AGE_S: i64 = 30 * 24 * 60 * 60;

/// A message that was accepted.
struct Accepted {
    wamid: String,
    answer: Value,
    fate: Fate,
    tells_before_answer: bool,
}

pub(super) async fn send(
    shared: &Arc<Shared>,
    call: &Call,
    phone_number_id: &str,
    body: &Value,
) -> Result<Value, GraphError> {
    let message = Object::root(body)?;
    check::message(&message)?;
    let accepted = shared.update(|state| accept(shared, state, call, phone_number_id, &message))?;
    let Some(accepted) = accepted else {
        return Ok(Value::Null);
    };
    let travel = statuses::set_out(shared, accepted.wamid, accepted.fate);
    if accepted.tells_before_answer {
        // It fails only when the runtime ends.
        for told in travel.await.unwrap_or_default() {
            // An error means that the webhook was lost on purpose: nothing to wait for.
            let _lost = told.await;
        }
    }
    Ok(accepted.answer)
}

/// Accepts a message, or says why not; none if its connection was cut before.
fn accept(
    shared: &Shared,
    state: &mut State,
    call: &Call,
    phone_number_id: &str,
    message: &Object<'_>,
) -> Result<Option<Accepted>, GraphError> {
    let recipient = recipient::find(state, phone_number_id, message)?;
    let thread = ThreadKey::new(phone_number_id, recipient.customer);
    let wa_id = state
        .person(recipient.customer)
        .map(|person| person.wa_id.clone())
        .unwrap_or_default();
    let kind = message.string("type")?;
    let mut content = content_of(message, kind);
    let occasion = state
        .dice
        .occasion(&["message", phone_number_id, &wa_id], &content);
    let fault = troubles::take_fault(
        state,
        Calls::Messages,
        occasion,
        Some(phone_number_id),
        Some(&wa_id),
    );
    if troubles::apply(call, fault.clone())? == troubles::Way::Cut {
        return Ok(None);
    }
    if state
        .number(phone_number_id)
        .is_some_and(|number| number.blocked.contains(&recipient.customer))
    {
        return Err(GraphError::new(130_403, "The business has blocked this user."));
    }
    if kind == "template" {
        templates::fill(state, &mut content)?;
    }
    check_media_ids(state, &content, shared.now_ms())?;
    let now_ms = shared.now_ms();
    let throughput = state.knobs.messages_per_second;
    if !state.limits.take_message(phone_number_id, throughput, now_ms) {
        return Err(GraphError::injected(130_429, 0));
    }
    if state.behaviour.pair_limit && !state.thread_mut(&thread).take_from_pair_limit(now_ms) {
        return Err(GraphError::injected(131_056, 0));
    }
    let now_s = now_ms.div_euclid(1_000);
    let is_window_open = kind == "template" || state.thread_mut(&thread).has_open_window(now_s);
    if !is_window_open && state.behaviour.outside_window == WindowRefusal::AtOnce {
        return Err(GraphError::injected(131_047, 0));
    }
    let fate = match &fault {
        Some(Fault::FailLater { code }) => Fate::Fails {
            code: *code,
            details: None,
        },
        _ if !is_window_open => Fate::Fails {
            code: 131_047,
            details: None,
        },
        _ => fate_of(state, recipient.customer, &content, now_s),
    };
    let wamid = ids::wamid(Direction::FromBusiness, &wa_id);
    let mut entry = json!({ "id": wamid });
    if kind == "template" {
        entry["message_status"] = json!("accepted");
    }
    let opaque = message
        .maybe_string("biz_opaque_callback_data")?
        .map(str::to_owned);
    state.thread_mut(&thread).typing_until_ms = None;
    state.keep_message(Message {
        wamid: wamid.clone(),
        direction: Direction::FromBusiness,
        content,
        timestamp_s: now_s,
        status: DeliveryStatus::Accepted,
        biz_opaque_callback_data: opaque,
        reaction_of_customer: None,
        reaction_of_business: None,
        is_revoked: false,
        thread,
        is_priced: false,
        occasion,
    });
    let answer =
        json!({ "messaging_product": "whatsapp", "contacts": [recipient.contact], "messages": [entry] });
    let tells_before_answer = state.knobs.statuses_before_answer;
    Ok(Some(Accepted {
        wamid,
        answer,
        fate,
        tells_before_answer,
    }))
}

/// What the phone will show of the request.
fn content_of(message: &Object<'_>, kind: &str) -> Value {
    let mut content = Map::new();
    for name in ["type", kind, "context"] {
        if let Some(value) = message.get(name) {
            content.insert(name.to_owned(), value.clone());
        }
    }
    Value::Object(content)
}

/// An id that is no media id is refused at once.
fn check_media_ids(state: &State, content: &Value, now_ms: i64) -> Result<(), GraphError> {
    for (name, id) in media_ids(content) {
        if !state.media.get(id).is_some_and(|media| media.is_alive(now_ms)) {
            let message =
                format!("Param {name}['id'] is not a valid whatsapp business account media attachment ID");
            return Err(GraphError::parameter(message));
        }
    }
    Ok(())
}

/// The media ids in a message, its header or its template's header, each with the kind it is used as.
fn media_ids(content: &Value) -> Vec<(&str, &str)> {
    let kind = content["type"].as_str().unwrap_or_default();
    let header = &content["interactive"]["header"];
    let mut places = vec![
        (kind, content),
        (header["type"].as_str().unwrap_or_default(), header),
    ];
    for component in content["template"]["components"].as_array().into_iter().flatten() {
        for parameter in component["parameters"].as_array().into_iter().flatten() {
            places.push((parameter["type"].as_str().unwrap_or_default(), parameter));
        }
    }
    places
        .into_iter()
        .filter(|(name, _)| Kind::named(name).is_some())
        .filter_map(|(name, place)| Some((name, place[name]["id"].as_str()?)))
        .collect()
}

/// What becomes of a message that is within the window.
fn fate_of(state: &State, customer: CustomerKey, content: &Value, now_s: i64) -> Fate {
    if !state.person(customer).is_some_and(|person| person.has_whatsapp) {
        return Fate::Fails {
            code: 131_026,
            details: None,
        };
    }
    for (name, id) in media_ids(content) {
        let is_voice = content["audio"]["voice"] == Value::Bool(true);
        let flaw = Kind::named(name)
            .zip(state.media.get(id))
            .and_then(|(kind, media)| media.flaw_as(kind, is_voice));
        if let Some(flaw) = flaw {
            return Fate::Fails {
                code: 131_053,
                details: Some(flaw),
            };
        }
    }
    if content["type"] == "reaction" {
        let target = content["reaction"]["message_id"]
            .as_str()
            .and_then(|wamid| state.message(wamid));
        let is_fine = target.is_some_and(|target| {
            target.thread.customer == customer
                && !target.is_reaction()
                && !target.is_revoked
                && now_s - target.timestamp_s <= REACTION_AGE_S
        });
        if !is_fine {
            let details =
                "The message to react to does not exist, is too old, or is a reaction itself".to_owned();
            return Fate::Fails {
                code: 131_009,
                details: Some(details),
            };
        }
    }
    Fate::Arrives
}
