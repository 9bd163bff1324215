//! [`CannedResponseStore`] on SQLite.

use super::SqliteStore;
use super::log::{Subject, append};
use super::rows::{as_integer, id, number};
use crate::store::{CannedResponseStore, PutCannedOutcome, StoreResult};
use async_trait::async_trait;
use domain::canned_response::{CannedResponse, PutCannedResponse, shortcut_key};
use domain::ids::CannedResponseId;
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

#[async_trait]
impl CannedResponseStore for SqliteStore {
    async fn put_canned_response(
        &self,
        id: CannedResponseId,
        put: &PutCannedResponse,
    ) -> StoreResult<PutCannedOutcome> {
        let wanted = put.clone();
        self.write(move |connection| Box::pin(async move { write(connection, id, wanted).await }))
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
    let wanted = CannedResponse {
        id,
        version: version + 1,
        shortcut: put.shortcut,
        title: put.title,
        body: put.body,
        buttons: put.buttons,
        attachment: put.attachment,
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
    append(connection, Subject::CannedResponse(id), wanted.version).await?;
    Ok(if version == 0 {
        PutCannedOutcome::Created(wanted)
    } else {
        PutCannedOutcome::Kept(wanted)
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
