//! What plays: one voice note at a time, at a speed that is remembered, and the next one after it.

use domain::content::MessageContent;
use domain::entities::{Direction, Message};
use domain::ids::{ConversationId, MessageId};
use leptos::prelude::*;
use std::collections::HashMap;

/// The player of this tab. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Player {
    /// What is in it.
    pub current: ArcRwSignal<Option<Playing>>,
    /// Where it stands, in milliseconds.
    pub position_ms: ArcRwSignal<u64>,
    /// How fast it plays.
    pub speed: ArcRwSignal<Speed>,
    /// A voice note that this browser could not play.
    pub failed: ArcRwSignal<Option<MessageId>>,
    /// Where those stand that were stopped in between.
    rest: ArcRwSignal<HashMap<MessageId, u64>>,
}

/// What is in the player.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Playing {
    /// Which voice note.
    pub message_id: MessageId,
    /// Where.
    pub conversation_id: ConversationId,
    /// Whether it stands still.
    pub is_paused: bool,
}

/// How fast.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Speed {
    /// As it was spoken.
    #[default]
    Normal,
    /// Half as fast again.
    Faster,
    /// Twice as fast.
    Double,
}

impl Speed {
    const ALL: [Self; 3] = [Self::Normal, Self::Faster, Self::Double];

    /// The one after it; after the last comes the first.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Normal => Self::Faster,
            Self::Faster => Self::Double,
            Self::Double => Self::Normal,
        }
    }

    /// As a factor.
    #[must_use]
    pub const fn factor(self) -> f64 {
        match self {
            Self::Normal => 1.0,
            Self::Faster => 1.5,
            Self::Double => 2.0,
        }
    }

    /// What it is kept as.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Normal => "1",
            Self::Faster => "1.5",
            Self::Double => "2",
        }
    }

    /// What is kept under a name; anything else is the normal one.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|speed| speed.name() == name)
            .unwrap_or_default()
    }
}

impl Player {
    /// Whether a voice note plays just now; tracked.
    #[must_use]
    pub fn is_playing(&self, id: MessageId) -> bool {
        self.current
            .with(|current| current.is_some_and(|playing| playing.message_id == id && !playing.is_paused))
    }

    /// Where a voice note stands, in milliseconds; tracked.
    #[must_use]
    pub fn position(&self, id: MessageId) -> u64 {
        let is_current = self
            .current
            .with(|current| current.is_some_and(|playing| playing.message_id == id));
        if is_current {
            self.position_ms.get()
        } else {
            self.rest.with(|rest| rest.get(&id).copied().unwrap_or(0))
        }
    }

    /// The same, untracked.
    #[must_use]
    pub fn position_untracked(&self, id: MessageId) -> u64 {
        untrack(|| self.position(id))
    }

    /// What is in the player goes out of it, and stays where it stands.
    pub(crate) fn put_away(&self) {
        let Some(playing) = self.current.get_untracked() else {
            return;
        };
        let position = self.position_ms.get_untracked();
        self.rest.update(|rest| {
            rest.insert(playing.message_id, position);
        });
        self.current.set(None);
    }

    /// A voice note that is not in the player stands elsewhere.
    pub(crate) fn rest_at(&self, id: MessageId, position_ms: u64) {
        self.rest.update(|rest| {
            rest.insert(id, position_ms);
        });
    }

    pub(crate) fn clear(&self) {
        self.current.set(None);
        self.failed.set(None);
        self.position_ms.set(0);
        self.rest.set(HashMap::new());
    }
}

/// The voice note that plays on by itself after one: the very next message, when it is one and its sound is here. Lines that nobody
/// wrote do not part them.
#[must_use]
pub fn next_note<'a>(thread: impl IntoIterator<Item = &'a Message>, after: MessageId) -> Option<MessageId> {
    let next = thread
        .into_iter()
        .skip_while(|message| message.id != after)
        .skip(1)
        .find(|message| message.direction != Direction::Internal)?;
    is_playable(&next.content).then_some(next.id)
}

/// Whether a content is a voice note whose sound is here.
#[must_use]
pub fn is_playable(content: &MessageContent) -> bool {
    matches!(content, MessageContent::VoiceNote(file) if file.media_id.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::examples;
    use domain::content::{Attachment, SystemLine};
    use domain::ids::MediaId;
    use domain::time::Timestamp;

    fn id(number: u8) -> MessageId {
        MessageId::from_parts(1, &[number; 10])
    }

    fn message(number: u8, direction: Direction, content: MessageContent) -> Message {
        Message {
            direction,
            at: Timestamp::from_millis(i64::from(number)),
            ..examples::message(id(number), ConversationId::from_parts(1, &[1; 10]), content)
        }
    }

    fn note(number: u8) -> Message {
        let file = Attachment {
            media_id: Some(MediaId::from_parts(1, &[number; 10])),
            ..Attachment::default()
        };
        message(number, Direction::Inbound, MessageContent::VoiceNote(file))
    }

    fn text(number: u8) -> Message {
        let body = "oi".to_owned();
        message(number, Direction::Inbound, MessageContent::Text { body })
    }

    fn line(number: u8) -> Message {
        message(
            number,
            Direction::Internal,
            MessageContent::System(SystemLine::Reopened),
        )
    }

    #[test]
    fn the_next_note_plays_on_when_nothing_stands_between() {
        let missing = message(
            2,
            Direction::Inbound,
            MessageContent::VoiceNote(Attachment::default()),
        );
        let cases = [
            (vec![note(1), note(2)], Some(id(2))),
            (vec![note(1), line(2), note(3)], Some(id(3))),
            (vec![note(1), text(2), note(3)], None),
            (vec![note(1), missing, note(3)], None),
            (vec![note(0), note(1)], None),
            (vec![], None),
        ];
        for (thread, expected) in cases {
            assert_eq!(next_note(&thread, id(1)), expected, "{thread:?}");
        }
    }

    #[test]
    fn speeds_go_around_and_are_remembered() {
        let mut speed = Speed::default();
        for expected in [1.5, 2.0, 1.0] {
            speed = speed.next();
            assert!((speed.factor() - expected).abs() < f64::EPSILON);
            assert_eq!(Speed::named(speed.name()), speed);
        }
        assert_eq!(Speed::named("7"), Speed::Normal);
    }

    #[test]
    fn a_note_that_is_put_away_stays_where_it_stands() {
        let player = Player::default();
        player.current.set(Some(Playing {
            message_id: id(1),
            conversation_id: ConversationId::from_parts(1, &[1; 10]),
            is_paused: false,
        }));
        player.position_ms.set(4_200);
        assert_eq!(player.position_untracked(id(1)), 4_200);
        player.put_away();
        player.position_ms.set(0);
        assert_eq!(player.position_untracked(id(1)), 4_200);
        assert_eq!(player.position_untracked(id(2)), 0);
    }
}
