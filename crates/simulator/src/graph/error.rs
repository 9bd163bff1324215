//! Errors in the shape of the Graph API.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};
use serde_json::json;

use super::json_response;
use crate::error_codes::{documented_http, failure_details, failure_title};
use crate::ids;

/// An answer that refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct GraphError {
    http: u16,
    code: u32,
    subcode: Option<u32>,
    message: String,
    details: Option<String>,
    /// Whether it comes as a page of HTML, by something that is not Meta.
    is_page: bool,
}

impl GraphError {
    /// An error with this code and these details, and the title and HTTP status that belong to the code.
    pub(crate) fn new(code: u32, details: impl Into<String>) -> Self {
        let title = failure_title(code);
        Self {
            http: documented_http(code),
            code,
            subcode: None,
            message: format!("(#{code}) {title}"),
            details: Some(details.into()),
            is_page: false,
        }
    }

    /// An error with this code as documented: its title and details, and its HTTP status unless another is asked for.
    pub(crate) fn injected(code: u32, http: u16) -> Self {
        let usual = Self::new(code, failure_details(code));
        Self {
            http: if http == 0 { usual.http } else { http },
            // Errors of the Graph itself, which every API of Meta has, come without details.
            details: usual.details.filter(|_| code >= 1_000),
            ..usual
        }
    }

    /// A page of HTML by something on the way.
    pub(super) fn gateway(http: u16) -> Self {
        Self {
            is_page: true,
            ..Self::injected(2, http)
        }
    }

    /// A plain Graph error about a parameter: the message says it all.
    pub(crate) fn parameter(message: impl AsRef<str>) -> Self {
        Self {
            http: 400,
            code: 100,
            subcode: None,
            message: format!("(#100) {}", message.as_ref()),
            details: None,
            is_page: false,
        }
    }

    /// Nothing is served under this path.
    pub(super) fn unknown_path(path: &str) -> Self {
        Self {
            http: 404,
            ..Self::parameter(format!("Unknown path components: {path}"))
        }
    }

    /// The object does not exist or does not know the method.
    pub(super) fn unsupported_request(method: &str, id: &str) -> Self {
        let message = format!(
            "Unsupported {} request. Object with ID '{id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation",
            method.to_ascii_lowercase()
        );
        Self {
            http: 400,
            code: 100,
            subcode: Some(33),
            message,
            details: None,
            is_page: false,
        }
    }

    pub(super) fn missing_token() -> Self {
        Self {
            http: 401,
            code: 104,
            subcode: None,
            message: "An access token is required to request this resource.".to_owned(),
            details: None,
            is_page: false,
        }
    }

    pub(super) fn invalid_token() -> Self {
        Self {
            http: 401,
            code: 190,
            subcode: None,
            message: "Invalid OAuth access token - Cannot parse access token".to_owned(),
            details: None,
            is_page: false,
        }
    }

    /// Meta's code.
    #[cfg(test)]
    pub(crate) fn code(&self) -> u32 {
        self.code
    }

    pub(super) fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.http).unwrap_or(StatusCode::BAD_REQUEST);
        if self.is_page {
            let page =
                format!("<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>");
            return (status, Html(page)).into_response();
        }
        let mut error = json!({
            "message": self.message,
            "type": "OAuthException",
            "code": self.code,
            "fbtrace_id": ids::trace_id(),
        });
        if let Some(subcode) = self.subcode {
            error["error_subcode"] = json!(subcode);
        }
        if let Some(details) = &self.details {
            error["error_data"] = json!({ "messaging_product": "whatsapp", "details": details });
        }
        let mut response = json_response(status, &json!({ "error": error }));
        let challenge = format!(
            r#"OAuth "Facebook Platform" "OAuthException" "{}""#,
            self.message
                .replace(|character: char| character == '"' || !character.is_ascii(), "'")
        );
        if let Ok(challenge) = HeaderValue::from_str(&challenge) {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        }
        response
    }
}
