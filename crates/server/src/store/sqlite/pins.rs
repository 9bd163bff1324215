//! [`PinStore`] on SQLite.

use super::SqliteStore;
use super::log::{Subject, append};
use super::reading::{self, scoped};
use super::rows::{self, as_integer, contact_columns, conversation_columns, id, number, visible};
use crate::store::{PinOutcome, PinStore, StoreError, StoreResult};
use async_trait::async_trait;
use domain::command::PinConversation;
use domain::ids::{AgentId, ConversationId};
use domain::pin::MOST;
use domain::visibility::Viewer;
use domain::wire::{ConversationRow, Pins};
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

#[async_trait]
impl PinStore for SqliteStore {
    async fn pin(
        &self,
        viewer: &Viewer,
        conversation_id: ConversationId,
        wish: PinConversation,
    ) -> StoreResult<PinOutcome> {
        let viewer = *viewer;
        self.write(move |connection| {
            Box::pin(async move { pin(connection, &viewer, conversation_id, wish).await })
        })
        .await
    }
}

async fn pin(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    conversation: ConversationId,
    wish: PinConversation,
) -> StoreResult<PinOutcome> {
    let agent = viewer.agent_id;
    let known =
        sqlx::query("SELECT revision, is_pinned FROM pins WHERE agent_id = ?1 AND conversation_id = ?2")
            .bind(*agent.as_uuid())
            .bind(*conversation.as_uuid())
            .fetch_optional(&mut *connection)
            .await?;
    let may_name_it = !wish.is_pinned && known.is_some();
    if !may_name_it
        && reading::visible_row(connection, viewer, conversation)
            .await?
            .is_none()
    {
        return Ok(PinOutcome::NotFound);
    }
    let (newest, is_pinned) = match &known {
        Some(row) => (number::<u64>(row, "revision")?, row.try_get("is_pinned")?),
        None => (0, false),
    };
    if wish.revision > newest {
        if wish.is_pinned && !is_pinned && count(connection, viewer).await? >= MOST {
            return Ok(PinOutcome::Full);
        }
        sqlx::query(
            "INSERT INTO pins (agent_id, conversation_id, revision, is_pinned) VALUES (?1, ?2, ?3, ?4) \
             ON CONFLICT (agent_id, conversation_id) DO UPDATE SET revision = excluded.revision, \
             is_pinned = excluded.is_pinned",
        )
        .bind(*agent.as_uuid())
        .bind(*conversation.as_uuid())
        .bind(as_integer(wish.revision))
        .bind(wish.is_pinned)
        .execute(&mut *connection)
        .await?;
        append(connection, Subject::Pins(agent), wish.revision).await?;
    }
    Ok(PinOutcome::Pins(Pins {
        cursor: reading::cursor(connection).await?,
        ids: of(connection, agent).await?,
    }))
}

/// How many the viewer has pinned and may see: what is out of sight cannot be let go either, so it takes no room.
async fn count(connection: &mut SqliteConnection, viewer: &Viewer) -> StoreResult<usize> {
    let row = scoped(
        concat!(
            "SELECT count(*) AS pinned FROM pins p CROSS JOIN conversations c ON c.id = p.conversation_id \
             WHERE p.agent_id = ?3 AND p.is_pinned = 1 AND ",
            visible!()
        ),
        viewer,
    )
    .fetch_one(connection)
    .await?;
    number(&row, "pinned")
}

/// What an agent has pinned, the newest pin first.
pub(super) async fn of(
    connection: &mut SqliteConnection,
    agent: AgentId,
) -> StoreResult<Vec<ConversationId>> {
    let found = sqlx::query(
        "SELECT conversation_id FROM pins WHERE agent_id = ?1 AND is_pinned = 1 \
         ORDER BY revision DESC, conversation_id DESC",
    )
    .bind(*agent.as_uuid())
    .fetch_all(connection)
    .await?;
    found.iter().map(|row| id(row, "conversation_id")).collect()
}

/// What the viewer has pinned and may see, with the contacts.
pub(super) async fn pinned_rows(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
) -> StoreResult<Vec<ConversationRow>> {
    let found = scoped(
        concat!(
            "SELECT ",
            conversation_columns!(),
            ", ",
            contact_columns!(),
            " FROM pins p CROSS JOIN conversations c ON c.id = p.conversation_id \
             CROSS JOIN contacts k ON k.id = c.contact_id WHERE p.agent_id = ?3 AND p.is_pinned = 1 AND ",
            visible!(),
            " ORDER BY p.revision DESC, c.id DESC"
        ),
        viewer,
    )
    .fetch_all(connection)
    .await?;
    found.iter().map(rows::conversation_row).collect()
}

/// Reads `group_concat(revision || ':' || hex(conversation_id))`; SQLite promises no order in it.
pub(super) fn joined(row: &SqliteRow) -> StoreResult<Vec<ConversationId>> {
    let text: Option<&str> = row.try_get("pins")?;
    let mut pins: Vec<(i64, ConversationId)> = text
        .unwrap_or_default()
        .split(',')
        .filter(|pin| !pin.is_empty())
        .map(|pin| {
            let (revision, id) = pin.split_once(':')?;
            Some((revision.parse::<i64>().ok()?, id.parse::<ConversationId>().ok()?))
        })
        .collect::<Option<_>>()
        .ok_or_else(|| StoreError::Broken("a pin".to_owned()))?;
    pins.sort_unstable_by(|a, b| b.cmp(a));
    Ok(pins.into_iter().map(|(_, id)| id).collect())
}
