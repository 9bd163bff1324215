//! [`TemplateStore`] on SQLite.

use super::log::{Subject, append};
use super::rows::{as_integer, id, number, optional_time};
use super::{SqliteStore, reading};
use crate::store::{ListedTemplate, StoreResult, TemplateLookup, TemplateStore};
use async_trait::async_trait;
use domain::ids::ConversationId;
use domain::template::{Template, TemplateSync};
use domain::time::Timestamp;
use domain::visibility::Viewer;
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use std::collections::HashMap;

#[async_trait]
impl TemplateStore for SqliteStore {
    async fn put_templates(
        &self,
        waba_id: &str,
        listed: Vec<ListedTemplate>,
        now: Timestamp,
    ) -> StoreResult<()> {
        let waba_id = waba_id.to_owned();
        self.write(move |connection| Box::pin(async move { put(connection, &waba_id, listed, now).await }))
            .await
    }

    async fn note_template_failure(&self, waba_id: &str, code: i64, now: Timestamp) -> StoreResult<()> {
        let waba_id = waba_id.to_owned();
        self.write(move |connection| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO template_syncs (waba_id, failed_at, failure_code) VALUES (?1, ?2, ?3) \
                     ON CONFLICT (waba_id) DO UPDATE SET failed_at = excluded.failed_at, \
                     failure_code = excluded.failure_code",
                )
                .bind(waba_id)
                .bind(now.as_millis())
                .bind(code)
                .execute(connection)
                .await?;
                Ok(())
            })
        })
        .await
    }

    async fn template_syncs(&self) -> StoreResult<Vec<TemplateSync>> {
        let found = sqlx::query("SELECT * FROM template_syncs ORDER BY waba_id")
            .fetch_all(&self.readers)
            .await?;
        found
            .iter()
            .map(|row| {
                Ok(TemplateSync {
                    waba_id: row.try_get("waba_id")?,
                    synced_at: optional_time(row, "synced_at")?,
                    failed_at: optional_time(row, "failed_at")?,
                    failure_code: row.try_get("failure_code")?,
                })
            })
            .collect()
    }

    async fn template_for(
        &self,
        viewer: &Viewer,
        conversation: ConversationId,
        name: &str,
        language: &str,
    ) -> StoreResult<TemplateLookup> {
        let mut transaction = self.read().await?;
        let Some(row) = reading::visible_row(&mut transaction, viewer, conversation).await? else {
            return Ok(TemplateLookup::NoConversation);
        };
        let found = sqlx::query(
            "SELECT t.* FROM templates t JOIN phone_numbers p ON p.waba_id = t.waba_id \
             WHERE p.id = ?1 AND t.name = ?2 AND t.language = ?3",
        )
        .bind(*row.conversation.phone_number_id.as_uuid())
        .bind(name)
        .bind(language)
        .fetch_optional(&mut *transaction)
        .await?;
        let found = found.as_ref().map(template).transpose()?;
        Ok(found.map_or(TemplateLookup::Unknown, TemplateLookup::Found))
    }
}

/// Every template, by account, name and language.
pub(super) async fn all(connection: &mut SqliteConnection) -> StoreResult<Vec<Template>> {
    let found = sqlx::query("SELECT * FROM templates ORDER BY waba_id, name, language")
        .fetch_all(connection)
        .await?;
    found.iter().map(template).collect()
}

/// A template's row.
pub(super) fn template(row: &SqliteRow) -> StoreResult<Template> {
    Ok(Template {
        id: id(row, "id")?,
        version: number(row, "version")?,
        waba_id: row.try_get("waba_id")?,
        name: row.try_get("name")?,
        language: row.try_get("language")?,
        status: row.try_get("status")?,
        category: row.try_get("category")?,
        quality: row.try_get("quality")?,
        rejected_reason: row.try_get("rejected_reason")?,
        content: serde_json::from_str(row.try_get("content")?)?,
    })
}

async fn put(
    connection: &mut SqliteConnection,
    waba_id: &str,
    listed: Vec<ListedTemplate>,
    now: Timestamp,
) -> StoreResult<()> {
    let found = sqlx::query("SELECT * FROM templates WHERE waba_id = ?1")
        .bind(waba_id)
        .fetch_all(&mut *connection)
        .await?;
    let mut known = HashMap::new();
    for row in &found {
        let template = template(row)?;
        known.insert((template.name.clone(), template.language.clone()), template);
    }
    for new in listed {
        let before = known.remove(&(new.name.clone(), new.language.clone()));
        let (id, version) = before
            .as_ref()
            .map_or((new.id, 0), |before| (before.id, before.version));
        let now = Template {
            id,
            version,
            waba_id: waba_id.to_owned(),
            name: new.name,
            language: new.language,
            status: new.status,
            category: new.category,
            quality: new.quality,
            rejected_reason: new.rejected_reason,
            content: new.content,
        };
        if before.as_ref() != Some(&now) {
            write(connection, &now).await?;
        }
    }
    for gone in known.into_values() {
        remove(connection, &gone).await?;
    }
    sqlx::query(
        "INSERT INTO template_syncs (waba_id, synced_at) VALUES (?1, ?2) ON CONFLICT (waba_id) DO UPDATE SET \
         synced_at = excluded.synced_at, failed_at = NULL, failure_code = NULL",
    )
    .bind(waba_id)
    .bind(now.as_millis())
    .execute(connection)
    .await?;
    Ok(())
}

/// Writes a template as its next version.
async fn write(connection: &mut SqliteConnection, template: &Template) -> StoreResult<()> {
    let version = template.version + 1;
    // Meta lists each name and language once; of two the last one stays.
    sqlx::query(
        "INSERT INTO templates (id, version, waba_id, name, language, status, category, quality, rejected_reason, \
         content) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (waba_id, name, language) DO UPDATE SET \
         version = version + 1, status = excluded.status, category = excluded.category, quality = excluded.quality, \
         rejected_reason = excluded.rejected_reason, content = excluded.content",
    )
    .bind(*template.id.as_uuid())
    .bind(as_integer(version))
    .bind(&template.waba_id)
    .bind(&template.name)
    .bind(&template.language)
    .bind(&template.status)
    .bind(&template.category)
    .bind(template.quality.as_deref())
    .bind(template.rejected_reason.as_deref())
    .bind(serde_json::to_string(&template.content)?)
    .execute(&mut *connection)
    .await?;
    append(connection, Subject::Template(template.id), version).await
}

async fn remove(connection: &mut SqliteConnection, template: &Template) -> StoreResult<()> {
    sqlx::query("DELETE FROM templates WHERE id = ?1")
        .bind(*template.id.as_uuid())
        .execute(&mut *connection)
        .await?;
    append(connection, Subject::Template(template.id), template.version + 1).await
}
