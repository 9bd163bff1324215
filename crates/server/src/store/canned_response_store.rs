//! Answers that a team keeps ready.

use super::StoreResult;
use async_trait::async_trait;
use domain::canned_response::{CannedResponse, PutCannedResponse};
use domain::ids::CannedResponseId;
use domain::media_limit::MediaLimitError;
use domain::visibility::Viewer;

/// Answers that a team keeps ready. Everyone reads them, in the first screen's answer and from the log; who may change them is for
/// the caller to decide ([`domain::canned_response::NEEDED_PERMISSION`]).
#[async_trait]
pub trait CannedResponseStore {
    /// Creates or replaces one. The same again changes nothing. Its file must be one that the viewer sees; it is kept for as long as
    /// it is in here, and everyone may read it.
    async fn put_canned_response(
        &self,
        viewer: &Viewer,
        id: CannedResponseId,
        put: &PutCannedResponse,
    ) -> StoreResult<PutCannedOutcome>;
    /// Removes one; one that is gone stays so.
    async fn remove_canned_response(&self, id: CannedResponseId) -> StoreResult<()>;
}

/// What became of a canned response to be kept.
#[derive(Clone, Debug, PartialEq)]
pub enum PutCannedOutcome {
    /// It is new.
    Created(CannedResponse),
    /// It was there: it is changed now, or was the same.
    Kept(CannedResponse),
    /// Another one has the shortcut.
    ShortcutTaken,
    /// It is not there as the command expects.
    EditConflict,
    /// There is no such file, or the viewer may not see it.
    FileMissing,
    /// The file cannot be sent.
    FileRefused(MediaLimitError),
}
