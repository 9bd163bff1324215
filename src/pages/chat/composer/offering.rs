//! The list that opens while one types `@` or `/`, and what its keys do. The focus stays where one writes.

use super::outgoing::Outgoing;
use super::suggesting::{Asked, Suggestion, canned_responses, fields};
use super::suggestions::{Deed, Suggestions, asked_by_key};
use crate::browser::text_field;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::intent::Intent;
use domain::ids::ConversationId;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;

/// What is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Offers {
    /// Merge fields, and canned responses in place of what is written.
    All,
    /// Merge fields only: below files that are there.
    Fields,
}

/// The list of one field. A handle that copies.
#[derive(Clone, Copy)]
pub(super) struct Offering {
    chat: Chat,
    id: ConversationId,
    field: NodeRef<html::Textarea>,
    offers: Offers,
    asked: RwSignal<Option<Asked>>,
    offered: Memo<Vec<Suggestion>>,
    chosen: RwSignal<usize>,
}

impl Offering {
    /// Offers nothing yet.
    pub fn new(
        id: ConversationId,
        field: NodeRef<html::Textarea>,
        outgoing: Outgoing,
        offers: Offers,
    ) -> Self {
        let i18n = use_i18n();
        let chat = Chat::here();
        let sources = outgoing.sources();
        let asked = RwSignal::new(None::<Asked>);
        let offered = Memo::new(move |_| match asked.get() {
            None => Vec::new(),
            Some(Asked::Field(typed)) => sources.with(|sources| {
                let now = chat.civil_now();
                let value = |field| sources.as_ref().and_then(|sources| sources.at(now).value(field));
                fields(&typed, i18n.text().composer.field_name, value)
            }),
            Some(Asked::CannedResponse(typed)) => {
                chat.with(|state| canned_responses(&typed, &state.canned_responses()))
            }
        });
        Self {
            chat,
            id,
            field,
            offers,
            asked,
            offered,
            chosen: RwSignal::new(0),
        }
    }

    /// Whether there is a list; tracked.
    pub fn is_offering(self) -> bool {
        self.offered.with(|offered| !offered.is_empty())
    }

    /// Which of it Enter takes; tracked.
    pub fn chosen(self) -> usize {
        self.chosen.get()
    }

    /// The text or the place of the caret may be another one.
    pub fn look_at_caret(self) {
        let now = self
            .field
            .get_untracked()
            .and_then(|field| Asked::at_end_of(&text_field::before_caret(&field)?))
            .filter(|asked| self.offers == Offers::All || matches!(asked, Asked::Field(_)));
        if self.asked.with_untracked(|asked| *asked != now) {
            self.asked.set(now);
            self.chosen.set(0);
        }
    }

    /// The same, when a key was let go that moves the caret.
    pub fn follow_caret(self, event: &ev::KeyboardEvent) {
        if matches!(event.key().as_str(), "ArrowLeft" | "ArrowRight" | "Home" | "End") {
            self.look_at_caret();
        }
    }

    /// The list goes; what was typed stays.
    pub fn close(self) {
        // The field may have lost the focus because it has gone.
        self.asked.try_set(None);
    }

    /// Whether a key was for the list.
    pub fn takes(self, event: &ev::KeyboardEvent) -> bool {
        let count = self.offered.with_untracked(Vec::len);
        match asked_by_key(event, self.chosen, count) {
            None => return false,
            Some(Deed::Another) => {}
            Some(Deed::Marked) => self.choose(self.chosen.get_untracked()),
            Some(Deed::Nothing) => self.close(),
        }
        true
    }

    fn choose(self, place: usize) {
        let suggestion = self.offered.with_untracked(|offered| offered.get(place).cloned());
        let length = self
            .asked
            .with_untracked(|asked| asked.as_ref().map(Asked::length));
        self.close();
        if let (Some(Suggestion { text, canned, .. }), Some(length), Some(field)) =
            (suggestion, length, self.field.get_untracked())
        {
            text_field::insert(&field, length, &text);
            if let Some(canned) = canned {
                self.chat.emit(Intent::AnswerWithCanned {
                    conversation_id: self.id,
                    id: canned,
                });
            }
        }
    }
}

/// The list above the field.
#[component]
pub(super) fn Offered(
    /// Of which field.
    of: Offering,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Suggestions
            items=of.offered
            chosen=of.chosen
            title=Signal::derive(move || {
                let text = i18n.text();
                match of.asked.get() {
                    Some(Asked::CannedResponse(_)) => text.composer.canned_responses,
                    Some(Asked::Field(_)) | None => text.composer.fields,
                }
            })
            on_choose=Callback::new(move |place| of.choose(place))
        />
    }
    .into_any()
}
