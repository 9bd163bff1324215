//! What the list is narrowed down to stands in the address, so that coming back from a conversation leads to the same list.

use crate::shell::Place;
use crate::state::list_choices::{stage_of, stage_word};
use domain::contact_list::ContactFilter;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::location::Url;
use leptos_router::params::ParamsMap;

const TEXT: &str = "q";
const STAGE: &str = "stage";
const SOURCE: &str = "source";
const GROUP: &str = "group";

/// What is chosen; the address follows. Who goes to the bare address chooses all.
pub(super) fn filter_in_address() -> RwSignal<ContactFilter> {
    let query = use_location().query;
    let navigate = use_navigate();
    let filter = RwSignal::new(query.with_untracked(of_query));
    Effect::new(move |before: Option<ContactFilter>| {
        let now = filter.get();
        let is_there = query.with_untracked(of_query) == now;
        if before.is_some() && !is_there {
            let options = NavigateOptions {
                replace: true,
                scroll: false,
                ..NavigateOptions::default()
            };
            navigate(&address(&now), options);
        }
        now
    });
    Effect::new(move |before: Option<ContactFilter>| {
        let said = query.with(of_query);
        let is_left = before.is_some_and(|before| !before.is_all()) && said.is_all();
        if is_left && !filter.with_untracked(ContactFilter::is_all) {
            filter.set(ContactFilter::default());
        }
        said
    });
    filter
}

/// The parameters of a filter, with a question mark before them; empty: there are none.
pub(super) fn parameters(filter: &ContactFilter) -> String {
    let mut said = Vec::new();
    let text = filter.q.trim();
    if !text.is_empty() {
        said.push(format!("{TEXT}={}", Url::escape(text)));
    }
    if let Some(stage) = filter.stage {
        said.push(format!("{STAGE}={}", stage_word(stage)));
    }
    if let Some(id) = filter.source {
        said.push(format!("{SOURCE}={id}"));
    }
    if let Some(id) = filter.group {
        said.push(format!("{GROUP}={id}"));
    }
    if said.is_empty() {
        String::new()
    } else {
        format!("?{}", said.join("&"))
    }
}

fn address(filter: &ContactFilter) -> String {
    format!("{}{}", Place::Contacts.path(), parameters(filter))
}

fn of_query(query: &ParamsMap) -> ContactFilter {
    read(|key| query.get(key))
}

fn read(value: impl Fn(&str) -> Option<String>) -> ContactFilter {
    ContactFilter {
        q: value(TEXT).unwrap_or_default(),
        stage: value(STAGE).and_then(|word| stage_of(&word)),
        source: value(SOURCE).and_then(|id| id.parse().ok()),
        group: value(GROUP).and_then(|id| id.parse().ok()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::entities::Stage;
    use domain::ids::{GroupId, SourceId};

    #[test]
    fn an_address_says_what_is_chosen_and_nonsense_chooses_nothing() {
        let chosen = ContactFilter {
            q: String::new(),
            stage: Some(Stage::InProgress),
            source: Some(SourceId::from_parts(1, &[1; 10])),
            group: Some(GroupId::from_parts(1, &[2; 10])),
        };
        let address = address(&chosen);
        let (page, said) = address.split_once('?').unwrap_or_default();
        assert_eq!(page, "/contacts");
        let said_of = |key: &str| {
            let mut pairs = said.split('&').filter_map(|pair| pair.split_once('='));
            pairs
                .find(|(name, _)| *name == key)
                .map(|(_, value)| value.to_owned())
        };
        assert_eq!(read(said_of), chosen);
        assert_eq!(read(|key| (key == TEXT).then(|| "jo sil".to_owned())).q, "jo sil");
        assert_eq!(
            read(|key| (key != TEXT).then(|| "x".to_owned())),
            ContactFilter::default()
        );
        assert_eq!(super::address(&ContactFilter::default()), "/contacts");
    }
}
