//! Messages from before there was something that is made of each of them (words in the search index, marks of shelves). They are gone
//! through newest first, in slices; how far it is, is in the database.

use super::shelves::mark_columns;
use crate::store::StoreResult;
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use uuid::Uuid;

/// What is made of messages.
#[derive(Clone, Copy, Debug)]
pub(super) enum Made {
    Words,
    Marks,
}

impl Made {
    /// The id below which messages lack it.
    const fn missing_below(self) -> &'static str {
        match self {
            Self::Words => "SELECT missing_below FROM search_progress",
            Self::Marks => "SELECT missing_below FROM shelf_progress",
        }
    }

    const fn set_missing_below(self) -> &'static str {
        match self {
            Self::Words => "UPDATE search_progress SET missing_below = ?1",
            Self::Marks => "UPDATE shelf_progress SET missing_below = ?1",
        }
    }
}

/// A slice of them.
pub(super) struct Older {
    /// Messages `m` with the columns that any of it is made of.
    pub(super) rows: Vec<SqliteRow>,
    made: Made,
    /// Where the next slice begins, when there may be one.
    next: Option<Uuid>,
}

impl Older {
    /// The next slice; `None`: no message lacks it any more.
    pub(super) async fn next(
        connection: &mut SqliteConnection,
        made: Made,
        at_most: u32,
    ) -> StoreResult<Option<Self>> {
        let below: Option<Uuid> = sqlx::query_scalar(made.missing_below())
            .fetch_one(&mut *connection)
            .await?;
        let Some(below) = below else { return Ok(None) };
        let rows = sqlx::query(concat!(
            "SELECT m.id, m.conversation_id, m.content, m.at, m.search_place, m.direction = 'internal' AS is_line, ",
            mark_columns!(),
            " FROM messages m WHERE m.id < ?1 ORDER BY m.id DESC LIMIT ?2"
        ))
        .bind(below)
        .bind(i64::from(at_most))
        .fetch_all(connection)
        .await?;
        let next = match rows.last() {
            Some(last) if rows.len() == at_most as usize => Some(last.try_get("id")?),
            _ => None,
        };
        Ok(Some(Self { rows, made, next }))
    }

    /// Notes that the slice has it. Answers whether there are more.
    pub(super) async fn note(self, connection: &mut SqliteConnection) -> StoreResult<bool> {
        sqlx::query(self.made.set_missing_below())
            .bind(self.next)
            .execute(connection)
            .await?;
        Ok(self.next.is_some())
    }
}
