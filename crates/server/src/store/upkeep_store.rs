//! What the process itself asks of the store.

use super::StoreResult;
use async_trait::async_trait;

/// What the process itself asks of the store.
#[async_trait]
pub trait UpkeepStore {
    /// Writes something without effect, durably: whether the database can be written.
    async fn check_writable(&self) -> StoreResult<()>;
    /// Finishes what is being written and closes the database. Later calls fail.
    async fn close(&self);
}
