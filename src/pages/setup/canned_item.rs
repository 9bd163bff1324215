//! One canned response of the list.

use crate::i18n::use_i18n;
use crate::shell::Desk;
use crate::state::intent::Intent;
use crate::ui::button::IconButton;
use crate::ui::icon::{Icon, IconView};
use domain::canned_response::CannedResponse;
use leptos::prelude::*;

/// The canned response as an item of a list.
#[component]
pub(super) fn CannedItem(
    /// Which.
    response: CannedResponse,
    /// Gets it when it shall go.
    removing: RwSignal<Option<CannedResponse>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let id = response.id;
    let CannedResponse {
        shortcut,
        title,
        body,
        buttons,
        attachment,
        ..
    } = response.clone();
    let response = StoredValue::new(response);
    let with_shortcut = move |words: fn(&str) -> String| response.with_value(|it| words(&it.shortcut));
    let slash = format!("/{shortcut}");
    let file = attachment.and_then(|file| file.file_name.or(Some(file.mime_type)));
    view! {
        <li class="canned">
            <div class="canned__words">
                <h3 class="canned__head">
                    <span class="canned__shortcut">{slash}</span>
                    <span class="canned__title">{title}</span>
                </h3>
                <p class="canned__body" dir="auto">
                    {body}
                </p>
                {(!buttons.is_empty() || file.is_some())
                    .then(|| {
                        view! {
                            <p class="canned__parts">
                                {file
                                    .map(|name| {
                                        view! {
                                            <span class="canned__part">
                                                <IconView icon=Icon::Document size="small" />
                                                {name}
                                            </span>
                                        }
                                    })}
                                {buttons
                                    .into_iter()
                                    .map(|button| view! { <span class="canned__part">{button}</span> })
                                    .collect_view()}
                            </p>
                        }
                    })}
            </div>
            <div class="canned__actions">
                <IconButton
                    icon=Icon::Edit
                    tip="end"
                    name=Signal::derive(move || with_shortcut(i18n.text().canned.edit))
                    on_click=Callback::new(move |()| desk.emit(Intent::EditCannedResponse(Some(id))))
                />
                <IconButton
                    icon=Icon::Delete
                    tip="end"
                    name=Signal::derive(move || with_shortcut(i18n.text().canned.remove))
                    on_click=Callback::new(move |()| removing.set(Some(response.get_value())))
                />
            </div>
        </li>
    }
    .into_any()
}
