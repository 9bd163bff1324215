//! [`CannedResponseStore`] on SQLite.

use super::log::{Subject, append};
use super::rows::{as_integer, id, number};
use super::{SqliteStore, media};
use crate::store::{CannedResponseStore, MediaFile, PutCannedOutcome, StoreResult};
use async_trait::async_trait;
use domain::canned_response::{CannedResponse, PutCannedResponse, shortcut_key};
use domain::content::Attachment;
use domain::ids::CannedResponseId;
use domain::media_limit::{self, MediaLimitError};
use domain::visibility::Viewer;
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

#[async_trait]
impl CannedResponseStore for SqliteStore {
    async fn put_canned_response(
        &self,
        viewer: &Viewer,
        id: CannedResponseId,
        put: &PutCannedResponse,
    ) -> StoreResult<PutCannedOutcome> {
        let (viewer, wanted) = (*viewer, put.clone());
        self.write(move |connection| Box::pin(async move { write(connection, &viewer, id, wanted).await }))
            .await
    }

    async fn remove_canned_response(&self, id: CannedResponseId) -> StoreResult<()> {
        self.write(move |connection| Box::pin(remove(connection, id)))
            .await
    }
}

/// Every canned response, by shortcut.
pub(super) async fn all(connection: &mut SqliteConnection) -> StoreResult<Vec<CannedResponse>> {
    let found = sqlx::query("SELECT * FROM canned_responses ORDER BY shortcut_key")
        .fetch_all(connection)
        .await?;
    found.iter().map(canned_response).collect()
}

/// A canned response's row.
pub(super) fn canned_response(row: &SqliteRow) -> StoreResult<CannedResponse> {
    let attachment: Option<&str> = row.try_get("attachment")?;
    Ok(CannedResponse {
        id: id(row, "id")?,
        version: number(row, "version")?,
        shortcut: row.try_get("shortcut")?,
        title: row.try_get("title")?,
        body: row.try_get("body")?,
        buttons: serde_json::from_str(row.try_get("buttons")?)?,
        attachment: attachment.map(serde_json::from_str).transpose()?,
    })
}

async fn write(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    id: CannedResponseId,
    put: PutCannedResponse,
) -> StoreResult<PutCannedOutcome> {
    let key = shortcut_key(&put.shortcut);
    let known = sqlx::query("SELECT * FROM canned_responses WHERE id = ?1")
        .bind(*id.as_uuid())
        .fetch_optional(&mut *connection)
        .await?;
    let known = known.as_ref().map(canned_response).transpose()?;
    let version = known.as_ref().map_or(0, |known| known.version);
    let attachment = match &put.attachment {
        Some(named) => match known_file(connection, viewer, named).await? {
            Ok(file) => Some(file),
            // Who removed it meanwhile may have let its file go.
            Err(_) if put.after_version != version => return Ok(PutCannedOutcome::EditConflict),
            Err(refused) => return Ok(refused),
        },
        None => None,
    };
    let wanted = CannedResponse {
        id,
        version: version + 1,
        shortcut: put.shortcut,
        title: put.title,
        body: put.body,
        buttons: put.buttons,
        attachment,
    };
    if let Some(known) = &known
        && *known
            == (CannedResponse {
                version,
                ..wanted.clone()
            })
    {
        return Ok(PutCannedOutcome::Kept(known.clone()));
    }
    if put.after_version != version {
        return Ok(PutCannedOutcome::EditConflict);
    }
    let is_taken: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM canned_responses WHERE shortcut_key = ?1 AND id <> ?2)",
    )
    .bind(&key)
    .bind(*id.as_uuid())
    .fetch_one(&mut *connection)
    .await?;
    if is_taken {
        return Ok(PutCannedOutcome::ShortcutTaken);
    }
    let attachment = wanted
        .attachment
        .as_ref()
        .map(serde_json::to_string)
        .transpose()?;
    sqlx::query(
        "INSERT INTO canned_responses (id, version, shortcut, shortcut_key, title, body, buttons, attachment) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (id) DO UPDATE SET version = excluded.version, \
         shortcut = excluded.shortcut, shortcut_key = excluded.shortcut_key, title = excluded.title, \
         body = excluded.body, buttons = excluded.buttons, attachment = excluded.attachment",
    )
    .bind(*id.as_uuid())
    .bind(as_integer(wanted.version))
    .bind(&wanted.shortcut)
    .bind(key)
    .bind(&wanted.title)
    .bind(&wanted.body)
    .bind(serde_json::to_string(&wanted.buttons)?)
    .bind(attachment)
    .execute(&mut *connection)
    .await?;
    let file = wanted.attachment.as_ref().and_then(|file| file.media_id);
    media::hold_for_canned_response(connection, id, file).await?;
    append(connection, Subject::CannedResponse(id), wanted.version).await?;
    Ok(if version == 0 {
        PutCannedOutcome::Created(wanted)
    } else {
        PutCannedOutcome::Kept(wanted)
    })
}

/// What we know of a file, which counts more than what the command says; or why it cannot be in here. It goes out as the kind that
/// its type usually is.
async fn known_file(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    named: &Attachment,
) -> StoreResult<Result<Attachment, PutCannedOutcome>> {
    let file = match named.media_id {
        Some(id) => media::visible_file(connection, viewer, id).await?,
        None => None,
    };
    let Some(MediaFile { kept, file_name }) = file else {
        return Ok(Err(PutCannedOutcome::FileMissing));
    };
    let checked = media_limit::kind_of(&kept.mime_type)
        .ok_or(MediaLimitError::Type)
        .and_then(|kind| media_limit::check(kind, &kept.mime_type, kept.byte_size));
    Ok(match checked {
        Ok(()) => Ok(Attachment {
            media_id: Some(kept.id),
            mime_type: kept.mime_type,
            file_name,
            byte_size: Some(kept.byte_size),
            duration_ms: kept.duration_ms,
            pixels: kept.pixels,
            ..Attachment::default()
        }),
        Err(error) => Err(PutCannedOutcome::FileRefused(error)),
    })
}

async fn remove(connection: &mut SqliteConnection, id: CannedResponseId) -> StoreResult<()> {
    let removed = sqlx::query("DELETE FROM canned_responses WHERE id = ?1 RETURNING version")
        .bind(*id.as_uuid())
        .fetch_optional(&mut *connection)
        .await?;
    if let Some(row) = removed {
        let version: u64 = number(&row, "version")?;
        append(connection, Subject::CannedResponse(id), version + 1).await?;
    }
    Ok(())
}
