//! The 24-hour customer service window: how long one may answer freely, per contact and number.
//!
//! It opens for exactly 24 hours with the customer's message (or call), by Meta's time of it, not by its arrival. Reactions, edits,
//! revocations and system events do not open it. Source: Meta, "Customer service windows" (send messages guide).

use crate::content::MessageContent;
use crate::time::{Span, Timestamp};

/// How long the window stays open after the customer's last message.
pub const WINDOW: Span = Span::from_hours(24);

/// Whether the window is open, and how urgent an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WindowState {
    /// The customer never wrote to this number.
    NeverOpened,
    /// Free answers are possible for `remaining` more.
    Open {
        /// Time left, above zero.
        remaining: Span,
        /// How it is shown.
        urgency: Urgency,
    },
    /// Only templates can be sent.
    Closed,
}

/// How an open window is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// More than 4 hours left: no badge.
    Quiet,
    /// 4 hours to 1 hour: neutral.
    Neutral,
    /// Less than 1 hour: amber.
    Soon,
    /// Less than 15 minutes: solid amber.
    Last,
}

/// When a window opened by a message of this time closes.
#[must_use]
pub fn expires_at(customer_wrote_at: Timestamp) -> Timestamp {
    customer_wrote_at + WINDOW
}

/// The window at a moment.
#[must_use]
pub fn window_state(expires_at: Option<Timestamp>, now: Timestamp) -> WindowState {
    let Some(expires_at) = expires_at else {
        return WindowState::NeverOpened;
    };
    let remaining = expires_at - now;
    if remaining <= Span::ZERO {
        return WindowState::Closed;
    }
    let urgency = if remaining > Span::from_hours(4) {
        Urgency::Quiet
    } else if remaining >= Span::from_hours(1) {
        Urgency::Neutral
    } else if remaining >= Span::from_minutes(15) {
        Urgency::Soon
    } else {
        Urgency::Last
    };
    WindowState::Open { remaining, urgency }
}

/// Whether a free-form message may be sent.
#[must_use]
pub fn is_open(expires_at: Option<Timestamp>, now: Timestamp) -> bool {
    matches!(window_state(expires_at, now), WindowState::Open { .. })
}

/// Whether an incoming message of this content opens the window. What WhatsApp does not give to the Cloud API opens it too, since the
/// customer wrote something, except a change of an older message, which comes as unsupported type `edit`.
#[must_use]
pub fn opens_window(content: &MessageContent) -> bool {
    match content {
        MessageContent::System(_) | MessageContent::Erased { .. } => false,
        MessageContent::Unsupported { type_name, .. } => type_name != "edit",
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::SystemLine;

    #[test]
    fn the_window_is_open_for_exactly_24_hours() {
        let wrote = Timestamp::from_seconds(1_000_000);
        let closes = expires_at(wrote);
        assert_eq!(closes - wrote, Span::from_hours(24));
        assert!(is_open(Some(closes), closes - Span::from_millis(1)));
        assert!(!is_open(Some(closes), closes));
        assert!(!is_open(None, wrote));
        assert_eq!(window_state(None, wrote), WindowState::NeverOpened);
    }

    #[test]
    fn urgency_grows_as_time_runs_out() {
        let closes = Timestamp::from_seconds(1_000_000);
        let at = |remaining: Span| match window_state(Some(closes), closes - remaining) {
            WindowState::Open { urgency, .. } => Some(urgency),
            _ => None,
        };
        assert_eq!(at(Span::from_millis(4 * 3_600_000 + 1)), Some(Urgency::Quiet));
        assert_eq!(at(Span::from_hours(4)), Some(Urgency::Neutral));
        assert_eq!(at(Span::from_hours(1)), Some(Urgency::Neutral));
        assert_eq!(at(Span::from_millis(3_599_999)), Some(Urgency::Soon));
        assert_eq!(at(Span::from_minutes(15)), Some(Urgency::Soon));
        assert_eq!(at(Span::from_millis(899_999)), Some(Urgency::Last));
        assert_eq!(at(Span::ZERO), None);
    }

    #[test]
    fn system_lines_do_not_open_the_window() {
        assert!(opens_window(&MessageContent::Unsupported {
            type_name: "poll".into(),
            code: None,
        }));
        assert!(!opens_window(&MessageContent::Unsupported {
            type_name: "edit".into(),
            code: None,
        }));
        assert!(!opens_window(&MessageContent::System(SystemLine::Reopened)));
    }
}
