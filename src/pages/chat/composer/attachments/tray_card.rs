//! One file of the tray: what it is, what stands in its way, and the ways out.

use crate::i18n::failure_words::limit_words;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::pages::chat::words::{kind_icon, kind_name};
use crate::shell::tray_problem_words;
use crate::state::intent::Intent;
use crate::state::tray::{Keeping, TrayItem, TrayPhase, TrayProblem};
use crate::ui::button::IconButton;
use crate::ui::icon::{Icon, IconView};
use domain::ids::ConversationId;
use leptos::prelude::*;

#[component]
pub(super) fn TrayCard(id: ConversationId, item: TrayItem) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let TrayItem {
        key,
        name,
        kind,
        byte_size,
        preview,
        phase,
        keeping,
        ..
    } = item;
    let name = StoredValue::new(name);
    let title = move || {
        name.with_value(|name| match name.as_str() {
            "" => i18n.text().media.pasted_image.to_owned(),
            name => name.to_owned(),
        })
    };
    let details = move || {
        let text = i18n.text();
        match phase {
            TrayPhase::Looking => text.media.preparing.to_owned(),
            TrayPhase::Refused(problem) => tray_problem_words(text, problem),
            TrayPhase::Ready => {
                let size = limit_words(Some(byte_size));
                kind.map_or(size.clone(), |kind| format!("{} · {size}", kind_name(text, kind)))
            }
        }
    };
    let icon = kind.and_then(kind_icon).unwrap_or(Icon::Document);
    view! {
        <li class="tray-card" data-is-refused=matches!(phase, TrayPhase::Refused(_)).to_string()>
            <div class="tray-card__picture">
                {match preview {
                    Some(address) => view! { <img class="tray-card__image" src=address alt="" /> }.into_any(),
                    None => view! { <IconView icon /> }.into_any(),
                }}
            </div>
            <div class="tray-card__words">
                <p class="tray-card__name" dir="auto">
                    {title}
                </p>
                <p class="tray-card__details">{details}</p>
                {(keeping == Keeping::Impossible)
                    .then(|| {
                        view! {
                            <p class="tray-card__details" role="status">
                                {move || i18n.text().media.goes_with_page}
                            </p>
                        }
                    })}
                {matches!(phase, TrayPhase::Refused(TrayProblem::ImageTooLarge { .. }))
                    .then(|| view! { <OtherWays id key /> })}
            </div>
            <IconButton
                icon=Icon::Close
                tip="end"
                name=Signal::derive(move || (i18n.text().media.remove)(&title()))
                on_click=Callback::new(move |()| {
                    chat.emit(Intent::RemoveAttachment { conversation_id: id, key });
                })
            />
        </li>
    }
    .into_any()
}

/// How a picture that is too large can be sent all the same.
#[component]
fn OtherWays(id: ConversationId, key: u32) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    view! {
        <div class="tray-card__ways">
            <button
                type="button"
                class="text-button"
                on:click=move |_| chat.emit(Intent::ShrinkAttachment { conversation_id: id, key })
            >
                {move || i18n.text().media.smaller_image}
            </button>
            <button
                type="button"
                class="text-button"
                on:click=move |_| chat.emit(Intent::AttachAsDocument { conversation_id: id, key })
            >
                {move || i18n.text().media.as_document}
            </button>
        </div>
    }
    .into_any()
}
