//! Files on their way from agents' devices.

use super::{check_at, insert_file, media_file};
use crate::store::sqlite::reading;
use crate::store::sqlite::rows::{as_integer, from_word, id, number, optional_id, word};
use crate::store::{KeptFile, MediaFile, StoreResult, UploadOutcome};
use domain::ids::{AgentId, MediaId};
use domain::media_limit::fitting_name;
use domain::time::Timestamp;
use domain::upload::BeginUpload;
use domain::visibility::Viewer;
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

/// How many unfinished uploads an agent may have: what is chosen at once waits on the device.
const MOST_UNFINISHED: i64 = 100;

pub(super) async fn begin(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    upload: &BeginUpload,
    now: Timestamp,
) -> StoreResult<UploadOutcome> {
    if let Some(conversation) = upload.conversation_id
        && reading::visible_row(connection, viewer, conversation)
            .await?
            .is_none()
    {
        return Ok(UploadOutcome::NotFound);
    }
    match find(connection, viewer.agent_id, upload.id).await? {
        Some(UploadOutcome::UnderWay(known)) if known != *upload => return Ok(UploadOutcome::IdConflict),
        Some(UploadOutcome::Done(known)) if known.kept.byte_size != upload.byte_size => {
            return Ok(UploadOutcome::IdConflict);
        }
        Some(known) => return Ok(known),
        None => {}
    }
    let unfinished: i64 = sqlx::query_scalar("SELECT count(*) FROM uploads WHERE agent_id = ?1")
        .bind(*viewer.agent_id.as_uuid())
        .fetch_one(&mut *connection)
        .await?;
    if unfinished >= MOST_UNFINISHED {
        return Ok(UploadOutcome::TooMany);
    }
    // An id that is somebody else's, or whose bytes are to be removed, is taken.
    let inserted = sqlx::query(
        "INSERT INTO uploads (media_id, agent_id, conversation_id, kind, mime_type, file_name, byte_size, created_at) \
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 WHERE NOT EXISTS (SELECT 1 FROM media WHERE id = ?1) \
         AND NOT EXISTS (SELECT 1 FROM media_to_check WHERE media_id = ?1) ON CONFLICT DO NOTHING",
    )
    .bind(*upload.id.as_uuid())
    .bind(*viewer.agent_id.as_uuid())
    .bind(upload.conversation_id.map(|id| *id.as_uuid()))
    .bind(word(&upload.kind)?)
    .bind(&upload.mime_type)
    .bind(upload.file_name.as_deref())
    .bind(as_integer(upload.byte_size))
    .bind(now.as_millis())
    .execute(connection)
    .await?;
    Ok(match inserted.rows_affected() {
        0 => UploadOutcome::IdConflict,
        _ => UploadOutcome::UnderWay(upload.clone()),
    })
}

pub(super) async fn find(
    connection: &mut SqliteConnection,
    agent: AgentId,
    id: MediaId,
) -> StoreResult<Option<UploadOutcome>> {
    let row = sqlx::query("SELECT * FROM uploads WHERE media_id = ?1 AND agent_id = ?2")
        .bind(*id.as_uuid())
        .bind(*agent.as_uuid())
        .fetch_optional(&mut *connection)
        .await?;
    if let Some(row) = row {
        return Ok(Some(UploadOutcome::UnderWay(under_way(&row)?)));
    }
    let row = sqlx::query("SELECT * FROM media WHERE id = ?1 AND uploaded_by = ?2")
        .bind(*id.as_uuid())
        .bind(*agent.as_uuid())
        .fetch_optional(connection)
        .await?;
    let file = row.as_ref().map(media_file).transpose()?;
    Ok(file.map(UploadOutcome::Done))
}

pub(super) async fn finish(
    connection: &mut SqliteConnection,
    agent: AgentId,
    file: KeptFile,
    now: Timestamp,
    keep_until: Timestamp,
) -> StoreResult<Option<MediaFile>> {
    let upload = match find(connection, agent, file.id).await? {
        Some(UploadOutcome::UnderWay(upload)) => upload,
        Some(UploadOutcome::Done(known)) => return Ok(Some(known)),
        _ => return Ok(None),
    };
    let name = upload.file_name.as_deref();
    let file_name = name.map(|name| fitting_name(Some(name), &file.mime_type, ""));
    insert_file(connection, &file, file_name.as_deref(), Some(agent), now).await?;
    sqlx::query("DELETE FROM uploads WHERE media_id = ?1")
        .bind(*file.id.as_uuid())
        .execute(&mut *connection)
        .await?;
    check_at(connection, file.id, keep_until).await?;
    Ok(Some(MediaFile {
        kept: file,
        file_name,
    }))
}

fn under_way(row: &SqliteRow) -> StoreResult<BeginUpload> {
    Ok(BeginUpload {
        id: id(row, "media_id")?,
        conversation_id: optional_id(row, "conversation_id")?,
        kind: from_word(row.try_get("kind")?)?,
        mime_type: row.try_get("mime_type")?,
        file_name: row.try_get("file_name")?,
        byte_size: number(row, "byte_size")?,
    })
}
