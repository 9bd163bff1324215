//! Joining a contact that is the same person: it is looked for, and what happens is said before.

use crate::browser::element;
use crate::i18n::use_i18n;
use crate::pages::chat::contacts::{ContactButtons, ContactSearch, contacts};
use crate::pages::chat::context::{Chat, phone_of, picture_of};
use crate::state::intent::Intent;
use crate::ui::avatar::{Avatar, AvatarSize};
use crate::ui::dialog::{Dialog, DialogEnd};
use domain::contact::EDITING;
use domain::entities::Contact;
use domain::ids::ContactId;
use leptos::prelude::*;

/// How many contacts are shown at once: who looks for another one types.
const MOST_CONTACTS: usize = 30;

/// The dialog.
#[component]
pub(super) fn MergeDialog(
    /// Who stays.
    id: ContactId,
    /// What they are called.
    name: Memo<String>,
    /// Whether it is open.
    is_open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let wanted = RwSignal::new(String::new());
    let other = RwSignal::new(None::<Contact>);
    let close = move || {
        // The panel may have gone with the dialog open.
        is_open.try_set(false);
        wanted.try_set(String::new());
        other.try_set(None);
    };
    let merge = move |_| {
        if let Some(other) = other.get_untracked() {
            chat.emit(Intent::MergeContacts { id, other: other.id });
        }
        close();
    };
    view! {
        <Dialog
            is_open=Signal::derive(move || is_open.get() && chat.can(EDITING))
            title=Signal::derive(move || (i18n.text().contact.merge_title)(&name.get()))
            on_close=Callback::new(move |()| close())
        >
            {move || match other.get() {
                None => {
                    view! {
                        <Search id wanted other />
                        <DialogEnd on_leave=Callback::new(move |()| close()) />
                    }
                        .into_any()
                }
                Some(chosen) => {
                    let called = chat.contact_name(&chosen);
                    let phone = phone_of(&chosen);
                    let asked = called.clone();
                    view! {
                        <p class="info-merge__chosen">
                            <Avatar
                                name=Signal::stored(called.clone())
                                key=Signal::stored(chosen.id.to_string())
                                size=AvatarSize::Medium
                                picture=Signal::stored(picture_of(&chosen))
                            />
                            <span dir="auto">{called}</span>
                            <span class="info__none">{phone}</span>
                        </p>
                        <p class="dialog__text" role="alert">
                            {move || (i18n.text().contact.merge_asks)(&asked, &name.get())}
                        </p>
                        <DialogEnd
                            on_leave=Callback::new(move |()| {
                                other.set(None);
                                keep_focus(SEARCH);
                            })
                            leave=Signal::derive(move || i18n.text().contact.choose_other)
                            on_confirm=Callback::new(merge)
                            look="danger"
                        >
                            {move || i18n.text().contact.merge_now}
                        </DialogEnd>
                    }
                        .into_any()
                }
            }}
        </Dialog>
    }
    .into_any()
}

const SEARCH: &str = "dialog[open] input";
const ACTION: &str = "dialog[open] .dialog__actions button";

/// What had the focus goes with its part of the dialog.
fn keep_focus(on: &'static str) {
    element::after_next_paint(move || element::focus_if_lost(on));
}

#[component]
fn Search(id: ContactId, wanted: RwSignal<String>, other: RwSignal<Option<Contact>>) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let found = Memo::new(move |_| {
        let mut found = contacts(chat, &wanted.get());
        found.retain(|contact| contact.id != id);
        found.truncate(MOST_CONTACTS);
        found
    });
    let choose = Callback::new(move |contact: Contact| {
        other.set(Some(contact));
        keep_focus(ACTION);
    });
    view! {
        <ContactSearch wanted name=Signal::derive(move || i18n.text().contact.merge_search) />
        <ContactButtons found name=Signal::derive(move || i18n.text().contact.merge_choose) on_choose=choose />
        <Show when=move || found.with(Vec::is_empty)>
            <p class="dialog__text" role="status">
                {move || i18n.text().contact.merge_none}
            </p>
        </Show>
    }
    .into_any()
}
