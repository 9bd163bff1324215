//! Pages of the list: filter, order and sight in one query.
//!
//! Its text is put together from the constants below and nothing else; what comes from outside is bound: ?1 to ?3 who looks, ?4 the
//! state, ?5 how many, ?6 the number, ?7 the stage, ?8 the time, ?9 and ?10 where the page begins, ?11 the group.

use super::rows::{self, contact_columns, conversation_columns, visible, word};
use crate::store::{PageOfList, StoreResult};
use domain::conversation_filter::{ConversationScope, ConversationSort};
use domain::permission::Permission;
use domain::visibility::Viewer;
use domain::wire::{ConversationKey, ConversationPage, ConversationRow};
use sqlx::AssertSqlSafe;
use sqlx::sqlite::SqliteConnection;

const COLUMNS: &str = concat!(
    "SELECT ",
    conversation_columns!(),
    ", ",
    contact_columns!(),
    " FROM "
);
const ALL: &str = "conversations c";
// From the agent's own: they are few, whatever the list holds.
const MINE: &str = "assignments mine CROSS JOIN conversations c ON c.id = mine.conversation_id";
const SEEN: &str = concat!(
    " CROSS JOIN contacts k ON k.id = c.contact_id WHERE c.state = ?4 AND ",
    visible!()
);
const OF_MINE: &str = " AND mine.agent_id = ?3";
// As the index of them says it.
const UNREAD: &str = " AND (c.unread_count > 0 OR c.is_marked_unread = 1)";
const UNASSIGNED: &str = " AND NOT EXISTS (SELECT 1 FROM assignments u WHERE u.conversation_id = c.id)";
const OF_NUMBER: &str = " AND c.phone_number_id = ?6";
const OF_STAGE: &str = " AND k.stage = ?7";
const OF_GROUP: &str = " AND EXISTS (SELECT 1 FROM contact_groups g WHERE g.contact_id = k.id AND g.group_id = ?11 AND g.is_member = 1)";
const OPEN_WINDOW: &str = " AND c.window_expires_at > ?8";
const LESS_RECENT: &str = " AND (c.last_activity_at, c.id) < (?9, ?10)";
const CLOSING_LATER: &str = " AND (c.window_expires_at, c.id) > (?9, ?10)";
const BY_ACTIVITY: &str = " ORDER BY c.last_activity_at DESC, c.id DESC LIMIT ?5";
const BY_CLOSING: &str = " ORDER BY c.window_expires_at, c.id LIMIT ?5";

/// A page of the list.
pub(super) async fn page(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    wanted: &PageOfList,
) -> StoreResult<ConversationPage> {
    let filter = wanted.filter;
    let stage = match filter.stage {
        Some(stage) => Some(word(&stage)?),
        None => None,
    };
    let found = sqlx::query(AssertSqlSafe(sql_of(wanted)))
        .bind(viewer.permissions.allows(Permission::ChatViewAll))
        .bind(viewer.permissions.allows(Permission::ChatView))
        .bind(*viewer.agent_id.as_uuid())
        .bind(word(&filter.state)?)
        .bind(i64::from(wanted.limit) + 1)
        .bind(filter.phone_number_id.map(|id| *id.as_uuid()))
        .bind(stage)
        .bind(wanted.now.as_millis())
        .bind(wanted.after.map(|key| key.at.as_millis()))
        .bind(wanted.after.map(|key| *key.id.as_uuid()))
        .bind(filter.group.map(|id| *id.as_uuid()))
        .fetch_all(connection)
        .await?;
    let mut page: Vec<_> = found
        .iter()
        .map(rows::conversation_row)
        .collect::<StoreResult<_>>()?;
    let limit = usize::try_from(wanted.limit).unwrap_or(usize::MAX);
    let has_more = page.len() > limit;
    page.truncate(limit);
    let next = page
        .last()
        .filter(|_| has_more)
        .map(|row| key_of(row, wanted.sort));
    Ok(ConversationPage { rows: page, next })
}

fn sql_of(wanted: &PageOfList) -> String {
    let filter = wanted.filter;
    let mut sql = COLUMNS.to_owned();
    sql += match filter.scope {
        ConversationScope::Mine => MINE,
        ConversationScope::All | ConversationScope::Unread | ConversationScope::Unassigned => ALL,
    };
    sql += SEEN;
    sql += match filter.scope {
        ConversationScope::All => "",
        ConversationScope::Unread => UNREAD,
        ConversationScope::Mine => OF_MINE,
        ConversationScope::Unassigned => UNASSIGNED,
    };
    if filter.phone_number_id.is_some() {
        sql += OF_NUMBER;
    }
    if filter.stage.is_some() {
        sql += OF_STAGE;
    }
    if filter.group.is_some() {
        sql += OF_GROUP;
    }
    let (from_the_top, further, order) = match wanted.sort {
        ConversationSort::Recent => ("", LESS_RECENT, BY_ACTIVITY),
        ConversationSort::Closing => (OPEN_WINDOW, CLOSING_LATER, BY_CLOSING),
    };
    sql += from_the_top;
    if wanted.after.is_some() {
        sql += further;
    }
    sql + order
}

fn key_of(row: &ConversationRow, sort: ConversationSort) -> ConversationKey {
    let conversation = &row.conversation;
    let at = match sort {
        ConversationSort::Recent => conversation.last_activity_at,
        // Those without a window are not on these pages.
        ConversationSort::Closing => conversation
            .window_expires_at
            .unwrap_or(conversation.last_activity_at),
    };
    ConversationKey {
        at,
        id: conversation.id,
    }
}
