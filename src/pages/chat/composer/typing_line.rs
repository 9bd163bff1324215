//! Which colleagues are here too, and who of them writes just now.

use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use domain::ids::{AgentId, ConversationId};
use leptos::prelude::*;

/// "Ana está escrevendo…", else "Ana também está nesta conversa".
#[component]
pub(super) fn TypingLine(id: ConversationId) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let but_me = move |agents: Vec<AgentId>| {
        let me = chat.with(|state| state.me());
        agents
            .into_iter()
            .filter(|agent| Some(*agent) != me)
            .collect::<Vec<_>>()
    };
    let writing = Memo::new(move |_| {
        but_me(chat.with(|state| state.typing.with(|typing| typing.agents(id).collect())))
    });
    let here = Memo::new(move |_| {
        but_me(chat.with(|state| state.presence.with(|presence| presence.agents(id).collect())))
    });
    let words = move || {
        let text = i18n.text();
        let one_or_more = |agents: &[AgentId], one: fn(&str) -> String, more: fn(&str) -> String| {
            let names = chat.agent_names(agents);
            if agents.len() == 1 {
                one(&names)
            } else {
                more(&names)
            }
        };
        let of_writing = writing.with(|agents| {
            (!agents.is_empty()).then(|| one_or_more(agents, text.is_typing, text.are_typing))
        });
        of_writing.or_else(|| {
            here.with(|agents| {
                (!agents.is_empty())
                    .then(|| one_or_more(agents, text.composer.is_here, text.composer.are_here))
            })
        })
    };
    view! {
        <div role="status">{move || words().map(|words| view! { <p class="composer-note">{words}</p> })}</div>
    }
    .into_any()
}
