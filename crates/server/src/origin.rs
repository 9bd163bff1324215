//! The origin of our own pages: what changes something, and the socket, must come from there.

use axum::http::HeaderMap;
use axum::http::header::ORIGIN;

/// Scheme, host and port of the public URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicOrigin {
    origin: String,
    authority: String,
    is_https: bool,
}

/// The public URL is not one.
#[derive(Debug, thiserror::Error)]
#[error("the public URL must look like https://chat.example.org, not {0:?}")]
pub struct PublicUrlInvalid(String);

impl PublicOrigin {
    /// The origin of a public URL.
    ///
    /// # Errors
    /// Not an absolute http or https URL.
    pub fn of_url(public_url: &str) -> Result<Self, PublicUrlInvalid> {
        let invalid = || PublicUrlInvalid(public_url.to_owned());
        let url = reqwest::Url::parse(public_url).map_err(|_| invalid())?;
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
            return Err(invalid());
        }
        let origin = url.origin().ascii_serialization();
        let authority = origin
            .split_once("://")
            .map(|(_, authority)| authority.to_owned())
            .ok_or_else(invalid)?;
        Ok(Self {
            origin,
            authority,
            is_https: url.scheme() == "https",
        })
    }

    /// Whether browsers reach us encrypted.
    #[must_use]
    pub const fn is_https(&self) -> bool {
        self.is_https
    }

    /// Where our pages may open sockets, for the content security policy.
    #[must_use]
    pub fn socket_source(&self) -> String {
        format!(
            "{}://{}",
            if self.is_https { "wss" } else { "ws" },
            self.authority
        )
    }

    /// Whether a request says that it comes from one of our pages.
    #[must_use]
    pub fn is_named_by(&self, headers: &HeaderMap) -> bool {
        headers
            .get(ORIGIN)
            .is_some_and(|value| value.as_bytes() == self.origin.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_origin_is_what_browsers_send() {
        let cases = [
            ("https://chat.example.org", "https://chat.example.org"),
            ("https://chat.example.org/", "https://chat.example.org"),
            ("https://Chat.Example.org:443/app", "https://chat.example.org"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://[::1]:8080/", "http://[::1]:8080"),
        ];
        for (url, origin) in cases {
            let mut headers = HeaderMap::new();
            headers.insert(ORIGIN, origin.parse().unwrap());
            assert!(PublicOrigin::of_url(url).unwrap().is_named_by(&headers), "{url}");
        }
    }

    #[test]
    fn other_origins_and_none_are_foreign() {
        let ours = PublicOrigin::of_url("https://chat.example.org").unwrap();
        assert!(!ours.is_named_by(&HeaderMap::new()));
        for origin in [
            "null",
            "http://chat.example.org",
            "https://chat.example.org.evil.example",
            "https://chat.example.org:8443",
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(ORIGIN, origin.parse().unwrap());
            assert!(!ours.is_named_by(&headers), "{origin}");
        }
    }

    #[test]
    fn what_is_no_public_url_is_refused() {
        for url in ["", "chat.example.org", "ftp://chat.example.org", "file:///tmp"] {
            assert!(PublicOrigin::of_url(url).is_err(), "{url}");
        }
    }
}
