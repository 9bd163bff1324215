//! The session that a request belongs to, as an argument of handlers.

use super::session_cookie::SessionToken;
use crate::http::refusal::Refusal;
use crate::state::AppState;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::error::ErrorCode;
use domain::permission::Permission;
use domain::visibility::Viewer;
use domain::wire::Session;

/// Who is asking. Without a valid session the request is refused before the handler runs.
#[derive(Clone, Debug)]
pub struct CurrentSession {
    /// The agent and what they may do now.
    pub session: Session,
    /// Finds the session in the database.
    pub token_hash: [u8; 32],
}

impl CurrentSession {
    /// By whose rights the store reads.
    #[must_use]
    pub const fn viewer(&self) -> Viewer {
        viewer_of(&self.session)
    }

    /// Goes on only when the agent's role allows something.
    ///
    /// # Errors
    /// `permission_denied`.
    pub fn require(&self, permission: Permission) -> Result<(), Refusal> {
        if self.session.permissions.allows(permission) {
            Ok(())
        } else {
            Err(ErrorCode::PermissionDenied.into())
        }
    }
}

/// By whose rights the store reads for this session.
#[must_use]
pub const fn viewer_of(session: &Session) -> Viewer {
    Viewer {
        agent_id: session.agent.id,
        permissions: session.permissions,
    }
}

impl FromRequestParts<AppState> for CurrentSession {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Self::Rejection> {
        let token = SessionToken::from_headers(&parts.headers).ok_or(ErrorCode::SessionRequired)?;
        let token_hash = token.hash();
        let session = state.store.session(&token_hash, state.clock.now()).await?;
        Ok(Self {
            session: session.ok_or(ErrorCode::SessionRequired)?,
            token_hash,
        })
    }
}
