//! What each row of a thread shows besides its message: day separator, unread divider, its place in a group. Pure.
//!
//! A row's layout follows from the row and its two neighbours alone, so one more message touches two rows.

use domain::entities::{Direction, Message};
use domain::ids::{AgentId, MessageId};
use domain::time::{Span, Timestamp};

/// Messages of one author further apart than this stand in groups of their own.
pub const GROUP_GAP: Span = Span::from_minutes(10);

/// A day of the civil calendar in the company's time zone: days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CivilDay(pub i32);

/// The civil day of a time in a time zone (IANA name). Comes from outside: state knows no calendar.
pub type CivilDayOf = fn(Timestamp, &str) -> CivilDay;

/// Who speaks in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaker {
    /// The customer.
    Customer,
    /// Us: the agent, or the business's phone.
    Us(Option<AgentId>),
    /// Nobody: a line of its own, never grouped.
    Line,
}

impl Speaker {
    /// Who speaks in a message.
    #[must_use]
    pub const fn of(message: &Message) -> Self {
        match message.direction {
            Direction::Inbound => Self::Customer,
            Direction::Outbound => Self::Us(message.author),
            Direction::Internal => Self::Line,
        }
    }
}

/// What the layout asks of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowFacts {
    /// Which message.
    pub id: MessageId,
    /// When.
    pub at: Timestamp,
    /// On which day.
    pub day: CivilDay,
    /// Who speaks.
    pub speaker: Speaker,
}

/// What a row shows besides its message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RowLayout {
    /// The day separator above the row.
    pub day_before: Option<CivilDay>,
    /// The unread divider above the row (below the day separator).
    pub has_unread_divider_before: bool,
    /// The first of a group: name, corner, wider gap above.
    pub starts_group: bool,
    /// The last of a group.
    pub ends_group: bool,
}

/// The layout of a row between its neighbours. `unread_from`: the first message that no agent had seen when the thread opened.
#[must_use]
pub fn row_layout(
    before: Option<&RowFacts>,
    row: &RowFacts,
    after: Option<&RowFacts>,
    unread_from: Option<MessageId>,
) -> RowLayout {
    RowLayout {
        day_before: before
            .is_none_or(|before| before.day != row.day)
            .then_some(row.day),
        has_unread_divider_before: unread_from == Some(row.id),
        starts_group: before.is_none_or(|before| !belong_together(before, row, unread_from)),
        ends_group: after.is_none_or(|after| !belong_together(row, after, unread_from)),
    }
}

fn belong_together(upper: &RowFacts, lower: &RowFacts, unread_from: Option<MessageId>) -> bool {
    upper.speaker == lower.speaker
        && upper.speaker != Speaker::Line
        && upper.day == lower.day
        && lower.at - upper.at < GROUP_GAP
        && unread_from != Some(lower.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60_000;

    fn row(number: u64, minute: i64, speaker: Speaker) -> RowFacts {
        let at = Timestamp::from_millis(minute * MINUTE);
        let day = CivilDay(i32::try_from(minute / (24 * 60)).unwrap());
        RowFacts {
            id: MessageId::from_parts(number, &[0; 10]),
            at,
            day,
            speaker,
        }
    }

    fn groups(rows: &[RowFacts], unread_from: Option<MessageId>) -> Vec<(bool, bool)> {
        (0..rows.len())
            .map(|i| {
                let before = i.checked_sub(1).and_then(|i| rows.get(i));
                let layout = row_layout(before, &rows[i], rows.get(i + 1), unread_from);
                (layout.starts_group, layout.ends_group)
            })
            .collect()
    }

    #[test]
    fn messages_of_one_author_close_in_time_are_a_group() {
        let us = Speaker::Us(None);
        let rows = [
            row(1, 1, us),
            row(2, 2, us),
            row(3, 3, Speaker::Customer),
            row(4, 4, us),
        ];
        assert_eq!(
            groups(&rows, None),
            [(true, false), (false, true), (true, true), (true, true)]
        );
    }

    #[test]
    fn a_pause_a_day_or_the_unread_divider_ends_a_group() {
        let speaker = Speaker::Customer;
        let pause = [row(1, 1, speaker), row(2, 11, speaker)];
        assert_eq!(groups(&pause, None), [(true, true), (true, true)]);
        let midnight = [row(1, 24 * 60 - 1, speaker), row(2, 24 * 60, speaker)];
        assert_eq!(groups(&midnight, None), [(true, true), (true, true)]);
        let unread = [row(1, 1, speaker), row(2, 2, speaker)];
        assert_eq!(groups(&unread, Some(unread[1].id)), [(true, true), (true, true)]);
    }

    #[test]
    fn lines_are_never_grouped() {
        let rows = [row(1, 1, Speaker::Line), row(2, 1, Speaker::Line)];
        assert_eq!(groups(&rows, None), [(true, true), (true, true)]);
    }

    #[test]
    fn the_first_row_of_a_day_carries_the_separator() {
        let rows = [row(1, 1, Speaker::Customer), row(2, 2, Speaker::Customer)];
        assert_eq!(
            row_layout(None, &rows[0], Some(&rows[1]), None).day_before,
            Some(CivilDay(0))
        );
        assert_eq!(row_layout(Some(&rows[0]), &rows[1], None, None).day_before, None);
    }
}
