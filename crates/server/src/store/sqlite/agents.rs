//! [`AgentStore`] on SQLite.

use super::agent_writes::{change_settings, create_agent, put_role, set_agent_role};
use super::rows::{self, agent_columns, time};
use super::{
    SqliteStore, alarms, canned_responses, drafts, labels, list_page, mentions, pins, reading, templates,
};
use crate::store::{AgentStore, Credential, NewAgent, NewSession, PageOfList, StoreResult};
use async_trait::async_trait;
use domain::alarm::NEEDED_PERMISSION;
use domain::command::ChangeSettings;
use domain::entities::{Agent, ConversationState, Role, Settings};
use domain::ids::{AgentId, RoleId};
use domain::permission::PermissionSet;
use domain::time::{Span, Timestamp};
use domain::visibility::Viewer;
use domain::wire::{Bootstrap, Session};
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;

/// A session's end is moved only when so much of its life is used: not every request is a write.
const USED_BEFORE_MOVING: Span = Span::from_hours(1);

#[async_trait]
impl AgentStore for SqliteStore {
    async fn put_role(&self, id: RoleId, name: &str, permissions: &PermissionSet) -> StoreResult<Role> {
        let (name, permissions) = (name.to_owned(), *permissions);
        self.write(move |connection| {
            Box::pin(async move { put_role(connection, id, &name, permissions).await })
        })
        .await
    }

    async fn create_agent(&self, agent: &NewAgent) -> StoreResult<Option<Agent>> {
        let agent = agent.clone();
        self.write(move |connection| Box::pin(async move { create_agent(connection, &agent).await }))
            .await
    }

    async fn set_agent_role(&self, agent: AgentId, role: RoleId) -> StoreResult<Option<Agent>> {
        self.write(move |connection| Box::pin(async move { set_agent_role(connection, agent, role).await }))
            .await
    }

    async fn has_agents(&self) -> StoreResult<bool> {
        Ok(sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM agents)")
            .fetch_one(&self.readers)
            .await?)
    }

    async fn credential(&self, email: &str) -> StoreResult<Option<Credential>> {
        let row = sqlx::query("SELECT id, password_hash FROM agents WHERE email = ?1")
            .bind(email.trim().to_lowercase())
            .fetch_optional(&self.readers)
            .await?;
        row.map(|row| {
            Ok(Credential {
                agent_id: rows::id(&row, "id")?,
                password_hash: row.try_get("password_hash")?,
            })
        })
        .transpose()
    }

    async fn set_password_hash(&self, agent: AgentId, password_hash: &str) -> StoreResult<()> {
        let password_hash = password_hash.to_owned();
        self.write(move |connection| {
            Box::pin(async move {
                sqlx::query("UPDATE agents SET password_hash = ?2 WHERE id = ?1")
                    .bind(*agent.as_uuid())
                    .bind(password_hash)
                    .execute(&mut *connection)
                    .await?;
                end_all_sessions(connection, agent).await
            })
        })
        .await
    }

    async fn create_session(&self, session: &NewSession) -> StoreResult<()> {
        let session = session.clone();
        self.write(move |connection| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO sessions (token_hash, agent_id, created_at, expires_at, lifetime_ms) \
                     VALUES (?1, ?2, ?3, ?4, ?4 - ?3)",
                )
                .bind(session.token_hash.as_slice())
                .bind(*session.agent_id.as_uuid())
                .bind(session.created_at.as_millis())
                .bind(session.expires_at.as_millis())
                .execute(&mut *connection)
                .await?;
                // What nobody can use any more goes when somebody signs in.
                sqlx::query("DELETE FROM sessions WHERE expires_at <= ?1")
                    .bind(session.created_at.as_millis())
                    .execute(connection)
                    .await?;
                Ok(())
            })
        })
        .await
    }

    async fn session(&self, token_hash: &[u8; 32], now: Timestamp) -> StoreResult<Option<Session>> {
        let row = sqlx::query(concat!(
            "SELECT ",
            agent_columns!(),
            ", o.permissions, e.expires_at, e.lifetime_ms FROM sessions e JOIN agents a ON a.id = e.agent_id ",
            "JOIN roles o ON o.id = a.role_id WHERE e.token_hash = ?1 AND e.expires_at > ?2"
        ))
        .bind(token_hash.as_slice())
        .bind(now.as_millis())
        .fetch_optional(&self.readers)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let expires_at = now + Span::from_millis(row.try_get("lifetime_ms")?);
        if expires_at - time(&row, "expires_at")? > USED_BEFORE_MOVING {
            let token_hash = *token_hash;
            self.write(move |connection| {
                Box::pin(async move {
                    sqlx::query("UPDATE sessions SET expires_at = max(expires_at, ?2) WHERE token_hash = ?1")
                        .bind(token_hash.as_slice())
                        .bind(expires_at.as_millis())
                        .execute(connection)
                        .await?;
                    Ok(())
                })
            })
            .await?;
        }
        rows::session(&row).map(Some)
    }

    async fn session_of_agent(&self, agent: AgentId) -> StoreResult<Option<Session>> {
        let mut connection = self.readers.acquire().await?;
        reading::session_of(&mut connection, agent).await
    }

    async fn end_session(&self, token_hash: &[u8; 32]) -> StoreResult<()> {
        let token_hash = *token_hash;
        self.write(move |connection| {
            Box::pin(async move {
                sqlx::query("DELETE FROM sessions WHERE token_hash = ?1")
                    .bind(token_hash.as_slice())
                    .execute(connection)
                    .await?;
                Ok(())
            })
        })
        .await
    }

    async fn end_all_sessions(&self, agent: AgentId) -> StoreResult<()> {
        self.write(move |connection| Box::pin(end_all_sessions(connection, agent)))
            .await
    }

    async fn settings(&self) -> StoreResult<Settings> {
        let mut connection = self.readers.acquire().await?;
        reading::settings(&mut connection).await
    }

    async fn change_settings(&self, change: &ChangeSettings) -> StoreResult<Settings> {
        let change = change.clone();
        self.write(move |connection| Box::pin(async move { change_settings(connection, &change).await }))
            .await
    }

    async fn bootstrap(
        &self,
        session: &Session,
        conversations: u32,
        now: Timestamp,
    ) -> StoreResult<Bootstrap> {
        let mut transaction = self.read().await?;
        let cursor = reading::cursor(&mut transaction).await?;
        // The rights as of this transaction: those of the request may be older.
        let session = reading::session_of(&mut transaction, session.agent.id)
            .await?
            .unwrap_or_else(|| session.clone());
        let viewer = Viewer {
            agent_id: session.agent.id,
            permissions: session.permissions,
        };
        let settings = reading::settings(&mut transaction).await?;
        let agents = sqlx::query(concat!(
            "SELECT ",
            agent_columns!(),
            " FROM agents a ORDER BY a.id"
        ))
        .fetch_all(&mut *transaction)
        .await?;
        let roles = sqlx::query("SELECT * FROM roles ORDER BY id")
            .fetch_all(&mut *transaction)
            .await?;
        let phone_numbers = reading::phone_numbers(&mut transaction).await?;
        let newest = PageOfList::recent(ConversationState::Open, None, conversations);
        let page = list_page::page(&mut transaction, &viewer, &newest).await?;
        let alarms = if session.permissions.allows(NEEDED_PERMISSION) {
            alarms::current(&mut transaction).await?
        } else {
            Vec::new()
        };
        let drafts = drafts::kept(&mut transaction, &viewer).await?;
        let pins = pins::of(&mut transaction, viewer.agent_id).await?;
        let mut pinned = pins::pinned_rows(&mut transaction, &viewer).await?;
        pinned.retain(|row| {
            page.rows
                .iter()
                .all(|other| other.conversation.id != row.conversation.id)
        });
        let canned_responses = canned_responses::all(&mut transaction).await?;
        let templates = templates::all(&mut transaction).await?;
        let sources = labels::sources(&mut transaction).await?;
        let groups = labels::groups(&mut transaction).await?;
        let mentions = mentions::waiting(&mut transaction, &viewer).await?;
        Ok(Bootstrap {
            cursor,
            now,
            session,
            settings,
            agents: agents.iter().map(rows::agent).collect::<StoreResult<_>>()?,
            roles: roles.iter().map(rows::role).collect::<StoreResult<_>>()?,
            phone_numbers,
            conversations: page,
            alarms,
            drafts,
            pins,
            pinned,
            canned_responses,
            templates,
            sources,
            groups,
            mentions,
        })
    }
}

async fn end_all_sessions(connection: &mut SqliteConnection, agent: AgentId) -> StoreResult<()> {
    sqlx::query("DELETE FROM sessions WHERE agent_id = ?1")
        .bind(*agent.as_uuid())
        .execute(connection)
        .await?;
    Ok(())
}
