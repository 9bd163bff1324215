//! Below a message that did not arrive, or may not have: why, and what one can do.

use crate::i18n::failure_words::delivery_failure_words;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::intent::Intent;
use domain::delivery_status::DeliveryState;
use domain::entities::{Delivery, Message};
use domain::ids::{ConversationId, MessageId};
use domain::permission::Permission;
use leptos::prelude::*;

/// The note; nothing for a message that goes its way. Tracks what it reads.
pub(super) fn delivery_note(message: &Message) -> Option<AnyView> {
    let delivery = message.delivery.as_ref()?;
    let (id, conversation_id) = (message.id, message.conversation_id);
    delivery
        .state
        .can_be_retried()
        .then(|| view! { <DeliveryNote id conversation_id delivery=delivery.clone() /> }.into_any())
}

#[component]
fn DeliveryNote(id: MessageId, conversation_id: ConversationId, delivery: Delivery) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let is_unconfirmed = delivery.state == DeliveryState::Unconfirmed;
    let code = delivery.failure.map_or(0, |failure| failure.code);
    // The way out is a template: trying again would be refused again.
    let is_window_closed = code == WINDOW_CLOSED;
    let can_send = Memo::new(move |_| chat.can(Permission::ChatSend));
    let words = move || {
        let text = i18n.text();
        if is_unconfirmed {
            return text.unconfirmed_text.to_owned();
        }
        let words = delivery_failure_words(text, code);
        format!("{} {}", words.what, words.next)
    };
    let retry = move |_| chat.emit(Intent::RetryMessage(id));
    view! {
        <div class="delivery-note" data-state=if is_unconfirmed { "unconfirmed" } else { "failed" }>
            <span>{words}</span>
            <Show when=move || can_send.get() && is_window_closed>
                <button
                    type="button"
                    class="text-button delivery-note__action"
                    on:click=move |_| chat.template_for().set(Some(conversation_id))
                >
                    {move || i18n.text().templates.choose}
                </button>
            </Show>
            <Show when=move || can_send.get() && !is_window_closed>
                <button type="button" class="text-button delivery-note__action" on:click=retry>
                    {move || if is_unconfirmed { i18n.text().send_anyway } else { i18n.text().try_again }}
                </button>
            </Show>
        </div>
    }
    .into_any()
}

/// Meta's code of "more than 24 hours have passed".
const WINDOW_CLOSED: i64 = 131_047;
