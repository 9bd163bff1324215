//! Short confirmations that go by themselves ("Telefone copiado").

use crate::browser::{clipboard, sleep};
use leptos::prelude::*;
use leptos::task::spawn_local;

const SHOWN_MS: u32 = 3_000;

/// Where anyone may say something short. Provided once at the root and lives as long as the page.
#[derive(Clone, Copy, Debug)]
pub struct Toasts {
    words: RwSignal<Option<String>>,
    number: RwSignal<u32>,
}

impl Toasts {
    /// Says nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            words: RwSignal::new(None),
            number: RwSignal::new(0),
        }
    }

    /// Copies a text, and says so where the browser lets it.
    pub fn copy(self, text: String, done: &'static str) {
        spawn_local(async move {
            if clipboard::copy(&text).await {
                self.say(done);
            }
        });
    }

    /// Says something for three seconds.
    pub fn say(self, words: impl Into<String>) {
        let number = self.number.get_untracked().wrapping_add(1);
        self.number.set(number);
        self.words.set(Some(words.into()));
        spawn_local(async move {
            sleep(SHOWN_MS).await;
            if self.number.get_untracked() == number {
                self.words.set(None);
            }
        });
    }
}

/// Where they show, and are read out.
#[component]
pub fn ToastView() -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    view! {
        <div class="toast" role="status">
            {move || toasts.words.get().map(|words| view! { <p class="toast__box">{words}</p> })}
        </div>
    }
}
