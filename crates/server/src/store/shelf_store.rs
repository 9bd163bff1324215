//! Media, links and documents.

use super::StoreResult;
use async_trait::async_trait;
use domain::entities::Position;
use domain::ids::ConversationId;
use domain::shelf::{Shelf, ShelfPage};
use domain::visibility::Viewer;

/// What was exchanged in a conversation, by sort. What stands where is what [`domain::shelf`] decides; an index only proposes. A change
/// counts as soon as it is committed.
#[async_trait]
pub trait ShelfStore {
    /// A page of a shelf, newest first, with the counts of all shelves on the first one. `None`: there is no such conversation for this
    /// viewer.
    async fn shelf_page(&self, viewer: &Viewer, wanted: &ShelfWanted) -> StoreResult<Option<ShelfPage>>;
    /// Puts messages on their shelves that were there before there were any, newest first. Answers whether there are more.
    async fn shelve_older(&self, at_most: u32) -> StoreResult<bool>;
}

/// Which page of a shelf.
#[derive(Clone, Copy, Debug)]
pub struct ShelfWanted {
    /// Of which conversation.
    pub conversation: ConversationId,
    /// Which shelf.
    pub shelf: Shelf,
    /// Messages below this place only.
    pub before: Option<Position>,
    /// The most messages in the answer.
    pub limit: u32,
}
