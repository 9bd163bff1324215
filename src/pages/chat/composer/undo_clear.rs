//! A long text that was cleared at once can be had back for a while, with the buttons that went with it.

use crate::browser;
use crate::i18n::use_i18n;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Below this many characters it is quicker to write it again.
const WORTH_KEEPING: usize = 12;
const OFFERED_MS: u32 = 10_000;

/// What was cleared.
#[derive(Clone, Debug)]
pub(super) struct Lost {
    /// The words.
    pub text: String,
    /// What the buttons below them said.
    pub buttons: Vec<String>,
}

/// What was cleared last.
#[derive(Clone, Copy)]
pub(super) struct Cleared {
    lost: RwSignal<Option<Lost>>,
    number: StoredValue<u32>,
}

impl Cleared {
    /// None yet.
    pub fn new() -> Self {
        Self {
            lost: RwSignal::new(None),
            number: StoredValue::new(0),
        }
    }

    /// The agent changed the text. What the app empties by itself, after sending, is not told here.
    pub fn note(self, before: &str, now: &str, buttons: impl FnOnce() -> Vec<String>) {
        if !now.is_empty() {
            self.lost.set(None);
            return;
        }
        if before.trim().chars().count() < WORTH_KEEPING {
            return;
        }
        self.lost.set(Some(Lost {
            text: before.to_owned(),
            buttons: buttons(),
        }));
        self.number
            .update_value(|number| *number = number.wrapping_add(1));
        let number = self.number.get_value();
        spawn_local(async move {
            browser::sleep(OFFERED_MS).await;
            // The composer may have gone meanwhile.
            if self.number.try_get_value() == Some(number) {
                self.lost.try_set(None);
            }
        });
    }

    fn take(self) -> Option<Lost> {
        let lost = self.lost.get_untracked();
        self.lost.set(None);
        lost
    }
}

/// "Desfazer".
#[component]
pub(super) fn UndoClear(cleared: Cleared, restore: Callback<Lost>) -> impl IntoView {
    let i18n = use_i18n();
    let is_offered = Memo::new(move |_| cleared.lost.with(Option::is_some));
    view! {
        <div role="status">
            <Show when=move || is_offered.get()>
                <p class="composer-undo">
                    {move || i18n.text().composer.cleared}
                    <button
                        type="button"
                        class="text-button composer-undo__action"
                        on:click=move |_| {
                            if let Some(lost) = cleared.take() {
                                restore.run(lost);
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
