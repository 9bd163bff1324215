//! Notes that mention the agent and wait to be seen: what the server says, without what was seen here and not told yet. Pure.

use domain::ids::NoteId;
use domain::mention::Mention;
use std::collections::{BTreeMap, BTreeSet};

/// Mentions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mentions {
    told: BTreeMap<NoteId, Mention>,
    /// Seen here; the server has not heard it.
    seen: BTreeSet<NoteId>,
    newest: Option<NoteId>,
}

impl Mentions {
    /// What waits to be seen, the newest note first.
    #[must_use]
    pub fn shown(&self) -> Vec<Mention> {
        let waiting = self.told.values().rev();
        waiting
            .filter(|mention| !self.seen.contains(&mention.note_id))
            .cloned()
            .collect()
    }

    /// The one that came last while the app was open, if it still waits.
    #[must_use]
    pub fn newest(&self) -> Option<&Mention> {
        let id = self.newest.filter(|id| !self.seen.contains(id))?;
        self.told.get(&id)
    }

    /// What the server said, for the device to keep.
    #[must_use]
    pub fn told(&self) -> Vec<Mention> {
        self.told.values().cloned().collect()
    }

    /// The server tells of one.
    pub(crate) fn hear(&mut self, mention: &Mention) {
        let is_new = self.told.insert(mention.note_id, mention.clone()).is_none();
        if is_new {
            self.newest = Some(mention.note_id);
        }
    }

    /// The server tells of all that there are.
    pub(crate) fn hear_all(&mut self, all: &[Mention]) {
        self.told = all
            .iter()
            .map(|mention| (mention.note_id, mention.clone()))
            .collect();
    }

    /// One was seen, or is gone.
    pub(crate) fn remove(&mut self, id: NoteId) {
        self.told.remove(&id);
        self.seen.remove(&id);
    }

    /// The agent has seen one. Says whether it is news.
    pub(crate) fn see(&mut self, id: NoteId) -> bool {
        self.told.contains_key(&id) && self.seen.insert(id)
    }

    /// What was seen here and the server has not heard.
    #[must_use]
    pub fn unheard(&self) -> Vec<NoteId> {
        self.seen.iter().copied().collect()
    }

    /// The server begins anew; what was seen here stays so.
    pub(crate) fn begin_anew(&mut self) {
        self.told.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::AppState;
    use crate::state::examples;
    use crate::state::thread_layout::CivilDay;
    use domain::entities::Contact;
    use domain::event::{Change, Event};
    use domain::ids::{AgentId, ContactId, ConversationId};
    use domain::time::Timestamp;
    use leptos::prelude::*;

    fn id(number: u8) -> NoteId {
        NoteId::from_parts(u64::from(number), &[number; 10])
    }

    fn mention(number: u8) -> Mention {
        Mention {
            note_id: id(number),
            author: AgentId::from_parts(1, &[7; 10]),
            at: Timestamp::from_seconds(i64::from(number)),
            conversation_id: ConversationId::from_parts(1, &[number; 10]),
            contact: Contact {
                name: "Marina".to_owned(),
                ..examples::contact(ContactId::from_parts(1, &[number; 10]))
            },
        }
    }

    fn ids(mentions: &Mentions) -> Vec<NoteId> {
        mentions
            .shown()
            .into_iter()
            .map(|mention| mention.note_id)
            .collect()
    }

    #[test]
    fn the_newest_stands_first_and_what_was_seen_is_gone_at_once() {
        let mut mentions = Mentions::default();
        mentions.hear_all(&[mention(2), mention(1)]);
        assert_eq!(mentions.newest(), None, "they waited before");
        mentions.hear(&mention(3));
        assert_eq!(ids(&mentions), [id(3), id(2), id(1)]);
        assert_eq!(mentions.newest(), Some(&mention(3)));
        assert!(mentions.see(id(3)));
        assert!(!mentions.see(id(3)), "twice is as good as once");
        assert!(!mentions.see(id(9)), "nobody knows of it");
        assert_eq!((ids(&mentions), mentions.newest()), (vec![id(2), id(1)], None));
        assert_eq!(mentions.unheard(), [id(3)]);
        // The server tells of it once more before it has heard that it was seen.
        mentions.begin_anew();
        mentions.hear_all(&[mention(3), mention(2)]);
        assert_eq!(ids(&mentions), [id(2)]);
        assert_eq!(mentions.told(), [mention(2), mention(3)]);
        mentions.remove(id(3));
        assert_eq!(mentions.unheard(), []);
        assert_eq!(mentions.told(), [mention(2)]);
    }

    #[test]
    fn one_that_is_told_again_is_no_news() {
        let mut mentions = Mentions::default();
        mentions.hear(&mention(1));
        mentions.hear(&mention(2));
        mentions.hear(&mention(1));
        assert_eq!(mentions.newest(), Some(&mention(2)));
    }

    #[test]
    fn events_bring_mentions_and_take_them_away() {
        let state = AppState::new(|_, _| CivilDay(0));
        let heard = |n, change| state.apply_events(&[Event { n, change }]);
        let shown = || state.mentions.with_untracked(ids);
        heard(
            1,
            Change::MentionChanged {
                mention: Box::new(mention(1)),
            },
        );
        assert_eq!(shown(), [id(1)]);
        heard(2, Change::MentionRemoved { note_id: id(1) });
        assert_eq!(shown(), []);
    }
}
