//! In place of the entry when only templates can be sent.

use crate::i18n::use_i18n;
use crate::pages::chat::context::{Chat, first_name};
use crate::ui::icon::{Icon, IconView};
use domain::customer_service_window::WindowState;
use domain::ids::ConversationId;
use leptos::prelude::*;

/// Why there is no entry, and what opens it again.
#[component]
pub(super) fn ClosedWindow(
    id: ConversationId,
    window: Memo<WindowState>,
    explain: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let name = Memo::new(move |_| {
        chat.name_in(id)
            .map(|name| first_name(&name).to_owned())
            .unwrap_or_default()
    });
    let has_written = Memo::new(move |_| window.get() != WindowState::NeverOpened);
    let draft = chat.with(|state| state.drafts.text(id));
    let has_draft = Memo::new(move |_| draft.with(|draft| !draft.trim().is_empty()));
    view! {
        <div class="composer-closed" role="status">
            <p>
                <span class="composer-closed__title">
                    {move || if has_written.get() { i18n.text().window_closed } else { i18n.text().window_never }}
                </span>
                {move || {
                    let text = i18n.text();
                    let words = if has_written.get() { text.window_closed_text } else { text.window_never_text };
                    words(&name.get())
                }}
                {SPACE}
                <button
                    type="button"
                    class="text-button composer-closed__more"
                    on:click=move |_| explain.run(())
                >
                    {move || i18n.text().learn_more}
                </button>
            </p>
            <button
                type="button"
                class="button composer-closed__choose"
                data-look="main"
                on:click=move |_| chat.template_for().set(Some(id))
            >
                <IconView icon=Icon::Template size="small" />
                {move || i18n.text().templates.choose}
            </button>
            <Show when=move || has_draft.get()>
                <p class="composer-closed__draft">{move || i18n.text().window_draft_kept}</p>
            </Show>
        </div>
    }
    .into_any()
}

const SPACE: &str = " ";
