//! Refusals as `application/problem+json`: a stable code and parameters, never words.

use super::request_context;
use crate::auth::limits::RetryAfter;
use crate::auth::password::PasswordError;
use crate::store::StoreError;
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, Response, StatusCode};
use axum::response::IntoResponse;
use domain::error::{ErrorCode, Problem};
use std::any::Any;

/// Why a request is refused.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal(Box<Problem>);

impl Refusal {
    /// There is no such thing for this agent.
    #[must_use]
    pub fn not_found() -> Self {
        ErrorCode::NotFound.into()
    }

    /// The request cannot be read; `field` says where.
    #[must_use]
    pub fn invalid(field: &str) -> Self {
        Self(Box::new(Problem {
            field: Some(field.to_owned()),
            ..Problem::new(ErrorCode::InvalidRequest)
        }))
    }

    /// The address exists, but not for this method.
    #[must_use]
    pub fn method_not_allowed() -> Self {
        Self::invalid("method").with_status(StatusCode::METHOD_NOT_ALLOWED)
    }

    /// The body is larger than allowed.
    #[must_use]
    pub fn body_too_large(max_bytes: usize) -> Self {
        let max_bytes = u64::try_from(max_bytes).ok();
        Self(Box::new(Problem {
            max_bytes,
            ..Problem::new(ErrorCode::BodyTooLarge)
        }))
    }

    /// The text is longer than allowed.
    #[must_use]
    pub fn text_too_long(max_characters: usize) -> Self {
        let max_characters = u64::try_from(max_characters).ok();
        Self(Box::new(Problem {
            max_characters,
            ..Problem::new(ErrorCode::TextTooLong)
        }))
    }

    /// A value of a template is missing, foreign or not taken.
    #[must_use]
    pub fn template_values(variable: String) -> Self {
        Self(Box::new(Problem {
            field: Some(variable),
            ..Problem::new(ErrorCode::TemplateValues)
        }))
    }

    /// Too much at the moment: again after so many seconds.
    #[must_use]
    pub fn later(seconds: u64) -> Self {
        Self(Box::new(Problem {
            retry_after_s: Some(seconds),
            ..Problem::new(ErrorCode::TooManyRequests)
        }))
    }

    /// Merge fields are unknown or have no value.
    #[must_use]
    pub fn merge_field_unresolved(fields: Vec<String>) -> Self {
        Self(Box::new(Problem {
            fields,
            ..Problem::new(ErrorCode::MergeFieldUnresolved)
        }))
    }

    /// The same with the HTTP status that says it more exactly than the code's own.
    #[must_use]
    pub fn with_status(mut self, status: StatusCode) -> Self {
        self.0.status = status.as_u16();
        self
    }

    /// Its code.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        self.0.code
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self(Box::new(problem))
    }
}

impl From<ErrorCode> for Refusal {
    fn from(code: ErrorCode) -> Self {
        Self(Box::new(Problem::new(code)))
    }
}

impl From<RetryAfter> for Refusal {
    fn from(wait: RetryAfter) -> Self {
        let retry_after_s = Some(wait.as_seconds());
        Self(Box::new(Problem {
            retry_after_s,
            ..Problem::new(ErrorCode::TooManyRequests)
        }))
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        error.tell("a request is refused");
        match error {
            StoreError::Unavailable(_) => ErrorCode::Unavailable.into(),
            StoreError::Broken(_) => ErrorCode::Internal.into(),
        }
    }
}

impl From<PasswordError> for Refusal {
    fn from(error: PasswordError) -> Self {
        tracing::error!(%error, "a password could not be hashed or checked");
        ErrorCode::Internal.into()
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> axum::response::Response {
        let mut problem = *self.0;
        problem.request_id = request_context::request_id();
        let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = Response::new(Body::from(serde_json::to_vec(&problem).unwrap_or_default()));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = problem.retry_after_s {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// What a panicking handler answers. The panic itself is reported by the panic hook.
#[allow(clippy::needless_pass_by_value, reason = "the shape that the layer asks for")]
pub fn of_panic(_panic: Box<dyn Any + Send + 'static>) -> axum::response::Response {
    Refusal::from(ErrorCode::Internal).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use axum::middleware::from_fn;
    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::{TcpListener, TcpStream};
    use tower_http::catch_panic::CatchPanicLayer;

    #[tokio::test]
    async fn a_handler_that_panics_answers_a_problem_with_the_request_id() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new()
            .route("/", get(async || -> () { panic!("a test panics") }))
            .layer(CatchPanicLayer::custom(of_panic))
            .layer(from_fn(request_context::with_request_id));
        tokio::spawn(async move { axum::serve(listener, router).await });

        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(b"GET / HTTP/1.0\r\n\r\n").await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();

        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.0 500"), "{head}");
        let problem: Problem = serde_json::from_str(body).unwrap();
        assert_eq!(problem.code, ErrorCode::Internal);
        let id = problem.request_id.unwrap();
        assert!(head.contains(&format!("x-request-id: {id}")), "{head}");
        assert!(!answer.contains("a test panics"), "{answer}");
    }
}
