//! Message templates: what Meta approved, what is missing in one, and filling it in. One rule for app and server; the server fills
//! its own copy, so what the client claims that the customer reads does not count.
//!
//! Here is what one is made of; whoever adds a part has to say in `filling` what becomes of it.
//!
//! Source: Meta, "Templates" and "Sending template messages". Words such as the status are open lists and stay text.

mod filling;
mod header_file;
mod suggestion;
mod variables;

use crate::content::Attachment;
use crate::ids::TemplateId;
use crate::permission::Permission;
use crate::tagged;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Who sees the page of templates and asks Meta for them anew. Whoever may send sends templates.
pub const NEEDED_PERMISSION: Permission = Permission::TemplatesManage;

/// The longest body with everything filled in, in characters.
pub const BODY_CHARACTERS: usize = 1_024;
/// The longest title with everything filled in, in characters.
pub const HEADER_CHARACTERS: usize = 60;
/// The longest code that a button copies, in characters.
pub const CODE_CHARACTERS: usize = 20;

/// A template of a WhatsApp Business account, in one language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Template {
    /// Key.
    pub id: TemplateId,
    /// Counts the changes.
    pub version: u64,
    /// Which account; a number of it can send this.
    pub waba_id: String,
    /// Its name, together with the language its identity.
    pub name: String,
    /// Its language code, as Meta writes it (`pt_BR`).
    pub language: String,
    /// `APPROVED` can be sent; others: `PENDING`, `REJECTED`, `PAUSED`, `DISABLED` …
    pub status: String,
    /// `MARKETING`, `UTILITY`, `AUTHENTICATION`.
    pub category: String,
    /// `GREEN`, `YELLOW`, `RED`; `None`: Meta does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quality: Option<String>,
    /// Why it was rejected, by Meta's word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rejected_reason: Option<String>,
    /// What it is made of.
    pub content: TemplateContent,
}

/// What a template is made of. Variables stand in double braces: `{{1}}`, `{{first_name}}`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateContent {
    /// Whether its variables have names instead of numbers (Meta: `parameter_format`).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_named: bool,
    /// What stands above the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<TemplateHeader>,
    /// The text.
    pub body: String,
    /// The small line below it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub footer: Option<String>,
    /// The buttons, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<TemplateButton>,
}

tagged! {
    "format", "TemplateHeader",
    /// What stands above a template's text.
    #[derive(Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
    pub enum TemplateHeader {
        /// A title.
        Text {
            /// The title.
            text: String,
        },
        /// A picture, given with each message.
        Image,
        /// A film, given with each message.
        Video,
        /// A file, given with each message.
        Document,
        /// A place, given with each message.
        Location,
        /// Something that this version does not know.
        Other {
            /// Meta's word.
            name: String,
        },
    }
}

tagged! {
    "button", "TemplateButton",
    /// A button of a template.
    #[derive(Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
    pub enum TemplateButton {
        /// Answers.
        QuickReply {
            /// What it says.
            text: String,
        },
        /// Opens a page.
        Url {
            /// What it says.
            text: String,
            /// Where to; may end in a variable.
            url: String,
        },
        /// Calls.
        Phone {
            /// What it says.
            text: String,
            /// Whom.
            phone: String,
        },
        /// Copies a code, given with each message.
        CopyCode {
            /// What it says.
            text: String,
        },
        /// Something that this version cannot fill in.
        Other {
            /// What it says.
            text: String,
            /// Meta's word.
            name: String,
        },
    }
}

impl TemplateButton {
    /// What it says.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::QuickReply { text }
            | Self::Url { text, .. }
            | Self::Phone { text, .. }
            | Self::CopyCode { text }
            | Self::Other { text, .. } => text,
        }
    }
}

/// What a message made of a template has besides name, language and text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateParts {
    /// What stands above the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<FilledHeader>,
    /// The small line below it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub footer: Option<String>,
    /// The buttons, in order, links filled in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<TemplateButton>,
    /// What was put in, in the order of [`TemplateContent::slots`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<TemplateValue>,
    /// Whether the variables have names.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_named: bool,
}

impl TemplateParts {
    /// Whether there is nothing but a text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

tagged! {
    "header", "FilledHeader",
    /// What stands above the text of a message made of a template.
    #[derive(Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
    pub enum FilledHeader {
        /// A title.
        Text {
            /// The title.
            text: String,
        },
        /// A picture.
        Image(Attachment),
        /// A film.
        Video(Attachment),
        /// A file.
        Document(Attachment),
    }
}

/// Which part of a template a variable stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TemplatePart {
    /// Above the text.
    Header,
    /// The text.
    Body,
    /// A button.
    Button,
}

/// A variable of a template.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TemplateSlot {
    /// Which part it stands in.
    pub part: TemplatePart,
    /// Which button, from 0; 0 for the other parts.
    pub button: u8,
    /// Its name or number, as it stands between the braces; `code` for a code to copy.
    pub name: String,
}

/// What is put in for a variable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateValue {
    /// Which part it stands in.
    pub part: TemplatePart,
    /// Which button, from 0; 0 for the other parts.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub button: u8,
    /// The variable.
    pub name: String,
    /// What is put in.
    pub text: String,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the shape that serde asks for")]
const fn is_zero(number: &u8) -> bool {
    *number == 0
}

impl TemplateValue {
    fn is_for(&self, slot: &TemplateSlot) -> bool {
        self.part == slot.part && self.button == slot.button && self.name == slot.name
    }
}

/// When an account's templates were asked for, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateSync {
    /// Which account.
    pub waba_id: String,
    /// When Meta last listed them; `None`: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub synced_at: Option<Timestamp>,
    /// When it last did not, since then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed_at: Option<Timestamp>,
    /// Meta's error code of that; 0: no answer came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure_code: Option<i64>,
}

/// Why a template cannot be sent so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// Meta has not approved it, or has paused it.
    #[error("the template is {0}")]
    Status(String),
    /// It has a part that this version cannot fill in.
    #[error("the template has a part that cannot be filled in")]
    Unsupported,
    /// Nothing is given for a variable.
    #[error("{} is missing", .0.name)]
    Missing(TemplateSlot),
    /// A value that Meta does not take: line breaks, tabs, more than four blanks in a row, or too long.
    #[error("{} cannot be put in so", .0.name)]
    Value(TemplateSlot),
    /// Something is given that the template does not have.
    #[error("the template has no variable {0}")]
    Foreign(String),
    /// The file above the text is missing, or is of another kind.
    #[error("the file above the text is missing or of another kind")]
    HeaderFile,
    /// With everything filled in it is too long.
    #[error("the text is longer than {BODY_CHARACTERS} characters")]
    TooLong,
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests;
