//! The root: what everything below finds in the context, and which page the address and the sign-in make.

use crate::browser;
use crate::i18n::{self, Beginning, I18n};
use crate::pages::chat::ChatPage;
use crate::pages::contacts::ContactsPage;
use crate::pages::help::{HelpPage, HelpSection, ShortcutHelp};
use crate::pages::login::LoginPage;
use crate::pages::not_found::NotFoundPage;
use crate::pages::setup::{SetupPage, SetupSection};
use crate::shell::{Place, Shell};
use crate::state::AppState;
use crate::state::intent::Intents;
use crate::state::phase::BootPhase;
use crate::ui::enter_key::EnterKeyChoice;
use crate::ui::icon::IconSprite;
use crate::ui::theme::ThemeChoice;
use crate::ui::toast::{ToastView, Toasts};
use domain::ids::ConversationId;
use leptos::mount::mount_to_body;
use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::hooks::use_params_map;
use leptos_router::path;
use wasm_bindgen_futures::spawn_local;

/// Starts the app in the page.
pub fn start() {
    let (state, intents) = crate::sync::start(Address::here().conversation());
    // Not by Leptos: it gets its executor when it mounts.
    spawn_local(async move {
        let beginning = i18n::beginning().await;
        mount_to_body(move || view! { <App state intents beginning /> });
    });
}

/// What an address shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Address {
    Chat(Option<ConversationId>),
    Contacts,
    Setup(Option<SetupSection>),
    Help(Option<HelpSection>),
    Nowhere,
}

impl Address {
    /// `/`, `/c/<conversation>`, `/contacts`, `/setup`, `/setup/<section>`, `/help` and `/help/<section>`.
    fn of(section: Option<&str>, id: Option<&str>) -> Self {
        match (section, id) {
            (None, None) => Self::Chat(None),
            #[cfg(feature = "bench")]
            (Some("bench"), None) => Self::Chat(Some(crate::sync::bench::conversation())),
            (Some("c"), Some(id)) => id.parse().map_or(Self::Nowhere, |id| Self::Chat(Some(id))),
            (Some("contacts"), None) => Self::Contacts,
            (Some("setup"), None) => Self::Setup(None),
            (Some("setup"), Some(name)) => {
                SetupSection::of(name).map_or(Self::Nowhere, |section| Self::Setup(Some(section)))
            }
            (Some("help"), None) => Self::Help(None),
            (Some("help"), Some(name)) => {
                HelpSection::of(name).map_or(Self::Nowhere, |section| Self::Help(Some(section)))
            }
            _ => Self::Nowhere,
        }
    }

    /// What the page was opened with.
    fn here() -> Self {
        let path = browser::path();
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        Self::of(parts.next(), parts.next())
    }

    const fn conversation(self) -> Option<ConversationId> {
        match self {
            Self::Chat(id) => id,
            Self::Contacts | Self::Setup(_) | Self::Help(_) | Self::Nowhere => None,
        }
    }
}

/// The whole app.
#[component]
fn App(
    /// What the app knows.
    state: AppState,
    /// Where wishes go.
    intents: Intents,
    /// What the first screen is written in.
    beginning: Beginning,
) -> impl IntoView {
    let i18n = I18n::new(beginning);
    let theme = ThemeChoice::new();
    i18n.follow();
    theme.follow();
    let session = state.session.clone();
    Effect::new(move |_| {
        if let Some(language) = session.with(|session| session.as_ref().map(|session| session.agent.language))
        {
            i18n.suggest(language);
        }
    });
    provide_context(i18n);
    provide_context(theme);
    provide_context(EnterKeyChoice::new());
    let toasts = Toasts::new();
    Effect::new(move |_| {
        if i18n.misses() != 0 {
            toasts.say(i18n.text_untracked().part_missing);
        }
    });
    provide_context(toasts);
    provide_context(state);
    provide_context(intents);
    view! {
        <IconSprite />
        <Router>
            <FlatRoutes fallback=NotFoundPage>
                <Route path=path!("/:section?/:id?") view=Screen />
            </FlatRoutes>
        </Router>
        <ToastView />
    }
}

/// One route for all addresses: the panes read the address, so going from one conversation to another rebuilds nothing else.
#[component]
fn Screen() -> impl IntoView {
    let params = use_params_map();
    let address = Memo::new(move |_| {
        params.with(|params| Address::of(params.get_str("section"), params.get_str("id")))
    });
    let state = expect_context::<AppState>();
    let boot = state.boot.clone();
    // A page without permission looks like one that does not exist.
    let is_nowhere = Memo::new(move |_| match address.get() {
        Address::Chat(_) | Address::Help(_) => false,
        Address::Contacts => !Place::Contacts
            .needs_one_of()
            .iter()
            .any(|permission| state.can(*permission)),
        Address::Setup(Some(section)) => !state.can(section.needs()),
        Address::Setup(None) => !SetupSection::ALL.iter().any(|section| state.can(section.needs())),
        Address::Nowhere => true,
    });
    let place = Memo::new(move |_| match address.get() {
        Address::Contacts => Place::Contacts,
        Address::Setup(_) => Place::Setup,
        Address::Help(_) => Place::Help,
        Address::Chat(_) | Address::Nowhere => Place::Chat,
    });
    let conversation = Memo::new(move |_| address.get().conversation());
    let section = Memo::new(move |_| match address.get() {
        Address::Setup(section) => section,
        Address::Chat(_) | Address::Contacts | Address::Help(_) | Address::Nowhere => None,
    });
    let help = Memo::new(move |_| match address.get() {
        Address::Help(section) => section,
        Address::Chat(_) | Address::Contacts | Address::Setup(_) | Address::Nowhere => None,
    });
    let phase = Memo::new(move |_| boot.get());
    let page = move || match place.get() {
        Place::Chat => view! { <ChatPage conversation /> }.into_any(),
        Place::Contacts => view! { <ContactsPage /> }.into_any(),
        Place::Setup => view! { <SetupPage section /> }.into_any(),
        Place::Help => view! { <HelpPage section=help /> }.into_any(),
    };
    move || match phase.get() {
        BootPhase::Starting => ().into_any(),
        BootPhase::SignedOut => view! { <LoginPage /> }.into_any(),
        BootPhase::Ready if is_nowhere.get() => view! { <NotFoundPage /> }.into_any(),
        BootPhase::Ready => view! {
            <Shell place>{page}</Shell>
            <ShortcutHelp />
        }
        .into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(not(feature = "bench"))]
    fn what_is_shipped_has_no_bench() {
        assert_eq!(Address::of(Some("bench"), None), Address::Nowhere);
    }

    #[test]
    fn an_address_says_what_is_on_screen() {
        let id = "01979f3e-8f2a-7c31-9d40-0123456789ab";
        assert_eq!(Address::of(None, None), Address::Chat(None));
        assert_eq!(Address::of(Some("c"), Some(id)), Address::Chat(id.parse().ok()));
        assert_eq!(Address::of(Some("c"), None), Address::Nowhere);
        assert_eq!(Address::of(Some("contacts"), None), Address::Contacts);
        assert_eq!(Address::of(Some("contacts"), Some("x")), Address::Nowhere);
        assert_eq!(Address::of(Some("c"), Some("x")), Address::Nowhere);
        assert_eq!(Address::of(Some("setup"), None), Address::Setup(None));
        for section in SetupSection::ALL {
            assert_eq!(
                Address::of(Some("setup"), Some(section.name())),
                Address::Setup(Some(section))
            );
        }
        assert_eq!(Address::of(Some("setup"), Some("x")), Address::Nowhere);
        assert_eq!(Address::of(Some("help"), None), Address::Help(None));
        for section in HelpSection::ALL {
            assert_eq!(
                Address::of(Some("help"), Some(section.name())),
                Address::Help(Some(section))
            );
        }
        assert_eq!(Address::of(Some("help"), Some("x")), Address::Nowhere);
        assert_eq!(Address::of(Some("x"), None), Address::Nowhere);
    }
}
