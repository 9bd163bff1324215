//! "Nome": what the contact is called, and changing it in place.

use crate::browser::element;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::intent::Intent;
use crate::ui::enter_key::composes;
use domain::command::ChangeContact;
use domain::contact::{EDITING, NAME_CHARACTERS, tidy_name};
use domain::ids::ContactId;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;

/// The name: a field for who may change it, else words.
#[component]
pub(super) fn NameField(
    /// Whose.
    id: ContactId,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let can_edit = Memo::new(move |_| chat.can(EDITING));
    let name = Memo::new(move |_| {
        let contact = chat.with(|state| state.contacts.value(id));
        contact.map(|contact| contact.name).unwrap_or_default()
    });
    view! {
        <Show
            when=move || can_edit.get()
            fallback=move || {
                view! {
                    <dl class="info__fact">
                        <dt class="info__label">{move || i18n.text().contact.name}</dt>
                        <dd class="info__value" dir="auto">{move || name.get()}</dd>
                    </dl>
                }
            }
        >
            <Field id name can_edit />
        </Show>
    }
    .into_any()
}

#[component]
fn Field(id: ContactId, name: Memo<String>, can_edit: Memo<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let field = NodeRef::<html::Input>::new();
    // What is being typed; none: what is known shows, also when a colleague changes it.
    let typed = RwSignal::new(None::<String>);
    let is_too_long = Memo::new(move |_| {
        typed.with(|typed| {
            let long = typed.as_ref().map(|typed| typed.trim().chars().count());
            long.is_some_and(|count| count > NAME_CHARACTERS)
        })
    });
    let keep = move || {
        // The field may have lost the focus because it has gone.
        let Some(text) = typed.try_get_untracked().flatten() else {
            return;
        };
        // Or because the right to change it has.
        if is_too_long.try_get_untracked() != Some(false) || can_edit.try_get_untracked() != Some(true) {
            return;
        }
        typed.try_set(None);
        let is_other = |new: &String| name.try_with_untracked(|name| name != new) == Some(true);
        if let Some(new) = tidy_name(&text).filter(is_other) {
            let change = ChangeContact {
                name: Some(new),
                ..ChangeContact::default()
            };
            chat.emit(Intent::ChangeContact { id, change });
        }
    };
    let on_keydown = move |event: ev::KeyboardEvent| match event.key().as_str() {
        _ if composes(&event) => {}
        "Enter" => {
            event.prevent_default();
            keep();
        }
        "Escape" if typed.with_untracked(Option::is_some) => {
            event.prevent_default();
            typed.set(None);
            if let Some(field) = field.get_untracked() {
                element::select_all(&field);
            }
        }
        _ => {}
    };
    view! {
        <div class="info__fact">
            <label class="field">
                <span class="info__label">{move || i18n.text().contact.name}</span>
                <input
                    node_ref=field
                    class="field__input"
                    dir="auto"
                    autocomplete="off"
                    aria-invalid=move || is_too_long.get().to_string()
                    aria-describedby="info-name-trouble"
                    prop:value=move || typed.get().unwrap_or_else(|| name.get())
                    on:input=move |event| typed.set(Some(event_target_value(&event)))
                    on:keydown=on_keydown
                    on:blur=move |_| keep()
                />
            </label>
            <p id="info-name-trouble" class="info__trouble" role="alert">
                {move || is_too_long.get().then(|| (i18n.text().contact.name_too_long)(NAME_CHARACTERS))}
            </p>
        </div>
    }
    .into_any()
}
