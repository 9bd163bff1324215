//! The built app: one page for every address, strict headers, files with a hash kept for ever.

use crate::support::{TestServer, app_folder, assert_refused};
use domain::error::ErrorCode;
use reqwest::Method;
use std::path::PathBuf;

async fn server_with(folder: PathBuf) -> TestServer {
    TestServer::start_with(|config| config.app_dir = Some(folder)).await
}

#[tokio::test]
async fn any_address_of_the_app_answers_its_page_with_a_strict_policy() {
    let (_folder, path) = app_folder();
    let server = server_with(path).await;
    let browser = server.browser();
    for address in [
        "/",
        "/index.html",
        "/chat",
        "/chat/0190a5b0-0000-7000-8000-000000000001",
        "/login",
    ] {
        let answer = browser.get(address).await;
        assert_eq!(answer.status, 200, "{address}");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(answer.header("cache-control"), "no-cache");
        let policy = answer.header("content-security-policy");
        // The SHA-256 of the page's inline script.
        let script = "script-src 'self' 'wasm-unsafe-eval' 'sha256-";
        assert!(policy.contains(script), "{policy}");
        assert!(
            policy.contains(&format!("connect-src 'self' ws://{};", server.address)),
            "{policy}"
        );
        for part in [
            "default-src 'none'",
            "style-src 'self';",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        ] {
            assert!(policy.contains(part), "{part}: {policy}");
        }
        assert!(!policy.contains("unsafe-inline"), "{policy}");
        let allowed = answer.header("permissions-policy");
        for part in ["microphone=(self)", "geolocation=(self)", "camera=()"] {
            assert!(allowed.contains(part), "{part}: {allowed}");
        }
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
    }
}

#[tokio::test]
async fn files_with_a_hash_are_kept_for_ever_and_others_are_asked_for_anew() {
    let (_folder, path) = app_folder();
    let server = server_with(path).await;
    let browser = server.browser();
    let wasm = browser.get("/perfectchat-3f9c1b7e2a4d5f60_bg.wasm").await;
    assert_eq!(wasm.header("content-type"), "application/wasm");
    assert_eq!(
        wasm.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    let manifest = browser.get("/manifest.webmanifest").await;
    assert_eq!(manifest.header("content-type"), "application/manifest+json");
    assert_eq!(manifest.header("cache-control"), "no-cache");
    let known = manifest.header("etag").to_owned();
    let again = browser
        .send(
            Method::GET,
            "/manifest.webmanifest",
            &[("if-none-match", &known)],
            None,
        )
        .await;
    assert_eq!((again.status, again.body.len()), (304, 0));
}

#[tokio::test]
async fn the_compressed_form_is_sent_to_those_who_take_it() {
    let (_folder, path) = app_folder();
    let server = server_with(path).await;
    let browser = server.browser();
    let script = "/perfectchat-3f9c1b7e2a4d5f60.js";
    let plain = browser.get(script).await;
    let policy = plain.header("content-security-policy");
    assert!(
        policy.contains("connect-src 'self'"),
        "a service worker fetches by its own policy: {policy}"
    );
    assert_eq!(
        (plain.header("content-encoding"), plain.body.as_slice()),
        ("", &b"export default 1;"[..])
    );
    let brotli = browser
        .send(Method::GET, script, &[("accept-encoding", "gzip, br")], None)
        .await;
    assert_eq!(
        (brotli.header("content-encoding"), brotli.body.as_slice()),
        ("br", &b"brotli form"[..])
    );
    assert_eq!(brotli.header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!(brotli.header("vary"), "accept-encoding");
}

#[tokio::test]
async fn files_and_interfaces_that_do_not_exist_are_not_the_page() {
    let (_folder, path) = app_folder();
    let server = server_with(path).await;
    let browser = server.browser();
    for address in [
        "/perfectchat-0000000000000000.js",
        "/%2e%2e/secret.key",
        "/../secret.key",
        "/icons/missing.svg",
        "/api",
        "/api/v1/nothing",
        "/api/v2/session",
        "/webhooks/other",
    ] {
        assert_refused(&browser.get(address).await, ErrorCode::NotFound);
    }
    let answer = browser.post("/chat", &serde_json::json!({})).await;
    assert_refused(&answer, ErrorCode::InvalidRequest);
    assert_eq!((answer.status, answer.header("allow")), (405, "GET,HEAD"));
    let head = browser.send(Method::HEAD, "/", &[], None).await;
    assert_eq!((head.status, head.body.len()), (200, 0));
}
