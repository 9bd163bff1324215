//! Two conversations of one person with one number become one.
//!
//! Messages keep their ids, times and places in the thread; whoever has them learns by their own log rows where they belong now. The
//! emptied conversation is gone for all who saw it, which the log says first: what a device forgets with it comes right after.

use crate::store::sqlite::log::{Subject, append, append_sight_changes, append_sight_ends};
use crate::store::sqlite::message_writes::touch_conversation;
use crate::store::sqlite::reading;
use crate::store::sqlite::rows::{id, number};
use crate::store::{StoreError, StoreResult};
use domain::ids::{AgentId, ConversationId};
use domain::time::Timestamp;
use sqlx::sqlite::SqliteConnection;

/// Puts all that is in `from` into `into`.
pub(super) async fn join(
    connection: &mut SqliteConnection,
    from: ConversationId,
    into: ConversationId,
    now: Timestamp,
) -> StoreResult<()> {
    let assignees_of_from = assignees(connection, from).await?;
    let before = assignees(connection, into).await?;
    append_sight_ends(connection, from, &assignees_of_from).await?;
    let drafts = join_drafts(connection, from, into, now).await?;
    for sql in [
        "INSERT INTO assignments (conversation_id, agent_id, assigned_at, assigned_by) \
         SELECT ?2, agent_id, assigned_at, assigned_by FROM assignments WHERE conversation_id = ?1 ON CONFLICT DO NOTHING",
        // One of the two heads stays one; what stood behind the other waits for its turn.
        "UPDATE outbound_queue SET is_head = 0 WHERE conversation_id = ?1 \
         AND EXISTS (SELECT 1 FROM outbound_queue q WHERE q.conversation_id = ?2)",
        "UPDATE outbound_queue SET conversation_id = ?2 WHERE conversation_id = ?1",
        "UPDATE uploads SET conversation_id = ?2 WHERE conversation_id = ?1",
        // Each message is told of as it is after the next statement, oldest first.
        "INSERT INTO events (kind, entity_id, conversation_id, version) \
         SELECT 'message', id, ?2, version + 1 FROM messages WHERE conversation_id = ?1 ORDER BY at, id",
        "UPDATE messages SET conversation_id = ?2, version = version + 1 WHERE conversation_id = ?1",
        "UPDATE conversations AS c SET \
         state = CASE WHEN o.state = 'open' THEN 'open' ELSE c.state END, \
         concluded_at = CASE WHEN o.state = 'open' OR c.state = 'open' THEN NULL ELSE max(c.concluded_at, o.concluded_at) END, \
         unread_count = c.unread_count + o.unread_count, \
         is_marked_unread = c.is_marked_unread OR o.is_marked_unread, \
         read_up_to = CASE WHEN COALESCE(o.read_up_to_at, 0) > COALESCE(c.read_up_to_at, 0) THEN o.read_up_to ELSE c.read_up_to END, \
         read_up_to_at = CASE WHEN COALESCE(o.read_up_to_at, 0) > COALESCE(c.read_up_to_at, 0) THEN o.read_up_to_at ELSE c.read_up_to_at END, \
         last_message = CASE WHEN (COALESCE(o.last_message_at, 0), COALESCE(o.last_message_id, x'')) \
         > (COALESCE(c.last_message_at, 0), COALESCE(c.last_message_id, x'')) THEN o.last_message ELSE c.last_message END, \
         last_message_id = CASE WHEN (COALESCE(o.last_message_at, 0), COALESCE(o.last_message_id, x'')) \
         > (COALESCE(c.last_message_at, 0), COALESCE(c.last_message_id, x'')) THEN o.last_message_id ELSE c.last_message_id END, \
         last_message_at = CASE WHEN (COALESCE(o.last_message_at, 0), COALESCE(o.last_message_id, x'')) \
         > (COALESCE(c.last_message_at, 0), COALESCE(c.last_message_id, x'')) THEN o.last_message_at ELSE c.last_message_at END, \
         last_activity_at = max(c.last_activity_at, o.last_activity_at), \
         window_expires_at = NULLIF(max(COALESCE(c.window_expires_at, -1), COALESCE(o.window_expires_at, -1)), -1), \
         sending_blocked_until = NULLIF(max(COALESCE(c.sending_blocked_until, -1), COALESCE(o.sending_blocked_until, -1)), -1), \
         created_at = min(c.created_at, o.created_at) \
         FROM conversations o WHERE c.id = ?2 AND o.id = ?1",
        // Who had the other one on top has this one there.
        "INSERT INTO pins (agent_id, conversation_id, revision, is_pinned) \
         SELECT agent_id, ?2, revision, 1 FROM pins WHERE conversation_id = ?1 AND is_pinned = 1 \
         ON CONFLICT (agent_id, conversation_id) DO UPDATE SET revision = max(pins.revision, excluded.revision), is_pinned = 1",
        "INSERT INTO events (kind, entity_id, version, audience) \
         SELECT 'pins', agent_id, revision, agent_id FROM pins WHERE conversation_id = ?1 AND is_pinned = 1",
        "DELETE FROM conversations WHERE id = ?1",
    ] {
        sqlx::query(sql)
            .bind(*from.as_uuid())
            .bind(*into.as_uuid())
            .execute(&mut *connection)
            .await?;
    }
    for (agent, revision) in drafts {
        append(connection, Subject::Draft(into, agent), revision).await?;
    }
    let conversation = touch_conversation(connection, into).await?;
    append_sight_changes(connection, into, &before, &conversation.assignees).await
}

async fn assignees(connection: &mut SqliteConnection, of: ConversationId) -> StoreResult<Vec<AgentId>> {
    let conversation = reading::conversation(connection, of).await?;
    conversation
        .map(|conversation| conversation.assignees)
        .ok_or_else(|| StoreError::Broken("a conversation to be joined is not there".to_owned()))
}

/// Nothing that was typed is lost: who wrote in both finds one below the other. Answers whose drafts changed, with their revisions.
async fn join_drafts(
    connection: &mut SqliteConnection,
    from: ConversationId,
    into: ConversationId,
    now: Timestamp,
) -> StoreResult<Vec<(AgentId, u64)>> {
    let written = sqlx::query(
        "INSERT INTO drafts (agent_id, conversation_id, revision, body, reply_to, updated_at) \
         SELECT agent_id, ?2, revision + 1, body, reply_to, ?3 FROM drafts WHERE conversation_id = ?1 AND body <> '' \
         ON CONFLICT (agent_id, conversation_id) DO UPDATE SET \
         revision = max(drafts.revision, excluded.revision) + 1, \
         body = CASE WHEN drafts.body = '' THEN excluded.body ELSE drafts.body || char(10) || excluded.body END, \
         reply_to = COALESCE(drafts.reply_to, excluded.reply_to), updated_at = excluded.updated_at \
         RETURNING agent_id, revision",
    )
    .bind(*from.as_uuid())
    .bind(*into.as_uuid())
    .bind(now.as_millis())
    .fetch_all(connection)
    .await?;
    written
        .iter()
        .map(|row| Ok((id(row, "agent_id")?, number(row, "revision")?)))
        .collect()
}
