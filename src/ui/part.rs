//! Parts of the program that come over the network when they are first needed, so that the first screen does not wait for them.
//!
//! Where the program is cut, a function marked for the splitter returns what is behind it: functions that make views
//! (`split.rs` of the chat, of the setup, and of the languages). The service worker keeps all parts, so that they are there without a connection too.

use crate::i18n::use_i18n;
use crate::ui::toast::Toasts;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::SplitLoaderError;
use std::pin::Pin;

/// The part did not come: there is no connection, or the server has another version of the app by now.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("a part of the app did not come")]
pub struct PartMissing;

impl From<SplitLoaderError> for PartMissing {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

/// A part that is on its way.
pub type PartFuture<T> = Pin<Box<dyn Future<Output = Result<T, PartMissing>>>>;

/// A part of the program. A handle that copies and lives as long as the view that made it.
pub struct Part<T: 'static> {
    content: RwSignal<Option<T>>,
    fetch: fn() -> PartFuture<T>,
}

impl<T> Clone for Part<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Part<T> {}

impl<T: Copy + Send + Sync> Part<T> {
    /// Not asked for yet.
    pub fn new(fetch: fn() -> PartFuture<T>) -> Self {
        Self {
            content: RwSignal::new(None),
            fetch,
        }
    }

    /// What is in it, once it is here; tracked.
    pub fn content(self) -> Option<T> {
        self.content.get()
    }

    /// Asks for it, unless it is here. When it does not come, the agent is told so.
    fn ask(self) {
        if self.content.with_untracked(Option::is_some) {
            return;
        }
        let i18n = use_i18n();
        let toasts = expect_context::<Toasts>();
        spawn_local(async move {
            match (self.fetch)().await {
                // The view that asked may have gone.
                Ok(content) => drop(self.content.try_set(Some(content))),
                Err(PartMissing) => toasts.say(i18n.text_untracked().part_missing),
            }
        });
    }
}

/// What a part shows: nothing until it is wanted for the first time and here. Each time it is wanted and missing, it is asked for again.
pub fn when_wanted<T: Copy + Send + Sync + 'static>(
    part: Part<T>,
    is_wanted: impl Fn() -> bool + Copy + Send + Sync + 'static,
    show: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    Effect::new(move |_| {
        if is_wanted() {
            part.ask();
        }
    });
    let was_wanted = Memo::new(move |before: Option<&bool>| before == Some(&true) || is_wanted());
    (move || part.content().filter(|_| was_wanted.get()).map(&show)).into_any()
}
