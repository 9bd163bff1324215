//! The last message in a row of the list, or the draft.

use crate::i18n::messages::Messages;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::pages::chat::words::{delivery_name, kind_icon, kind_name, tick};
use crate::ui::icon::IconView;
use crate::ui::ticks::Ticks;
use domain::content::MessageKind;
use domain::date_wording::playing_time;
use domain::entities::{Direction, MessagePreview};
use domain::ids::ConversationId;
use domain::message_text::pieces;
use leptos::prelude::*;

/// The line.
#[component]
pub(super) fn RowPreview(
    /// Of which conversation.
    id: ConversationId,
    /// Whether it is open: then its draft is in sight.
    is_current: Memo<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let draft = chat.with(|state| state.drafts.text(id));
    let draft = Memo::new(move |_| {
        let is_shown = !is_current.get();
        draft.with(|draft| (is_shown && !draft.trim().is_empty()).then(|| squeezed(draft)))
    });
    let preview = Memo::new(move |_| chat.with(|state| state.preview(id)));
    // What is said changes with each message, what stands before it seldom: only what changes is drawn anew.
    let has_draft = Memo::new(move |_| draft.with(Option::is_some));
    let marks = Memo::new(move |_| {
        preview.with(|preview| {
            preview.as_ref().map(|preview| {
                let is_ours = preview.direction == Direction::Outbound;
                (preview.kind, preview.delivery.filter(|_| is_ours))
            })
        })
    });
    let before = move || {
        let text = i18n.text();
        if has_draft.get() {
            return view! { <span class="conversation-row__draft">{text.draft}</span> }.into_any();
        }
        let Some((kind, delivery)) = marks.get() else {
            return ().into_any();
        };
        let ticks = delivery.map(|state| {
            view! { <Ticks tick=tick(state) name=delivery_name(text, state) /> }
        });
        let icon = kind_icon(kind).map(|icon| view! { <IconView icon=icon size="small" /> });
        view! {
            {ticks}
            {icon}
        }
        .into_any()
    };
    let line = Memo::new(move |_| {
        draft.get().unwrap_or_else(|| {
            preview.with(|preview| {
                preview
                    .as_ref()
                    .map(|preview| words(i18n.text(), preview))
                    .unwrap_or_default()
            })
        })
    });
    view! {
        <span class="conversation-row__preview">
            {before}
            <span class="conversation-row__preview-text" dir="auto">
                {move || line.get()}
            </span>
        </span>
    }
    .into_any()
}

/// What is said of a message in one line.
fn words(text: &Messages, preview: &MessagePreview) -> String {
    match (preview.kind, preview.duration_ms) {
        (MessageKind::VoiceNote | MessageKind::Audio, Some(length)) if preview.text.is_empty() => {
            playing_time(length)
        }
        _ if preview.text.is_empty() => kind_name(text, preview.kind).to_owned(),
        _ => squeezed(&preview.text),
    }
}

/// Without marks and line breaks.
fn squeezed(text: &str) -> String {
    let plain: String = pieces(text).iter().map(|piece| piece.text).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
