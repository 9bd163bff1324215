//! A message: who, what, when, how far it got.
//!
//! There are hundreds of them, and a long thread is drawn as fast as one of them is: what never changes is not watched, what
//! changes together is drawn together (three closures a bubble), and what is not there has no place kept for it.

use super::bubble_content::BubbleContent;
use super::held_note::{self, HeldNote};
use super::options_button::OptionsButton;
use super::quote_view::{QuoteView, author_name};
use super::referral::ReferralView;
use super::upload_note::{self, UploadNote};
use crate::i18n::messages::Messages;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::pages::chat::marking::Marking;
use crate::pages::chat::words::{delivery_name, tick};
use crate::state::thread_layout::RowLayout;
use crate::ui::icon::{Icon, IconView};
use crate::ui::ticks::Ticks;
use domain::content::MessageContent;
use domain::date_wording::time_of_day;
use domain::entities::{Direction, Message, Quote, Referral};
use leptos::prelude::*;

/// The bubble.
#[component]
pub(super) fn Bubble(
    /// The message.
    message: Signal<Message>,
    /// What its row shows besides.
    layout: Signal<RowLayout>,
) -> impl IntoView {
    let chat = Chat::here();
    let held = Memo::new(move |_| {
        message.with(|message| Held {
            marking: chat
                .marking()
                .get()
                .filter(|marking| marking.is_in(&message.content)),
            ..Held::of(message)
        })
    });
    let (id, conversation_id, direction) = message.with_untracked(|message| {
        (
            message.id,
            message.conversation_id,
            direction_name(message.direction),
        )
    });
    let i18n = use_i18n();
    let inside = move |held: &Held| {
        let mut parts = Vec::with_capacity(3);
        if let Some(referral) = held.referral.clone() {
            parts.push(view! { <ReferralView referral=*referral /> }.into_any());
        }
        if let Some(quote) = held.quote.clone() {
            parts.push(view! { <QuoteView quote conversation_id /> }.into_any());
        }
        let marks = held.marking.clone().map(Marking::marks);
        parts.push(view! { <BubbleContent id content=held.content.clone() marks /> }.into_any());
        parts
    };
    let body = move || {
        held.with(|held| {
            let inside = inside(held);
            if held.is_revoked {
                let summary = move || i18n.text().thread.revoked_show;
                vec![
                    view! {
                        <details class="revoked">
                            <summary class="revoked__summary">{summary}</summary>
                            {inside}
                        </details>
                    }
                    .into_any(),
                ]
            } else {
                inside
            }
        })
    };
    let element_id = format!("bubble-{id}");
    view! {
        <div class="message-line" data-direction=direction>
            <div
                id=element_id.clone()
                class="message-bubble"
                role="article"
                aria-labelledby=element_id
                tabindex="-1"
                data-direction=direction
                data-look=move || held.with(|held| look(&held.content))
            >
                <Head message layout />
                {body}
                <Tail message />
            </div>
            <OptionsButton />
        </div>
    }
    .into_any()
}

/// What a bubble holds between its head and its tail: built anew only when it changes, because players and long texts have a state of
/// their own.
#[derive(Clone, PartialEq)]
struct Held {
    content: MessageContent,
    quote: Option<Quote>,
    referral: Option<Box<Referral>>,
    is_revoked: bool,
    /// What is looked for, if it is found here: else a bubble is not drawn anew for it.
    marking: Option<Marking>,
}

impl Held {
    fn of(message: &Message) -> Self {
        let is_erased = matches!(message.content, MessageContent::Erased { .. });
        Self {
            content: message.content.clone(),
            quote: message.reply_to.clone().filter(|_| !is_erased),
            referral: message.referral.clone().filter(|_| !is_erased),
            is_revoked: message.is_revoked && !is_erased,
            marking: None,
        }
    }
}

/// Who speaks, and how it came: forwarded, taken back by the customer.
#[component]
fn Head(message: Signal<Message>, layout: Signal<RowLayout>) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let mark = |icon: Icon, words: &'static str| {
        view! {
            <div class="message-bubble__mark">
                <IconView icon size="small" />
                {words}
            </div>
        }
        .into_any()
    };
    move || {
        let starts_group = layout.with(|layout| layout.starts_group);
        message.with(|message| {
            let mut parts = vec![speaker(chat, message, starts_group)];
            if message.is_forwarded {
                parts.push(mark(Icon::Forward, i18n.text().forwarded));
            }
            if message.is_revoked {
                parts.push(mark(Icon::Info, i18n.text().revoked));
            }
            parts
        })
    }
}

/// Who speaks: read out always, shown for colleagues where they begin to.
pub(super) fn speaker(chat: Chat, message: &Message, is_first: bool) -> AnyView {
    let is_colleague =
        message.direction == Direction::Outbound && message.author != chat.with(crate::state::AppState::me);
    let class = if is_colleague && is_first {
        "message-bubble__author"
    } else {
        "visually-hidden"
    };
    let name = match message.direction {
        Direction::Inbound => expect_context::<CustomerName>().0.get(),
        _ => author_name(chat, message.conversation_id, message.direction, message.author),
    };
    view! { <div class=class>{name}</div> }.into_any()
}

/// What the customer of the thread around is called. A bubble that looked it up by itself would be drawn anew whenever anything of
/// its conversation changes.
#[derive(Clone, Copy)]
pub(super) struct CustomerName(pub RwSignal<String>);

/// How far the message got: upload, hold, time and ticks.
#[component]
pub(super) fn Tail(message: Signal<Message>) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    move || {
        let text = i18n.text();
        message.with(|message| {
            let mut parts = Vec::with_capacity(2);
            if upload_note::waits(message) {
                parts.push(view! { <UploadNote id=message.id /> }.into_any());
            }
            if let Some(until) = held_note::held_until(message) {
                parts.push(view! { <HeldNote until /> }.into_any());
            }
            parts.push(meta(chat, text, message));
            parts
        })
    }
}

/// Time and ticks.
fn meta(chat: Chat, text: &Messages, message: &Message) -> AnyView {
    let mut parts = Vec::with_capacity(3);
    if message.is_edited {
        parts.push(text.edited.into_any());
    }
    let time = time_of_day(chat.civil(message.at));
    parts.push(view! { <span>{time}</span> }.into_any());
    if let Some(state) = message.delivery.as_ref().map(|delivery| delivery.state) {
        parts.push(view! { <Ticks tick=tick(state) name=delivery_name(text, state) /> }.into_any());
    }
    view! { <span class="message-bubble__meta">{parts}</span> }.into_any()
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
