//! [`DraftStore`] on SQLite.

use super::log::{Subject, append};
use super::rows::{as_integer, id, number, optional_id, visible};
use super::{SqliteStore, reading};
use crate::store::{DraftStore, StoreResult};
use async_trait::async_trait;
use domain::command::SaveDraft;
use domain::draft::{Draft, is_possible};
use domain::ids::{AgentId, ConversationId};
use domain::time::Timestamp;
use domain::visibility::Viewer;
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

#[async_trait]
impl DraftStore for SqliteStore {
    async fn save_draft(
        &self,
        viewer: &Viewer,
        conversation_id: ConversationId,
        draft: &SaveDraft,
        now: Timestamp,
    ) -> StoreResult<Option<Draft>> {
        let (viewer, draft) = (*viewer, draft.clone());
        self.write(move |connection| {
            Box::pin(async move {
                if reading::visible_row(connection, &viewer, conversation_id)
                    .await?
                    .is_none()
                {
                    return Ok(None);
                }
                put(connection, viewer.agent_id, conversation_id, &draft, now).await?;
                of(connection, viewer.agent_id, conversation_id).await
            })
        })
        .await
    }
}

/// Keeps a draft unless a newer revision is known.
async fn put(
    connection: &mut SqliteConnection,
    agent: AgentId,
    conversation: ConversationId,
    draft: &SaveDraft,
    now: Timestamp,
) -> StoreResult<()> {
    let written = sqlx::query(
        "INSERT INTO drafts (agent_id, conversation_id, revision, body, reply_to, updated_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (agent_id, conversation_id) DO UPDATE SET \
         revision = excluded.revision, body = excluded.body, reply_to = excluded.reply_to, \
         updated_at = excluded.updated_at WHERE excluded.revision > drafts.revision RETURNING revision",
    )
    .bind(*agent.as_uuid())
    .bind(*conversation.as_uuid())
    .bind(as_integer(draft.revision))
    .bind(&draft.text)
    .bind(draft.reply_to.map(|id| *id.as_uuid()))
    .bind(now.as_millis())
    .fetch_optional(&mut *connection)
    .await?;
    if let Some(row) = written {
        append(
            connection,
            Subject::Draft(conversation, agent),
            number(&row, "revision")?,
        )
        .await?;
    }
    Ok(())
}

/// What was written is sent: its draft is empty, unless more was written since. A revision that nobody can have names no draft.
pub(super) async fn empty(
    connection: &mut SqliteConnection,
    agent: AgentId,
    conversation: ConversationId,
    sent_revision: u64,
    now: Timestamp,
) -> StoreResult<()> {
    if !is_possible(sent_revision, now) {
        return Ok(());
    }
    let nothing = SaveDraft {
        revision: sent_revision.saturating_add(1),
        text: String::new(),
        reply_to: None,
    };
    put(connection, agent, conversation, &nothing, now).await
}

/// The viewer's drafts that hold something, of conversations that they may see.
pub(super) async fn kept(connection: &mut SqliteConnection, viewer: &Viewer) -> StoreResult<Vec<Draft>> {
    let found = reading::scoped(
        concat!(
            "SELECT d.* FROM drafts d JOIN conversations c ON c.id = d.conversation_id \
             WHERE d.agent_id = ?3 AND (d.body <> '' OR d.reply_to IS NOT NULL) AND ",
            visible!(),
            " ORDER BY d.conversation_id"
        ),
        viewer,
    )
    .fetch_all(connection)
    .await?;
    found.iter().map(draft).collect()
}

async fn of(
    connection: &mut SqliteConnection,
    agent: AgentId,
    conversation: ConversationId,
) -> StoreResult<Option<Draft>> {
    let row = sqlx::query("SELECT * FROM drafts WHERE agent_id = ?1 AND conversation_id = ?2")
        .bind(*agent.as_uuid())
        .bind(*conversation.as_uuid())
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(draft).transpose()
}

pub(super) fn draft(row: &SqliteRow) -> StoreResult<Draft> {
    Ok(Draft {
        conversation_id: id(row, "conversation_id")?,
        revision: number(row, "revision")?,
        text: row.try_get("body")?,
        reply_to: optional_id(row, "reply_to")?,
    })
}
