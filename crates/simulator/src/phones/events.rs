//! Server-sent events: one whenever anything has changed, so that the page asks again for what it shows.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures::Stream;

use crate::shared::Shared;

pub(super) async fn events(
    State(shared): State<Arc<Shared>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let mut revisions = shared.revisions();
    // The first event comes at once, so that nothing is missed between loading and listening.
    revisions.mark_changed();
    let stream = futures::stream::unfold((shared, revisions), |(shared, mut revisions)| async move {
        tokio::select! {
            changed = revisions.changed() => changed.ok()?,
            () = shared.stopped() => return None,
        }
        let revision = *revisions.borrow_and_update();
        let event = Event::default().event("changed").data(revision.to_string());
        Some((Ok(event), (shared, revisions)))
    });
    Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
}
