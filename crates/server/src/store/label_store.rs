//! The lists that contacts are sorted by: sources and groups.

use super::StoreResult;
use async_trait::async_trait;
use domain::command::{PutGroup, PutSource};
use domain::entities::{Group, Source};
use domain::ids::{GroupId, SourceId};
use domain::time::Timestamp;
use domain::visibility::Viewer;

/// Sources and groups. Everyone reads them, in the first screen's answer and from the log; who may change them is for the caller to
/// decide ([`domain::contact::LISTING`]). Names come as [`domain::contact::tidy_label`] gives them.
#[async_trait]
pub trait LabelStore {
    /// Creates or renames a source. The same again changes nothing.
    async fn put_source(
        &self,
        viewer: &Viewer,
        id: SourceId,
        put: &PutSource,
        now: Timestamp,
    ) -> StoreResult<PutLabelOutcome<Source>>;
    /// Removes a source; contacts that had it have none. One that is gone stays so.
    async fn remove_source(&self, viewer: &Viewer, id: SourceId, now: Timestamp) -> StoreResult<()>;
    /// Creates or renames a group. The same again changes nothing.
    async fn put_group(
        &self,
        viewer: &Viewer,
        id: GroupId,
        put: &PutGroup,
        now: Timestamp,
    ) -> StoreResult<PutLabelOutcome<Group>>;
    /// Removes a group; nobody is in it any more. One that is gone stays so.
    async fn remove_group(&self, viewer: &Viewer, id: GroupId, now: Timestamp) -> StoreResult<()>;
}

/// What became of a source or group to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PutLabelOutcome<T> {
    /// It is new.
    Created(T),
    /// It was there: it is changed now, or was the same.
    Kept(T),
    /// Another one has the name.
    NameTaken,
    /// It is not there as the command expects.
    EditConflict,
}
