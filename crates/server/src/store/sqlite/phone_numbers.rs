//! [`PhoneNumberStore`] on SQLite.

use super::alarms::end_alarm;
use super::attempts::token_matter;
use super::log::{Subject, append};
use super::rows::{self, id, word};
use super::{SqliteStore, reading, resting};
use crate::secret_box::SecretBox;
use crate::store::{NewPhoneNumber, PhoneNumberSecrets, PhoneNumberStore, StoreError, StoreResult};
use async_trait::async_trait;
use domain::command::ChangePhoneNumber;
use domain::entities::{PhoneNumber, PhoneNumberState};
use domain::ids::PhoneNumberId;
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

#[async_trait]
impl PhoneNumberStore for SqliteStore {
    async fn put_phone_number(&self, number: &NewPhoneNumber) -> StoreResult<PhoneNumber> {
        let (number, secrets) = (number.clone(), self.secrets.clone());
        self.write(move |connection| Box::pin(async move { put(connection, &secrets, &number).await }))
            .await
    }

    async fn phone_numbers(&self) -> StoreResult<Vec<PhoneNumber>> {
        let mut connection = self.readers.acquire().await?;
        reading::phone_numbers(&mut connection).await
    }

    async fn phone_number_secrets(&self) -> StoreResult<Vec<PhoneNumberSecrets>> {
        let found = sqlx::query("SELECT * FROM phone_numbers ORDER BY id")
            .fetch_all(&self.readers)
            .await?;
        found.iter().map(|row| opened(&self.secrets, row)).collect()
    }

    async fn change_phone_number(
        &self,
        id: PhoneNumberId,
        change: &ChangePhoneNumber,
    ) -> StoreResult<Option<PhoneNumber>> {
        let change = *change;
        self.write(move |connection| Box::pin(change_number(connection, id, change)))
            .await
    }

    async fn set_phone_number_state(&self, id: PhoneNumberId, state: PhoneNumberState) -> StoreResult<()> {
        self.write(move |connection| Box::pin(set_state(connection, id, state)))
            .await
    }
}

async fn put(
    connection: &mut SqliteConnection,
    secrets: &SecretBox,
    number: &NewPhoneNumber,
) -> StoreResult<PhoneNumber> {
    let seal = |column, secret| secrets.seal(&place(column, &number.meta_id), secret);
    let row = sqlx::query(
        "INSERT INTO phone_numbers \
         (id, version, meta_id, waba_id, phone, display_name, state, access_token, app_secret, verify_token) \
         VALUES (?1, 1, ?2, ?3, ?4, ?5, 'connected', ?6, ?7, ?8) ON CONFLICT (meta_id) DO UPDATE SET \
         version = version + 1, waba_id = excluded.waba_id, phone = excluded.phone, \
         display_name = excluded.display_name, state = excluded.state, access_token = excluded.access_token, \
         app_secret = excluded.app_secret, verify_token = excluded.verify_token RETURNING *",
    )
    .bind(*number.id.as_uuid())
    .bind(&number.meta_id)
    .bind(&number.waba_id)
    .bind(&number.phone)
    .bind(&number.display_name)
    .bind(seal("access_token", &number.access_token))
    .bind(seal("app_secret", &number.app_secret))
    .bind(seal("verify_token", &number.verify_token))
    .fetch_one(&mut *connection)
    .await?;
    let number = rows::phone_number(&row)?;
    append(connection, Subject::PhoneNumber(number.id), number.version).await?;
    works_again(connection, number.id).await?;
    Ok(number)
}

async fn change_number(
    connection: &mut SqliteConnection,
    id: PhoneNumberId,
    change: ChangePhoneNumber,
) -> StoreResult<Option<PhoneNumber>> {
    let changed = sqlx::query(
        "UPDATE phone_numbers SET adds_signature = ?2, version = version + 1 \
         WHERE id = ?1 AND adds_signature <> ?2 RETURNING version",
    )
    .bind(*id.as_uuid())
    .bind(change.adds_signature)
    .fetch_optional(&mut *connection)
    .await?;
    if let Some(row) = changed {
        let version = rows::number(&row, "version")?;
        append(connection, Subject::PhoneNumber(id), version).await?;
    }
    let numbers = reading::phone_numbers(connection).await?;
    Ok(numbers.into_iter().find(|number| number.id == id))
}

/// Nothing of the number's past keeps its queue from going on.
async fn works_again(connection: &mut SqliteConnection, id: PhoneNumberId) -> StoreResult<()> {
    end_alarm(connection, &token_matter(id)).await?;
    resting::forget(connection, id).await
}

/// Marks a number as disconnected, unless it changed since `version`: then the refusal is not about what it has now. Answers whether
/// that is news.
pub(super) async fn disconnect(
    connection: &mut SqliteConnection,
    id: PhoneNumberId,
    version: u64,
) -> StoreResult<bool> {
    let is_same: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM phone_numbers WHERE id = ?1 AND version = ?2 AND state = 'connected')",
    )
    .bind(*id.as_uuid())
    .bind(rows::as_integer(version))
    .fetch_one(&mut *connection)
    .await?;
    if is_same {
        set_state(connection, id, PhoneNumberState::Disconnected).await?;
    }
    Ok(is_same)
}

/// Marks a number as connected or not, if that is news.
pub(super) async fn set_state(
    connection: &mut SqliteConnection,
    id: PhoneNumberId,
    state: PhoneNumberState,
) -> StoreResult<()> {
    let changed = sqlx::query(
        "UPDATE phone_numbers SET state = ?2, version = version + 1 WHERE id = ?1 AND state <> ?2 RETURNING version",
    )
    .bind(*id.as_uuid())
    .bind(word(&state)?)
    .fetch_optional(&mut *connection)
    .await?;
    if let Some(row) = changed {
        append(
            connection,
            Subject::PhoneNumber(id),
            rows::number(&row, "version")?,
        )
        .await?;
        if state == PhoneNumberState::Connected {
            works_again(connection, id).await?;
        }
    }
    Ok(())
}

fn opened(secrets: &SecretBox, row: &SqliteRow) -> StoreResult<PhoneNumberSecrets> {
    let meta_id: String = row.try_get("meta_id")?;
    let open = |column: &str| {
        let sealed: &[u8] = row.try_get(column)?;
        secrets
            .open(&place(column, &meta_id), sealed)
            .map_err(|error| StoreError::Broken(error.to_string()))
    };
    Ok(PhoneNumberSecrets {
        id: id(row, "id")?,
        waba_id: row.try_get("waba_id")?,
        phone: row.try_get("phone")?,
        access_token: open("access_token")?,
        app_secret: open("app_secret")?,
        verify_token: open("verify_token")?,
        meta_id,
    })
}

/// What a sealed secret is bound to.
fn place(column: &str, meta_id: &str) -> String {
    format!("phone_numbers.{column}.{meta_id}")
}
