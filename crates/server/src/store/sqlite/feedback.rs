//! [`FeedbackStore`] on SQLite.

use super::SqliteStore;
use super::rows::{self, number, time};
use crate::store::{FeedbackStore, StoreError, StoreResult};
use async_trait::async_trait;
use domain::feedback::{Feedback, FeedbackTally, PutFeedback, ReleaseFeedback};
use domain::ids::AgentId;
use domain::time::Timestamp;
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

/// How many releases the tally tells of.
const RELEASES: i64 = 10;
/// How many comments it tells of each.
const COMMENTS: i64 = 200;

#[async_trait]
impl FeedbackStore for SqliteStore {
    async fn own_feedback(&self, agent: AgentId, release: &str) -> StoreResult<Option<Feedback>> {
        let mut transaction = self.read().await?;
        of(&mut transaction, agent, release).await
    }

    async fn put_feedback(
        &self,
        agent: AgentId,
        release: &str,
        put: &PutFeedback,
        now: Timestamp,
    ) -> StoreResult<Feedback> {
        let (release, put) = (release.to_owned(), put.clone());
        self.write(move |connection| {
            Box::pin(async move { write(connection, agent, &release, &put, now).await })
        })
        .await
    }

    async fn feedback_tally(&self) -> StoreResult<FeedbackTally> {
        let mut transaction = self.read().await?;
        let found = sqlx::query(
            "SELECT release, sum(mood = 'happy') AS happy, sum(mood = 'neutral') AS neutral, sum(mood = 'sad') AS sad \
             FROM feedback GROUP BY release ORDER BY max(given_at) DESC, release DESC LIMIT ?1",
        )
        .bind(RELEASES)
        .fetch_all(&mut *transaction)
        .await?;
        let mut releases = Vec::with_capacity(found.len());
        for row in &found {
            let release: String = row.try_get("release")?;
            releases.push(ReleaseFeedback {
                happy: number(row, "happy")?,
                neutral: number(row, "neutral")?,
                sad: number(row, "sad")?,
                comments: comments(&mut transaction, &release).await?,
                release,
            });
        }
        Ok(FeedbackTally { releases })
    }
}

async fn write(
    connection: &mut SqliteConnection,
    agent: AgentId,
    release: &str,
    put: &PutFeedback,
    now: Timestamp,
) -> StoreResult<Feedback> {
    sqlx::query(
        "INSERT INTO feedback (release, agent_id, mood, comment, given_at) VALUES (?1, ?2, ?3, ?4, ?5) \
         ON CONFLICT (release, agent_id) DO UPDATE SET mood = excluded.mood, comment = excluded.comment, \
         given_at = excluded.given_at WHERE mood <> excluded.mood OR comment <> excluded.comment",
    )
    .bind(release)
    .bind(*agent.as_uuid())
    .bind(rows::word(&put.mood)?)
    .bind(&put.comment)
    .bind(now.as_millis())
    .execute(&mut *connection)
    .await?;
    let kept = of(connection, agent, release).await?;
    kept.ok_or_else(|| StoreError::Broken("a vote that was just written is not there".to_owned()))
}

async fn of(
    connection: &mut SqliteConnection,
    agent: AgentId,
    release: &str,
) -> StoreResult<Option<Feedback>> {
    let row =
        sqlx::query("SELECT mood, comment, given_at FROM feedback WHERE release = ?1 AND agent_id = ?2")
            .bind(release)
            .bind(*agent.as_uuid())
            .fetch_optional(connection)
            .await?;
    row.as_ref().map(feedback).transpose()
}

async fn comments(connection: &mut SqliteConnection, release: &str) -> StoreResult<Vec<Feedback>> {
    let found = sqlx::query(
        "SELECT mood, comment, given_at FROM feedback WHERE release = ?1 AND comment <> '' \
         ORDER BY given_at DESC, agent_id LIMIT ?2",
    )
    .bind(release)
    .bind(COMMENTS)
    .fetch_all(connection)
    .await?;
    found.iter().map(feedback).collect()
}

fn feedback(row: &SqliteRow) -> StoreResult<Feedback> {
    Ok(Feedback {
        mood: rows::from_word(row.try_get("mood")?)?,
        comment: row.try_get("comment")?,
        given_at: time(row, "given_at")?,
    })
}
