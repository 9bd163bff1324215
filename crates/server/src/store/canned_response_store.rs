//! Answers that a team keeps ready.

use super::StoreResult;
use async_trait::async_trait;
use domain::canned_response::{CannedResponse, PutCannedResponse};
use domain::ids::CannedResponseId;

/// Answers that a team keeps ready. Everyone reads them, in the first screen's answer and from the log; who may change them is for
/// the caller to decide ([`domain::canned_response::NEEDED_PERMISSION`]).
#[async_trait]
pub trait CannedResponseStore {
    /// Creates or replaces one. The same again changes nothing.
    async fn put_canned_response(
        &self,
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
}
