//! Below a message that did not arrive, or may not have: why, and what one can do.

use crate::i18n::failure_words::delivery_failure_words;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::intent::Intent;
use domain::delivery_status::DeliveryState;
use domain::entities::{Delivery, Message};
use domain::permission::Permission;
use leptos::prelude::*;

/// The note; nothing for a message that goes its way.
#[component]
pub(super) fn DeliveryNote(
    /// The message.
    message: Memo<Message>,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let trouble = Memo::new(move |_| {
        message
            .with(|message| message.delivery.clone())
            .filter(|delivery| delivery.state.can_be_retried())
    });
    let words = move |delivery: &Delivery| {
        let text = i18n.text();
        if delivery.state == DeliveryState::Unconfirmed {
            return text.unconfirmed_text.to_owned();
        }
        let words = delivery_failure_words(text, delivery.failure.as_ref().map_or(0, |failure| failure.code));
        format!("{} {}", words.what, words.next)
    };
    let retry = move |_| chat.emit(Intent::RetryMessage(message.with_untracked(|message| message.id)));
    move || {
        trouble.get().map(|delivery| {
            let is_unconfirmed = delivery.state == DeliveryState::Unconfirmed;
            // The way out is a template: trying again would be refused again.
            let is_window_closed = delivery.failure.as_ref().is_some_and(|failure| failure.code == WINDOW_CLOSED);
            let conversation_id = message.with_untracked(|message| message.conversation_id);
            let can_send = Memo::new(move |_| chat.can(Permission::ChatSend));
            view! {
                <div class="delivery-note" data-state=if is_unconfirmed { "unconfirmed" } else { "failed" }>
                    <span>{move || words(&delivery)}</span>
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
        })
    }
}

/// Meta's code of "more than 24 hours have passed".
const WINDOW_CLOSED: i64 = 131_047;
