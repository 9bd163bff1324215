//! All that is kept of one person, for that person.

use super::current;
use crate::store::StoreResult;
use crate::store::sqlite::rows::{self, conversation_columns, message_columns, visible};
use crate::store::sqlite::{SqliteStore, audit, labels, notes, reading};
use domain::entities::{Conversation, Message};
use domain::ids::{ContactId, ConversationId};
use domain::time::Timestamp;
use domain::visibility::Viewer;
use domain::wire::{ContactExport, ContactIdentifier, ExportedConversation, ExportedEdit};
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;

pub(super) async fn export(
    store: &SqliteStore,
    viewer: &Viewer,
    id: ContactId,
    now: Timestamp,
) -> StoreResult<Option<ContactExport>> {
    let mut transaction = store.read().await?;
    let Some(export) = read(&mut transaction, viewer, id, now).await? else {
        return Ok(None);
    };
    drop(transaction);
    let (agent, entity) = (viewer.agent_id, *export.contact.id.as_uuid());
    store
        .write(move |connection| {
            Box::pin(audit::record(
                connection,
                agent,
                "contact_exported",
                ("contact", entity),
                &[],
                now,
            ))
        })
        .await?;
    Ok(Some(export))
}

async fn read(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    id: ContactId,
    now: Timestamp,
) -> StoreResult<Option<ContactExport>> {
    let id = current(connection, id).await?;
    let Some(contact) = reading::visible_contact(connection, viewer, id).await? else {
        return Ok(None);
    };
    let source = labels::sources(connection)
        .await?
        .into_iter()
        .find(|source| Some(source.id) == contact.source_id)
        .map(|source| source.name);
    let groups = labels::groups(connection)
        .await?
        .into_iter()
        .filter(|group| contact.group_ids.contains(&group.id))
        .map(|group| group.name)
        .collect();
    let mut notes = notes::all(connection, id).await?;
    // Which colleagues were to look at them is not the contact's.
    notes.iter_mut().for_each(|note| note.mentions.clear());
    let mut conversations = Vec::new();
    for conversation in visible_conversations(connection, viewer, id).await? {
        let messages = messages(connection, conversation.id).await?;
        let earlier = earlier(connection, conversation.id).await?;
        conversations.push(ExportedConversation {
            conversation,
            messages,
            earlier,
        });
    }
    Ok(Some(ContactExport {
        exported_at: now,
        identifiers: identifiers(connection, id).await?,
        profile_name: profile_name(connection, id).await?,
        contact,
        source,
        groups,
        notes,
        conversations,
    }))
}

async fn identifiers(
    connection: &mut SqliteConnection,
    id: ContactId,
) -> StoreResult<Vec<ContactIdentifier>> {
    let found = sqlx::query(
        "SELECT kind, value FROM contact_identifiers WHERE contact_id = ?1 AND kind <> 'phone_key' ORDER BY kind, value",
    )
    .bind(*id.as_uuid())
    .fetch_all(connection)
    .await?;
    found
        .iter()
        .map(|row| {
            Ok(ContactIdentifier {
                kind: row.try_get("kind")?,
                value: row.try_get("value")?,
            })
        })
        .collect()
}

async fn profile_name(connection: &mut SqliteConnection, id: ContactId) -> StoreResult<Option<String>> {
    let name: Option<String> = sqlx::query_scalar("SELECT profile_name FROM contacts WHERE id = ?1")
        .bind(*id.as_uuid())
        .fetch_one(connection)
        .await?;
    Ok(name)
}

async fn visible_conversations(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    id: ContactId,
) -> StoreResult<Vec<Conversation>> {
    let sql = concat!(
        "SELECT ",
        conversation_columns!(),
        " FROM conversations c WHERE c.contact_id = ?4 AND ",
        visible!(),
        " ORDER BY c.created_at, c.id"
    );
    let found = reading::scoped(sql, viewer)
        .bind(*id.as_uuid())
        .fetch_all(connection)
        .await?;
    found.iter().map(rows::conversation).collect()
}

/// Every message of a conversation, oldest first.
async fn messages(connection: &mut SqliteConnection, id: ConversationId) -> StoreResult<Vec<Message>> {
    let found = sqlx::query(concat!(
        "SELECT ",
        message_columns!(),
        " FROM messages m WHERE m.conversation_id = ?1 ORDER BY m.at, m.id"
    ))
    .bind(*id.as_uuid())
    .fetch_all(connection)
    .await?;
    found.iter().map(rows::message).collect()
}

/// What the messages of a conversation held before, oldest first.
async fn earlier(connection: &mut SqliteConnection, id: ConversationId) -> StoreResult<Vec<ExportedEdit>> {
    let found = sqlx::query(
        "SELECT e.message_id, e.until, e.content FROM messages m CROSS JOIN earlier_contents e ON e.message_id = m.id \
         WHERE m.conversation_id = ?1 ORDER BY m.at, m.id, e.until",
    )
    .bind(*id.as_uuid())
    .fetch_all(connection)
    .await?;
    found
        .iter()
        .map(|row| {
            Ok(ExportedEdit {
                message_id: rows::id(row, "message_id")?,
                text: rows::content(row)?.text().to_owned(),
                until: rows::time(row, "until")?,
            })
        })
        .collect()
}
