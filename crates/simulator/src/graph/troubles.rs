//! What goes wrong on purpose with a request: before it takes effect, and with its answer.

use std::time::Duration;

use axum::body::Body;
use axum::http::header;
use axum::response::Response;
use serde_json::{Value, json};

use super::{Call, GraphError, download};
use crate::knobs::{Calls, Fault, Occasion, fits};
use crate::shared::Shared;
use crate::state::State;

/// Whether a request takes effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// It does.
    Clear,
    /// Its connection has been cut.
    Cut,
}

/// Meddles with a call before it takes effect, and notes what shall happen to its answer. Faults of messages are looked for
/// later, when it is known who shall get them: [`take_fault`].
pub(super) fn before(shared: &Shared, call: &Call) -> Result<Way, GraphError> {
    let id = call.path.split('/').nth(2).unwrap_or_default();
    let now_ms = shared.now_ms();
    shared.update(|state| {
        if !state.limits.take_app_call(state.knobs.app_calls_per_hour, now_ms) {
            return Err(GraphError::injected(4, 0));
        }
        let is_about_account = id == shared.config.waba_id;
        if is_about_account
            && !state
                .limits
                .take_account_call(state.knobs.account_calls_per_hour, now_ms)
        {
            return Err(GraphError::injected(80_007, 0));
        }
        let calls = calls_of(state, call, id);
        if calls == Calls::Messages {
            return Ok(Way::Clear);
        }
        let json = call.json().unwrap_or_default();
        let wa_id = json["message_id"]
            .as_str()
            .and_then(|wamid| state.person(state.message(wamid)?.thread.customer))
            .map(|person| person.wa_id.clone());
        let number = match call.parameter("phone_number_id") {
            Some(number) => number.to_owned(),
            None => state
                .media
                .get(id)
                .map_or(id, |media| &media.phone_number_id)
                .to_owned(),
        };
        let names = [
            "call",
            call.method.as_str(),
            &format!("{calls:?}"),
            &number,
            wa_id.as_deref().unwrap_or_default(),
        ];
        let occasion = state.dice.occasion(&names, &json);
        let fault = take_fault(state, calls, occasion, Some(&number), wa_id.as_deref());
        apply(call, fault)
    })
}

/// The fault that hits a call, if one does: the first that fits and is thrown. It is used up a little by that.
pub(super) fn take_fault(
    state: &mut State,
    calls: Calls,
    occasion: Occasion,
    phone_number_id: Option<&str>,
    wa_id: Option<&str>,
) -> Option<Fault> {
    let dice = &state.dice;
    let mut injections = state.knobs.injections.iter_mut().enumerate();
    let (_, hit) = injections.find(|(at, injection)| {
        injection.times != Some(0)
            && injection.calls.include(calls)
            && fits(injection.phone_number_id.as_deref(), phone_number_id)
            && fits(injection.recipient.as_deref(), wa_id)
            && dice.hit(occasion, &format!("fault {at}"), injection.percent)
    })?;
    hit.times = hit.times.map(|times| times - 1);
    Some(hit.fault.clone())
}

/// Refuses or cuts at once, or notes what shall happen to the answer.
pub(super) fn apply(call: &Call, fault: Option<Fault>) -> Result<Way, GraphError> {
    match fault {
        None => Ok(Way::Clear),
        Some(Fault::Refuse { code, http }) => Err(GraphError::injected(code, http)),
        Some(Fault::Gateway { http }) => Err(GraphError::gateway(http)),
        Some(Fault::CutBeforeAcceptance) => {
            call.scissors.cut();
            Ok(Way::Cut)
        }
        Some(fault) => {
            // A call meets at most one fault.
            let _first = call.aftermath.set(fault);
            Ok(Way::Clear)
        }
    }
}

/// What becomes of the answer to a call that has taken effect.
pub(super) async fn after(shared: &Shared, call: &Call, mut response: Response) -> Response {
    match call.aftermath.get() {
        Some(Fault::CutAfterAcceptance) => call.scissors.cut(),
        Some(Fault::AnswerLate { ms }) => {
            shared.pause(Duration::from_millis(*ms)).await;
        }
        Some(Fault::BrokenAnswer) => {
            *response.body_mut() = Body::from(r#"{"messaging_product":"whatsapp","contacts":[{"inp"#);
            response.headers_mut().remove(header::CONTENT_LENGTH);
        }
        _ => {}
    }
    response
}

fn calls_of(state: &State, call: &Call, id: &str) -> Calls {
    let edge = call.path.split('/').nth(3).unwrap_or_default();
    if call.path == download::PATH || edge == "media" || state.media.contains_key(id) {
        return Calls::Media;
    }
    if call.method == "POST" && edge == "messages" {
        let is_receipt = call.json().is_ok_and(|body| body.get("status").is_some());
        return if is_receipt {
            Calls::Receipts
        } else {
            Calls::Messages
        };
    }
    Calls::Account
}

/// What the header `x-business-use-case-usage` says of the account's calls.
pub(super) fn usage(shared: &Shared) -> Value {
    let now_ms = shared.now_ms();
    let (percent, minutes) = shared.read(|state| {
        state
            .limits
            .account_usage(state.knobs.account_calls_per_hour, now_ms)
    });
    json!({ shared.config.waba_id.clone(): [{
        "type": "messaging", "call_count": percent, "total_cputime": 1, "total_time": 1,
        "estimated_time_to_regain_access": minutes,
    }] })
}
