//! Changing agents, roles and settings, and telling whom it concerns.

use super::log::{Subject, append, append_scope_changes};
use super::{reading, rows};
use crate::store::{NewAgent, StoreResult};
use domain::command::ChangeSettings;
use domain::entities::{Agent, Role, Settings};
use domain::ids::{AgentId, RoleId};
use domain::permission::{Permission, PermissionSet};
use sqlx::sqlite::SqliteConnection;

pub(super) async fn put_role(
    connection: &mut SqliteConnection,
    id: RoleId,
    name: &str,
    permissions: PermissionSet,
) -> StoreResult<Role> {
    let row = sqlx::query(
        "INSERT INTO roles (id, version, name, permissions) VALUES (?1, 1, ?2, ?3) ON CONFLICT (id) DO UPDATE \
         SET version = version + 1, name = excluded.name, permissions = excluded.permissions RETURNING *",
    )
    .bind(*id.as_uuid())
    .bind(name)
    .bind(serde_json::to_string(&permissions)?)
    .fetch_one(&mut *connection)
    .await?;
    let role = rows::role(&row)?;
    append(connection, Subject::Role(id), role.version).await?;
    append_scope_changes(connection, Some(id), |_| true).await?;
    Ok(role)
}

pub(super) async fn create_agent(
    connection: &mut SqliteConnection,
    new: &NewAgent,
) -> StoreResult<Option<Agent>> {
    let inserted = sqlx::query(
        "INSERT INTO agents (id, version, first_name, last_name, email, password_hash, role_id, language) \
         VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (email) DO NOTHING",
    )
    .bind(*new.id.as_uuid())
    .bind(&new.first_name)
    .bind(&new.last_name)
    .bind(new.email.trim().to_lowercase())
    .bind(&new.password_hash)
    .bind(*new.role_id.as_uuid())
    .bind(rows::word(&new.language)?)
    .execute(&mut *connection)
    .await?;
    if inserted.rows_affected() == 0 {
        return Ok(None);
    }
    append(connection, Subject::Agent(new.id), 1).await?;
    Ok(reading::session_of(connection, new.id)
        .await?
        .map(|session| session.agent))
}

pub(super) async fn set_agent_role(
    connection: &mut SqliteConnection,
    agent: AgentId,
    role: RoleId,
) -> StoreResult<Option<Agent>> {
    let changed = sqlx::query(
        "UPDATE agents SET role_id = ?2, version = version + 1 \
         WHERE id = ?1 AND EXISTS (SELECT 1 FROM roles WHERE id = ?2)",
    )
    .bind(*agent.as_uuid())
    .bind(*role.as_uuid())
    .execute(&mut *connection)
    .await?;
    let Some(session) = reading::session_of(connection, agent)
        .await?
        .filter(|_| changed.rows_affected() > 0)
    else {
        return Ok(None);
    };
    append(connection, Subject::Agent(agent), session.agent.version).await?;
    append(connection, Subject::Scope(agent), 0).await?;
    Ok(Some(session.agent))
}

pub(super) async fn change_settings(
    connection: &mut SqliteConnection,
    change: &ChangeSettings,
) -> StoreResult<Settings> {
    let before = reading::settings(connection).await?;
    let wanted = Settings {
        is_support_agent_on: change.is_support_agent_on.unwrap_or(before.is_support_agent_on),
        hold_voice_seconds: change.hold_voice_seconds.unwrap_or(before.hold_voice_seconds),
        hold_text_seconds: change.hold_text_seconds.unwrap_or(before.hold_text_seconds),
        ..before.clone()
    };
    if wanted == before {
        return Ok(before);
    }
    sqlx::query(
        "UPDATE settings SET is_support_agent_on = ?1, hold_voice_seconds = ?2, hold_text_seconds = ?3, \
         version = version + 1",
    )
    .bind(wanted.is_support_agent_on)
    .bind(i64::from(wanted.hold_voice_seconds))
    .bind(i64::from(wanted.hold_text_seconds))
    .execute(&mut *connection)
    .await?;
    let settings = reading::settings(connection).await?;
    append(connection, Subject::Settings, settings.version).await?;
    if settings.is_support_agent_on != before.is_support_agent_on {
        append_scope_changes(connection, None, |permissions| {
            !permissions.allows(Permission::ChatViewAll)
        })
        .await?;
    }
    Ok(settings)
}
