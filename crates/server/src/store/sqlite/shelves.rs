//! [`ShelfStore`] on SQLite: three marks beside each message, each with an index of the messages that have it.

use super::older::{Made, Older};
use super::reading::scoped;
use super::rows::{self, message_columns, visible};
use super::{SqliteStore, conversations};
use crate::store::{ShelfStore, ShelfWanted, StoreResult};
use async_trait::async_trait;
use domain::content::MessageContent;
use domain::entities::Message;
use domain::shelf::{Shelf, ShelfCounts, ShelfPage};
use domain::visibility::Viewer;
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use uuid::Uuid;

#[async_trait]
impl ShelfStore for SqliteStore {
    async fn shelf_page(&self, viewer: &Viewer, wanted: &ShelfWanted) -> StoreResult<Option<ShelfPage>> {
        let mut transaction = self.read().await?;
        if !conversations::is_visible(&mut transaction, viewer, wanted.conversation).await? {
            return Ok(None);
        }
        page(&mut transaction, viewer, wanted).await.map(Some)
    }

    async fn shelve_older(&self, at_most: u32) -> StoreResult<bool> {
        self.write(move |connection| Box::pin(mark_older(connection, at_most)))
            .await
    }
}

/// Messages with a mark. Named, the index is used or the query fails: a long thread is never looked through.
macro_rules! page_of {
    ($index:literal, $mark:literal) => {
        concat!(
            "SELECT ",
            message_columns!(),
            " FROM messages m INDEXED BY ",
            $index,
            " CROSS JOIN conversations c ON c.id = m.conversation_id WHERE m.conversation_id = ?4 AND m.",
            $mark,
            " = 1 AND (m.at, m.id) < (?5, ?6) AND ",
            visible!(),
            " ORDER BY m.at DESC, m.id DESC LIMIT ?7"
        )
    };
}

async fn page(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    wanted: &ShelfWanted,
) -> StoreResult<ShelfPage> {
    let sql = match wanted.shelf {
        Shelf::Media => page_of!("messages_with_media", "is_media"),
        Shelf::Links => page_of!("messages_with_links", "has_link"),
        Shelf::Documents => page_of!("messages_with_documents", "is_document"),
    };
    let (at, id) = match wanted.before {
        Some(place) => (place.at.as_millis(), *place.id.as_uuid()),
        None => (i64::MAX, Uuid::from_bytes([0xff; 16])),
    };
    let found = scoped(sql, viewer)
        .bind(*wanted.conversation.as_uuid())
        .bind(at)
        .bind(id)
        .bind(i64::from(wanted.limit) + 1)
        .fetch_all(&mut *connection)
        .await?;
    let mut messages = found.iter().map(rows::message).collect::<StoreResult<Vec<_>>>()?;
    let has_more = messages.len() > wanted.limit as usize;
    messages.truncate(wanted.limit as usize);
    let next = messages.last().map(Message::position).filter(|_| has_more);
    // A mark may be older than what it stands beside, after a fault of the index.
    messages.retain(|message| wanted.shelf.holds(&message.content));
    let counts = match wanted.before {
        None => Some(counts(connection, wanted).await?),
        Some(_) => None,
    };
    Ok(ShelfPage {
        messages,
        next,
        counts,
        is_indexing: is_indexing(connection).await?,
    })
}

async fn counts(connection: &mut SqliteConnection, wanted: &ShelfWanted) -> StoreResult<ShelfCounts> {
    let row = sqlx::query(
        "SELECT (SELECT count(*) FROM messages INDEXED BY messages_with_media WHERE conversation_id = ?1 AND is_media = 1) AS media, \
         (SELECT count(*) FROM messages INDEXED BY messages_with_links WHERE conversation_id = ?1 AND has_link = 1) AS links, \
         (SELECT count(*) FROM messages INDEXED BY messages_with_documents WHERE conversation_id = ?1 AND is_document = 1) AS documents, \
         (SELECT count(*) FROM messages INDEXED BY messages_with_links WHERE conversation_id = ?1 AND has_link = 1 \
         AND (is_media = 1 OR is_document = 1)) AS on_two",
    )
    .bind(*wanted.conversation.as_uuid())
    .fetch_one(connection)
    .await?;
    Ok(ShelfCounts {
        media: rows::number(&row, "media")?,
        links: rows::number(&row, "links")?,
        documents: rows::number(&row, "documents")?,
        on_two: rows::number(&row, "on_two")?,
    })
}

/// Whether something has no marks yet.
async fn is_indexing(connection: &mut SqliteConnection) -> StoreResult<bool> {
    Ok(sqlx::query_scalar(
        "SELECT missing_below IS NOT NULL OR EXISTS (SELECT 1 FROM messages_to_index) FROM shelf_progress",
    )
    .fetch_one(connection)
    .await?)
}

/// On which shelves a message stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    is_media: bool,
    has_link: bool,
    is_document: bool,
}

impl Marks {
    /// Those that a message has to have. What cannot be read stands nowhere.
    fn of(content: Option<&MessageContent>) -> Self {
        let Some(content) = content else {
            return Self::default();
        };
        Self {
            is_media: Shelf::Media.holds(content),
            has_link: Shelf::Links.holds(content),
            is_document: Shelf::Documents.holds(content),
        }
    }

    /// Those that a message has to have, when it has others; of a row with the columns of [`mark_columns`].
    pub(super) fn to_change(row: &SqliteRow, content: Option<&MessageContent>) -> StoreResult<Option<Self>> {
        let has = Self {
            is_media: row.try_get("is_media")?,
            has_link: row.try_get("has_link")?,
            is_document: row.try_get("is_document")?,
        };
        let wanted = Self::of(content);
        Ok((wanted != has).then_some(wanted))
    }
}

/// Columns of a message `m` that say on which shelves it stands.
macro_rules! mark_columns {
    () => {
        "m.is_media, m.has_link, m.is_document"
    };
}

pub(super) use mark_columns;

/// Gives messages other marks, all with one statement.
pub(super) async fn mark(connection: &mut SqliteConnection, changed: &[(Uuid, Marks)]) -> StoreResult<()> {
    if changed.is_empty() {
        return Ok(());
    }
    let changed: Vec<_> = changed
        .iter()
        .map(|(id, marks)| {
            let Marks {
                is_media,
                has_link,
                is_document,
            } = *marks;
            let id = id.simple().to_string();
            (id, u8::from(is_media), u8::from(has_link), u8::from(is_document))
        })
        .collect();
    sqlx::query(
        "UPDATE messages SET is_media = j.is_media, has_link = j.has_link, is_document = j.is_document \
         FROM (SELECT unhex(value ->> 0) AS id, value ->> 1 AS is_media, value ->> 2 AS has_link, value ->> 3 AS is_document \
         FROM json_each(?1)) AS j WHERE messages.id = j.id",
    )
    .bind(serde_json::to_string(&changed)?)
    .execute(connection)
    .await?;
    Ok(())
}

/// Marks messages from before there were marks, newest first. Answers whether there are more.
async fn mark_older(connection: &mut SqliteConnection, at_most: u32) -> StoreResult<bool> {
    let Some(older) = Older::next(connection, Made::Marks, at_most).await? else {
        return Ok(false);
    };
    let mut changed = Vec::new();
    for row in &older.rows {
        let content = rows::content(row).ok();
        if let Some(marks) = Marks::to_change(row, content.as_ref())? {
            changed.push((row.try_get("id")?, marks));
        }
    }
    mark(connection, &changed).await?;
    older.note(connection).await
}
