//! Creates an agent from the command line: nobody has to be signed in for that.

use super::SeededRole;
use crate::auth::password::{PasswordError, PasswordLength, Passwords};
use crate::state::Services;
use crate::store::{NewAgent, StoreError};
use domain::entities::Agent;
use domain::language::Language;

/// Who shall be able to sign in.
#[derive(Clone)]
pub struct FirstAgent {
    /// Given name.
    pub first_name: String,
    /// Family name; may be empty.
    pub last_name: String,
    /// E-mail address.
    pub email: String,
    /// The password, in clear.
    pub password: String,
    /// What they may do.
    pub role: SeededRole,
    /// The language of their screen.
    pub language: Language,
}

/// Why an agent was not created.
#[derive(Debug, thiserror::Error)]
pub enum CreateAgentError {
    /// Not an address.
    #[error("the e-mail address is not one")]
    EmailInvalid,
    /// No given name.
    #[error("the first name is empty")]
    FirstNameEmpty,
    /// Too easy to guess, or endless.
    #[error(transparent)]
    PasswordLength(#[from] PasswordLength),
    /// Somebody has this address already.
    #[error("an agent with this e-mail address exists already")]
    EmailTaken,
    /// The password cannot be hashed.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The store does not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Creates an agent; with the first one the seeded roles.
///
/// # Errors
/// See [`CreateAgentError`].
pub async fn create_agent(services: &Services, agent: FirstAgent) -> Result<Agent, CreateAgentError> {
    let email = agent.email.trim().to_lowercase();
    if !looks_like_email(&email) {
        return Err(CreateAgentError::EmailInvalid);
    }
    let first_name = agent.first_name.trim().to_owned();
    if first_name.is_empty() {
        return Err(CreateAgentError::FirstNameEmpty);
    }
    Passwords::check_length(&agent.password)?;
    if !services.store.has_agents().await? {
        SeededRole::put_all(services.store.as_ref()).await?;
    }
    let new = NewAgent {
        id: services.ids.agent_id(),
        first_name,
        last_name: agent.last_name.trim().to_owned(),
        email,
        password_hash: services.passwords.hash(agent.password).await?,
        role_id: agent.role.id(),
        language: agent.language,
    };
    services
        .store
        .create_agent(&new)
        .await?
        .ok_or(CreateAgentError::EmailTaken)
}

/// One `@` with something on both sides and no white space: only a message to it would tell more.
fn looks_like_email(email: &str) -> bool {
    let has_parts = email
        .split_once('@')
        .is_some_and(|(user, host)| !user.is_empty() && !host.is_empty() && !host.contains('@'));
    has_parts && email.len() <= 254 && !email.contains(char::is_whitespace)
}
