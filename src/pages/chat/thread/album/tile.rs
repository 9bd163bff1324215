//! One picture or film of an album.

use super::message_of;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::pages::chat::thread::bubble::{Tail, speaker};
use crate::pages::chat::thread::options_button::OptionsButton;
use crate::pages::chat::thread::reactions::reactions;
use crate::pages::chat::thread::viewer_button::ViewerButton;
use crate::pages::chat::words::{kind_icon, kind_name};
use crate::ui::icon::{Icon, IconView};
use domain::content::{Attachment, MessageContent};
use domain::ids::MessageId;
use domain::media_address::{film_url, media_url};
use leptos::prelude::*;

/// The tile.
#[component]
pub(super) fn Tile(
    /// Which message.
    id: MessageId,
) -> impl IntoView {
    let chat = Chat::here();
    let Some(message) = message_of(chat, id) else {
        return ().into_any();
    };
    let content = Memo::new(move |_| message.with(|message| message.content.clone()));
    let element_id = format!("bubble-{id}");
    view! {
        <div class="album__tile" data-message=id.to_string()>
            <div
                id=element_id.clone()
                class="message-bubble album__bubble"
                role="article"
                aria-labelledby=element_id
                tabindex="-1"
            >
                // Shown once, above the album; here it is read out.
                {move || message.with(|message| speaker(chat, message, false))}
                {move || content.with(|content| picture(id, content))}
                <Tail message />
            </div>
            <OptionsButton />
            {move || message.with(reactions)}
        </div>
    }
    .into_any()
}

/// What can be seen of it now: the picture, a moment of the film, or what it will be.
fn picture(id: MessageId, content: &MessageContent) -> AnyView {
    match content {
        MessageContent::Image(Attachment {
            media_id: Some(media_id),
            ..
        }) => {
            let address = media_url(*media_id);
            view! {
                <ViewerButton class="album__open" name=|text| text.thread.open_image>
                    <img
                        class="album__image"
                        src=address
                        alt=""
                        loading="lazy"
                        decoding="async"
                        draggable="false"
                    />
                </ViewerButton>
            }
            .into_any()
        }
        MessageContent::Video(Attachment {
            media_id: Some(media_id),
            ..
        }) => {
            let address = film_url(*media_id);
            view! {
                <ViewerButton class="album__open" name=|text| text.thread.open_video>
                    <video
                        class="album__image"
                        src=address
                        preload="metadata"
                        playsinline=true
                        prop:muted=true
                        tabindex="-1"
                        aria-hidden="true"
                    ></video>
                    <span class="album__film">
                        <IconView icon=Icon::Video />
                    </span>
                </ViewerButton>
            }
            .into_any()
        }
        other => view! { <Awaited id kind=other.kind() /> }.into_any(),
    }
}

/// It is on its way: from here, where it can be shown already, or from WhatsApp.
#[component]
fn Awaited(id: MessageId, kind: domain::content::MessageKind) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let preview = Memo::new(move |_| chat.with(|state| state.uploads.preview(id)));
    let name = move || kind_name(i18n.text(), kind);
    move || match preview.get() {
        Some(address) => {
            view! { <img class="album__image" src=address alt=name draggable="false" /> }.into_any()
        }
        None => view! {
            <span class="album__awaited">
                <IconView icon=kind_icon(kind).unwrap_or(Icon::Image) />
                <span class="visually-hidden">{name}</span>
            </span>
        }
        .into_any(),
    }
}
