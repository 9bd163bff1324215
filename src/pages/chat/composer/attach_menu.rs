//! What can be attached: files of the device, the place where it is, somebody's number; and on a phone the template, whose button stands
//! beside the entry elsewhere.

use super::attachments::attach;
use super::contact_dialog::ContactDialog;
use super::location_dialog::LocationDialog;
use super::share_dialog::Share;
use crate::browser::{files, page};
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::ui::icon::{Icon, IconView};
use crate::ui::menu::{MenuItem, Popover, PopoverPlace};
use domain::ids::ConversationId;
use leptos::html;
use leptos::prelude::*;

/// The button, its menu, and the questions behind it.
#[component]
pub(super) fn AttachMenu(
    /// For which conversation.
    id: ConversationId,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let input = NodeRef::<html::Input>::new();
    let place = Share::new(chat, id);
    let contact = Share::new(chat, id);
    let choose_files = Callback::new(move |()| {
        if let Some(input) = input.get_untracked() {
            files::open_chooser(&input);
        }
    });
    let on_change = move |_| {
        if let Some(input) = input.get_untracked() {
            attach(chat, id, files::chosen(&input));
        }
    };
    view! {
        <input
            node_ref=input
            class="visually-hidden"
            type="file"
            multiple=true
            tabindex="-1"
            aria-hidden="true"
            on:change=on_change
        />
        <Popover
            id="attach-menu"
            place=PopoverPlace::Beside
            name=Signal::derive(move || i18n.text().media.attach.to_owned())
            button_class="icon-button"
            role="menu"
            tip="above"
            button=|| view! { <IconView icon=Icon::Attach /> }
        >
            <MenuItem
                icon=Icon::Document
                role="menuitem"
                name=Signal::derive(move || i18n.text().share.files.to_owned())
                on_choose=choose_files
            />
            <MenuItem
                icon=Icon::Location
                role="menuitem"
                name=Signal::derive(move || i18n.text().location.to_owned())
                on_choose=Callback::new(move |()| place.open())
            />
            <MenuItem
                icon=Icon::Contact
                role="menuitem"
                name=Signal::derive(move || i18n.text().contact_card.to_owned())
                on_choose=Callback::new(move |()| contact.open())
            />
            // The items are made when the menu opens, for the window as it is then.
            {page::has_narrow_window()
                .then(|| {
                    view! {
                        <MenuItem
                            icon=Icon::Template
                            role="menuitem"
                            name=Signal::derive(move || i18n.text().template.to_owned())
                            on_choose=Callback::new(move |()| chat.template_for().set(Some(id)))
                        />
                    }
                })}
        </Popover>
        <LocationDialog share=place />
        <ContactDialog share=contact />
    }
    .into_any()
}
