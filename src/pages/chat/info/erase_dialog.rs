//! Erasing a contact with all that is kept of it: asked twice, the second time by writing who it is.

use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::intent::Intent;
use crate::ui::dialog::{Dialog, DialogEnd};
use domain::contact::ERASING;
use domain::ids::ContactId;
use leptos::prelude::*;

/// Whether the agent may erase contacts; tracked.
pub(super) fn may_erase(chat: Chat) -> bool {
    ERASING.iter().all(|permission| chat.can(*permission))
}

/// The dialog.
#[component]
pub(super) fn EraseDialog(
    /// Who goes.
    id: ContactId,
    /// What they are called.
    name: Memo<String>,
    /// Whether it is open.
    is_open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let typed = RwSignal::new(String::new());
    let is_confirmed = Memo::new(move |_| {
        let wanted = name.with(|name| name.trim().to_lowercase());
        // Who is not here any more has no name, and an empty field confirms nothing.
        !wanted.is_empty() && typed.with(|typed| typed.trim().to_lowercase()) == wanted
    });
    let close = move || {
        // The panel goes with the contact.
        is_open.try_set(false);
        typed.try_set(String::new());
    };
    let erase = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if is_confirmed.get_untracked() {
            chat.emit(Intent::EraseContact(id));
            close();
        }
    };
    view! {
        <Dialog
            is_open=Signal::derive(move || is_open.get() && may_erase(chat))
            title=Signal::derive(move || (i18n.text().contact.erase_title)(&name.get()))
            on_close=Callback::new(move |()| close())
        >
            <p class="dialog__text">{move || i18n.text().contact.erase_text}</p>
            <form novalidate class="info-form" on:submit=erase>
                <label class="field">
                    <span class="field__label">
                        {move || (i18n.text().contact.erase_confirm)(name.get().trim())}
                    </span>
                    <input
                        class="field__input"
                        autocomplete="off"
                        dir="auto"
                        prop:value=move || typed.get()
                        on:input=move |event| typed.set(event_target_value(&event))
                    />
                </label>
                <DialogEnd
                    on_leave=Callback::new(move |()| close())
                    look="danger"
                    is_disabled=Signal::derive(move || !is_confirmed.get())
                >
                    {move || i18n.text().contact.erase_now}
                </DialogEnd>
            </form>
        </Dialog>
    }
    .into_any()
}
