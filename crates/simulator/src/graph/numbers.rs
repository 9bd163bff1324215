//! The business numbers, and registering them.

use serde_json::{Map, Value, json};

use super::check::Object;
use super::{Call, GraphError};
use crate::shared::Shared;
use crate::state::Number;

/// What is answered without `fields`.
const DEFAULT_FIELDS: [&str; 7] = [
    "id",
    "display_phone_number",
    "verified_name",
    "quality_rating",
    "code_verification_status",
    "platform_type",
    "throughput",
];

/// `GET /{waba-id}/phone_numbers`.
pub(super) fn list(shared: &Shared, call: &Call) -> Result<Value, GraphError> {
    let limit = call.parameter("limit").map_or(Ok(25), str::parse::<usize>);
    let limit = limit.map_err(|_| GraphError::parameter("Param limit must be an integer"))?;
    let after = call.parameter("after").map_or(Ok(0), str::parse::<usize>);
    let after = after.map_err(|_| GraphError::parameter("Invalid cursor"))?;
    shared.read(|state| {
        let page = state.numbers.iter().skip(after).take(limit);
        let data = page
            .map(|number| select(number, call))
            .collect::<Result<Vec<_>, _>>()?;
        let mut paging = json!({ "cursors": {
            "before": after.to_string(),
            "after": (after + data.len()).to_string(),
        } });
        if after + data.len() < state.numbers.len() {
            let next = format!(
                "http://{}{}?limit={limit}&after={}",
                shared.address,
                call.path,
                after + data.len()
            );
            paging["next"] = json!(next);
        }
        Ok(json!({ "data": data, "paging": paging }))
    })
}

/// `GET /{phone-number-id}`.
pub(super) fn one(shared: &Shared, call: &Call, phone_number_id: &str) -> Result<Value, GraphError> {
    shared.read(|state| match state.number(phone_number_id) {
        Some(number) => select(number, call),
        None => Err(GraphError::unsupported_request("get", phone_number_id)),
    })
}

/// `POST /{phone-number-id}/register` and `/deregister`.
pub(super) fn register(call: &Call, edge: &str) -> Result<Value, GraphError> {
    if edge == "register" {
        let body = call.json()?;
        let object = Object::root(&body)?;
        object.only(&[
            "messaging_product",
            "pin",
            "backup",
            "tier",
            "data_localization_region",
        ])?;
        object.word("messaging_product", &["whatsapp"])?;
        let pin = object.string("pin")?;
        if pin.len() != 6 || !pin.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(GraphError::parameter(
                "Invalid PIN format. PIN must be exactly 6 digits",
            ));
        }
    }
    Ok(json!({ "success": true }))
}

fn select(number: &Number, call: &Call) -> Result<Value, GraphError> {
    let all = json!({
        "id": number.id,
        "display_phone_number": number.display_phone_number,
        "verified_name": number.verified_name,
        "name_status": "APPROVED",
        "quality_rating": "GREEN",
        "status": "CONNECTED",
        "code_verification_status": "VERIFIED",
        "platform_type": "CLOUD_API",
        "throughput": { "level": "STANDARD" },
        "account_mode": "LIVE",
        "is_official_business_account": false,
        "is_on_biz_app": false,
        "whatsapp_business_manager_messaging_limit": "TIER_2K",
        "health_status": { "can_send_message": "AVAILABLE" },
    });
    let mut selected = Map::new();
    selected.insert("id".to_owned(), json!(number.id));
    let named = call
        .parameter("fields")
        .map(|fields| fields.split(',').map(str::trim).collect::<Vec<_>>());
    for field in named.unwrap_or(DEFAULT_FIELDS.to_vec()) {
        let Some(value) = all.get(field) else {
            return Err(GraphError::parameter(format!(
                "Tried accessing nonexisting field ({field})"
            )));
        };
        selected.insert(field.to_owned(), value.clone());
    }
    Ok(Value::Object(selected))
}
