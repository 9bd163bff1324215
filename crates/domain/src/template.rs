//! Message templates: what Meta approved, what is missing in one, and filling it in. One rule for app and server; the server fills
//! its own copy, so what the client claims that the customer reads does not count.
//!
//! Its parts and what becomes of them are one thing: whoever adds a part has to say how it is filled in.
//!
//! Source: Meta, "Templates" and "Sending template messages". Words such as the status are open lists and stay text.

mod header_file;
mod suggestion;
mod variables;

use crate::content::{Attachment, MessageContent, MessageKind};
use crate::ids::TemplateId;
use crate::merge_field::MergeField;
use crate::permission::Permission;
use crate::tagged;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use suggestion::{by_name, is_greeting};
use variables::{put_in, variables};

/// Who sees the page of templates and asks Meta for them anew. Whoever may send sends templates.
pub const NEEDED_PERMISSION: Permission = Permission::TemplatesManage;

/// The longest body with everything filled in, in characters.
pub const BODY_CHARACTERS: usize = 1_024;
/// The longest title with everything filled in, in characters.
pub const HEADER_CHARACTERS: usize = 60;
/// The longest code that a button copies, in characters.
pub const CODE_CHARACTERS: usize = 20;
/// The longest end of a link, in characters.
const LINK_CHARACTERS: usize = 2_000;
/// As many blanks in a row as Meta takes within a value.
const MOST_BLANKS: usize = 4;

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

impl Template {
    /// Whether Meta takes messages made of it.
    #[must_use]
    pub fn is_approved(&self) -> bool {
        self.status == "APPROVED"
    }

    /// Whether it can be sent at all.
    ///
    /// # Errors
    /// [`TemplateError::Status`], [`TemplateError::Unsupported`].
    pub fn check_sendable(&self) -> Result<(), TemplateError> {
        if !self.is_approved() {
            return Err(TemplateError::Status(self.status.clone()));
        }
        if self.content.is_supported() {
            Ok(())
        } else {
            Err(TemplateError::Unsupported)
        }
    }

    /// A message made of it. `header` is the file above the text, for a template that has one.
    ///
    /// # Errors
    /// [`TemplateError`].
    pub fn fill(
        &self,
        values: &[TemplateValue],
        header: Option<&FilledHeader>,
    ) -> Result<MessageContent, TemplateError> {
        self.check_sendable()?;
        let slots = self.content.slots();
        if let Some(foreign) = values
            .iter()
            .find(|value| !slots.iter().any(|slot| value.is_for(slot)))
        {
            return Err(TemplateError::Foreign(foreign.name.clone()));
        }
        let mut ordered = Vec::with_capacity(slots.len());
        for slot in slots {
            let value = values.iter().find(|value| value.is_for(&slot));
            let Some(value) = value.filter(|value| !value.text.trim().is_empty()) else {
                return Err(TemplateError::Missing(slot));
            };
            if !is_value(&slot, &value.text) {
                return Err(TemplateError::Value(slot));
            }
            ordered.push(TemplateValue {
                text: value.text.trim().to_owned(),
                ..value.clone()
            });
        }
        let (body, mut parts) = self.content.shown(&ordered);
        parts.header = self.content.filled_header(parts.header, header)?;
        let is_long_title = matches!(&parts.header, Some(FilledHeader::Text { text }) if text.chars().count() > HEADER_CHARACTERS);
        if is_long_title || body.chars().count() > BODY_CHARACTERS {
            return Err(TemplateError::TooLong);
        }
        parts.values = ordered;
        parts.is_named = self.content.is_named;
        Ok(MessageContent::Template {
            name: self.name.clone(),
            language: self.language.clone(),
            body,
            parts: Box::new(parts),
        })
    }
}

impl TemplateContent {
    /// Whether this version can fill in all of it.
    #[must_use]
    pub fn is_supported(&self) -> bool {
        let is_known_header = !matches!(
            self.header,
            Some(TemplateHeader::Location | TemplateHeader::Other { .. })
        );
        let is_known = |button: &TemplateButton| !matches!(button, TemplateButton::Other { .. });
        is_known_header && !self.body.is_empty() && self.buttons.iter().all(is_known)
    }

    /// Whether a file is given with each message.
    #[must_use]
    pub fn needs_file(&self) -> bool {
        self.file_kind().is_some()
    }

    /// As what the file goes out that is given with each message; `None`: none is.
    #[must_use]
    pub fn file_kind(&self) -> Option<MessageKind> {
        self.header.as_ref()?.file_kind()
    }

    /// Its variables: those above the text, those of the text, those of the buttons. Numbered ones by number, named ones as they
    /// stand.
    #[must_use]
    pub fn slots(&self) -> Vec<TemplateSlot> {
        let mut slots = Vec::new();
        let mut add = |part, button, names: Vec<String>| {
            slots.extend(names.into_iter().map(|name| TemplateSlot { part, button, name }));
        };
        if let Some(TemplateHeader::Text { text }) = &self.header {
            add(TemplatePart::Header, 0, self.variables(text));
        }
        add(TemplatePart::Body, 0, self.variables(&self.body));
        for (place, button) in (0_u8..).zip(&self.buttons) {
            match button {
                // Links have numbers, whatever the format.
                TemplateButton::Url { url, .. } => add(TemplatePart::Button, place, variables(url)),
                TemplateButton::CopyCode { .. } => add(TemplatePart::Button, place, vec!["code".to_owned()]),
                _ => {}
            }
        }
        slots
    }

    /// Text and other parts with these values put in; a variable without one stays in its braces.
    #[must_use]
    pub fn shown(&self, values: &[TemplateValue]) -> (String, TemplateParts) {
        let of = |part, button| {
            move |name: &str| {
                let value = values
                    .iter()
                    .find(|value| value.part == part && value.button == button && value.name == name);
                value
                    .filter(|value| !value.text.is_empty())
                    .map(|value| value.text.as_str())
            }
        };
        let header = match &self.header {
            Some(TemplateHeader::Text { text }) => Some(FilledHeader::Text {
                text: put_in(text, of(TemplatePart::Header, 0)),
            }),
            _ => None,
        };
        let buttons = (0_u8..).zip(&self.buttons).map(|(place, button)| match button {
            TemplateButton::Url { text, url } => TemplateButton::Url {
                text: text.clone(),
                url: put_in(url, of(TemplatePart::Button, place)),
            },
            other => other.clone(),
        });
        let parts = TemplateParts {
            header,
            footer: self.footer.clone(),
            buttons: buttons.collect(),
            ..TemplateParts::default()
        };
        (put_in(&self.body, of(TemplatePart::Body, 0)), parts)
    }

    /// The merge field that a variable most likely stands for: by its name, or because it follows a greeting.
    #[must_use]
    pub fn suggestion(&self, slot: &TemplateSlot) -> Option<MergeField> {
        if slot.part == TemplatePart::Button {
            return None;
        }
        if self.is_named {
            return by_name(&slot.name);
        }
        let (before, after) = self.body.split_once(&format!("{{{{{}}}}}", slot.name))?;
        let ends = after.is_empty() || after.starts_with([',', '!', '.', ':', ';', '\n']);
        let is_greeted = slot.part == TemplatePart::Body && ends && is_greeting(before);
        is_greeted.then_some(MergeField::ContactFirstname)
    }

    fn variables(&self, text: &str) -> Vec<String> {
        let mut names = variables(text);
        if !self.is_named {
            names.sort_by_key(|name| name.parse::<u32>().unwrap_or(u32::MAX));
        }
        names
    }

    fn filled_header(
        &self,
        title: Option<FilledHeader>,
        file: Option<&FilledHeader>,
    ) -> Result<Option<FilledHeader>, TemplateError> {
        let given = file.and_then(|file| Some((file.kind(), file.file()?)));
        match (&self.header, self.file_kind(), given) {
            // A title is the template's own, whatever the client says.
            (_, None, None) => Ok(title),
            (Some(header), Some(wanted), Some((kind, file))) if kind == wanted => {
                Ok(header.with_file(file.clone()))
            }
            _ => Err(TemplateError::HeaderFile),
        }
    }
}

/// Whether Meta takes this (Meta, 132018: "cannot have new-line/tab characters or more than 4 consecutive spaces").
fn is_value(slot: &TemplateSlot, text: &str) -> bool {
    let most = match (slot.part, slot.name.as_str()) {
        (TemplatePart::Button, "code") => CODE_CHARACTERS,
        (TemplatePart::Button, _) => LINK_CHARACTERS,
        (TemplatePart::Header, _) => HEADER_CHARACTERS,
        (TemplatePart::Body, _) => BODY_CHARACTERS,
    };
    let text = text.trim();
    text.chars().count() <= most
        && !text.contains(|c: char| c.is_control())
        && !text.contains(&" ".repeat(MOST_BLANKS + 1))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests;
