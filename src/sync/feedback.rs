//! What people think of PerfectChat itself: asked for when the help page is open. Nothing of it waits in the outbox: a vote that does not
//! go through is told at once and stays in the form.

use super::core::Core;
use super::session;
use crate::api;
use crate::state::feedback::{FeedbackEntry, Giving, left_unsent};
use crate::state::phase::PageLoad;
use domain::feedback::{NEEDED_PERMISSION, PutFeedback};
use leptos::prelude::*;
use std::rc::Rc;

/// The agent's own vote, as the server has it now.
pub(super) async fn load(core: &Rc<Core>) {
    let page = &core.state.feedback;
    let is_busy = page.with_untracked(|page| page.giving == Giving::Busy);
    if is_busy {
        return;
    }
    page.update(|page| page.giving = Giving::Idle);
    let era = core.era.get();
    let answer = api::own_feedback().await;
    if core.era.get() != era {
        return;
    }
    match answer {
        Ok(own) => page.update(|page| {
            // What the agent has said meanwhile is newer.
            if page.giving == Giving::Idle {
                page.own = Some(own);
            }
        }),
        Err(error) if error.is_session_required() => session::expired(core).await,
        // The form is there without it, and saying something tells of any trouble.
        Err(_) => {}
    }
}

/// The agent enters something.
pub(super) fn write(core: &Rc<Core>, entry: FeedbackEntry) {
    core.state.feedback.update(|page| page.unsent = Some(entry));
}

/// The agent votes.
pub(super) async fn give(core: &Rc<Core>, put: PutFeedback) {
    let page = &core.state.feedback;
    if page.with_untracked(|page| page.giving == Giving::Busy) {
        return;
    }
    page.update(|page| page.giving = Giving::Busy);
    let era = core.era.get();
    let answer = api::put_feedback(&put).await;
    if core.era.get() != era {
        return;
    }
    match answer {
        Ok(own) => {
            page.update(|page| {
                page.own = Some(own);
                page.unsent = left_unsent(page.unsent.take(), &put);
                page.giving = Giving::Done;
            });
            load_tally(core).await;
        }
        Err(error) if error.is_session_required() => session::expired(core).await,
        Err(error) => page.update(|page| page.giving = Giving::Failed(session::failure(error))),
    }
}

/// What everybody said, for administrators. Asked again before an answer has come, only the later answer counts: the earlier one may
/// lack the agent's own vote.
pub(super) async fn load_tally(core: &Rc<Core>) {
    let page = &core.state.feedback;
    if !core.state.can_untracked(NEEDED_PERMISSION) {
        return;
    }
    page.update(|page| {
        page.tally_load = PageLoad::Busy;
        page.tally_asked += 1;
    });
    let asked = page.with_untracked(|page| page.tally_asked);
    let era = core.era.get();
    let answer = api::feedback_tally().await;
    if core.era.get() != era || page.with_untracked(|page| page.tally_asked) != asked {
        return;
    }
    match answer {
        Ok(tally) => page.update(|page| {
            page.tally = Some(tally);
            page.tally_load = PageLoad::Idle;
        }),
        Err(error) if error.is_session_required() => session::expired(core).await,
        Err(_) => page.update(|page| page.tally_load = PageLoad::Failed),
    }
}
