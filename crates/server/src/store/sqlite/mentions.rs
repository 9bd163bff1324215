//! Who is mentioned in notes and has yet to see it. [`MentionStore`] on SQLite.
//!
//! A mention is delivered to its agent alone, and only while they see a conversation of the contact: what else is so is told as gone.
//! Sight that comes or goes makes it be told once more, so nobody loses one that they may see later.

use super::SqliteStore;
use super::log::{Subject, append};
use super::reading::{self, scoped};
use super::rows::{self, agent_columns, contact_columns, id, time, visible};
use super::starting::is_contact_visible;
use crate::store::{MentionStore, StoreResult};
use async_trait::async_trait;
use domain::event::Change;
use domain::ids::{AgentId, ContactId, ConversationId, NoteId};
use domain::mention::{MOST_WAITING, Mention, Mentioned, mentioned};
use domain::visibility::Viewer;
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

#[async_trait]
impl MentionStore for SqliteStore {
    async fn see_mention(&self, viewer: &Viewer, note: NoteId) -> StoreResult<()> {
        let agent = viewer.agent_id;
        self.write(move |connection| Box::pin(async move { see(connection, agent, note).await }))
            .await
    }
}

/// Columns of a mention in a note `t` with the conversation `v` that leads to it and its contact `k`.
macro_rules! mention_columns {
    () => {
        concat!(
            "t.author, t.created_at AS noted_at, v.id AS leads_to, ",
            contact_columns!()
        )
    };
}

/// Of the conversations of a note's contact, the one with the newest activity that the viewer sees.
macro_rules! leads_to {
    () => {
        concat!(
            "(SELECT c.id FROM conversations c WHERE c.contact_id = t.contact_id AND ",
            visible!(),
            " ORDER BY c.last_activity_at DESC, c.id DESC LIMIT 1)"
        )
    };
}

/// How log rows of mentions are delivered, as [`super::events`] wants it.
pub(super) const DELIVERY: &str = concat!(
    "SELECT max(e.n) AS event_n, e.entity_id, ",
    mention_columns!(),
    " FROM events e LEFT JOIN mentions m ON m.note_id = e.entity_id AND m.agent_id = e.audience AND m.is_seen = 0 \
     LEFT JOIN notes t ON t.id = m.note_id LEFT JOIN conversations v ON v.id = ",
    leads_to!(),
    " LEFT JOIN contacts k ON k.id = v.contact_id \
     WHERE e.n > ?4 AND e.n <= ?5 AND e.kind = 'mention' AND e.audience = ?3 GROUP BY e.entity_id"
);

/// A mention as it is when a log row of it is delivered.
pub(super) fn change(row: &SqliteRow) -> StoreResult<Change> {
    Ok(if row.try_get::<Option<&[u8]>, _>("leads_to")?.is_some() {
        Change::MentionChanged {
            mention: Box::new(mention(row)?),
        }
    } else {
        Change::MentionRemoved {
            note_id: id(row, "entity_id")?,
        }
    })
}

fn mention(row: &SqliteRow) -> StoreResult<Mention> {
    Ok(Mention {
        note_id: id(row, "entity_id")?,
        author: id(row, "author")?,
        at: time(row, "noted_at")?,
        conversation_id: id(row, "leads_to")?,
        contact: rows::contact(row)?,
    })
}

/// What waits for the viewer and leads to a conversation that they see.
pub(super) async fn waiting(connection: &mut SqliteConnection, viewer: &Viewer) -> StoreResult<Vec<Mention>> {
    let found = scoped(
        concat!(
            "SELECT t.id AS entity_id, ",
            mention_columns!(),
            " FROM mentions m CROSS JOIN notes t ON t.id = m.note_id CROSS JOIN conversations v ON v.id = ",
            leads_to!(),
            " CROSS JOIN contacts k ON k.id = v.contact_id WHERE m.agent_id = ?3 AND m.is_seen = 0 ORDER BY m.note_id DESC"
        ),
        viewer,
    )
    .fetch_all(connection)
    .await?;
    found.iter().map(mention).collect()
}

/// Whom a text of `author` names: agents as they are called now, and those whom the note named `before`, by the names that they had.
pub(super) async fn named_in(
    connection: &mut SqliteConnection,
    text: &str,
    author: AgentId,
    before: &[Mentioned],
) -> StoreResult<Vec<Mentioned>> {
    if !text.contains('@') {
        return Ok(Vec::new());
    }
    let found = sqlx::query(concat!(
        "SELECT ",
        agent_columns!(),
        " FROM agents a WHERE a.id <> ?1 ORDER BY a.id"
    ))
    .bind(*author.as_uuid())
    .fetch_all(connection)
    .await?;
    let mut known = Vec::with_capacity(found.len() + before.len());
    for row in &found {
        known.push(Mentioned::of(&rows::agent(row)?));
    }
    known.extend_from_slice(before);
    Ok(mentioned(text, &known))
}

/// A note names others than before: who is new to it learns of it, and who is named no longer hears no more of it.
pub(super) async fn replace(
    connection: &mut SqliteConnection,
    (contact, note): (ContactId, NoteId),
    before: &[Mentioned],
    now: &[Mentioned],
) -> StoreResult<()> {
    let has = |list: &[Mentioned], agent: AgentId| list.iter().any(|one| one.agent_id == agent);
    for gone in before.iter().filter(|one| !has(now, one.agent_id)) {
        sqlx::query("DELETE FROM mentions WHERE note_id = ?1 AND agent_id = ?2")
            .bind(*note.as_uuid())
            .bind(*gone.agent_id.as_uuid())
            .execute(&mut *connection)
            .await?;
        tell(connection, contact, note, gone.agent_id).await?;
    }
    for new in now.iter().filter(|one| !has(before, one.agent_id)) {
        sqlx::query("INSERT INTO mentions (note_id, agent_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING")
            .bind(*note.as_uuid())
            .bind(*new.agent_id.as_uuid())
            .execute(&mut *connection)
            .await?;
        tell(connection, contact, note, new.agent_id).await?;
        see_oldest(connection, new.agent_id).await?;
    }
    Ok(())
}

/// Who does not see the contact does not hear that there is a note either; sight that comes later tells of it.
async fn tell(
    connection: &mut SqliteConnection,
    contact: ContactId,
    note: NoteId,
    agent: AgentId,
) -> StoreResult<()> {
    let Some(session) = reading::session_of(connection, agent).await? else {
        return Ok(());
    };
    let viewer = Viewer {
        agent_id: agent,
        permissions: session.permissions,
    };
    if is_contact_visible(connection, &viewer, contact).await? {
        append(connection, Subject::Mention(note, agent), 0).await?;
    }
    Ok(())
}

/// Who never looks has a bounded number of them: the first screen brings all.
async fn see_oldest(connection: &mut SqliteConnection, agent: AgentId) -> StoreResult<()> {
    let found = sqlx::query(
        "SELECT note_id FROM mentions WHERE agent_id = ?1 AND is_seen = 0 \
         ORDER BY note_id DESC LIMIT -1 OFFSET ?2",
    )
    .bind(*agent.as_uuid())
    .bind(i64::try_from(MOST_WAITING).unwrap_or(i64::MAX))
    .fetch_all(&mut *connection)
    .await?;
    for row in &found {
        see(connection, agent, id(row, "note_id")?).await?;
    }
    Ok(())
}

async fn see(connection: &mut SqliteConnection, agent: AgentId, note: NoteId) -> StoreResult<()> {
    let seen =
        sqlx::query("UPDATE mentions SET is_seen = 1 WHERE note_id = ?1 AND agent_id = ?2 AND is_seen = 0")
            .bind(*note.as_uuid())
            .bind(*agent.as_uuid())
            .execute(&mut *connection)
            .await?;
    if seen.rows_affected() > 0 {
        append(connection, Subject::Mention(note, agent), 0).await?;
    }
    Ok(())
}

/// Tells once more of what waits in notes of a contact: another conversation may lead to it now.
pub(super) async fn tell_of_contact(
    connection: &mut SqliteConnection,
    contact: ContactId,
) -> StoreResult<()> {
    let found = sqlx::query(
        "SELECT m.note_id, m.agent_id FROM notes t CROSS JOIN mentions m ON m.note_id = t.id \
         WHERE t.contact_id = ?1 AND m.is_seen = 0",
    )
    .bind(*contact.as_uuid())
    .fetch_all(&mut *connection)
    .await?;
    for row in &found {
        let mention = Subject::Mention(id(row, "note_id")?, id(row, "agent_id")?);
        append(connection, mention, 0).await?;
    }
    Ok(())
}

/// Notes of mentions that wait for an agent: of the contact of one conversation, or all.
pub(super) async fn concerned(
    connection: &mut SqliteConnection,
    agent: AgentId,
    conversation: Option<ConversationId>,
) -> StoreResult<Vec<NoteId>> {
    let found = sqlx::query(
        "SELECT m.note_id FROM mentions m CROSS JOIN notes t ON t.id = m.note_id \
         WHERE m.agent_id = ?1 AND m.is_seen = 0 AND (?2 IS NULL \
         OR t.contact_id = (SELECT c.contact_id FROM conversations c WHERE c.id = ?2))",
    )
    .bind(*agent.as_uuid())
    .bind(conversation.map(|conversation| *conversation.as_uuid()))
    .fetch_all(connection)
    .await?;
    found.iter().map(|row| id(row, "note_id")).collect()
}
