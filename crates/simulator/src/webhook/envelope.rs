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

/// `value` of a change that carries a message that the business wrote in the app.
pub(crate) fn echoes_value(number: &Number, contact: &Value, message: &Value) -> Value {
    let mut value = base(number);
    value.insert("contacts".to_owned(), json!([contact]));
    value.insert("message_echoes".to_owned(), json!([message]));
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

/// Several bodies in one, in their order: updates of the same number share a value, changes of the same account an entry.
pub(super) fn together<'a>(bodies: impl Iterator<Item = &'a Value>) -> Value {
    let mut entries: Vec<Value> = Vec::new();
    for entry in bodies.flat_map(|body| list(&body["entry"])) {
        let joins = entry["time"].is_null();
        match entries.last_mut() {
            Some(last) if joins && last["id"] == entry["id"] && last["time"].is_null() => {
                for change in list(&entry["changes"]) {
                    join(&mut last["changes"], change);
                }
            }
            _ => entries.push(entry.clone()),
        }
    }
    json!({ "object": "whatsapp_business_account", "entry": entries })
}

/// Puts a change behind the others, or into the last one's value if both are updates of one number.
fn join(changes: &mut Value, change: &Value) {
    let Some(changes) = changes.as_array_mut() else {
        return;
    };
    let fits = |last: &Value| {
        let of = |change: &Value| (change["field"].clone(), change["value"]["metadata"].clone());
        let is_list = change["field"] == "messages" || change["field"] == "smb_message_echoes";
        is_list && of(last) == of(change)
    };
    let Some(last) = changes.last_mut().filter(|last| fits(last)) else {
        changes.push(change.clone());
        return;
    };
    for part in ["contacts", "messages", "statuses", "message_echoes"] {
        for item in list(&change["value"][part]) {
            let Some(value) = last["value"].as_object_mut() else {
                continue;
            };
            let items = value.entry(part).or_insert_with(|| json!([]));
            if let Some(items) = items.as_array_mut()
                && (part != "contacts" || !items.contains(item))
            {
                items.push(item.clone());
            }
        }
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
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
