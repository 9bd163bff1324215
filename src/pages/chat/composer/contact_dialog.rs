//! "Contato": somebody's name and number, picked among the contacts.

use super::share_dialog::{Share, ShareDialog, ShareForm};
use crate::i18n::use_i18n;
use crate::pages::chat::contacts::{ContactSearch, contacts};
use crate::pages::chat::context::{Chat, phone_of, picture_of};
use crate::ui::avatar::{Avatar, AvatarSize};
use domain::content::{ContactCard, MessageContent};
use domain::entities::Contact;
use domain::ids::ContactId;
use leptos::prelude::*;

/// How many contacts are shown at once: who looks for another one types.
const MOST_CONTACTS: usize = 30;

/// The dialog.
#[component]
pub(super) fn ContactDialog(
    /// Whom it asks for.
    share: Share,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <ShareDialog share title=Signal::derive(move || i18n.text().share.contact_title.to_owned())>
            <Picker share />
        </ShareDialog>
    }
    .into_any()
}

#[component]
fn Picker(share: Share) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let wanted = RwSignal::new(String::new());
    let chosen = RwSignal::new(None::<ContactId>);
    let found = Memo::new(move |_| {
        // Nobody needs their own number.
        let customer = chat.contact_in(share.conversation_id()).map(|contact| contact.id);
        let mut found = contacts(chat, &wanted.get());
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
        if let Some(card) = picked.with_untracked(|contact| card_of(chat, contact.as_ref()?)) {
            share.send(MessageContent::ContactCards { cards: vec![card] });
        }
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
                    picture=Signal::stored(picture_of(&contact))
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
        <ShareForm
            share
            note=Signal::derive(move || i18n.text().share.contact_note)
            action=Signal::derive(move || i18n.text().share.contact_send)
            is_waiting=Signal::derive(move || picked.with(Option::is_none))
            on_submit=Callback::new(move |()| send())
        >
            <ContactSearch wanted name=Signal::derive(move || i18n.text().share.contact_search) />
            <div class="share-form__contacts" role="radiogroup" aria-label=move || i18n.text().share.contact_choose>
                {move || found.get().into_iter().map(row).collect_view()}
            </div>
            <Show when=move || found.with(Vec::is_empty)>
                <p class="dialog__text" role="status">
                    {move || i18n.text().share.contact_none}
                </p>
            </Show>
        </ShareForm>
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
