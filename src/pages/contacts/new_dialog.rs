//! "Novo contato": a number, and a name if one likes.

use super::names::name_of;
use crate::i18n::use_i18n;
use crate::shell::{Desk, failure_words};
use crate::state::contact_book::{BookIntent, CreateProgress};
use crate::state::intent::Intent;
use crate::state::phase::RequestFailure;
use crate::ui::dialog::{Dialog, DialogEnd};
use crate::ui::toast::Toasts;
use crate::ui::trouble::Trouble;
use domain::contact::NAME_CHARACTERS;
use domain::error::ErrorCode;
use domain::phone::Phone;
use leptos::prelude::*;

/// The dialog.
#[component]
pub(super) fn NewContactDialog(
    /// Whether it is open.
    is_open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let toasts = expect_context::<Toasts>();
    let progress = Memo::new(move |_| desk.with(|state| state.contact_book.with(|book| book.create.clone())));
    Effect::new(move |_| {
        if let CreateProgress::Created(contact) = progress.get() {
            let name = name_of(&contact, i18n.text_untracked());
            toasts.say((i18n.contact_page_untracked().added)(&name));
            desk.emit(Intent::Book(BookIntent::ForgetCreate));
            is_open.set(false);
        }
    });
    let close = move || {
        // The page may have gone with the dialog open.
        is_open.try_set(false);
        desk.emit(Intent::Book(BookIntent::ForgetCreate));
    };
    view! {
        <Dialog
            is_open
            title=Signal::derive(move || i18n.contact_page().new.to_owned())
            on_close=Callback::new(move |()| close())
        >
            <NewContactForm progress on_cancel=Callback::new(move |()| close()) />
        </Dialog>
    }
    .into_any()
}

#[component]
fn NewContactForm(progress: Memo<CreateProgress>, on_cancel: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let name = RwSignal::new(String::new());
    let phone = RwSignal::new(String::new());
    let is_tried = RwSignal::new(false);
    let is_phone = move || phone.with(|phone| Phone::parse(phone).is_ok());
    let is_wrong = Memo::new(move |_| is_tried.get() && !is_phone());
    let is_busy = Memo::new(move |_| matches!(progress.get(), CreateProgress::Busy(_)));
    let trouble = move || {
        let words = i18n.contact_page();
        if is_wrong.get() {
            return Some(words.phone_wrong.to_owned());
        }
        match progress.get() {
            CreateProgress::Known(contact) => Some((words.known)(&name_of(&contact, i18n.text()))),
            CreateProgress::Failed(RequestFailure::Refused(problem))
                if problem.code == ErrorCode::NotFound =>
            {
                Some(words.hidden.to_owned())
            }
            CreateProgress::Failed(failure) => Some(failure_words(i18n.text(), &failure)),
            CreateProgress::Idle | CreateProgress::Busy(_) | CreateProgress::Created(_) => None,
        }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        is_tried.set(true);
        if untrack(is_phone) && !is_busy.get_untracked() {
            desk.emit(Intent::Book(BookIntent::Create {
                name: name.get_untracked(),
                phone: phone.get_untracked(),
            }));
        }
    };
    view! {
        <form class="info-form" novalidate on:submit=submit>
            <label class="field">
                <span class="field__label">{move || i18n.contact_page().name}</span>
                <input
                    class="field__input"
                    dir="auto"
                    autocomplete="off"
                    maxlength=NAME_CHARACTERS
                    prop:value=move || name.get()
                    on:input=move |event| name.set(event_target_value(&event))
                />
            </label>
            <label class="field">
                <span class="field__label">{move || i18n.contact_page().phone}</span>
                <input
                    class="field__input"
                    type="tel"
                    autocomplete="off"
                    maxlength="40"
                    aria-describedby="new-contact-hint"
                    aria-invalid=move || is_wrong.get().to_string()
                    prop:value=move || phone.get()
                    on:input=move |event| {
                        is_tried.set(false);
                        phone.set(event_target_value(&event));
                    }
                />
            </label>
            <p class="field__hint" id="new-contact-hint">
                {move || i18n.contact_page().phone_hint}
            </p>
            <Trouble words=Signal::derive(trouble) />
            <DialogEnd on_leave=on_cancel is_busy>
                {move || {
                    let words = i18n.contact_page();
                    if is_busy.get() { words.adding } else { words.add }
                }}
            </DialogEnd>
        </form>
    }
    .into_any()
}
