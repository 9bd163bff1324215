//! Choosing one file in a dialog: the button, then what was chosen and what stands in its way.

use super::Desk;
use crate::browser::element;
use crate::browser::files::LocalFile;
use crate::i18n::failure_words::limit_words;
use crate::i18n::messages::Messages;
use crate::i18n::use_i18n;
use crate::state::intent::Intent;
use crate::state::tray::{TrayItem, TrayPhase, TrayProblem};
use crate::ui::button::IconButton;
use crate::ui::file_button::FileButton;
use crate::ui::icon::{Icon, IconView};
use domain::content::MessageKind;
use domain::media_limit::mime_types;
use leptos::prelude::*;

/// Where the focus goes on: to the card's button, else to the one that lets one choose.
const STOP: &str = "dialog[open] .tray-card .icon-button, dialog[open] .file-button";

/// The file that was chosen (`AppState::picked_file`), or the button that lets one choose it.
#[component]
pub fn PickedFile(
    /// What the button says.
    #[prop(into)]
    name: Signal<String>,
    /// The only kind that will do; `None`: any that can be sent.
    #[prop(optional_no_strip)]
    wanted: Option<MessageKind>,
) -> impl IntoView {
    let desk = Desk::here();
    let picked = Memo::new(move |_| desk.with(|state| state.picked_file.get()));
    let pick = Callback::new(move |file: LocalFile| {
        desk.emit(Intent::PickFile {
            file: TrayItem::new(file.key, file.name, file.mime_type, file.byte_size),
            wanted,
        });
    });
    // The button goes when there is a card, and a card is drawn anew when something of it changes.
    Effect::new(move |was_shown: Option<()>| {
        picked.track();
        if was_shown.is_some() {
            element::after_next_paint(|| element::focus_if_lost(STOP));
        }
    });
    let accept = wanted.map(|kind| mime_types(kind).join(",")).unwrap_or_default();
    move || match picked.get() {
        Some(item) => view! { <FileCard item /> }.into_any(),
        None => view! { <FileButton name accept=accept.clone() on_choose=pick /> }.into_any(),
    }
}

#[component]
fn FileCard(item: TrayItem) -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let TrayItem {
        name,
        byte_size,
        preview,
        phase,
        ..
    } = item;
    let title = StoredValue::new(name);
    let details = move || match phase {
        TrayPhase::Looking => i18n.text().media.preparing.to_owned(),
        TrayPhase::Refused(problem) => tray_problem_words(i18n.text(), problem),
        TrayPhase::Ready => limit_words(Some(byte_size)),
    };
    view! {
        <div class="tray-card" data-is-refused=matches!(phase, TrayPhase::Refused(_)).to_string()>
            <div class="tray-card__picture">
                {match preview {
                    Some(address) => view! { <img class="tray-card__image" src=address alt="" /> }.into_any(),
                    None => view! { <IconView icon=Icon::Document /> }.into_any(),
                }}
            </div>
            <div class="tray-card__words">
                <p class="tray-card__name" dir="auto">
                    {title.get_value()}
                </p>
                <p class="tray-card__details" role="status">
                    {details}
                </p>
            </div>
            <IconButton
                icon=Icon::Close
                tip="end"
                name=Signal::derive(move || title.with_value(|name| (i18n.text().media.remove)(name)))
                on_click=Callback::new(move |()| desk.emit(Intent::DropPickedFile))
            />
        </div>
    }
    .into_any()
}

/// Why a file cannot be sent, and what to do.
#[must_use]
pub fn tray_problem_words(text: &Messages, problem: TrayProblem) -> String {
    let words = match problem {
        TrayProblem::Empty => text.media.empty,
        TrayProblem::Type => text.media.type_refused,
        TrayProblem::CannotOpen => text.media.cannot_open_image,
        TrayProblem::Vanished => text.media.vanished,
        TrayProblem::TooLarge { max_bytes } => return (text.media.too_large)(&limit_words(Some(max_bytes))),
        TrayProblem::ImageTooLarge { max_bytes } => {
            return (text.media.image_too_large)(&limit_words(Some(max_bytes)));
        }
        TrayProblem::OtherKind { wanted } => match wanted {
            MessageKind::Image => text.media.wants_image,
            MessageKind::Video => text.media.wants_video,
            _ => text.media.type_refused,
        },
    };
    words.to_owned()
}
