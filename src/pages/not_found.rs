//! An address that leads nowhere.

use crate::i18n::use_i18n;
use crate::ui::blank::Blank;
use crate::ui::icon::Icon;
use leptos::prelude::*;

/// Says so, and leads back.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <main class="login">
            <h1 class="visually-hidden">{move || i18n.text().page_not_found}</h1>
            <Blank
                icon=Icon::Unsupported
                title=Signal::derive(move || i18n.text().page_not_found.to_owned())
                text=Signal::derive(move || i18n.text().page_not_found_text.to_owned())
            >
                <a class="button" data-look="main" href="/">
                    {move || i18n.text().go_to_conversations}
                </a>
            </Blank>
        </main>
    }
    .into_any()
}
