//! A file: its name, its size, and the way to it. And what stands in the place of a file that is not here yet.

use super::Chip;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::pages::chat::words::{kind_icon, kind_name};
use crate::state::intent::Intent;
use crate::ui::icon::{Icon, IconView};
use domain::content::{Attachment, FetchFailure, MessageKind};
use domain::date_wording::playing_time;
use domain::ids::MessageId;
use domain::media_address::download_url;
use leptos::prelude::*;

/// A document, or whatever has no better look.
#[component]
pub(in crate::pages::chat) fn FileView(id: MessageId, kind: MessageKind, file: Attachment) -> impl IntoView {
    let i18n = use_i18n();
    let Some(media_id) = file.media_id else {
        return view! { <MissingFile id kind file /> }.into_any();
    };
    let facts = StoredValue::new(file);
    let title = move || facts.with_value(|file| title(file, kind_name(i18n.text(), kind)));
    let details = move || facts.with_value(|file| details(file, i18n.text().decimal_mark));
    let ending = facts.with_value(file_ending);
    view! {
        <a
            class="attachment attachment-link"
            href=download_url(media_id)
            download=facts.with_value(|file| file.file_name.clone().unwrap_or_default())
            aria-description=details
        >
            <span class="visually-hidden">{move || (i18n.text().thread.download_name)(&title())}</span>
            <span class="attachment__type" aria-hidden="true">
                <IconView icon=kind_icon(kind).unwrap_or(Icon::Document) class="attachment__icon" />
                <span class="attachment__ending">{ending}</span>
            </span>
            <span class="attachment__words" aria-hidden="true">
                <span class="attachment__title" dir="auto">
                    {title}
                </span>
                <span class="attachment__details">{details}</span>
            </span>
            <IconView icon=Icon::Download class="attachment__go" />
        </a>
    }
    .into_any()
}

/// The file is not on our server: under way, or why not.
#[component]
pub(super) fn MissingFile(id: MessageId, kind: MessageKind, file: Attachment) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let failure = file.fetch_failure;
    let is_ours = Memo::new(move |_| {
        chat.with(|state| {
            state
                .messages
                .find(id)
                .is_some_and(|row| row.with(|message| message.delivery.is_some()))
        })
    });
    let preview = Memo::new(move |_| chat.with(|state| state.uploads.preview(id)));
    let facts = StoredValue::new(file);
    let title = move || facts.with_value(|file| title(file, kind_name(i18n.text(), kind)));
    let why = move || {
        let text = i18n.text();
        match failure {
            // Its bytes are on their way from here: the line below tells how far.
            None if is_ours.get() => facts.with_value(|file| details(file, text.decimal_mark)),
            None => text.thread.fetching.to_owned(),
            Some(FetchFailure::Expired) => text.thread.fetch_expired.to_owned(),
            Some(FetchFailure::TooLarge) => text.thread.fetch_too_large.to_owned(),
            Some(_) => text.thread.fetch_failed.to_owned(),
        }
    };
    view! {
        {move || match preview.get() {
            Some(address) => {
                view! { <img class="waiting-picture" src=address alt=title draggable="false" /> }.into_any()
            }
            None => {
                view! {
                    <Chip
                        icon=kind_icon(kind).unwrap_or(Icon::Document)
                        title=Signal::derive(title)
                        details=Signal::derive(why)
                    />
                }
                    .into_any()
            }
        }}
        {failure
            .is_some_and(FetchFailure::can_be_retried)
            .then(|| {
                view! {
                    <button
                        type="button"
                        class="text-button message-bubble__more"
                        on:click=move |_| chat.emit(Intent::FetchMedia(id))
                    >
                        {move || i18n.text().try_again}
                    </button>
                }
            })}
    }
    .into_any()
}

fn title(file: &Attachment, kind: &str) -> String {
    file.file_name.clone().unwrap_or_else(|| kind.to_owned())
}

/// Length and size, as far as they are known.
pub(super) fn details(file: &Attachment, decimal_mark: char) -> String {
    let parts = [
        file.duration_ms.map(playing_time),
        file.byte_size.map(|bytes| readable_size(bytes, decimal_mark)),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// `PDF`: what people call the type of a file.
fn file_ending(file: &Attachment) -> String {
    const LONGEST: usize = 4;
    let name = file.file_name.as_deref().unwrap_or_default();
    name.rsplit_once('.')
        .map(|(_, ending)| ending)
        .filter(|ending| ending.len() <= LONGEST && ending.chars().all(char::is_alphanumeric))
        .unwrap_or_default()
        .to_ascii_uppercase()
}

/// `320 kB`, `1,4 MB`.
fn readable_size(bytes: u64, decimal_mark: char) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{}{decimal_mark}{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_short() {
        assert_eq!(readable_size(999, ','), "999 B");
        assert_eq!(readable_size(320_400, ','), "320 kB");
        assert_eq!(readable_size(1_450_000, ','), "1,4 MB");
    }

    #[test]
    fn endings_are_told_when_they_are_some() {
        let ending = |name: &str| {
            file_ending(&Attachment {
                file_name: Some(name.to_owned()),
                ..Attachment::default()
            })
        };
        assert_eq!(ending("contrato.pdf"), "PDF");
        assert_eq!(ending("sem ponto"), "");
        assert_eq!(ending("v1.final de verdade"), "");
    }
}
