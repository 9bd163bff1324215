//! The emojis above a message's menu: six at once, more behind a button.

use crate::browser::element;
use crate::i18n::use_i18n;
use crate::ui::icon::{Icon, IconView};
use domain::reaction::{MORE, QUICK};
use leptos::prelude::*;

/// The bar. Ours, pressed again, is taken away.
#[component]
pub(super) fn ReactionBar(
    /// The emoji that is ours now.
    own: Memo<Option<String>>,
    /// Reports the choice.
    react: Callback<Option<String>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let shows_more = RwSignal::new(false);
    let choice = move |emoji: &'static str| {
        let is_own = move || own.with(|own| own.as_deref() == Some(emoji));
        view! {
            <button
                type="button"
                class="reaction-choice"
                role="menuitemradio"
                aria-checked=move || is_own().to_string()
                aria-label=move || (i18n.text().thread.react_with)(emoji)
                on:click=move |_| react.run((!is_own()).then(|| emoji.to_owned()))
            >
                {emoji}
            </button>
        }
    };
    view! {
        <div class="reaction-bar" role="group" aria-label=move || i18n.text().thread.react>
            {QUICK.into_iter().map(choice).collect_view()}
            <Show
                when=move || shows_more.get()
                fallback=move || {
                    view! {
                        <button
                            type="button"
                            class="reaction-choice"
                            role="menuitem"
                            aria-label=move || i18n.text().thread.more_reactions
                            on:click=move |_| {
                                shows_more.set(true);
                                // The button goes; the focus goes on to what it brought.
                                element::before_paint(|| element::focus_first(&first_of_more()));
                            }
                        >
                            <IconView icon=Icon::Plus />
                        </button>
                    }
                }
            >
                {MORE.into_iter().map(choice).collect_view()}
            </Show>
        </div>
    }
    .into_any()
}

/// Where the first of those stands that are shown on demand.
fn first_of_more() -> String {
    format!(".reaction-choice:nth-child({})", QUICK.len() + 1)
}
