//! A message: who, what, when, how far it got.
//!
//! There are hundreds of them, and a long thread is drawn as fast as one of them is: what never changes is not watched, and what
//! changes together is drawn together.

use super::bubble_content::BubbleContent;
use super::quote_view::QuoteView;
use super::upload_note::UploadNote;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::pages::chat::words::{delivery_name, tick};
use crate::ui::icon::{Icon, IconView};
use crate::ui::ticks::Ticks;
use domain::date_wording::time_of_day;
use domain::entities::{Direction, Message};
use leptos::prelude::*;

/// The bubble.
#[component]
pub(super) fn Bubble(
    /// The message.
    message: Memo<Message>,
    /// Whether it is the first of its group.
    #[prop(into)]
    starts_group: Signal<bool>,
) -> impl IntoView {
    let direction = message.with_untracked(|message| direction_name(message.direction));
    let content = Memo::new(move |_| message.with(|message| message.content.clone()));
    let quote =
        Memo::new(move |_| message.with(|message| message.reply_to.as_ref().map(|quote| quote.message_id)));
    let reactions = Memo::new(move |_| message.with(|message| message.reactions.clone()));
    let conversation_id = message.with_untracked(|message| message.conversation_id);
    let i18n = use_i18n();
    let element_id = format!("bubble-{}", message.with_untracked(|message| message.id));
    view! {
        <div class="message-line" data-direction=direction>
        <div
            id=element_id.clone()
            class="message-bubble"
            role="article"
            aria-labelledby=element_id
            tabindex="-1"
            data-direction=direction
            data-starts-group=move || starts_group.get().to_string()
        >
            <Speaker message starts_group />
            <Marks message />
            {move || quote.get().map(|message_id| view! { <QuoteView message_id conversation_id /> })}
            {move || content.with(|content| view! { <BubbleContent content=content.clone() /> })}
            <UploadNote message />
            <Meta message />
            <div class="message-bubble__end"></div>
        </div>
        // The dots are drawn by style: there is one of them for every message.
        <button
            type="button"
            class="message-line__button"
            tabindex="-1"
            aria-haspopup="menu"
            aria-label=move || i18n.text().details.options
        ></button>
        </div>
        {move || {
            reactions
                .with(|reactions| {
                    let emojis: Vec<_> = reactions.iter().map(|reaction| reaction.emoji.clone()).collect();
                    (!emojis.is_empty()).then(|| view! { <Reactions emojis direction /> })
                })
        }}
    }
    .into_any()
}

/// Who speaks: read out always, shown for colleagues.
#[component]
fn Speaker(message: Memo<Message>, starts_group: Signal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let name = Memo::new(move |_| {
        message.with(|message| match (message.direction, message.author) {
            (Direction::Inbound, _) => chat.name_in(message.conversation_id).unwrap_or_default(),
            (_, Some(author)) => chat
                .agent_name(author)
                .unwrap_or_else(|| i18n.text().somebody.to_owned()),
            (_, None) => i18n.text().from_phone.to_owned(),
        })
    });
    let is_shown = Memo::new(move |_| {
        let is_colleague = message.with(|message| {
            message.direction == Direction::Outbound
                && message.author != chat.with(crate::state::AppState::me)
        });
        is_colleague && starts_group.get()
    });
    move || {
        let class = if is_shown.get() {
            "message-bubble__author"
        } else {
            "visually-hidden"
        };
        view! { <div class=class>{name.get()}</div> }
    }
}

/// Forwarded, taken back by the customer.
#[component]
fn Marks(message: Memo<Message>) -> impl IntoView {
    let i18n = use_i18n();
    let marks = Memo::new(move |_| message.with(|message| (message.is_forwarded, message.is_revoked)));
    let mark = |icon: Icon, words: &'static str| {
        view! {
            <div class="message-bubble__mark">
                <IconView icon size="small" />
                {words}
            </div>
        }
    };
    move || {
        let (is_forwarded, is_revoked) = marks.get();
        [
            is_forwarded.then(|| mark(Icon::Reply, i18n.text().forwarded)),
            is_revoked.then(|| mark(Icon::Info, i18n.text().revoked)),
        ]
        .into_iter()
        .flatten()
        .collect_view()
    }
}

/// Time and ticks.
#[component]
fn Meta(message: Memo<Message>) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let parts = Memo::new(move |_| {
        message.with(|message| {
            let state = message.delivery.as_ref().map(|delivery| delivery.state);
            (message.at, state, message.is_edited)
        })
    });
    move || {
        let (at, state, is_edited) = parts.get();
        let text = i18n.text();
        view! {
            <span class="message-bubble__meta">
                {is_edited.then_some(text.edited)} <span>{time_of_day(chat.civil(at))}</span>
                {state.map(|state| view! { <Ticks tick=tick(state) name=delivery_name(text, state) /> })}
            </span>
        }
    }
}

#[component]
fn Reactions(emojis: Vec<String>, direction: &'static str) -> impl IntoView {
    let i18n = use_i18n();
    let name = emojis.join(" ");
    view! {
        <div
            class="message-bubble__reactions"
            role="img"
            data-direction=direction
            aria-label=move || (i18n.text().reaction)(&name)
        >
            {emojis.into_iter().map(|emoji| view! { <span>{emoji}</span> }).collect_view()}
        </div>
    }
}

const fn direction_name(direction: Direction) -> &'static str {
    match direction {
        Direction::Inbound => "inbound",
        Direction::Outbound => "outbound",
        Direction::Internal => "internal",
    }
}
