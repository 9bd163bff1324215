//! Reactions on a bubble, and who put them.

use super::bubble::direction_name;
use super::quote_view::author_name;
use crate::i18n::failure_words::delivery_failure_words;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::intent::Intent;
use crate::ui::dialog::{Dialog, DialogClose};
use domain::entities::{Direction, Message, Reaction};
use domain::ids::{ConversationId, MessageId};
use domain::permission::Permission;
use leptos::prelude::*;

/// The emojis below a bubble; nothing while nobody has reacted.
pub(super) fn reactions(message: &Message) -> Option<AnyView> {
    let reactions = message.reactions.clone();
    let (conversation_id, direction) = (message.conversation_id, direction_name(message.direction));
    (!reactions.is_empty()).then(|| view! { <ReactionChip reactions conversation_id direction /> }.into_any())
}

/// The emojis; pressed, they say who.
#[component]
fn ReactionChip(
    reactions: Vec<Reaction>,
    conversation_id: ConversationId,
    direction: &'static str,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let has_failed = reactions.iter().any(|reaction| reaction.failure.is_some());
    let emojis = reactions
        .iter()
        .map(|reaction| view! { <span>{reaction.emoji.clone()}</span> })
        .collect_view();
    let name = move || {
        let names = reactions.iter().map(|reaction| {
            (i18n.text().thread.reaction_by)(&reaction.emoji, &who(chat, conversation_id, reaction))
        });
        (i18n.text().reaction)(&names.collect::<Vec<_>>().join(", "))
    };
    view! {
        // The thread listens for all of them.
        <button
            type="button"
            class="message-bubble__reactions"
            tabindex="-1"
            data-opens="reactions"
            data-direction=direction
            data-has-failed=has_failed.to_string()
            aria-label=name
        >
            {emojis}
        </button>
    }
    .into_any()
}

/// Who put which reaction; ours can be taken away.
#[component]
pub(in crate::pages::chat) fn ReactionsDialog(
    /// Whose reactions are on screen.
    of: RwSignal<Option<MessageId>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let message = Memo::new(move |_| {
        chat.with(|state| state.messages.value(of.get()?))
            .filter(|message| !message.reactions.is_empty())
    });
    let can_send = Memo::new(move |_| chat.can(Permission::ChatSend));
    let close = move || {
        of.try_set(None);
    };
    let row = move |reaction: Reaction, conversation_id, message_id| {
        let failure = reaction.failure.clone();
        let is_ours = reaction.direction == Direction::Outbound;
        let emoji = reaction.emoji.clone();
        let again = StoredValue::new(emoji.clone());
        let is_failed = failure.is_some();
        view! {
            <li class="who-reacted">
                <span class="who-reacted__emoji">{emoji}</span>
                <span class="who-reacted__name">{move || who(chat, conversation_id, &reaction)}</span>
                {failure
                    .map(|failure| {
                        view! {
                            <p class="who-reacted__failure">
                                {move || {
                                    let words = delivery_failure_words(i18n.text(), failure.code);
                                    format!("{} {}", i18n.text().thread.reaction_failed, words.what)
                                }}
                            </p>
                        }
                    })}
                <Show when=move || is_ours && can_send.get()>
                    <Show when=move || is_failed>
                        <button
                            type="button"
                            class="text-button"
                            on:click=move |_| {
                                let emoji = Some(again.get_value());
                                chat.emit(Intent::React { message_id, emoji });
                            }
                        >
                            {move || i18n.text().try_again}
                        </button>
                    </Show>
                    <button
                        type="button"
                        class="text-button"
                        on:click=move |_| {
                            close();
                            chat.emit(Intent::React { message_id, emoji: None });
                        }
                    >
                        {move || i18n.text().thread.remove_reaction}
                    </button>
                </Show>
            </li>
        }
    };
    view! {
        <Dialog
            is_open=Signal::derive(move || message.with(Option::is_some))
            title=Signal::derive(move || i18n.text().thread.reactions.to_owned())
            on_close=Callback::new(move |()| close())
        >
            <ul class="who-reacted-list">
                {move || {
                    message
                        .get()
                        .map(|message| {
                            let (id, conversation_id) = (message.id, message.conversation_id);
                            message
                                .reactions
                                .into_iter()
                                .map(|reaction| row(reaction, conversation_id, id))
                                .collect_view()
                        })
                }}
            </ul>
            <DialogClose on_close=Callback::new(move |()| close()) />
        </Dialog>
    }
    .into_any()
}

/// What whoever reacted is called; tracked.
fn who(chat: Chat, conversation_id: ConversationId, reaction: &Reaction) -> String {
    let me = chat.with(crate::state::AppState::me);
    if reaction.by.is_some() && reaction.by == me {
        return use_i18n().text().thread.you.to_owned();
    }
    author_name(chat, conversation_id, reaction.direction, reaction.by)
}
