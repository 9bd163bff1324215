//! What is chosen of the list stands in the address, and outlives the page on the device: who opens the app without saying what they
//! want gets what they had.

use crate::browser::local_storage;
use crate::pages::chat::context::Chat;
use crate::state::list_choices::{KEPT_AS, ListChoices};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

/// What is chosen, and choosing.
#[derive(Clone, Copy)]
pub(in crate::pages::chat) struct Choices {
    chat: Chat,
    go: Callback<(ListChoices, Step)>,
}

/// What becomes of the address before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Going back leads to it.
    Forward,
    /// It is forgotten.
    Instead,
}

impl Choices {
    /// Those of the address.
    pub fn of_address(chat: Chat) -> Self {
        let navigate = use_navigate();
        let query = use_location().query;
        let go = Callback::new(move |(choices, step): (ListChoices, Step)| {
            // What else stands there is not ours.
            let mut others = query.get_untracked();
            for key in ListChoices::KEYS {
                others.remove(key);
            }
            let others = others.to_query_string();
            let others = others.trim_start_matches('?');
            let ours = choices.query();
            let parts: Vec<&str> = [ours.as_str(), others]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect();
            let page = Chat::page_of(chat.current_untracked());
            let address = if parts.is_empty() {
                page
            } else {
                format!("{page}?{}", parts.join("&"))
            };
            let options = NavigateOptions {
                replace: step == Step::Instead,
                scroll: false,
                ..NavigateOptions::default()
            };
            navigate(&address, options);
        });
        let choices = Self { chat, go };
        Effect::new(move |has_begun: Option<()>| {
            let now = chat.choices();
            let says_nothing = query
                .with_untracked(|query| ListChoices::KEYS.iter().all(|key| query.get_str(key).is_none()));
            let kept = local_storage::get(KEPT_AS).map(|text| ListChoices::of_text(&text));
            if let Some(kept) = kept.filter(|kept| has_begun.is_none() && says_nothing && *kept != now) {
                go.run((kept, Step::Instead));
            } else {
                local_storage::set(KEPT_AS, &now.query());
            }
        });
        choices
    }

    /// What is chosen; tracked.
    pub fn get(self) -> ListChoices {
        self.chat.choices()
    }

    /// The same, untracked.
    pub fn get_untracked(self) -> ListChoices {
        untrack(|| self.get())
    }

    /// Chooses otherwise.
    pub fn change(self, change: impl FnOnce(&mut ListChoices)) {
        let before = self.get_untracked();
        let mut after = before;
        change(&mut after);
        if after != before {
            self.go.run((after, Step::Forward));
        }
    }
}
