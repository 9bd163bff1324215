//! The session's cookie and its token, of which the database holds only the SHA-256.

use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::time::Span;
use sha2::{Digest as _, Sha256};

/// The cookie's name.
pub const NAME: &str = "perfectchat_session";
/// How long a session lives after its last use.
pub const LIFETIME: Span = Span::from_hours(24 * 30);
/// The server decides when a session ends; the cookie itself lives as long as browsers allow, 400 days.
const COOKIE_MAX_AGE_S: u32 = 400 * 24 * 3_600;

/// 32 random bytes that prove a session. Has no `Debug`.
pub struct SessionToken([u8; 32]);

impl SessionToken {
    /// A new one.
    #[must_use]
    pub fn random() -> Self {
        let mut bytes = [0; 32];
        rand::RngCore::fill_bytes(&mut rand::rng(), &mut bytes);
        Self(bytes)
    }

    /// The one that a request brings.
    #[must_use]
    pub fn from_headers(headers: &HeaderMap) -> Option<Self> {
        headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|cookies| cookies.split(';'))
            .filter_map(|cookie| cookie.trim().split_once('='))
            .find(|(name, _)| *name == NAME)
            .and_then(|(_, value)| URL_SAFE_NO_PAD.decode(value).ok())
            .and_then(|bytes| bytes.try_into().ok())
            .map(Self)
    }

    /// What the database holds of it.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }

    /// The header that gives it to the browser.
    #[must_use]
    pub fn set_cookie(&self, is_https: bool) -> String {
        cookie(&URL_SAFE_NO_PAD.encode(self.0), COOKIE_MAX_AGE_S, is_https)
    }
}

/// The header that takes the token from the browser.
#[must_use]
pub fn clear_cookie(is_https: bool) -> String {
    cookie("", 0, is_https)
}

fn cookie(value: &str, max_age_s: u32, is_https: bool) -> String {
    let secure = if is_https { "; Secure" } else { "" };
    format!("{NAME}={value}; Path=/; Max-Age={max_age_s}; HttpOnly; SameSite=Strict{secure}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_brings_back_what_it_was_given() {
        let token = SessionToken::random();
        let given = token.set_cookie(true);
        assert!(given.ends_with("; HttpOnly; SameSite=Strict; Secure"), "{given}");
        let mut headers = HeaderMap::new();
        let pair = given.split(';').next().unwrap();
        headers.insert(COOKIE, format!("theme=dark; {pair}").parse().unwrap());
        assert_eq!(SessionToken::from_headers(&headers).unwrap().hash(), token.hash());
    }

    #[test]
    fn anything_else_is_no_token() {
        for cookies in [
            "",
            "perfectchat_session=",
            "perfectchat_session=abc",
            "other=AAAA",
            "perfectchat_session",
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(COOKIE, cookies.parse().unwrap());
            assert!(SessionToken::from_headers(&headers).is_none(), "{cookies}");
        }
    }
}
