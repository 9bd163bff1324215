//! Above which message the unread divider stands. Pure.

use super::thread_layout::Speaker;
use super::thread_window::ThreadWindow;
use domain::entities::Conversation;
use domain::ids::MessageId;

/// What was unread when a thread was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnreadAtOpening {
    count: usize,
    read_up_to: Option<MessageId>,
}

impl UnreadAtOpening {
    /// What is unread in a conversation; `None`: nothing.
    #[must_use]
    pub fn of(conversation: &Conversation) -> Option<Self> {
        (conversation.unread_count > 0).then(|| Self {
            count: usize::try_from(conversation.unread_count).unwrap_or(usize::MAX),
            read_up_to: conversation.read_up_to,
        })
    }

    /// How many messages nobody had seen.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.count
    }

    /// The first unread message, as far as the window tells; `None`: it lies further up.
    #[must_use]
    pub fn first_unread(&self, window: &ThreadWindow) -> Option<MessageId> {
        let rows = window.rows();
        let is_inbound = |speaker| speaker == Speaker::Customer;
        let seen = self
            .read_up_to
            .and_then(|id| rows.iter().position(|row| row.id == id));
        if let Some(seen) = seen {
            return rows[seen + 1..]
                .iter()
                .find(|row| is_inbound(row.speaker))
                .map(|row| row.id);
        }
        let mut inbound = rows
            .iter()
            .filter(|row| is_inbound(row.speaker))
            .map(|row| row.id);
        if window.has_older() {
            // Counted from the end, which must be there.
            return if window.has_newer() {
                None
            } else {
                inbound.rev().nth(self.count - 1)
            };
        }
        inbound.next()
    }
}

#[cfg(test)]
mod tests {
    use super::super::thread_layout::{CivilDay, RowFacts};
    use super::*;
    use domain::time::Timestamp;

    fn id(number: i64) -> MessageId {
        MessageId::from_parts(number.unsigned_abs(), &[0; 10])
    }

    fn window(speakers: &[Speaker], has_older: bool) -> ThreadWindow {
        let mut window = ThreadWindow::default();
        let rows = (1..).zip(speakers).map(|(number, speaker)| RowFacts {
            id: id(number),
            at: Timestamp::from_millis(number),
            day: CivilDay(0),
            speaker: *speaker,
            is_picture: false,
        });
        window.replace(rows.collect(), has_older, false);
        window
    }

    #[test]
    fn stands_above_the_first_message_nobody_saw() {
        use Speaker::{Customer, Line};
        let us = Speaker::Us(None);
        let window_of_five = window(&[Customer, us, Line, Customer, Customer], true);
        let after_two = UnreadAtOpening {
            count: 2,
            read_up_to: Some(id(2)),
        };
        assert_eq!(after_two.first_unread(&window_of_five), Some(id(4)));
        let counted = UnreadAtOpening {
            count: 2,
            read_up_to: Some(id(99)),
        };
        assert_eq!(counted.first_unread(&window_of_five), Some(id(4)));
        let further_up = UnreadAtOpening {
            count: 9,
            read_up_to: None,
        };
        assert_eq!(further_up.first_unread(&window_of_five), None);
        let all = UnreadAtOpening {
            count: 9,
            read_up_to: None,
        };
        assert_eq!(all.first_unread(&window(&[Line, Customer], false)), Some(id(2)));
    }
}
