//! Going to one message of a thread, wherever it stands.

use super::{keep_page, load_newer, page_here};
use crate::api;
use crate::cache::PageOf;
use crate::state::apply::PageAt;
use crate::state::phase::RequestFailure;
use crate::state::thread_window::PAGE;
use crate::state::{FailedRequest, Notice};
use crate::sync::core::Core;
use crate::sync::requests::tell;
use domain::entities::Position;
use domain::error::{ErrorCode, Problem};
use domain::ids::ConversationId;
use domain::time::Span;
use domain::wire::{MessagePage, ThreadWindow};
use leptos::prelude::*;
use std::rc::Rc;

/// What becomes of the focus when a message is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sync) enum Attention {
    /// The message takes it.
    Focus,
    /// It stays where it is.
    View,
}

/// Goes to a message: where it is not in the window, the window begins anew around it.
pub(in crate::sync) async fn show_message(
    core: &Rc<Core>,
    id: ConversationId,
    place: Position,
    attention: Attention,
) {
    let thread = core.state.thread(id);
    let turn = core.open_threads.showing.get().wrapping_add(1);
    core.open_threads.showing.set(turn);
    let is_over = || core.open_threads.showing.get() != turn;
    if thread.window(|window| window.contains(place.id)) {
        thread.aim(place.id, attention == Attention::Focus);
        return;
    }
    let era = core.era.get();
    // Just behind it, so that it is the last of the page; what follows it comes next.
    let behind = Position {
        at: place.at + Span::from_millis(1),
        id: place.id,
    };
    let Some(cached) = page_here(core, id, PageOf::Before(behind)).await else {
        return;
    };
    let is_in_run = cached
        .thread
        .and_then(|thread| thread.oldest)
        .is_some_and(|oldest| place >= oldest);
    let page = if is_in_run && core.writer.is_appointed() {
        let oldest = cached.thread.and_then(|thread| thread.oldest);
        let mut messages = cached.messages;
        let before = messages.len();
        messages.retain(|message| oldest.is_some_and(|oldest| message.position() >= oldest));
        let is_cut = messages.len() < before;
        MessagePage {
            messages,
            has_older: is_cut || cached.has_more || cached.thread.is_none_or(|thread| thread.has_older),
            has_newer: true,
        }
    } else {
        match api::message_page(id, ThreadWindow::Before(behind), PAGE).await {
            _ if core.era.get() != era => return,
            Ok(page) => {
                keep_page(core, id, &page, None).await;
                page
            }
            // The device has it, if perhaps not all that stands around it.
            Err(_) if cached.messages.iter().any(|message| message.id == place.id) => {
                thread.set_gaps(true);
                MessagePage {
                    messages: cached.messages,
                    has_older: true,
                    has_newer: true,
                }
            }
            Err(error) => {
                tell(core, FailedRequest::ShowMessage, error).await;
                return;
            }
        }
    };
    if is_over() {
        return;
    }
    if !page.messages.iter().any(|message| message.id == place.id) {
        tell_gone(core);
        return;
    }
    core.state.apply_message_page(id, &page, PageAt::Newest);
    Box::pin(load_newer(core, id)).await;
    if !is_over() && thread.window(|window| window.contains(place.id)) {
        thread.aim(place.id, attention == Attention::Focus);
    }
}

/// The message to which one would go is not there.
pub(in crate::sync) fn tell_gone(core: &Core) {
    core.state.notice.set(Some(Notice {
        request: FailedRequest::FindMessage,
        failure: RequestFailure::Refused(Problem::new(ErrorCode::NotFound)),
    }));
}
