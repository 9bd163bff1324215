//! [`ContactStore`] on SQLite.

mod blocking;
mod changing;
mod erasing;
mod exporting;
mod importing;
mod joining;
mod listing;
mod merging;

use super::SqliteStore;
use super::audit;
use super::reading::scoped;
use super::rows::{id, visible};
use crate::store::{
    ChangeContactOutcome, ContactReach, ContactStore, EraseContactOutcome, MergeOutcome, StoreResult,
};
use async_trait::async_trait;
use domain::command::ChangeContact;
use domain::entities::Contact;
use domain::ids::{ContactId, PhoneNumberId};
use domain::time::Timestamp;
use domain::visibility::Viewer;
use domain::wire::ContactExport;
use sqlx::sqlite::SqliteConnection;

#[async_trait]
impl ContactStore for SqliteStore {
    async fn change_contact(
        &self,
        viewer: &Viewer,
        id: ContactId,
        change: &ChangeContact,
        now: Timestamp,
    ) -> StoreResult<ChangeContactOutcome> {
        let (viewer, change) = (*viewer, change.clone());
        self.write(move |connection| {
            Box::pin(async move { changing::change(connection, &viewer, id, &change, now).await })
        })
        .await
    }

    async fn contact_reach(&self, viewer: &Viewer, id: ContactId) -> StoreResult<Option<ContactReach>> {
        let mut transaction = self.read().await?;
        blocking::reach(&mut transaction, viewer, id).await
    }

    async fn note_blocked(
        &self,
        viewer: &Viewer,
        id: ContactId,
        at: &[PhoneNumberId],
        is_blocked: bool,
        now: Timestamp,
    ) -> StoreResult<Option<Contact>> {
        let (viewer, at) = (*viewer, at.to_vec());
        self.write(move |connection| {
            Box::pin(async move { blocking::note(connection, &viewer, id, &at, is_blocked, now).await })
        })
        .await
    }

    async fn merge_contacts(
        &self,
        viewer: &Viewer,
        id: ContactId,
        other: ContactId,
        now: Timestamp,
    ) -> StoreResult<MergeOutcome> {
        let viewer = *viewer;
        self.write(move |connection| {
            Box::pin(async move { merging::merge(connection, &viewer, id, other, now).await })
        })
        .await
    }

    async fn export_contact(
        &self,
        viewer: &Viewer,
        id: ContactId,
        now: Timestamp,
    ) -> StoreResult<Option<ContactExport>> {
        exporting::export(self, viewer, id, now).await
    }

    async fn erase_contact(
        &self,
        viewer: &Viewer,
        id: ContactId,
        now: Timestamp,
    ) -> StoreResult<EraseContactOutcome> {
        erasing::erase(self, viewer, id, now).await
    }
}

/// The contact that an id stands for: one that was joined to another is that other one.
pub(super) async fn current(connection: &mut SqliteConnection, contact: ContactId) -> StoreResult<ContactId> {
    let row = sqlx::query("SELECT contact_id FROM merged_contacts WHERE id = ?1")
        .bind(*contact.as_uuid())
        .fetch_optional(connection)
        .await?;
    row.as_ref().map_or(Ok(contact), |row| id(row, "contact_id"))
}

/// Whether an id is that of a contact, or leads to one.
pub(super) async fn is_taken(connection: &mut SqliteConnection, id: ContactId) -> StoreResult<bool> {
    Ok(sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM contacts WHERE id = ?1) OR EXISTS (SELECT 1 FROM merged_contacts WHERE id = ?1)",
    )
    .bind(*id.as_uuid())
    .fetch_one(connection)
    .await?)
}

/// Whether an id was that of a contact that has been erased, or led to one. A request that comes late with it must bring nobody back;
/// whoever adds the person again knowingly does so with an id of its own.
pub(super) async fn was_erased(connection: &mut SqliteConnection, id: ContactId) -> StoreResult<bool> {
    audit::was_done(connection, erasing::ACTION, *id.as_uuid()).await
}

/// Makes the id that a request brought for somebody new lead to the contact that was there, so that it goes with the contact.
pub(super) async fn lead_to(
    connection: &mut SqliteConnection,
    id: ContactId,
    contact: ContactId,
) -> StoreResult<()> {
    sqlx::query(
        "INSERT INTO merged_contacts (id, contact_id) SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM contacts WHERE id = ?1) \
         ON CONFLICT DO NOTHING",
    )
    .bind(*id.as_uuid())
    .bind(*contact.as_uuid())
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether the viewer sees every conversation with a contact.
async fn sees_all_of(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    contact: ContactId,
) -> StoreResult<bool> {
    let hidden = scoped(
        concat!(
            "SELECT 1 FROM conversations c WHERE c.contact_id = ?4 AND NOT ",
            visible!(),
            " LIMIT 1"
        ),
        viewer,
    )
    .bind(*contact.as_uuid())
    .fetch_optional(connection)
    .await?;
    Ok(hidden.is_none())
}
