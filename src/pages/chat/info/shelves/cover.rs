//! A small picture, or a moment of a film, cut to a square.

use crate::pages::chat::context::Chat;
use crate::pages::chat::thread::over::{Shown, shown_of};
use crate::ui::icon::{Icon, IconView};
use domain::ids::MessageId;
use domain::media_address::{film_url, media_url};
use leptos::prelude::*;

/// It says nothing to screen readers: what holds it has a name.
#[component]
pub(super) fn Cover(
    /// Of which message.
    id: MessageId,
) -> impl IntoView {
    let chat = Chat::here();
    let shown = Memo::new(move |_| {
        let row = chat.with(|state| state.shelves.find(id))?;
        row.with(|message| shown_of(&message.content))
    });
    move || shown.with(|shown| shown.as_ref().map(image))
}

fn image(shown: &Shown) -> AnyView {
    let media_id = shown.media_id;
    if shown.is_film {
        return view! {
            <video
                class="shelf-tile__image"
                src=film_url(media_id)
                preload="metadata"
                playsinline=true
                prop:muted=true
                tabindex="-1"
                aria-hidden="true"
            ></video>
            <span class="shelf-tile__film">
                <IconView icon=Icon::Video size="small" />
            </span>
        }
        .into_any();
    }
    view! {
        <img
            class="shelf-tile__image"
            src=media_url(media_id)
            alt=""
            loading="lazy"
            decoding="async"
            draggable="false"
        />
    }
    .into_any()
}
