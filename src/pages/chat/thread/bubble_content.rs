//! What a message holds, by kind.

use super::message_words::unsupported_why;
use crate::i18n::messages::Messages;
use crate::i18n::use_i18n;
use crate::pages::chat::context::{Chat, readable_phone};
use crate::pages::chat::words::{kind_icon, kind_name};
use crate::ui::icon::{Icon, IconView};
use crate::ui::rich_text::RichText;
use crate::ui::template_card::TemplateCard;
use domain::content::{Attachment, ContactCard, MessageContent, MessageKind};
use domain::date_wording::playing_time;
use leptos::prelude::*;

/// The content.
#[component]
pub(super) fn BubbleContent(content: MessageContent) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let kind = content.kind();
    match content {
        MessageContent::Text { body } => words(body),
        MessageContent::Template { body, parts, .. } => {
            view! { <TemplateCard body parts=*parts /> }.into_any()
        }
        MessageContent::Image(file)
        | MessageContent::Video(file)
        | MessageContent::Audio(file)
        | MessageContent::VoiceNote(file)
        | MessageContent::Document(file)
        | MessageContent::Sticker(file) => view! { <AttachmentView file kind /> }.into_any(),
        MessageContent::Location {
            latitude,
            longitude,
            name,
            address,
        } => view! { <LocationView latitude longitude name address /> }.into_any(),
        MessageContent::ContactCards { cards } => cards
            .into_iter()
            .map(|card| view! { <CardView card /> })
            .collect_view()
            .into_any(),
        MessageContent::ButtonReply { title, description } => {
            let second_line = description.map(|line| format!("\n{line}"));
            words(title + &second_line.unwrap_or_default())
        }
        MessageContent::Order { item_count, text } => view! {
            <Chip
                icon=Icon::Cart
                title=Signal::derive(move || i18n.text().order.to_owned())
                details=Signal::derive(move || (i18n.text().order_items)(item_count))
            />
            {text.map(words)}
        }
        .into_any(),
        MessageContent::Unsupported { type_name, code } => {
            let kind = type_name.clone();
            view! {
                {quiet(move |text| (text.unsupported)(&kind))}
                <span class="message-bubble__why">{move || unsupported_why(i18n.text(), &type_name, code)}</span>
            }
                .into_any()
        }
        MessageContent::Erased { was, by } => quiet(move |text| {
            let kind = kind_name(text, was);
            chat.agent_name(by)
                .map_or_else(|| (text.erased)(kind), |by| (text.erased_by)(kind, &by))
        }),
        MessageContent::System(_) => ().into_any(),
    }
}

fn words(text: String) -> AnyView {
    view! {
        <span class="message-bubble__text" dir="auto">
            <RichText text />
        </span>
    }
    .into_any()
}

/// A line about a message in place of its words.
fn quiet(words: impl Fn(&Messages) -> String + Send + Sync + 'static) -> AnyView {
    let i18n = use_i18n();
    view! {
        <span class="message-bubble__text" data-is-quiet="true">
            {move || words(i18n.text())}
        </span>
    }
    .into_any()
}

#[component]
fn AttachmentView(file: Attachment, kind: MessageKind) -> impl IntoView {
    let i18n = use_i18n();
    let Attachment {
        file_name,
        byte_size,
        duration_ms,
        caption,
        ..
    } = file;
    let has_name = file_name.is_some();
    let title = move || {
        file_name
            .clone()
            .unwrap_or_else(|| kind_name(i18n.text(), kind).to_owned())
    };
    let details = move || {
        let name = has_name.then(|| kind_name(i18n.text(), kind).to_owned());
        let parts = [
            duration_ms.map(playing_time),
            byte_size.map(|bytes| readable_size(bytes, i18n.text().decimal_mark)),
        ];
        let known: Vec<_> = parts.into_iter().flatten().collect();
        if known.is_empty() {
            name.unwrap_or_default()
        } else {
            known.join(" · ")
        }
    };
    view! {
        <Chip
            icon=kind_icon(kind).unwrap_or(Icon::Document)
            title=Signal::derive(title)
            details=Signal::derive(details)
        />
        {caption.filter(|caption| !caption.is_empty()).map(words)}
    }
    .into_any()
}

#[component]
fn LocationView(
    latitude: f64,
    longitude: f64,
    name: Option<String>,
    address: Option<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let place = format!("{latitude:.5}, {longitude:.5}");
    let details = address.unwrap_or(place);
    view! {
        <Chip
            icon=Icon::Location
            title=Signal::derive(move || name.clone().unwrap_or_else(|| i18n.text().location.to_owned()))
            details=Signal::derive(move || details.clone())
        />
    }
    .into_any()
}

#[component]
fn CardView(card: ContactCard) -> impl IntoView {
    let ContactCard { name, phones } = card;
    let phones = phones
        .iter()
        .map(|phone| readable_phone(phone))
        .collect::<Vec<_>>()
        .join(" · ");
    view! {
        <Chip
            icon=Icon::Contact
            title=Signal::derive(move || name.clone())
            details=Signal::derive(move || phones.clone())
        />
    }
    .into_any()
}

/// A picture, a name, and what else is known.
#[component]
fn Chip(icon: Icon, title: Signal<String>, details: Signal<String>) -> impl IntoView {
    view! {
        <div class="attachment">
            <IconView icon=icon class="attachment__icon" />
            <div class="attachment__words">
                <div class="attachment__title" dir="auto">
                    {move || title.get()}
                </div>
                <div class="attachment__details">{move || details.get()}</div>
            </div>
        </div>
    }
    .into_any()
}

/// `320 kB`, `1,4 MB`.
fn readable_size(bytes: u64, decimal_mark: char) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{}{decimal_mark}{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_short() {
        assert_eq!(readable_size(999, ','), "999 B");
        assert_eq!(readable_size(320_400, ','), "320 kB");
        assert_eq!(readable_size(1_450_000, ','), "1,4 MB");
    }
}
