//! `POST /{phone-number-id}/messages`: a message, a read receipt or a typing indicator.

use std::sync::Arc;

use serde_json::Value;

use super::{Call, GraphError, read_receipt, send};
use crate::shared::Shared;

pub(super) async fn post(
    shared: &Arc<Shared>,
    call: &Call,
    phone_number_id: &str,
) -> Result<Value, GraphError> {
    let body = call.json()?;
    if body.get("status").is_some() {
        return read_receipt::accept(shared, phone_number_id, &body);
    }
    send::send(shared, call, phone_number_id, &body).await
}
