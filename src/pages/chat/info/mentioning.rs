//! What is offered while one types `@` in a note: colleagues by name.

use crate::browser::{folding, text_field};
use crate::i18n::use_i18n;
use crate::pages::chat::composer::suggesting::Suggestion;
use crate::pages::chat::composer::suggestions::{Deed, Suggestions, asked_by_key};
use crate::pages::chat::context::Chat;
use crate::state::AppState;
use domain::mention::being_typed;
use domain::permission::Permission;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;

/// The list of one field. A handle that copies.
#[derive(Clone, Copy)]
pub(super) struct Mentioning {
    field: NodeRef<html::Textarea>,
    typed: RwSignal<Option<String>>,
    offered: Memo<Vec<Suggestion>>,
    chosen: RwSignal<usize>,
}

impl Mentioning {
    /// Offers nothing yet.
    pub fn new(field: NodeRef<html::Textarea>) -> Self {
        let chat = Chat::here();
        let typed = RwSignal::new(None::<String>);
        let offered = Memo::new(move |_| {
            typed.with(|typed| match typed {
                Some(typed) => offered(typed, chat.with(colleagues), folding::fold),
                None => Vec::new(),
            })
        });
        Self {
            field,
            typed,
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
        let field = self.field.get_untracked();
        let before = field.and_then(|field| text_field::before_caret(&field));
        let now = before.and_then(|before| being_typed(&before).map(str::to_owned));
        if self.typed.with_untracked(|typed| *typed != now) {
            self.typed.set(now);
            self.chosen.set(0);
        }
    }

    /// The list goes; what was typed stays.
    pub fn close(self) {
        // The field may have lost the focus because it has gone.
        self.typed.try_set(None);
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
        let text = self
            .offered
            .with_untracked(|offered| offered.get(place).map(|one| one.text.clone()));
        let length = self
            .typed
            .with_untracked(|typed| typed.as_ref().map(|typed| 1 + typed.len()));
        self.close();
        if let (Some(text), Some(length), Some(field)) = (text, length, self.field.get_untracked()) {
            text_field::insert(&field, length, &text);
        }
    }
}

/// The list above the field.
#[component]
pub(super) fn Colleagues(
    /// Of which field.
    of: Mentioning,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Suggestions
            items=of.offered
            chosen=of.chosen
            title=Signal::derive(move || i18n.text().mention.colleagues)
            on_choose=Callback::new(move |place| of.choose(place))
        />
    }
}

/// Somebody who can be mentioned.
#[derive(Clone, Debug)]
struct Colleague {
    name: String,
    role: String,
}

/// All who may see conversations, but the agent. Whether they see this one is decided where it is told to them.
fn colleagues(state: &AppState) -> Vec<Colleague> {
    let me = state.me();
    let mut all = Vec::new();
    for agent in state.agents.values() {
        let role = state.roles.value(agent.role_id);
        let may_see = role.as_ref().is_none_or(|role| {
            role.permissions.allows(Permission::ChatView) || role.permissions.allows(Permission::ChatViewAll)
        });
        if may_see && Some(agent.id) != me {
            all.push(Colleague {
                name: agent.full_name(),
                role: role.map(|role| role.name).unwrap_or_default(),
            });
        }
    }
    all
}

/// Those with a name that begins like what is typed, or has a word that does, by name.
fn offered(typed: &str, colleagues: Vec<Colleague>, fold: impl Fn(&str) -> String) -> Vec<Suggestion> {
    // Whole as it is: what follows is for the note again.
    if colleagues.iter().any(|one| one.name == typed) {
        return Vec::new();
    }
    let wanted = fold(typed);
    let mut found: Vec<(String, Colleague)> = colleagues
        .into_iter()
        .map(|one| (fold(&one.name), one))
        .filter(|(key, _)| begins(key, &wanted))
        .collect();
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    let suggestion = |(_, Colleague { name, role }): (String, Colleague)| Suggestion {
        text: format!("@{name} "),
        label: name,
        title: String::new(),
        detail: role,
        canned: None,
    };
    found.into_iter().map(suggestion).collect()
}

fn begins(name: &str, wanted: &str) -> bool {
    name.starts_with(wanted)
        || name
            .match_indices(' ')
            .any(|(at, _)| name[at + 1..].starts_with(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::text_folding::fold;

    #[test]
    fn colleagues_are_found_by_the_beginnings_of_their_names() {
        let names = |typed: &str| -> Vec<String> {
            let all = ["Zoë Reis", "Bruno Lima", "Ana", "Ana Paula Brito"];
            let all = all.map(|name| Colleague {
                name: name.to_owned(),
                role: "Atendente".to_owned(),
            });
            let found = offered(typed, all.to_vec(), fold);
            found.into_iter().map(|one| one.text).collect()
        };
        assert_eq!(
            names(""),
            ["@Ana ", "@Ana Paula Brito ", "@Bruno Lima ", "@Zoë Reis "]
        );
        assert_eq!(names("br"), ["@Ana Paula Brito ", "@Bruno Lima "]);
        assert_eq!(names("ZOE"), ["@Zoë Reis "]);
        assert_eq!(names("bruno l"), ["@Bruno Lima "]);
        assert_eq!(names("an"), ["@Ana ", "@Ana Paula Brito "]);
        assert!(names("Ana").is_empty(), "it is whole: Enter breaks the line");
        assert_eq!(names("Ana "), ["@Ana Paula Brito "]);
        assert!(names("Bruno Lima ").is_empty());
        assert!(names("runo").is_empty());
    }
}
