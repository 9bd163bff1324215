//! Files of messages.

use super::path_id::PathId;
use super::query::Query;
use super::refusal::Refusal;
use crate::auth::current_session::CurrentSession;
use crate::state::AppState;
use axum::Json;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LAST_MODIFIED,
};
use axum::http::{HeaderValue, Response, StatusCode};
use axum::response::IntoResponse as _;
use domain::entities::Message;
use domain::error::{ErrorCode, Problem};
use domain::ids::{MediaId, MessageId};
use serde::Deserialize;
use tower_http::services::ServeFile;

/// Types that browsers draw and that cannot hold a script.
const SHOWN: [&str; 7] = [
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/gif",
    "video/mp4",
    "video/3gpp",
    "video/webm",
];

/// How the file is wanted.
#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MediaQuery {
    /// Given, with any value: to be saved, whatever it is.
    download: Option<String>,
}

/// A file, whole or in ranges. It may not be kept by caches that do not ask us who looks.
#[utoipa::path(get, path = "/media/{id}", tag = "media",
    params(("id" = MediaId, Path), MediaQuery),
    responses(
        (status = 200, content_type = "*/*", body = Vec<u8>),
        (status = 206, content_type = "*/*", body = Vec<u8>, description = "The range that was asked for"),
        (status = 416, description = "No such range"),
        (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn show(
    State(state): State<AppState>,
    current: CurrentSession,
    PathId(id): PathId<MediaId>,
    Query(query): Query<MediaQuery>,
    request: Request,
) -> Result<Response<Body>, Refusal> {
    let file = state.store.visible_media(&current.viewer(), id).await?;
    let file = file.ok_or_else(Refusal::not_found)?;
    // The bytes of an id never change.
    let tag = HeaderValue::from_str(&format!("\"{id}\"")).map_err(|_| Refusal::not_found())?;
    if request.headers().get(IF_NONE_MATCH) == Some(&tag) {
        let mut unchanged = StatusCode::NOT_MODIFIED.into_response();
        unchanged.headers_mut().insert(ETAG, tag);
        return Ok(unchanged);
    }
    let served = ServeFile::new(state.media_files.path(id))
        .try_call(request)
        .await
        .map_err(|error| {
            tracing::error!(%error, media_id = %id, "a file cannot be read");
            Refusal::from(ErrorCode::Unavailable)
        })?;
    if served.status() == StatusCode::NOT_FOUND {
        tracing::error!(media_id = %id, "a file is not in the data folder");
        return Err(Refusal::not_found());
    }
    let mut response = served.map(Body::new).into_response();
    let headers = response.headers_mut();
    let mime_type = file.kept.mime_type.as_str();
    let content_type = HeaderValue::from_str(mime_type);
    headers.insert(
        CONTENT_TYPE,
        content_type.unwrap_or(HeaderValue::from_static("application/octet-stream")),
    );
    headers.insert(
        CONTENT_DISPOSITION,
        disposition(mime_type, file.file_name.as_deref(), query.download.is_some()),
    );
    headers.insert(ETAG, tag);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.remove(LAST_MODIFIED);
    Ok(response)
}

/// Asks Meta for a customer's file again, now. Needs nothing but sight of the conversation.
#[utoipa::path(post, path = "/messages/{id}/fetch-media", tag = "media",
    params(("id" = MessageId, Path)),
    responses(
        (status = 200, body = Message),
        (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn fetch(
    State(state): State<AppState>,
    current: CurrentSession,
    PathId(id): PathId<MessageId>,
) -> Result<Json<Message>, Refusal> {
    let now = state.begin_change(current.session.agent.id)?;
    let message = state.store.retry_media_fetch(&current.viewer(), id, now).await?;
    let message = message.ok_or_else(Refusal::not_found)?;
    state.media_wake.notify_one();
    Ok(Json(message))
}

/// Pictures, films and sounds are shown in our pages; everything else is a download, so that it can never run as a page of ours.
fn disposition(mime_type: &str, file_name: Option<&str>, is_download: bool) -> HeaderValue {
    let is_shown = mime_type.starts_with("audio/") || SHOWN.contains(&mime_type);
    let how = if is_shown && !is_download {
        "inline"
    } else {
        "attachment"
    };
    let Some(name) = file_name.filter(|name| !name.is_empty()) else {
        return HeaderValue::from_static(how);
    };
    // RFC 6266 and RFC 8187: any name, as UTF-8 in percent signs.
    let mut value = format!("{how}; filename*=UTF-8''");
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            value.push(char::from(byte));
        } else {
            value.push_str(&format!("%{byte:02X}"));
        }
    }
    HeaderValue::from_str(&value).unwrap_or(HeaderValue::from_static(how))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_any_kind_travel_and_only_what_is_shown_opens_in_the_page() {
        let cases = [
            ("image/png", None, "inline"),
            ("image/svg+xml", None, "attachment"),
            (
                "application/pdf",
                Some("Orçamento \"final\".pdf"),
                "attachment; filename*=UTF-8''Or%C3%A7amento%20%22final%22.pdf",
            ),
            (
                "text/html",
                Some("a\r\nb: c"),
                "attachment; filename*=UTF-8''a%0D%0Ab%3A%20c",
            ),
            ("audio/ogg; codecs=opus", Some(""), "inline"),
        ];
        for (mime_type, name, expected) in cases {
            assert_eq!(disposition(mime_type, name, false), expected);
        }
        assert_eq!(disposition("image/png", None, true), "attachment");
    }
}
