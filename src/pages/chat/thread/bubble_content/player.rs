//! Films and sounds, in the browser's own players: they can be sought in by pointer and by keys.

use super::file::{FileView, MissingFile, details};
use crate::i18n::use_i18n;
use crate::pages::chat::words::{kind_icon, kind_name};
use crate::ui::icon::{Icon, IconView};
use domain::content::{Attachment, MessageKind};
use domain::ids::MessageId;
use domain::media_address::{film_url, media_url};
use leptos::prelude::*;

/// A film.
#[component]
pub(super) fn FilmView(id: MessageId, file: Attachment) -> impl IntoView {
    let i18n = use_i18n();
    let Some(media_id) = file.media_id else {
        return view! { <MissingFile id kind=MessageKind::Video file /> }.into_any();
    };
    if !file.mime_type.starts_with("video/") {
        return view! { <FileView id kind=MessageKind::Video file /> }.into_any();
    }
    view! {
        <video
            class="film"
            data-has-size=file.pixels.is_some().to_string()
            src=film_url(media_id)
            width=file.pixels.map(|pixels| pixels.width)
            height=file.pixels.map(|pixels| pixels.height)
            aria-label=move || i18n.text().video
            controls=true
            playsinline=true
            preload="metadata"
        ></video>
    }
    .into_any()
}

/// A sound or a voice note.
#[component]
pub(super) fn SoundView(id: MessageId, kind: MessageKind, file: Attachment) -> impl IntoView {
    let i18n = use_i18n();
    let Some(media_id) = file.media_id else {
        return view! { <MissingFile id kind file /> }.into_any();
    };
    if !file.mime_type.starts_with("audio/") {
        return view! { <FileView id kind file /> }.into_any();
    }
    let facts = StoredValue::new(file);
    let name = move || {
        facts.with_value(|file| {
            file.file_name
                .clone()
                .unwrap_or_else(|| kind_name(i18n.text(), kind).to_owned())
        })
    };
    view! {
        <div class="sound">
            <div class="sound__name">
                <IconView icon=kind_icon(kind).unwrap_or(Icon::Sound) size="small" />
                <span dir="auto">{name}</span>
                <span class="attachment__details">
                    {move || facts.with_value(|file| details(file, i18n.text().decimal_mark))}
                </span>
            </div>
            <audio class="sound__player" src=media_url(media_id) aria-label=name controls=true preload="none"></audio>
        </div>
    }
    .into_any()
}
