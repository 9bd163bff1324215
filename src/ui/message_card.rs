//! What a customer sees of a message that is more than a text: a title or file above it, a footer, buttons.

use super::icon::{Icon, IconView};
use super::rich_text::{Marks, RichText};
use leptos::prelude::*;

/// What stands above the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CardHeader {
    /// A title.
    Title(String),
    /// A file or place: its picture and its name.
    File(Icon, String),
}

/// A button below the text. Only the customer can press it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardButton {
    /// What it does; `None`: it answers.
    pub icon: Option<Icon>,
    /// What it says.
    pub text: String,
}

/// The parts, one below the other.
#[component]
#[allow(clippy::needless_pass_by_value, reason = "props are owned")]
pub fn MessageCard(
    /// What stands above the text.
    header: Option<CardHeader>,
    /// The text with its marks.
    body: String,
    /// The small line below it.
    footer: Option<String>,
    /// The buttons.
    buttons: Vec<CardButton>,
    /// What of the text is marked.
    #[prop(optional_no_strip)]
    marks: Option<Marks>,
) -> impl IntoView {
    view! {
        {header
            .map(|header| match header {
                CardHeader::Title(title) => {
                    view! {
                        <p class="message-card__title" dir="auto">
                            {title}
                        </p>
                    }
                        .into_any()
                }
                CardHeader::File(icon, name) => {
                    view! {
                        <p class="message-card__file">
                            <IconView icon=icon />
                            <span class="message-card__file-name">{name}</span>
                        </p>
                    }
                        .into_any()
                }
            })}
        <p class="message-card__body" dir="auto">
            <RichText text=body marks />
        </p>
        {footer
            .map(|footer| {
                view! {
                    <p class="message-card__footer" dir="auto">
                        {footer}
                    </p>
                }
            })}
        <CardButtons buttons />
    }
    .into_any()
}

/// The buttons alone, for who draws the text otherwise.
#[component]
#[allow(clippy::needless_pass_by_value, reason = "props are owned")]
pub fn CardButtons(
    /// The buttons.
    buttons: Vec<CardButton>,
) -> impl IntoView {
    (!buttons.is_empty())
        .then(|| {
            view! {
                <ul class="message-card__buttons">
                    {buttons
                        .into_iter()
                        .map(|button| {
                            view! {
                                <li class="message-card__button">
                                    <IconView icon=button.icon.unwrap_or(Icon::Reply) size="small" />
                                    <span class="message-card__button-text">{button.text}</span>
                                </li>
                            }
                        })
                        .collect_view()}
                </ul>
            }
        })
        .into_any()
}
