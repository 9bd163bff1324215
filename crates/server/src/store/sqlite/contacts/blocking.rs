//! Whom Meta keeps away, at each of our numbers.

use super::changing::touch;
use super::current;
use crate::store::sqlite::rows::id;
use crate::store::sqlite::{audit, reading};
use crate::store::{ContactReach, StoreResult};
use domain::entities::Contact;
use domain::ids::{ContactId, PhoneNumberId};
use domain::time::Timestamp;
use domain::visibility::Viewer;
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;

pub(super) async fn reach(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    contact: ContactId,
) -> StoreResult<Option<ContactReach>> {
    let contact = current(connection, contact).await?;
    if reading::visible_contact(connection, viewer, contact)
        .await?
        .is_none()
    {
        return Ok(None);
    }
    let wa_id: Option<String> = sqlx::query_scalar("SELECT wa_id FROM contacts WHERE id = ?1")
        .bind(*contact.as_uuid())
        .fetch_one(&mut *connection)
        .await?;
    let found = sqlx::query(
        "SELECT c.phone_number_id, EXISTS (SELECT 1 FROM blocked_contacts b WHERE b.contact_id = c.contact_id \
         AND b.phone_number_id = c.phone_number_id) AS is_blocked FROM conversations c WHERE c.contact_id = ?1",
    )
    .bind(*contact.as_uuid())
    .fetch_all(connection)
    .await?;
    let numbers = found
        .iter()
        .map(|row| Ok((id(row, "phone_number_id")?, row.try_get("is_blocked")?)))
        .collect::<StoreResult<_>>()?;
    Ok(Some(ContactReach {
        id: contact,
        wa_id,
        numbers,
    }))
}

pub(super) async fn note(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    contact: ContactId,
    at: &[PhoneNumberId],
    is_blocked: bool,
    now: Timestamp,
) -> StoreResult<Option<Contact>> {
    let contact = current(connection, contact).await?;
    let Some(before) = reading::visible_contact(connection, viewer, contact).await? else {
        return Ok(None);
    };
    let sql = if is_blocked {
        "INSERT INTO blocked_contacts (contact_id, phone_number_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING"
    } else {
        "DELETE FROM blocked_contacts WHERE contact_id = ?1 AND phone_number_id = ?2"
    };
    let mut changed = 0;
    for number in at {
        let written = sqlx::query(sql)
            .bind(*contact.as_uuid())
            .bind(*number.as_uuid())
            .execute(&mut *connection)
            .await?;
        changed += written.rows_affected();
    }
    if changed == 0 {
        return Ok(Some(before));
    }
    touch(connection, contact).await?;
    let action = if is_blocked {
        "contact_blocked"
    } else {
        "contact_unblocked"
    };
    let entity = ("contact", *contact.as_uuid());
    audit::record(connection, viewer.agent_id, action, entity, &[], now).await?;
    reading::contact(connection, contact).await
}
