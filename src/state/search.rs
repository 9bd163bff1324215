//! What the two searches show: the one across everything, and the one in the open conversation.

mod finder;

pub use self::finder::{Finder, FinderState, Step};
use super::phase::RequestFailure;
use super::search_arena::Covered;
use super::snippet::Mark;
use domain::content::MessageKind;
use domain::entities::{Contact, Direction, Position};
use domain::ids::{AgentId, ConversationId, MessageId};
use std::collections::{BTreeSet, HashSet};

/// What one wishes of a search.
#[derive(Clone, Debug, PartialEq)]
pub enum SearchIntent {
    /// One is about to search: what the device keeps is made ready.
    Prepare,
    /// Looks for a text in everything; an empty one ends the search.
    Find(String),
    /// More of what the server finds.
    More,
    /// Asks the server once more.
    AskAgain,
    /// Goes to a message of which only the id is known, once its conversation is open.
    Show {
        /// In which conversation.
        conversation_id: ConversationId,
        /// Which.
        message_id: MessageId,
    },
    /// Looks for a text in one conversation and goes to the newest hit; an empty one finds nothing.
    FindIn {
        /// In which.
        conversation_id: ConversationId,
        /// For what.
        text: String,
    },
    /// To an older hit in the conversation, or to a newer one; around the ends.
    Step(Step),
    /// The search in the conversation ends.
    LeaveConversation,
}

/// The search across everything.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Search {
    /// What is looked for; empty: nothing.
    pub text: String,
    /// Of what was typed only the beginning counts.
    pub is_cut: bool,
    /// This device has not looked for this text yet: what it shows is still what it found for the text before.
    pub is_looking_here: bool,
    /// What this device found.
    pub here: Found,
    /// How many messages this device found; it shows the newest.
    pub total_here: usize,
    /// How searching on this device goes.
    pub device: DeviceSearch,
    /// What only the server found.
    pub elsewhere: Found,
    /// How searching on the server goes.
    pub server: ServerSearch,
}

/// Contacts and messages that were found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Conversations of contacts, newest activity first.
    pub contacts: Vec<ContactHit>,
    /// Messages, newest first.
    pub messages: Vec<MessageHit>,
}

/// A contact that was found, in one of their conversations.
#[derive(Clone, Debug, PartialEq)]
pub struct ContactHit {
    /// Which conversation.
    pub conversation_id: ConversationId,
    /// Who.
    pub contact: Contact,
    /// The name, with what was found of it.
    pub name: Vec<Mark>,
}

/// A message that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct MessageHit {
    /// In which conversation.
    pub conversation_id: ConversationId,
    /// Where in it.
    pub place: Position,
    /// Whose conversation it is.
    pub contact: Contact,
    /// From or to the customer.
    pub direction: Direction,
    /// Who wrote it, when it was one of us.
    pub author: Option<AgentId>,
    /// What it is.
    pub kind: MessageKind,
    /// The words around the first hit.
    pub words: Vec<Mark>,
}

/// How searching on this device goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DeviceSearch {
    /// What the device keeps is made ready.
    #[default]
    Preparing,
    /// All of this was looked through.
    Done(Covered),
    /// The device keeps no messages, or the program for it did not come.
    Off,
}

/// How searching on the server goes.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum ServerSearch {
    /// It is asked.
    #[default]
    Asked,
    /// It answered.
    Done {
        /// There is more.
        has_more: bool,
        /// It still takes older messages into its index.
        is_indexing: bool,
    },
    /// It could not be asked: what is shown is what this device found.
    Offline,
    /// It refused.
    Failed(RequestFailure),
}

impl Search {
    /// Begins a search: what this device found before stays until it has answered.
    pub(crate) fn begin(&mut self, text: &str, is_cut: bool) {
        text.clone_into(&mut self.text);
        self.is_cut = is_cut;
        self.is_looking_here = true;
        self.elsewhere = Found::default();
        self.server = ServerSearch::Asked;
    }

    /// This device has looked.
    pub(crate) fn hear_device(&mut self, found: Found, total: usize, device: DeviceSearch) {
        self.is_looking_here = false;
        self.total_here = total;
        self.device = device;
        // The server may have been quicker while the device was made ready.
        let is_here = |hit: &MessageHit| found.messages.iter().any(|here| here.place.id == hit.place.id);
        self.elsewhere.messages.retain(|hit| !is_here(hit));
        self.elsewhere.contacts.retain(|hit| {
            !found
                .contacts
                .iter()
                .any(|here| here.conversation_id == hit.conversation_id)
        });
        self.here = found;
    }

    /// Takes out what is not to be seen any more. Says whether there was something.
    pub(crate) fn forget(&mut self, is_gone: impl Fn(ConversationId, Option<MessageId>) -> bool) -> bool {
        let mut has_gone = false;
        let here = self.here.messages.len();
        for found in [&mut self.here, &mut self.elsewhere] {
            let before = found.contacts.len() + found.messages.len();
            found.contacts.retain(|hit| !is_gone(hit.conversation_id, None));
            found
                .messages
                .retain(|hit| !is_gone(hit.conversation_id, Some(hit.place.id)));
            has_gone |= found.contacts.len() + found.messages.len() < before;
        }
        let gone_here = here - self.here.messages.len();
        self.total_here = self.total_here.saturating_sub(gone_here);
        has_gone
    }

    /// The conversations in which something was found.
    #[must_use]
    pub fn conversations(&self) -> BTreeSet<ConversationId> {
        let found = [&self.here, &self.elsewhere].into_iter();
        found
            .flat_map(|found| {
                let contacts = found.contacts.iter().map(|hit| hit.conversation_id);
                contacts.chain(found.messages.iter().map(|hit| hit.conversation_id))
            })
            .collect()
    }

    /// Where a message that was found stands.
    #[must_use]
    pub fn place_of(&self, id: MessageId) -> Option<Position> {
        let mut messages = self.here.messages.iter().chain(&self.elsewhere.messages);
        messages.find(|hit| hit.place.id == id).map(|hit| hit.place)
    }

    /// Whether all of a page of the server is shown already.
    pub(crate) fn shows_all(&self, page: &Found) -> bool {
        // What was found for another text is about to go.
        let here = (!self.is_looking_here).then_some(&self.here);
        let shown: Vec<_> = here.into_iter().chain([&self.elsewhere]).collect();
        let has_contact = |hit: &ContactHit| {
            let mut contacts = shown.iter().flat_map(|found| &found.contacts);
            contacts.any(|known| known.conversation_id == hit.conversation_id)
        };
        let has_message = |hit: &MessageHit| {
            let mut messages = shown.iter().flat_map(|found| &found.messages);
            messages.any(|known| known.place.id == hit.place.id)
        };
        page.contacts.iter().all(has_contact) && page.messages.iter().all(has_message)
    }

    /// The server has looked: what this device has shown already stays where it is, the rest comes below.
    pub(crate) fn hear_server(&mut self, page: Found, has_more: bool, is_indexing: bool) {
        if self.is_looking_here {
            // It was quicker: what this device found for another text must not hide any of it.
            self.here = Found::default();
            self.total_here = 0;
        }
        let contacts: HashSet<_> = [&self.here, &self.elsewhere]
            .into_iter()
            .flat_map(|found| &found.contacts)
            .map(|hit| hit.conversation_id)
            .collect();
        let messages: HashSet<_> = [&self.here, &self.elsewhere]
            .into_iter()
            .flat_map(|found| &found.messages)
            .map(|hit| hit.place.id)
            .collect();
        let new_contacts = page.contacts.into_iter();
        self.elsewhere
            .contacts
            .extend(new_contacts.filter(|hit| !contacts.contains(&hit.conversation_id)));
        let new_messages = page.messages.into_iter();
        self.elsewhere
            .messages
            .extend(new_messages.filter(|hit| !messages.contains(&hit.place.id)));
        self.server = ServerSearch::Done {
            has_more,
            is_indexing,
        };
    }

    /// Whether this device has answered for this text, so that what it shows is what it found.
    #[must_use]
    pub fn is_answered_here(&self, text: &str) -> bool {
        !self.is_looking_here && self.text == text
    }

    /// Whether what is shown was found for this text: by this device, or by a server that was quicker.
    #[must_use]
    pub fn is_about(&self, text: &str) -> bool {
        let has_server = matches!(self.server, ServerSearch::Done { .. });
        self.text == text && (has_server || !self.is_looking_here)
    }

    /// How many contacts and messages are shown for a text, when that can be said: this device has looked for it, and "none" is said
    /// only when nobody looks any more.
    #[must_use]
    pub fn counts(&self, text: &str) -> Option<(usize, usize)> {
        let contacts = self.here.contacts.len() + self.elsewhere.contacts.len();
        let messages = self.here.messages.len() + self.elsewhere.messages.len();
        let is_sure = self.is_answered_here(text) && self.device != DeviceSearch::Preparing;
        (is_sure && (contacts + messages > 0 || self.is_in_vain())).then_some((contacts, messages))
    }

    /// Whether something is looked for and the server could not be asked: when it is there again it is asked again.
    #[must_use]
    pub fn lacks_server(&self) -> bool {
        let is_out_of_reach = match &self.server {
            ServerSearch::Offline => true,
            ServerSearch::Failed(failure) => is_passing(failure),
            ServerSearch::Asked | ServerSearch::Done { .. } => false,
        };
        is_out_of_reach && !self.text.is_empty()
    }

    /// Whether everybody has answered and nothing was found.
    #[must_use]
    pub fn is_in_vain(&self) -> bool {
        let is_answered = !matches!(self.server, ServerSearch::Asked)
            && self.device != DeviceSearch::Preparing
            && !self.is_looking_here;
        is_answered && self.here == Found::default() && self.elsewhere == Found::default()
    }
}

/// Whether a failure may be over when the server is there again; a refusal is not.
const fn is_passing(failure: &RequestFailure) -> bool {
    match failure {
        RequestFailure::Offline | RequestFailure::Broken => true,
        RequestFailure::Refused(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::examples;
    use domain::error::{ErrorCode, Problem};
    use domain::ids::ContactId;
    use domain::time::Timestamp;

    fn contact() -> Contact {
        Contact {
            name: "Ana".to_owned(),
            ..examples::contact(ContactId::from_parts(1, &[1; 10]))
        }
    }

    fn hit(number: u8) -> MessageHit {
        MessageHit {
            conversation_id: ConversationId::from_parts(1, &[1; 10]),
            place: Position {
                at: Timestamp::from_millis(i64::from(number)),
                id: MessageId::from_parts(1, &[number; 10]),
            },
            contact: contact(),
            direction: Direction::Inbound,
            author: None,
            kind: MessageKind::Text,
            words: Vec::new(),
        }
    }

    fn found(numbers: &[u8]) -> Found {
        Found {
            contacts: Vec::new(),
            messages: numbers.iter().map(|number| hit(*number)).collect(),
        }
    }

    #[test]
    fn what_the_server_finds_comes_below_and_nothing_twice() {
        let mut search = Search::default();
        search.begin("vaga", false);
        search.hear_device(found(&[9, 5]), 2, DeviceSearch::Done(Covered::default()));
        assert!(search.shows_all(&found(&[9, 5])) && !search.shows_all(&found(&[9, 7, 5])));
        search.hear_server(found(&[9, 7, 5]), true, false);
        assert_eq!((&search.here, &search.elsewhere), (&found(&[9, 5]), &found(&[7])));
        assert!(search.shows_all(&found(&[9, 7, 5])));
        search.hear_server(found(&[7, 3]), false, false);
        assert_eq!(search.elsewhere, found(&[7, 3]));
        assert!(!search.is_in_vain());
        assert_eq!(search.place_of(hit(3).place.id), Some(hit(3).place));
        assert_eq!(
            search.conversations(),
            BTreeSet::from([hit(9).conversation_id]),
            "wherever it was found"
        );
        assert!(search.forget(|_, id| id == Some(hit(3).place.id)));
        assert_eq!(search.elsewhere, found(&[7]));
        assert!(search.forget(|_, id| id == Some(hit(5).place.id)));
        assert_eq!((&search.here, search.total_here), (&found(&[9]), 1));
        // It was slower than the server.
        search.hear_device(found(&[7]), 1, DeviceSearch::Done(Covered::default()));
        assert_eq!((&search.here, &search.elsewhere), (&found(&[7]), &found(&[])));
    }

    #[test]
    fn a_server_that_is_quicker_than_this_device_loses_nothing() {
        let mut search = Search::default();
        search.begin("vaga", false);
        search.hear_device(found(&[9, 5]), 2, DeviceSearch::Done(Covered::default()));
        assert_eq!(search.counts("vaga"), Some((0, 2)));
        search.begin("va", false);
        assert_eq!(search.counts("va"), None);
        assert_eq!(
            search.here,
            found(&[9, 5]),
            "it stays until there is something else"
        );
        assert!(!search.is_answered_here("va") && !search.shows_all(&found(&[9])));
        assert!(!search.is_about("va") && !search.is_about("vaga"));
        search.hear_server(found(&[9, 7, 5]), false, false);
        assert!(search.is_about("va") && !search.is_about("vag"));
        assert_eq!(
            (&search.here, search.total_here, &search.elsewhere),
            (&found(&[]), 0, &found(&[9, 7, 5]))
        );
        search.hear_device(found(&[9, 8]), 2, DeviceSearch::Done(Covered::default()));
        assert_eq!(
            (&search.here, &search.elsewhere),
            (&found(&[9, 8]), &found(&[7, 5]))
        );
        assert!(search.is_answered_here("va") && !search.is_answered_here("vaga"));
    }

    #[test]
    fn nothing_was_found_only_when_everybody_has_answered() {
        let mut search = Search::default();
        search.begin("vaga", false);
        assert!(!search.is_in_vain());
        search.hear_device(Found::default(), 0, DeviceSearch::Off);
        assert!(!search.is_in_vain());
        assert_eq!(search.counts("vaga"), None, "the server still looks");
        assert!(!search.lacks_server(), "it is asked");
        search.server = ServerSearch::Offline;
        assert!(search.lacks_server());
        assert!(search.is_in_vain());
        assert_eq!(search.counts("vaga"), Some((0, 0)));
        assert_eq!(search.counts("vagas"), None, "nobody has looked for it");
        let refusal = RequestFailure::Refused(Problem::new(ErrorCode::TooManyRequests));
        for (failure, is_passing) in [(RequestFailure::Broken, true), (refusal, false)] {
            search.server = ServerSearch::Failed(failure);
            assert_eq!(search.lacks_server(), is_passing);
        }
        search.begin("vagas", false);
        search.hear_server(Found::default(), false, false);
        assert!(!search.is_in_vain(), "this device has not looked yet");
    }
}
