//! What the process itself asks of the store.

use super::SqliteStore;
use crate::store::{StoreResult, UpkeepStore};
use async_trait::async_trait;

#[async_trait]
impl UpkeepStore for SqliteStore {
    async fn check_writable(&self) -> StoreResult<()> {
        self.write(|connection| {
            Box::pin(async move {
                sqlx::query("UPDATE log SET trimmed_to = trimmed_to")
                    .execute(connection)
                    .await?;
                Ok(())
            })
        })
        .await
    }

    async fn close(&self) {
        Self::close(self).await;
    }
}
