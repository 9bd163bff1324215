//! Notes that mention agents. Who is mentioned is decided where notes are written ([`super::NoteStore`]).

use super::StoreResult;
use async_trait::async_trait;
use domain::ids::NoteId;
use domain::visibility::Viewer;

/// Notes that mention agents.
#[async_trait]
pub trait MentionStore {
    /// The viewer has seen that a note mentions them; their devices learn it. One that is seen, or is not there, changes nothing.
    async fn see_mention(&self, viewer: &Viewer, note: NoteId) -> StoreResult<()>;
}
