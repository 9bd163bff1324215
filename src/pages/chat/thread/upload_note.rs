//! How far a message's file is on its way to the server, and giving it up.

use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::intent::Intent;
use domain::entities::Message;
use leptos::prelude::*;

/// Nothing, once the server has the file.
#[component]
pub(super) fn UploadNote(message: Memo<Message>) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let id = message.with_untracked(|message| message.id);
    // Only what waits looks at the uploads.
    let percent = Memo::new(move |_| {
        let waits = message.with(|message| message.version == 0 && message.content.attachment().is_some());
        waits
            .then(|| chat.with(|state| state.uploads.percent(id)))
            .flatten()
    });
    move || {
        percent.get().map(|percent| {
            view! {
                <div class="upload-note">
                    <progress
                        class="upload-note__bar"
                        max="100"
                        value=percent.to_string()
                        aria-label=(i18n.text().media.uploading)(percent)
                    ></progress>
                    <button
                        type="button"
                        class="text-button upload-note__cancel"
                        on:click=move |_| chat.emit(Intent::CancelUpload(id))
                    >
                        {i18n.text().media.cancel_upload}
                    </button>
                </div>
            }
        })
    }
}
