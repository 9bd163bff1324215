//! Removing one person (LGPD): the contact, its conversations with messages and files, notes, and what Meta delivered. What stays is a
//! row of the audit with the id, and one for each id that led to the contact: what comes late with one of them brings nobody back. So do
//! digests of what Meta may still repeat.

use super::{current, sees_all_of};
use crate::store::sqlite::inbound::erased;
use crate::store::sqlite::log::{Subject, append, append_sight_ends};
use crate::store::sqlite::rows::{conversation, conversation_columns};
use crate::store::sqlite::search::begin_rewriting;
use crate::store::sqlite::{SqliteStore, audit, reading, secure_delete};
use crate::store::{EraseContactOutcome, StoreResult};
use domain::entities::Conversation;
use domain::ids::ContactId;
use domain::phone::Phone;
use domain::time::Timestamp;
use domain::visibility::Viewer;
use sqlx::sqlite::SqliteConnection;
use std::collections::BTreeSet;
use uuid::Uuid;

pub(super) const ACTION: &str = "contact_erased";

pub(super) async fn erase(
    store: &SqliteStore,
    viewer: &Viewer,
    id: ContactId,
    now: Timestamp,
) -> StoreResult<EraseContactOutcome> {
    // Raw deliveries may be much: what is settled is looked through on a reading connection, and in the transaction only the rest.
    let looked_through = look_through(store, viewer, id).await?;
    let viewer = *viewer;
    store
        .write(move |connection| {
            Box::pin(async move {
                // What is freed is overwritten, so that it is not in the file any more, until the search indexes are written anew
                // (`rewrite_index`, which is asked for after every call).
                secure_delete::set(connection, true).await?;
                remove(connection, &viewer, id, &looked_through, now).await
            })
        })
        .await
}

/// Deliveries that name the contact, among those up to `settled`.
#[derive(Default)]
struct LookedThrough {
    found: Vec<i64>,
    settled: i64,
}

async fn look_through(store: &SqliteStore, viewer: &Viewer, id: ContactId) -> StoreResult<LookedThrough> {
    let mut transaction = store.read().await?;
    let contact = current(&mut transaction, id).await?;
    let is_visible = reading::visible_contact(&mut transaction, viewer, contact)
        .await?
        .is_some();
    if !is_visible || !sees_all_of(&mut transaction, viewer, contact).await? {
        // What will be refused costs nothing.
        return Ok(LookedThrough::default());
    }
    let names = names_of(&mut transaction, contact).await?;
    let settled = settled_up_to(&mut transaction).await?;
    Ok(LookedThrough {
        found: deliveries_with(&mut transaction, &names, (0, settled)).await?,
        settled,
    })
}

async fn remove(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    id: ContactId,
    looked_through: &LookedThrough,
    now: Timestamp,
) -> StoreResult<EraseContactOutcome> {
    let contact = current(connection, id).await?;
    if reading::visible_contact(connection, viewer, contact)
        .await?
        .is_none()
    {
        let is_done = audit::has_done(connection, viewer.agent_id, ACTION, *id.as_uuid()).await?;
        return Ok(if is_done {
            EraseContactOutcome::Gone
        } else {
            EraseContactOutcome::NotFound
        });
    }
    if !sees_all_of(connection, viewer, contact).await? {
        return Ok(EraseContactOutcome::Denied);
    }
    let ids = ids_of(connection, contact).await?;
    let names = names_of(connection, contact).await?;
    forget_deliveries(connection, &names, looked_through).await?;
    for conversation in conversations_of(connection, contact).await? {
        append_sight_ends(connection, conversation.id, &conversation.assignees).await?;
        erased::remember(connection, conversation.id, conversation.phone_number_id, now).await?;
        erased::forget_keys_of(connection, conversation.id).await?;
        for sql in [
            // Messages first: what hangs on each of them goes with it.
            "DELETE FROM messages WHERE conversation_id = ?1",
            "DELETE FROM conversations WHERE id = ?1",
        ] {
            sqlx::query(sql)
                .bind(*conversation.id.as_uuid())
                .execute(&mut *connection)
                .await?;
        }
    }
    for sql in [
        "DELETE FROM notes WHERE contact_id = ?1",
        "DELETE FROM contacts WHERE id = ?1",
    ] {
        sqlx::query(sql)
            .bind(*contact.as_uuid())
            .execute(&mut *connection)
            .await?;
    }
    begin_rewriting(connection).await?;
    append(connection, Subject::ContactRemoved(contact), 0).await?;
    for id in ids {
        audit::record(connection, viewer.agent_id, ACTION, ("contact", id), &[], now).await?;
    }
    Ok(EraseContactOutcome::Gone)
}

/// The contact's id, and those that lead to it.
async fn ids_of(connection: &mut SqliteConnection, contact: ContactId) -> StoreResult<Vec<Uuid>> {
    let mut ids = vec![*contact.as_uuid()];
    let others: Vec<Uuid> = sqlx::query_scalar("SELECT id FROM merged_contacts WHERE contact_id = ?1")
        .bind(*contact.as_uuid())
        .fetch_all(connection)
        .await?;
    ids.extend(others);
    Ok(ids)
}

/// What Meta calls the contact: every delivery about it names one of these. Of a number Meta may have told another form than the one
/// that is kept, as in the statuses of what was sent to a number that an agent typed.
async fn names_of(connection: &mut SqliteConnection, contact: ContactId) -> StoreResult<Vec<String>> {
    let known: Vec<String> = sqlx::query_scalar(
        "SELECT value FROM contact_identifiers WHERE contact_id = ?1 AND kind <> 'phone_key'",
    )
    .bind(*contact.as_uuid())
    .fetch_all(connection)
    .await?;
    let forms = known
        .iter()
        .filter_map(|name| Phone::from_digits(name).ok())
        .flat_map(|phone| phone.forms());
    let names: BTreeSet<String> = forms.chain(known.iter().cloned()).collect();
    Ok(names.into_iter().collect())
}

async fn conversations_of(
    connection: &mut SqliteConnection,
    contact: ContactId,
) -> StoreResult<Vec<Conversation>> {
    let found = sqlx::query(concat!(
        "SELECT ",
        conversation_columns!(),
        " FROM conversations c WHERE c.contact_id = ?1"
    ))
    .bind(*contact.as_uuid())
    .fetch_all(connection)
    .await?;
    found.iter().map(conversation).collect()
}

/// The newest delivery before which none waits to be processed.
async fn settled_up_to(connection: &mut SqliteConnection) -> StoreResult<i64> {
    Ok(sqlx::query_scalar(
        "SELECT COALESCE((SELECT min(id) - 1 FROM webhook_deliveries WHERE processed_at IS NULL), \
         (SELECT max(id) FROM webhook_deliveries), 0)",
    )
    .fetch_one(connection)
    .await?)
}

/// The processed deliveries after the first and up to the second that hold one of these names.
async fn deliveries_with(
    connection: &mut SqliteConnection,
    names: &[String],
    (after, up_to): (i64, i64),
) -> StoreResult<Vec<i64>> {
    let mut found = Vec::new();
    for name in names {
        let with_name: Vec<i64> = sqlx::query_scalar(
            "SELECT id FROM webhook_deliveries WHERE id > ?1 AND id <= ?2 AND processed_at IS NOT NULL \
             AND instr(raw, CAST(?3 AS BLOB)) > 0",
        )
        .bind(after)
        .bind(up_to)
        .bind(name)
        .fetch_all(&mut *connection)
        .await?;
        found.extend(with_name);
    }
    Ok(found)
}

async fn forget_deliveries(
    connection: &mut SqliteConnection,
    names: &[String],
    looked_through: &LookedThrough,
) -> StoreResult<()> {
    let newer = deliveries_with(connection, names, (looked_through.settled, i64::MAX)).await?;
    for delivery in looked_through.found.iter().chain(&newer) {
        sqlx::query("UPDATE webhook_deliveries SET raw = x'' WHERE id = ?1")
            .bind(delivery)
            .execute(&mut *connection)
            .await?;
    }
    for name in names {
        for sql in [
            "DELETE FROM set_aside WHERE instr(value, ?1) > 0",
            "DELETE FROM account_news WHERE instr(value, ?1) > 0",
        ] {
            sqlx::query(sql).bind(name).execute(&mut *connection).await?;
        }
    }
    Ok(())
}
