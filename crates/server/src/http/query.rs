//! Query parameters, and the limits of pages.

use super::refusal::Refusal;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

/// Query parameters.
#[derive(Clone, Copy, Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let query = axum::extract::Query::<T>::from_request_parts(parts, state).await;
        query
            .map(|axum::extract::Query(query)| Self(query))
            .map_err(|_| Refusal::invalid("query"))
    }
}

/// The most rows that one answer holds.
const MAX_ROWS: u32 = 200;

/// How many rows are asked for.
///
/// # Errors
/// `invalid_request`: none or too many.
pub fn row_limit(limit: Option<u32>, default: u32) -> Result<u32, Refusal> {
    match limit {
        None => Ok(default),
        Some(limit @ 1..=MAX_ROWS) => Ok(limit),
        Some(_) => Err(Refusal::invalid("limit")),
    }
}

/// A key of two parameters: both or neither.
///
/// # Errors
/// `invalid_request`: half a key.
pub fn whole_key<A, B>(at: Option<A>, id: Option<B>, field: &str) -> Result<Option<(A, B)>, Refusal> {
    match (at, id) {
        (Some(at), Some(id)) => Ok(Some((at, id))),
        (None, None) => Ok(None),
        _ => Err(Refusal::invalid(field)),
    }
}
