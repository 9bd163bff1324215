//! What each row of a thread shows besides its message: day separator, unread divider, its place in a group and in an album. Pure.
//!
//! But for albums, a row's layout follows from the row and the one above alone, so one more message touches the row below it at most;
//! in an album it touches the one that leads it.

use domain::content::MessageContent;
use domain::entities::{Direction, Message};
use domain::ids::{AgentId, MessageId};
use domain::time::{Span, Timestamp};

/// Messages of one author further apart than this stand in groups of their own.
pub const GROUP_GAP: Span = Span::from_minutes(10);

/// Pictures of one author further apart than this were not sent together.
const ALBUM_GAP: Span = Span::from_minutes(1);

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
    /// Whether it may stand in an album ([`goes_into_album`]).
    pub is_picture: bool,
}

/// A row's place in an album: pictures and films that were sent together are drawn as one, by the first of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AlbumPlace {
    /// In none.
    #[default]
    Alone,
    /// The first: it draws itself and those that follow.
    Leads {
        /// How many they are, itself included.
        count: usize,
    },
    /// The one that leads draws it.
    Follows,
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
    /// Its place in an album ([`albums`]).
    pub album: AlbumPlace,
}

/// The layout of a row below another. `unread_from`: the first message that no agent had seen when the thread opened.
#[must_use]
pub fn row_layout(before: Option<&RowFacts>, row: &RowFacts, unread_from: Option<MessageId>) -> RowLayout {
    RowLayout {
        day_before: before
            .is_none_or(|before| before.day != row.day)
            .then_some(row.day),
        has_unread_divider_before: unread_from == Some(row.id),
        starts_group: before.is_none_or(|before| !belong_together(before, row, unread_from)),
        album: AlbumPlace::Alone,
    }
}

/// The rows' places in albums: runs of two or more pictures of one group, none more than a minute after the one before it.
#[must_use]
pub fn albums(rows: &[RowFacts], unread_from: Option<MessageId>) -> Vec<AlbumPlace> {
    let mut places = vec![AlbumPlace::Alone; rows.len()];
    let mut first = 0;
    for next in 1..=rows.len() {
        let goes_on = rows
            .get(next)
            .is_some_and(|row| are_one_album(&rows[next - 1], row, unread_from));
        if goes_on {
            continue;
        }
        let count = next - first;
        if count > 1 {
            places[first..next].fill(AlbumPlace::Follows);
            places[first] = AlbumPlace::Leads { count };
        }
        first = next;
    }
    places
}

fn are_one_album(upper: &RowFacts, lower: &RowFacts, unread_from: Option<MessageId>) -> bool {
    upper.is_picture
        && lower.is_picture
        && lower.at - upper.at <= ALBUM_GAP
        && belong_together(upper, lower, unread_from)
}

/// Whether a message may stand in an album: a picture or film with nothing to read in its bubble, and nothing wrong with it.
#[must_use]
pub fn goes_into_album(message: &Message) -> bool {
    let file = match &message.content {
        MessageContent::Image(file) if is_drawn_picture(&file.mime_type) => file,
        MessageContent::Video(file) if file.mime_type.starts_with("video/") => file,
        _ => return false,
    };
    let has_words = file
        .caption
        .as_ref()
        .is_some_and(|caption| !caption.trim().is_empty());
    let is_in_trouble = file.fetch_failure.is_some()
        || message
            .delivery
            .as_ref()
            .is_some_and(|delivery| delivery.state.can_be_retried());
    let has_more = message.reply_to.is_some()
        || message.referral.is_some()
        || message.is_forwarded
        || message.is_edited
        || message.is_revoked;
    !(has_words || is_in_trouble || has_more)
}

/// Whether browsers draw pictures of a media type; everything else is a file.
#[must_use]
pub fn is_drawn_picture(mime_type: &str) -> bool {
    let essence = mime_type.split(';').next().unwrap_or_default().trim();
    ["image/jpeg", "image/png", "image/webp", "image/gif"].contains(&essence)
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
    use crate::state::examples;
    use domain::content::{Attachment, FetchFailure};
    use domain::delivery_status::DeliveryState;
    use domain::entities::Delivery;
    use domain::ids::ConversationId;

    const MINUTE: i64 = 60_000;

    fn row(number: u64, minute: i64, speaker: Speaker) -> RowFacts {
        let at = Timestamp::from_millis(minute * MINUTE);
        let day = CivilDay(i32::try_from(minute / (24 * 60)).unwrap());
        RowFacts {
            id: MessageId::from_parts(number, &[0; 10]),
            at,
            day,
            speaker,
            is_picture: false,
        }
    }

    /// Rows of pictures (`p`) and others (`t`) of the customer, so many seconds after the one before.
    fn run(kinds: &[(char, i64)]) -> Vec<RowFacts> {
        let mut at = 0;
        let rows = (1..).zip(kinds).map(|(number, (kind, seconds))| {
            at += seconds * 1_000;
            RowFacts {
                at: Timestamp::from_millis(at),
                is_picture: *kind == 'p',
                ..row(number, 0, Speaker::Customer)
            }
        });
        rows.collect()
    }

    /// `1` alone, `n` leads so many, `.` follows.
    fn drawn(rows: &[RowFacts], unread_from: Option<MessageId>) -> String {
        let place = |place: &AlbumPlace| match place {
            AlbumPlace::Alone => "1".to_owned(),
            AlbumPlace::Leads { count } => count.to_string(),
            AlbumPlace::Follows => ".".to_owned(),
        };
        albums(rows, unread_from).iter().map(place).collect()
    }

    #[test]
    fn pictures_sent_together_are_an_album() {
        let cases: [(&[(char, i64)], &str); 8] = [
            (&[], ""),
            (&[('p', 0)], "1"),
            (&[('p', 0), ('p', 1)], "2."),
            (&[('t', 0), ('p', 1), ('p', 1), ('p', 1), ('t', 1)], "13..1"),
            (&[('p', 0), ('t', 1), ('p', 1)], "111"),
            (&[('p', 0), ('p', 60), ('p', 61)], "2.1"),
            (&[('p', 0), ('p', 30), ('p', 30), ('p', 30)], "4..."),
            (&[('p', 0), ('p', 1), ('p', 90), ('p', 1)], "2.2."),
        ];
        for (kinds, expected) in cases {
            assert_eq!(drawn(&run(kinds), None), expected, "{kinds:?}");
        }
    }

    #[test]
    fn an_album_has_one_author_and_does_not_go_across_the_unread_divider() {
        let rows = run(&[('p', 0), ('p', 1), ('p', 1), ('p', 1)]);
        assert_eq!(drawn(&rows, Some(rows[2].id)), "2.2.");
        let mut mixed = rows;
        mixed[1].speaker = Speaker::Us(None);
        assert_eq!(drawn(&mixed, None), "112.");
    }

    #[test]
    fn only_pictures_with_nothing_to_read_beside_them_go_into_an_album() {
        let file = |mime_type: &str| Attachment {
            mime_type: mime_type.to_owned(),
            ..Attachment::default()
        };
        let message = |content| {
            let (id, conversation_id) = (
                MessageId::from_parts(1, &[1; 10]),
                ConversationId::from_parts(1, &[1; 10]),
            );
            examples::message(id, conversation_id, content)
        };
        let picture = message(MessageContent::Image(file("image/jpeg")));
        let delivery = |state| Some(Delivery::new(1, state));
        let cases = [
            (picture.clone(), true),
            (message(MessageContent::Video(file("video/mp4"))), true),
            (
                message(MessageContent::Image(file("application/octet-stream"))),
                false,
            ),
            (message(MessageContent::Sticker(file("image/webp"))), false),
            (message(MessageContent::Document(file("image/png"))), false),
            (
                message(MessageContent::Image(Attachment {
                    caption: Some("O bolo".to_owned()),
                    ..file("image/png")
                })),
                false,
            ),
            (
                message(MessageContent::Image(Attachment {
                    fetch_failure: Some(FetchFailure::Expired),
                    ..file("image/png")
                })),
                false,
            ),
            (
                Message {
                    is_forwarded: true,
                    ..picture.clone()
                },
                false,
            ),
            (
                Message {
                    delivery: delivery(DeliveryState::Waiting),
                    ..picture.clone()
                },
                true,
            ),
            (
                Message {
                    delivery: delivery(DeliveryState::Failed),
                    ..picture
                },
                false,
            ),
        ];
        for (message, expected) in cases {
            assert_eq!(goes_into_album(&message), expected, "{message:?}");
        }
    }

    fn starts(rows: &[RowFacts], unread_from: Option<MessageId>) -> Vec<bool> {
        (0..rows.len())
            .map(|i| {
                let before = i.checked_sub(1).and_then(|i| rows.get(i));
                row_layout(before, &rows[i], unread_from).starts_group
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
        assert_eq!(starts(&rows, None), [true, false, true, true]);
    }

    #[test]
    fn a_pause_a_day_or_the_unread_divider_ends_a_group() {
        let speaker = Speaker::Customer;
        let pause = [row(1, 1, speaker), row(2, 11, speaker)];
        assert_eq!(starts(&pause, None), [true, true]);
        let midnight = [row(1, 24 * 60 - 1, speaker), row(2, 24 * 60, speaker)];
        assert_eq!(starts(&midnight, None), [true, true]);
        let unread = [row(1, 1, speaker), row(2, 2, speaker)];
        assert_eq!(starts(&unread, Some(unread[1].id)), [true, true]);
    }

    #[test]
    fn lines_are_never_grouped() {
        let rows = [row(1, 1, Speaker::Line), row(2, 1, Speaker::Line)];
        assert_eq!(starts(&rows, None), [true, true]);
    }

    #[test]
    fn the_first_row_of_a_day_carries_the_separator() {
        let rows = [row(1, 1, Speaker::Customer), row(2, 2, Speaker::Customer)];
        assert_eq!(row_layout(None, &rows[0], None).day_before, Some(CivilDay(0)));
        assert_eq!(row_layout(Some(&rows[0]), &rows[1], None).day_before, None);
    }
}
