//! The page: its bar, what narrows the list down, the list.

use super::address::{filter_in_address, parameters};
use super::filters::ContactFilters;
use super::import_dialog::ImportDialog;
use super::new_dialog::NewContactDialog;
use super::row::ContactRow;
use super::start_dialog::StartDialog;
use crate::browser::page;
use crate::i18n::use_i18n;
use crate::shell::{Desk, Place, ProfileCorner};
use crate::state::contact_book::BookIntent;
use crate::state::intent::Intent;
use crate::state::phase::{Connection, PageLoad};
use crate::ui::blank::Blank;
use crate::ui::icon::{Icon, IconView};
use crate::ui::skeleton::SkeletonList;
use crate::ui::virtual_list::{RowView, VirtualList};
use domain::contact_list::{ContactFilter, NEEDED_PERMISSION};
use domain::ids::ContactId;
use leptos::prelude::*;
use std::sync::Arc;

const ROW_HEIGHT: f64 = 64.0;

/// What stands in the pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Filling {
    Rows,
    Loading,
    Failed,
    NobodyFound,
    NobodyYet,
}

/// The pane.
#[component]
pub(super) fn ContactsPane() -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let filter = filter_in_address();
    let is_adding = RwSignal::new(false);
    let is_importing = RwSignal::new(false);
    let starting = RwSignal::new(None::<ContactId>);
    Effect::new(move |_| page::set_title(&format!("{} · PerfectChat", i18n.text().templates.contacts)));
    Effect::new(move |_| desk.emit(Intent::Book(BookIntent::Show(filter.get()))));
    on_cleanup(move || desk.emit(Intent::Book(BookIntent::Close)));
    let is_stale = Memo::new(move |_| desk.with(|state| state.contact_book.with(|book| book.is_stale)));
    Effect::new(move |_| {
        if is_stale.get() {
            desk.emit(Intent::Book(BookIntent::Refresh));
        }
    });
    let ids = Memo::new(move |_| desk.with(|state| state.contact_book.with(|book| book.ids.clone())));
    let total = Memo::new(move |_| desk.with(|state| state.contact_book.with(|book| book.total)));
    let load =
        Memo::new(move |_| desk.with(|state| state.contact_book.with(|book| (book.load, book.is_loaded))));
    let filling = Memo::new(move |_| match load.get() {
        _ if ids.with(|ids| !ids.is_empty()) => Filling::Rows,
        (PageLoad::Failed, _) => Filling::Failed,
        (_, false) => Filling::Loading,
        _ if filter.with(ContactFilter::is_all) => Filling::NobodyYet,
        _ => Filling::NobodyFound,
    });
    let is_online = Memo::new(move |_| desk.with(|state| state.connection.get() == Connection::Online));
    // What could not be loaded is asked for again when the server is back.
    Effect::new(move |before: Option<bool>| {
        let now = is_online.get();
        if now && before == Some(false) && load.get_untracked().0 == PageLoad::Failed {
            desk.emit(Intent::Book(BookIntent::More));
        }
        now
    });
    let can_edit = Memo::new(move |_| desk.can(NEEDED_PERMISSION));
    let retry = move || desk.emit(Intent::Book(BookIntent::More));
    view! {
        <div class="shell__page" data-page="contacts">
            <main class="contacts">
                <header class="contacts__bar">
                    <ProfileCorner />
                    <h1 class="contacts__title">{move || i18n.text().templates.contacts}</h1>
                    <span class="contacts__count" role="status">
                        {move || total.get().map(|total| (i18n.contact_page().count)(total))}
                    </span>
                    <a class="icon-button contacts__leave" href=Place::Chat.path() aria-label=move || i18n.text().back_to_list>
                        <IconView icon=Icon::Chat />
                    </a>
                </header>
                <Show when=move || can_edit.get()>
                    <div class="contacts__actions">
                        <button
                            type="button"
                            class="button"
                            data-look="main"
                            on:click=move |_| is_adding.set(true)
                        >
                            <IconView icon=Icon::Plus size="small" />
                            {move || i18n.contact_page().new}
                        </button>
                        <button
                            type="button"
                            class="button"
                            data-look="quiet"
                            on:click=move |_| is_importing.set(true)
                        >
                            <IconView icon=Icon::Upload size="small" />
                            {move || i18n.contact_page().import}
                        </button>
                        <a
                            class="button"
                            data-look="quiet"
                            href=move || export_url(&filter.get())
                            download=""
                            title=move || i18n.contact_page().export_tip
                        >
                            <IconView icon=Icon::Download size="small" />
                            {move || i18n.contact_page().export}
                        </a>
                    </div>
                </Show>
                <ContactFilters filter />
                {move || match filling.get() {
                    Filling::Rows => view! { <Rows ids starting retry=Callback::new(move |()| retry()) /> }.into_any(),
                    Filling::Loading => {
                        view! { <SkeletonList name=Signal::derive(move || i18n.text().loading.to_owned()) /> }.into_any()
                    }
                    Filling::Failed => view! {
                        <Blank
                            icon=Icon::Offline
                            title=Signal::derive(move || i18n.contact_page().not_loaded.to_owned())
                            text=Signal::derive(move || i18n.text().list_failed_text.to_owned())
                        >
                            <button type="button" class="button" data-look="quiet" on:click=move |_| retry()>
                                {move || i18n.text().try_again}
                            </button>
                        </Blank>
                    }
                    .into_any(),
                    Filling::NobodyFound => view! {
                        <Blank
                            icon=Icon::Search
                            title=Signal::derive(move || i18n.contact_page().nobody_found.to_owned())
                            text=Signal::derive(move || i18n.contact_page().nobody_found_text.to_owned())
                        >
                            <button
                                type="button"
                                class="button"
                                data-look="quiet"
                                on:click=move |_| filter.set(ContactFilter::default())
                            >
                                {move || i18n.text().list.clear_filters}
                            </button>
                        </Blank>
                    }
                    .into_any(),
                    Filling::NobodyYet => view! {
                        <Blank
                            icon=Icon::Contact
                            title=Signal::derive(move || i18n.contact_page().nobody_yet.to_owned())
                            text=Signal::derive(move || i18n.contact_page().nobody_yet_text.to_owned())
                        />
                    }
                    .into_any(),
                }}
            </main>
        </div>
        <NewContactDialog is_open=is_adding />
        <ImportDialog is_open=is_importing />
        <StartDialog starting />
    }
    .into_any()
}

/// The list, below the names of its columns where there is room for them.
#[component]
fn Rows(
    ids: Memo<Vec<ContactId>>,
    starting: RwSignal<Option<ContactId>>,
    retry: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let load = Memo::new(move |_| {
        desk.with(|state| state.contact_book.with(|book| (book.load, book.next.is_some())))
    });
    let row: RowView<ContactId> =
        Arc::new(move |id, is_tab_stop| view! { <ContactRow id is_tab_stop starting /> }.into_any());
    let near_end = Callback::new(move |()| {
        if load.get_untracked() == (PageLoad::Idle, true) {
            desk.emit(Intent::Book(BookIntent::More));
        }
    });
    let footer = move || match load.get() {
        (PageLoad::Failed, _) => view! {
            <p class="list__more" role="alert">
                {move || i18n.contact_page().not_loaded}
                <button type="button" class="text-button" on:click=move |_| retry.run(())>
                    {move || i18n.text().try_again}
                </button>
            </p>
        }
        .into_any(),
        (PageLoad::Busy, true) => {
            view! { <p class="list__more">{move || i18n.text().loading}</p> }.into_any()
        }
        _ => ().into_any(),
    };
    view! {
        <div class="contacts__head" aria-hidden="true">
            <span class="contacts__head-cell" data-column="who">{move || i18n.text().contact.name}</span>
            <span class="contacts__head-cell">{move || i18n.text().contact.stage}</span>
            <span class="contacts__head-cell">{move || i18n.text().contact.source}</span>
            <span class="contacts__head-cell">{move || i18n.text().contact.groups}</span>
            <span class="contacts__head-cell">{move || i18n.contact_page().last_activity}</span>
        </div>
        <VirtualList
            ids=ids
            current=Signal::stored(None::<ContactId>)
            row_height=ROW_HEIGHT
            name=Signal::derive(move || i18n.text().templates.contacts.to_owned())
            class="contacts__list"
            row
            on_end_near=near_end
            footer=move || footer
        />
    }
    .into_any()
}

/// Where all that the list shows can be had as a file.
fn export_url(filter: &ContactFilter) -> String {
    format!("/api/v1/contacts/export{}", parameters(filter))
}
