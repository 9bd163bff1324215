//! Meta's error codes as its documentation of December 2025 lists them: HTTP status, title, details.

use serde::Serialize;

/// An error code of Meta's documentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ErrorCode {
    /// The code.
    pub code: u32,
    /// The HTTP status of an answer with this code.
    pub http: u16,
    /// The title, which also stands in the message.
    pub title: &'static str,
    /// The usual details.
    pub details: &'static str,
    /// Whether it usually comes as a `failed` status after the message was accepted.
    pub comes_later: bool,
}

/// All codes that can be injected, by code.
pub fn error_codes() -> &'static [ErrorCode] {
    &CODES
}

/// The title of an error code.
pub(crate) fn failure_title(code: u32) -> &'static str {
    of(code).map_or("Something went wrong", |known| known.title)
}

/// The usual details of an error code.
pub(crate) fn failure_details(code: u32) -> &'static str {
    of(code).map_or("Something went wrong", |known| known.details)
}

/// The HTTP status that is documented for an error code.
pub(crate) fn documented_http(code: u32) -> u16 {
    of(code).map_or(400, |known| known.http)
}

fn of(code: u32) -> Option<&'static ErrorCode> {
    CODES.iter().find(|known| known.code == code)
}

/// Comes as an answer.
const fn now(code: u32, http: u16, title: &'static str, details: &'static str) -> ErrorCode {
    ErrorCode {
        code,
        http,
        title,
        details,
        comes_later: false,
    }
}

/// Comes as a status.
const fn later(code: u32, http: u16, title: &'static str, details: &'static str) -> ErrorCode {
    ErrorCode {
        comes_later: true,
        ..now(code, http, title, details)
    }
}

#[rustfmt::skip]
const CODES: [ErrorCode; 71] = [
    now(0, 401, "AuthException", "We were unable to authenticate the app user."),
    now(1, 400, "API Unknown", "An unknown error occurred."),
    now(2, 503, "API Service", "Service temporarily unavailable."),
    now(3, 500, "API Method", "Capability or permissions issue."),
    now(4, 400, "API Too Many Calls", "Application request limit reached."),
    now(10, 403, "Permission Denied", "Application does not have permission for this action."),
    now(33, 400, "Parameter value is not valid", "The business phone number has been deleted."),
    now(100, 400, "Invalid parameter", "Invalid parameter"),
    now(104, 401, "Access token is missing", "An access token is required to request this resource."),
    now(190, 401, "Access token has expired", "Error validating access token."),
    now(200, 403, "API Permission", "Permission is either not granted or has been removed."),
    now(299, 403, "API Permission", "Permission is either not granted or has been removed."),
    now(368, 403, "Temporarily blocked for policies violations", "The account is blocked for a policy violation."),
    now(613, 400, "Calls to this API have exceeded the rate limit", "Calls to this API have exceeded the rate limit."),
    now(80_007, 400, "Rate limit issues", "The WhatsApp Business Account has reached its rate limit."),
    now(130_403, 400, "User is blocked", "The business has blocked this user."),
    now(130_429, 400, "Rate limit hit", "Message failed to send because there were too many messages sent from this phone number in a short period of time"),
    later(130_472, 400, "User's number is part of an experiment", "Failed to send message because this user's phone number is part of an experiment"),
    now(130_497, 403, "Business account is restricted from messaging users in this country", "The account may not message users in this country."),
    now(131_000, 500, "Something went wrong", "Message failed to send due to an unknown error."),
    now(131_005, 403, "Access denied", "Permission is either not granted or has been removed."),
    now(131_008, 400, "Required parameter is missing", "The request is missing a required parameter."),
    now(131_009, 400, "Parameter value is not valid", "One or more parameter values are invalid."),
    now(131_016, 500, "Service unavailable", "A service is temporarily unavailable."),
    now(131_021, 400, "Recipient cannot be sender", "Sender and recipient phone number is the same."),
    later(131_026, 400, "Message undeliverable", "Message Undeliverable."),
    now(131_030, 400, "Recipient phone number not in allowed list", "Recipient phone number not in allowed list: Add recipient phone number to recipient list and try again."),
    now(131_031, 403, "Account has been locked", "The WhatsApp Business Account has been restricted or disabled."),
    now(131_037, 400, "WhatsApp provided number needs display name approval before message can be sent.", "The display name of the number has not been approved."),
    now(131_042, 400, "Business eligibility payment issue", "There was an error related to your payment method."),
    now(131_045, 500, "Incorrect certificate", "Message failed to send due to a phone number registration error."),
    later(131_047, 400, "Re-engagement message", "Message failed to send because more than 24 hours have passed since the customer last replied to this number."),
    later(131_048, 400, "Spam rate limit hit", "Message failed to send because there are restrictions on how many messages can be sent from this phone number."),
    later(131_049, 400, "Meta chose not to deliver", "This message was not delivered to maintain healthy ecosystem engagement."),
    later(131_050, 400, "User has stopped marketing messages", "The user has chosen to stop receiving marketing messages from this business."),
    now(131_051, 400, "Message type unknown", "Message type is currently not supported."),
    later(131_052, 400, "Media download error", "Unable to download the media sent by the user."),
    later(131_053, 400, "Media upload error", "Media file could not be used."),
    now(131_055, 400, "Method not allowed", "The method is not allowed for this number."),
    now(131_056, 400, "(Business Account, Consumer Account) pair rate limit hit", "Message failed to send because there were too many messages sent from this phone number to the same phone number in a short period of time"),
    now(131_057, 500, "Account in maintenance mode", "Business Account is in maintenance mode"),
    now(131_059, 400, "Invalid cursor", "The cursor of the list is not valid any more."),
    later(131_060, 400, "This message is unavailable", "The message is not available to the API."),
    now(131_062, 400, "User id not allowed for this message", "This message cannot be sent to a business-scoped user id."),
    now(131_063, 400, "Marketing templates are switched off", "Marketing templates cannot be sent with the Cloud API from this account."),
    now(131_064, 400, "Template categories are misused", "The account is limited for wrong template categories."),
    now(132_000, 400, "Number of parameters does not match the expected number of params", "Number of parameters does not match the expected number of params"),
    now(132_001, 404, "Template name does not exist in the translation", "Template name does not exist in the translation"),
    now(132_005, 400, "Translated text too long", "The text of the template is too long after filling."),
    now(132_007, 400, "Template format character policy violated", "The content of the template violates a policy."),
    now(132_012, 400, "Parameter format does not match format in the created template", "Parameter format does not match format in the created template"),
    now(132_015, 400, "Template is paused", "Template is paused"),
    now(132_016, 400, "Template is disabled", "Template is disabled"),
    now(132_018, 400, "There are some issues with the parameters in your template", "There are some issues with the parameters in your template"),
    now(132_068, 400, "Flow is in blocked state", "The flow is blocked."),
    now(132_069, 400, "Flow is in throttled state", "The flow is throttled."),
    now(133_000, 500, "Incomplete deregistration", "A previous attempt to deregister failed."),
    now(133_004, 503, "Server temporarily unavailable", "The server is temporarily unavailable."),
    now(133_005, 400, "Two step verification PIN mismatch", "The PIN is not right."),
    now(133_006, 400, "Phone number re-verification needed", "The number must be verified before it is registered."),
    now(133_008, 400, "Too many two step verification PIN guesses", "There were too many wrong PINs for this number."),
    now(133_009, 400, "Two step verification PIN guessed too fast", "The PIN was entered too quickly."),
    now(133_010, 400, "Phone number not registered", "The phone number is not registered on the WhatsApp Business Platform."),
    now(133_015, 400, "Please wait a few minutes before attempting to register this phone number", "The number was deleted a short time ago."),
    now(133_016, 400, "Account register or deregister rate limit exceeded", "The number was registered or deregistered too often."),
    now(134_011, 400, "Payments terms of service have not been accepted", "The terms of payments have not been accepted."),
    now(135_000, 400, "Generic user error", "Message failed to send because of an unknown error with your request parameters"),
    later(137_000, 400, "Identity key hash mismatch", "The identity of the recipient has changed."),
    now(2_593_107, 400, "Synchronization request limit exceeded", "The synchronization was asked for too often."),
    now(2_593_108, 400, "Synchronization request outside of time window", "The synchronization must be asked for within 24 hours of onboarding."),
    now(2_593_109, 400, "History sharing is off", "The business has not agreed to share past chats."),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_there_once_with_a_status_a_title_and_details() {
        for (at, known) in CODES.iter().enumerate() {
            assert!((400..=599).contains(&known.http), "{known:?}");
            assert!(!known.title.is_empty() && !known.details.is_empty(), "{known:?}");
            assert!(
                CODES[..at].iter().all(|other| other.code != known.code),
                "{known:?}"
            );
        }
    }
}
