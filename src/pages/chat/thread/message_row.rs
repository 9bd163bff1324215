//! One row of the thread: day separator, unread divider, and the bubble or the system line.

use super::album::Album;
use super::bubble::Bubble;
use super::delivery_note::delivery_note;
use super::reactions::reactions;
use super::system_words::system_words;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::thread::Thread;
use crate::state::thread_layout::{AlbumPlace, RowLayout};
use domain::content::MessageContent;
use domain::date_wording::{day_separator, time_of_day};
use domain::entities::{Direction, Message};
use domain::ids::MessageId;
use leptos::prelude::*;

/// The row.
#[component]
pub(super) fn MessageRow(
    /// Which message.
    id: MessageId,
    /// The thread it stands in.
    thread: StoredValue<Thread>,
    /// Whether it has just come, in view.
    arrives: bool,
) -> impl IntoView {
    let chat = Chat::here();
    let layout: Signal<RowLayout> = RwSignal::from(thread.with_value(|thread| thread.layout(id))).into();
    // The row's signal outlives the row: a message that leaves the table while this is on screen stays readable.
    let Some(signal) = chat.with(|state| state.messages.get(id)) else {
        return ().into_any();
    };
    let message: Signal<Message> = RwSignal::from(signal).into();
    let (is_line, is_picture) = message.with_untracked(|message| {
        // Only these ever change their place in an album.
        let is_picture = matches!(
            message.content,
            MessageContent::Image(_) | MessageContent::Video(_)
        );
        (message.direction == Direction::Internal, is_picture)
    });
    let alone = move || {
        let below = move || {
            message.with(|message| {
                [reactions(message), delivery_note(message)]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
            })
        };
        view! {
            <Bubble message layout />
            {below}
        }
        .into_any()
    };
    let body = if is_line {
        view! { <SystemLineView message /> }.into_any()
    } else if is_picture {
        let place = Memo::new(move |_| match layout.with(|layout| layout.album) {
            AlbumPlace::Alone => Drawn::Alone,
            AlbumPlace::Leads { .. } => Drawn::WithOthers,
            AlbumPlace::Follows => Drawn::Elsewhere,
        });
        (move || match place.get() {
            Drawn::Alone => alone(),
            Drawn::WithOthers => view! { <Album message thread layout /> }.into_any(),
            Drawn::Elsewhere => view! { <span class="album-part" hidden=true></span> }.into_any(),
        })
        .into_any()
    } else {
        alone()
    };
    let above = move || {
        let (has_day, has_divider) =
            layout.with(|layout| (layout.day_before.is_some(), layout.has_unread_divider_before));
        let mut parts = Vec::new();
        if has_day {
            parts.push(view! { <DaySeparator message /> }.into_any());
        }
        if has_divider {
            parts.push(view! { <UnreadDivider thread from=id /> }.into_any());
        }
        parts
    };
    view! {
        <div
            class="thread-row"
            data-message=id.to_string()
            data-starts-group=move || layout.with(|layout| layout.starts_group).to_string()
            data-is-new=arrives.to_string()
        >
            {above}
            {body}
        </div>
    }
    .into_any()
}

/// Who draws a picture.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Drawn {
    /// Its row.
    Alone,
    /// Its row, with those that follow.
    WithOthers,
    /// The row of the one that leads its album.
    Elsewhere,
}

#[component]
fn DaySeparator(message: Signal<Message>) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let at = Memo::new(move |_| message.with(|message| message.at));
    let words = Memo::new(move |_| day_separator(chat.civil(at.get()), chat.civil_now(), i18n.language()));
    view! {
        <div class="day-separator">
            <span class="day-separator__words">{move || words.get()}</span>
        </div>
    }
}

#[component]
fn UnreadDivider(thread: StoredValue<Thread>, from: MessageId) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    // As many as there were when the thread was opened: what comes later under one's eyes is not unread.
    let counted = thread.with_value(Thread::unread_at_opening);
    let count = counted.unwrap_or_else(|| {
        chat.with(|state| {
            let ids = thread.with_value(|thread| thread.ids.get_untracked());
            let is_inbound = |id: &&MessageId| {
                state
                    .messages
                    .with_untracked(**id, |message| message.direction == Direction::Inbound)
                    .unwrap_or(false)
            };
            ids.iter()
                .skip_while(|id| **id != from)
                .filter(is_inbound)
                .count()
        })
    });
    let count = u32::try_from(count).unwrap_or(u32::MAX).max(1);
    view! {
        <div class="unread-divider" role="separator">
            {move || (i18n.text().new_messages)(count)}
        </div>
    }
}

#[component]
fn SystemLineView(message: Signal<Message>) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let words = Memo::new(move |_| {
        message.with(|message| match &message.content {
            MessageContent::System(line) => {
                let time = time_of_day(chat.civil(message.at));
                format!(
                    "{} · {time}",
                    system_words(
                        i18n.text(),
                        line,
                        |id| chat.agent_name(id),
                        |ids| chat.agent_names(ids)
                    )
                )
            }
            _ => String::new(),
        })
    });
    view! { <p class="system-line">{move || words.get()}</p> }
}
