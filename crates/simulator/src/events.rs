//! What Meta tells a business besides messages and statuses: about its account, its numbers, its templates and what it wrote
//! itself in the WhatsApp Business app.

mod samples;

use std::borrow::Cow;
use std::sync::Arc;

use serde::Serialize;
use serde_json::{Value, json};

use crate::error::Error;
use crate::ids;
use crate::shared::Shared;
use crate::state::{CustomerKey, Direction, Lane, ThreadKey};
use crate::webhook::{self, Change};

/// An event of the account as Meta would tell it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AccountEvent {
    /// What it is called in the control interface.
    pub name: &'static str,
    /// What the page calls it.
    pub label: &'static str,
    /// The webhook field.
    pub field: &'static str,
    /// The value of the change.
    pub value: Value,
}

/// A sample of each event, about our first number.
pub(crate) fn of(shared: &Shared) -> Vec<AccountEvent> {
    let number = shared.config.phone_numbers.first();
    let digits = number.map(|number| ids::digits(&number.display_phone_number));
    samples::samples(
        &digits.unwrap_or_default(),
        &shared.config.waba_id,
        shared.now_s(),
    )
}

/// Tells an event of the account. Returns when the first attempt to deliver it is over.
pub(crate) async fn tell(shared: &Arc<Shared>, field: Cow<'static, str>, value: Value) {
    let time_s = shared.now_s();
    let told = shared.update(|state| {
        let occasion = state.dice.occasion(&["account", &field], &value);
        let change = Change {
            lane: Lane::Account,
            field,
            value,
            wamid: None,
            occasion,
        };
        webhook::post(state, &shared.config.waba_id, change, Some(time_s))
    });
    webhook::send_what_is_ready(shared);
    // An error means that the webhook was lost on purpose: nothing to wait for.
    let _lost = told.await;
}

/// The business writes to a customer in the WhatsApp Business app (coexistence), dated at this time in Unix seconds: the
/// webhook `smb_message_echoes`. Returns the wamid when the first attempt to deliver it is over. The phones do not show it.
pub(crate) async fn echo(
    shared: &Arc<Shared>,
    customer: CustomerKey,
    phone_number_id: &str,
    content: Value,
    timestamp_s: i64,
) -> Result<String, Error> {
    if content["type"].as_str().is_none() {
        return Err(Error::Content("no type".to_owned()));
    }
    let (wamid, told) = shared.update(|state| {
        let number = state
            .number(phone_number_id)
            .ok_or_else(|| Error::UnknownPhoneNumber(phone_number_id.to_owned()))?;
        let person = state
            .person(customer)
            .cloned()
            .ok_or_else(|| Error::Content("unknown customer".to_owned()))?;
        let wamid = ids::wamid(Direction::FromBusiness, &person.wa_id);
        let mut message = content;
        message["id"] = json!(wamid);
        message["from"] = json!(number.digits());
        message["timestamp"] = json!(timestamp_s.to_string());
        message["to_user_id"] = json!(person.user_id);
        if !person.hides_number {
            message["to"] = json!(person.wa_id);
        }
        let value = webhook::echoes_value(number, &webhook::contact_of(&person), &message);
        let names = ["echo", phone_number_id, person.wa_id.as_str()];
        let change = Change {
            lane: Lane::Thread(ThreadKey::new(phone_number_id, customer)),
            field: "smb_message_echoes".into(),
            occasion: state.dice.occasion(&names, &message),
            value,
            wamid: None,
        };
        let told = webhook::post(state, &shared.config.waba_id, change, None);
        Ok::<_, Error>((wamid, told))
    })?;
    webhook::send_what_is_ready(shared);
    // An error means that the webhook was lost on purpose: nothing to wait for.
    let _lost = told.await;
    Ok(wamid)
}
