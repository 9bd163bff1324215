//! Two contacts that are one person.
//!
//! By themselves two contacts never become one (see `identity`); this is what an agent says. What the contact lacks it gets from the
//! other one, and all that hangs on the other one moves: identifiers, conversations, notes, groups. Devices learn it from the log:
//! conversations and notes come with the contact that they have now, and the other contact is told to be gone.

use super::changing::touch;
use super::joining;
use super::{current, sees_all_of};
use crate::store::sqlite::log::{Subject, append};
use crate::store::sqlite::message_writes::touch_conversation;
use crate::store::sqlite::rows::id;
use crate::store::sqlite::{audit, notes, reading};
use crate::store::{MergeOutcome, StoreResult};
use domain::ids::{ContactId, ConversationId};
use domain::time::Timestamp;
use domain::visibility::Viewer;
use sqlx::sqlite::SqliteConnection;
use uuid::Uuid;

pub(super) async fn merge(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    contact: ContactId,
    other: ContactId,
    now: Timestamp,
) -> StoreResult<MergeOutcome> {
    if contact == other {
        return Ok(MergeOutcome::Same);
    }
    let kept = current(connection, contact).await?;
    let gone = current(connection, other).await?;
    let Some(before) = reading::visible_contact(connection, viewer, kept).await? else {
        return Ok(MergeOutcome::NotFound);
    };
    if kept == gone {
        // The command came again.
        return Ok(MergeOutcome::Contact(before));
    }
    if reading::visible_contact(connection, viewer, gone)
        .await?
        .is_none()
    {
        return Ok(MergeOutcome::NotFound);
    }
    if !sees_all_of(connection, viewer, kept).await? || !sees_all_of(connection, viewer, gone).await? {
        return Ok(MergeOutcome::Denied);
    }
    take_over_fields(connection, kept, gone).await?;
    // Whoever sees a conversation that moves, sees from now on what was noted of the contact before.
    notes::tell_again(connection, kept).await?;
    for conversation in conversations_of(connection, gone).await? {
        match twin(connection, kept, conversation).await? {
            Some(twin) => joining::join(connection, conversation, twin, now).await?,
            None => {
                sqlx::query("UPDATE conversations SET contact_id = ?2 WHERE id = ?1")
                    .bind(*conversation.as_uuid())
                    .bind(*kept.as_uuid())
                    .execute(&mut *connection)
                    .await?;
                touch_conversation(connection, conversation).await?;
            }
        }
    }
    notes::hand_over(connection, gone, kept).await?;
    remove(connection, kept, gone).await?;
    append(connection, Subject::ContactRemoved(gone), 0).await?;
    touch(connection, kept).await?;
    for id in [kept, gone] {
        audit::record(
            connection,
            viewer.agent_id,
            "contact_merged",
            ("contact", *id.as_uuid()),
            &[],
            now,
        )
        .await?;
    }
    let contact = reading::contact(connection, kept).await?;
    Ok(contact.map_or(MergeOutcome::NotFound, MergeOutcome::Contact))
}

/// What one contact lacks, or nobody has said of it, comes from the other one. They are reached as whoever wrote last.
async fn take_over_fields(
    connection: &mut SqliteConnection,
    kept: ContactId,
    gone: ContactId,
) -> StoreResult<()> {
    for sql in [
        // How they are reached belongs together.
        "UPDATE contacts SET wa_id = COALESCE(o.wa_id, contacts.wa_id), phone = COALESCE(o.phone, contacts.phone), \
         user_id = COALESCE(o.user_id, contacts.user_id), username = COALESCE(o.username, contacts.username) \
         FROM contacts o WHERE contacts.id = ?1 AND o.id = ?2 \
         AND COALESCE((SELECT max(window_expires_at) FROM conversations WHERE contact_id = ?2), 0) \
         > COALESCE((SELECT max(window_expires_at) FROM conversations WHERE contact_id = ?1), 0)",
        "UPDATE contacts SET wa_id = COALESCE(contacts.wa_id, o.wa_id), phone = COALESCE(contacts.phone, o.phone), \
         user_id = COALESCE(contacts.user_id, o.user_id), username = COALESCE(contacts.username, o.username), \
         profile_name = COALESCE(contacts.profile_name, o.profile_name), \
         created_at = min(contacts.created_at, o.created_at) \
         FROM contacts o WHERE contacts.id = ?1 AND o.id = ?2",
        "UPDATE contacts SET name = o.name, is_name_edited = o.is_name_edited, name_edited_at = o.name_edited_at \
         FROM contacts o WHERE contacts.id = ?1 AND o.id = ?2 AND o.name <> '' \
         AND (contacts.name = '' OR (contacts.is_name_edited = 0 AND o.is_name_edited = 1))",
        "UPDATE contacts SET stage = o.stage, stage_edited_at = o.stage_edited_at FROM contacts o \
         WHERE contacts.id = ?1 AND o.id = ?2 AND contacts.stage_edited_at IS NULL AND o.stage_edited_at IS NOT NULL",
        "UPDATE contacts SET source_id = o.source_id, source_edited_at = o.source_edited_at FROM contacts o \
         WHERE contacts.id = ?1 AND o.id = ?2 AND o.source_id IS NOT NULL AND (contacts.source_id IS NULL \
         OR (COALESCE(contacts.source_edited_at, 0) = 0 AND o.source_edited_at > 0))",
        "UPDATE contacts SET avatar = o.avatar, avatar_edited_at = o.avatar_edited_at FROM contacts o \
         WHERE contacts.id = ?1 AND o.id = ?2 AND contacts.avatar IS NULL AND o.avatar IS NOT NULL",
        "INSERT INTO contact_groups (contact_id, group_id, is_member, edited_at) \
         SELECT ?1, group_id, is_member, edited_at FROM contact_groups WHERE contact_id = ?2 \
         ON CONFLICT (contact_id, group_id) DO UPDATE SET is_member = max(is_member, excluded.is_member), \
         edited_at = max(edited_at, excluded.edited_at)",
        "INSERT INTO blocked_contacts (contact_id, phone_number_id) \
         SELECT ?1, phone_number_id FROM blocked_contacts WHERE contact_id = ?2 ON CONFLICT DO NOTHING",
    ] {
        sqlx::query(sql)
            .bind(*kept.as_uuid())
            .bind(*gone.as_uuid())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// The contact goes; what it was known by leads to the other one from now on.
async fn remove(connection: &mut SqliteConnection, kept: ContactId, gone: ContactId) -> StoreResult<()> {
    for sql in [
        "UPDATE contact_identifiers SET contact_id = ?1 WHERE contact_id = ?2",
        "UPDATE merged_contacts SET contact_id = ?1 WHERE contact_id = ?2",
        "INSERT INTO merged_contacts (id, contact_id) VALUES (?2, ?1)",
        "DELETE FROM contacts WHERE id = ?2 AND id <> ?1",
    ] {
        sqlx::query(sql)
            .bind(*kept.as_uuid())
            .bind(*gone.as_uuid())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

async fn conversations_of(
    connection: &mut SqliteConnection,
    contact: ContactId,
) -> StoreResult<Vec<ConversationId>> {
    let found: Vec<Uuid> =
        sqlx::query_scalar("SELECT id FROM conversations WHERE contact_id = ?1 ORDER BY id")
            .bind(*contact.as_uuid())
            .fetch_all(connection)
            .await?;
    Ok(found.into_iter().map(ConversationId::from).collect())
}

/// The contact's conversation with the same number.
async fn twin(
    connection: &mut SqliteConnection,
    contact: ContactId,
    of: ConversationId,
) -> StoreResult<Option<ConversationId>> {
    let row = sqlx::query(
        "SELECT c.id FROM conversations c JOIN conversations o ON o.phone_number_id = c.phone_number_id \
         WHERE c.contact_id = ?1 AND o.id = ?2",
    )
    .bind(*contact.as_uuid())
    .bind(*of.as_uuid())
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(|row| id(row, "id")).transpose()
}
