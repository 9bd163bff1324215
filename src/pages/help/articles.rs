//! Pages of the help that are a few paragraphs.

use crate::i18n::use_i18n;
use leptos::prelude::*;

/// WhatsApp's 24-hour window, in the words that "Saiba mais" shows in the chat.
#[component]
pub(super) fn WindowArticle() -> impl IntoView {
    let i18n = use_i18n();
    view! { <div class="help__article">{move || paragraphs(&i18n.text().window_policy)}</div> }.into_any()
}

/// The switch "Support Agent".
#[component]
pub(super) fn SupportAgentArticle() -> impl IntoView {
    let i18n = use_i18n();
    view! { <div class="help__article">{move || paragraphs(&i18n.help().support_agent_text)}</div> }
        .into_any()
}

fn paragraphs(texts: &'static [&'static str]) -> AnyView {
    let paragraph = |text: &&'static str| view! { <p class="help__text">{*text}</p> };
    texts.iter().map(paragraph).collect_view().into_any()
}
