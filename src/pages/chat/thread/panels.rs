//! What opens over a thread for one of its messages. One of each for all messages, and one listener for what opens them.

use super::message_menu::{MessageMenu, message_around};
use crate::browser::element;
use crate::pages::chat::context::Chat;
use crate::state::intent::Intent;
use domain::entities::Position;
use domain::ids::{ConversationId, MessageId};
use leptos::ev;
use leptos::prelude::*;

/// For which message each panel is open.
#[derive(Clone, Copy)]
pub(in crate::pages::chat) struct Panels {
    pub details: RwSignal<Option<MessageId>>,
    pub reactions: RwSignal<Option<MessageId>>,
    pub delete: RwSignal<Option<MessageId>>,
    pub forward: RwSignal<Option<MessageId>>,
    pub picture: RwSignal<Option<MessageId>>,
}

impl Default for Panels {
    fn default() -> Self {
        Self {
            details: RwSignal::new(None),
            reactions: RwSignal::new(None),
            delete: RwSignal::new(None),
            forward: RwSignal::new(None),
            picture: RwSignal::new(None),
        }
    }
}

/// A click on something that opens: a picture, reactions, a quote. Says whether it was one. The end of a long press is none.
pub(super) fn on_open(
    chat: Chat,
    conversation_id: ConversationId,
    panels: Panels,
    menu: MessageMenu,
    event: &ev::MouseEvent,
) -> bool {
    let Some(opener) = element::target_in(event, OPENER) else {
        return false;
    };
    let Some(id) = message_around(&opener).filter(|_| !menu.is_open()) else {
        return true;
    };
    match opener.get_attribute("data-opens").as_deref() {
        Some("picture") => {
            // Not every browser focuses what is clicked, and there the focus goes back to.
            element::focus(&opener);
            panels.picture.set(Some(id));
        }
        Some("reactions") => panels.reactions.set(Some(id)),
        _ => go_to_original(chat, conversation_id, id),
    }
    true
}

/// Goes to the message that another one answers.
pub(super) fn go_to_original(chat: Chat, conversation_id: ConversationId, id: MessageId) {
    let place = chat.with(|state| {
        state
            .messages
            .with_untracked(id, |message| {
                let quote = message.reply_to.as_ref()?;
                Some(Position {
                    at: quote.preview.as_ref()?.at,
                    id: quote.message_id?,
                })
            })
            .flatten()
    });
    if let Some(place) = place {
        chat.emit(Intent::ShowMessage {
            conversation_id,
            place,
        });
    }
}

const OPENER: &str = "[data-opens]";
