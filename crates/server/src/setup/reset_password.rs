//! Gives an agent another password from the command line, for whoever has lost it. The server may run meanwhile.

use crate::auth::password::{PasswordError, PasswordLength, Passwords};
use crate::state::Services;
use crate::store::StoreError;

/// Why the password is what it was.
#[derive(Debug, thiserror::Error)]
pub enum ResetPasswordError {
    /// Nobody has this address.
    #[error("there is no agent with this e-mail address")]
    NoSuchAgent,
    /// Too easy to guess, or endless.
    #[error(transparent)]
    PasswordLength(#[from] PasswordLength),
    /// The password cannot be hashed.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The store does not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Replaces the password of the agent with this e-mail address and ends all sessions. A server that runs refuses them at the next
/// request; open sockets are told within a minute.
///
/// # Errors
/// See [`ResetPasswordError`].
pub async fn reset_password(
    services: &Services,
    email: &str,
    password: String,
) -> Result<(), ResetPasswordError> {
    Passwords::check_length(&password)?;
    let email = email.trim().to_lowercase();
    let credential = services.store.credential(&email).await?;
    let agent = credential.ok_or(ResetPasswordError::NoSuchAgent)?.agent_id;
    let hash = services.passwords.hash(password).await?;
    services.store.set_password_hash(agent, &hash).await?;
    // For sockets of this very process, if it is the server.
    services.hub.end_sessions_of(agent);
    Ok(())
}
