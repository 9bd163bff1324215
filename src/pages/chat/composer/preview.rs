//! What the customer will get, where that is not what is typed: merge fields with their values, the signature. What is unknown or
//! has no value is marked.

use super::outgoing::Outgoing;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use domain::merge_field::{Segment, segments};
use leptos::prelude::*;

/// The preview; nothing where it would say what is typed.
#[component]
pub(super) fn Preview(
    /// What is typed, and what becomes of it.
    outgoing: Outgoing,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let (text, sources) = (outgoing.text(), outgoing.sources());
    let is_needed = outgoing.is_other();
    let words = move || {
        let now = chat.civil_now();
        sources.with(|sources| {
            let sources = sources.as_ref()?.at(now);
            let signature = sources.signature().map(|line| {
                view! { <span class="composer-preview__signature">{line.replace('*', "")}</span> }
            });
            let pieces = text.with(|text| {
                let piece = |segment: &Segment<'_>| match segment {
                    Segment::Plain(plain) => (*plain).to_owned().into_any(),
                    Segment::Unknown(typed) => {
                        view! { <span class="composer-preview__gap">{(*typed).to_owned()}</span> }.into_any()
                    }
                    Segment::Field(field, typed) => match sources.value(*field) {
                        Some(value) => {
                            view! { <span class="composer-preview__value">{value}</span> }.into_any()
                        }
                        None => view! {
                            <span class="composer-preview__gap" data-is-empty="true">
                                {(*typed).to_owned()}
                                {SPACE}
                                {i18n.text().composer.no_value}
                            </span>
                        }
                        .into_any(),
                    },
                };
                segments(text.trim()).iter().map(piece).collect_view()
            });
            Some(view! {
                {signature}
                <span dir="auto">{pieces}</span>
            })
        })
    };
    view! {
        <Show when=move || is_needed.get()>
            <div class="composer-preview" role="group" aria-label=move || i18n.text().composer.customer_gets>
                <span class="composer-preview__title" aria-hidden="true">
                    {move || i18n.text().composer.customer_gets}
                </span>
                <div class="composer-preview__words">{words}</div>
            </div>
        </Show>
    }
    .into_any()
}

const SPACE: &str = " ";
