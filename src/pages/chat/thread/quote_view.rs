//! The message that another one answers, in short. It leads there.

use super::message_words::{preview_words, spoken};
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use domain::entities::{Direction, Quote};
use domain::ids::{AgentId, ConversationId};
use leptos::prelude::*;

/// Whose words, and which: as the message stands in memory, else as the server told.
#[component]
pub(super) fn QuoteView(quote: Quote, conversation_id: ConversationId) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let Quote { message_id, preview } = quote;
    let can_go = message_id.is_some() && preview.is_some();
    let preview = StoredValue::new(preview);
    let quoted = Memo::new(move |_| chat.with(|state| state.messages.value(message_id?)));
    let author = Memo::new(move |_| {
        let who = quoted.with(|quoted| quoted.as_ref().map(|quoted| (quoted.direction, quoted.author)));
        let who = who.or_else(|| {
            preview.with_value(|preview| {
                preview
                    .as_ref()
                    .map(|preview| (preview.direction, preview.author))
            })
        });
        who.map(|(direction, author)| author_name(chat, conversation_id, direction, author))
    });
    let words = Memo::new(move |_| {
        let text = i18n.text();
        quoted
            .with(|quoted| quoted.as_ref().map(|quoted| spoken(text, &quoted.content)))
            .or_else(|| {
                preview.with_value(|preview| preview.as_ref().map(|preview| preview_words(text, preview)))
            })
            .unwrap_or_else(|| text.quote_missing.to_owned())
    });
    let inside = move || {
        view! {
            {move || author.get().map(|author| view! { <span class="quote__author">{author}</span> })}
            <span class="quote__text" dir="auto">
                {move || words.get()}
            </span>
        }
    };
    if can_go {
        view! {
            // The thread listens for all of them.
            <button
                type="button"
                class="quote"
                tabindex="-1"
                data-opens="original"
                aria-label=move || (i18n.text().thread.go_to_original)(&words.get())
            >
                {inside()}
            </button>
        }
        .into_any()
    } else {
        view! { <blockquote class="quote">{inside()}</blockquote> }.into_any()
    }
}

/// What whoever wrote something is called.
pub(in crate::pages::chat) fn author_name(
    chat: Chat,
    conversation_id: ConversationId,
    direction: Direction,
    author: Option<AgentId>,
) -> String {
    let text = use_i18n().text();
    match (direction, author) {
        (Direction::Inbound, _) => chat.name_in(conversation_id).unwrap_or_default(),
        (_, Some(author)) => chat
            .agent_name(author)
            .unwrap_or_else(|| text.somebody.to_owned()),
        (_, None) => text.from_phone.to_owned(),
    }
}
