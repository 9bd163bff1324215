//! Contact cards: the name, the numbers, and the way to the conversation if there is one.

use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::ui::icon::{Icon, IconView};
use domain::content::ContactCard;
use domain::ids::ConversationId;
use domain::phone;
use domain::phone::Phone;
use leptos::prelude::*;

/// The card.
#[component]
pub(super) fn ContactCardView(card: ContactCard) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let ContactCard { name, phones } = card;
    let conversation = untrack(|| phones.iter().find_map(|phone| conversation_of(chat, phone)));
    let called = name.clone();
    view! {
        <div class="attachment">
            <IconView icon=Icon::Contact class="attachment__icon" />
            <div class="attachment__words">
                <div class="attachment__title" dir="auto">
                    {name}
                </div>
                {phones
                    .iter()
                    .map(|phone| {
                        let address = format!("tel:{}", phone.replace(' ', ""));
                        view! {
                            <a class="attachment__details rich-text__link" href=address>
                                {phone::readable(phone)}
                            </a>
                        }
                    })
                    .collect_view()}
            </div>
        </div>
        {conversation
            .map(|id| {
                view! {
                    <a
                        class="bubble-buttons__button"
                        href=move || chat.path(Some(id))
                        aria-label=move || (i18n.text().thread.chat_with)(&called)
                    >
                        {move || i18n.text().thread.chat}
                    </a>
                }
            })}
    }
    .into_any()
}

/// The conversation with whom a number reaches, if this device knows one.
fn conversation_of(chat: Chat, phone: &str) -> Option<ConversationId> {
    /// Whoever has these in common is looked at closely.
    const LAST_DIGITS: usize = 8;
    let phone = Phone::parse(phone).ok()?;
    let ending = phone.digits().len().checked_sub(LAST_DIGITS)?;
    let ending = phone.digits()[ending..].to_owned();
    chat.with(|state| {
        let contacts = state.contacts.ids_untracked();
        let contact_id = contacts.into_iter().find(|id| {
            state.contacts.with_untracked(*id, |contact| {
                contact.phone.as_deref().is_some_and(|other| {
                    other.ends_with(&ending)
                        && Phone::parse(other).is_ok_and(|other| other.is_same_subscriber(&phone))
                })
            }) == Some(true)
        })?;
        let conversations = state.conversations.ids_untracked();
        conversations
            .into_iter()
            .find(|id| state.conversations.with_untracked(*id, |row| row.contact_id) == Some(contact_id))
    })
}
