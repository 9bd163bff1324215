//! What stands below the thread: the entry, or why there is none.

mod answer_buttons;
mod attach_menu;
mod attachments;
mod closed_window;
pub(super) mod combobox;
pub(super) mod combobox_field;
mod contact_dialog;
mod counter;
mod emoji_picker;
mod entry;
mod location_dialog;
mod offering;
mod outgoing;
mod preview;
mod recorder_bar;
mod reply_preview;
mod send_question;
mod share_dialog;
pub(super) mod suggesting;
pub(super) mod suggestions;
mod typing_line;
mod undo_clear;
mod voice_notices;

use self::attachments::AttachmentTray;
use self::closed_window::ClosedWindow;
use self::entry::Entry;
use self::recorder_bar::{RecorderBar, RecorderStatus};
use self::typing_line::TypingLine;
use self::voice_notices::VoiceNotices;
use super::context::Chat;
use super::set_aside::SetAsideList;
use super::words::kind_name;
use crate::browser::element;
use crate::i18n::messages::Messages;
use crate::i18n::use_i18n;
use crate::state::outbox::{SetAside, SetAsideReason};
use crate::ui::part::in_place;
use domain::content::MessageContent;
use domain::customer_service_window::WindowState;
use domain::entities::PhoneNumberState;
use domain::ids::ConversationId;
use domain::message_text::pieces;
use domain::permission::Permission;
use leptos::prelude::*;

/// The composer of one conversation: a part of the program, because reading need not wait for it.
#[component]
pub(super) fn Composer(
    /// Which conversation.
    id: ConversationId,
    /// Its customer service window, live.
    window: Memo<WindowState>,
    /// "Saiba mais".
    explain: Callback<()>,
) -> impl IntoView {
    let tools = Chat::here().tools();
    // The messages are painted first.
    let is_due = RwSignal::new(false);
    element::after_next_paint(move || {
        // The thread may have gone meanwhile.
        is_due.try_set(true);
    });
    move || {
        if is_due.get() {
            in_place(tools, room_for_one_line, move |tools| {
                (tools.composer)(id, window, explain)
            })
        } else {
            room_for_one_line()
        }
    }
}

/// As high as the composer is while it is empty, so that the thread above stays where it is when it comes.
fn room_for_one_line() -> AnyView {
    let can_send = Chat::here().can(Permission::ChatSend);
    can_send
        .then(|| view! { <div class="composer-room" aria-hidden="true"></div> })
        .into_any()
}

/// The composer itself. Who may not send has none.
#[component]
pub(super) fn ComposerBody(
    /// Which conversation.
    id: ConversationId,
    /// Its customer service window, live.
    window: Memo<WindowState>,
    /// "Saiba mais".
    explain: Callback<()>,
) -> impl IntoView {
    let chat = Chat::here();
    let can_send = Memo::new(move |_| chat.can(Permission::ChatSend));
    let is_open = Memo::new(move |_| matches!(window.get(), WindowState::Open { .. }));
    // Whoever comes where the window is closed, or was writing when it closed, is led to what can be done.
    Effect::new(move |was_open: Option<bool>| {
        let is_open = is_open.get();
        if was_open != Some(false) && !is_open {
            element::after_next_paint(|| element::focus_if_lost(".composer-closed__choose"));
        }
        is_open
    });
    let records_here = Memo::new(move |_| {
        chat.with(|state| state.voice.recorder.with(|recorder| recorder.conversation())) == Some(id)
    });
    let is_of_here = Callback::new(move |item: SetAside| {
        item.conversation_id == id && item.reason != SetAsideReason::SightLost
    });
    view! {
        <TypingLine id />
        <Show when=move || can_send.get()>
            <SetAsideList belongs=is_of_here can_edit=is_open />
            <DisconnectedNumber id />
            <RecorderStatus />
            <VoiceNotices id can_send=is_open />
            {move || {
                if records_here.get() {
                    // The window may close meanwhile: stopping is still possible, and the server has the last word.
                    view! { <RecorderBar /> }.into_any()
                } else if is_open.get() {
                    view! {
                        <AttachmentTray id />
                        <Entry id />
                    }
                        .into_any()
                } else {
                    view! { <ClosedWindow id window explain /> }.into_any()
                }
            }}
        </Show>
    }
    .into_any()
}

/// What a message says in a few words: its own, else what it is.
fn in_short(text: &Messages, content: &MessageContent) -> String {
    let words: String = pieces(content.text()).iter().map(|piece| piece.text).collect();
    if words.trim().is_empty() {
        kind_name(text, content.kind()).to_owned()
    } else {
        words
    }
}

/// Nothing goes out from this number just now.
#[component]
fn DisconnectedNumber(id: ConversationId) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let name = Memo::new(move |_| {
        chat.with(|state| {
            let number_id = state
                .conversations
                .find(id)?
                .with(|conversation| conversation.phone_number_id);
            state.phone_numbers.find(number_id)?.with(|number| {
                (number.state == PhoneNumberState::Disconnected).then(|| number.display_name.clone())
            })
        })
    });
    move || {
        name.get().map(|name| {
            view! {
                <p class="composer-note" data-kind="warning" role="status">
                    {move || (i18n.text().number_disconnected)(&name)}
                    {move || i18n.text().number_disconnected_text}
                </p>
            }
        })
    }
}
