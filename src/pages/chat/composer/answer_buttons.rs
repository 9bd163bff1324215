//! The buttons that go with what is written, as the customer will see them, and taking them off.

use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::intent::Intent;
use crate::ui::button::IconButton;
use crate::ui::icon::Icon;
use domain::ids::ConversationId;
use leptos::prelude::*;

/// The buttons; nothing while the text goes alone.
#[component]
pub(super) fn AnswerButtonsView(
    /// Where.
    id: ConversationId,
    /// What they say.
    buttons: Memo<Vec<String>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    view! {
        <Show when=move || buttons.with(|buttons| !buttons.is_empty())>
            <div class="composer-buttons" role="group" aria-label=move || i18n.text().composer.with_buttons>
                <span class="composer-buttons__title" aria-hidden="true">
                    {move || i18n.text().composer.with_buttons}
                </span>
                <ul class="composer-buttons__list">
                    {move || {
                        buttons
                            .get()
                            .into_iter()
                            .map(|button| view! { <li class="composer-buttons__button" dir="auto">{button}</li> })
                            .collect_view()
                    }}
                </ul>
                <IconButton
                    icon=Icon::Close
                    tip="above"
                    name=Signal::derive(move || i18n.text().composer.without_buttons.to_owned())
                    on_click=Callback::new(move |()| chat.emit(Intent::DropAnswerButtons(id)))
                />
            </div>
        </Show>
    }
    .into_any()
}
