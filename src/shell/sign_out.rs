//! Signing out while messages are unsent asks what to do with them.

use super::Desk;
use crate::i18n::use_i18n;
use crate::state::intent::{Intent, UnsentMessages};
use crate::state::phase::SignOutProgress;
use crate::ui::dialog::Dialog;
use crate::ui::part::when_wanted;
use leptos::prelude::*;

/// The question.
#[component]
pub(super) fn SignOutDialog() -> impl IntoView {
    let desk = Desk::here();
    let unsent = Memo::new(move |_| match desk.with(|state| state.sign_out.get()) {
        SignOutProgress::Asks { unsent } => unsent,
        SignOutProgress::Idle | SignOutProgress::Busy => 0,
    });
    when_wanted(
        desk.panels(),
        move || unsent.get() > 0,
        move |panels| (panels.sign_out)(unsent),
    )
}

/// The question itself: a part of the program.
#[component]
pub(super) fn SignOutQuestion(
    /// How many messages are unsent; none: it is not asked.
    unsent: Memo<usize>,
) -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let stay = move || {
        if desk.with(|state| state.sign_out.get_untracked()) != SignOutProgress::Idle {
            desk.emit(Intent::StaySignedIn);
        }
    };
    view! {
        <Dialog
            is_open=Signal::derive(move || unsent.get() > 0)
            title=Signal::derive(move || (i18n.text().sign_out_asks_title)(unsent.get()))
            on_close=Callback::new(move |()| {
                // The page may have gone with the answer.
                if unsent.try_get_untracked().is_some_and(|unsent| unsent > 0) {
                    stay();
                }
            })
        >
            <p class="dialog__text">{move || i18n.text().sign_out_asks_text}</p>
            <div class="dialog__actions">
                <button type="button" class="button" data-look="quiet" on:click=move |_| stay()>
                    {move || i18n.text().cancel}
                </button>
                <button
                    type="button"
                    class="button"
                    data-look="danger"
                    on:click=move |_| desk.emit(Intent::SignOut(UnsentMessages::Discard))
                >
                    {move || i18n.text().discard}
                </button>
                <button
                    type="button"
                    class="button"
                    data-look="main"
                    on:click=move |_| desk.emit(Intent::SignOut(UnsentMessages::SendFirst))
                >
                    {move || i18n.text().send_first}
                </button>
            </div>
        </Dialog>
    }
    .into_any()
}
