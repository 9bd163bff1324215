//! The page's files, built into the program.

use axum::http::header;
use axum::response::IntoResponse;

/// Nothing from elsewhere, nothing inline.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; \
                      connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

pub(super) async fn html() -> impl IntoResponse {
    file(
        "text/html; charset=utf-8",
        include_bytes!("../../assets/phones.html"),
    )
}

pub(super) async fn script() -> impl IntoResponse {
    file(
        "text/javascript; charset=utf-8",
        include_bytes!("../../assets/phones.js"),
    )
}

pub(super) async fn style() -> impl IntoResponse {
    file(
        "text/css; charset=utf-8",
        include_bytes!("../../assets/phones.css"),
    )
}

pub(super) async fn faults_script() -> impl IntoResponse {
    file(
        "text/javascript; charset=utf-8",
        include_bytes!("../../assets/faults.js"),
    )
}

pub(super) async fn faults_style() -> impl IntoResponse {
    file(
        "text/css; charset=utf-8",
        include_bytes!("../../assets/faults.css"),
    )
}

pub(super) async fn icon() -> impl IntoResponse {
    file("image/svg+xml", include_bytes!("../../assets/icon.svg"))
}

pub(super) async fn sample_voice() -> impl IntoResponse {
    file("audio/ogg", include_bytes!("../../assets/sample-voice.ogg"))
}

fn file(content_type: &'static str, bytes: &'static [u8]) -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, content_type),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, bytes)
}
