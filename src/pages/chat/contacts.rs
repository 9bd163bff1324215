//! Looking for somebody among the contacts, and choosing one of those that were found.

use super::context::{Chat, phone_of, picture_of};
use crate::state::intent::Intent;
use crate::ui::avatar::{Avatar, AvatarSize};
use domain::entities::Contact;
use domain::phone::Phone;
use domain::text_matching::Query;
use leptos::prelude::*;

/// Looks for them with the server too, as one types.
pub(super) fn find(chat: Chat, wanted: &str) {
    chat.emit(Intent::FindContacts(wanted.to_owned()));
}

/// The contacts that this device knows, and whom the server found besides ([`find`]), by name or by a part of their number, in the order
/// of their names. An empty query finds all whom the device knows.
pub(super) fn contacts(chat: Chat, wanted: &str) -> Vec<Contact> {
    let query = Query::parse(wanted);
    let fits = |contact: &Contact| {
        let phone = contact.phone.as_ref().and_then(|phone| Phone::parse(phone).ok());
        query.is_empty()
            || query.find(&contact.name).is_some()
            || phone.is_some_and(|phone| phone.has_part(wanted))
    };
    let mut found: Vec<_> = chat.with(|state| {
        let rows = state.contacts.rows();
        let known = rows.iter().map(GetUntracked::get_untracked);
        let mut all: Vec<_> = known.filter(|contact| fits(contact)).collect();
        let knows = |id| state.contacts.is_here(id);
        let others = state
            .found_contacts
            .with(|found| found.besides(wanted, knows, fits));
        all.extend(others);
        all
    });
    found.sort_by_cached_key(|contact| chat.contact_name(contact));
    found
}

/// Where one types who is wanted.
#[component]
pub(super) fn ContactSearch(
    /// What was typed.
    wanted: RwSignal<String>,
    /// What it is called.
    #[prop(into)]
    name: Signal<&'static str>,
) -> impl IntoView {
    let chat = Chat::here();
    view! {
        <input
            type="search"
            class="share-form__search"
            dir="auto"
            autocomplete="off"
            aria-label=move || name.get()
            placeholder=move || name.get()
            prop:value=move || wanted.get()
            on:input=move |event| {
                let text = event_target_value(&event);
                find(chat, &text);
                wanted.set(text);
            }
        />
    }
    .into_any()
}

/// Those that were found, each a button.
#[component]
pub(super) fn ContactButtons(
    /// Who was found.
    found: Memo<Vec<Contact>>,
    /// What the list is called.
    #[prop(into)]
    name: Signal<&'static str>,
    /// One was chosen.
    on_choose: Callback<Contact>,
) -> impl IntoView {
    let chat = Chat::here();
    let one = move |contact: Contact| {
        let called = chat.contact_name(&contact);
        let key = contact.id.to_string();
        let picture = picture_of(&contact);
        let phone = phone_of(&contact);
        view! {
            <li>
                <button
                    type="button"
                    class="contact-button"
                    on:click=move |_| on_choose.run(contact.clone())
                >
                    <Avatar
                        name=Signal::stored(called.clone())
                        key=Signal::stored(key)
                        size=AvatarSize::Medium
                        picture=Signal::stored(picture)
                    />
                    <span class="contact-button__words">
                        <span class="contact-button__name" dir="auto">
                            {called}
                        </span>
                        <span class="contact-button__phone">{phone}</span>
                    </span>
                </button>
            </li>
        }
    };
    view! {
        <ul class="contact-buttons" aria-label=move || name.get()>
            {move || found.get().into_iter().map(one).collect_view()}
        </ul>
    }
    .into_any()
}
