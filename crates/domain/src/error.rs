//! Error codes of the REST interface. The wire carries code and parameters (problem+json, RFC 9457); the app has the words.

use serde::{Deserialize, Serialize};

/// Why the server refused. Stable: a code's meaning never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// No session, or an expired one: sign in.
    SessionRequired,
    /// E-mail or password is wrong.
    SignInFailed,
    /// Too many attempts; `retry_after_s` says when to try again.
    TooManyRequests,
    /// The request comes from a page of another origin.
    ForeignOrigin,
    /// The agent's role does not allow this.
    PermissionDenied,
    /// There is no such thing, or the agent may not see it: the answer does not tell which.
    NotFound,
    /// The request cannot be read; `field` names where, when known.
    InvalidRequest,
    /// The body is larger than allowed; `max_bytes`.
    BodyTooLarge,
    /// The id was used for something else.
    IdConflict,
    /// The 24-hour customer service window is closed: only a template can be sent.
    WindowClosed,
    /// There is nothing to send.
    TextEmpty,
    /// The text is too long; `max_characters`.
    TextTooLong,
    /// This kind of content cannot be sent.
    ContentNotSendable,
    /// The file is empty.
    FileEmpty,
    /// The file is larger than WhatsApp takes; `max_bytes`.
    FileTooLarge,
    /// WhatsApp does not take this type of file so.
    FileTypeRefused,
    /// The bytes are no mono Ogg/Opus, so the file cannot go as a voice note; it may go as ordinary audio.
    VoiceNoteRefused,
    /// The server does not have the file that the message names: upload it first.
    FileMissing,
    /// The slice does not begin where the upload stands; `offset` says where that is.
    UploadOffset,
    /// Merge fields of the text are unknown or have no value, and the agent has not agreed; `fields`.
    MergeFieldUnresolved,
    /// A colleague answered the customer after the text was begun.
    ColleagueAnswered,
    /// The message is not in a state that allows this.
    MessageStateConflict,
    /// It is too late to cancel the message: it has left, or is leaving.
    AlreadySent,
    /// The account of the number has no such template.
    TemplateUnknown,
    /// Meta does not take this template now, or it has a part that cannot be filled in.
    TemplateNotSendable,
    /// A value of the template is missing, foreign, or one that Meta does not take; `field` names the variable.
    TemplateValues,
    /// Another canned response has this shortcut.
    ShortcutTaken,
    /// Somebody else changed or removed it meanwhile.
    EditConflict,
    /// Another source or group has this name.
    NameTaken,
    /// Meta does not block or unblock this contact now: only who wrote within the last 24 hours can be blocked.
    NotBlockable,
    /// A file of contacts is no text in UTF-8.
    FileNotUtf8,
    /// No column of a file of contacts holds phone numbers.
    PhoneColumnMissing,
    /// A file of contacts has more lines than one may have.
    TooManyRows,
    /// Nobody can react to this message: it is older than 30 days, deleted, or not with the customer.
    NotReactable,
    /// The agent has as many conversations pinned as can be.
    PinsFull,
    /// The webhook's signature is missing or wrong.
    SignatureInvalid,
    /// The server cannot store anything just now (disk, database): try again.
    Unavailable,
    /// A fault of the server; the log has it under `request_id`.
    Internal,
    /// A code that this version does not know.
    #[serde(other)]
    Unknown,
}

impl ErrorCode {
    /// The HTTP status it travels with.
    #[must_use]
    pub const fn http_status(self) -> u16 {
        match self {
            Self::InvalidRequest
            | Self::TextEmpty
            | Self::TextTooLong
            | Self::ContentNotSendable
            | Self::MergeFieldUnresolved
            | Self::TemplateUnknown
            | Self::TemplateNotSendable
            | Self::TemplateValues
            | Self::FileEmpty
            | Self::FileTooLarge
            | Self::FileTypeRefused
            | Self::VoiceNoteRefused
            | Self::FileNotUtf8
            | Self::PhoneColumnMissing
            | Self::TooManyRows => 422,
            Self::SessionRequired | Self::SignInFailed | Self::SignatureInvalid => 401,
            Self::ForeignOrigin | Self::PermissionDenied => 403,
            Self::NotFound => 404,
            Self::IdConflict
            | Self::WindowClosed
            | Self::MessageStateConflict
            | Self::AlreadySent
            | Self::NotReactable
            | Self::PinsFull
            | Self::ColleagueAnswered
            | Self::ShortcutTaken
            | Self::EditConflict
            | Self::NameTaken
            | Self::NotBlockable
            | Self::FileMissing
            | Self::UploadOffset => 409,
            Self::BodyTooLarge => 413,
            Self::TooManyRequests => 429,
            Self::Internal | Self::Unknown => 500,
            Self::Unavailable => 503,
        }
    }

    /// What a client does with it.
    #[must_use]
    pub const fn is_recoverable(self) -> bool {
        matches!(
            self,
            Self::TooManyRequests | Self::Unavailable | Self::Internal | Self::SessionRequired
        )
    }
}

/// The body of every refusal, `application/problem+json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// The HTTP status again.
    pub status: u16,
    /// The stable code.
    pub code: ErrorCode,
    /// Finds the request in the server's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Seconds until another try makes sense.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_s: Option<u64>,
    /// The field that could not be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The longest text allowed, in characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_characters: Option<u64>,
    /// The largest body allowed, in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_bytes: Option<u64>,
    /// Where an upload stands, in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// Merge fields, with `@`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
}

impl Problem {
    /// A refusal without parameters.
    #[must_use]
    pub const fn new(code: ErrorCode) -> Self {
        Self {
            status: code.http_status(),
            code,
            request_id: None,
            retry_after_s: None,
            field: None,
            max_characters: None,
            max_bytes: None,
            offset: None,
            fields: Vec::new(),
        }
    }
}
