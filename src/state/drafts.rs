//! What is written and not yet sent, and which message it is to answer, by conversation. The device keeps it at once, the server soon after; it follows its author to
//! other devices.
//!
//! The newest revision wins ([`domain::draft`]), but for one thing: a text that is being written, in a composer with the focus, is
//! never taken away.

use domain::draft::{Draft, next_revision};
use domain::ids::{ConversationId, MessageId};
use domain::time::Timestamp;
use leptos::prelude::*;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// When a text was begun: what came later its writer may not have known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Begun {
    /// How far the device had read the log; `None`: nothing was known of it.
    pub n: Option<u64>,
    /// The server's time.
    pub at: Timestamp,
}

/// What is known of a draft besides its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DraftFacts {
    /// The newest revision that is known.
    pub revision: u64,
    /// Whether the server has yet to get it.
    pub is_unsaved: bool,
    /// When the text was begun; `None`: there is none.
    pub begun: Option<Begun>,
}

impl DraftFacts {
    /// The text was changed here.
    fn write(&mut self, was_blank: bool, is_blank: bool, begun: Begun) {
        self.revision = next_revision(self.revision, begun.at);
        self.is_unsaved = true;
        if is_blank {
            self.begun = None;
        } else if was_blank || self.begun.is_none() {
            self.begun = Some(begun);
        }
    }

    /// The server has a revision; whether its text replaces the one here.
    fn hear(&mut self, heard: &Draft, has_text: bool, has_focus: bool) -> bool {
        if heard.revision <= self.revision {
            return false;
        }
        self.revision = heard.revision;
        // What was sent or cleared elsewhere is the very text that stands here, unless something was typed since.
        let is_being_written = has_focus && has_text && (self.is_unsaved || !heard.text.is_empty());
        self.is_unsaved = is_being_written;
        !is_being_written
    }
}

#[derive(Clone, Debug)]
struct Kept {
    text: ArcRwSignal<String>,
    reply_to: ArcRwSignal<Option<MessageId>>,
    facts: DraftFacts,
}

#[derive(Debug, Default)]
struct Inner {
    kept: HashMap<ConversationId, Kept>,
    focused: Option<ConversationId>,
}

/// Drafts by conversation, one signal each.
#[derive(Clone, Debug, Default)]
pub struct Drafts {
    inner: Arc<Mutex<Inner>>,
}

impl Drafts {
    /// The text in a conversation's composer. It becomes empty when the message is safe in the outbox.
    #[must_use]
    pub fn text(&self, id: ConversationId) -> ArcRwSignal<String> {
        self.lock().kept(id).text.clone()
    }

    /// The message that what is written in a conversation answers.
    #[must_use]
    pub fn reply_to(&self, id: ConversationId) -> ArcRwSignal<Option<MessageId>> {
        self.lock().kept(id).reply_to.clone()
    }

    /// What is known of a draft besides its text.
    #[must_use]
    pub fn facts(&self, id: ConversationId) -> DraftFacts {
        self.lock()
            .kept
            .get(&id)
            .map(|kept| kept.facts)
            .unwrap_or_default()
    }

    /// Shows what the device kept.
    pub(crate) fn restore(
        &self,
        id: ConversationId,
        text: String,
        reply_to: Option<MessageId>,
        facts: DraftFacts,
    ) {
        self.change(id, |kept| kept.facts = facts);
        self.show(id, text, reply_to);
    }

    /// What is written answers another message, or none. Says whether that is news.
    pub(crate) fn answer(&self, id: ConversationId, message: Option<MessageId>, begun: Begun) -> bool {
        let signal = self.reply_to(id);
        if signal.with_untracked(|known| *known == message) {
            return false;
        }
        signal.set(message);
        self.change(id, |kept| {
            kept.facts.revision = next_revision(kept.facts.revision, begun.at);
            kept.facts.is_unsaved = true;
        });
        true
    }

    /// The text was changed here.
    pub(crate) fn write(&self, id: ConversationId, text: String, begun: Begun) {
        let was_blank = self.text(id).with_untracked(|text| text.trim().is_empty());
        let is_blank = text.trim().is_empty();
        self.change(id, |kept| kept.facts.write(was_blank, is_blank, begun));
        self.show_text(id, text);
    }

    /// Its author knows what came meanwhile.
    pub(crate) fn begin_again(&self, id: ConversationId, begun: Begun) {
        self.change(id, |kept| {
            if kept.facts.begun.is_some() {
                kept.facts.begun = Some(begun);
            }
        });
    }

    /// The text is safe in the outbox, which empties the draft: `rest` was typed since, and answers nothing.
    pub(crate) fn sent(&self, id: ConversationId, rest: String, begun: Begun) {
        self.change(id, |kept| {
            if rest.trim().is_empty() {
                kept.facts = DraftFacts {
                    // As the server counts a draft that was emptied.
                    revision: kept.facts.revision.saturating_add(1),
                    is_unsaved: false,
                    begun: None,
                };
            } else {
                kept.facts.write(true, false, begun);
            }
        });
        self.show(id, rest, None);
    }

    /// The server has a revision. Says whether it replaced the text here.
    pub(crate) fn hear(&self, heard: &Draft, begun: Begun) -> bool {
        let id = heard.conversation_id;
        let has_text = self.text(id).with_untracked(|text| !text.trim().is_empty());
        let is_taken = {
            let mut inner = self.lock();
            let has_focus = inner.focused == Some(id);
            inner.kept(id).facts.hear(heard, has_text, has_focus)
        };
        if is_taken {
            self.change(id, |kept| {
                kept.facts.begun = (!heard.text.trim().is_empty()).then_some(begun);
            });
            self.show(id, heard.text.clone(), heard.reply_to);
        }
        is_taken
    }

    /// The server has what was written here, up to a revision.
    pub(crate) fn saved(&self, id: ConversationId, revision: u64) {
        self.change(id, |kept| {
            if kept.facts.revision <= revision {
                kept.facts.is_unsaved = false;
            }
        });
    }

    /// Drafts that the server has yet to get.
    pub(crate) fn unsaved(&self) -> Vec<ConversationId> {
        let inner = self.lock();
        let unsaved = inner.kept.iter().filter(|(_, kept)| kept.facts.is_unsaved);
        unsaved.map(|(id, _)| *id).collect()
    }

    /// Drafts that hold something and that the server should have too.
    pub(crate) fn saved_with_content(&self) -> Vec<Draft> {
        let kept: Vec<_> = {
            let inner = self.lock();
            let saved = inner.kept.iter().filter(|(_, kept)| !kept.facts.is_unsaved);
            saved.map(|(id, kept)| (*id, kept.clone())).collect()
        };
        let drafts = kept.into_iter().map(|(id, kept)| Draft {
            conversation_id: id,
            revision: kept.facts.revision,
            text: kept.text.get_untracked(),
            reply_to: kept.reply_to.get_untracked(),
        });
        drafts
            .filter(|draft| !draft.text.is_empty() || draft.reply_to.is_some())
            .collect()
    }

    /// The composer of a conversation has the focus, or lost it.
    pub(crate) fn set_focus(&self, id: ConversationId, has_focus: bool) {
        let mut inner = self.lock();
        if has_focus {
            inner.focused = Some(id);
        } else if inner.focused == Some(id) {
            inner.focused = None;
        }
    }

    /// Empties a draft and gives what it held.
    pub(crate) fn take(&self, id: ConversationId) -> String {
        let text = self.text(id).get_untracked();
        self.change(id, |kept| kept.facts = DraftFacts::default());
        self.show(id, String::new(), None);
        text
    }

    pub(crate) fn clear(&self) {
        let ids: Vec<_> = self.lock().kept.keys().copied().collect();
        for id in ids {
            self.take(id);
        }
    }

    fn change(&self, id: ConversationId, change: impl FnOnce(&mut Kept)) {
        change(self.lock().kept(id));
    }

    fn show(&self, id: ConversationId, text: String, reply_to: Option<MessageId>) {
        let signal = self.reply_to(id);
        if signal.with_untracked(|old| *old != reply_to) {
            signal.set(reply_to);
        }
        self.show_text(id, text);
    }

    fn show_text(&self, id: ConversationId, text: String) {
        let signal = self.text(id);
        if signal.with_untracked(|old| *old != text) {
            signal.set(text);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn kept(&mut self, id: ConversationId) -> &mut Kept {
        self.kept.entry(id).or_insert_with(|| Kept {
            text: ArcRwSignal::new(String::new()),
            reply_to: ArcRwSignal::new(None),
            facts: DraftFacts::default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id() -> ConversationId {
        ConversationId::from_parts(1, &[1; 10])
    }

    fn at(second: i64) -> Begun {
        Begun {
            n: u64::try_from(second).ok(),
            at: Timestamp::from_seconds(second),
        }
    }

    fn heard(revision: u64, text: &str) -> Draft {
        Draft {
            conversation_id: id(),
            revision,
            text: text.to_owned(),
            reply_to: None,
        }
    }

    fn text(drafts: &Drafts) -> String {
        drafts.text(id()).get_untracked()
    }

    #[test]
    fn the_newest_revision_wins() {
        let drafts = Drafts::default();
        drafts.write(id(), "Oi".to_owned(), at(10));
        assert!(!drafts.hear(&heard(9_000, "velho"), at(11)));
        assert_eq!(text(&drafts), "Oi");
        assert!(drafts.hear(&heard(12_000, "de outro aparelho"), at(12)));
        assert_eq!(text(&drafts), "de outro aparelho");
        assert!(!drafts.facts(id()).is_unsaved);
        assert!(!drafts.hear(&heard(12_000, "de novo"), at(13)), "the same again");
    }

    #[test]
    fn a_text_that_is_being_written_is_never_taken_away() {
        let drafts = Drafts::default();
        drafts.set_focus(id(), true);
        drafts.write(id(), "Escrevendo".to_owned(), at(10));
        assert!(!drafts.hear(&heard(12_000, "outro"), at(12)));
        assert_eq!(text(&drafts), "Escrevendo");
        assert_eq!(
            drafts.unsaved(),
            [id()],
            "its next change is saved above the other"
        );
        drafts.write(id(), "Escrevendo mais".to_owned(), at(11));
        assert_eq!(drafts.facts(id()).revision, 12_001);
        drafts.saved(id(), 12_001);
        assert!(
            !drafts.hear(&heard(13_000, "outro"), at(13)),
            "saved, but still in focus"
        );
        drafts.set_focus(id(), false);
        assert!(drafts.hear(&heard(14_000, "outro"), at(14)));
    }

    #[test]
    fn what_was_sent_elsewhere_goes_here_too() {
        let drafts = Drafts::default();
        drafts.set_focus(id(), true);
        drafts.write(id(), "Pronto".to_owned(), at(10));
        drafts.saved(id(), 10_000);
        assert!(drafts.hear(&heard(10_001, ""), at(11)));
        assert_eq!(text(&drafts), "");
    }

    #[test]
    fn the_message_to_be_answered_goes_along() {
        let message = MessageId::from_parts(7, &[7; 10]);
        let with_reply = |revision, text: &str, reply_to| Draft {
            reply_to,
            ..heard(revision, text)
        };
        let drafts = Drafts::default();
        let reply_to = drafts.reply_to(id());
        assert!(drafts.hear(&with_reply(5_000, "Oi", Some(message)), at(5)));
        assert_eq!(reply_to.get_untracked(), Some(message));
        assert!(!drafts.answer(id(), Some(message), at(6)), "the same again");
        assert!(drafts.answer(id(), None, at(6)));
        assert_eq!(drafts.unsaved(), [id()]);
        assert_eq!(drafts.facts(id()).revision, 6_000);
        assert!(
            !drafts.hear(&with_reply(5_500, "Oi", Some(message)), at(7)),
            "what came before it changes nothing"
        );
        assert_eq!(reply_to.get_untracked(), None);

        // Nothing but the choice of a message is a draft too.
        drafts.write(id(), String::new(), at(8));
        drafts.answer(id(), Some(message), at(9));
        drafts.saved(id(), 9_000);
        assert_eq!(drafts.saved_with_content().len(), 1);
        drafts.write(id(), "Sim".to_owned(), at(10));
        drafts.sent(id(), " e mais".to_owned(), at(11));
        assert_eq!(
            (text(&drafts).as_str(), reply_to.get_untracked()),
            (" e mais", None)
        );
    }

    #[test]
    fn a_late_answer_does_not_say_that_newer_words_are_saved() {
        let drafts = Drafts::default();
        drafts.write(id(), "Um".to_owned(), at(10));
        drafts.write(id(), "Um dois".to_owned(), at(11));
        drafts.saved(id(), 10_000);
        assert_eq!(drafts.unsaved(), [id()]);
        drafts.saved(id(), 11_000);
        assert!(drafts.unsaved().is_empty());
    }

    #[test]
    fn a_text_is_begun_when_its_first_word_is_written() {
        let drafts = Drafts::default();
        drafts.write(id(), "O".to_owned(), at(10));
        drafts.write(id(), "Oi".to_owned(), at(20));
        assert_eq!(drafts.facts(id()).begun, Some(at(10)));
        drafts.begin_again(id(), at(25));
        assert_eq!(drafts.facts(id()).begun, Some(at(25)));
        drafts.write(id(), String::new(), at(30));
        assert_eq!(drafts.facts(id()).begun, None);
        drafts.write(id(), "Olá".to_owned(), at(40));
        assert_eq!(drafts.facts(id()).begun, Some(at(40)));
    }

    #[test]
    fn sending_empties_the_revision_that_was_sent() {
        let drafts = Drafts::default();
        drafts.write(id(), "Oi".to_owned(), at(10));
        drafts.sent(id(), String::new(), at(11));
        assert_eq!(drafts.facts(id()).revision, 10_001);
        assert!(drafts.unsaved().is_empty());
        assert!(
            !drafts.hear(&heard(10_000, "Oi"), at(12)),
            "what was sent does not come back"
        );
        drafts.write(id(), "Oi".to_owned(), at(13));
        drafts.sent(id(), " mais".to_owned(), at(14));
        assert_eq!(text(&drafts), " mais");
        assert_eq!(drafts.unsaved(), [id()]);
    }
}
