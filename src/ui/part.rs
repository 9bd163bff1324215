//! Parts of the program that come over the network when they are first needed, so that the first screen does not wait for them.
//!
//! Where the program is cut, a function marked for the splitter returns what is behind it: functions that make views
//! (`split.rs` of the chat, of the setup, of the languages, and of `sync`). The service worker keeps all parts, so that they are there
//! without a connection too.

use crate::browser::element;
use crate::i18n::use_i18n;
use crate::ui::toast::Toasts;
use leptos::ev;
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
    /// Whether it was asked for and did not come.
    is_missing: RwSignal<bool>,
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
            is_missing: RwSignal::new(false),
            fetch,
        }
    }

    /// What is in it, once it is here; tracked.
    pub fn content(self) -> Option<T> {
        self.content.get()
    }

    /// Asks for it before anybody needs it, so that it is here by then. What can be painted without it is painted first.
    pub fn bring_ahead(self) {
        after_paint(self.bring());
    }

    /// Asks for it, unless it is here. When it does not come, the agent is told so.
    fn ask(self) {
        if self.content.with_untracked(Option::is_some) {
            return;
        }
        or_say_so(self.bring());
    }

    /// Says whether it came. The view that asked may have gone.
    fn bring(self) -> Coming {
        Box::pin(async move {
            let answer = (self.fetch)().await;
            let is_missing = answer.is_err();
            // Who waits for it is told once, though it was asked for twice.
            if let Ok(content) = answer
                && self.content.try_with_untracked(Option::is_none) == Some(true)
            {
                self.content.try_set(Some(content));
            }
            if self
                .is_missing
                .try_get_untracked()
                .is_some_and(|before| before != is_missing)
            {
                self.is_missing.try_set(is_missing);
            }
            !is_missing
        })
    }
}

/// Whether a part came, whatever is in it: what waits for that is compiled once. Nothing is asked for before somebody waits.
type Coming = Pin<Box<dyn Future<Output = bool>>>;

fn after_paint(coming: Coming) {
    spawn_local(async move {
        element::painted().await;
        coming.await;
    });
}

fn or_say_so(coming: Coming) {
    let i18n = use_i18n();
    let toasts = expect_context::<Toasts>();
    spawn_local(async move {
        if !coming.await {
            toasts.say(i18n.text_untracked().part_missing);
        }
    });
}

/// What always stands in its place on the screen and comes as a part: asked for at once; until it is here something of its size stands
/// there. When it does not come, that is said there, and it is asked for again by hand or when the network is back.
pub fn in_place<T: Copy + Send + Sync + 'static>(
    part: Part<T>,
    until_then: fn() -> AnyView,
    show: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    if let Some(content) = part.content.get_untracked() {
        return show(content);
    }
    let i18n = use_i18n();
    part.bring_ahead();
    ask_with_network(part);
    let is_missing = Memo::new(move |_| part.is_missing.get());
    (move || match part.content() {
        Some(content) => show(content),
        None if is_missing.get() => view! {
            <p class="part-missing" role="alert">
                {move || i18n.text().part_missing}
                <button type="button" class="text-button" on:click=move |_| part.bring_ahead()>
                    {move || i18n.text().try_again}
                </button>
            </p>
        }
        .into_any(),
        None => until_then(),
    })
    .into_any()
}

/// As [`in_place`], for what one can do without: there is no word when it does not come.
pub fn in_place_quietly<T: Copy + Send + Sync + 'static>(
    part: Part<T>,
    until_then: fn() -> AnyView,
    show: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    if let Some(content) = part.content.get_untracked() {
        return show(content);
    }
    part.bring_ahead();
    ask_with_network(part);
    (move || part.content().map_or_else(until_then, &show)).into_any()
}

/// Asks for what is missing when the network is back, for as long as the view stands.
fn ask_with_network<T: Copy + Send + Sync + 'static>(part: Part<T>) {
    let on_network = window_event_listener(ev::online, move |_| {
        if part.is_missing.try_get_untracked() == Some(true) {
            part.bring_ahead();
        }
    });
    on_cleanup(move || on_network.remove());
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
