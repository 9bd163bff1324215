//! The WhatsApp Business Account and the apps that get its webhooks.

use std::sync::Arc;

use serde_json::{Value, json};

use super::check::Object;
use super::{Call, GraphError};
use crate::shared::Shared;
use crate::webhook;

/// `GET /{waba-id}`.
pub(super) fn describe(shared: &Shared) -> Result<Value, GraphError> {
    Ok(json!({
        "id": shared.config.waba_id,
        "name": "Doce Arte",
        "timezone_id": "25",
        "message_template_namespace": "0f3a6c1e_simulator",
    }))
}

/// `GET /{waba-id}/subscribed_apps`.
pub(super) fn subscribed_apps(shared: &Shared) -> Result<Value, GraphError> {
    let data = if shared.read(|state| state.subscribed) {
        vec![app(shared)]
    } else {
        Vec::new()
    };
    Ok(json!({ "data": data }))
}

/// `POST /{waba-id}/subscribed_apps`, perhaps with a callback address of its own, which is verified first.
pub(super) async fn subscribe(shared: &Arc<Shared>, call: &Call) -> Result<Value, GraphError> {
    if !call.body.is_empty() {
        let body = call.json()?;
        let object = Object::root(&body)?;
        object.only(&["override_callback_uri", "verify_token"])?;
        if let Some(callback) = object.maybe_string("override_callback_uri")? {
            let token = object.string("verify_token")?;
            let verified = webhook::verify(shared, callback, token).await;
            verified
                .map_err(|error| GraphError::parameter(format!("Callback verification failed: {error}")))?;
        }
    }
    shared.update(|state| {
        state.subscribed = true;
        state.deliveries.hurry();
    });
    shared.retry.notify_one();
    Ok(json!({ "success": true }))
}

/// `DELETE /{waba-id}/subscribed_apps`: webhooks wait until the app subscribes again.
pub(super) fn unsubscribe(shared: &Shared) -> Result<Value, GraphError> {
    shared.update(|state| state.subscribed = false);
    Ok(json!({ "success": true }))
}

fn app(shared: &Shared) -> Value {
    let id = &shared.config.app_id;
    json!({ "whatsapp_business_api_data": {
        "id": id,
        "name": "PerfectChat",
        "link": format!("https://www.facebook.com/games/?app_id={id}"),
    } })
}
