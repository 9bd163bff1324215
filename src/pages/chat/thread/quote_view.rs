//! The message that another one answers, in short.

use super::message_words::spoken;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use domain::entities::Direction;
use domain::ids::{ConversationId, MessageId};
use leptos::prelude::*;

/// Whose words, and which, as far as this device has them.
#[component]
pub(super) fn QuoteView(message_id: Option<MessageId>, conversation_id: ConversationId) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let quoted = Memo::new(move |_| chat.with(|state| state.messages.value(message_id?)));
    let author = move || {
        quoted.with(|quoted| {
            quoted
                .as_ref()
                .map(|quoted| match (quoted.direction, quoted.author) {
                    (Direction::Inbound, _) => chat.name_in(conversation_id).unwrap_or_default(),
                    (_, Some(author)) => chat
                        .agent_name(author)
                        .unwrap_or_else(|| i18n.text().somebody.to_owned()),
                    (_, None) => i18n.text().from_phone.to_owned(),
                })
        })
    };
    let words = move || {
        let text = i18n.text();
        quoted.with(|quoted| {
            quoted.as_ref().map_or_else(
                || text.quote_missing.to_owned(),
                |quoted| spoken(text, &quoted.content),
            )
        })
    };
    view! {
        <blockquote class="quote">
            {move || author().map(|author| view! { <span class="quote__author">{author}</span> })}
            <span class="quote__text" dir="auto">
                {words}
            </span>
        </blockquote>
    }
    .into_any()
}
