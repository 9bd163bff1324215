//! Signing in and out.

use super::body::JsonBody;
use super::refusal::Refusal;
use crate::auth::client_address::ClientAddress;
use crate::auth::current_session::CurrentSession;
use crate::auth::password::Passwords;
use crate::auth::session_cookie::{self, SessionToken};
use crate::state::AppState;
use crate::store::NewSession;
use axum::Json;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse};
use domain::error::{ErrorCode, Problem};
use domain::wire::{Session, SignIn};

/// No e-mail address is longer (RFC 5321).
const MAX_EMAIL_BYTES: usize = 254;

/// Signs in. The session is the cookie that comes with the answer.
#[utoipa::path(post, path = "/session", tag = "session", request_body = SignIn, responses(
    (status = 200, body = Session),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn sign_in(
    State(state): State<AppState>,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    JsonBody(sign_in): JsonBody<SignIn>,
) -> Result<impl IntoResponse, Refusal> {
    let now = state.clock.now();
    let email = sign_in.email.trim().to_lowercase();
    if sign_in.password.len() > Passwords::MAX_BYTES || email.len() > MAX_EMAIL_BYTES {
        return Err(ErrorCode::SignInFailed.into());
    }
    state.sign_in_limits.begin(&email, address, now)?;
    let credential = state.store.credential(&email).await?;
    let kept_hash = credential
        .as_ref()
        .map(|credential| credential.password_hash.clone());
    let is_right = state.passwords.is_right(sign_in.password, kept_hash).await?;
    let Some(credential) = credential.filter(|_| is_right) else {
        tracing::info!(%address, "a sign-in failed");
        return Err(ErrorCode::SignInFailed.into());
    };
    state.sign_in_limits.succeeded(&email, address);

    // Whoever signed in here before is replaced.
    if let Some(former) = SessionToken::from_headers(&headers) {
        end_session(&state, &former.hash()).await?;
    }
    let token = SessionToken::random();
    let session = NewSession {
        token_hash: token.hash(),
        agent_id: credential.agent_id,
        created_at: now,
        expires_at: now + session_cookie::LIFETIME,
    };
    state.store.create_session(&session).await?;
    let session = state
        .store
        .session(&session.token_hash, now)
        .await?
        .ok_or(ErrorCode::SignInFailed)?;
    tracing::info!(agent = %session.agent.id, "signed in");
    Ok((
        AppendHeaders([(SET_COOKIE, token.set_cookie(state.origin.is_https()))]),
        Json(session),
    ))
}

/// Who is signed in and what they may do.
#[utoipa::path(get, path = "/session", tag = "session", responses(
    (status = 200, body = Session),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn show(current: CurrentSession) -> Json<Session> {
    Json(current.session)
}

/// Signs this browser out; without a session there is nothing to do.
#[utoipa::path(delete, path = "/session", tag = "session", responses(
    (status = 204),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn sign_out(
    State(state): State<AppState>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Refusal> {
    if let Some(token) = SessionToken::from_headers(&headers) {
        end_session(&state, &token.hash()).await?;
    }
    Ok(signed_out(&state))
}

/// Signs out everywhere; open sockets of the agent close.
#[utoipa::path(delete, path = "/sessions", tag = "session", responses(
    (status = 204),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn sign_out_everywhere(
    State(state): State<AppState>,
    current: CurrentSession,
) -> Result<impl IntoResponse, Refusal> {
    let agent = current.session.agent.id;
    state.store.end_all_sessions(agent).await?;
    state.hub.end_sessions_of(agent);
    Ok(signed_out(&state))
}

async fn end_session(state: &AppState, token_hash: &[u8; 32]) -> Result<(), Refusal> {
    state.store.end_session(token_hash).await?;
    state.hub.end_session(*token_hash);
    Ok(())
}

fn signed_out(state: &AppState) -> impl IntoResponse + use<> {
    let cookie = session_cookie::clear_cookie(state.origin.is_https());
    (StatusCode::NO_CONTENT, AppendHeaders([(SET_COOKIE, cookie)]))
}
