//! Reading what several operations need, on any connection.

use super::rows::{
    self, agent_columns, contact_columns, contact_visible, conversation_columns, message_columns,
    phone_number_columns, visible,
};
use crate::store::StoreResult;
use domain::entities::{Contact, Conversation, Message, PhoneNumber, Settings};
use domain::event::Cursor;
use domain::ids::{AgentId, ContactId, ConversationId, MessageId, PhoneNumberId};
use domain::permission::{Permission, PermissionSet};
use domain::visibility::Viewer;
use domain::wire::{ConversationRow, Session};
use sqlx::Row as _;
use sqlx::query::Query;
use sqlx::sqlite::{Sqlite, SqliteArguments, SqliteConnection};

/// A query whose text has the condition `visible!()`: binds ?1 to ?3. Further parameters begin at ?4.
pub(super) fn scoped(sql: &'static str, viewer: &Viewer) -> Query<'static, Sqlite, SqliteArguments> {
    sqlx::query(sql)
        .bind(viewer.permissions.allows(Permission::ChatViewAll))
        .bind(viewer.permissions.allows(Permission::ChatView))
        .bind(*viewer.agent_id.as_uuid())
}

/// The log as the connection sees it now.
pub(super) async fn cursor(connection: &mut SqliteConnection) -> StoreResult<Cursor> {
    let row = sqlx::query(
        "SELECT epoch, COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'events'), 0) AS newest FROM log",
    )
    .fetch_one(connection)
    .await?;
    Ok(Cursor {
        epoch: rows::id(&row, "epoch")?,
        n: rows::number(&row, "newest")?,
    })
}

pub(super) async fn settings(connection: &mut SqliteConnection) -> StoreResult<Settings> {
    rows::settings(
        &sqlx::query("SELECT * FROM settings")
            .fetch_one(connection)
            .await?,
    )
}

pub(super) async fn phone_numbers(connection: &mut SqliteConnection) -> StoreResult<Vec<PhoneNumber>> {
    let found = sqlx::query(concat!(
        "SELECT ",
        phone_number_columns!(),
        " FROM phone_numbers p ORDER BY p.id"
    ))
    .fetch_all(connection)
    .await?;
    found.iter().map(rows::phone_number).collect()
}

/// One of our numbers, which must be there.
pub(super) async fn phone_number(
    connection: &mut SqliteConnection,
    id: PhoneNumberId,
) -> StoreResult<PhoneNumber> {
    let row = sqlx::query(concat!(
        "SELECT ",
        phone_number_columns!(),
        " FROM phone_numbers p WHERE p.id = ?1"
    ))
    .bind(*id.as_uuid())
    .fetch_one(connection)
    .await?;
    rows::phone_number(&row)
}

/// An agent with the rights of the role as it is now.
pub(super) async fn session_of(
    connection: &mut SqliteConnection,
    agent: AgentId,
) -> StoreResult<Option<Session>> {
    let row = sqlx::query(concat!(
        "SELECT ",
        agent_columns!(),
        ", o.permissions FROM agents a JOIN roles o ON o.id = a.role_id WHERE a.id = ?1"
    ))
    .bind(*agent.as_uuid())
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(rows::session).transpose()
}

/// The viewer by the rights as of this transaction. Those of the request may be older, and what is told together with a place in the
/// log must be true there: the device takes it for newer than all that it heard before that place.
pub(super) async fn present(connection: &mut SqliteConnection, viewer: &Viewer) -> StoreResult<Viewer> {
    let row =
        sqlx::query("SELECT o.permissions FROM agents a JOIN roles o ON o.id = a.role_id WHERE a.id = ?1")
            .bind(*viewer.agent_id.as_uuid())
            .fetch_optional(connection)
            .await?;
    let permissions = match row {
        Some(row) => serde_json::from_str(row.try_get("permissions")?)?,
        None => PermissionSet::NONE,
    };
    Ok(Viewer {
        agent_id: viewer.agent_id,
        permissions,
    })
}

/// A conversation, whoever may see it.
pub(super) async fn conversation(
    connection: &mut SqliteConnection,
    id: ConversationId,
) -> StoreResult<Option<Conversation>> {
    let row = sqlx::query(concat!(
        "SELECT ",
        conversation_columns!(),
        " FROM conversations c WHERE c.id = ?1"
    ))
    .bind(*id.as_uuid())
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(rows::conversation).transpose()
}

/// A conversation with its contact, if the viewer may see it.
pub(super) async fn visible_row(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    id: ConversationId,
) -> StoreResult<Option<ConversationRow>> {
    let sql = concat!(
        "SELECT ",
        conversation_columns!(),
        ", ",
        contact_columns!(),
        " FROM conversations c JOIN contacts k ON k.id = c.contact_id WHERE c.id = ?4 AND ",
        visible!()
    );
    let row = scoped(sql, viewer)
        .bind(*id.as_uuid())
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(rows::conversation_row).transpose()
}

/// A contact, whoever may see it.
pub(super) async fn contact(
    connection: &mut SqliteConnection,
    id: ContactId,
) -> StoreResult<Option<Contact>> {
    let row = sqlx::query(concat!(
        "SELECT ",
        contact_columns!(),
        " FROM contacts k WHERE k.id = ?1"
    ))
    .bind(*id.as_uuid())
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(rows::contact).transpose()
}

/// A contact that the viewer may see.
pub(super) async fn visible_contact(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    id: ContactId,
) -> StoreResult<Option<Contact>> {
    let sql = concat!(
        "SELECT ",
        contact_columns!(),
        " FROM contacts k WHERE k.id = ?4 AND ",
        contact_visible!()
    );
    let row = scoped(sql, viewer)
        .bind(*id.as_uuid())
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(rows::contact).transpose()
}

/// A message, whoever may see it.
pub(super) async fn message(
    connection: &mut SqliteConnection,
    id: MessageId,
) -> StoreResult<Option<Message>> {
    let row = sqlx::query(concat!(
        "SELECT ",
        message_columns!(),
        " FROM messages m WHERE m.id = ?1"
    ))
    .bind(*id.as_uuid())
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(rows::message).transpose()
}

/// A message that the viewer may see.
pub(super) async fn visible_message(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    id: MessageId,
) -> StoreResult<Option<Message>> {
    let Some(message) = message(connection, id).await? else {
        return Ok(None);
    };
    let row = visible_row(connection, viewer, message.conversation_id).await?;
    Ok(row.map(|_| message))
}
