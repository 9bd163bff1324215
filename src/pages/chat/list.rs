//! The list of conversations with its filters.

mod choices;
mod conversation_row;
mod filters;
mod number_picker;
mod row_badges;
mod row_menu;
mod row_press;
mod row_preview;
mod search_box;
mod search_results;
mod selection;
mod tools;

pub(super) use self::choices::Choices;
use self::conversation_row::ConversationRow;
use self::filters::Filters;
use self::number_picker::NumberPicker;
pub(super) use self::row_menu::{RowEntries, RowMenu};
use self::row_menu::{RowMenuView, closed_menu};
use self::row_press::RowPress;
pub(super) use self::search_box::SearchBoxState;
use self::search_box::{SearchBox, SearchResultsHere};
pub(super) use self::search_results::SearchResults;
use self::selection::SelectionBar;
pub(super) use self::selection::{Selection, SelectionItems};
pub(super) use self::tools::ListTools;
use self::tools::room_for_tools;
use super::context::Chat;
use super::mentions::MentionList;
use super::refused_notes::RefusedNotes;
use super::set_aside::SetAsideList;
use super::voice_elsewhere::VoiceElsewhere;
use crate::i18n::use_i18n;
use crate::shell::ProfileCorner;
use crate::state::conversation_filter::{ConversationFilter, ConversationSort};
use crate::state::intent::Intent;
use crate::state::list_pages::{ListPages, NextPage};
use crate::state::outbox::SetAside;
use crate::state::phase::PageLoad;
use crate::ui::blank::Blank;
use crate::ui::button::IconButton;
use crate::ui::icon::Icon;
use crate::ui::part::{in_place_quietly, when_wanted};
use crate::ui::skeleton::SkeletonList;
use crate::ui::virtual_list::{RowView, VirtualList};
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
    let choices = Choices::of_address(chat);
    let is_starting = RwSignal::new(false);
    // Who may not begin one any more is not asked with whom.
    Effect::new(move |_| {
        if !chat.can(Permission::ChatSend) {
            is_starting.set(false);
        }
    });
    let search = SearchBoxState::new(is_starting);
    let is_searching = Memo::new(move |_| search.is_in_use());
    // By closing window the clock alone changes the order, and only when the next window closes.
    let turn = Memo::new(move |_| {
        if choices.get().sort != ConversationSort::Closing {
            return None;
        }
        let now = chat.with(|state| state.now.get());
        chat.with(|state| state.conversation_list.with(|list| list.closes_next(now)))
    });
    let ids = Memo::new(move |_| {
        // Read, not only tracked: a memo that nobody reads listens to nothing.
        turn.get();
        let now = chat.with(|state| state.now.get_untracked());
        chat.with(|state| state.listed(choices.get(), now))
    });
    let selection = Selection::new(chat, ids);
    let pages = Memo::new(move |_| chat.with(|state| state.list_pages(choices.get())));
    let filling = Memo::new(move |_| {
        if ids.with(|ids| !ids.is_empty()) {
            return Filling::Rows;
        }
        let pages = pages.get();
        let is_narrowed = choices.get().filter != ConversationFilter::default();
        match (pages.next, pages.load) {
            (NextPage::End, _) if is_narrowed => Filling::NothingMatches,
            (NextPage::End, _) => Filling::NothingYet,
            (_, PageLoad::Failed) => Filling::Failed,
            _ => Filling::Loading,
        }
    });
    let retry = move || chat.emit(Intent::LoadMoreConversations(choices.get_untracked()));
    let load_more = move || {
        let pages = pages.get_untracked();
        if pages.next != NextPage::End && pages.load == PageLoad::Idle {
            retry();
        }
    };
    // What is here may be some of it only; and a filter that leaves nothing of it may still match what the server has.
    Effect::new(move |_| {
        choices.get();
        let is_empty = filling.get() == Filling::Loading;
        let pages = pages.get();
        if pages == ListPages::default() || (is_empty && pages.load == PageLoad::Idle) {
            load_more();
        }
    });
    let is_orphan = Callback::new(move |item: SetAside| chat.with(|state| state.has_no_composer(&item)));
    let (again, near_end) = (
        Callback::new(move |()| retry()),
        Callback::new(move |()| load_more()),
    );
    let body = move || match filling.get() {
        Filling::Rows => view! { <Rows ids pages selection retry=again near_end /> }.into_any(),
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
                    <button type="button" class="button" data-look="quiet" on:click=move |_| retry()>
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
                        on:click=move |_| choices.change(|choices| *choices = choices.without_filter())
                    >
                        {move || i18n.text().list.clear_filters}
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
    };
    view! {
        <section class="shell__list" aria-label=move || i18n.text().conversations>
            <div class="list-bar">
                <ProfileCorner />
                <NumberPicker choices />
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
                <Filters choices />
                <SelectionBar selection state=Signal::derive(move || choices.get().filter.state)>
                    {in_place_quietly(chat.tools(), room_for_tools, move |tools| (tools.list_tools)(choices))}
                </SelectionBar>
            </Show>
            <MentionList />
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
    pages: Memo<ListPages>,
    selection: Selection,
    retry: Callback<()>,
    near_end: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let menu = closed_menu();
    let press = RowPress::new(menu);
    let row: RowView<ConversationId> =
        Arc::new(move |id, is_tab_stop| view! { <ConversationRow id is_tab_stop selection /> }.into_any());
    let footer = move || {
        let pages = pages.get();
        match (pages.next, pages.load) {
            (NextPage::End, _) | (_, PageLoad::Idle) => ().into_any(),
            (_, PageLoad::Busy) => {
                view! { <p class="list__more">{move || i18n.text().loading}</p> }.into_any()
            }
            (_, PageLoad::Failed) => view! {
                <p class="list__more">
                    <button type="button" class="text-button" on:click=move |_| retry.run(())>
                        {move || i18n.text().try_again}
                    </button>
                </p>
            }
            .into_any(),
        }
    };
    view! {
        <div
            class="list-frame"
            on:click=move |event| {
                if !press.click(&event) {
                    selection.click(&event);
                }
            }
            on:keydown=move |event| selection.key(&event)
            on:contextmenu=move |event| press.context_menu(&event)
            on:pointerdown=move |event| press.begin(&event)
            on:pointermove=move |event| press.go_on(&event)
            on:pointerup=move |_| press.end()
            on:pointercancel=move |_| press.end()
        >
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
        </div>
        <RowMenuView menu selection />
    }
    .into_any()
}
