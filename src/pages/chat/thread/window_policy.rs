//! "Saiba mais": what WhatsApp's 24-hour window is.

use crate::i18n::use_i18n;
use crate::ui::dialog::{Dialog, DialogClose};
use leptos::prelude::*;

/// The explanation.
#[component]
pub(in crate::pages::chat) fn WindowPolicy(is_open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Dialog
            is_open
            title=Signal::derive(move || i18n.text().window_policy_title.to_owned())
            on_close=Callback::new(move |()| is_open.set(false))
        >
            {move || {
                i18n.text()
                    .window_policy
                    .map(|paragraph| view! { <p class="dialog__text">{paragraph}</p> })
                    .collect_view()
            }}
            <DialogClose on_close=Callback::new(move |()| is_open.set(false)) />
        </Dialog>
    }
    .into_any()
}
