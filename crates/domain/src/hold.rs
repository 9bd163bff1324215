//! How long the server keeps a message before Meta gets it, so that its author can take it back.

use crate::content::MessageKind;
use crate::entities::Settings;
use crate::time::{Span, Timestamp};

/// The longest hold, in seconds.
pub const MOST_SECONDS: u32 = 30;
/// The hold of voice notes in a new installation, in seconds.
pub const VOICE_SECONDS: u32 = 5;
/// A held message leaves at least so long before the customer service window closes: Meta must have taken it by then.
const BEFORE_THE_WINDOW_CLOSES: Span = Span::from_seconds(10);

impl Settings {
    /// How long a message of this kind is held.
    #[must_use]
    pub const fn hold_of(&self, kind: MessageKind) -> Span {
        let seconds = match kind {
            MessageKind::VoiceNote => self.hold_voice_seconds,
            _ => self.hold_text_seconds,
        };
        Span::from_seconds(seconds as i64)
    }
}

/// When the hold of a message ends that the server took now with its whole file; `None`: it is not held. `window_closes_at` is `None`
/// for what may go out at any time.
#[must_use]
pub fn ends_at(now: Timestamp, hold: Span, window_closes_at: Option<Timestamp>) -> Option<Timestamp> {
    let end = now + hold;
    let end = window_closes_at.map_or(end, |closes| end.min(closes - BEFORE_THE_WINDOW_CLOSES));
    (end > now).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hold_leaves_time_before_the_window_closes() {
        let at = Timestamp::from_seconds;
        let five = Span::from_seconds(5);
        let cases = [
            (Span::ZERO, None, None),
            (five, None, Some(at(1_005))),
            (five, Some(at(90_000)), Some(at(1_005))),
            (five, Some(at(1_015)), Some(at(1_005))),
            (five, Some(at(1_013)), Some(at(1_003))),
            (five, Some(at(1_010)), None),
            (five, Some(at(900)), None),
        ];
        for (hold, closes, expected) in cases {
            assert_eq!(ends_at(at(1_000), hold, closes), expected, "{closes:?}");
        }
    }

    #[test]
    fn voice_notes_have_a_hold_of_their_own() {
        let settings = Settings {
            version: 1,
            company_name: String::new(),
            time_zone: String::new(),
            is_support_agent_on: false,
            hold_voice_seconds: 7,
            hold_text_seconds: 2,
        };
        assert_eq!(settings.hold_of(MessageKind::VoiceNote), Span::from_seconds(7));
        for kind in [MessageKind::Text, MessageKind::Audio, MessageKind::Template] {
            assert_eq!(settings.hold_of(kind), Span::from_seconds(2), "{kind:?}");
        }
    }
}
