//! The chips above the list.

use super::scoped;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::conversation_filter::{ConversationFilter, ConversationScope};
use domain::entities::ConversationState;
use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Choice {
    state: ConversationState,
    scope: ConversationScope,
}

const CHOICES: [Choice; 5] = [
    Choice {
        state: ConversationState::Open,
        scope: ConversationScope::All,
    },
    Choice {
        state: ConversationState::Open,
        scope: ConversationScope::Unread,
    },
    Choice {
        state: ConversationState::Open,
        scope: ConversationScope::Mine,
    },
    Choice {
        state: ConversationState::Open,
        scope: ConversationScope::Unassigned,
    },
    Choice {
        state: ConversationState::Concluded,
        scope: ConversationScope::All,
    },
];

/// All, unread (with their number), mine, unassigned; concluded.
#[component]
pub(super) fn Filters(filter: RwSignal<ConversationFilter>) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let unread = Memo::new(move |_| {
        let unread = scoped(filter.get(), ConversationState::Open, ConversationScope::Unread);
        chat.with(|state| state.conversation_list.with(|list| list.count(&unread)))
    });
    let name = move |choice: Choice| {
        let text = i18n.text();
        match (choice.state, choice.scope) {
            (ConversationState::Concluded, _) => text.filter_concluded,
            (_, ConversationScope::All) => text.filter_all,
            (_, ConversationScope::Unread) => text.filter_unread,
            (_, ConversationScope::Mine) => text.filter_mine,
            (_, ConversationScope::Unassigned) => text.filter_unassigned,
        }
    };
    view! {
        <div class="filters" role="group" aria-label=move || i18n.text().filters>
            {CHOICES
                .map(|choice| {
                    let is_chosen = move || {
                        filter.with(|filter| filter.state == choice.state && filter.scope == choice.scope)
                    };
                    let count = move || {
                        (choice.scope == ConversationScope::Unread && unread.get() > 0).then(|| unread.get())
                    };
                    view! {
                        <button
                            type="button"
                            class="chip"
                            aria-pressed=move || is_chosen().to_string()
                            on:click=move |_| {
                                filter.update(|filter| *filter = scoped(*filter, choice.state, choice.scope));
                            }
                        >
                            {move || name(choice)}
                            {move || count().map(|count| view! { <span class="chip__count">{count}</span> })}
                        </button>
                    }
                })
                .collect_view()}
        </div>
    }
    .into_any()
}
