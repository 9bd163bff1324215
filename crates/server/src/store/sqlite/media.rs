//! [`MediaStore`] on SQLite.

mod fetches;
mod uploads;

pub(super) use fetches::queue_fetch;

use super::SqliteStore;
use super::reading::scoped;
use super::rows::{as_integer, contact_visible, id, number, optional_time, visible};
use crate::store::{KeptFile, MediaFetch, MediaFile, MediaStore, StoreResult, UploadOutcome};
use async_trait::async_trait;
use domain::content::{FetchFailure, PixelSize};
use domain::entities::Message;
use domain::ids::{AgentId, CannedResponseId, MediaId, MessageId, PhoneNumberId};
use domain::time::Timestamp;
use domain::upload::BeginUpload;
use domain::visibility::Viewer;
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

/// The condition that a file `f` is needed by anything.
macro_rules! needed {
    () => {
        "(EXISTS (SELECT 1 FROM media_holders h WHERE h.media_id = f.id) \
         OR EXISTS (SELECT 1 FROM canned_response_files r WHERE r.media_id = f.id) \
         OR EXISTS (SELECT 1 FROM contacts k WHERE k.avatar = f.id))"
    };
}

#[async_trait]
impl MediaStore for SqliteStore {
    async fn release_media_fetches(&self) -> StoreResult<u64> {
        self.write(|connection| {
            Box::pin(async move {
                let released =
                    sqlx::query("UPDATE media_fetches SET is_under_way = 0 WHERE is_under_way = 1")
                        .execute(connection)
                        .await?;
                Ok(released.rows_affected())
            })
        })
        .await
    }

    async fn claim_media_fetches(&self, now: Timestamp, ids: &[MediaId]) -> StoreResult<Vec<MediaFetch>> {
        let ids = ids.to_vec();
        self.write(move |connection| Box::pin(async move { fetches::claim(connection, now, &ids).await }))
            .await
    }

    async fn next_media_fetch_due(&self) -> StoreResult<Option<Timestamp>> {
        let row = sqlx::query("SELECT min(due_at) AS due_at FROM media_fetches WHERE is_under_way = 0")
            .fetch_one(&self.readers)
            .await?;
        optional_time(&row, "due_at")
    }

    async fn finish_media_fetch(
        &self,
        message: MessageId,
        file: &KeptFile,
        now: Timestamp,
    ) -> StoreResult<bool> {
        let file = file.clone();
        self.write(move |connection| {
            Box::pin(async move { fetches::finish(connection, message, &file, now).await })
        })
        .await
    }

    async fn fail_media_fetch(
        &self,
        message: MessageId,
        failure: Option<FetchFailure>,
        due_at: Option<Timestamp>,
    ) -> StoreResult<()> {
        self.write(move |connection| Box::pin(fetches::fail(connection, message, failure, due_at)))
            .await
    }

    async fn retry_media_fetch(
        &self,
        viewer: &Viewer,
        message: MessageId,
        now: Timestamp,
    ) -> StoreResult<Option<Message>> {
        let viewer = *viewer;
        self.write(move |connection| {
            Box::pin(async move { fetches::retry(connection, &viewer, message, now).await })
        })
        .await
    }

    async fn visible_media(&self, viewer: &Viewer, id: MediaId) -> StoreResult<Option<MediaFile>> {
        let mut connection = self.readers.acquire().await?;
        visible_file(&mut connection, viewer, id).await
    }

    async fn begin_upload(
        &self,
        viewer: &Viewer,
        upload: &BeginUpload,
        now: Timestamp,
    ) -> StoreResult<UploadOutcome> {
        let (viewer, upload) = (*viewer, upload.clone());
        self.write(move |connection| {
            Box::pin(async move { uploads::begin(connection, &viewer, &upload, now).await })
        })
        .await
    }

    async fn upload(&self, agent: AgentId, id: MediaId) -> StoreResult<Option<UploadOutcome>> {
        let mut connection = self.readers.acquire().await?;
        uploads::find(&mut connection, agent, id).await
    }

    async fn finish_upload(
        &self,
        agent: AgentId,
        file: &KeptFile,
        now: Timestamp,
        keep_until: Timestamp,
    ) -> StoreResult<Option<MediaFile>> {
        let file = file.clone();
        self.write(move |connection| {
            Box::pin(async move { uploads::finish(connection, agent, file, now, keep_until).await })
        })
        .await
    }

    async fn drop_upload(&self, agent: AgentId, id: MediaId) -> StoreResult<()> {
        self.write(move |connection| {
            Box::pin(async move {
                sqlx::query("DELETE FROM uploads WHERE media_id = ?1 AND agent_id = ?2")
                    .bind(*id.as_uuid())
                    .bind(*agent.as_uuid())
                    .execute(connection)
                    .await?;
                Ok(())
            })
        })
        .await
    }

    async fn drop_old_uploads(&self, begun_before: Timestamp) -> StoreResult<u64> {
        self.write(move |connection| {
            Box::pin(async move {
                let dropped = sqlx::query("DELETE FROM uploads WHERE created_at < ?1")
                    .bind(begun_before.as_millis())
                    .execute(connection)
                    .await?;
                Ok(dropped.rows_affected())
            })
        })
        .await
    }

    async fn media_at_meta(
        &self,
        media: MediaId,
        number: PhoneNumberId,
        since: Timestamp,
    ) -> StoreResult<Option<String>> {
        Ok(sqlx::query_scalar(
            "SELECT meta_media_id FROM media_at_meta WHERE media_id = ?1 AND phone_number_id = ?2 AND uploaded_at > ?3",
        )
        .bind(*media.as_uuid())
        .bind(*number.as_uuid())
        .bind(since.as_millis())
        .fetch_optional(&self.readers)
        .await?)
    }

    async fn put_media_at_meta(
        &self,
        media: MediaId,
        number: PhoneNumberId,
        meta_media_id: &str,
        now: Timestamp,
    ) -> StoreResult<()> {
        let meta_media_id = meta_media_id.to_owned();
        self.write(move |connection| {
            Box::pin(async move {
                // The file may have been erased while it went to Meta.
                sqlx::query(
                    "INSERT OR REPLACE INTO media_at_meta (media_id, phone_number_id, meta_media_id, uploaded_at) \
                     SELECT id, ?2, ?3, ?4 FROM media WHERE id = ?1",
                )
                .bind(*media.as_uuid())
                .bind(*number.as_uuid())
                .bind(meta_media_id)
                .bind(now.as_millis())
                .execute(connection)
                .await?;
                Ok(())
            })
        })
        .await
    }

    async fn take_unneeded_media(&self, now: Timestamp, most: u32) -> StoreResult<Vec<MediaId>> {
        // Mostly there is nothing, and a look costs no write.
        let due: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM media_to_check WHERE due_at <= ?1)")
            .bind(now.as_millis())
            .fetch_one(&self.readers)
            .await?;
        if !due {
            return Ok(Vec::new());
        }
        self.write(move |connection| Box::pin(take_unneeded(connection, now, most)))
            .await
    }

    async fn media_removed(&self, ids: &[MediaId]) -> StoreResult<()> {
        let ids = ids.to_vec();
        self.write(move |connection| {
            Box::pin(async move {
                for id in ids {
                    forget_check(connection, id).await?;
                }
                Ok(())
            })
        })
        .await
    }
}

/// A file that the viewer may see: in a conversation, in a canned response, a contact's picture, or uploaded and not used yet.
pub(super) async fn visible_file(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    id: MediaId,
) -> StoreResult<Option<MediaFile>> {
    const SQL: &str = concat!(
        "SELECT f.* FROM media f WHERE f.id = ?4 AND ((f.uploaded_by = ?3 AND NOT ",
        needed!(),
        ") OR EXISTS (SELECT 1 FROM canned_response_files r WHERE r.media_id = f.id) \
         OR EXISTS (SELECT 1 FROM media_holders h JOIN messages m ON m.id = h.message_id \
         JOIN conversations c ON c.id = m.conversation_id WHERE h.media_id = f.id AND ",
        visible!(),
        ") OR EXISTS (SELECT 1 FROM contacts k WHERE k.avatar = f.id AND ",
        contact_visible!(),
        "))"
    );
    let row = scoped(SQL, viewer)
        .bind(*id.as_uuid())
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(media_file).transpose()
}

/// Writes what is known of a file whose bytes are there.
pub(super) async fn insert_file(
    connection: &mut SqliteConnection,
    file: &KeptFile,
    file_name: Option<&str>,
    uploaded_by: Option<AgentId>,
    now: Timestamp,
) -> StoreResult<()> {
    sqlx::query(
        "INSERT INTO media (id, mime_type, file_name, byte_size, width, height, duration_ms, uploaded_by, created_at, \
         opus_channels) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )
    .bind(*file.id.as_uuid())
    .bind(&file.mime_type)
    .bind(file_name)
    .bind(as_integer(file.byte_size))
    .bind(file.pixels.map(|pixels| i64::from(pixels.width)))
    .bind(file.pixels.map(|pixels| i64::from(pixels.height)))
    .bind(file.duration_ms.map(as_integer))
    .bind(uploaded_by.map(|agent| *agent.as_uuid()))
    .bind(now.as_millis())
    .bind(file.opus_channels.map(i64::from))
    .execute(connection)
    .await?;
    Ok(())
}

/// What Meta calls a message's file is no good any more.
pub(super) async fn forget_at_meta(connection: &mut SqliteConnection, message: MessageId) -> StoreResult<()> {
    sqlx::query(
        "DELETE FROM media_at_meta WHERE media_id IN (SELECT media_id FROM media_holders WHERE message_id = ?1)",
    )
    .bind(*message.as_uuid())
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes that a message holds a file.
pub(super) async fn hold(
    connection: &mut SqliteConnection,
    message: MessageId,
    media: MediaId,
) -> StoreResult<()> {
    sqlx::query("INSERT OR IGNORE INTO media_holders (message_id, media_id) VALUES (?1, ?2)")
        .bind(*message.as_uuid())
        .bind(*media.as_uuid())
        .execute(connection)
        .await?;
    Ok(())
}

/// Notes which file a canned response holds now.
pub(super) async fn hold_for_canned_response(
    connection: &mut SqliteConnection,
    response: CannedResponseId,
    media: Option<MediaId>,
) -> StoreResult<()> {
    sqlx::query("DELETE FROM canned_response_files WHERE canned_response_id = ?1 AND media_id IS NOT ?2")
        .bind(*response.as_uuid())
        .bind(media.map(|media| *media.as_uuid()))
        .execute(&mut *connection)
        .await?;
    let Some(media) = media else { return Ok(()) };
    sqlx::query("INSERT OR IGNORE INTO canned_response_files (canned_response_id, media_id) VALUES (?1, ?2)")
        .bind(*response.as_uuid())
        .bind(*media.as_uuid())
        .execute(connection)
        .await?;
    Ok(())
}

async fn take_unneeded(
    connection: &mut SqliteConnection,
    now: Timestamp,
    most: u32,
) -> StoreResult<Vec<MediaId>> {
    let due = sqlx::query("SELECT media_id FROM media_to_check WHERE due_at <= ?1 ORDER BY due_at LIMIT ?2")
        .bind(now.as_millis())
        .bind(i64::from(most))
        .fetch_all(&mut *connection)
        .await?;
    let mut unneeded = Vec::new();
    for row in &due {
        let media: MediaId = id(row, "media_id")?;
        sqlx::query(concat!(
            "DELETE FROM media AS f WHERE f.id = ?1 AND NOT ",
            needed!()
        ))
        .bind(*media.as_uuid())
        .execute(&mut *connection)
        .await?;
        let is_known: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM media WHERE id = ?1)")
            .bind(*media.as_uuid())
            .fetch_one(&mut *connection)
            .await?;
        if is_known {
            forget_check(connection, media).await?;
        } else {
            unneeded.push(media);
        }
    }
    Ok(unneeded)
}

/// A file whose row and bytes go at a time, unless something needs it by then.
async fn check_at(connection: &mut SqliteConnection, media: MediaId, due_at: Timestamp) -> StoreResult<()> {
    sqlx::query("INSERT OR REPLACE INTO media_to_check (media_id, due_at) VALUES (?1, ?2)")
        .bind(*media.as_uuid())
        .bind(due_at.as_millis())
        .execute(connection)
        .await?;
    Ok(())
}

async fn forget_check(connection: &mut SqliteConnection, media: MediaId) -> StoreResult<()> {
    sqlx::query("DELETE FROM media_to_check WHERE media_id = ?1")
        .bind(*media.as_uuid())
        .execute(connection)
        .await?;
    Ok(())
}

fn media_file(row: &SqliteRow) -> StoreResult<MediaFile> {
    let pixels: (Option<u32>, Option<u32>) = (row.try_get("width")?, row.try_get("height")?);
    let duration_ms: Option<i64> = row.try_get("duration_ms")?;
    Ok(MediaFile {
        kept: KeptFile {
            id: id(row, "id")?,
            mime_type: row.try_get("mime_type")?,
            byte_size: number(row, "byte_size")?,
            pixels: pixels
                .0
                .zip(pixels.1)
                .map(|(width, height)| PixelSize { width, height }),
            duration_ms: duration_ms.and_then(|ms| u64::try_from(ms).ok()),
            opus_channels: row.try_get("opus_channels")?,
        },
        file_name: row.try_get("file_name")?,
    })
}
