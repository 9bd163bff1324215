//! One conversation in the list. Its link's name begins with the contact's.

use super::row_badges::RowBadges;
use super::row_preview::RowPreview;
use super::selection::Selection;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::ui::avatar::Avatar;
use crate::ui::icon::{Icon, IconView};
use domain::date_wording::list_time;
use domain::ids::ConversationId;
use leptos::prelude::*;

/// The row.
#[component]
pub(super) fn ConversationRow(
    /// Which.
    id: ConversationId,
    /// Whether Tab stops here.
    is_tab_stop: Signal<bool>,
    /// What is selected.
    selection: Selection,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let conversation = Memo::new(move |_| chat.with(|state| state.conversations.value(id)));
    let name = Memo::new(move |_| chat.name_in(id).unwrap_or_default());
    let picture = Memo::new(move |_| chat.picture_in(id));
    let key = Memo::new(move |_| {
        conversation.with(|row| {
            row.as_ref()
                .map(|row| row.contact_id.to_string())
                .unwrap_or_default()
        })
    });
    let time = Memo::new(move |_| {
        let at = conversation.with(|row| row.as_ref().map(|row| row.last_activity_at));
        at.map(|at| list_time(chat.civil(at), chat.civil_now(), i18n.language()))
            .unwrap_or_default()
    });
    let is_unread = Memo::new(move |_| {
        let has_messages = conversation.with(|row| row.as_ref().is_some_and(|row| row.unread_count > 0));
        has_messages || chat.with(|state| state.is_marked_unread(id))
    });
    let is_current = Memo::new(move |_| chat.current() == Some(id));
    let address = Memo::new(move |_| chat.path(Some(id)));
    view! {
        <div class="conversation-row" data-selected=move || selection.has(id).to_string()>
            <a
                class="conversation-row__link"
                href=move || address.get()
                data-row=id.to_string()
                aria-current=move || is_current.get().to_string()
                tabindex=move || if is_tab_stop.get() { "0" } else { "-1" }
            >
                <Avatar name key picture />
                <Show when=move || selection.has(id)>
                    <span class="conversation-row__check" aria-hidden="true">
                        <IconView icon=Icon::Check size="small" />
                    </span>
                </Show>
                <span class="conversation-row__words">
                    <span class="conversation-row__line">
                        <span class="conversation-row__name" dir="auto">
                            {move || name.get()}
                        </span>
                        <span class="conversation-row__time" data-unread=move || is_unread.get().to_string()>
                            {move || time.get()}
                        </span>
                    </span>
                    <span class="conversation-row__line">
                        <RowPreview id is_current />
                        <RowBadges id conversation />
                        <Show when=move || selection.has(id)>
                            <span class="visually-hidden">{move || i18n.text().list.selected}</span>
                        </Show>
                    </span>
                </span>
            </a>
            // The dots are drawn by style.
            <button
                type="button"
                class="conversation-row__more row-dots"
                tabindex="-1"
                aria-haspopup="menu"
                aria-label=move || (i18n.text().list.options_of)(&name.get())
            ></button>
        </div>
    }
    .into_any()
}
