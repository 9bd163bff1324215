//! What stands at the end of a row: the window, who answers, whether it is pinned, how much is unread.

use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::ui::icon::{Icon, IconView};
use crate::ui::window_badge::{BadgeUrgency, WindowBadge};
use domain::customer_service_window::{Urgency, WindowState, window_state};
use domain::date_wording::duration;
use domain::entities::{Conversation, ConversationState};
use domain::ids::ConversationId;
use domain::time::Span;
use leptos::prelude::*;

/// The badges.
#[component]
pub(super) fn RowBadges(
    /// Of which conversation.
    id: ConversationId,
    /// Its row.
    conversation: Memo<Option<Conversation>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let window = Memo::new(move |_| {
        let expires_at = conversation.with(|row| {
            row.as_ref()
                .filter(|row| row.state == ConversationState::Open)
                .map(|row| row.window_expires_at)
        })?;
        badge(window_state(expires_at, chat.with(|state| state.now.get())))
    });
    let urgency = Memo::new(move |_| window.with(|window| window.as_ref().map(|(urgency, _)| *urgency)));
    let time = Memo::new(move |_| {
        window.with(|window| window.as_ref().map(|(_, time)| time.clone()).unwrap_or_default())
    });
    let badge_view = move || {
        urgency.get().map(|urgency| {
            let is_closed = urgency == BadgeUrgency::Closed;
            let text = Signal::derive(move || {
                if is_closed {
                    i18n.text().window_closed_badge.to_owned()
                } else {
                    time.get()
                }
            });
            let name = Signal::derive(move || {
                if is_closed {
                    i18n.text().window_closed_strip.to_owned()
                } else {
                    (i18n.text().window_badge)(&time.get())
                }
            });
            view! { <WindowBadge urgency text name /> }
        })
    };
    let assignee = Memo::new(move |_| {
        let assignees =
            conversation.with(|row| row.as_ref().map(|row| row.assignees.clone()).unwrap_or_default());
        let (first, others) = assignees.split_first()?;
        let name = chat.agent_name(*first)?;
        Some(if others.is_empty() {
            name
        } else {
            (i18n.text().more_assignees)(&name, others.len())
        })
    });
    let unread = Memo::new(move |_| conversation.with(|row| row.as_ref().map_or(0, |row| row.unread_count)));
    let is_marked = Memo::new(move |_| unread.get() == 0 && chat.with(|state| state.is_marked_unread(id)));
    let is_pinned = Memo::new(move |_| chat.with(|state| state.is_pinned(id)));
    view! {
        {badge_view}
        {move || assignee.get().map(|name| view! { <span class="conversation-row__assignee">{name}</span> })}
        <Show when=move || is_pinned.get()>
            <IconView icon=Icon::Pin size="small" class="conversation-row__pin" />
            <span class="visually-hidden">{move || i18n.text().list.pinned}</span>
        </Show>
        <Show when=move || is_marked.get()>
            <span class="unread-dot" aria-hidden="true"></span>
            <span class="visually-hidden">{move || i18n.text().list.marked_unread}</span>
        </Show>
        <Show when=move || unread.get() != 0>
            <span class="count-badge" aria-hidden="true">
                {move || if unread.get() > 99 { "99+".to_owned() } else { unread.get().to_string() }}
            </span>
            <span class="visually-hidden">{move || (i18n.text().unread_count)(unread.get())}</span>
        </Show>
    }
    .into_any()
}

/// Colour and time of a badge; above four hours there is none.
fn badge(window: WindowState) -> Option<(BadgeUrgency, String)> {
    match window {
        WindowState::NeverOpened | WindowState::Closed => Some((BadgeUrgency::Closed, String::new())),
        WindowState::Open { remaining, urgency } => {
            let urgency = match urgency {
                Urgency::Quiet => return None,
                Urgency::Neutral => BadgeUrgency::Neutral,
                Urgency::Soon => BadgeUrgency::Soon,
                Urgency::Last => BadgeUrgency::Last,
            };
            Some((urgency, short(remaining)))
        }
    }
}

/// Whole hours from an hour on: a row has little room, and the strip above the thread says it exactly.
fn short(remaining: Span) -> String {
    let hour = Span::from_hours(1).as_millis();
    if remaining.as_millis() < hour {
        return duration(remaining);
    }
    duration(Span::from_hours(remaining.as_millis() / hour))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_follow_the_time_left() {
        let open = |minutes: i64, urgency| WindowState::Open {
            remaining: Span::from_minutes(minutes),
            urgency,
        };
        assert_eq!(badge(open(600, Urgency::Quiet)), None);
        assert_eq!(
            badge(open(190, Urgency::Neutral)),
            Some((BadgeUrgency::Neutral, "3 h".to_owned()))
        );
        assert_eq!(
            badge(open(48, Urgency::Soon)),
            Some((BadgeUrgency::Soon, "48 min".to_owned()))
        );
        assert_eq!(
            badge(open(9, Urgency::Last)),
            Some((BadgeUrgency::Last, "9 min".to_owned()))
        );
        assert_eq!(
            badge(WindowState::Closed),
            Some((BadgeUrgency::Closed, String::new()))
        );
    }
}
