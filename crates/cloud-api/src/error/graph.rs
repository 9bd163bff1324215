//! Meta's error object.

use std::fmt;
use std::time::Duration;

use serde_json::Value;

use super::class::{ErrorClass, TOO_MANY_CALLS, class};
use crate::lenient;

/// The error object of an answer (Meta: "Handling errors"). Build on `code` and `details`, not on `message` or the
/// HTTP status: Meta changes those without notice. `Display` gives the codes only, so it may be logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphError {
    /// Meta's error code.
    pub code: i64,
    /// The code that narrows it down.
    pub subcode: Option<i64>,
    /// English text for developers; may name what was sent.
    pub message: String,
    /// What exactly was wrong (`error_data.details`).
    pub details: Option<String>,
    /// Whether Meta says that it will pass.
    pub is_transient: bool,
    /// The id to give to Meta's support.
    pub fbtrace_id: Option<String>,
    /// The HTTP status of the answer.
    pub http_status: u16,
    /// How long to wait, from `Retry-After` or the usage header.
    pub retry_after: Option<Duration>,
}

impl GraphError {
    /// What to do about it. A code that is not in the table still counts as a passing limit if the status is 429,
    /// and as worth a few tries if Meta calls it transient.
    pub fn class(&self) -> ErrorClass {
        match class(self.code) {
            ErrorClass::Unknown if self.http_status == 429 => TOO_MANY_CALLS,
            ErrorClass::Unknown if self.is_transient => ErrorClass::LaterFewTimes,
            known => known,
        }
    }

    /// Reads the error of an answer's body; nothing if the body holds no error object with a code.
    pub(crate) fn from_body(body: &Value, http_status: u16, retry_after: Option<Duration>) -> Option<Self> {
        let error = body.get("error")?;
        let code = lenient::integer(error, "code")?;
        let data = error.get("error_data");
        Some(Self {
            code,
            subcode: lenient::integer(error, "error_subcode"),
            message: lenient::text(error, "message").unwrap_or_default(),
            details: data.and_then(|data| lenient::text(data, "details")),
            is_transient: lenient::flag(error, "is_transient"),
            fbtrace_id: lenient::id(error, "fbtrace_id"),
            http_status,
            retry_after,
        })
    }
}

impl fmt::Display for GraphError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Graph error {}", self.code)?;
        if let Some(subcode) = self.subcode {
            write!(f, "/{subcode}")?;
        }
        write!(f, " (HTTP {}", self.http_status)?;
        if let Some(trace) = &self.fbtrace_id {
            write!(f, ", trace {trace}")?;
        }
        f.write_str(")")
    }
}

impl std::error::Error for GraphError {}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::error::LimitScope;
    use serde_json::json;

    fn error(value: &Value) -> GraphError {
        GraphError::from_body(value, 400, None).unwrap()
    }

    #[test]
    fn a_full_error_is_read() {
        let read = error(&json!({"error": {
            "message": "(#131030) Recipient phone number not in allowed list", "type": "OAuthException",
            "code": 131_030, "error_data": {"messaging_product": "whatsapp", "details": "Add it to the list"},
            "error_subcode": 2_494_055, "fbtrace_id": "AbCd"
        }}));
        assert_eq!(read.code, 131_030);
        assert_eq!(read.subcode, Some(2_494_055));
        assert_eq!(read.details.as_deref(), Some("Add it to the list"));
        assert_eq!(
            read.to_string(),
            "Graph error 131030/2494055 (HTTP 400, trace AbCd)"
        );
        assert_eq!(read.class(), ErrorClass::Fix);
    }

    #[test]
    fn odd_shapes_are_read_or_left() {
        assert_eq!(
            error(&json!({"error": {"code": "190", "error_data": "x"}})).class(),
            ErrorClass::TokenInvalid
        );
        for body in [
            json!({"error": "bad gateway"}),
            json!({"error": {}}),
            json!([]),
            json!(null),
            json!({}),
        ] {
            assert_eq!(GraphError::from_body(&body, 500, None), None);
        }
    }

    #[test]
    fn unknown_codes_follow_the_status_and_the_transient_flag() {
        let unknown = json!({"error": {"code": 999_999}});
        assert_eq!(
            GraphError::from_body(&unknown, 400, None).unwrap().class(),
            ErrorClass::Unknown
        );
        assert!(matches!(
            GraphError::from_body(&unknown, 429, None).unwrap().class(),
            ErrorClass::Later {
                scope: LimitScope::App,
                ..
            }
        ));
        let transient = json!({"error": {"code": 999_999, "is_transient": true}});
        assert_eq!(
            GraphError::from_body(&transient, 500, None).unwrap().class(),
            ErrorClass::LaterFewTimes
        );
    }
}
