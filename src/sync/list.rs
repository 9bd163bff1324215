//! Pages of the list from the server, for each choice of filter and order.

use super::core::Core;
use super::events;
use crate::api;
use crate::cache::{Batch, ListEnd};
use crate::state::conversation_filter::ConversationSort;
use crate::state::list_choices::ListChoices;
use crate::state::list_pages::{ListPages, NextPage};
use crate::state::phase::PageLoad;
use domain::entities::ConversationState;
use domain::wire::{ConversationKey, ConversationPage};
use leptos::prelude::*;
use std::rc::Rc;

const PAGE: usize = 100;

/// Loads on until there is more to show, or nothing left: a page may hold nothing but what was shown already.
pub(super) async fn load_more(core: &Rc<Core>, choices: ListChoices) {
    let shown = || untrack(|| core.state.listed(choices, core.state.now.get_untracked()).len());
    let before = shown();
    while load_page(core, choices).await && shown() <= before {}
}

/// The next page of a choice. Says whether it came and others follow.
async fn load_page(core: &Rc<Core>, choices: ListChoices) -> bool {
    let known = untrack(|| core.state.list_pages(choices));
    if known.load == PageLoad::Busy {
        return false;
    }
    let (sort, before) = match known.next {
        NextPage::First => (choices.sort, None),
        NextPage::After(key) => (choices.sort, Some(key)),
        NextPage::Rest(key) => (ConversationSort::Recent, key),
        NextPage::End => return false,
    };
    let busy = ListPages {
        next: known.next,
        load: PageLoad::Busy,
    };
    core.state.set_list_pages(choices, busy);
    let era = core.era.get();
    let answer = api::conversation_page(&choices.filter, sort, before, PAGE).await;
    // Forgotten meanwhile: the answer may be older than what made it so.
    if core.era.get() != era || untrack(|| core.state.list_pages(choices)) != busy {
        return false;
    }
    let Ok(page) = answer else {
        let failed = ListPages {
            load: PageLoad::Failed,
            ..busy
        };
        core.state.set_list_pages(choices, failed);
        return false;
    };
    core.state.apply_conversation_page(choices, &page);
    keep(core, choices, &page);
    page.next.is_some() || choices.sort == ConversationSort::Closing
}

fn keep(core: &Core, choices: ListChoices, page: &ConversationPage) {
    let is_all = choices == ListChoices::all(ConversationState::Open);
    core.writer.put(Batch {
        conversations: page
            .rows
            .iter()
            .filter_map(|row| events::row(core, row.conversation.id))
            .collect(),
        list_end: is_all.then_some(ListEnd { after: page.next }),
        ..Batch::default()
    });
}

/// The server is there again: what could not be loaded is asked for when it is wanted.
pub(super) fn try_again(core: &Core) {
    let has_failed = |pages: &ListPages| pages.load == PageLoad::Failed;
    if core
        .state
        .loaded
        .with_untracked(|loaded| loaded.values().any(has_failed))
    {
        core.state.loaded.update(|loaded| {
            for pages in loaded.values_mut().filter(|pages| has_failed(pages)) {
                pages.load = PageLoad::Idle;
            }
        });
    }
}

/// The device keeps more than it shows without asking: what follows the last that it shows comes from the server.
pub(super) fn end_at(core: &Core, last: ConversationKey) {
    let all = ListChoices::all(ConversationState::Open);
    let is_beyond = match untrack(|| core.state.list_pages(all)).next {
        NextPage::End => true,
        NextPage::After(key) => key < last,
        NextPage::First | NextPage::Rest(_) => false,
    };
    if is_beyond {
        restore(core, ListEnd { after: Some(last) });
    }
}

/// How far the list is whole that the device kept.
pub(super) fn restore(core: &Core, end: ListEnd) {
    let pages = ListPages {
        next: end.after.map_or(NextPage::End, NextPage::After),
        load: PageLoad::Idle,
    };
    core.state
        .set_list_pages(ListChoices::all(ConversationState::Open), pages);
}
