//! The chat: list and thread side by side, or one of them on a phone. The address says which conversation is open.

mod address;
mod contacts;
mod context;
mod info;
mod marking;
mod mentions;
mod new_conversation;
mod refused_notes;
mod set_aside;
mod split;
mod voice_elsewhere;
mod words;

mod composer;
mod list;
mod templates;
mod thread;

use self::address::{INFO, with_flag};
use self::context::Chat;
use self::list::ListPane;
use self::thread::ThreadPane;
use self::voice_elsewhere::{takes_escape, tell_news};
use crate::browser::{element, page};
use crate::i18n::use_i18n;
use crate::shell::ProfileCorner;
use crate::state::conversation_filter::{ConversationFilter, ConversationScope};
use crate::state::intent::Intent;
use crate::state::voice::VoiceIntent;
use crate::ui::blank::Blank;
use crate::ui::enter_key::composes;
use crate::ui::icon::Icon;
use crate::ui::part::{Part, when_wanted};
use domain::ids::ConversationId;
use domain::permission::Permission;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

/// The panes.
#[component]
pub fn ChatPage(
    /// The conversation that is open.
    conversation: Memo<Option<ConversationId>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::provide(conversation);
    let can_view = Memo::new(move |_| chat.can(Permission::ChatView));
    follow_title(chat);
    tell_news(chat);
    // Who leaves a conversation is back at its row.
    Effect::new(move |before: Option<Option<ConversationId>>| {
        let now = conversation.get();
        if let (Some(Some(left)), None) = (before, now) {
            element::before_paint(move || element::focus_if_lost(&format!("[data-row=\"{left}\"]")));
        }
        now
    });
    follow_info(chat);
    let navigate = use_navigate();
    let leave_on_escape = move |event: leptos::ev::KeyboardEvent| {
        let is_for_other = event.default_prevented() || composes(&event) || element::is_anything_on_top();
        if event.key() != "Escape" || is_for_other {
            return;
        }
        if takes_escape(chat) {
            event.prevent_default();
            chat.emit(Intent::Voice(VoiceIntent::Cancel));
        } else if untrack(|| chat.has_info()) {
            event.prevent_default();
            chat.show_info(false);
        } else if conversation.get_untracked().is_some() {
            navigate(&untrack(|| chat.path(None)), NavigateOptions::default());
        }
    };
    view! {
        <header class="visually-hidden">
            <h1>{move || i18n.text().conversations}</h1>
        </header>
        <div
            class="shell__page"
            data-pane=move || if conversation.get().is_some() { "thread" } else { "list" }
            on:keydown=leave_on_escape
            on:pointerdown=move |event| open_soon(chat, &event)
            on:click=move |event| open_soon(chat, &event)
        >
            <Show when=move || can_view.get() fallback=NoAccess>
                <ListPane />
                <main class="shell__thread">
                    {move || match conversation.get() {
                        Some(id) => view! { <ThreadPane id /> }.into_any(),
                        None => view! { <NothingOpen /> }.into_any(),
                    }}
                </main>
                {when_wanted(Part::new(info::fetch), move || chat.has_info(), |make| make())}
                {when_wanted(
                    chat.overlays(),
                    move || chat.template_for().get().is_some(),
                    |overlays| (overlays.templates)(),
                )}
            </Show>
        </div>
    }
    .into_any()
}

/// Whoever presses a row of the list opens its conversation in a moment.
fn open_soon(chat: Chat, event: &leptos::ev::MouseEvent) {
    let row = element::target_in(event, "[data-row]").and_then(|row| row.get_attribute("data-row"));
    if let Some(id) = row.and_then(|row| row.parse().ok()) {
        chat.emit(Intent::OpenSoon(id));
    }
}

#[component]
fn NothingOpen() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Blank
            icon=Icon::Chat
            title=Signal::derive(move || i18n.text().choose_conversation.to_owned())
            text=Signal::derive(move || i18n.text().choose_conversation_text.to_owned())
        />
    }
}

#[component]
fn NoAccess() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <main class="shell__thread">
            <div class="list-bar">
                <ProfileCorner />
            </div>
            <Blank
                icon=Icon::Hand
                title=Signal::derive(move || i18n.text().no_access.to_owned())
                text=Signal::derive(move || i18n.text().no_access_text.to_owned())
            />
        </main>
    }
    .into_any()
}

/// Opens and closes the panel with information by way of the address, and gives the focus back to the button that opens it.
fn follow_info(chat: Chat) {
    let location = use_location();
    let navigate = use_navigate();
    Effect::new(move |_| {
        let Some(is_open) = chat.info_wish().get() else {
            return;
        };
        chat.info_wish().set(None);
        let query = with_flag(&location.search.get_untracked(), INFO, is_open);
        let mark = if query.is_empty() { "" } else { "?" };
        let address = format!("{}{mark}{query}", location.pathname.get_untracked());
        let options = NavigateOptions {
            // Going back closes what was opened, and does not open what was closed.
            replace: !is_open,
            scroll: false,
            ..NavigateOptions::default()
        };
        navigate(&address, options);
    });
    Effect::new(move |was_open: Option<bool>| {
        let is_open = chat.has_info();
        if was_open == Some(true) && !is_open {
            // What a panel covers takes no focus before it has gone.
            match chat.current_untracked().zip(chat.take_after_info()) {
                Some((conversation_id, place)) => element::after_next_paint(move || {
                    chat.emit(Intent::ShowMessage {
                        conversation_id,
                        place,
                    });
                }),
                None => element::after_next_paint(|| element::focus_if_lost(INFO_BUTTON)),
            }
        }
        is_open
    });
}

const INFO_BUTTON: &str = ".chat-header__info";

/// `(3) Mariana Albuquerque · PerfectChat`: how many conversations are unread, and which one is open.
fn follow_title(chat: Chat) {
    let unread = Memo::new(move |_| {
        let filter = ConversationFilter {
            scope: ConversationScope::Unread,
            ..ConversationFilter::default()
        };
        chat.with(|state| state.conversation_list.with(|list| list.count(&filter)))
    });
    let name = Memo::new(move |_| chat.current().and_then(|id| chat.name_in(id)));
    Effect::new(move |_| {
        let count = match unread.get() {
            0 => String::new(),
            count => format!("({count}) "),
        };
        let name = name.get().map(|name| format!("{name} · ")).unwrap_or_default();
        page::set_title(&format!("{count}{name}PerfectChat"));
    });
}
