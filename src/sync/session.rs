//! Signing in and out, and what happens to what this device keeps.
//!
//! Whether someone is signed in here is noted in the local storage, because the cookie cannot be read and asking the server
//! would cost a visitor who is not signed in a refused request. An *expired* session hides everything but keeps it for the same
//! person; *signing out* wipes the device.

use super::core::Core;
use super::{connection, contact_edits, outbox, search, tabs, voice};
use crate::api::{self, ApiError};
use crate::browser::local_storage;
use crate::cache::{Batch, OutboxStatus, Start};
use crate::state::intent::UnsentMessages;
use crate::state::list_choices;
use crate::state::phase::{BootPhase, RequestFailure, SignInProgress, SignOutProgress};
use crate::state::thread::set_if_other;
use crate::state::{FailedRequest, Notice};
use domain::wire::Session;
use leptos::prelude::*;
use std::rc::Rc;

const NOTE: &str = "perfectchat.signed_in";

/// Whether someone was signed in here when the page was last used.
pub(super) fn is_noted() -> bool {
    local_storage::get(NOTE).is_some()
}

/// The bench has signed somebody in.
#[cfg(feature = "bench")]
pub(super) fn note_for_bench() {
    local_storage::set(NOTE, "1");
}

/// The server says who is signed in and what they may do now.
pub(super) fn note(core: &Core, session: Session) {
    let is_other = core
        .state
        .session
        .with_untracked(|known| known.as_ref() != Some(&session));
    if is_other {
        core.state.put_session(session.clone());
        core.writer.put(Batch {
            session: Some(session),
            // None where the permission has gone.
            alarms: Some(core.state.alarms_to_keep()),
            ..Batch::default()
        });
    }
}

/// Signs in.
pub(super) async fn sign_in(core: &Rc<Core>, email: String, password: String, discard_unsent: bool) {
    let progress = &core.state.sign_in;
    if progress.with_untracked(|progress| *progress == SignInProgress::Busy) {
        return;
    }
    progress.set(SignInProgress::Busy);
    let kept = core.cache.load_start(0).await.unwrap_or_default();
    let is_same = |session: &Session| session.agent.email.eq_ignore_ascii_case(email.trim());
    if let Some(other) = kept.session.as_ref().filter(|session| !is_same(session))
        && let count @ 1.. = unsent(&kept)
        && !discard_unsent
    {
        progress.set(SignInProgress::WouldDiscardUnsent {
            of: other.agent.full_name(),
            count,
        });
        return;
    }
    match api::sign_in(email.trim().to_owned(), password).await {
        Ok(session) => {
            signed_in(core, session, kept).await;
            progress.set(SignInProgress::Idle);
        }
        Err(error) => progress.set(SignInProgress::Failed(failure(error))),
    }
}

/// What of a person's writing would be lost.
fn unsent(kept: &Start) -> usize {
    let waiting = kept
        .outbox
        .iter()
        .filter(|record| record.status == OutboxStatus::Waiting)
        .count();
    let drafts = kept
        .drafts
        .iter()
        .filter(|(_, draft)| draft.is_unsaved && !draft.text.trim().is_empty());
    waiting + drafts.count() + contact_edits::waiting_in(&kept.later.contact_edits)
}

async fn signed_in(core: &Rc<Core>, session: Session, kept: Start) {
    core.era.set(core.era.get() + 1);
    let is_same = kept
        .session
        .is_some_and(|known| known.agent.id == session.agent.id);
    if !is_same {
        // Off: there is nothing to wipe.
        let _ = core.cache.wipe().await;
    }
    local_storage::set(NOTE, "1");
    core.tabs.tell(tabs::News::SignedIn);
    core.state.forget_everything();
    core.cursor.set(None);
    if is_same {
        super::boot::boot(core, None).await;
    } else {
        core.state.put_session(session);
        // Unreachable now: the connection tries again.
        let _ = super::boot::bootstrap(core).await;
        connection::begin(core);
    }
}

/// Another tab signed in: this one starts again from what the device keeps.
pub(super) async fn signed_in_elsewhere(core: &Rc<Core>) {
    if core.state.boot.get_untracked() == BootPhase::SignedOut {
        core.era.set(core.era.get() + 1);
        core.cursor.set(None);
        super::boot::boot(core, None).await;
    }
}

/// Another tab signed out, and somebody in again, before this one could follow: it starts again from what the device keeps now.
pub(super) async fn signed_in_anew(core: &Rc<Core>) {
    leave(core);
    local_storage::set(NOTE, "1");
    signed_in_elsewhere(core).await;
}

/// Signs this browser out, once it is clear what becomes of unsent messages.
pub(super) async fn sign_out(core: &Rc<Core>, unsent: UnsentMessages, is_everywhere: bool) {
    let progress = &core.state.sign_out;
    if progress.with_untracked(|progress| *progress == SignOutProgress::Busy) {
        return;
    }
    super::drafts::save_all(core).await;
    let waiting = || {
        core.state
            .outbox
            .with_untracked(crate::state::outbox::Outbox::total)
            + voice::unsent(core)
            + core.state.contact_edits.waiting()
    };
    if unsent == UnsentMessages::SendFirst {
        progress.set(SignOutProgress::Busy);
        voice::send_all(core).await;
        outbox::send_all(core).await;
        contact_edits::drain(core).await;
    }
    if unsent != UnsentMessages::Discard && waiting() > 0 {
        progress.set(SignOutProgress::Asks { unsent: waiting() });
        return;
    }
    progress.set(SignOutProgress::Busy);
    let answer = if is_everywhere {
        api::sign_out_everywhere().await
    } else {
        api::sign_out().await
    };
    match answer {
        Err(error) if !error.is_session_required() => {
            progress.set(SignOutProgress::Idle);
            core.state.notice.set(Some(Notice {
                request: FailedRequest::SignOut,
                failure: failure(error),
            }));
        }
        Ok(()) | Err(_) => {
            core.tabs.tell(tabs::News::SignedOut);
            signed_out(core).await;
            progress.set(SignOutProgress::Idle);
        }
    }
}

/// This browser is signed out: nothing stays.
pub(super) async fn signed_out(core: &Rc<Core>) {
    leave(core);
    local_storage::remove(list_choices::KEPT_AS);
    core.writer.flushed().await;
    // Off: there is nothing to wipe.
    let _ = core.cache.wipe().await;
}

/// The session ended without this person's doing: everything is hidden and kept for them.
pub(super) async fn expired(core: &Rc<Core>) {
    super::drafts::save_all(core).await;
    super::kept_trays::save_all(core).await;
    leave(core);
}

fn leave(core: &Rc<Core>) {
    local_storage::remove(NOTE);
    voice::leave(core);
    hide(core);
}

/// Nothing of whoever was signed in is shown, or under way, any more. What the device keeps stays.
pub(super) fn hide(core: &Core) {
    core.era.set(core.era.get() + 1);
    connection::end(core);
    core.cursor.set(None);
    core.pending.clear();
    core.open_threads.clear();
    core.deeds.forget();
    core.in_view.set(None);
    super::drafts::forget(core);
    search::begin_anew(core);
    core.kept_trays.leave();
    core.unsent_reads.borrow_mut().clear();
    core.telling.clear();
    set_if_other(&core.state.boot, BootPhase::SignedOut);
    core.state.forget_everything();
}

/// A failure as the state tells it.
pub(super) fn failure(error: ApiError) -> RequestFailure {
    match error {
        ApiError::Refused(problem) => RequestFailure::Refused(problem),
        ApiError::Offline => RequestFailure::Offline,
        ApiError::Broken => RequestFailure::Broken,
    }
}
