//! A long text that was cleared at once can be had back for a while.

use crate::browser;
use crate::i18n::use_i18n;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Below this many characters it is quicker to write it again.
const WORTH_KEEPING: usize = 12;
const OFFERED_MS: u32 = 10_000;

/// The text that was cleared last.
#[derive(Clone, Copy)]
pub(super) struct Cleared {
    text: RwSignal<Option<String>>,
    number: StoredValue<u32>,
}

impl Cleared {
    /// None yet.
    pub fn new() -> Self {
        Self {
            text: RwSignal::new(None),
            number: StoredValue::new(0),
        }
    }

    /// The agent changed the text. What the app empties by itself, after sending, is not told here.
    pub fn note(self, before: &str, now: &str) {
        if !now.is_empty() {
            self.text.set(None);
            return;
        }
        if before.trim().chars().count() < WORTH_KEEPING {
            return;
        }
        self.text.set(Some(before.to_owned()));
        self.number
            .update_value(|number| *number = number.wrapping_add(1));
        let number = self.number.get_value();
        spawn_local(async move {
            browser::sleep(OFFERED_MS).await;
            // The composer may have gone meanwhile.
            if self.number.try_get_value() == Some(number) {
                self.text.try_set(None);
            }
        });
    }

    fn take(self) -> Option<String> {
        let text = self.text.get_untracked();
        self.text.set(None);
        text
    }
}

/// "Desfazer".
#[component]
pub(super) fn UndoClear(cleared: Cleared, restore: Callback<String>) -> impl IntoView {
    let i18n = use_i18n();
    let is_offered = Memo::new(move |_| cleared.text.with(Option::is_some));
    view! {
        <div role="status">
            <Show when=move || is_offered.get()>
                <p class="composer-undo">
                    {move || i18n.text().composer.cleared}
                    <button
                        type="button"
                        class="text-button composer-undo__action"
                        on:click=move |_| {
                            if let Some(text) = cleared.take() {
                                restore.run(text);
                            }
                        }
                    >
                        {move || i18n.text().composer.undo}
                    </button>
                </p>
            </Show>
        </div>
    }
    .into_any()
}
