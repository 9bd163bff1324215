//! Signing in and out.

use super::error::ApiError;
use super::request;
use domain::wire::{Session, SignIn};

/// Signs in; the server sets the cookie.
pub async fn sign_in(email: String, password: String) -> Result<Session, ApiError> {
    request::post("/session", &SignIn { email, password }).await
}

/// Who is signed in.
pub async fn session() -> Result<Session, ApiError> {
    request::get("/session").await
}

/// Signs this browser out.
pub async fn sign_out() -> Result<(), ApiError> {
    request::delete("/session").await
}

/// Signs out on every device.
pub async fn sign_out_everywhere() -> Result<(), ApiError> {
    request::delete("/sessions").await
}
