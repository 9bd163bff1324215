//! A message: who, what, when, how far it got.
//!
//! There are hundreds of them, and a long thread is drawn as fast as one of them is: what never changes is not watched, and what
//! changes together is drawn together.

use super::bubble_content::BubbleContent;
use super::held_note::HeldNote;
use super::options_button::OptionsButton;
use super::quote_view::{QuoteView, author_name};
use super::reactions::Reactions;
use super::referral::ReferralView;
use super::upload_note::UploadNote;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::pages::chat::marking::Marking;
use crate::pages::chat::words::{delivery_name, tick};
use crate::ui::icon::{Icon, IconView};
use crate::ui::ticks::Ticks;
use domain::content::MessageContent;
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
    let chat = Chat::here();
    let direction = message.with_untracked(|message| direction_name(message.direction));
    let content = Memo::new(move |_| message.with(|message| message.content.clone()));
    let is_erased =
        Memo::new(move |_| content.with(|content| matches!(content, MessageContent::Erased { .. })));
    let quote =
        Memo::new(move |_| message.with(|message| message.reply_to.clone().filter(|_| !is_erased.get())));
    let is_revoked = Memo::new(move |_| message.with(|message| message.is_revoked) && !is_erased.get());
    let referral = message.with_untracked(|message| message.referral.clone());
    let look = Memo::new(move |_| content.with(look));
    // Only bubbles in which something is found are drawn anew.
    let marking = Memo::new(move |_| {
        let is_found = |marking: &Marking| content.with(|content| (marking.finds)(&marking.query, content));
        chat.marking().get().filter(is_found)
    });
    let (id, conversation_id) = message.with_untracked(|message| (message.id, message.conversation_id));
    let inside = move || {
        let referral = referral.clone().filter(|_| !is_erased.get());
        view! {
            {referral.map(|referral| view! { <ReferralView referral=*referral /> })}
            {move || quote.get().map(|quote| view! { <QuoteView quote conversation_id /> })}
            {move || {
                let marks = marking.get().map(Marking::marks);
                content.with(|content| view! { <BubbleContent id content=content.clone() marks /> })
            }}
        }
    };
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
            data-look=move || look.get()
        >
            <Speaker message starts_group />
            <Marks message />
            {move || {
                if is_revoked.get() {
                    view! {
                        <details class="revoked">
                            <summary class="revoked__summary">{move || i18n.text().thread.revoked_show}</summary>
                            {inside()}
                        </details>
                    }
                        .into_any()
                } else {
                    inside().into_any()
                }
            }}
            <UploadNote message />
            <HeldNote message />
            <Meta message />
            <div class="message-bubble__end"></div>
        </div>
        <OptionsButton />
        </div>
        <Reactions message />
    }
    .into_any()
}

/// Who speaks: read out always, shown for colleagues.
#[component]
pub(super) fn Speaker(message: Memo<Message>, starts_group: Signal<bool>) -> impl IntoView {
    let chat = Chat::here();
    let name = Memo::new(move |_| {
        message.with(|message| author_name(chat, message.conversation_id, message.direction, message.author))
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
            is_forwarded.then(|| mark(Icon::Forward, i18n.text().forwarded)),
            is_revoked.then(|| mark(Icon::Info, i18n.text().revoked)),
        ]
        .into_iter()
        .flatten()
        .collect_view()
    }
}

/// Time and ticks.
#[component]
pub(super) fn Meta(message: Memo<Message>) -> impl IntoView {
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

/// How a bubble is drawn: a sticker and a few emojis have none.
fn look(content: &MessageContent) -> &'static str {
    match content {
        MessageContent::Sticker(file) if file.media_id.is_some() && file.mime_type.starts_with("image/") => {
            "bare"
        }
        MessageContent::Image(file) | MessageContent::Video(file) if file.pixels.is_some() => "media",
        _ => "plain",
    }
}

/// A direction as styles know it.
pub(super) const fn direction_name(direction: Direction) -> &'static str {
    match direction {
        Direction::Inbound => "inbound",
        Direction::Outbound => "outbound",
        Direction::Internal => "internal",
    }
}
