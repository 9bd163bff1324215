//! The list of conversations with its filters.

mod conversation_row;
mod filters;
mod number_picker;
mod row_badges;
mod row_preview;
mod search_box;
mod search_results;

use self::conversation_row::ConversationRow;
use self::filters::Filters;
use self::number_picker::NumberPicker;
pub(super) use self::search_box::SearchBoxState;
use self::search_box::{SearchBox, SearchResultsHere};
pub(super) use self::search_results::SearchResults;
use super::context::Chat;
use super::refused_notes::RefusedNotes;
use super::set_aside::SetAsideList;
use super::voice_elsewhere::VoiceElsewhere;
use crate::i18n::use_i18n;
use crate::shell::ProfileCorner;
use crate::state::NextPage;
use crate::state::conversation_filter::{ConversationFilter, ConversationScope};
use crate::state::intent::Intent;
use crate::state::outbox::{SetAside, SetAsideReason};
use crate::state::phase::PageLoad;
use crate::ui::blank::Blank;
use crate::ui::button::IconButton;
use crate::ui::icon::Icon;
use crate::ui::part::when_wanted;
use crate::ui::skeleton::SkeletonList;
use crate::ui::virtual_list::{RowView, VirtualList};
use domain::entities::ConversationState;
use domain::ids::ConversationId;
use domain::permission::Permission;
use leptos::prelude::*;
use std::sync::Arc;

const ROW_HEIGHT: f64 = 72.0;

/// What stands in the pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Filling {
    Rows,
    Loading,
    Failed,
    NothingMatches,
    NothingYet,
}

/// The pane.
#[component]
pub(super) fn ListPane() -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let filter = RwSignal::new(ConversationFilter::default());
    let is_starting = RwSignal::new(false);
    let search = SearchBoxState::new(is_starting);
    let is_searching = Memo::new(move |_| search.is_in_use());
    let ids = Memo::new(move |_| {
        filter.with(|filter| chat.with(|state| state.conversation_list.with(|list| list.ids(filter))))
    });
    let pages =
        Memo::new(move |_| filter.with(|filter| chat.with(|state| state.list_pages(filter.state).get())));
    let filling = Memo::new(move |_| {
        if ids.with(|ids| !ids.is_empty()) {
            return Filling::Rows;
        }
        let pages = pages.get();
        let is_narrowed = filter.get() != ConversationFilter::default();
        match (pages.next, pages.load) {
            (NextPage::End, _) if is_narrowed => Filling::NothingMatches,
            (NextPage::End, _) => Filling::NothingYet,
            (_, PageLoad::Failed) => Filling::Failed,
            _ => Filling::Loading,
        }
    });
    let load_more = move || {
        let pages = pages.get_untracked();
        if pages.next != NextPage::End && pages.load == PageLoad::Idle {
            chat.emit(Intent::LoadMoreConversations(filter.get_untracked().state));
        }
    };
    // A filter that leaves nothing of what is here may still match what the server has.
    Effect::new(move |_| {
        if filling.get() == Filling::Loading && pages.get().load == PageLoad::Idle {
            load_more();
        }
    });
    let retry = move |_| chat.emit(Intent::LoadMoreConversations(filter.get_untracked().state));
    let is_orphan = Callback::new(move |item: SetAside| {
        item.reason == SetAsideReason::SightLost
            || chat
                .with(|state| state.conversations.find(item.conversation_id))
                .is_none()
    });
    let body = move || {
        match filling.get() {
        Filling::Rows => view! { <Rows ids filter retry=Callback::new(move |()| retry(())) near_end=Callback::new(move |()| load_more()) /> }.into_any(),
        Filling::Loading => {
            view! { <SkeletonList name=Signal::derive(move || i18n.text().loading.to_owned()) /> }.into_any()
        }
        Filling::Failed => view! {
            <div class="list__blank">
                <Blank
                    icon=Icon::Offline
                    title=Signal::derive(move || i18n.text().list_failed.to_owned())
                    text=Signal::derive(move || i18n.text().list_failed_text.to_owned())
                >
                    <button type="button" class="button" data-look="quiet" on:click=move |_| retry(())>
                        {move || i18n.text().try_again}
                    </button>
                </Blank>
            </div>
        }
        .into_any(),
        Filling::NothingMatches => view! {
            <div class="list__blank">
                <Blank
                    icon=Icon::Search
                    title=Signal::derive(move || i18n.text().no_matches.to_owned())
                    text=Signal::derive(move || i18n.text().no_matches_text.to_owned())
                >
                    <button
                        type="button"
                        class="button"
                        data-look="quiet"
                        on:click=move |_| filter.set(ConversationFilter::default())
                    >
                        {move || i18n.text().show_all}
                    </button>
                </Blank>
            </div>
        }
        .into_any(),
        Filling::NothingYet => view! {
            <div class="list__blank">
                <Blank
                    icon=Icon::Chat
                    title=Signal::derive(move || i18n.text().no_conversations.to_owned())
                    text=Signal::derive(move || i18n.text().no_conversations_text.to_owned())
                />
            </div>
        }
        .into_any(),
    }
    };
    view! {
        <section class="shell__list" aria-label=move || i18n.text().conversations>
            <div class="list-bar">
                <ProfileCorner />
                <NumberPicker filter />
                <Show when=move || chat.can(Permission::ChatSend)>
                    <IconButton
                        icon=Icon::Plus
                        tip="end"
                        name=Signal::derive(move || i18n.text().templates.new_conversation.to_owned())
                        on_click=Callback::new(move |()| is_starting.set(true))
                    />
                </Show>
            </div>
            <SearchBox state=search />
            <Show when=move || !is_searching.get()>
                <Filters filter />
            </Show>
            <VoiceElsewhere />
            {move || {
                if is_searching.get() {
                    view! { <SearchResultsHere state=search /> }.into_any()
                } else {
                    body()
                }
            }}
            <SetAsideList belongs=is_orphan can_edit=false />
            <RefusedNotes />
            {when_wanted(
                chat.overlays(),
                move || is_starting.get(),
                move |overlays| (overlays.new_conversation)(is_starting),
            )}
        </section>
    }
    .into_any()
}

#[component]
fn Rows(
    ids: Memo<Vec<ConversationId>>,
    filter: RwSignal<ConversationFilter>,
    retry: Callback<()>,
    near_end: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let row: RowView<ConversationId> =
        Arc::new(move |id, is_tab_stop| view! { <ConversationRow id is_tab_stop /> }.into_any());
    let load = Memo::new(move |_| {
        let state = filter.get().state;
        chat.with(|app| app.list_pages(state).with(|pages| (pages.next, pages.load)))
    });
    let footer = move || match load.get() {
        (NextPage::End, _) | (_, PageLoad::Idle) => ().into_any(),
        (_, PageLoad::Busy) => view! { <p class="list__more">{move || i18n.text().loading}</p> }.into_any(),
        (_, PageLoad::Failed) => view! {
            <p class="list__more">
                <button type="button" class="text-button" on:click=move |_| retry.run(())>
                    {move || i18n.text().try_again}
                </button>
            </p>
        }
        .into_any(),
    };
    view! {
        <VirtualList
            ids=ids
            current=Signal::derive(move || chat.current())
            row_height=ROW_HEIGHT
            name=Signal::derive(move || i18n.text().conversations.to_owned())
            class="list"
            row
            on_end_near=near_end
            footer=move || footer
        />
    }
    .into_any()
}

/// The filter of one of the chips.
fn scoped(
    filter: ConversationFilter,
    state: ConversationState,
    scope: ConversationScope,
) -> ConversationFilter {
    ConversationFilter {
        state,
        scope,
        ..filter
    }
}
