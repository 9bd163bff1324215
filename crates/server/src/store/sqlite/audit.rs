//! Who changed what: one row a change, in the transaction of the change. It holds ids and names of fields, never what they hold.

use super::SqliteStore;
use super::rows::{id, time};
use crate::store::{AuditEntry, AuditStore, StoreResult};
use async_trait::async_trait;
use domain::ids::AgentId;
use domain::time::Timestamp;
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;
use uuid::Uuid;

#[async_trait]
impl AuditStore for SqliteStore {
    async fn audit_of(&self, entity_id: Uuid) -> StoreResult<Vec<AuditEntry>> {
        let found = sqlx::query("SELECT * FROM audit WHERE entity_id = ?1 ORDER BY id")
            .bind(entity_id)
            .fetch_all(&self.readers)
            .await?;
        found
            .iter()
            .map(|row| {
                Ok(AuditEntry {
                    at: time(row, "at")?,
                    agent_id: id(row, "agent_id")?,
                    action: row.try_get("action")?,
                    entity: row.try_get("entity")?,
                    entity_id: row.try_get("entity_id")?,
                    fields: serde_json::from_str(row.try_get("fields")?)?,
                })
            })
            .collect()
    }
}

/// Notes what an agent did to something. `fields` names what changed.
pub(super) async fn record(
    connection: &mut SqliteConnection,
    agent: AgentId,
    action: &'static str,
    (entity, entity_id): (&'static str, Uuid),
    fields: &[&'static str],
    now: Timestamp,
) -> StoreResult<()> {
    sqlx::query(
        "INSERT INTO audit (at, agent_id, action, entity, entity_id, fields) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )
    .bind(now.as_millis())
    .bind(*agent.as_uuid())
    .bind(action)
    .bind(entity)
    .bind(entity_id)
    .bind(serde_json::to_string(fields)?)
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether an agent did this to something.
pub(super) async fn has_done(
    connection: &mut SqliteConnection,
    agent: AgentId,
    action: &'static str,
    entity_id: Uuid,
) -> StoreResult<bool> {
    Ok(sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM audit WHERE entity_id = ?1 AND agent_id = ?2 AND action = ?3)",
    )
    .bind(entity_id)
    .bind(*agent.as_uuid())
    .bind(action)
    .fetch_one(connection)
    .await?)
}

/// Whether anybody did this to something.
pub(super) async fn was_done(
    connection: &mut SqliteConnection,
    action: &'static str,
    entity_id: Uuid,
) -> StoreResult<bool> {
    Ok(
        sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM audit WHERE entity_id = ?1 AND action = ?2)")
            .bind(entity_id)
            .bind(action)
            .fetch_one(connection)
            .await?,
    )
}
