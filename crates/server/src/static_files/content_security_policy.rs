//! What the app's page may load and run.
//!
//! Scripts come from us; the inline ones that are in the page at start are allowed by their SHA-256, no others. Style attributes
//! and inline styles are not allowed at all.

use crate::origin::PublicOrigin;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

/// The policy of a page.
pub fn of_page(page: &str, origin: &PublicOrigin) -> String {
    let hashes: String = inline_scripts(page)
        .map(|script| format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(script.as_bytes()))))
        .collect();
    let sockets = origin.socket_source();
    [
        "default-src 'none'".to_owned(),
        format!("script-src 'self' 'wasm-unsafe-eval'{hashes}"),
        "style-src 'self'".to_owned(),
        "img-src 'self' blob: data:".to_owned(),
        "media-src 'self' blob:".to_owned(),
        "font-src 'self'".to_owned(),
        format!("connect-src 'self' {sockets}"),
        "manifest-src 'self'".to_owned(),
        "worker-src 'self'".to_owned(),
        "base-uri 'none'".to_owned(),
        "form-action 'self'".to_owned(),
        "frame-ancestors 'none'".to_owned(),
    ]
    .join("; ")
}

/// The texts between `<script …>` and `</script>` of scripts without `src`.
fn inline_scripts(page: &str) -> impl Iterator<Item = &str> {
    page.split("<script").skip(1).filter_map(|rest| {
        let (attributes, rest) = rest.split_once('>')?;
        let (script, _) = rest.split_once("</script>")?;
        let has_source = attributes
            .split_whitespace()
            .any(|attribute| attribute.starts_with("src="));
        (!has_source && !script.is_empty()).then_some(script)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_scripts_are_allowed_by_their_hash() {
        let page = r#"<!doctype html><script src="/a.js"></script><script type="module">alert(1)</script>"#;
        let policy = of_page(page, &PublicOrigin::of_url("https://chat.example.org").unwrap());
        // printf 'alert(1)' | openssl dgst -sha256 -binary | base64
        let hash = "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='";
        assert!(
            policy.contains(&format!("script-src 'self' 'wasm-unsafe-eval' {hash};")),
            "{policy}"
        );
        assert!(
            policy.contains("connect-src 'self' wss://chat.example.org;"),
            "{policy}"
        );
        assert!(
            !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"),
            "{policy}"
        );
    }
}
