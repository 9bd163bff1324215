//! The shapes of webhook bodies.

use serde_json::{Map, Value, json};

use crate::state::{Number, Person};

/// `value` of a change that carries a customer's message. System messages come without contact.
pub(crate) fn messages_value(number: &Number, contact: Option<Value>, message: &Value) -> Value {
    let mut value = base(number);
    if let Some(contact) = contact {
        value.insert("contacts".to_owned(), json!([contact]));
    }
    value.insert("messages".to_owned(), json!([message]));
    Value::Object(value)
}

/// `value` of a change that carries a status. `failed` comes without contact.
pub(crate) fn statuses_value(number: &Number, contact: Option<Value>, status: &Value) -> Value {
    let mut value = base(number);
    if let Some(contact) = contact {
        value.insert("contacts".to_owned(), json!([contact]));
    }
    value.insert("statuses".to_owned(), json!([status]));
    Value::Object(value)
}

/// The entry of `contacts[]` for a customer.
pub(crate) fn contact_of(person: &Person) -> Value {
    let mut profile = json!({ "name": person.profile_name });
    if let Some(username) = &person.username {
        profile["username"] = json!(username);
    }
    let mut contact = json!({ "profile": profile, "user_id": person.user_id });
    if !person.hides_number {
        contact["wa_id"] = json!(person.wa_id);
    }
    contact
}

/// The whole body around one change.
pub(super) fn envelope(waba_id: &str, field: &str, value: &Value, time_s: Option<i64>) -> Value {
    let mut entry = json!({ "id": waba_id, "changes": [{ "field": field, "value": value }] });
    if let Some(time_s) = time_s {
        entry["time"] = json!(time_s);
    }
    json!({ "object": "whatsapp_business_account", "entry": [entry] })
}

fn base(number: &Number) -> Map<String, Value> {
    let mut value = Map::new();
    value.insert("messaging_product".to_owned(), json!("whatsapp"));
    value.insert(
        "metadata".to_owned(),
        json!({ "display_phone_number": number.digits(), "phone_number_id": number.id }),
    );
    value
}
