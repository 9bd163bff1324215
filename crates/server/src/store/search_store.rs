//! Searching contacts and messages.

use super::StoreResult;
use async_trait::async_trait;
use domain::entities::Position;
use domain::ids::{ConversationId, PhoneNumberId};
use domain::search::{ConversationHits, SearchPage};
use domain::text_matching::Query;
use domain::visibility::Viewer;

/// Searching contacts and messages. What is found is what [`Query`] and [`domain::search`] decide, and nothing that the viewer may not
/// see; an index only proposes. A change can be found as soon as it is committed. An empty query finds nothing.
#[async_trait]
pub trait SearchStore {
    /// A page of what is found everywhere, newest first (in the same second in any order), with contacts on the first page. An answer
    /// looks through a bounded part of the history.
    async fn search(&self, viewer: &Viewer, wanted: &SearchWanted) -> StoreResult<SearchPage>;
    /// Where a conversation has what is wanted, newest first, below `before`. `None`: there is no such conversation for this viewer.
    async fn search_conversation(
        &self,
        viewer: &Viewer,
        id: ConversationId,
        query: &Query,
        before: Option<Position>,
    ) -> StoreResult<Option<ConversationHits>>;
    /// Takes messages into the index that were there before it, newest first. Answers whether there are more.
    async fn index_older(&self, at_most: u32) -> StoreResult<bool>;
    /// Writes a little of the index anew when somebody was erased, so that their words are not in the file any more. Answers whether there
    /// is more.
    async fn rewrite_index(&self) -> StoreResult<bool>;
}

/// What is looked for.
#[derive(Clone, Debug)]
pub struct SearchWanted {
    /// The words.
    pub query: Query,
    /// In conversations with this number of ours only.
    pub phone_number: Option<PhoneNumberId>,
    /// Messages below this place only.
    pub before: Option<Position>,
    /// The most messages in the answer.
    pub limit: u32,
}
