//! The message that is being answered, above the entry.

use super::in_short;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::intent::Intent;
use crate::ui::button::IconButton;
use crate::ui::icon::Icon;
use domain::entities::Direction;
use domain::ids::{ConversationId, MessageId};
use leptos::prelude::*;

/// Whose words, and which; nothing while nothing is answered.
#[component]
pub(super) fn ReplyPreview(
    /// Where.
    id: ConversationId,
    /// What is answered.
    answered: Memo<Option<MessageId>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let message = Memo::new(move |_| chat.with(|state| state.messages.value(answered.get()?)));
    let author = move || {
        message.with(|message| {
            let message = message.as_ref()?;
            Some(match (message.direction, message.author) {
                (Direction::Inbound, _) => chat.name_in(id).unwrap_or_default(),
                (_, Some(author)) => chat
                    .agent_name(author)
                    .unwrap_or_else(|| i18n.text().somebody.to_owned()),
                (_, None) => i18n.text().from_phone.to_owned(),
            })
        })
    };
    // It may be further up than this device has read.
    let title = move || {
        let text = &i18n.text().composer;
        author().map_or_else(|| text.answering_one.to_owned(), |name| (text.answering)(&name))
    };
    let words = move || {
        message.with(|message| {
            message
                .as_ref()
                .map(|message| in_short(i18n.text(), &message.content))
        })
    };
    view! {
        <Show when=move || answered.get().is_some()>
            <div class="composer-reply" role="group" aria-label=title>
                <div class="composer-reply__message">
                    <span class="composer-reply__title" aria-hidden="true">
                        {title}
                    </span>
                    <span class="composer-reply__words" dir="auto">
                        {words}
                    </span>
                </div>
                <IconButton
                    icon=Icon::Close
                    tip="above"
                    name=Signal::derive(move || i18n.text().composer.answer_none.to_owned())
                    on_click=Callback::new(move |()| chat.emit(Intent::ReplyTo(None)))
                />
            </div>
        </Show>
    }
    .into_any()
}
