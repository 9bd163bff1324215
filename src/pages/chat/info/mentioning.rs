//! What is offered while one types `@` in a note: colleagues by name.

use crate::browser::folding;
use crate::pages::chat::composer::combobox::Combobox;
use crate::pages::chat::composer::suggesting::{Asked, Suggestion};
use crate::pages::chat::context::Chat;
use crate::state::AppState;
use domain::permission::Permission;
use leptos::html;
use leptos::prelude::*;

/// A note's field with its list.
pub(super) fn combobox(field: NodeRef<html::Textarea>) -> Combobox {
    let chat = Chat::here();
    let suggest = move |asked: &Asked| match asked {
        Asked::Colleague(typed) => offered(typed, chat.with(colleagues), folding::fold),
        // To customers only.
        Asked::Field(_) | Asked::CannedResponse(_) => Vec::new(),
    };
    let nothing_more = Callback::new(|_: Suggestion| {});
    Combobox::new(field, Asked::colleague_at_end_of, suggest, nothing_more)
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
