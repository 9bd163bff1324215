//! What a message holds, by kind.

mod cards;
mod file;
mod location;
mod order;
mod picture;
mod player;
mod voice_note;
mod words;

use self::cards::ContactCardView;
pub(in crate::pages::chat) use self::file::FileView;
use self::location::LocationView;
use self::order::OrderView;
use self::picture::{PictureView, StickerView};
use self::player::{FilmView, SoundView};
use self::voice_note::VoiceNoteView;
pub(super) use self::words::WordsView;
use super::message_words::unsupported_why;
use crate::i18n::messages::Messages;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::pages::chat::words::kind_name;
use crate::ui::icon::{Icon, IconView};
use crate::ui::rich_text::Marks;
use crate::ui::template_card::TemplateCard;
use domain::content::{Attachment, MessageContent, MessageKind};
use domain::ids::MessageId;
use domain::template::FilledHeader;
use leptos::prelude::*;

/// The content.
#[component]
pub(super) fn BubbleContent(
    /// Of which message.
    id: MessageId,
    content: MessageContent,
    /// What of its words is marked.
    marks: Option<Marks>,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let kind = content.kind();
    match content {
        MessageContent::Text { body } => view! { <WordsView text=body marks /> }.into_any(),
        MessageContent::Interactive { body, buttons } => view! {
            <WordsView text=body marks />
            <Buttons titles=buttons />
        }
        .into_any(),
        MessageContent::Template { body, mut parts, .. } => {
            let header = parts.header.take_if(|header| header.file().is_some());
            view! {
                {header.map(|header| view! { <HeaderFile id header /> })}
                <TemplateCard body parts=*parts marks />
            }
            .into_any()
        }
        MessageContent::Image(file) => {
            view! { <PictureView id file=file.clone() /> {caption(file, marks)} }.into_any()
        }
        MessageContent::Video(file) => {
            view! { <FilmView id file=file.clone() /> {caption(file, marks)} }.into_any()
        }
        MessageContent::Audio(file) => {
            view! { <SoundView id kind file=file.clone() /> {caption(file, marks)} }.into_any()
        }
        MessageContent::VoiceNote(file) => view! { <VoiceNoteView id file /> }.into_any(),
        MessageContent::Document(file) => {
            view! { <FileView id kind file=file.clone() /> {caption(file, marks)} }.into_any()
        }
        MessageContent::Sticker(file) => view! { <StickerView id file /> }.into_any(),
        MessageContent::Location {
            latitude,
            longitude,
            name,
            address,
        } => view! { <LocationView latitude longitude name address /> }.into_any(),
        MessageContent::ContactCards { cards } => cards
            .into_iter()
            .map(|card| view! { <ContactCardView card /> })
            .collect_view()
            .into_any(),
        MessageContent::ButtonReply { title, description } => {
            let second_line = description.map(|line| format!("\n{line}"));
            view! {
                <span class="pressed">
                    <IconView icon=Icon::Reply size="small" />
                    <WordsView text={title + &second_line.unwrap_or_default()} marks />
                </span>
            }
            .into_any()
        }
        MessageContent::Order {
            item_count,
            items,
            text,
        } => view! {
            <OrderView item_count items />
            {text.map(|text| view! { <WordsView text marks /> })}
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
        MessageContent::Erased {
            is_cancelled: true,
            was: MessageKind::VoiceNote | MessageKind::Audio,
            ..
        } => quiet(|text| text.voice.cancelled.to_owned()),
        MessageContent::Erased {
            is_cancelled: true, ..
        } => quiet(|text| text.thread.cancelled.to_owned()),
        MessageContent::Erased { was, by, .. } => quiet(move |text| {
            let kind = kind_name(text, was);
            chat.agent_name(by)
                .map_or_else(|| (text.erased)(kind), |by| (text.erased_by)(kind, &by))
        }),
        MessageContent::System(_) => ().into_any(),
    }
}

/// The file above a template's text.
#[component]
fn HeaderFile(id: MessageId, header: FilledHeader) -> impl IntoView {
    match header {
        FilledHeader::Image(file) => view! { <PictureView id file /> }.into_any(),
        FilledHeader::Video(file) => view! { <FilmView id file /> }.into_any(),
        FilledHeader::Document(file) => view! { <FileView id kind=MessageKind::Document file /> }.into_any(),
        FilledHeader::Text { .. } => ().into_any(),
    }
}

fn caption(file: Attachment, marks: Option<Marks>) -> Option<AnyView> {
    let caption = file.caption.filter(|caption| !caption.trim().is_empty())?;
    Some(view! { <WordsView text=caption marks /> }.into_any())
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

/// Buttons as the customer sees them; here nobody can press them.
#[component]
pub(super) fn Buttons(titles: Vec<String>) -> impl IntoView {
    (!titles.is_empty()).then(|| {
        view! {
            <ul class="bubble-buttons">
                {titles
                    .into_iter()
                    .map(|title| view! { <li class="bubble-buttons__button" dir="auto">{title}</li> })
                    .collect_view()}
            </ul>
        }
    })
}

/// A picture, a name, and what else is known.
#[component]
pub(super) fn Chip(icon: Icon, title: Signal<String>, details: Signal<String>) -> impl IntoView {
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
