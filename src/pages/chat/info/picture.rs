//! "Imagem de perfil": the contact's picture, and putting up another one.

use super::Subject;
use super::crop_dialog::CropDialog;
use super::facts::fact;
use crate::browser::files::LocalFile;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::intent::Intent;
use crate::ui::avatar::{Avatar, AvatarSize};
use crate::ui::file_button::FileButton;
use domain::command::ChangeContact;
use domain::contact::EDITING;
use leptos::prelude::*;

/// The picture.
#[component]
pub(super) fn Picture(
    /// Whose.
    subject: Subject,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let Subject {
        conversation_id,
        contact_id: id,
    } = subject;
    let can_edit = Memo::new(move |_| chat.can(EDITING));
    let name = Memo::new(move |_| chat.name_in(conversation_id).unwrap_or_default());
    let picture = Memo::new(move |_| chat.picture_in(conversation_id));
    let is_blocked = Memo::new(move |_| fact(chat, id, |contact| contact.is_blocked).unwrap_or_default());
    let is_on_its_way = Memo::new(move |_| chat.with(|state| state.picture_of.get()) == Some(id));
    let chosen = RwSignal::new(None::<LocalFile>);
    let remove = move |_| {
        let change = ChangeContact {
            avatar: Some(None),
            ..ChangeContact::default()
        };
        chat.emit(Intent::ChangeContact { id, change });
    };
    view! {
        <div class="info__person">
            <Avatar name key=id.to_string() size=AvatarSize::Large picture />
            <p class="info__name" dir="auto">
                {move || name.get()}
            </p>
            <Show when=move || is_blocked.get()>
                <p class="info__blocked">{move || i18n.text().contact.blocked}</p>
            </Show>
            <Show when=move || can_edit.get()>
                <div class="info__picture-actions">
                    <FileButton
                        name=Signal::derive(move || {
                            let text = &i18n.text().contact;
                            let words = if picture.with(Option::is_some) {
                                text.change_picture
                            } else {
                                text.choose_picture
                            };
                            words.to_owned()
                        })
                        accept="image/*"
                        on_choose=Callback::new(move |file| chosen.set(Some(file)))
                    />
                    <Show when=move || picture.with(Option::is_some)>
                        <button type="button" class="text-button" on:click=remove>
                            {move || i18n.text().contact.remove_picture}
                        </button>
                    </Show>
                </div>
            </Show>
            <p class="info__none" role="status">
                {move || is_on_its_way.get().then(|| i18n.text().contact.picture_on_its_way)}
            </p>
        </div>
        <CropDialog contact_id=id file=chosen />
    }
    .into_any()
}
