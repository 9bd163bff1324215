//! Removing what a message holds, and taking back what has not left. The line that says so stays, and with it what tells the message
//! apart: its id, Meta's ids of it, and how far it got, so that statuses and repeated commands that come late change nothing that
//! anybody reads.

use super::message_writes::{touch_message, touch_quotes_of};
use super::queue::{dequeue, in_flight};
use super::{SqliteStore, reading};
use crate::store::{CancelOutcome, EraseOutcome, StoreResult};
use domain::content::MessageContent;
use domain::delivery_status::DeliveryState;
use domain::entities::{Direction, Message};
use domain::ids::{AgentId, MessageId};
use domain::permission::Permission;
use domain::time::{Span, Timestamp};
use domain::visibility::Viewer;
use sqlx::sqlite::SqliteConnection;

/// How long a message that was taken back before it came is refused.
const WITHDRAWN_FOR: Span = Span::from_hours(24);
/// Meta's clock may be ahead of ours by so much.
const CLOCKS_DIFFER: Span = Span::from_minutes(10);

/// Erases a message. One that surely has not left is cancelled.
pub(super) async fn erase(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    id: MessageId,
    now: Timestamp,
) -> StoreResult<EraseOutcome> {
    let Some(message) = reading::visible_message(connection, viewer, id).await? else {
        withdraw(connection, viewer.agent_id, false, id, now).await?;
        return Ok(EraseOutcome::Withdrawn);
    };
    if message.direction == Direction::Internal {
        return Ok(EraseOutcome::StateConflict);
    }
    if matches!(message.content, MessageContent::Erased { .. }) {
        return Ok(EraseOutcome::Message(message));
    }
    if !viewer.may_erase(&message) {
        return Ok(EraseOutcome::Denied);
    }
    let is_cancelled = has_not_left(connection, &message).await?;
    put_away(connection, viewer, &message, is_cancelled)
        .await
        .map(EraseOutcome::Message)
}

/// Takes a message back before it leaves, or says that it is too late. It is decided here alone, between two jobs of the one writer:
/// an attempt that begins takes the message in the same way.
pub(super) async fn take_back(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    id: MessageId,
    now: Timestamp,
) -> StoreResult<CancelOutcome> {
    let is_visible = reading::visible_message(connection, viewer, id).await?.is_some();
    let message = reading::message(connection, id).await?;
    // Who has lost sight of a conversation can still keep back what they said in it.
    let Some(message) = message.filter(|message| is_visible || message.author == Some(viewer.agent_id))
    else {
        let is_for_all = viewer.permissions.allows(Permission::ChatDelete);
        withdraw(connection, viewer.agent_id, is_for_all, id, now).await?;
        return Ok(CancelOutcome::Withdrawn);
    };
    let told = |message| {
        if is_visible {
            CancelOutcome::Message(message)
        } else {
            CancelOutcome::Withdrawn
        }
    };
    if matches!(
        message.content,
        MessageContent::Erased {
            is_cancelled: true,
            ..
        }
    ) {
        return Ok(told(message));
    }
    if !viewer.may_cancel(&message) {
        return Ok(CancelOutcome::Denied);
    }
    let state = message.delivery.as_ref().map(|delivery| delivery.state);
    if message.direction != Direction::Outbound || state == Some(DeliveryState::Failed) {
        return Ok(CancelOutcome::StateConflict);
    }
    if !has_not_left(connection, &message).await? {
        return Ok(CancelOutcome::AlreadySent);
    }
    put_away(connection, viewer, &message, true).await.map(told)
}

/// Removes what a message holds. What was never sent leaves the queue too.
async fn put_away(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    message: &Message,
    is_cancelled: bool,
) -> StoreResult<Message> {
    let id = message.id;
    if is_cancelled {
        dequeue(connection, id).await?;
    }
    let erased = MessageContent::Erased {
        was: message.content.kind(),
        by: viewer.agent_id,
        is_cancelled,
    };
    put_erased(connection, id, &erased, is_cancelled).await?;
    for sql in [
        "DELETE FROM earlier_contents WHERE message_id = ?1",
        "DELETE FROM reactions WHERE message_id = ?1",
        "DELETE FROM outbound_reactions WHERE message_id = ?1",
    ] {
        sqlx::query(sql)
            .bind(*id.as_uuid())
            .execute(&mut *connection)
            .await?;
    }
    let message = touch_message(connection, id).await?;
    touch_quotes_of(connection, id).await?;
    Ok(message)
}

/// A message that was erased while it was under way did not get there: nobody sends it any more.
pub(super) async fn cancel(connection: &mut SqliteConnection, message: &Message) -> StoreResult<()> {
    dequeue(connection, message.id).await?;
    let MessageContent::Erased { was, by, .. } = message.content else {
        return Ok(());
    };
    let is_cancelled = !may_have_left(connection, message.id).await?;
    let erased = MessageContent::Erased {
        was,
        by,
        is_cancelled,
    };
    put_erased(connection, message.id, &erased, is_cancelled).await?;
    touch_message(connection, message.id).await?;
    Ok(())
}

/// Whether a message was taken back before its command came from this author.
pub(super) async fn is_withdrawn(
    connection: &mut SqliteConnection,
    message: MessageId,
    author: AgentId,
) -> StoreResult<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM withdrawals WHERE message_id = ?1 AND (agent_id = ?2 OR is_for_all = 1))";
    Ok(sqlx::query_scalar(sql)
        .bind(*message.as_uuid())
        .bind(*author.as_uuid())
        .fetch_one(connection)
        .await?)
}

/// The deliveries that brought a message hold its content too. Only what is processed is looked through, on a reading connection: it
/// may be much.
pub(super) async fn forget_raw(store: &SqliteStore, message: &Message) -> StoreResult<()> {
    let wamid: Option<String> = sqlx::query_scalar("SELECT wamid FROM messages WHERE id = ?1")
        .bind(*message.id.as_uuid())
        .fetch_optional(&store.readers)
        .await?
        .flatten();
    let Some(wamid) = wamid else { return Ok(()) };
    let found: Vec<i64> = sqlx::query_scalar(
        "SELECT id FROM webhook_deliveries WHERE processed_at IS NOT NULL AND set_aside_reason IS NULL \
         AND processed_at >= ?1 AND instr(raw, CAST(?2 AS BLOB)) > 0",
    )
    .bind((message.at - CLOCKS_DIFFER).as_millis())
    .bind(wamid)
    .fetch_all(&store.readers)
    .await?;
    if found.is_empty() {
        return Ok(());
    }
    store
        .write(move |connection| {
            Box::pin(async move {
                for delivery in found {
                    sqlx::query("UPDATE webhook_deliveries SET raw = x'' WHERE id = ?1")
                        .bind(delivery)
                        .execute(&mut *connection)
                        .await?;
                }
                Ok(())
            })
        })
        .await
}

async fn withdraw(
    connection: &mut SqliteConnection,
    agent: AgentId,
    is_for_all: bool,
    id: MessageId,
    now: Timestamp,
) -> StoreResult<()> {
    sqlx::query("DELETE FROM withdrawals WHERE at < ?1")
        .bind((now - WITHDRAWN_FOR).as_millis())
        .execute(&mut *connection)
        .await?;
    sqlx::query(
        "INSERT INTO withdrawals (message_id, agent_id, is_for_all, at) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT DO UPDATE SET is_for_all = max(is_for_all, excluded.is_for_all), at = excluded.at",
    )
    .bind(*id.as_uuid())
    .bind(*agent.as_uuid())
    .bind(is_for_all)
    .bind(now.as_millis())
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether a message waits in the queue and no attempt of it can have reached Meta.
async fn has_not_left(connection: &mut SqliteConnection, message: &Message) -> StoreResult<bool> {
    let is_queued = message
        .delivery
        .as_ref()
        .is_some_and(|delivery| delivery.state.is_queued());
    Ok(is_queued
        && in_flight(connection, message.id).await?.is_none()
        && !may_have_left(connection, message.id).await?)
}

/// Whether an attempt of a message may have reached Meta.
async fn may_have_left(connection: &mut SqliteConnection, message: MessageId) -> StoreResult<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM message_attempts WHERE message_id = ?1 \
               AND (outcome IS NULL OR outcome IN ('unknown', 'accepted')))";
    Ok(sqlx::query_scalar(sql)
        .bind(*message.as_uuid())
        .fetch_one(connection)
        .await?)
}

/// Writes what is left. What was never sent has no delivery.
async fn put_erased(
    connection: &mut SqliteConnection,
    id: MessageId,
    erased: &MessageContent,
    is_cancelled: bool,
) -> StoreResult<()> {
    sqlx::query(
        "UPDATE messages SET content = ?2, meta_media_id = NULL, referral = NULL, failure_details = NULL, \
         is_edited = 0, held_until = NULL, delivery_state = CASE WHEN ?3 THEN NULL ELSE delivery_state END WHERE id = ?1",
    )
    .bind(*id.as_uuid())
    .bind(serde_json::to_string(erased)?)
    .bind(is_cancelled)
    .execute(connection)
    .await?;
    Ok(())
}
