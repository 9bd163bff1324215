//! "Contato": somebody's name and number, picked among the contacts.

use crate::i18n::use_i18n;
use crate::pages::chat::contacts::contacts;
use crate::pages::chat::context::{Chat, phone_of};
use crate::state::intent::Intent;
use crate::ui::avatar::{Avatar, AvatarSize};
use crate::ui::dialog::Dialog;
use domain::content::{ContactCard, MessageContent};
use domain::entities::Contact;
use domain::ids::{ContactId, ConversationId};
use leptos::prelude::*;

/// How many contacts are shown at once: who looks for another one types.
const MOST_CONTACTS: usize = 30;

/// The dialog.
#[component]
pub(super) fn ContactDialog(
    /// For which conversation.
    id: ConversationId,
    /// Whether it is open.
    is_open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let close = Callback::new(move |()| {
        // The thread may have gone with the dialog open.
        is_open.try_set(false);
    });
    view! {
        <Dialog
            is_open
            title=Signal::derive(move || i18n.text().share.contact_title.to_owned())
            on_close=close
        >
            <Picker id close />
        </Dialog>
    }
    .into_any()
}

#[component]
fn Picker(id: ConversationId, close: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let query = RwSignal::new(String::new());
    let chosen = RwSignal::new(None::<ContactId>);
    let found = Memo::new(move |_| {
        // Nobody needs their own number.
        let customer = chat.contact_in(id).map(|contact| contact.id);
        let mut found = contacts(chat, &query.get());
        found.retain(|contact| contact.phone.is_some() && Some(contact.id) != customer);
        found.truncate(MOST_CONTACTS);
        found
    });
    // Whoever is not in view any more is not picked.
    let picked = Memo::new(move |_| {
        let chosen = chosen.get()?;
        found.with(|found| found.iter().find(|contact| contact.id == chosen).cloned())
    });
    let send = move || {
        let Some(card) = picked.with_untracked(|contact| card_of(chat, contact.as_ref()?)) else {
            return;
        };
        chat.emit(Intent::SendContent {
            conversation_id: id,
            content: MessageContent::ContactCards { cards: vec![card] },
            reply_to: chat.with(|state| state.thread(id).reply_to.get_untracked()),
        });
        close.run(());
    };
    let row = move |contact: Contact| {
        let id = contact.id;
        view! {
            <label class="contact-choice">
                <input
                    type="radio"
                    class="contact-choice__box"
                    name="contact"
                    prop:checked=move || chosen.get() == Some(id)
                    on:change=move |_| chosen.set(Some(id))
                />
                <Avatar
                    name=Signal::stored(chat.contact_name(&contact))
                    key=Signal::stored(id.to_string())
                    size=AvatarSize::Medium
                />
                <span class="contact-choice__words">
                    <span class="contact-choice__name" dir="auto">
                        {chat.contact_name(&contact)}
                    </span>
                    <span class="contact-choice__phone">{phone_of(&contact)}</span>
                </span>
            </label>
        }
    };
    view! {
        <form
            class="contact-form"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <input
                type="search"
                class="contact-form__search"
                autocomplete="off"
                aria-label=move || i18n.text().share.contact_search
                placeholder=move || i18n.text().share.contact_search
                prop:value=move || query.get()
                on:input=move |event| query.set(event_target_value(&event))
            />
            <div class="contact-form__contacts" role="radiogroup" aria-label=move || i18n.text().share.contact_choose>
                {move || found.get().into_iter().map(row).collect_view()}
            </div>
            <Show when=move || found.with(Vec::is_empty)>
                <p class="dialog__text" role="status">
                    {move || i18n.text().share.contact_none}
                </p>
            </Show>
            <p class="dialog__text">{move || i18n.text().share.contact_note}</p>
            <div class="dialog__actions">
                <button type="button" class="button" data-look="quiet" on:click=move |_| close.run(())>
                    {move || i18n.text().cancel}
                </button>
                <button type="submit" class="button" data-look="main" disabled=move || picked.with(Option::is_none)>
                    {move || i18n.text().share.contact_send}
                </button>
            </div>
        </form>
    }
    .into_any()
}

/// What of a contact goes out; `None`: there is no number.
fn card_of(chat: Chat, contact: &Contact) -> Option<ContactCard> {
    Some(ContactCard {
        name: chat.contact_name(contact),
        phones: vec![contact.phone.clone()?],
    })
}
