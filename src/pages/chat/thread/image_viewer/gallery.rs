//! Which pictures one goes through in the viewer.

use crate::pages::chat::context::Chat;
use crate::state::thread::Thread;
use domain::entities::Message;
use domain::ids::MessageId;
use leptos::prelude::*;

/// Messages, of which the viewer shows those that have a picture or a film. A handle that copies.
#[derive(Clone, Copy)]
pub(in crate::pages::chat) struct Gallery {
    /// Which, oldest first.
    pub ids: Signal<Vec<MessageId>>,
    /// Where they are found.
    pub find: fn(Chat, MessageId) -> Option<ArcRwSignal<Message>>,
    /// Leads to a message in its thread, from elsewhere.
    pub go_to: Option<Callback<MessageId>>,
}

impl Gallery {
    /// The pictures of a thread.
    pub fn of_thread(thread: StoredValue<Thread>) -> Self {
        Self {
            ids: Signal::derive(move || thread.with_value(|thread| thread.ids.get())),
            find: |chat, id| chat.with(|state| state.messages.find(id)),
            go_to: None,
        }
    }
}
