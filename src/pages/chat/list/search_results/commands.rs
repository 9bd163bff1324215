//! What one can do by typing `>` and its name.

use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::pages::chat::list::search_box::{SearchBoxState, option_id};
use crate::shell::Place;
use crate::state::intent::{Intent, UnsentMessages};
use crate::ui::icon::{Icon, IconView};
use crate::ui::theme::{Theme, ThemeChoice};
use domain::entities::ConversationState;
use domain::ids::ConversationId;
use domain::permission::Permission;
use domain::text_matching::Query;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// One thing that can be done now.
#[derive(Clone, PartialEq)]
pub(super) struct Command {
    icon: Icon,
    name: String,
    deed: Deed,
}

#[derive(Clone, Copy, PartialEq)]
enum Deed {
    StartConversation,
    Take(ConversationId),
    Change(ConversationId, ConversationState),
    ChooseTemplate(ConversationId),
    FindIn(ConversationId),
    GoTo(Place),
    Theme(Theme),
    SignOut,
}

impl Command {
    /// What it is called; no two are called the same.
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// The commands whose names fit; all when nothing is wanted. Tracked.
pub(super) fn commands(chat: Chat, wanted: &str) -> Vec<Command> {
    let query = Query::parse(wanted);
    let is_wanted = |command: &Command| wanted.trim().is_empty() || query.find(&command.name).is_some();
    all(chat).into_iter().filter(is_wanted).collect()
}

fn all(chat: Chat) -> Vec<Command> {
    let text = use_i18n().text();
    let command = |icon, name: &str, deed| Command {
        icon,
        name: name.to_owned(),
        deed,
    };
    let mut commands = Vec::new();
    let can_send = chat.can(Permission::ChatSend);
    if can_send {
        commands.push(command(
            Icon::Plus,
            text.templates.new_conversation,
            Deed::StartConversation,
        ));
    }
    if let Some(id) = chat.current() {
        commands.push(command(
            Icon::Search,
            text.search.in_conversation,
            Deed::FindIn(id),
        ));
        let state = chat.with(|state| state.conversations.find(id).map(|row| row.with(|row| row.state)));
        if let Some(state) = state.filter(|_| can_send) {
            commands.push(command(Icon::Hand, text.take, Deed::Take(id)));
            commands.push(match state {
                ConversationState::Open => command(
                    Icon::Check,
                    text.conclude,
                    Deed::Change(id, ConversationState::Concluded),
                ),
                ConversationState::Concluded => command(
                    Icon::Reopen,
                    text.reopen,
                    Deed::Change(id, ConversationState::Open),
                ),
            });
            commands.push(command(
                Icon::Template,
                text.search.choose_template,
                Deed::ChooseTemplate(id),
            ));
        }
    }
    for place in chat.desk().places() {
        if place != chat.desk().place() {
            let name = (text.search.go_to)(place.name(text));
            commands.push(command(place.icon(), &name, Deed::GoTo(place)));
        }
    }
    for (theme, name) in [
        (Theme::System, text.theme_system),
        (Theme::Light, text.theme_light),
        (Theme::Dark, text.theme_dark),
    ] {
        let name = format!("{}: {name}", text.theme);
        commands.push(command(Icon::Gear, &name, Deed::Theme(theme)));
    }
    commands.push(command(Icon::SignOut, text.sign_out, Deed::SignOut));
    commands
}

/// A command.
#[component]
pub(super) fn CommandRow(command: Command, place: usize, state: SearchBoxState) -> impl IntoView {
    let chat = Chat::here();
    let navigate = use_navigate();
    let themes = expect_context::<ThemeChoice>();
    let deed = command.deed;
    let run = move |_| {
        state.clear();
        match deed {
            Deed::StartConversation => state.is_starting.set(true),
            Deed::Take(conversation_id) => {
                let me = chat.with(crate::state::AppState::me_untracked);
                chat.emit(Intent::Assign {
                    conversation_id,
                    agents: me.into_iter().collect(),
                });
            }
            Deed::Change(conversation_id, state) => chat.emit(Intent::ChangeConversationState {
                conversation_id,
                state,
            }),
            Deed::ChooseTemplate(id) => chat.template_for().set(Some(id)),
            Deed::FindIn(id) => chat.finder_for().set(Some(id)),
            Deed::GoTo(place) => navigate(place.path(), NavigateOptions::default()),
            Deed::Theme(theme) => themes.choose(theme),
            Deed::SignOut => chat.emit(Intent::SignOut(UnsentMessages::Ask)),
        }
    };
    view! {
        <button
            id=option_id(place)
            type="button"
            class="search-hit"
            role="option"
            tabindex="-1"
            aria-selected=move || (state.active.get() == Some(place)).to_string()
            // The box keeps the focus.
            on:pointerdown=move |event| event.prevent_default()
            on:mousedown=move |event| event.prevent_default()
            on:click=run
        >
            <IconView icon=command.icon />
            <span class="search-hit__name">{command.name}</span>
        </button>
    }
    .into_any()
}
