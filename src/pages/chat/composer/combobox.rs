//! A text area that has a list while one types a sign and what follows it: in the composer and in notes. The focus stays where one
//! writes: keys are for the list.

use super::suggesting::{Asked, Suggestion, stepped};
use crate::browser::text_field;
use crate::ui::enter_key::types;
use leptos::attr::{self, Attribute};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;

/// A field and its list. A handle that copies.
#[derive(Clone, Copy)]
pub(in crate::pages::chat) struct Combobox {
    pub(super) field: NodeRef<html::Textarea>,
    asks: fn(&str) -> Option<Asked>,
    pub(super) asked: RwSignal<Option<Asked>>,
    pub(super) offered: Memo<Vec<Suggestion>>,
    is_offering: Memo<bool>,
    /// Which of what is offered Enter takes.
    pub(super) chosen: RwSignal<usize>,
    on_choice: Callback<Suggestion>,
}

impl Combobox {
    /// Offers nothing yet. `asks` says what is being typed at the end of the text before the caret, `suggest` what that may become;
    /// `on_choice` hears what was written for it.
    pub fn new(
        field: NodeRef<html::Textarea>,
        asks: fn(&str) -> Option<Asked>,
        suggest: impl Fn(&Asked) -> Vec<Suggestion> + Send + Sync + 'static,
        on_choice: Callback<Suggestion>,
    ) -> Self {
        let asked = RwSignal::new(None::<Asked>);
        let offered =
            Memo::new(move |_| asked.with(|asked| asked.as_ref().map(&suggest).unwrap_or_default()));
        Self {
            field,
            asks,
            asked,
            offered,
            is_offering: Memo::new(move |_| offered.with(|offered| !offered.is_empty())),
            chosen: RwSignal::new(0),
            on_choice,
        }
    }

    /// What the field says of its list. A combobox only while it has one: else it is an ordinary text box.
    pub(super) fn attributes(self) -> impl Attribute {
        let Self {
            is_offering, chosen, ..
        } = self;
        let while_offering = move |value: &'static str| move || is_offering.get().then_some(value);
        (
            attr::role(while_offering("combobox")),
            attr::aria_autocomplete("list"),
            attr::aria_haspopup(while_offering("listbox")),
            attr::aria_expanded(while_offering("true")),
            attr::aria_controls(while_offering(LIST_ID)),
            attr::aria_activedescendant(move || is_offering.get().then(|| option_id(chosen.get()))),
        )
    }

    /// The text or the place of the caret may be another one.
    pub(super) fn look_at_caret(self) {
        let now = self
            .field
            .get_untracked()
            .and_then(|field| (self.asks)(&text_field::before_caret(&field)?));
        if self.asked.with_untracked(|asked| *asked != now) {
            self.asked.set(now);
            self.chosen.set(0);
        }
    }

    /// The same, when a key was let go that moves the caret.
    pub(super) fn follow_caret(self, event: &ev::KeyboardEvent) {
        if matches!(event.key().as_str(), "ArrowLeft" | "ArrowRight" | "Home" | "End") {
            self.look_at_caret();
        }
    }

    /// The list goes; what was typed stays.
    pub(super) fn close(self) {
        // The field may have lost the focus because it has gone.
        self.asked.try_set(None);
    }

    /// Whether a key was for the list; the arrows go round.
    pub(super) fn takes(self, event: &ev::KeyboardEvent) -> bool {
        let count = self.offered.with_untracked(Vec::len);
        let has_other = event.shift_key() || event.ctrl_key() || event.meta_key();
        if count == 0 || has_other || types(event) {
            return false;
        }
        let step = |by| self.chosen.update(|place| *place = stepped(*place, by, count));
        match event.key().as_str() {
            "ArrowDown" => step(1),
            "ArrowUp" => step(-1),
            "Enter" | "Tab" => self.choose(self.chosen.get_untracked()),
            "Escape" => self.close(),
            _ => return false,
        }
        true
    }

    /// What stands at a place of the list is written in place of what was typed.
    pub(super) fn choose(self, place: usize) {
        let suggestion = self.offered.with_untracked(|offered| offered.get(place).cloned());
        let length = self
            .asked
            .with_untracked(|asked| asked.as_ref().map(Asked::length));
        self.close();
        if let (Some(suggestion), Some(length), Some(field)) =
            (suggestion, length, self.field.get_untracked())
        {
            text_field::insert(&field, length, &suggestion.text);
            self.on_choice.run(suggestion);
        }
    }
}

/// Joins a field and its list. It closes with the focus, so there is one at a time.
pub(super) const LIST_ID: &str = "composer-suggestions";

/// The id of a place in the list.
pub(super) fn option_id(place: usize) -> String {
    format!("{LIST_ID}-{place}")
}
