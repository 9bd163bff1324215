//! The chat: list and thread side by side, or one of them on a phone. The address says which conversation is open.

mod contacts;
mod context;
mod new_conversation;
mod set_aside;
mod split;
mod voice_elsewhere;
mod words;

mod composer;
mod list;
mod templates;
mod thread;

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
use crate::ui::icon::Icon;
use crate::ui::part::when_wanted;
use domain::ids::ConversationId;
use domain::permission::Permission;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

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
    let navigate = use_navigate();
    let leave_on_escape = move |event: leptos::ev::KeyboardEvent| {
        let is_for_other = event.default_prevented() || event.is_composing() || element::is_anything_on_top();
        if event.key() != "Escape" || is_for_other {
            return;
        }
        if takes_escape(chat) {
            event.prevent_default();
            chat.emit(Intent::Voice(VoiceIntent::Cancel));
        } else if conversation.get_untracked().is_some() {
            navigate("/", leptos_router::NavigateOptions::default());
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
