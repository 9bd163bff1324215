//! The chips above the list.

use super::choices::Choices;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::conversation_filter::{ConversationFilter, ConversationScope};
use crate::state::intent::Intent;
use crate::state::list_choices::ListChoices;
use crate::state::list_pages::ListPages;
use domain::entities::ConversationState;
use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Chip {
    state: ConversationState,
    scope: ConversationScope,
}

const CHIPS: [Chip; 5] = [
    Chip {
        state: ConversationState::Open,
        scope: ConversationScope::All,
    },
    Chip {
        state: ConversationState::Open,
        scope: ConversationScope::Unread,
    },
    Chip {
        state: ConversationState::Open,
        scope: ConversationScope::Mine,
    },
    Chip {
        state: ConversationState::Open,
        scope: ConversationScope::Unassigned,
    },
    Chip {
        state: ConversationState::Concluded,
        scope: ConversationScope::All,
    },
];

/// All, unread (with their number), mine, unassigned; concluded.
#[component]
pub(super) fn Filters(choices: Choices) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let unread_filter = Memo::new(move |_| ConversationFilter {
        state: ConversationState::Open,
        scope: ConversationScope::Unread,
        ..choices.get().filter
    });
    let unread = Memo::new(move |_| chat.with(|state| state.known_count(unread_filter.get())));
    // A number is true when all of them are here.
    Effect::new(move |_| {
        let choices = ListChoices {
            filter: unread_filter.get(),
            ..ListChoices::default()
        };
        if chat.with(|state| state.list_pages(choices)) == ListPages::default() {
            chat.emit(Intent::LoadMoreConversations(choices));
        }
    });
    let name = move |chip: Chip| {
        let text = i18n.text();
        match (chip.state, chip.scope) {
            (ConversationState::Concluded, _) => text.filter_concluded,
            (_, ConversationScope::All) => text.filter_all,
            (_, ConversationScope::Unread) => text.filter_unread,
            (_, ConversationScope::Mine) => text.filter_mine,
            (_, ConversationScope::Unassigned) => text.filter_unassigned,
        }
    };
    view! {
        <div class="filters" role="group" aria-label=move || i18n.text().filters>
            {CHIPS
                .map(|chip| {
                    let is_chosen = move || {
                        let filter = choices.get().filter;
                        filter.state == chip.state && filter.scope == chip.scope
                    };
                    let count = move || {
                        (chip.scope == ConversationScope::Unread).then(|| unread.get()).and_then(count_words)
                    };
                    view! {
                        <button
                            type="button"
                            class="chip"
                            aria-pressed=move || is_chosen().to_string()
                            on:click=move |_| {
                                choices
                                    .change(|choices| {
                                        choices.filter.state = chip.state;
                                        choices.filter.scope = chip.scope;
                                    });
                            }
                        >
                            {move || name(chip)}
                            {move || count().map(|count| view! { <span class="chip__count">{count}</span> })}
                        </button>
                    }
                })
                .collect_view()}
        </div>
    }
    .into_any()
}

/// How many, with a plus where there may be more than this device knows of.
fn count_words((count, is_whole): (usize, bool)) -> Option<String> {
    match (count, is_whole) {
        (0, _) => None,
        (count, true) => Some(count.to_string()),
        (count, false) => Some(format!("{count}+")),
    }
}

#[cfg(test)]
mod tests {
    use super::count_words;

    #[test]
    fn a_number_says_whether_it_is_all() {
        assert_eq!(count_words((0, true)), None);
        assert_eq!(count_words((0, false)), None);
        assert_eq!(count_words((7, true)).as_deref(), Some("7"));
        assert_eq!(count_words((100, false)).as_deref(), Some("100+"));
    }
}
