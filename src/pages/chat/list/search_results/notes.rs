//! What was searched, and by whom: this device, since when; the server, or why not.

use crate::i18n::failure_words::problem_words;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::intent::Intent;
use crate::state::phase::RequestFailure;
use crate::state::search::{DeviceSearch, Search, SearchIntent, ServerSearch};
use domain::date_wording::date;
use leptos::prelude::*;

/// What of this device was searched.
#[component]
pub(super) fn DeviceNote(search: Memo<Search>) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let words = move || {
        let text = &i18n.text().search;
        let (device, is_cut) = search.with(|search| (search.device, search.is_cut));
        let covered = match device {
            DeviceSearch::Preparing => text.preparing.to_owned(),
            DeviceSearch::Off => text.device_off.to_owned(),
            DeviceSearch::Done(covered) => match covered.since {
                Some(since) => (text.covered)(covered.messages, &date(chat.civil(since), i18n.language())),
                None => text.covered_none.to_owned(),
            },
        };
        if is_cut {
            format!("{covered} {}", text.cut)
        } else {
            covered
        }
    };
    let shown = move || {
        let (shown, total) = search.with(|search| (search.here.messages.len(), search.total_here));
        (shown < total).then(|| (i18n.text().search.newest_of)(shown, total))
    };
    view! {
        <p class="search-results__note">
            {words} {move || shown().map(|words| format!(" {words}"))}
        </p>
    }
    .into_any()
}

/// How the server stands to it.
#[component]
pub(super) fn ServerNote(search: Memo<Search>) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let server = Memo::new(move |_| search.with(|search| search.server.clone()));
    let is_alone = Memo::new(move |_| {
        search.with(|search| search.elsewhere.contacts.is_empty() && search.elsewhere.messages.is_empty())
    });
    let again = move |_| chat.emit(Intent::Search(SearchIntent::AskAgain));
    let more = move |_| chat.emit(Intent::Search(SearchIntent::More));
    let words = move || {
        let text = i18n.text();
        match server.get() {
            ServerSearch::Asked => Some(text.search.asking.to_owned()),
            ServerSearch::Offline | ServerSearch::Failed(RequestFailure::Offline) => {
                Some(text.search.offline.to_owned())
            }
            ServerSearch::Failed(RequestFailure::Refused(problem)) => Some(problem_words(text, &problem)),
            ServerSearch::Failed(RequestFailure::Broken) => Some(text.failure_broken.to_owned()),
            ServerSearch::Done {
                is_indexing: true, ..
            } => Some(text.search.indexing.to_owned()),
            ServerSearch::Done { has_more: false, .. } => {
                is_alone.get().then(|| text.search.nothing_more.to_owned())
            }
            ServerSearch::Done { .. } => None,
        }
    };
    let action = move || match server.get() {
        ServerSearch::Offline | ServerSearch::Failed(_) => Some(
            view! {
                <button type="button" class="text-button" on:click=again>
                    {move || i18n.text().try_again}
                </button>
            }
            .into_any(),
        ),
        ServerSearch::Done { has_more: true, .. } => Some(
            view! {
                <button type="button" class="text-button" on:click=more>
                    {move || i18n.text().search.more}
                </button>
            }
            .into_any(),
        ),
        ServerSearch::Done { .. } | ServerSearch::Asked => None,
    };
    view! {
        <div class="search-results__note">
            <p role="status">{words}</p>
            {action}
        </div>
    }
    .into_any()
}
