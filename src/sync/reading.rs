//! Wishes that reading needs: they are fulfilled from the first screen on. Nothing here waits: what takes time runs beside.

use super::connection::SocketOrder;
use super::core::{Core, beside};
use super::{deeds, drafts, requests, search, threads};
use crate::state::intent::Intent;
use leptos::prelude::{GetUntracked, Set, Update};
use std::rc::Rc;

/// Does what the agent wants; gives back what others fulfil ([`super::intents`]).
pub(super) fn fulfil(core: &Rc<Core>, intent: Intent) -> Option<Intent> {
    match intent {
        Intent::OpenSoon(id) => threads::open_soon(core, id),
        Intent::OpenConversation(id) => threads::open(core, id),
        Intent::CloseConversation(id) => threads::close(core, id),
        // Else a page has to come.
        Intent::JumpToNewest(id) if !core.state.thread(id).has_newer.get_untracked() => {
            core.state.thread(id).jumps.update(|jumps| *jumps += 1);
        }
        Intent::NewestInView {
            conversation_id,
            is_in_view,
        } => {
            core.state.thread(conversation_id).set_newest_in_view(is_in_view);
        }
        Intent::LoadOlder(id) => beside(core, async move |core| threads::load_older(core, id).await),
        // A part of its own brings what searches.
        Intent::Search(wish) => beside(core, async move |core| search::fulfil(core, wish).await),
        Intent::MarkRead {
            conversation_id,
            up_to,
        } => beside(core, async move |core| {
            requests::mark_read(core, conversation_id, up_to).await;
        }),
        // What is written is kept as a draft before it can be sent.
        Intent::ReplyTo(message_id) => threads::reply_to(core, message_id),
        Intent::SaveDraft {
            conversation_id,
            text,
        } => drafts::change(core, conversation_id, text),
        Intent::ComposerFocus {
            conversation_id,
            has_focus,
        } => core.state.drafts.set_focus(conversation_id, has_focus),
        // Shown at once; what keeps it on the device is a part of the program.
        Intent::DraftNote { contact_id, text } => {
            core.state.draft_note(contact_id, text.clone());
            return Some(Intent::DraftNote { contact_id, text });
        }
        Intent::Typing(id) => requests::typing(core, id),
        Intent::Reconnect => {
            core.order(SocketOrder::CheckNow);
            deeds::check_now(core);
        }
        Intent::DismissNotice => core.state.notice.set(None),
        other => return Some(other),
    }
    None
}
