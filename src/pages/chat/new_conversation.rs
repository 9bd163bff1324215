//! "Nova conversa": somebody who has not written yet, or not to this number, gets a template.

use super::contacts::contacts;
use super::context::{Chat, number_words, phone_of};
use crate::browser::element;
use crate::i18n::use_i18n;
use crate::shell::failure_words;
use crate::state::intent::{Intent, StartWith};
use crate::state::templates::StartProgress;
use crate::ui::avatar::{Avatar, AvatarSize};
use crate::ui::dialog::Dialog;
use crate::ui::icon::{Icon, IconView};
use crate::ui::trouble::Trouble;
use domain::customer_service_window::is_open as is_window_open;
use domain::ids::PhoneNumberId;
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
    let close = move || {
        is_open.set(false);
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
    let numbers = Memo::new(move |_| {
        chat.with(|state| {
            let mut numbers: Vec<_> = state.phone_numbers.rows().iter().map(Get::get).collect();
            numbers.sort_by_key(|number| number.id);
            numbers
        })
    });
    let chosen = RwSignal::new(None::<PhoneNumberId>);
    let from = Memo::new(move |_| {
        chosen
            .get()
            .or_else(|| numbers.with(|numbers| numbers.first().map(|one| one.id)))
    });
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
    let is_busy = Memo::new(move |_| progress.get() == StartProgress::Busy);
    let start = move |with: StartWith| {
        if let Some(phone_number_id) = from.get_untracked().filter(|_| !is_busy.get_untracked()) {
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
    view! {
        <form
            class="new-conversation"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                start_with_phone();
            }
        >
            <Show when=move || numbers.with(|numbers| numbers.len() > 1)>
                <label class="field">
                    <span class="field__label">{move || i18n.text().templates.from_number}</span>
                    <select
                        class="field__input"
                        on:change=move |event| chosen.set(event_target_value(&event).parse().ok())
                    >
                        {move || {
                            numbers
                                .get()
                                .into_iter()
                                .map(|number| {
                                    view! { <option value=number.id.to_string()>{number_words(&number)}</option> }
                                })
                                .collect_view()
                        }}
                    </select>
                </label>
            </Show>
            <label class="field">
                <span class="field__label">{move || i18n.text().templates.whom}</span>
                <input
                    node_ref=field
                    class="field__input"
                    type="search"
                    autocomplete="off"
                    placeholder=move || i18n.text().templates.whom_hint
                    on:input=move |event| wanted.set(event_target_value(&event))
                />
            </label>
            <Show when=move || phone.with(Option::is_some) && found.with(Vec::is_empty)>
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
            <ul class="new-conversation__contacts" aria-label=move || i18n.text().templates.contacts>
                {move || {
                    found
                        .get()
                        .into_iter()
                        .map(|contact| {
                            let id = contact.id;
                            view! {
                                <li>
                                    <button
                                        type="button"
                                        class="new-conversation__contact"
                                        on:click=move |_| start(StartWith::Contact(id))
                                    >
                                        <Avatar
                                            name=Signal::stored(chat.contact_name(&contact))
                                            key=Signal::stored(id.to_string())
                                            size=AvatarSize::Medium
                                        />
                                        <span class="new-conversation__words">
                                            <span class="new-conversation__name">{chat.contact_name(&contact)}</span>
                                            <span class="new-conversation__phone">{phone_of(&contact)}</span>
                                        </span>
                                    </button>
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
            <Show when=move || {
                found.with(Vec::is_empty) && phone.with(Option::is_none) && wanted.with(|text| !text.trim().is_empty())
            }>
                <p class="dialog__text" role="status">{move || i18n.text().templates.not_a_number}</p>
            </Show>
            <Trouble words=Signal::derive(trouble) />
            <div class="dialog__actions">
                <button type="button" class="button" data-look="quiet" on:click=move |_| on_cancel.run(())>
                    {move || i18n.text().cancel}
                </button>
                <Show when=move || phone.with(Option::is_some) && found.with(Vec::is_empty)>
                    <button type="submit" class="button" data-look="main" aria-disabled=move || is_busy.get().to_string()>
                        <IconView icon=Icon::Chat size="small" />
                        {move || {
                            let text = &i18n.text().templates;
                            match phone.get() {
                                _ if is_busy.get() => text.starting.to_owned(),
                                Some(phone) => (text.write_to)(&phone.display()),
                                None => text.go_on.to_owned(),
                            }
                        }}
                    </button>
                </Show>
            </div>
        </form>
    }
    .into_any()
}
