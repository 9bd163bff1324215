//! REST: one file a resource. A handler parses, authorises, calls the store, answers.

pub mod body;
pub mod health;
pub mod refusal;
pub mod request_context;

mod alarms;
mod assignees;
mod bootstrap;
mod canned_responses;
mod contact_import;
mod contact_list;
mod contacts;
mod conversation_state;
mod conversations;
mod drafts;
mod feedback;
mod labels;
mod measure;
mod media;
mod mentions;
mod messages;
mod new_conversation;
mod notes;
mod openapi;
mod origin_check;
mod path_id;
mod phone_numbers;
mod pins;
mod query;
mod read;
mod search;
mod security_headers;
mod session;
mod set_aside;
mod settings;
mod shelves;
mod templates;
mod to_the_end;
mod uploads;

pub use openapi::document as openapi_document;

use crate::realtime;
use crate::state::AppState;
use crate::static_files::{self, StaticFiles};
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use refusal::Refusal;
use std::sync::Arc;
use tower_http::catch_panic::CatchPanicLayer;

/// Everything that the server answers.
pub fn router(state: AppState, app: Option<Arc<StaticFiles>>) -> Router {
    let outside = Router::new()
        .merge(health::router())
        // Meta's door is not one of our pages: no session, no Origin.
        .merge(crate::webhook::router())
        .nest("/api/v1", api(&state));
    let outside = match app {
        Some(app) => outside.fallback(move |request| static_files::serve(Arc::clone(&app), request)),
        None => outside.fallback(not_found),
    };
    outside
        .method_not_allowed_fallback(method_not_allowed)
        .layer(CatchPanicLayer::custom(refusal::of_panic))
        .layer(from_fn_with_state(state.clone(), measure::measure))
        .layer(from_fn_with_state(state.clone(), security_headers::add))
        .layer(from_fn(request_context::with_request_id))
        .with_state(state)
}

fn api(state: &AppState) -> Router<AppState> {
    let (routes, _) = openapi::routes().split_for_parts();
    routes
        .route("/openapi.json", get(openapi::answer))
        .route("/socket", get(realtime::socket::open))
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(from_fn_with_state(
            state.clone(),
            origin_check::require_own_origin,
        ))
}

async fn not_found() -> Refusal {
    Refusal::not_found()
}

async fn method_not_allowed() -> Refusal {
    Refusal::method_not_allowed()
}
