//! How far a message's file is on its way to the server, and giving it up.

use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::intent::Intent;
use domain::entities::Message;
use domain::ids::MessageId;
use leptos::prelude::*;

/// Whether a message may be on its way to the server with a file: only such ones look at the uploads.
pub(super) fn waits(message: &Message) -> bool {
    message.version == 0 && message.content.attachment().is_some()
}

/// Nothing, once the server has the file.
#[component]
pub(super) fn UploadNote(
    /// Of which message.
    id: MessageId,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let percent = Memo::new(move |_| chat.with(|state| state.uploads.percent(id)));
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
