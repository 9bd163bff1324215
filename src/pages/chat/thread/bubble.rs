//! A message: who, what, when, how far it got.

use super::bubble_content::BubbleContent;
use super::quote_view::QuoteView;
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
    let direction = Memo::new(move |_| message.with(|message| direction_name(message.direction)));
    let content = Memo::new(move |_| message.with(|message| message.content.clone()));
    let quote =
        Memo::new(move |_| message.with(|message| message.reply_to.as_ref().map(|quote| quote.message_id)));
    let reactions = Memo::new(move |_| message.with(|message| message.reactions.clone()));
    let conversation_id = message.with_untracked(|message| message.conversation_id);
    let i18n = use_i18n();
    let element_id = format!("bubble-{}", message.with_untracked(|message| message.id));
    view! {
        <div class="message-line" data-direction=move || direction.get()>
        <div
            id=element_id.clone()
            class="message-bubble"
            role="article"
            aria-labelledby=element_id
            tabindex="-1"
            data-direction=move || direction.get()
            data-starts-group=move || starts_group.get().to_string()
        >
            <Speaker message starts_group />
            <Marks message />
            {move || quote.get().map(|message_id| view! { <QuoteView message_id conversation_id /> })}
            {move || content.with(|content| view! { <BubbleContent content=content.clone() /> })}
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
                    (!emojis.is_empty()).then(|| view! { <Reactions emojis direction=direction.get() /> })
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
    view! {
        <div class=move || if is_shown.get() { "message-bubble__author" } else { "visually-hidden" }>
            {move || name.get()}
        </div>
    }
}

/// Forwarded, taken back by the customer.
#[component]
fn Marks(message: Memo<Message>) -> impl IntoView {
    let i18n = use_i18n();
    let is_forwarded = Memo::new(move |_| message.with(|message| message.is_forwarded));
    let is_revoked = Memo::new(move |_| message.with(|message| message.is_revoked));
    view! {
        <Show when=move || is_forwarded.get()>
            <div class="message-bubble__mark">
                <IconView icon=Icon::Reply size="small" />
                {move || i18n.text().forwarded}
            </div>
        </Show>
        <Show when=move || is_revoked.get()>
            <div class="message-bubble__mark">
                <IconView icon=Icon::Info size="small" />
                {move || i18n.text().revoked}
            </div>
        </Show>
    }
}

/// Time and ticks.
#[component]
fn Meta(message: Memo<Message>) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let time = Memo::new(move |_| time_of_day(chat.civil(message.with(|message| message.at))));
    let state =
        Memo::new(move |_| message.with(|message| message.delivery.as_ref().map(|delivery| delivery.state)));
    let is_edited = Memo::new(move |_| message.with(|message| message.is_edited));
    view! {
        <span class="message-bubble__meta">
            {move || is_edited.get().then(|| i18n.text().edited)}
            <span>{move || time.get()}</span>
            {move || {
                state
                    .get()
                    .map(|state| {
                        let name = Signal::derive(move || delivery_name(i18n.text(), state).to_owned());
                        view! { <Ticks tick=tick(state) name /> }
                    })
            }}
        </span>
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
