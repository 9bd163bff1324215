//! The business profile of a number.

use serde_json::{Map, Value, json};

use super::check::Object;
use super::{Call, GraphError};
use crate::shared::Shared;

/// Text fields and how many characters they may have.
const TEXTS: [(&str, usize); 4] = [
    ("about", 139),
    ("address", 256),
    ("description", 512),
    ("email", 128),
];
const FIELDS: [&str; 8] = [
    "messaging_product",
    "about",
    "address",
    "description",
    "email",
    "profile_picture_url",
    "websites",
    "vertical",
];

/// `GET /{phone-number-id}/whatsapp_business_profile`.
pub(super) fn get(shared: &Shared, call: &Call, phone_number_id: &str) -> Result<Value, GraphError> {
    let named = call
        .parameter("fields")
        .map(|fields| fields.split(',').map(str::trim).collect::<Vec<_>>());
    let fields = named.unwrap_or(FIELDS.to_vec());
    if let Some(unknown) = fields.iter().find(|field| !FIELDS.contains(*field)) {
        return Err(GraphError::parameter(format!(
            "Tried accessing nonexisting field ({unknown})"
        )));
    }
    shared.read(|state| {
        let number = state.number(phone_number_id);
        let number = number.ok_or_else(|| GraphError::unsupported_request("get", phone_number_id))?;
        let mut profile = Map::new();
        for (name, value) in &number.profile {
            if fields.contains(&name.as_str()) || name == "messaging_product" {
                profile.insert(name.clone(), value.clone());
            }
        }
        Ok(json!({ "data": [profile] }))
    })
}

/// `POST /{phone-number-id}/whatsapp_business_profile` with the changed fields.
pub(super) fn set(shared: &Shared, call: &Call, phone_number_id: &str) -> Result<Value, GraphError> {
    let body = call.json()?;
    let object = Object::root(&body)?;
    object.only(&[
        "messaging_product",
        "about",
        "address",
        "description",
        "email",
        "websites",
        "vertical",
        "profile_picture_handle",
    ])?;
    object.word("messaging_product", &["whatsapp"])?;
    let mut changed = Map::new();
    for (name, max) in TEXTS {
        if let Some(text) = object.maybe_text(name, max)? {
            changed.insert(name.to_owned(), json!(text));
        }
    }
    if let Some(vertical) = object.maybe_string("vertical")? {
        changed.insert("vertical".to_owned(), json!(vertical));
    }
    if let Some(websites) = object.maybe_array("websites")? {
        if websites.len() > 2
            || !websites
                .iter()
                .all(|site| site.as_str().is_some_and(|site| site.len() <= 256))
        {
            return Err(GraphError::new(
                131_009,
                "websites must be at most 2 addresses of at most 256 characters",
            ));
        }
        changed.insert("websites".to_owned(), json!(websites));
    }
    shared.update(|state| {
        if let Some(number) = state.number_mut(phone_number_id) {
            number.profile.extend(changed);
        }
    });
    Ok(json!({ "success": true }))
}
