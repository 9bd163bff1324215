//! What the customer will get of what is typed, and what colleagues did meanwhile.

use super::AppState;
use super::drafts::Begun;
use super::outbox::{SetAside, SetAsideReason};
use domain::date_wording::CivilTime;
use domain::entities::{Agent, Contact, Direction, Message, PhoneNumber};
use domain::error::ErrorCode;
use domain::ids::ConversationId;
use domain::merge_field::Resolution;
use domain::outgoing_text::TextSources;
use domain::permission::Permission;
use leptos::prelude::*;

/// What merge fields and the signature are made of in one conversation.
#[derive(Clone, Debug, PartialEq)]
pub struct ConversationSources {
    agent: Agent,
    contact: Contact,
    source: Option<String>,
    phone_number: PhoneNumber,
}

impl ConversationSources {
    /// As the rule asks for them; `now` is what the company's clocks show.
    #[must_use]
    pub fn at(&self, now: CivilTime) -> TextSources<'_> {
        TextSources {
            agent: &self.agent,
            contact: &self.contact,
            source: self.source.as_deref(),
            phone_number: &self.phone_number,
            now,
        }
    }

    /// Whether every text gets the agent's name before it.
    #[must_use]
    pub const fn signs(&self) -> bool {
        self.phone_number.adds_signature
    }

    /// What the customer gets of a text.
    #[must_use]
    pub fn outgoing(&self, typed: &str, now: CivilTime) -> Resolution {
        self.at(now).outgoing(typed)
    }
}

impl AppState {
    /// What merge fields are made of here; `None` while something is missing. Tracked.
    #[must_use]
    pub fn text_sources(&self, id: ConversationId) -> Option<ConversationSources> {
        let agent = self
            .session
            .with(|session| session.as_ref().map(|session| session.agent.clone()))?;
        let (contact_id, number_id) = self
            .conversations
            .find(id)?
            .with(|row| (row.contact_id, row.phone_number_id));
        let contact = self.contacts.value(contact_id)?;
        let source = contact.source_id.and_then(|id| self.sources.value(id));
        Some(ConversationSources {
            agent,
            contact,
            source: source.map(|source| source.name),
            phone_number: self.phone_numbers.value(number_id)?,
        })
    }

    /// The same, untracked.
    #[must_use]
    pub fn text_sources_untracked(&self, id: ConversationId) -> Option<ConversationSources> {
        let agent = self
            .session
            .with_untracked(|session| session.as_ref().map(|session| session.agent.clone()))?;
        let row = self.conversations.value_untracked(id)?;
        let contact = self.contacts.value_untracked(row.contact_id)?;
        let source = contact.source_id.and_then(|id| self.sources.value_untracked(id));
        Some(ConversationSources {
            agent,
            contact,
            source: source.map(|source| source.name),
            phone_number: self.phone_numbers.value_untracked(row.phone_number_id)?,
        })
    }

    /// What colleagues have answered here since the text in the composer was begun, oldest first; untracked. The server has the last
    /// word: it goes by the log, not by the clock.
    #[must_use]
    pub fn answers_since_begun(&self, id: ConversationId) -> Vec<Message> {
        self.answers_since(id, self.drafts.facts(id).begun)
    }

    /// The same since the words below files were begun, where these go as a message of their own: what goes with a file asks nobody.
    #[must_use]
    pub fn answers_since_caption_begun(&self, id: ConversationId) -> Vec<Message> {
        let begun = self.trays.caption_begun(id);
        self.answers_since(id, begun.filter(|_| self.trays.is_caption_alone(id)))
    }

    /// Whether no composer shows what was set aside: its conversation is out of sight, or the agent may not write there any more. Tracked.
    #[must_use]
    pub fn has_no_composer(&self, item: &SetAside) -> bool {
        item.reason == SetAsideReason::SightLost
            || !self.conversations.is_here(item.conversation_id)
            || !self.can(Permission::ChatSend)
    }

    fn answers_since(&self, id: ConversationId, begun: Option<Begun>) -> Vec<Message> {
        let Some(begun) = begun else {
            return Vec::new();
        };
        let mut answers = self.colleagues_messages(id, |message| message.at > begun.at);
        answers.reverse();
        answers
    }

    /// The newest message of a colleague here; untracked.
    #[must_use]
    pub fn newest_answer(&self, id: ConversationId) -> Option<Message> {
        let mut is_first = true;
        self.colleagues_messages(id, |_| std::mem::take(&mut is_first))
            .pop()
    }

    /// Newest first, for as long as `goes_on`; looks no further than the newest hundred rows.
    fn colleagues_messages(
        &self,
        id: ConversationId,
        mut goes_on: impl FnMut(&Message) -> bool,
    ) -> Vec<Message> {
        const MOST: usize = 100;
        let me = self.me_untracked();
        let newest: Vec<_> = self
            .thread(id)
            .ids
            .with_untracked(|ids| ids.iter().rev().take(MOST).copied().collect());
        let messages = newest
            .into_iter()
            .filter_map(|id| self.messages.value_untracked(id))
            .filter(|message| message.direction == Direction::Outbound && message.author != me);
        let mut found = Vec::new();
        for message in messages {
            if !goes_on(&message) {
                break;
            }
            found.push(message);
        }
        found
    }
}

impl SetAside {
    /// Whether the agent may send it all the same, where there is a composer. A recording or a file that came too late goes as it is
    /// once the window is open again.
    #[must_use]
    pub fn can_be_sent_anyway(&self) -> bool {
        let SetAsideReason::Refused { problem } = &self.reason else {
            return false;
        };
        match problem.code {
            ErrorCode::ColleagueAnswered | ErrorCode::MergeFieldUnresolved => true,
            ErrorCode::WindowClosed => self.is_recording || self.has_file,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::examples;
    use crate::state::thread_layout::CivilDay;
    use domain::entities::Conversation;
    use domain::error::Problem;
    use domain::ids::MessageId;
    use domain::permission::PermissionSet;
    use domain::time::Timestamp;
    use domain::wire::Session;

    /// See `tests/fixtures/merge_fields.json`: what is typed, what the customer gets, what has no value.
    const TABLE: &str = include_str!("../../tests/fixtures/merge_fields.json");
    /// The agent, the contact and the number of the table.
    const PEOPLE: &str = include_str!("../../tests/fixtures/merge_field_people.json");

    fn state(id: ConversationId) -> AppState {
        let (agent, contact, phone_number): (Agent, Contact, PhoneNumber) =
            serde_json::from_str(PEOPLE).expect("the people of the table");
        let state = AppState::new(|_, _| CivilDay(0));
        state.conversations.put(Conversation {
            phone_number_id: phone_number.id,
            ..examples::conversation(id, contact.id)
        });
        state.put_session(Session {
            agent,
            permissions: PermissionSet::default(),
        });
        state.contacts.put(contact);
        state.sources.put(domain::entities::Source {
            id: domain::contact::seeded::whatsapp(),
            version: 1,
            name: "whatsapp".to_owned(),
        });
        state.phone_numbers.put(phone_number);
        state
    }

    #[test]
    fn the_composer_previews_what_the_table_says_that_the_server_sends() {
        let id = ConversationId::from_parts(1, &[1; 10]);
        let now = CivilTime {
            year: 2026,
            month: 3,
            day: 2,
            hour: 9,
            minute: 0,
        };
        let sources = state(id).text_sources_untracked(id).expect("everything is here");
        let table: Vec<(String, String, Vec<String>)> = serde_json::from_str(TABLE).expect("a table");
        for (typed, sent, gaps) in table {
            let preview = sources.outgoing(&typed, now);
            assert_eq!(preview.text, sent, "{typed}");
            assert_eq!(preview.gaps(), gaps, "{typed}");
        }
    }

    #[test]
    fn what_was_refused_hears_that_its_composer_goes_and_comes() {
        let id = ConversationId::from_parts(1, &[1; 10]);
        let state = state(id);
        let item = SetAside {
            id: MessageId::from_parts(1, &[1; 10]),
            conversation_id: id,
            text: "Até amanhã".to_owned(),
            is_recording: false,
            has_file: false,
            reason: SetAsideReason::Refused {
                problem: Problem::new(ErrorCode::WindowClosed),
            },
            at: Timestamp::default(),
        };
        let has_none = Memo::new({
            let state = state.clone();
            move |_| state.has_no_composer(&item)
        });
        let allow = |permissions| {
            let agent = state.session.get_untracked().expect("a session").agent;
            state.put_session(Session { agent, permissions });
        };
        assert!(has_none.get_untracked(), "nobody may write yet");
        allow(PermissionSet::default().with(Permission::ChatSend));
        assert!(!has_none.get_untracked());

        let row = state.conversations.value_untracked(id).expect("the conversation");
        state.conversations.remove(id);
        assert!(has_none.get_untracked());
        state.conversations.put(row);
        assert!(!has_none.get_untracked());
        allow(PermissionSet::default());
        assert!(has_none.get_untracked());
    }

    #[test]
    fn what_is_no_mere_text_and_came_too_late_goes_when_the_window_is_open_again() {
        let item = |code, is_recording, has_file| SetAside {
            id: MessageId::from_parts(1, &[1; 10]),
            conversation_id: ConversationId::from_parts(1, &[1; 10]),
            text: "🎤 0:07".to_owned(),
            is_recording,
            has_file,
            reason: SetAsideReason::Refused {
                problem: Problem::new(code),
            },
            at: Timestamp::default(),
        };
        for (code, is_recording, has_file, expected) in [
            (ErrorCode::WindowClosed, true, false, true),
            (ErrorCode::WindowClosed, false, true, true),
            (ErrorCode::WindowClosed, false, false, false),
            (ErrorCode::ColleagueAnswered, false, false, true),
            (ErrorCode::MergeFieldUnresolved, false, true, true),
            (ErrorCode::VoiceNoteRefused, true, false, false),
            (ErrorCode::FileTooLarge, false, true, false),
        ] {
            assert_eq!(
                item(code, is_recording, has_file).can_be_sent_anyway(),
                expected,
                "{code:?}"
            );
        }
    }
}
