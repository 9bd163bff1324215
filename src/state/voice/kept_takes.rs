//! Recordings that are on this device and were not sent: after a crash, after an end that nobody wanted, after giving up was taken back.

use super::recorder::Take;
use domain::ids::{ConversationId, MediaId};

/// A recording that was not sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptTake {
    /// Which, and where it is for.
    pub take: Take,
    /// How long it is, in milliseconds, as far as known.
    pub duration_ms: Option<u64>,
    /// Whether it is being sent.
    pub is_leaving: bool,
    /// Whether it is being played.
    pub is_playing: bool,
}

/// Those of a conversation.
#[must_use]
pub fn of(all: &[KeptTake], id: ConversationId) -> Vec<KeptTake> {
    all.iter()
        .filter(|kept| kept.take.conversation_id == id)
        .cloned()
        .collect()
}

/// The first of another conversation than the one on screen.
#[must_use]
pub fn elsewhere(all: &[KeptTake], here: Option<ConversationId>) -> Option<ConversationId> {
    all.iter()
        .map(|kept| kept.take.conversation_id)
        .find(|id| Some(*id) != here)
}

/// Adds one, unless it is there.
pub(crate) fn add(all: &mut Vec<KeptTake>, kept: KeptTake) {
    if all.iter().all(|one| one.take.id != kept.take.id) {
        all.push(kept);
    }
}

/// Changes one, if it is there.
pub(crate) fn change(all: &mut [KeptTake], id: MediaId, change: impl FnOnce(&mut KeptTake)) {
    if let Some(kept) = all.iter_mut().find(|kept| kept.take.id == id) {
        change(kept);
    }
}

/// Removes one.
pub(crate) fn remove(all: &mut Vec<KeptTake>, id: MediaId) {
    all.retain(|kept| kept.take.id != id);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(number: u8, conversation: u8) -> KeptTake {
        KeptTake {
            take: Take {
                id: MediaId::from_parts(1, &[number; 10]),
                conversation_id: conversation_id(conversation),
                reply_to: None,
            },
            duration_ms: None,
            is_leaving: false,
            is_playing: false,
        }
    }

    fn conversation_id(number: u8) -> ConversationId {
        ConversationId::from_parts(1, &[number; 10])
    }

    #[test]
    fn a_conversation_shows_its_own_and_points_to_others() {
        let mut all = Vec::new();
        add(&mut all, kept(1, 1));
        add(&mut all, kept(2, 2));
        add(&mut all, kept(1, 1));
        assert_eq!(all.len(), 2);
        assert_eq!(of(&all, conversation_id(2)), [kept(2, 2)]);
        assert_eq!(
            elsewhere(&all, Some(conversation_id(1))),
            Some(conversation_id(2))
        );
        assert_eq!(elsewhere(&all, None), Some(conversation_id(1)));
        remove(&mut all, kept(2, 2).take.id);
        assert_eq!(elsewhere(&all, Some(conversation_id(1))), None);
    }
}
