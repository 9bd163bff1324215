//! Which colleagues write here just now.

use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use domain::ids::{AgentId, ConversationId};
use leptos::prelude::*;

/// "Ana está escrevendo…"
#[component]
pub(super) fn TypingLine(id: ConversationId) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let agents = Memo::new(move |_| {
        chat.with(|state| {
            let me = state.me();
            state.typing.with(|typing| {
                typing
                    .agents(id)
                    .filter(|agent| Some(*agent) != me)
                    .collect::<Vec<AgentId>>()
            })
        })
    });
    let words = move || {
        agents.with(|agents| {
            let text = i18n.text();
            match agents.as_slice() {
                [] => None,
                [_] => Some((text.is_typing)(&chat.agent_names(agents))),
                _ => Some((text.are_typing)(&chat.agent_names(agents))),
            }
        })
    };
    view! {
        <div role="status">{move || words().map(|words| view! { <p class="composer-note">{words}</p> })}</div>
    }
    .into_any()
}
