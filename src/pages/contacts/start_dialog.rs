//! Beginning a conversation with somebody of the list who has none.

use super::names::name_of;
use crate::i18n::use_i18n;
use crate::shell::{Desk, SendingNumber, SendingNumberField, failure_words};
use crate::state::intent::{Intent, StartWith};
use crate::state::templates::StartProgress;
use crate::ui::dialog::{Dialog, DialogEnd};
use crate::ui::trouble::Trouble;
use domain::ids::ContactId;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// The dialog; open while somebody is chosen who is in the list.
#[component]
pub(super) fn StartDialog(
    /// With whom.
    starting: RwSignal<Option<ContactId>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let progress = Memo::new(move |_| desk.with(|state| state.start.get()));
    let navigate = use_navigate();
    Effect::new(move |_| {
        if let StartProgress::Started(id) = progress.get() {
            desk.emit(Intent::ForgetStart);
            starting.set(None);
            navigate(&format!("/c/{id}?info"), NavigateOptions::default());
        }
    });
    // Who goes back to where they came from, with the dialog open, waits for nothing.
    on_cleanup(move || desk.emit(Intent::ForgetStart));
    let name = Memo::new(move |_| {
        let text = i18n.text();
        let id = starting.get();
        desk.with(|state| {
            state.contact_book.with(|book| {
                id.and_then(|id| book.row(id))
                    .map(|listed| name_of(&listed.contact, text))
                    .unwrap_or_default()
            })
        })
    });
    // They may go out of sight while it is open.
    let is_open = Memo::new(move |_| {
        let id = starting.get();
        desk.with(|state| {
            state
                .contact_book
                .with(|book| id.is_some_and(|id| book.row(id).is_some()))
        })
    });
    let close = move || {
        // The page may have gone with the dialog open.
        starting.try_set(None);
        desk.emit(Intent::ForgetStart);
    };
    view! {
        <Dialog
            is_open
            title=Signal::derive(move || (i18n.contact_page().start_with)(&name.get()))
            on_close=Callback::new(move |()| close())
        >
            <StartForm starting progress on_cancel=Callback::new(move |()| close()) />
        </Dialog>
    }
    .into_any()
}

#[component]
fn StartForm(
    starting: RwSignal<Option<ContactId>>,
    progress: Memo<StartProgress>,
    on_cancel: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let number = SendingNumber::new(desk);
    let is_busy = Memo::new(move |_| matches!(progress.get(), StartProgress::Busy(_)));
    let start = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let (Some(phone_number_id), Some(id), false) = (
            number.id_untracked(),
            starting.get_untracked(),
            is_busy.get_untracked(),
        ) {
            desk.emit(Intent::StartConversation {
                phone_number_id,
                with: StartWith::Contact(id),
            });
        }
    };
    let trouble = move || match progress.get() {
        StartProgress::Failed(failure) => Some(failure_words(i18n.text(), &failure)),
        _ => None,
    };
    view! {
        <form class="info-form" novalidate on:submit=start>
            <p class="dialog__text">{move || i18n.contact_page().start_text}</p>
            <SendingNumberField number />
            <Trouble words=Signal::derive(trouble) />
            <DialogEnd on_leave=on_cancel is_busy>
                {move || {
                    if is_busy.get() { i18n.text().templates.starting } else { i18n.contact_page().start_now }
                }}
            </DialogEnd>
        </form>
    }
    .into_any()
}
