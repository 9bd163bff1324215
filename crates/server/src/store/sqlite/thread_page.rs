//! Parts of a thread, by place and never by counting.

use super::rows::{self, message_columns};
use crate::store::StoreResult;
use domain::entities::Position;
use domain::ids::ConversationId;
use domain::wire::{MessagePage, ThreadWindow};
use sqlx::sqlite::SqliteConnection;

/// A part of a thread.
pub(super) async fn message_page(
    connection: &mut SqliteConnection,
    id: ConversationId,
    window: ThreadWindow,
    limit: u32,
) -> StoreResult<MessagePage> {
    match window {
        ThreadWindow::Newest => one_way(connection, id, Way::Newest, limit).await,
        ThreadWindow::Before(place) => one_way(connection, id, Way::Before(place), limit).await,
        ThreadWindow::After(place) => one_way(connection, id, Way::After(place), limit).await,
        ThreadWindow::Around(place) => around(connection, id, place, limit).await,
    }
}

/// Half of the messages stand after the place, the others are the one that stands there and those before it. Where one side has
/// too few, the page is shorter.
async fn around(
    connection: &mut SqliteConnection,
    id: ConversationId,
    place: Position,
    limit: u32,
) -> StoreResult<MessagePage> {
    let after = limit / 2;
    let older = one_way(connection, id, Way::UpTo(place), limit - after).await?;
    let newer = one_way(connection, id, Way::After(place), after).await?;
    Ok(MessagePage {
        messages: older.messages.into_iter().chain(newer.messages).collect(),
        has_older: older.has_older,
        has_newer: newer.has_newer,
    })
}

/// Where a part of a thread lies that is read in one direction.
#[derive(Clone, Copy)]
enum Way {
    Newest,
    Before(Position),
    UpTo(Position),
    After(Position),
}

/// One message more than asked for tells whether there are further ones.
async fn one_way(
    connection: &mut SqliteConnection,
    id: ConversationId,
    way: Way,
    limit: u32,
) -> StoreResult<MessagePage> {
    const NEWEST: &str = concat!(
        "SELECT ",
        message_columns!(),
        " FROM messages m WHERE m.conversation_id = ?1 ORDER BY m.at DESC, m.id DESC LIMIT ?2"
    );
    const BEFORE: &str = concat!(
        "SELECT ",
        message_columns!(),
        " FROM messages m WHERE m.conversation_id = ?1 AND (m.at, m.id) < (?3, ?4) ",
        "ORDER BY m.at DESC, m.id DESC LIMIT ?2"
    );
    const UP_TO: &str = concat!(
        "SELECT ",
        message_columns!(),
        " FROM messages m WHERE m.conversation_id = ?1 AND (m.at, m.id) <= (?3, ?4) ",
        "ORDER BY m.at DESC, m.id DESC LIMIT ?2"
    );
    const AFTER: &str = concat!(
        "SELECT ",
        message_columns!(),
        " FROM messages m WHERE m.conversation_id = ?1 AND (m.at, m.id) > (?3, ?4) ",
        "ORDER BY m.at, m.id LIMIT ?2"
    );
    let (sql, place, is_backward) = match way {
        Way::Newest => (NEWEST, None, true),
        Way::Before(place) => (BEFORE, Some(place), true),
        Way::UpTo(place) => (UP_TO, Some(place), true),
        Way::After(place) => (AFTER, Some(place), false),
    };
    let query = sqlx::query(sql).bind(*id.as_uuid()).bind(i64::from(limit) + 1);
    let query = match place {
        Some(place) => query.bind(place.at.as_millis()).bind(*place.id.as_uuid()),
        None => query,
    };
    let found = query.fetch_all(&mut *connection).await?;
    let mut messages: Vec<_> = found.iter().map(rows::message).collect::<StoreResult<_>>()?;
    let has_further = messages.len() > limit as usize;
    messages.truncate(limit as usize);
    // On the other side there is something unless the page begins at the end itself: the place asked for may be known, gone, or
    // of a message that never was.
    let has_behind = match place {
        Some(place) => exists_beside(connection, id, place, is_backward).await?,
        None => false,
    };
    if is_backward {
        messages.reverse();
        Ok(MessagePage {
            messages,
            has_older: has_further,
            has_newer: has_behind,
        })
    } else {
        Ok(MessagePage {
            messages,
            has_older: has_behind,
            has_newer: has_further,
        })
    }
}

/// Whether there is a message at the place itself or beyond it, against the direction of reading.
async fn exists_beside(
    connection: &mut SqliteConnection,
    id: ConversationId,
    place: Position,
    is_backward: bool,
) -> StoreResult<bool> {
    let sql = if is_backward {
        "SELECT EXISTS (SELECT 1 FROM messages WHERE conversation_id = ?1 AND (at, id) >= (?2, ?3))"
    } else {
        "SELECT EXISTS (SELECT 1 FROM messages WHERE conversation_id = ?1 AND (at, id) <= (?2, ?3))"
    };
    Ok(sqlx::query_scalar(sql)
        .bind(*id.as_uuid())
        .bind(place.at.as_millis())
        .bind(*place.id.as_uuid())
        .fetch_one(connection)
        .await?)
}
