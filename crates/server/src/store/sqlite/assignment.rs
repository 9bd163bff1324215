//! Who answers a conversation, and whether it is open.

use super::message_writes::{exists, insert_line, reopen, touch_conversation};
use super::rows::word;
use super::{log, reading};
use crate::store::StoreResult;
use domain::content::SystemLine;
use domain::entities::{Conversation, ConversationState};
use domain::ids::{AgentId, ConversationId, MessageId};
use domain::time::Timestamp;
use domain::visibility::Viewer;
use sqlx::sqlite::SqliteConnection;

/// Replaces the assignees. The same assignees again, or the same line's id again, change nothing.
pub(super) async fn assign(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    id: ConversationId,
    agents: &[AgentId],
    line: MessageId,
    now: Timestamp,
) -> StoreResult<Option<Conversation>> {
    let Some(row) = reading::visible_row(connection, viewer, id).await? else {
        return Ok(None);
    };
    let conversation = row.conversation;
    let mut agents = agents.to_vec();
    agents.sort_unstable();
    agents.dedup();
    for agent in &agents {
        if reading::session_of(connection, *agent).await?.is_none() {
            return Ok(None);
        }
    }
    if conversation.assignees == agents || exists(connection, line).await? {
        return Ok(Some(conversation));
    }
    replace_assignees(connection, &conversation, &agents, Some(viewer.agent_id), now).await?;
    let said = SystemLine::Assigned {
        by: Some(viewer.agent_id),
        agents,
    };
    insert_line(connection, id, line, said, now).await?;
    touch_conversation(connection, id).await.map(Some)
}

/// Opens or ends a conversation. The state it has already changes nothing.
pub(super) async fn change_state(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    id: ConversationId,
    state: ConversationState,
    line: MessageId,
    now: Timestamp,
) -> StoreResult<Option<Conversation>> {
    let Some(row) = reading::visible_row(connection, viewer, id).await? else {
        return Ok(None);
    };
    let conversation = row.conversation;
    if conversation.state == state || exists(connection, line).await? {
        return Ok(Some(conversation));
    }
    let said = match state {
        ConversationState::Open => {
            reopen(connection, id).await?;
            SystemLine::Reopened
        }
        ConversationState::Concluded => {
            sqlx::query("UPDATE conversations SET state = ?2, concluded_at = ?3 WHERE id = ?1")
                .bind(*id.as_uuid())
                .bind(word(&state)?)
                .bind(now.as_millis())
                .execute(&mut *connection)
                .await?;
            replace_assignees(connection, &conversation, &[], Some(viewer.agent_id), now).await?;
            SystemLine::Concluded { by: viewer.agent_id }
        }
    };
    insert_line(connection, id, line, said, now).await?;
    touch_conversation(connection, id).await.map(Some)
}

/// Writes the assignees and tells who gained or lost sight by it.
async fn replace_assignees(
    connection: &mut SqliteConnection,
    conversation: &Conversation,
    agents: &[AgentId],
    by: Option<AgentId>,
    now: Timestamp,
) -> StoreResult<()> {
    for gone in conversation
        .assignees
        .iter()
        .filter(|agent| !agents.contains(agent))
    {
        sqlx::query("DELETE FROM assignments WHERE conversation_id = ?1 AND agent_id = ?2")
            .bind(*conversation.id.as_uuid())
            .bind(*gone.as_uuid())
            .execute(&mut *connection)
            .await?;
    }
    for new in agents
        .iter()
        .filter(|agent| !conversation.assignees.contains(agent))
    {
        sqlx::query(
            "INSERT INTO assignments (conversation_id, agent_id, assigned_at, assigned_by) VALUES (?1, ?2, ?3, ?4)",
        )
        .bind(*conversation.id.as_uuid())
        .bind(*new.as_uuid())
        .bind(now.as_millis())
        .bind(by.map(|by| *by.as_uuid()))
        .execute(&mut *connection)
        .await?;
    }
    log::append_sight_changes(connection, conversation.id, &conversation.assignees, agents).await
}
