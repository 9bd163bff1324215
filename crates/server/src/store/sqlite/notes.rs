//! [`NoteStore`] on SQLite.

use super::SqliteStore;
use super::audit;
use super::contacts::current;
use super::log::{Subject, append};
use super::mentions;
use super::rows::{id, number, optional_time, time};
use super::starting::is_contact_visible;
use crate::store::{NoteStore, PutNoteOutcome, RemoveNoteOutcome, StoreError, StoreResult};
use async_trait::async_trait;
use domain::command::PutNote;
use domain::contact::is_later_word;
use domain::entities::Note;
use domain::event::Change;
use domain::ids::{ContactId, NoteId};
use domain::time::Timestamp;
use domain::visibility::Viewer;
use domain::wire::NotePage;
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

#[async_trait]
impl NoteStore for SqliteStore {
    async fn put_note(
        &self,
        viewer: &Viewer,
        contact: ContactId,
        id: NoteId,
        put: &PutNote,
        now: Timestamp,
    ) -> StoreResult<PutNoteOutcome> {
        let (viewer, put) = (*viewer, put.clone());
        self.write(move |connection| {
            Box::pin(async move { write(connection, &viewer, contact, id, put, now).await })
        })
        .await
    }

    async fn remove_note(
        &self,
        viewer: &Viewer,
        contact: ContactId,
        id: NoteId,
        now: Timestamp,
    ) -> StoreResult<RemoveNoteOutcome> {
        let viewer = *viewer;
        self.write(move |connection| {
            Box::pin(async move { remove(connection, &viewer, contact, id, now).await })
        })
        .await
    }

    async fn note_page(
        &self,
        viewer: &Viewer,
        contact: ContactId,
        before: Option<(Timestamp, NoteId)>,
        limit: usize,
    ) -> StoreResult<Option<NotePage>> {
        let mut transaction = self.read().await?;
        let contact = current(&mut transaction, contact).await?;
        if !is_contact_visible(&mut transaction, viewer, contact).await? {
            return Ok(None);
        }
        page(&mut transaction, contact, before, limit).await.map(Some)
    }
}

/// Notes of a contact, newest first.
pub(super) async fn page(
    connection: &mut SqliteConnection,
    contact: ContactId,
    before: Option<(Timestamp, NoteId)>,
    limit: usize,
) -> StoreResult<NotePage> {
    const FIRST: &str = "SELECT * FROM notes WHERE contact_id = ?1 AND is_removed = 0 \
         ORDER BY created_at DESC, id DESC LIMIT ?2";
    const AFTER: &str = "SELECT * FROM notes WHERE contact_id = ?1 AND is_removed = 0 \
         AND (created_at, id) < (?3, ?4) ORDER BY created_at DESC, id DESC LIMIT ?2";
    let query = sqlx::query(if before.is_some() { AFTER } else { FIRST })
        .bind(*contact.as_uuid())
        .bind(i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1));
    let query = match before {
        Some((at, id)) => query.bind(at.as_millis()).bind(*id.as_uuid()),
        None => query,
    };
    let found = query.fetch_all(connection).await?;
    let mut notes: Vec<Note> = found.iter().map(note).collect::<StoreResult<_>>()?;
    let has_older = notes.len() > limit;
    notes.truncate(limit);
    Ok(NotePage { notes, has_older })
}

/// A note as it is when a log row of it is delivered.
pub(super) fn change(row: &SqliteRow) -> StoreResult<Change> {
    Ok(if row.try_get("is_removed")? {
        Change::NoteRemoved {
            id: id(row, "id")?,
            contact_id: id(row, "contact_id")?,
        }
    } else {
        Change::NoteChanged { note: note(row)? }
    })
}

/// Every note of a contact, oldest first.
pub(super) async fn all(connection: &mut SqliteConnection, contact: ContactId) -> StoreResult<Vec<Note>> {
    let found =
        sqlx::query("SELECT * FROM notes WHERE contact_id = ?1 AND is_removed = 0 ORDER BY created_at, id")
            .bind(*contact.as_uuid())
            .fetch_all(connection)
            .await?;
    found.iter().map(note).collect()
}

/// Tells of all notes of a contact once more: somebody may come to see them who has a whole thread of theirs already.
pub(super) async fn tell_again(connection: &mut SqliteConnection, contact: ContactId) -> StoreResult<()> {
    for note in all(connection, contact).await? {
        append(connection, Subject::Note(note.id), note.version).await?;
    }
    Ok(())
}

/// Gives all notes of a contact to another one.
pub(super) async fn hand_over(
    connection: &mut SqliteConnection,
    from: ContactId,
    to: ContactId,
) -> StoreResult<()> {
    let moved = sqlx::query(
        "UPDATE notes SET contact_id = ?2, version = version + 1 WHERE contact_id = ?1 RETURNING id, version",
    )
    .bind(*from.as_uuid())
    .bind(*to.as_uuid())
    .fetch_all(&mut *connection)
    .await?;
    for row in &moved {
        append(connection, Subject::Note(id(row, "id")?), number(row, "version")?).await?;
    }
    // Those of both: the conversations of either lead to them now.
    mentions::tell_of_contact(connection, to).await
}

fn note(row: &SqliteRow) -> StoreResult<Note> {
    Ok(Note {
        id: id(row, "id")?,
        version: number(row, "version")?,
        contact_id: id(row, "contact_id")?,
        author: id(row, "author")?,
        text: row.try_get("body")?,
        mentions: serde_json::from_str(row.try_get("mentions")?)?,
        created_at: time(row, "created_at")?,
        edited_at: optional_time(row, "edited_at")?,
    })
}

/// A note that is there or was, and whether it was removed.
async fn find(connection: &mut SqliteConnection, id: NoteId) -> StoreResult<Option<(Note, bool)>> {
    let row = sqlx::query("SELECT * FROM notes WHERE id = ?1")
        .bind(*id.as_uuid())
        .fetch_optional(connection)
        .await?;
    row.map(|row| Ok((note(&row)?, row.try_get("is_removed")?)))
        .transpose()
}

async fn write(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    contact: ContactId,
    id: NoteId,
    put: PutNote,
    now: Timestamp,
) -> StoreResult<PutNoteOutcome> {
    let contact = current(connection, contact).await?;
    if !is_contact_visible(connection, viewer, contact).await? {
        return Ok(PutNoteOutcome::NotFound);
    }
    let at = put.edited_at.min(now);
    let Some((known, is_removed)) = find(connection, id).await? else {
        return create(connection, viewer, contact, id, &put.text, at, now).await;
    };
    if known.contact_id != contact {
        return Ok(PutNoteOutcome::IdConflict);
    }
    if known.author != viewer.agent_id {
        return Ok(PutNoteOutcome::Denied);
    }
    if is_removed {
        return Ok(PutNoteOutcome::NotFound);
    }
    let said = known.edited_at.unwrap_or(known.created_at);
    if known.text == put.text || !is_later_word(at, said, now) {
        return Ok(PutNoteOutcome::Kept(known));
    }
    let named = mentions::named_in(connection, &put.text, known.author, &known.mentions).await?;
    sqlx::query(
        "UPDATE notes SET body = ?2, edited_at = ?3, mentions = ?4, version = version + 1 WHERE id = ?1",
    )
    .bind(*id.as_uuid())
    .bind(&put.text)
    .bind(at.as_millis())
    .bind(serde_json::to_string(&named)?)
    .execute(&mut *connection)
    .await?;
    mentions::replace(connection, (contact, id), &known.mentions, &named).await?;
    let changed = Note {
        version: known.version + 1,
        text: put.text,
        mentions: named,
        edited_at: Some(at),
        ..known
    };
    append(connection, Subject::Note(id), changed.version).await?;
    audit::record(
        connection,
        viewer.agent_id,
        "note_changed",
        ("note", *id.as_uuid()),
        &["text"],
        now,
    )
    .await?;
    Ok(PutNoteOutcome::Kept(changed))
}

async fn create(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    contact: ContactId,
    id: NoteId,
    text: &str,
    at: Timestamp,
    now: Timestamp,
) -> StoreResult<PutNoteOutcome> {
    let named = mentions::named_in(connection, text, viewer.agent_id, &[]).await?;
    sqlx::query(
        "INSERT INTO notes (id, version, contact_id, author, body, created_at, mentions) \
         VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6)",
    )
    .bind(*id.as_uuid())
    .bind(*contact.as_uuid())
    .bind(*viewer.agent_id.as_uuid())
    .bind(text)
    .bind(at.as_millis())
    .bind(serde_json::to_string(&named)?)
    .execute(&mut *connection)
    .await?;
    append(connection, Subject::Note(id), 1).await?;
    mentions::replace(connection, (contact, id), &[], &named).await?;
    audit::record(
        connection,
        viewer.agent_id,
        "note_created",
        ("note", *id.as_uuid()),
        &["text"],
        now,
    )
    .await?;
    let (note, _) = find(connection, id)
        .await?
        .ok_or_else(|| StoreError::Broken("a note that was just written is not there".to_owned()))?;
    Ok(PutNoteOutcome::Created(note))
}

async fn remove(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    contact: ContactId,
    id: NoteId,
    now: Timestamp,
) -> StoreResult<RemoveNoteOutcome> {
    let contact = current(connection, contact).await?;
    if !is_contact_visible(connection, viewer, contact).await? {
        return Ok(RemoveNoteOutcome::NotFound);
    }
    let Some((known, is_removed)) = find(connection, id).await? else {
        return Ok(RemoveNoteOutcome::Gone);
    };
    if known.contact_id != contact {
        return Ok(RemoveNoteOutcome::NotFound);
    }
    if known.author != viewer.agent_id {
        return Ok(RemoveNoteOutcome::Denied);
    }
    if is_removed {
        return Ok(RemoveNoteOutcome::Gone);
    }
    sqlx::query(
        "UPDATE notes SET body = '', mentions = '[]', is_removed = 1, version = version + 1 WHERE id = ?1",
    )
    .bind(*id.as_uuid())
    .execute(&mut *connection)
    .await?;
    mentions::replace(connection, (contact, id), &known.mentions, &[]).await?;
    append(connection, Subject::Note(id), known.version + 1).await?;
    audit::record(
        connection,
        viewer.agent_id,
        "note_removed",
        ("note", *id.as_uuid()),
        &[],
        now,
    )
    .await?;
    Ok(RemoveNoteOutcome::Gone)
}
