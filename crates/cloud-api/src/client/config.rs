//! Where the API is, and which hosts may see a token.

use std::time::Duration;

use reqwest::Url;

use crate::secret::Secret;

/// Settings of a [`crate::Client`].
#[derive(Debug, Clone)]
pub struct ClientConfig {
    /// Where the Graph API is: `https://graph.facebook.com`, or a stand-in's address.
    pub base_url: String,
    /// The Graph version, such as `v25.0`.
    pub version: String,
    /// Further hosts that tokens may be sent to, for media: `host` or `host:port`, compared exactly.
    /// The base URL's own host is always allowed.
    pub media_hosts: Vec<String>,
    /// Up to when a connection must stand, name look-up and TLS included. Shorter than `request_timeout`, so that a
    /// connection that never came about is never mistaken for an unknown outcome.
    pub connect_timeout: Duration,
    /// Up to when an ordinary call must be answered.
    pub request_timeout: Duration,
    /// Up to when an upload or download must be complete.
    pub transfer_timeout: Duration,
    /// For how long a download may stand still.
    pub idle_timeout: Duration,
}

impl ClientConfig {
    /// Settings with the usual time-outs and Meta's media host.
    pub fn new(base_url: impl Into<String>, version: impl Into<String>) -> Self {
        Self {
            base_url: base_url.into(),
            version: version.into(),
            media_hosts: vec!["lookaside.fbsbx.com".to_owned()],
            connect_timeout: Duration::from_secs(10),
            request_timeout: Duration::from_secs(30),
            transfer_timeout: Duration::from_secs(600),
            idle_timeout: Duration::from_secs(30),
        }
    }
}

/// What a business number signs its calls with.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// A system user's access token.
    pub access_token: Secret,
}

impl Credentials {
    /// Credentials of an access token.
    pub fn new(access_token: impl Into<String>) -> Self {
        Self {
            access_token: Secret::new(access_token),
        }
    }
}

/// Why a client cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// The base URL is none, not http(s), or carries a query or user.
    #[error("the base URL is not usable")]
    BaseUrl,
    /// The version does not look like `v25.0`.
    #[error("the Graph version must look like v25.0")]
    Version,
    /// The time to connect is not shorter than the time to answer.
    #[error("the connect time-out must be shorter than the request time-out")]
    Timeouts,
    /// TLS could not be set up, usually because the machine has no root certificates.
    #[error("TLS could not be set up: are root certificates installed?")]
    Tls,
}

/// The checked address.
#[derive(Debug, Clone)]
pub(super) struct Endpoint {
    root: Url,
}

impl ClientConfig {
    pub(super) fn endpoint(&self) -> Result<Endpoint, ConfigError> {
        if self.connect_timeout >= self.request_timeout || self.connect_timeout >= self.transfer_timeout {
            return Err(ConfigError::Timeouts);
        }
        if !is_version(&self.version) {
            return Err(ConfigError::Version);
        }
        let mut root = Url::parse(&self.base_url).map_err(|_| ConfigError::BaseUrl)?;
        let is_plain = root.query().is_none() && root.fragment().is_none() && has_no_user(&root);
        if !matches!(root.scheme(), "http" | "https") || !root.has_host() || !is_plain {
            return Err(ConfigError::BaseUrl);
        }
        root.path_segments_mut()
            .map_err(|()| ConfigError::BaseUrl)?
            .pop_if_empty()
            .push(&self.version);
        Ok(Endpoint { root })
    }

    /// The media address, if the token may go there: over https (or as plainly as the base URL), without user
    /// information, to an allowed host and port.
    pub(super) fn allowed_media_url(&self, endpoint: &Endpoint, url: &str) -> Option<Url> {
        let url = Url::parse(url).ok()?;
        if !(url.scheme() == "https" || url.scheme() == endpoint.root.scheme()) || !has_no_user(&url) {
            return None;
        }
        let is_own = url.host_str() == endpoint.root.host_str()
            && url.port_or_known_default() == endpoint.root.port_or_known_default();
        (is_own || self.media_hosts.iter().any(|allowed| is_host(&url, allowed))).then_some(url)
    }
}

impl Endpoint {
    /// The address of a path below the version; nothing if a segment is not an id or a plain word, so that no id
    /// from outside can lead elsewhere.
    pub(super) fn url(&self, path: &[&str]) -> Option<Url> {
        if !path.iter().all(|segment| is_plain_segment(segment)) {
            return None;
        }
        let mut url = self.root.clone();
        url.path_segments_mut().ok()?.extend(path);
        Some(url)
    }

    pub(super) fn is_loopback(&self) -> bool {
        matches!(self.root.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"))
    }

    pub(super) fn is_plain_http(&self) -> bool {
        self.root.scheme() == "http"
    }
}

fn is_version(version: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    version
        .strip_prefix('v')
        .and_then(|rest| rest.split_once('.'))
        .is_some_and(|(a, b)| digits(a) && digits(b))
}

fn is_plain_segment(segment: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    segment.bytes().all(plain) && segment.bytes().any(|byte| byte.is_ascii_alphanumeric())
}

fn has_no_user(url: &Url) -> bool {
    url.username().is_empty() && url.password().is_none()
}

fn is_host(url: &Url, allowed: &str) -> bool {
    let Some(host) = url.host_str() else { return false };
    match url.port() {
        None => allowed.eq_ignore_ascii_case(host),
        Some(port) => allowed.eq_ignore_ascii_case(&format!("{host}:{port}")),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn config(base_url: &str) -> ClientConfig {
        let mut config = ClientConfig::new(base_url, "v25.0");
        config.media_hosts.push("media.example:8443".to_owned());
        config
    }

    #[test]
    fn paths_stand_below_the_version() {
        for base in ["https://graph.facebook.com", "https://graph.facebook.com/"] {
            let url = config(base)
                .endpoint()
                .unwrap()
                .url(&["4400001111", "messages"])
                .unwrap();
            assert_eq!(
                url.as_str(),
                "https://graph.facebook.com/v25.0/4400001111/messages"
            );
        }
        let url = config("http://127.0.0.1:9/graph")
            .endpoint()
            .unwrap()
            .url(&["1"])
            .unwrap();
        assert_eq!(url.as_str(), "http://127.0.0.1:9/graph/v25.0/1");
    }

    #[test]
    fn an_id_cannot_lead_elsewhere() {
        let endpoint = config("https://graph.facebook.com").endpoint().unwrap();
        for id in [
            "",
            ".",
            "..",
            "../me",
            "a/b",
            "1?fields=x",
            "1#x",
            "%2e%2e",
            "a b",
            "é",
        ] {
            assert_eq!(endpoint.url(&[id]), None, "{id}");
        }
    }

    #[test]
    fn unusable_settings_are_refused() {
        for base in [
            "",
            "graph.facebook.com",
            "ftp://x",
            "https://u:p@x",
            "https://x/?a=1",
            "https://x/#a",
        ] {
            assert_eq!(
                config(base).endpoint().unwrap_err(),
                ConfigError::BaseUrl,
                "{base}"
            );
        }
        for version in ["", "25.0", "v25", "v25.", "v.0", "v25.0/..", "v25.0.1x"] {
            let error = ClientConfig::new("https://x", version).endpoint().unwrap_err();
            assert_eq!(error, ConfigError::Version, "{version}");
        }
        let mut slow = config("https://x");
        slow.connect_timeout = slow.request_timeout;
        assert_eq!(slow.endpoint().unwrap_err(), ConfigError::Timeouts);
    }

    #[test]
    fn the_token_goes_to_allowed_hosts_only() {
        let meta = config("https://graph.facebook.com");
        let endpoint = meta.endpoint().unwrap();
        let allowed = |url: &str| meta.allowed_media_url(&endpoint, url).is_some();
        assert!(allowed(
            "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1&ext=2&hash=x"
        ));
        assert!(allowed("https://LOOKASIDE.fbsbx.com:443/x"));
        assert!(allowed("https://graph.facebook.com/x"));
        assert!(allowed("https://media.example:8443/x"));
        for url in [
            "http://lookaside.fbsbx.com/x",
            "https://lookaside.fbsbx.com:8080/x",
            "https://lookaside.fbsbx.com.evil.example/x",
            "https://evil.example/lookaside.fbsbx.com",
            "https://evil-lookaside.fbsbx.com/x",
            "https://lookaside.fbsbx.com@evil.example/x",
            "https://user@lookaside.fbsbx.com/x",
            "https://media.example/x",
            "file:///etc/passwd",
            "/relative",
            "",
        ] {
            assert!(!allowed(url), "{url}");
        }
    }
}
