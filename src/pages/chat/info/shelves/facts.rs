//! What is told of a message on a shelf, without what changes for other reasons: receipts and reactions draw nothing anew.

use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::pages::chat::thread::over::author_name;
use domain::content::MessageContent;
use domain::date_wording::date;
use domain::entities::{Direction, Message, Position};
use domain::ids::{AgentId, ConversationId, MessageId};
use leptos::prelude::*;

/// A message on a shelf.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Facts {
    pub place: Position,
    pub conversation_id: ConversationId,
    pub content: MessageContent,
    pub is_revoked: bool,
    direction: Direction,
    author: Option<AgentId>,
}

impl Facts {
    /// Those of a message, while it is here.
    pub fn memo(chat: Chat, id: MessageId) -> Memo<Option<Self>> {
        Memo::new(move |_| {
            let row = chat.with(|state| state.shelves.find(id))?;
            Some(row.with(Self::of))
        })
    }

    fn of(message: &Message) -> Self {
        Self {
            place: message.position(),
            conversation_id: message.conversation_id,
            content: message.content.clone(),
            is_revoked: message.is_revoked,
            direction: message.direction,
            author: message.author,
        }
    }

    /// What whoever sent it is called; tracked.
    pub fn who(&self, chat: Chat) -> String {
        author_name(chat, self.conversation_id, self.direction, self.author)
    }

    /// The day of it; tracked.
    pub fn when(&self, chat: Chat) -> String {
        date(chat.civil(self.place.at), use_i18n().language())
    }
}
