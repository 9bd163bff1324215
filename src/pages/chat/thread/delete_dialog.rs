//! "Apagar": what removing a message really does, said before it is done.

use crate::i18n::messages::Messages;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::intent::Intent;
use crate::ui::dialog::{Dialog, DialogEnd};
use domain::content::MessageContent;
use domain::delivery_status::DeliveryState;
use domain::entities::{Direction, Message};
use domain::ids::MessageId;
use leptos::prelude::*;

/// The question.
#[component]
pub(in crate::pages::chat) fn DeleteDialog(
    /// Which message is asked about.
    of: RwSignal<Option<MessageId>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let fate = Memo::new(move |_| {
        let id = of.get()?;
        chat.with(|state| state.messages.find(id))
            .map(|row| row.with(Fate::of))
    });
    let title = move || match fate.get() {
        Some(Fate::MayBeCancelled) => i18n.text().thread.cancel_title,
        _ => i18n.text().thread.delete_title,
    };
    let close = move || {
        // The thread may have gone with the dialog open.
        of.try_set(None);
    };
    let erase = move |()| {
        let id = of.get_untracked();
        close();
        if let Some(id) = id {
            chat.emit(Intent::EraseMessage(id));
        }
    };
    view! {
        <Dialog
            is_open=Signal::derive(move || fate.get().is_some())
            title=Signal::derive(move || title().to_owned())
            on_close=Callback::new(move |()| close())
        >
            <p class="dialog__text">
                {move || fate.get().map(|fate| fate.words(i18n.text())).unwrap_or_default()}
            </p>
            <DialogEnd
                on_leave=Callback::new(move |()| close())
                leave=Signal::derive(move || i18n.text().thread.keep)
                on_confirm=Callback::new(erase)
                look="danger"
            >
                {move || {
                    let text = &i18n.text().thread;
                    if fate.get() == Some(Fate::MayBeCancelled) { text.cancel_sending } else { text.delete }
                }}
            </DialogEnd>
        </Dialog>
    }
    .into_any()
}

/// What the customer has of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// It waits: removing it keeps it from being sent, unless it leaves first.
    MayBeCancelled,
    /// Nobody knows.
    Uncertain,
    /// The customer never got it.
    Failed,
    /// The customer has it.
    WithCustomer,
    /// The customer has it, and it is a sound.
    SoundWithCustomer,
    /// The customer wrote it.
    Incoming,
}

impl Fate {
    fn of(message: &Message) -> Self {
        if message.direction != Direction::Outbound {
            return Self::Incoming;
        }
        match message.delivery.as_ref().map(|delivery| delivery.state) {
            Some(DeliveryState::Waiting | DeliveryState::Held) => Self::MayBeCancelled,
            Some(DeliveryState::Unconfirmed) => Self::Uncertain,
            Some(DeliveryState::Failed) => Self::Failed,
            _ if is_sound(&message.content) => Self::SoundWithCustomer,
            _ => Self::WithCustomer,
        }
    }

    const fn words(self, text: &Messages) -> &'static str {
        match self {
            Self::MayBeCancelled => text.thread.cancel_text,
            Self::Uncertain => text.thread.delete_uncertain,
            Self::Failed => text.thread.delete_failed,
            Self::WithCustomer => text.thread.delete_with_customer,
            Self::SoundWithCustomer => text.voice.delete_with_customer,
            Self::Incoming => text.thread.delete_incoming,
        }
    }
}

const fn is_sound(content: &MessageContent) -> bool {
    matches!(content, MessageContent::VoiceNote(_) | MessageContent::Audio(_))
}
