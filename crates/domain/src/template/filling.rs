//! What is missing in a template, and what becomes of it with that put in.

use super::suggestion::{by_name, is_greeting};
use super::variables::{put_in, variables};
use super::{
    BODY_CHARACTERS, CODE_CHARACTERS, FilledHeader, HEADER_CHARACTERS, Template, TemplateButton,
    TemplateContent, TemplateError, TemplateHeader, TemplatePart, TemplateParts, TemplateSlot, TemplateValue,
};
use crate::content::{MessageContent, MessageKind};
use crate::merge_field::MergeField;

/// The longest end of a link, in characters.
const LINK_CHARACTERS: usize = 2_000;
/// As many blanks in a row as Meta takes within a value.
const MOST_BLANKS: usize = 4;

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
