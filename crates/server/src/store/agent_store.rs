//! Agents, roles, sessions and settings.

use super::StoreResult;
use async_trait::async_trait;
use domain::command::ChangeSettings;
use domain::entities::{Agent, Role, Settings};
use domain::ids::{AgentId, RoleId};
use domain::language::Language;
use domain::time::Timestamp;
use domain::wire::{Bootstrap, Session};

/// Agents, roles, sessions and settings.
#[async_trait]
pub trait AgentStore {
    /// Creates a role or changes name and permissions of an existing one; its agents get `scope_changed`.
    async fn put_role(
        &self,
        id: RoleId,
        name: &str,
        permissions: &domain::permission::PermissionSet,
    ) -> StoreResult<Role>;
    /// Creates an agent; `None` when the e-mail address is taken.
    async fn create_agent(&self, agent: &NewAgent) -> StoreResult<Option<Agent>>;
    /// Gives an agent another role and tells them with `scope_changed`; `None` when there is no such agent or role.
    async fn set_agent_role(&self, agent: AgentId, role: RoleId) -> StoreResult<Option<Agent>>;
    /// Whether anybody can sign in at all.
    async fn has_agents(&self) -> StoreResult<bool>;
    /// Who signs in with this address (any case) and the hash of the password.
    async fn credential(&self, email: &str) -> StoreResult<Option<Credential>>;
    /// Replaces the password's hash and ends all sessions of the agent.
    async fn set_password_hash(&self, agent: AgentId, password_hash: &str) -> StoreResult<()>;

    /// Keeps a new session.
    async fn create_session(&self, session: &NewSession) -> StoreResult<()>;
    /// Who a session belongs to, if it has not expired; moves its expiry when more than an hour of it is used.
    async fn session(&self, token_hash: &[u8; 32], now: Timestamp) -> StoreResult<Option<Session>>;
    /// The agent's rights as they are now, for open sockets; `None` when the agent is gone.
    async fn session_of_agent(&self, agent: AgentId) -> StoreResult<Option<Session>>;
    /// Ends one session.
    async fn end_session(&self, token_hash: &[u8; 32]) -> StoreResult<()>;
    /// Ends all sessions of an agent.
    async fn end_all_sessions(&self, agent: AgentId) -> StoreResult<()>;

    /// The settings.
    async fn settings(&self) -> StoreResult<Settings>;
    /// Changes settings. The switch "Support Agent" gives every agent without "Ver todos" a `scope_changed`.
    async fn change_settings(&self, change: &ChangeSettings) -> StoreResult<Settings>;
    /// All that the first screen needs, read in one transaction; `conversations` newest open ones.
    async fn bootstrap(
        &self,
        session: &Session,
        conversations: u32,
        now: Timestamp,
    ) -> StoreResult<Bootstrap>;
}

/// An agent to be created.
#[derive(Clone, Debug)]
pub struct NewAgent {
    /// Key.
    pub id: AgentId,
    /// Given name.
    pub first_name: String,
    /// Family name; may be empty.
    pub last_name: String,
    /// E-mail address; kept in lower case.
    pub email: String,
    /// PHC string of the password's hash.
    pub password_hash: String,
    /// What they may do.
    pub role_id: RoleId,
    /// The language of their screen.
    pub language: Language,
}

/// What is compared when somebody signs in.
#[derive(Clone, Debug)]
pub struct Credential {
    /// Who.
    pub agent_id: AgentId,
    /// PHC string of the password's hash.
    pub password_hash: String,
}

/// A session to be kept.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// SHA-256 of the token in the cookie.
    pub token_hash: [u8; 32],
    /// Who.
    pub agent_id: AgentId,
    /// When it began.
    pub created_at: Timestamp,
    /// When it ends unless used.
    pub expires_at: Timestamp,
}
