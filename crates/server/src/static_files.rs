//! The built web app: read once at start, served from memory.
//!
//! Because all files are of one moment, a build that replaces the folder cannot mix with the old page: it is served after the
//! next start. Files with a hash in their names never change; all others are asked for anew each time.

mod content_security_policy;
mod folder;

use crate::http::refusal::Refusal;
use crate::origin::PublicOrigin;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::header::{
    ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
    IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
use axum::response::IntoResponse as _;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

const INDEX: &str = "/index.html";

/// The built web app.
pub struct StaticFiles {
    files: HashMap<String, File>,
    content_security_policy: HeaderValue,
}

/// One file of the app.
struct File {
    plain: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
    content_type: &'static str,
    etag: HeaderValue,
    is_immutable: bool,
}

/// Why the app cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum StaticFilesError {
    /// A file or folder cannot be read.
    #[error("the built app cannot be read: {0}")]
    Io(#[from] std::io::Error),
    /// There is no page.
    #[error("the folder of the built app has no index.html")]
    NoIndex,
    /// The page's scripts do not make a header.
    #[error("the page's content security policy is not a header")]
    Policy,
}

impl StaticFiles {
    /// Reads the folder of the built app.
    ///
    /// # Errors
    /// A file cannot be read, or there is no page.
    pub async fn read(folder: &Path, origin: &PublicOrigin) -> Result<Self, StaticFilesError> {
        let folder = folder.to_owned();
        let files = tokio::task::spawn_blocking(move || folder::read(&folder))
            .await
            .map_err(|error| StaticFilesError::Io(std::io::Error::other(error)))??;
        let index = files.get(INDEX).ok_or(StaticFilesError::NoIndex)?;
        let page = String::from_utf8_lossy(&index.plain);
        let policy = content_security_policy::of_page(&page, origin);
        let content_security_policy = policy.parse().map_err(|_| StaticFilesError::Policy)?;
        Ok(Self {
            files,
            content_security_policy,
        })
    }

    /// The file of a path, or the app's one page. What looks like a file and is none is `None`.
    fn find(&self, path: &str) -> Option<&File> {
        let last = path.rsplit('/').next().unwrap_or_default();
        self.files
            .get(path)
            .or_else(|| self.files.get(INDEX).filter(|_| !last.contains('.')))
    }
}

/// Answers with a file of the app, or with its page.
pub async fn serve(app: Arc<StaticFiles>, request: Request) -> Response<Body> {
    let path = request.uri().path();
    if ["/api", "/webhooks"].contains(&first_segment(path)) {
        return Refusal::not_found().into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return ([(ALLOW, "GET,HEAD")], Refusal::method_not_allowed()).into_response();
    }
    let Some(file) = app.find(path) else {
        return Refusal::not_found().into_response();
    };
    let mut response = file.answer(request.headers());
    // Also for scripts: a service worker runs by the policy that came with it.
    let policy = app.content_security_policy.clone();
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    response
}

/// `/api` of `/api/v1/session`.
fn first_segment(path: &str) -> &str {
    let end = path.char_indices().skip(1).find(|(_, c)| *c == '/');
    end.map_or(path, |(end, _)| &path[..end])
}

impl File {
    fn answer(&self, request: &HeaderMap) -> Response<Body> {
        let caching = if self.is_immutable {
            "public, max-age=31536000, immutable"
        } else {
            "no-cache"
        };
        let is_known = request.get(IF_NONE_MATCH).is_some_and(|known| known == self.etag);
        let (encoding, bytes) = match (&self.brotli, &self.gzip) {
            (Some(brotli), _) if accepts(request, "br") => (Some("br"), brotli),
            (_, Some(gzip)) if accepts(request, "gzip") => (Some("gzip"), gzip),
            _ => (None, &self.plain),
        };
        let mut response = if is_known {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            response
        } else {
            let mut response = Response::new(Body::from(bytes.clone()));
            response
                .headers_mut()
                .insert(CONTENT_TYPE, HeaderValue::from_static(self.content_type));
            if let Some(encoding) = encoding {
                response
                    .headers_mut()
                    .insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
            }
            response
        };
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(caching));
        headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
        headers.insert(ETAG, self.etag.clone());
        response
    }
}

/// Whether the client takes an encoding: named, and not with `q=0`.
fn accepts(request: &HeaderMap, encoding: &str) -> bool {
    request
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|list| list.split(','))
        .map(|entry| entry.split_once(';').unwrap_or((entry, "")))
        .any(|(name, weight)| {
            let is_zero = weight
                .trim()
                .strip_prefix("q=")
                .and_then(|q| q.trim().parse::<f32>().ok())
                == Some(0.0);
            name.trim().eq_ignore_ascii_case(encoding) && !is_zero
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_taken_unless_refused() {
        let cases = [
            ("gzip, br", true),
            ("br;q=0.5", true),
            ("br;q=0", false),
            ("gzip", false),
            ("", false),
            ("brotli", false),
        ];
        for (header, expected) in cases {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, header.parse().unwrap());
            assert_eq!(accepts(&headers, "br"), expected, "{header}");
        }
    }
}
