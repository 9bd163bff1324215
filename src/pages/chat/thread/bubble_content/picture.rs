//! Pictures and stickers. Their size is known before they load, so nothing jumps.

use super::file::{FileView, MissingFile};
use crate::i18n::use_i18n;
use crate::pages::chat::thread::viewer_button::ViewerButton;
use crate::state::thread_layout::is_drawn_picture;
use domain::content::{Attachment, MessageKind};
use domain::ids::MessageId;
use domain::media_address::media_url;
use leptos::prelude::*;

/// A picture that opens in the viewer.
#[component]
pub(super) fn PictureView(id: MessageId, file: Attachment) -> impl IntoView {
    let Some(media_id) = file.media_id else {
        return view! { <MissingFile id kind=MessageKind::Image file /> }.into_any();
    };
    if !is_drawn_picture(&file.mime_type) {
        return view! { <FileView id kind=MessageKind::Image file /> }.into_any();
    }
    let has_size = file.pixels.is_some();
    view! {
        <ViewerButton class="picture" name=|text| text.thread.open_image>
            <img
                class="picture__image"
                data-has-size=has_size.to_string()
                src=media_url(media_id)
                width=file.pixels.map(|pixels| pixels.width)
                height=file.pixels.map(|pixels| pixels.height)
                alt=file.caption.unwrap_or_default()
                loading="lazy"
                decoding="async"
                draggable="false"
            />
        </ViewerButton>
    }
    .into_any()
}

/// A sticker: no bubble, no viewer.
#[component]
pub(super) fn StickerView(id: MessageId, file: Attachment) -> impl IntoView {
    let i18n = use_i18n();
    let Some(media_id) = file.media_id else {
        return view! { <MissingFile id kind=MessageKind::Sticker file /> }.into_any();
    };
    if !is_drawn_picture(&file.mime_type) {
        return view! { <FileView id kind=MessageKind::Sticker file /> }.into_any();
    }
    view! {
        <img
            class="sticker"
            src=media_url(media_id)
            width=file.pixels.map_or(160, |pixels| pixels.width)
            height=file.pixels.map_or(160, |pixels| pixels.height)
            alt=move || i18n.text().sticker
            loading="lazy"
            decoding="async"
            draggable="false"
        />
    }
    .into_any()
}
