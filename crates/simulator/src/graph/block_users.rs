//! Blocking customers.

use serde_json::{Value, json};

use super::check::Object;
use super::{Call, GraphError};
use crate::ids;
use crate::shared::Shared;
use crate::state::{CustomerKey, State, ThreadKey};

/// `GET`, `POST` and `DELETE /{phone-number-id}/block_users`.
pub(super) fn answer(shared: &Shared, call: &Call, phone_number_id: &str) -> Result<Value, GraphError> {
    if call.method.as_str() == "GET" {
        return Ok(shared.read(|state| list(state, phone_number_id)));
    }
    let body = call.json()?;
    let object = Object::root(&body)?;
    object.only(&["messaging_product", "block_users"])?;
    object.word("messaging_product", &["whatsapp"])?;
    let mut users = Vec::new();
    for user in object.objects("block_users")? {
        user.only(&["user"])?;
        users.push(user.string("user")?.to_owned());
    }
    let wanted = match call.method.as_str() {
        "POST" => Change::Block {
            now_s: shared.now_s(),
        },
        _ => Change::Unblock,
    };
    Ok(shared.update(|state| apply(state, phone_number_id, &users, &wanted)))
}

/// What is asked for.
enum Change {
    Block { now_s: i64 },
    Unblock,
}

fn apply(state: &mut State, phone_number_id: &str, users: &[String], change: &Change) -> Value {
    let mut done = Vec::new();
    let mut failed = Vec::new();
    for user in users {
        let customer = state
            .customer_with_number(&ids::digits(user))
            .filter(|customer| match change {
                // Only who wrote in the last 24 hours can be blocked.
                Change::Block { now_s } => wrote_lately(state, phone_number_id, *customer, *now_s),
                Change::Unblock => true,
            });
        let number = state.number_mut(phone_number_id);
        let Some((customer, number)) = customer.zip(number) else {
            failed.push(json!({ "input": user, "errors": [{
                "message": "Re-engagement required", "code": 131_047,
                "error_data": { "details": "The user has not written in the last 24 hours" },
            }] }));
            continue;
        };
        match change {
            Change::Block { .. } => number.blocked.insert(customer),
            Change::Unblock => number.blocked.remove(&customer),
        };
        let wa_id = state.person(customer).map(|person| person.wa_id.clone());
        done.push(json!({ "input": user, "wa_id": wa_id }));
    }
    let name = match change {
        Change::Block { .. } => "added_users",
        Change::Unblock => "removed_users",
    };
    let mut block_users = json!({ name: done });
    if !failed.is_empty() {
        block_users["failed_users"] = json!(failed);
    }
    json!({ "messaging_product": "whatsapp", "block_users": block_users })
}

fn wrote_lately(state: &State, phone_number_id: &str, customer: CustomerKey, now_s: i64) -> bool {
    let thread = state.threads.get(&ThreadKey::new(phone_number_id, customer));
    thread.is_some_and(|thread| thread.has_open_window(now_s))
}

fn list(state: &State, phone_number_id: &str) -> Value {
    let blocked = state
        .number(phone_number_id)
        .into_iter()
        .flat_map(|number| &number.blocked);
    let data = blocked
        .filter_map(|customer| state.person(*customer))
        .map(|person| json!({ "messaging_product": "whatsapp", "wa_id": person.wa_id }))
        .collect::<Vec<_>>();
    json!({ "data": data, "paging": { "cursors": { "before": "0", "after": data.len().to_string() } } })
}
