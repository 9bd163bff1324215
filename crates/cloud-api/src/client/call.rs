//! One call: from a request to its JSON, or to the error that says whether it can have been accepted.

use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::{RequestBuilder, Response};
use serde_json::Value;

use crate::error::{GraphError, NotSentReason, SendError, Uncertainty};

/// Answers of the API are small; this is far above the largest page of a listing. Bytes.
const ANSWER_LIMIT: usize = 8 * 1024 * 1024;

/// The longest wait that is believed.
const RETRY_AFTER_LIMIT: Duration = Duration::from_secs(24 * 3_600);

/// Sends a request and reads the answer's JSON. `what` names the call in traces.
pub(super) async fn call(request: RequestBuilder, what: &'static str) -> Result<Value, SendError> {
    let outcome = match request.send().await {
        Ok(response) => read(response).await,
        Err(error) => Err(transport_error(&error)),
    };
    match &outcome {
        Ok(_) => tracing::debug!(call = what, "answered"),
        Err(error) => tracing::warn!(call = what, %error, "failed"),
    }
    outcome
}

/// Sends a request whose success is `{"success": true}`.
pub(super) async fn call_for_success(request: RequestBuilder, what: &'static str) -> Result<(), SendError> {
    let answer = call(request, what).await?;
    match answer.get("success").and_then(Value::as_bool) {
        Some(true) => Ok(()),
        _ => Err(SendError::OutcomeUnknown(Uncertainty::UnreadableAnswer)),
    }
}

/// What an error of the transport means. Everything after the connection stood may have reached Meta.
pub(super) fn transport_error(error: &reqwest::Error) -> SendError {
    if error.is_builder() {
        SendError::Invalid("not a request")
    } else if error.is_dns() {
        SendError::NotSent(NotSentReason::Dns)
    } else if error.is_connect() && error.is_timeout() {
        SendError::NotSent(NotSentReason::ConnectTimeout)
    } else if error.is_connect() {
        SendError::NotSent(NotSentReason::Connect)
    } else if error.is_timeout() {
        SendError::OutcomeUnknown(Uncertainty::TimedOut)
    } else {
        SendError::OutcomeUnknown(Uncertainty::Cut)
    }
}

/// The error of an answer that is not a success; reads its body.
pub(super) async fn refusal(response: Response) -> SendError {
    match read(response).await {
        Ok(_) => SendError::OutcomeUnknown(Uncertainty::UnreadableAnswer),
        Err(error) => error,
    }
}

async fn read(response: Response) -> Result<Value, SendError> {
    let status = response.status();
    let retry_after = retry_after(response.headers());
    let body = match body(response).await {
        Ok(body) => body,
        // A complete head that refuses is an answer, whatever becomes of its body.
        Err(_) if status.is_redirection() || status.is_client_error() => Vec::new(),
        Err(error) => return Err(error),
    };
    let json = serde_json::from_slice::<Value>(&body).ok();
    if let Some(error) = json
        .as_ref()
        .and_then(|json| GraphError::from_body(json, status.as_u16(), retry_after))
    {
        return Err(SendError::Api(error));
    }
    match json {
        Some(json) if status.is_success() => Ok(json),
        _ if status.is_success() => Err(SendError::OutcomeUnknown(Uncertainty::UnreadableAnswer)),
        // 408 says that the request was not complete, which the sender cannot check.
        _ if status.is_server_error() || status == 408 => Err(SendError::OutcomeUnknown(
            Uncertainty::ServerError(status.as_u16()),
        )),
        _ => Err(SendError::Http {
            status: status.as_u16(),
            retry_after,
        }),
    }
}

async fn body(mut response: Response) -> Result<Vec<u8>, SendError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| transport_error(&error))? {
        if body.len() + chunk.len() > ANSWER_LIMIT {
            return Err(SendError::OutcomeUnknown(Uncertainty::UnreadableAnswer));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// How long an answer asks to wait: `Retry-After` in seconds, else the longest `estimated_time_to_regain_access`
/// (minutes) of the usage header.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let asked = header("retry-after")
        .and_then(|value| value.trim().parse().ok())
        .map(Duration::from_secs);
    let wait = asked.or_else(|| header("x-business-use-case-usage").and_then(regain_access))?;
    Some(wait.min(RETRY_AFTER_LIMIT))
}

fn regain_access(usage: &str) -> Option<Duration> {
    let usage: Value = serde_json::from_str(usage).ok()?;
    let accounts = usage.as_object()?.values().filter_map(Value::as_array).flatten();
    let minutes = accounts
        .filter_map(|account| account.get("estimated_time_to_regain_access")?.as_u64())
        .max()?;
    (minutes > 0).then(|| Duration::from_secs(minutes.saturating_mul(60)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_is_read_from_either_header() {
        let mut headers = HeaderMap::new();
        assert_eq!(retry_after(&headers), None);
        let usage =
            r#"{"100200300":[{"type":"messages","call_count":100,"estimated_time_to_regain_access":7}]}"#;
        headers.insert("x-business-use-case-usage", usage.parse().unwrap());
        assert_eq!(retry_after(&headers), Some(Duration::from_secs(420)));
        headers.insert("retry-after", "30".parse().unwrap());
        assert_eq!(retry_after(&headers), Some(Duration::from_secs(30)));
        headers.insert("retry-after", "99999999999".parse().unwrap());
        assert_eq!(retry_after(&headers), Some(RETRY_AFTER_LIMIT));
    }

    #[test]
    fn a_usage_header_without_a_block_asks_for_nothing() {
        for usage in [
            r#"{"1":[{"estimated_time_to_regain_access":0}]}"#,
            "{}",
            "[]",
            "nonsense",
            r#"{"1":[3]}"#,
        ] {
            assert_eq!(regain_access(usage), None, "{usage}");
        }
    }
}
