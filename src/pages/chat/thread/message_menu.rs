//! What one can do with a message: one menu for the whole thread, which opens beside the message it is asked for.
//!
//! It is asked for by the dots beside a bubble, by a long press, and on a focused bubble by Enter or the menu key. It closes itself
//! (the platform's light dismissal would take the end of a long press for a click beside it).

use super::image_viewer::shown_of;
use super::panels::{Panels, go_to_original};
use super::reaction_bar::ReactionBar;
use crate::browser::clipboard;
use crate::browser::element::{self, Element};
use crate::i18n::messages::thread::ThreadMessages;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::AppState;
use crate::state::intent::Intent;
use crate::state::voice::VoiceIntent;
use crate::ui::icon::Icon;
use crate::ui::menu::MenuItem;
use crate::ui::part::in_place;
use crate::ui::row_menu::RowMenu;
use crate::ui::toast::Toasts;
use domain::content::MessageContent;
use domain::delivery_status::DeliveryState;
use domain::entities::{Direction, Message};
use domain::ids::MessageId;
use domain::permission::Permission;
use domain::reaction::can_be_reacted_to;
use domain::time::Timestamp;
use domain::visibility::Viewer;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The menu of a thread.
pub(in crate::pages::chat) type MessageMenu = RowMenu<MessageId>;

/// A menu that is closed.
pub(super) fn closed_menu() -> MessageMenu {
    RowMenu::new(|id| format!("[{ROW_ID}=\"{id}\"] {BUBBLE}"))
}

/// Opens it for the message in whose row `element` stands.
pub(super) fn open(menu: MessageMenu, element: &Element) {
    if let Some(row) = element::closest(element, ROW)
        && let Some(id) = message_around(&row)
    {
        menu.open(id, element::first_inside(&row, BUTTON).unwrap_or(row));
    }
}

/// The message in whose row something stands.
pub(super) fn message_around(element: &Element) -> Option<MessageId> {
    element::closest(element, ROW)?
        .get_attribute(ROW_ID)?
        .parse()
        .ok()
}

/// The menu's panel.
#[component]
pub(super) fn MessageMenuView(
    /// Which menu.
    menu: MessageMenu,
    /// What it opens.
    panels: Panels,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let on_key = |panel: &Element, key: &str| {
        match key {
            "ArrowRight" => element::move_focus(panel, EMOJI, 1),
            "ArrowLeft" => element::move_focus(panel, EMOJI, -1),
            _ => return false,
        }
        true
    };
    let name = Signal::derive(move || i18n.text().details.options);
    let entries = view! {
        <Show when=move || menu.of().is_some()>
            {in_place(chat.tools(), || ().into_any(), move |tools| (tools.message_entries)(menu, panels))}
        </Show>
    };
    menu.panel(name, ITEM, on_key, entries.into_any())
}

/// The entries of the menu: a part of the program.
#[component]
pub(in crate::pages::chat) fn MessageEntries(
    /// Of which menu.
    menu: MessageMenu,
    /// What they open.
    panels: Panels,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let toasts = expect_context::<Toasts>();
    let message = Memo::new(move |_| chat.with(|state| state.messages.value(menu.of()?)));
    let text = Memo::new(move |_| {
        message
            .with(|message| message.as_ref().map(|message| message.content.text().to_owned()))
            .unwrap_or_default()
    });
    let can_send = Memo::new(move |_| chat.can(Permission::ChatSend));
    let retry = Memo::new(move |_| {
        let state = message.with(|message| Some(message.as_ref()?.delivery.as_ref()?.state))?;
        (state.can_be_retried() && can_send.get()).then_some(state)
    });
    let copy = move || {
        let words = text.get_untracked();
        menu.close();
        spawn_local(async move {
            if clipboard::copy(&words).await {
                toasts.say(i18n.text_untracked().details.copied);
            }
        });
    };
    let try_again = move || {
        let id = menu.of_untracked();
        menu.close();
        if let Some(id) = id {
            chat.emit(Intent::RetryMessage(id));
        }
    };
    // Closes the menu and does something with its message.
    let with_message = move |act: fn(Chat, Panels, &Message)| {
        let message = message.get_untracked();
        menu.close();
        if let Some(message) = message {
            act(chat, panels, &message);
        }
    };
    let react = Callback::new(move |emoji: Option<String>| {
        let id = menu.of_untracked();
        menu.close();
        if let Some(message_id) = id {
            chat.emit(Intent::React { message_id, emoji });
        }
    });
    let offers = Memo::new(move |_| {
        message.with(|message| {
            message
                .as_ref()
                .map(|message| Offers::of(message, can_send.get(), chat.with(AppState::viewer), now(chat)))
        })
    });
    let own_reaction = Memo::new(move |_| message.with(|message| own_reaction(message.as_ref()?)));
    let entry = move |icon, name: fn(&ThreadMessages) -> &'static str, act: fn(Chat, Panels, &Message)| {
        view! {
            <MenuItem
                icon
                role="menuitem"
                name=Signal::derive(move || name(&i18n.text().thread).to_owned())
                on_choose=Callback::new(move |()| with_message(act))
            />
        }
        .into_any()
    };
    view! {
        {move || {
            offers
                .get()
                .filter(|offers| offers.can_react)
                .map(|_| view! { <ReactionBar own=own_reaction react /> })
        }}
        {move || {
            offers
                .get()
                .filter(|offers| offers.can_reply)
                .map(|_| entry(Icon::Reply, |text| text.reply, |chat, _, message| {
                    chat.emit(Intent::ReplyTo(Some(message.id)));
                    element::after_next_paint(|| element::focus_first(ENTRY));
                }))
        }}
        {move || {
            offers
                .get()
                .filter(|offers| offers.has_picture)
                .map(|offers| {
                    let open = |_: Chat, panels: Panels, message: &Message| {
                        panels.picture.set(Some(message.id));
                    };
                    if offers.has_film {
                        entry(Icon::Video, |text| text.open_video, open)
                    } else {
                        entry(Icon::Image, |text| text.open_image, open)
                    }
                })
        }}
        {move || {
            offers
                .get()
                .filter(|offers| offers.has_original)
                .map(|_| entry(Icon::Search, |text| text.show_original, |chat, _, message| {
                    go_to_original(chat, message.conversation_id, message.id);
                }))
        }}
        {move || {
            offers
                .get()
                .filter(|offers| offers.has_reactions)
                .map(|_| entry(Icon::Emoji, |text| text.reactions, |_, panels, message| {
                    panels.reactions.set(Some(message.id));
                }))
        }}
        <Show when=move || !text.with(String::is_empty)>
            <MenuItem
                icon=Icon::Copy
                role="menuitem"
                name=Signal::derive(move || i18n.text().copy.to_owned())
                on_choose=Callback::new(move |()| copy())
            />
        </Show>
        {move || {
            retry
                .get()
                .map(|state| {
                    let name = Signal::derive(move || {
                        let text = i18n.text();
                        let is_unconfirmed = state == DeliveryState::Unconfirmed;
                        (if is_unconfirmed { text.send_anyway } else { text.try_again }).to_owned()
                    });
                    view! {
                        <MenuItem
                            icon=Icon::Reopen
                            role="menuitem"
                            name
                            on_choose=Callback::new(move |()| try_again())
                        />
                    }
                })
        }}
        {move || {
            offers
                .get()
                .filter(|offers| offers.can_forward)
                .map(|_| entry(Icon::Forward, |text| text.forward, |_, panels, message| {
                    panels.forward.set(Some(message.id));
                }))
        }}
        <MenuItem
            icon=Icon::Info
            role="menuitem"
            name=Signal::derive(move || i18n.text().details.details.to_owned())
            on_choose=Callback::new(move |()| {
                with_message(|_, panels, message| panels.details.set(Some(message.id)));
            })
        />
        {move || {
            offers
                .get()
                .filter(|offers| offers.can_erase && !offers.can_take_back)
                .map(|_| entry(Icon::Trash, |text| text.delete, |_, panels, message| {
                    panels.delete.set(Some(message.id));
                }))
        }}
        // Without a question: the hold is short, and nothing is lost that the agent cannot say again.
        {move || {
            offers
                .get()
                .filter(|offers| offers.can_take_back)
                .map(|_| entry(Icon::Trash, |text| text.cancel_sending, |chat, _, message| {
                    chat.emit(Intent::Voice(VoiceIntent::CancelMessage(message.id)));
                }))
        }}
    }
    .into_any()
}

/// What one can do with a message now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each entry of the menu is there or not, independent of the others"
)]
struct Offers {
    can_react: bool,
    can_reply: bool,
    can_forward: bool,
    can_erase: bool,
    can_take_back: bool,
    has_picture: bool,
    has_film: bool,
    has_original: bool,
    has_reactions: bool,
}

impl Offers {
    fn of(message: &Message, can_send: bool, viewer: Option<Viewer>, now: Timestamp) -> Self {
        let is_erased = matches!(message.content, MessageContent::Erased { .. });
        let shown = shown_of(&message.content);
        Self {
            can_react: can_send && can_be_reacted_to(message, now),
            can_reply: can_send && !is_erased && message.version > 0,
            can_forward: can_send && message.content.forwarded().is_some(),
            can_take_back: is_held(message) && viewer.is_some_and(|viewer| viewer.may_cancel(message)),
            can_erase: !is_erased && viewer.is_some_and(|viewer| viewer.may_erase(message)),
            has_picture: shown.is_some(),
            has_film: shown.is_some_and(|shown| shown.is_film),
            has_original: !is_erased
                && message
                    .reply_to
                    .as_ref()
                    .is_some_and(|quote| quote.message_id.is_some() && quote.preview.is_some()),
            has_reactions: !message.reactions.is_empty(),
        }
    }
}

/// Whether it can be taken back for certain: whatever is held, and a voice note wherever it waits.
fn is_held(message: &Message) -> bool {
    let is_note = matches!(message.content, MessageContent::VoiceNote(_));
    message
        .delivery
        .as_ref()
        .is_some_and(|delivery| match delivery.state {
            DeliveryState::Held => true,
            DeliveryState::Waiting => is_note,
            _ => false,
        })
}

fn now(chat: Chat) -> Timestamp {
    chat.with(|state| state.now.get())
}

fn own_reaction(message: &Message) -> Option<String> {
    let ours = message
        .reactions
        .iter()
        .find(|reaction| reaction.direction == Direction::Outbound)?;
    Some(ours.emoji.clone())
}

const ROW_ID: &str = super::place::ROW_ID;
const ROW: &str = "[data-message]";
const ITEM: &str = ".menu-item, .reaction-choice";
const EMOJI: &str = ".reaction-choice";
/// Where one writes.
const ENTRY: &str = ".composer__text";
/// The dots beside a bubble.
pub(super) const BUTTON: &str = ".message-line__button";
/// What the focus goes to.
pub(super) const BUBBLE: &str = ".message-bubble";
