//! One conversation: header, window strip, messages, composer.

mod album;
mod bubble;
mod bubble_content;
mod delete_dialog;
mod delivery_note;
mod finder_bar;
mod forward_dialog;
mod header;
mod held_note;
mod image_viewer;
mod message_details;
mod message_focus;
mod message_menu;
mod message_row;
mod message_words;
mod messages;
mod options_button;
mod panels;
mod place;
mod quote_view;
mod reaction_bar;
mod reactions;
mod referral;
mod system_words;
mod upload_note;
mod viewer_button;
mod window_policy;
mod window_strip;

use self::header::ThreadHeader;
use self::messages::Messages;
use self::window_strip::WindowStrip;
use super::address;
use super::composer::Composer;
use super::context::Chat;
use super::voice_elsewhere::VoiceElsewhere;
use crate::browser;
use crate::browser::ticker::Ticker;
use crate::i18n::use_i18n;
use crate::state::intent::Intent;
use crate::state::search::SearchIntent;
use crate::state::thread::ThreadPhase;
use crate::ui::blank::Blank;
use crate::ui::icon::Icon;
use crate::ui::part::when_wanted;
use crate::ui::skeleton::SkeletonThread;
use domain::customer_service_window::{WindowState, window_state};
use domain::ids::{ConversationId, MessageId};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// What opens over the thread, for the parts that bring it ([`super::split`]), and what the panel beside it shows as the thread does.
pub(super) mod over {
    pub(in crate::pages::chat) use super::bubble_content::FileView;
    pub(in crate::pages::chat) use super::delete_dialog::DeleteDialog;
    pub(in crate::pages::chat) use super::finder_bar::FinderBar;
    pub(in crate::pages::chat) use super::forward_dialog::ForwardDialog;
    pub(in crate::pages::chat) use super::image_viewer::{Gallery, ImageViewer, Shown, shown_of};
    pub(in crate::pages::chat) use super::message_details::MessageDetailsDialog;
    pub(in crate::pages::chat) use super::message_menu::{MessageEntries, MessageMenu};
    pub(in crate::pages::chat) use super::panels::Panels;
    pub(in crate::pages::chat) use super::quote_view::author_name;
    pub(in crate::pages::chat) use super::reactions::ReactionsDialog;
    pub(in crate::pages::chat) use super::window_policy::WindowPolicy;
}

const SECOND_MS: u32 = 1_000;

/// The pane of one conversation.
#[component]
pub(super) fn ThreadPane(
    /// Which.
    id: ConversationId,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    chat.emit(Intent::OpenConversation(id));
    on_cleanup(move || chat.emit(Intent::CloseConversation(id)));

    let thread = chat.with(|state| state.thread(id));
    let phase_signal = thread.phase.clone();
    let phase = Memo::new(move |_| phase_signal.get());
    let is_known = Memo::new(move |_| chat.with(|state| state.conversations.is_here(id)));
    let window = window_every_second(chat, id);
    let shows_policy = RwSignal::new(false);
    go_where_the_address_says(chat, id);
    let is_finding = Memo::new(move |_| chat.finder_for().get() == Some(id));
    let explain = Callback::new(move |()| shows_policy.set(true));
    let body = move || match phase.get() {
        ThreadPhase::Ready => view! { <Messages id /> }.into_any(),
        ThreadPhase::Loading => view! {
            <div class="thread">
                <div class="thread__rows">
                    <SkeletonThread name=Signal::derive(move || i18n.text().loading.to_owned()) />
                </div>
            </div>
        }
        .into_any(),
        ThreadPhase::Unreachable => view! {
            <Blank
                icon=Icon::Offline
                title=Signal::derive(move || i18n.text().thread_unreachable.to_owned())
                text=Signal::derive(move || i18n.text().thread_unreachable_text.to_owned())
            />
        }
        .into_any(),
        ThreadPhase::NotFound => view! {
            <Blank
                icon=Icon::Unsupported
                title=Signal::derive(move || i18n.text().thread_not_found.to_owned())
                text=Signal::derive(move || i18n.text().thread_not_found_text.to_owned())
            >
                <a class="button" data-look="quiet" href=move || chat.path(None)>
                    {move || i18n.text().go_to_conversations}
                </a>
            </Blank>
        }
        .into_any(),
    };
    view! {
        <Show when=move || is_known.get() && phase.get() != ThreadPhase::NotFound>
            <ThreadHeader id />
            <div class="voice-elsewhere-here">
                <VoiceElsewhere />
            </div>
            <WindowStrip window explain />
            {when_wanted(
                chat.search_views(),
                move || is_finding.get(),
                move |views| {
                    view! { <Show when=move || is_finding.get()>{(views.finder)(id)}</Show> }.into_any()
                },
            )}
        </Show>
        {body}
        <Show when=move || is_known.get() && phase.get() == ThreadPhase::Ready>
            <Composer id window explain />
        </Show>
        {when_wanted(chat.overlays(), move || shows_policy.get(), move |overlays| (overlays.policy)(shows_policy))}
    }
    .into_any()
}

/// To the message that the address names, and into the search that it tells of.
fn go_where_the_address_says(chat: Chat, id: ConversationId) {
    // The whole page's address: what a route has of it is behind when one goes from one conversation to another.
    let location = use_location();
    let (path, query) = (location.pathname, location.query);
    let wanted =
        Memo::new(move |_| query.with(|query| query.get_str(address::MESSAGE)?.parse::<MessageId>().ok()));
    Effect::new(move |_| {
        // Else it is about the conversation that takes the place of this one.
        let is_here = path.with(|path| *path == Chat::page_of(Some(id)));
        if let Some(message_id) = wanted.get().filter(|_| is_here) {
            chat.emit(Intent::Search(SearchIntent::Show {
                conversation_id: id,
                message_id,
            }));
        }
    });
    let is_finding = query.with_untracked(|query| query.get_str(address::FIND).is_some());
    chat.finder_for().set(is_finding.then_some(id));
}

/// The customer service window, looked at each second by the server's clock.
fn window_every_second(chat: Chat, id: ConversationId) -> Memo<WindowState> {
    let exact_now = move || chat.with(|state| state.server_clock.at(browser::now()));
    let now = RwSignal::new(exact_now());
    let ticker = Ticker::start(SECOND_MS, move || {
        // The thread may have gone since the ticker was stopped.
        now.try_set(exact_now());
    });
    let ticker = StoredValue::new(ticker);
    on_cleanup(move || ticker.dispose());
    Memo::new(move |_| {
        let expires_at = chat.with(|state| state.conversations.find(id)?.with(|row| row.window_expires_at));
        window_state(expires_at, now.get())
    })
}
