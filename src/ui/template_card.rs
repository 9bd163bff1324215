//! What a customer sees of a template, filled in as far as it is.

use super::icon::Icon;
use super::message_card::{CardButton, CardHeader, MessageCard};
use super::rich_text::Marks;
use crate::i18n::messages::Messages;
use crate::i18n::use_i18n;
use domain::content::Attachment;
use domain::template::{FilledHeader, TemplateButton, TemplateHeader, TemplateParts};
use leptos::prelude::*;

/// The parts of a message made of a template.
#[component]
#[allow(clippy::needless_pass_by_value, reason = "props are owned")]
pub fn TemplateCard(
    /// The text.
    body: String,
    /// What stands around it.
    parts: TemplateParts,
    /// The kind of file above the text, while none is given.
    #[prop(optional_no_strip)]
    awaits: Option<TemplateHeader>,
    /// What of the text is marked.
    #[prop(optional_no_strip)]
    marks: Option<Marks>,
) -> impl IntoView {
    let i18n = use_i18n();
    let parts = StoredValue::new(parts);
    let awaits = StoredValue::new(awaits);
    let body = StoredValue::new(body);
    move || {
        let text = i18n.text();
        let parts = parts.get_value();
        let header = match parts.header {
            Some(FilledHeader::Text { text }) => Some(CardHeader::Title(text)),
            Some(FilledHeader::Image(file)) => Some(file_of(Icon::Image, file, text.templates.image)),
            Some(FilledHeader::Video(file)) => Some(file_of(Icon::Video, file, text.templates.video)),
            Some(FilledHeader::Document(file)) => {
                Some(file_of(Icon::Document, file, text.templates.document))
            }
            None => awaits.with_value(|awaits| awaits.as_ref().and_then(|header| awaited(text, header))),
        };
        let buttons = parts.buttons.iter().map(button).collect::<Vec<_>>();
        view! { <MessageCard header body=body.get_value() footer=parts.footer buttons marks=marks.clone() /> }
    }
}

fn file_of(icon: Icon, file: Attachment, kind: &str) -> CardHeader {
    CardHeader::File(icon, file.file_name.unwrap_or_else(|| kind.to_owned()))
}

fn awaited(text: &Messages, header: &TemplateHeader) -> Option<CardHeader> {
    let (icon, name) = match header {
        TemplateHeader::Text { .. } => return None,
        TemplateHeader::Image => (Icon::Image, text.templates.image.to_owned()),
        TemplateHeader::Video => (Icon::Video, text.templates.video.to_owned()),
        TemplateHeader::Document => (Icon::Document, text.templates.document.to_owned()),
        TemplateHeader::Location => (Icon::Location, text.templates.location.to_owned()),
        TemplateHeader::Other { name } => (Icon::Unsupported, name.clone()),
    };
    Some(CardHeader::File(icon, name))
}

fn button(button: &TemplateButton) -> CardButton {
    let icon = match button {
        TemplateButton::QuickReply { .. } => None,
        TemplateButton::Url { .. } => Some(Icon::Link),
        TemplateButton::Phone { .. } => Some(Icon::Phone),
        TemplateButton::CopyCode { .. } => Some(Icon::Copy),
        TemplateButton::Other { .. } => Some(Icon::Unsupported),
    };
    CardButton {
        icon,
        text: button.text().to_owned(),
    }
}
