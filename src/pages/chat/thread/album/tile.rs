//! One picture or film of an album.

use super::message_of;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::pages::chat::thread::bubble::{Meta, direction_name};
use crate::pages::chat::thread::quote_view::author_name;
use crate::pages::chat::thread::reactions::ReactionChip;
use crate::pages::chat::thread::upload_note::UploadNote;
use crate::pages::chat::words::{kind_icon, kind_name};
use crate::ui::icon::{Icon, IconView};
use domain::content::{Attachment, MessageContent};
use domain::ids::MessageId;
use domain::media_address::media_url;
use leptos::prelude::*;

/// The tile.
#[component]
pub(super) fn Tile(
    /// Which message.
    id: MessageId,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let Some(message) = message_of(chat, id) else {
        return ().into_any();
    };
    let conversation_id = message.with_untracked(|message| message.conversation_id);
    let direction = message.with_untracked(|message| direction_name(message.direction));
    let content = Memo::new(move |_| message.with(|message| message.content.clone()));
    let reactions = Memo::new(move |_| message.with(|message| message.reactions.clone()));
    let author = Memo::new(move |_| {
        message.with(|message| author_name(chat, message.conversation_id, message.direction, message.author))
    });
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
                <div class="visually-hidden">{move || author.get()}</div>
                {move || content.with(|content| picture(id, content))}
                <UploadNote message />
                <Meta message />
            </div>
            <button
                type="button"
                class="message-line__button"
                tabindex="-1"
                aria-haspopup="menu"
                aria-label=move || i18n.text().details.options
            ></button>
            {move || {
                reactions
                    .with(|reactions| {
                        (!reactions.is_empty())
                            .then(|| view! { <ReactionChip reactions=reactions.clone() conversation_id direction /> })
                    })
            }}
        </div>
    }
    .into_any()
}

/// What can be seen of it now: the picture, a moment of the film, or what it will be.
fn picture(id: MessageId, content: &MessageContent) -> AnyView {
    let i18n = use_i18n();
    match content {
        MessageContent::Image(Attachment {
            media_id: Some(media_id),
            ..
        }) => view! {
            <button
                type="button"
                class="album__open"
                tabindex="-1"
                data-opens="picture"
                aria-label=move || i18n.text().thread.open_image
            >
                <img
                    class="album__image"
                    src=media_url(*media_id)
                    alt=""
                    loading="lazy"
                    decoding="async"
                    draggable="false"
                />
            </button>
        }
        .into_any(),
        MessageContent::Video(Attachment {
            media_id: Some(media_id),
            ..
        }) => view! {
            <button
                type="button"
                class="album__open"
                tabindex="-1"
                data-opens="picture"
                aria-label=move || i18n.text().thread.open_video
            >
                <video
                    class="album__image"
                    src=format!("{}#t=0.1", media_url(*media_id))
                    preload="metadata"
                    playsinline=true
                    prop:muted=true
                    tabindex="-1"
                    aria-hidden="true"
                ></video>
                <span class="album__film">
                    <IconView icon=Icon::Video />
                </span>
            </button>
        }
        .into_any(),
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
