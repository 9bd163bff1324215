//! Who a customer is.
//!
//! A contact has any number of identifiers: business-scoped user ids, user ids across portfolios, wa_ids and their subscriber keys (equal for a Brazilian
//! number with and without its ninth digit). A customer is looked for by user id first, then by wa_id; what is new is attached.
//! An identifier that belongs to another contact stays there and is logged: two contacts never become one by themselves. An
//! identifier that a customer gave up is detached: WhatsApp numbers are given to other people after a while.

use super::log::{Subject, append};
use super::message_writes::{exists, insert_line, touch_conversation};
use super::rows::{id, number, word};
use crate::store::{CustomerIdentity, InboundEffect, StoreResult};
use domain::content::SystemLine;
use domain::entities::Stage;
use domain::ids::{ContactId, ConversationId, MessageId, PhoneNumberId, SourceId};
use domain::phone::Phone;
use domain::time::Timestamp;
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;

/// The contact of a customer; a new one, with `new_id`, if nobody is known by the identifiers. `source` is what they came through now:
/// it stays with those of whom nothing was said yet.
pub(super) async fn contact_of(
    connection: &mut SqliteConnection,
    customer: &CustomerIdentity,
    new_id: ContactId,
    source: Option<SourceId>,
    at: Timestamp,
) -> StoreResult<ContactId> {
    let known = owners(connection, customer).await?;
    let contact = match known.iter().find_map(|(_, _, owner)| *owner) {
        Some(contact) => contact,
        None => create(connection, customer, new_id, source, at).await?,
    };
    attach(connection, contact, customer, source, &known).await?;
    Ok(contact)
}

/// The contact of whom somebody is known by one of these identifiers.
pub(super) async fn find(
    connection: &mut SqliteConnection,
    customer: &CustomerIdentity,
) -> StoreResult<Option<ContactId>> {
    let known = owners(connection, customer).await?;
    Ok(known.iter().find_map(|(_, _, owner)| *owner))
}

/// The customer is reached by other identifiers from now on; the contact keeps its conversations. The line goes into the
/// conversation with the number that was told, or into the contact's newest.
pub(super) async fn change(
    connection: &mut SqliteConnection,
    phone_number: Option<PhoneNumberId>,
    from: &CustomerIdentity,
    to: &CustomerIdentity,
    line: Option<(MessageId, &SystemLine)>,
    at: Timestamp,
) -> StoreResult<InboundEffect> {
    let known = owners(connection, from).await?;
    let Some(contact) = known.iter().find_map(|(_, _, owner)| *owner) else {
        return Ok(InboundEffect::NoEffect);
    };
    detach(connection, contact, from, to).await?;
    let known = owners(connection, to).await?;
    attach(connection, contact, to, None, &known).await?;
    if let Some((line_id, line)) = line
        && let Some(conversation) = conversation_with(connection, contact, phone_number).await?
        && !exists(connection, line_id).await?
    {
        insert_line(connection, conversation, line_id, line.clone(), at).await?;
        touch_conversation(connection, conversation).await?;
    }
    Ok(InboundEffect::Applied)
}

const MOST_IDENTIFIERS: usize = 4;

/// The kinds of identifiers, in the order in which they decide; at most [`MOST_IDENTIFIERS`].
fn identifiers(customer: &CustomerIdentity) -> Vec<(&'static str, String)> {
    let mut identifiers = Vec::new();
    if let Some(user_id) = &customer.user_id {
        identifiers.push(("user_id", user_id.clone()));
    }
    if let Some(parent) = &customer.parent_user_id {
        identifiers.push(("parent_user_id", parent.clone()));
    }
    if let Some(wa_id) = &customer.wa_id {
        identifiers.push(("wa_id", wa_id.clone()));
        if let Ok(phone) = Phone::from_digits(wa_id) {
            identifiers.push(("phone_key", phone.subscriber_key()));
        }
    }
    identifiers
}

/// A kind, a value, and whose it is.
type Identifier = (&'static str, String, Option<ContactId>);

/// A customer's identifiers, in the order in which they decide, with their owners.
async fn owners(
    connection: &mut SqliteConnection,
    customer: &CustomerIdentity,
) -> StoreResult<Vec<Identifier>> {
    let mut identifiers: Vec<Identifier> = identifiers(customer)
        .into_iter()
        .map(|(kind, value)| (kind, value, None))
        .collect();
    let mut query = sqlx::query(
        "SELECT kind, value, contact_id FROM contact_identifiers \
         WHERE (kind, value) IN (VALUES (?1, ?2), (?3, ?4), (?5, ?6), (?7, ?8))",
    );
    for place in 0..MOST_IDENTIFIERS {
        let identifier = identifiers.get(place);
        query = query
            .bind(identifier.map(|(kind, _, _)| *kind))
            .bind(identifier.map(|(_, value, _)| value.clone()));
    }
    for row in query.fetch_all(connection).await? {
        let (kind, value): (String, String) = (row.try_get("kind")?, row.try_get("value")?);
        let owned = identifiers.iter_mut().find(|one| one.0 == kind && one.1 == value);
        if let Some((_, _, owner)) = owned {
            *owner = Some(id(&row, "contact_id")?);
        }
    }
    Ok(identifiers)
}

async fn create(
    connection: &mut SqliteConnection,
    customer: &CustomerIdentity,
    new_id: ContactId,
    source: Option<SourceId>,
    at: Timestamp,
) -> StoreResult<ContactId> {
    let name = customer.profile_name.as_deref().unwrap_or_default();
    sqlx::query(
        "INSERT INTO contacts (id, version, name, profile_name, phone, username, wa_id, user_id, stage, created_at, \
         source_id, source_edited_at) VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, \
         (SELECT id FROM sources WHERE id = ?10), CASE WHEN ?10 IS NULL THEN NULL ELSE 0 END)",
    )
    .bind(*new_id.as_uuid())
    .bind(name)
    .bind(customer.profile_name.as_deref())
    .bind(customer.wa_id.as_deref().and_then(e164))
    .bind(customer.username.as_deref())
    .bind(customer.wa_id.as_deref())
    .bind(customer.user_id.as_deref())
    .bind(word(&Stage::New)?)
    .bind(at.as_millis())
    .bind(source.map(|source| *source.as_uuid()))
    .execute(connection)
    .await?;
    Ok(new_id)
}

/// Adds what is new about a customer. Logs the contact only if a column of it changed.
async fn attach(
    connection: &mut SqliteConnection,
    contact: ContactId,
    customer: &CustomerIdentity,
    source: Option<SourceId>,
    known: &[Identifier],
) -> StoreResult<()> {
    let mut mine = customer.clone();
    for (kind, value, owner) in known {
        match owner {
            Some(owner) if *owner == contact => {}
            Some(other) => {
                tracing::warn!(%contact, %other, kind, "an identifier of a customer belongs to another contact; it stays there");
                match *kind {
                    "user_id" => mine.user_id = None,
                    "parent_user_id" => {}
                    _ => mine.wa_id = None,
                }
            }
            None => {
                sqlx::query("INSERT INTO contact_identifiers (kind, value, contact_id) VALUES (?1, ?2, ?3)")
                    .bind(*kind)
                    .bind(value.as_str())
                    .bind(*contact.as_uuid())
                    .execute(&mut *connection)
                    .await?;
            }
        }
    }
    update(connection, contact, &mine, source).await
}

/// Takes away the identifiers of `from` that `to` replaces by others of their kind.
async fn detach(
    connection: &mut SqliteConnection,
    contact: ContactId,
    from: &CustomerIdentity,
    to: &CustomerIdentity,
) -> StoreResult<()> {
    let new = identifiers(to);
    for (kind, value) in identifiers(from) {
        if new
            .iter()
            .any(|(new_kind, new_value)| *new_kind == kind && *new_value != value)
        {
            sqlx::query("DELETE FROM contact_identifiers WHERE kind = ?1 AND value = ?2 AND contact_id = ?3")
                .bind(kind)
                .bind(value)
                .bind(*contact.as_uuid())
                .execute(&mut *connection)
                .await?;
        }
    }
    Ok(())
}

/// Writes what Meta told now over what it told before; the name only until an agent has edited it, the source only if nothing was
/// said of it yet.
async fn update(
    connection: &mut SqliteConnection,
    contact: ContactId,
    told: &CustomerIdentity,
    source: Option<SourceId>,
) -> StoreResult<()> {
    let changed = sqlx::query(
        "UPDATE contacts SET version = version + 1, profile_name = COALESCE(?2, profile_name), \
         name = CASE WHEN is_name_edited THEN name ELSE COALESCE(?2, name) END, \
         username = COALESCE(?3, username), wa_id = COALESCE(?4, wa_id), user_id = COALESCE(?5, user_id), \
         phone = CASE WHEN ?4 IS NULL OR ?4 IS wa_id THEN phone ELSE COALESCE(?6, phone) END, \
         source_id = CASE WHEN source_edited_at IS NULL THEN (SELECT id FROM sources WHERE id = ?7) ELSE source_id END, \
         source_edited_at = CASE WHEN ?7 IS NULL THEN source_edited_at ELSE COALESCE(source_edited_at, 0) END \
         WHERE id = ?1 AND (profile_name IS NOT COALESCE(?2, profile_name) OR username IS NOT COALESCE(?3, username) \
         OR wa_id IS NOT COALESCE(?4, wa_id) OR user_id IS NOT COALESCE(?5, user_id) \
         OR (source_edited_at IS NULL AND ?7 IS NOT NULL)) RETURNING version",
    )
    .bind(*contact.as_uuid())
    .bind(told.profile_name.as_deref().filter(|name| !name.is_empty()))
    .bind(told.username.as_deref())
    .bind(told.wa_id.as_deref())
    .bind(told.user_id.as_deref())
    .bind(told.wa_id.as_deref().and_then(e164))
    .bind(source.map(|source| *source.as_uuid()))
    .fetch_optional(&mut *connection)
    .await?;
    if let Some(row) = changed {
        append(connection, Subject::Contact(contact), number(&row, "version")?).await?;
    }
    Ok(())
}

async fn conversation_with(
    connection: &mut SqliteConnection,
    contact: ContactId,
    phone_number: Option<PhoneNumberId>,
) -> StoreResult<Option<ConversationId>> {
    let row = sqlx::query(
        "SELECT id FROM conversations WHERE contact_id = ?1 AND (?2 IS NULL OR phone_number_id = ?2) \
         ORDER BY last_activity_at DESC, id DESC LIMIT 1",
    )
    .bind(*contact.as_uuid())
    .bind(phone_number.map(|number| *number.as_uuid()))
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(|row| id(row, "id")).transpose()
}

fn e164(wa_id: &str) -> Option<String> {
    Phone::from_digits(wa_id).ok().map(|phone| phone.to_string())
}
