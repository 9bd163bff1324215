//! "Nova conversa": somebody who has not written yet, or not to this number, gets a template.

use super::contacts::{ContactButtons, contacts, find};
use super::context::Chat;
use crate::browser::element;
use crate::i18n::use_i18n;
use crate::shell::{SendingNumber, SendingNumberField, failure_words};
use crate::state::intent::{Intent, StartWith};
use crate::state::templates::StartProgress;
use crate::ui::dialog::{Dialog, DialogEnd};
use crate::ui::icon::{Icon, IconView};
use crate::ui::trouble::Trouble;
use domain::customer_service_window::is_open as is_window_open;
use domain::entities::Contact;
use domain::phone::Phone;
use domain::text_matching::Query;
use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

/// How many contacts are shown.
const MOST_CONTACTS: usize = 30;

/// The dialog.
#[component]
pub(super) fn NewConversation(is_open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let progress = Memo::new(move |_| chat.with(|state| state.start.get()));
    let navigate = use_navigate();
    // The conversation is there: it opens, and the templates with it when nothing else can be sent.
    Effect::new(move |_| {
        let StartProgress::Started(id) = progress.get() else {
            return;
        };
        chat.emit(Intent::ForgetStart);
        is_open.set(false);
        navigate(
            &untrack(|| chat.path(Some(id))),
            leptos_router::NavigateOptions::default(),
        );
        let expires_at = chat.with(|state| {
            let conversation = state.conversations.value_untracked(id);
            conversation.and_then(|conversation| conversation.window_expires_at)
        });
        let now = chat.with(|state| state.now.get_untracked());
        if !is_window_open(expires_at, now) {
            chat.template_for().set(Some(id));
        }
    });
    // Who goes back to where they came from, with the dialog open, waits for nothing.
    on_cleanup(move || chat.emit(Intent::ForgetStart));
    let close = move || {
        is_open.try_set(false);
        chat.emit(Intent::ForgetStart);
    };
    view! {
        <Dialog
            is_open
            title=Signal::derive(move || i18n.text().templates.new_conversation.to_owned())
            on_close=Callback::new(move |()| close())
        >
            <Form progress on_cancel=Callback::new(move |()| close()) />
        </Dialog>
    }
    .into_any()
}

#[component]
fn Form(progress: Memo<StartProgress>, on_cancel: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let wanted = RwSignal::new(String::new());
    let name = RwSignal::new(String::new());
    let number = SendingNumber::new(chat.desk());
    let found = Memo::new(move |_| {
        let wanted = wanted.get();
        // Nobody is offered before something is looked for.
        let is_wanted = !Query::parse(&wanted).is_empty();
        let mut found = if is_wanted {
            contacts(chat, &wanted)
        } else {
            Vec::new()
        };
        found.truncate(MOST_CONTACTS);
        found
    });
    let phone = Memo::new(move |_| Phone::parse(&wanted.get()).ok());
    // A whole number that is nobody's yet.
    let is_new = Memo::new(move |_| phone.with(Option::is_some) && found.with(Vec::is_empty));
    let is_busy = Memo::new(move |_| matches!(progress.get(), StartProgress::Busy(_)));
    let start = move |with: StartWith| {
        if let Some(phone_number_id) = number.id_untracked().filter(|_| !is_busy.get_untracked()) {
            chat.emit(Intent::StartConversation {
                phone_number_id,
                with,
            });
        }
    };
    let start_with_phone = move || {
        if let Some(phone) = phone.get_untracked() {
            start(StartWith::Phone {
                phone: phone.to_string(),
                name: name.get_untracked(),
            });
        }
    };
    let field = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            element::focus(&field);
        }
    });
    let trouble = move || match progress.get() {
        StartProgress::Failed(failure) => Some(failure_words(i18n.text(), &failure)),
        _ => None,
    };
    let write_to = move || {
        let text = &i18n.text().templates;
        match phone.get() {
            _ if is_busy.get() => text.starting.to_owned(),
            Some(phone) => (text.write_to)(&phone.display()),
            None => text.go_on.to_owned(),
        }
    };
    view! {
        <form
            class="new-conversation"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                start_with_phone();
            }
        >
            <SendingNumberField number />
            <label class="field">
                <span class="field__label">{move || i18n.text().templates.whom}</span>
                <input
                    node_ref=field
                    class="field__input"
                    type="search"
                    autocomplete="off"
                    placeholder=move || i18n.text().templates.whom_hint
                    on:input=move |event| {
                        let text = event_target_value(&event);
                        find(chat, &text);
                        wanted.set(text);
                    }
                />
            </label>
            <Show when=move || is_new.get()>
                <label class="field">
                    <span class="field__label">{move || i18n.text().templates.name_optional}</span>
                    <input
                        class="field__input"
                        autocomplete="off"
                        maxlength="100"
                        on:input=move |event| name.set(event_target_value(&event))
                    />
                </label>
            </Show>
            <ContactButtons
                found
                name=Signal::derive(move || i18n.text().templates.contacts)
                on_choose=Callback::new(move |contact: Contact| start(StartWith::Contact(contact.id)))
            />
            <Show when=move || {
                found.with(Vec::is_empty) && phone.with(Option::is_none) && wanted.with(|text| !text.trim().is_empty())
            }>
                <p class="dialog__text" role="status">{move || i18n.text().templates.not_a_number}</p>
            </Show>
            <Trouble words=Signal::derive(trouble) />
            {move || {
                if is_new.get() {
                    view! {
                        <DialogEnd on_leave=on_cancel is_busy>
                            <IconView icon=Icon::Chat size="small" />
                            {write_to}
                        </DialogEnd>
                    }
                        .into_any()
                } else {
                    view! { <DialogEnd on_leave=on_cancel /> }.into_any()
                }
            }}
        </form>
    }
    .into_any()
}
