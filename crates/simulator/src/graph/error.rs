//! Errors in the shape of the Graph API.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::json;

use super::json_response;
use crate::ids;

/// Code, usual HTTP status, title, details (documentation of December 2025 and reports from the field).
const CODES: [(u32, u16, &str, &str); 30] = [
    (1, 400, "API Unknown", "An unknown error occurred."),
    (2, 503, "API Service", "Service temporarily unavailable."),
    (4, 400, "API Too Many Calls", "Application request limit reached."),
    (
        10,
        403,
        "Permission Denied",
        "Application does not have permission for this action.",
    ),
    (
        33,
        400,
        "Parameter value is not valid",
        "The business phone number has been deleted.",
    ),
    (100, 400, "Invalid parameter", "Invalid parameter"),
    (
        190,
        401,
        "Access token has expired",
        "Error validating access token.",
    ),
    (
        368,
        403,
        "Temporarily blocked for policies violations",
        "The account is blocked for a policy violation.",
    ),
    (
        80007,
        400,
        "Rate limit issues",
        "The WhatsApp Business Account has reached its rate limit.",
    ),
    (
        130_403,
        400,
        "User is blocked",
        "The business has blocked this user.",
    ),
    (
        130_429,
        400,
        "Rate limit hit",
        "Message failed to send because there were too many messages sent from this phone number in a short period of time",
    ),
    (
        130_472,
        400,
        "User's number is part of an experiment",
        "Failed to send message because this user's phone number is part of an experiment",
    ),
    (
        131_000,
        500,
        "Something went wrong",
        "Message failed to send due to an unknown error.",
    ),
    (
        131_005,
        403,
        "Access denied",
        "Permission is either not granted or has been removed.",
    ),
    (
        131_008,
        400,
        "Required parameter is missing",
        "The request is missing a required parameter.",
    ),
    (
        131_009,
        400,
        "Parameter value is not valid",
        "One or more parameter values are invalid.",
    ),
    (
        131_016,
        500,
        "Service unavailable",
        "A service is temporarily unavailable.",
    ),
    (
        131_021,
        400,
        "Recipient cannot be sender",
        "Sender and recipient phone number is the same.",
    ),
    (131_026, 400, "Message undeliverable", "Message Undeliverable."),
    (
        131_030,
        400,
        "Recipient phone number not in allowed list",
        "Recipient phone number not in allowed list: Add recipient phone number to recipient list and try again.",
    ),
    (
        131_031,
        403,
        "Account has been locked",
        "The WhatsApp Business Account has been restricted or disabled.",
    ),
    (
        131_042,
        400,
        "Business eligibility payment issue",
        "There was an error related to your payment method.",
    ),
    (
        131_047,
        400,
        "Re-engagement message",
        "Message failed to send because more than 24 hours have passed since the customer last replied to this number.",
    ),
    (
        131_048,
        400,
        "Spam rate limit hit",
        "Message failed to send because there are restrictions on how many messages can be sent from this phone number.",
    ),
    (
        131_049,
        400,
        "Meta chose not to deliver",
        "This message was not delivered to maintain healthy ecosystem engagement.",
    ),
    (
        131_050,
        400,
        "User has stopped marketing messages",
        "The user has chosen to stop receiving marketing messages from this business.",
    ),
    (
        131_051,
        400,
        "Message type unknown",
        "Message type is currently not supported.",
    ),
    (
        131_053,
        400,
        "Media upload error",
        "Media file could not be used.",
    ),
    (
        131_056,
        400,
        "(Business Account, Consumer Account) pair rate limit hit",
        "Message failed to send because there were too many messages sent from this phone number to the same phone number in a short period of time",
    ),
    (
        133_010,
        400,
        "Phone number not registered",
        "The phone number is not registered on the WhatsApp Business Platform.",
    ),
];

/// Template errors, which share their details.
const TEMPLATE_CODES: [(u32, u16, &str); 6] = [
    (
        132_000,
        400,
        "Number of parameters does not match the expected number of params",
    ),
    (132_001, 404, "Template name does not exist in the translation"),
    (
        132_012,
        400,
        "Parameter format does not match format in the created template",
    ),
    (132_015, 400, "Template is paused"),
    (132_016, 400, "Template is disabled"),
    (
        132_018,
        400,
        "There are some issues with the parameters in your template",
    ),
];

/// An answer that refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct GraphError {
    http: u16,
    code: u32,
    subcode: Option<u32>,
    message: String,
    details: Option<String>,
}

impl GraphError {
    /// An error with this code and these details, and the title and HTTP status that belong to the code.
    pub(crate) fn new(code: u32, details: impl Into<String>) -> Self {
        let title = failure_title(code);
        Self {
            http: http_of(code),
            code,
            subcode: None,
            message: format!("(#{code}) {title}"),
            details: Some(details.into()),
        }
    }

    /// An error with this code as injected: usual title and details, another HTTP status.
    pub(crate) fn injected(code: u32, http: u16) -> Self {
        Self {
            http,
            ..Self::new(code, failure_details(code))
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
        }
    }

    pub(super) fn missing_token() -> Self {
        Self {
            http: 401,
            code: 104,
            subcode: None,
            message: "An access token is required to request this resource.".to_owned(),
            details: None,
        }
    }

    pub(super) fn invalid_token() -> Self {
        Self {
            http: 401,
            code: 190,
            subcode: None,
            message: "Invalid OAuth access token - Cannot parse access token".to_owned(),
            details: None,
        }
    }

    /// Meta's code.
    #[cfg(test)]
    pub(crate) fn code(&self) -> u32 {
        self.code
    }

    pub(super) fn into_response(self) -> Response {
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
        let status = StatusCode::from_u16(self.http).unwrap_or(StatusCode::BAD_REQUEST);
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

/// The title of an error code.
pub(crate) fn failure_title(code: u32) -> &'static str {
    let template = TEMPLATE_CODES.iter().find(|row| row.0 == code).map(|row| row.2);
    let title = template.or_else(|| CODES.iter().find(|row| row.0 == code).map(|row| row.2));
    title.unwrap_or("Something went wrong")
}

/// The usual details of an error code.
pub(crate) fn failure_details(code: u32) -> &'static str {
    CODES
        .iter()
        .find(|row| row.0 == code)
        .map_or_else(|| failure_title(code), |row| row.3)
}

fn http_of(code: u32) -> u16 {
    let template = TEMPLATE_CODES.iter().find(|row| row.0 == code).map(|row| row.1);
    template
        .or_else(|| CODES.iter().find(|row| row.0 == code).map(|row| row.1))
        .unwrap_or(400)
}
