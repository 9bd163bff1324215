//! [`ReactionStore`] on SQLite.

use super::message_writes::touch_message;
use super::rows::{self, as_integer, id, number, optional_id};
use super::{SqliteStore, reading, sending};
use crate::store::{InboundEffect, ReactOutcome, ReactionJob, ReactionOutcome, ReactionStore, StoreResult};
use async_trait::async_trait;
use domain::entities::{DeliveryFailure, Direction};
use domain::ids::{MessageId, PhoneNumberId};
use domain::reaction::can_be_reacted_to;
use domain::time::Timestamp;
use domain::visibility::Viewer;
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

#[async_trait]
impl ReactionStore for SqliteStore {
    async fn react(
        &self,
        viewer: &Viewer,
        id: MessageId,
        emoji: Option<&str>,
        now: Timestamp,
    ) -> StoreResult<ReactOutcome> {
        let (viewer, emoji) = (*viewer, emoji.map(ToOwned::to_owned));
        self.write(move |connection| {
            Box::pin(async move { react(connection, &viewer, id, emoji.as_deref(), now).await })
        })
        .await
    }

    async fn claim_reactions(
        &self,
        now: Timestamp,
        again_at: Timestamp,
        most: u32,
    ) -> StoreResult<Vec<ReactionJob>> {
        // Most of the time there is none, and looking costs the writer nothing.
        if self.next_reaction_due().await?.is_none_or(|due_at| due_at > now) {
            return Ok(Vec::new());
        }
        self.write(move |connection| Box::pin(claim(connection, now, again_at, most)))
            .await
    }

    async fn next_reaction_due(&self) -> StoreResult<Option<Timestamp>> {
        let row = sqlx::query(
            "SELECT min(o.due_at) AS due_at FROM outbound_reactions o CROSS JOIN messages m ON m.id = o.message_id \
             CROSS JOIN conversations c ON c.id = m.conversation_id \
             CROSS JOIN phone_numbers p ON p.id = c.phone_number_id WHERE p.state = 'connected'",
        )
        .fetch_one(&self.readers)
        .await?;
        rows::optional_time(&row, "due_at")
    }

    async fn finish_reaction(&self, job: &ReactionJob, outcome: &ReactionOutcome) -> StoreResult<()> {
        let (job, outcome) = (job.clone(), outcome.clone());
        self.write(move |connection| Box::pin(async move { finish(connection, &job, &outcome).await }))
            .await
    }
}

async fn react(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    id: MessageId,
    emoji: Option<&str>,
    now: Timestamp,
) -> StoreResult<ReactOutcome> {
    let Some(message) = reading::message(connection, id).await? else {
        return Ok(ReactOutcome::NotFound);
    };
    let Some(row) = reading::visible_row(connection, viewer, message.conversation_id).await? else {
        return Ok(ReactOutcome::NotFound);
    };
    let ours = message
        .reactions
        .iter()
        .find(|reaction| reaction.direction == Direction::Outbound);
    let is_the_same =
        ours.map(|ours| ours.emoji.as_str()) == emoji && ours.is_none_or(|ours| ours.failure.is_none());
    if is_the_same {
        return Ok(ReactOutcome::Message(message));
    }
    if !can_be_reacted_to(&message, now) || wamid_of(connection, id).await?.is_none() {
        return Ok(ReactOutcome::NotReactable);
    }
    if !sending::can_send(&row.conversation, &message.content, now) {
        return Ok(ReactOutcome::WindowClosed);
    }
    // One that Meta never took needs no taking away.
    let needs_telling = emoji.is_some() || ours.is_some_and(|ours| ours.failure.is_none());
    sqlx::query(
        "INSERT INTO reactions (message_id, direction, emoji, at, agent_id) VALUES (?1, 'outbound', ?2, ?3, ?4) \
         ON CONFLICT DO UPDATE SET emoji = excluded.emoji, at = max(excluded.at, reactions.at), \
         agent_id = excluded.agent_id, failure_code = NULL, failure_details = NULL, wamid = NULL",
    )
    .bind(*id.as_uuid())
    .bind(emoji)
    .bind(now.as_millis())
    .bind(*viewer.agent_id.as_uuid())
    .execute(&mut *connection)
    .await?;
    let message = touch_message(connection, id).await?;
    if needs_telling {
        sqlx::query(
            "INSERT INTO outbound_reactions (message_id, revision, due_at) VALUES (?1, ?2, ?3) \
             ON CONFLICT DO UPDATE SET revision = excluded.revision, due_at = excluded.due_at, failures = 0",
        )
        .bind(*id.as_uuid())
        .bind(as_integer(message.version))
        .bind(now.as_millis())
        .execute(connection)
        .await?;
    } else {
        sqlx::query("DELETE FROM outbound_reactions WHERE message_id = ?1")
            .bind(*id.as_uuid())
            .execute(connection)
            .await?;
    }
    Ok(ReactOutcome::Message(message))
}

async fn claim(
    connection: &mut SqliteConnection,
    now: Timestamp,
    again_at: Timestamp,
    most: u32,
) -> StoreResult<Vec<ReactionJob>> {
    let found = sqlx::query(
        "SELECT o.message_id, o.revision, o.failures, r.emoji, m.wamid, p.id AS phone_number_id, p.meta_id, \
         k.wa_id, k.user_id FROM outbound_reactions o CROSS JOIN messages m ON m.id = o.message_id \
         CROSS JOIN conversations c ON c.id = m.conversation_id CROSS JOIN contacts k ON k.id = c.contact_id \
         CROSS JOIN phone_numbers p ON p.id = c.phone_number_id \
         LEFT JOIN reactions r ON r.message_id = o.message_id AND r.direction = 'outbound' \
         WHERE o.due_at <= ?1 AND p.state = 'connected' AND m.wamid IS NOT NULL ORDER BY o.due_at LIMIT ?2",
    )
    .bind(now.as_millis())
    .bind(i64::from(most))
    .fetch_all(&mut *connection)
    .await?;
    let jobs: Vec<ReactionJob> = found.iter().map(job).collect::<StoreResult<_>>()?;
    for job in &jobs {
        sqlx::query("UPDATE outbound_reactions SET due_at = ?2 WHERE message_id = ?1")
            .bind(*job.message_id.as_uuid())
            .bind(again_at.as_millis())
            .execute(&mut *connection)
            .await?;
    }
    Ok(jobs)
}

fn job(row: &SqliteRow) -> StoreResult<ReactionJob> {
    Ok(ReactionJob {
        message_id: id(row, "message_id")?,
        revision: number(row, "revision")?,
        failures: number(row, "failures")?,
        emoji: row.try_get("emoji")?,
        wamid: row.try_get("wamid")?,
        phone_number_id: id(row, "phone_number_id")?,
        phone_number_meta_id: row.try_get("meta_id")?,
        wa_id: row.try_get("wa_id")?,
        user_id: row.try_get("user_id")?,
    })
}

async fn finish(
    connection: &mut SqliteConnection,
    job: &ReactionJob,
    outcome: &ReactionOutcome,
) -> StoreResult<()> {
    let is_newest: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM outbound_reactions WHERE message_id = ?1 AND revision = ?2)",
    )
    .bind(*job.message_id.as_uuid())
    .bind(as_integer(job.revision))
    .fetch_one(&mut *connection)
    .await?;
    if !is_newest {
        return Ok(());
    }
    if let ReactionOutcome::Later { due_at } = outcome {
        sqlx::query(
            "UPDATE outbound_reactions SET due_at = ?2, failures = failures + 1 WHERE message_id = ?1",
        )
        .bind(*job.message_id.as_uuid())
        .bind(due_at.as_millis())
        .execute(connection)
        .await?;
        return Ok(());
    }
    sqlx::query("DELETE FROM outbound_reactions WHERE message_id = ?1")
        .bind(*job.message_id.as_uuid())
        .execute(&mut *connection)
        .await?;
    match outcome {
        ReactionOutcome::Accepted { wamid } => {
            sqlx::query("UPDATE reactions SET wamid = ?2 WHERE message_id = ?1 AND direction = 'outbound'")
                .bind(*job.message_id.as_uuid())
                .bind(wamid)
                .execute(&mut *connection)
                .await?;
            apply_waiting(connection, wamid).await
        }
        ReactionOutcome::Failed(failure) => fail(connection, job.message_id, failure).await,
        ReactionOutcome::Later { .. } => Ok(()),
    }
}

/// A status of one of our reactions; `None`: it is not of a reaction that we know.
pub(super) async fn apply_status(
    connection: &mut SqliteConnection,
    wamid: &str,
    told: Option<PhoneNumberId>,
    failure: Option<&DeliveryFailure>,
) -> StoreResult<Option<InboundEffect>> {
    let row = sqlx::query(
        "SELECT r.message_id FROM reactions r JOIN messages m ON m.id = r.message_id \
         JOIN conversations c ON c.id = m.conversation_id \
         WHERE r.wamid = ?1 AND (?2 IS NULL OR c.phone_number_id = ?2)",
    )
    .bind(wamid)
    .bind(told.map(|number| *number.as_uuid()))
    .fetch_optional(&mut *connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    match failure {
        Some(failure) => {
            fail(connection, id(&row, "message_id")?, failure).await?;
            Ok(Some(InboundEffect::Applied))
        }
        None => Ok(Some(InboundEffect::NoEffect)),
    }
}

/// Statuses may come before the answer that names their id.
async fn apply_waiting(connection: &mut SqliteConnection, wamid: &str) -> StoreResult<()> {
    let waiting = sqlx::query(
        "DELETE FROM pending_statuses WHERE wamid = ?1 RETURNING state, failure_code, failure_details, phone_number_id",
    )
    .bind(wamid)
    .fetch_all(&mut *connection)
    .await?;
    for row in &waiting {
        let code: Option<i64> = row.try_get("failure_code")?;
        let details = row.try_get("failure_details")?;
        let failure = code.map(|code| DeliveryFailure { code, details });
        apply_status(
            connection,
            wamid,
            optional_id(row, "phone_number_id")?,
            failure.as_ref(),
        )
        .await?;
    }
    Ok(())
}

/// The customer does not see it: it stays, marked, for the agent to try again or to take away.
async fn fail(
    connection: &mut SqliteConnection,
    message: MessageId,
    failure: &DeliveryFailure,
) -> StoreResult<()> {
    let changed = sqlx::query(
        "UPDATE reactions SET failure_code = ?2, failure_details = ?3 \
         WHERE message_id = ?1 AND direction = 'outbound' AND emoji IS NOT NULL",
    )
    .bind(*message.as_uuid())
    .bind(failure.code)
    .bind(failure.details.as_deref())
    .execute(&mut *connection)
    .await?;
    if changed.rows_affected() > 0 {
        touch_message(connection, message).await?;
    }
    Ok(())
}

/// Meta's id of a message.
async fn wamid_of(connection: &mut SqliteConnection, id: MessageId) -> StoreResult<Option<String>> {
    let wamid = sqlx::query_scalar("SELECT wamid FROM messages WHERE id = ?1")
        .bind(*id.as_uuid())
        .fetch_optional(connection)
        .await?;
    Ok(wamid.flatten())
}
