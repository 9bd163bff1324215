//! Conversations that an agent begins.

use super::contacts::{current, is_taken, lead_to, was_erased};
use super::identity;
use super::mentions;
use super::message_writes::touch_conversation;
use super::reading::{self, scoped};
use super::rows::{contact_visible, id, visible, word};
use crate::store::{CustomerIdentity, NewConversation, StartOutcome, StoreError, StoreResult};
use domain::command::NewContact;
use domain::entities::ConversationState;
use domain::ids::{ContactId, ConversationId};
use domain::time::Timestamp;
use domain::visibility::Viewer;
use sqlx::sqlite::SqliteConnection;

/// Opens the conversation of a contact with a number, once.
pub(super) async fn start(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    new: &NewConversation,
) -> StoreResult<StartOutcome> {
    let command = &new.command;
    let has_number: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM phone_numbers WHERE id = ?1)")
        .bind(*command.phone_number_id.as_uuid())
        .fetch_one(&mut *connection)
        .await?;
    if !has_number {
        return Ok(StartOutcome::NotFound);
    }
    let contact = match &command.with {
        NewContact::Known { contact_id } => {
            // One that was joined to another contact is that other one.
            let contact = current(connection, *contact_id).await?;
            if !is_contact_visible(connection, viewer, contact).await? {
                return Ok(StartOutcome::NotFound);
            }
            contact
        }
        NewContact::Phone {
            contact_id,
            phone,
            name,
        } => {
            let customer = CustomerIdentity {
                wa_id: Some(phone.clone()),
                ..CustomerIdentity::default()
            };
            if was_erased(connection, *contact_id).await? {
                return Ok(StartOutcome::NotFound);
            }
            match identity::find(connection, &customer).await? {
                // What Meta told of them stays: it may be another form of the number.
                Some(contact) => {
                    lead_to(connection, *contact_id, contact).await?;
                    contact
                }
                None => {
                    if is_taken(connection, *contact_id).await? {
                        return Ok(StartOutcome::IdConflict);
                    }
                    create(connection, &customer, *contact_id, name, new.now).await?
                }
            }
        }
    };
    let known = sqlx::query("SELECT id FROM conversations WHERE contact_id = ?1 AND phone_number_id = ?2")
        .bind(*contact.as_uuid())
        .bind(*command.phone_number_id.as_uuid())
        .fetch_optional(&mut *connection)
        .await?;
    if let Some(row) = known {
        let known: ConversationId = id(&row, "id")?;
        let row = reading::visible_row(connection, viewer, known).await?;
        return Ok(row.map_or(StartOutcome::NotFound, StartOutcome::Known));
    }
    if reading::conversation(connection, command.id).await?.is_some() {
        return Ok(StartOutcome::IdConflict);
    }
    sqlx::query(
        "INSERT INTO conversations (id, version, contact_id, phone_number_id, state, last_activity_at, created_at) \
         VALUES (?1, 0, ?2, ?3, ?4, ?5, ?5)",
    )
    .bind(*command.id.as_uuid())
    .bind(*contact.as_uuid())
    .bind(*command.phone_number_id.as_uuid())
    .bind(word(&ConversationState::Open)?)
    .bind(new.now.as_millis())
    .execute(&mut *connection)
    .await?;
    mentions::tell_of_contact(connection, contact).await?;
    touch_conversation(connection, command.id).await?;
    let row = reading::visible_row(connection, viewer, command.id).await?;
    row.map(StartOutcome::Created)
        .ok_or_else(|| StoreError::Broken("a conversation that was just begun is not there".to_owned()))
}

/// A new contact. The name that the agent gives stays, whatever the profile says later.
async fn create(
    connection: &mut SqliteConnection,
    customer: &CustomerIdentity,
    id: ContactId,
    name: &str,
    now: Timestamp,
) -> StoreResult<ContactId> {
    let contact = identity::contact_of(connection, customer, id, None, now).await?;
    sqlx::query("UPDATE contacts SET name = ?2, is_name_edited = 1 WHERE id = ?1 AND ?2 <> ''")
        .bind(*contact.as_uuid())
        .bind(name)
        .execute(connection)
        .await?;
    Ok(contact)
}

/// Whether the viewer may see a contact.
pub(super) async fn is_contact_visible(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    contact: ContactId,
) -> StoreResult<bool> {
    let found = scoped(
        concat!(
            "SELECT 1 FROM contacts k WHERE k.id = ?4 AND ",
            contact_visible!()
        ),
        viewer,
    )
    .bind(*contact.as_uuid())
    .fetch_optional(connection)
    .await?;
    Ok(found.is_some())
}
