//! Templates of our accounts, and beginning conversations with them.

use super::AppState;
use super::phase::{PageLoad, RequestFailure};
use domain::ids::{ConversationId, PhoneNumberId, TemplateId};
use domain::template::{Template, TemplateSync};
use leptos::prelude::*;

/// When templates were asked for, as far as it is loaded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TemplateSyncs {
    /// By account; `None`: not loaded.
    pub known: Option<Vec<TemplateSync>>,
    /// Loading it.
    pub load: PageLoad,
    /// The number for whose account Meta is being asked.
    pub busy: Option<PhoneNumberId>,
}

impl TemplateSyncs {
    /// What is known of an account.
    #[must_use]
    pub fn of(&self, waba_id: &str) -> Option<&TemplateSync> {
        self.known.iter().flatten().find(|sync| sync.waba_id == waba_id)
    }

    /// Meta was asked.
    pub(crate) fn note(&mut self, done: TemplateSync) {
        let known = self.known.get_or_insert_default();
        known.retain(|sync| sync.waba_id != done.waba_id);
        known.push(done);
    }
}

/// How beginning a conversation goes.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum StartProgress {
    /// Nothing was asked.
    #[default]
    Idle,
    /// The server is asked for it.
    Busy(ConversationId),
    /// This is the conversation.
    Started(ConversationId),
    /// It did not work.
    Failed(RequestFailure),
}

impl AppState {
    /// How beginning a conversation ended that was asked for by this id. Where nobody waits for it any more, nobody is led there.
    pub(crate) fn end_start(&self, asked: ConversationId, end: StartProgress) {
        if self
            .start
            .with_untracked(|start| *start == StartProgress::Busy(asked))
        {
            self.start.set(end);
        }
    }

    /// The templates that can be sent in a conversation: approved ones of its number's account, by name; tracked.
    #[must_use]
    pub fn sendable_templates(&self, id: ConversationId) -> Vec<Template> {
        let number = self
            .conversations
            .find(id)
            .map(|row| row.with(|conversation| conversation.phone_number_id));
        let mut templates = number.map(|number| self.templates_of(number)).unwrap_or_default();
        templates.retain(Template::is_approved);
        templates
    }

    /// The templates of a number's account, by name; tracked.
    #[must_use]
    pub fn templates_of(&self, number: PhoneNumberId) -> Vec<Template> {
        let Some(number) = self.phone_numbers.find(number) else {
            return Vec::new();
        };
        let waba_id = number.with(|number| number.waba_id.clone());
        let mut templates = self.templates.values();
        templates.retain(|template| template.waba_id == waba_id);
        templates.sort_by(|a, b| (&a.name, &a.language).cmp(&(&b.name, &b.language)));
        templates
    }

    /// A template as it was at a number of the log.
    pub(crate) fn put_template(&self, template: Template, n: u64) {
        if self.gone_templates.admits(&template.id, n) {
            self.templates.put(template);
        }
    }

    /// A template is gone as of a number of the log.
    pub(crate) fn remove_template(&self, id: TemplateId, n: u64) {
        self.gone_templates.note(id, n);
        self.templates.remove(id);
    }

    pub(super) fn forget_templates(&self) {
        self.templates.clear();
        self.gone_templates.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::thread_layout::CivilDay;

    #[test]
    fn nobody_is_led_to_a_conversation_that_they_do_not_wait_for() {
        let state = AppState::new(|_, _| CivilDay(0));
        let [asked, other] = [1, 2].map(|number| ConversationId::from_parts(1, &[number; 10]));
        let started = StartProgress::Started(asked);
        state.start.set(StartProgress::Busy(asked));
        state.end_start(asked, started.clone());
        assert_eq!(state.start.get_untracked(), started);
        // The dialog was closed before the server answered, and perhaps opened for somebody else.
        for now in [StartProgress::Idle, StartProgress::Busy(other)] {
            state.start.set(now.clone());
            state.end_start(asked, started.clone());
            assert_eq!(state.start.get_untracked(), now);
        }
    }
}
