//! The page with the customers' phones, and the interface by which it (or anyone) plays them.

mod control;
mod events;
mod faults;
mod page;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post, put};

use crate::shared::Shared;

/// Everything that is not Meta's: `/` and `/simulator/…`.
pub(crate) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/", get(page::html))
        .route("/simulator/phones.js", get(page::script))
        .route("/simulator/faults.js", get(page::faults_script))
        .route("/simulator/phones.css", get(page::style))
        .route("/simulator/faults.css", get(page::faults_style))
        .route("/simulator/icon.svg", get(page::icon))
        .route("/simulator/sample-voice.ogg", get(page::sample_voice))
        .route("/simulator/events", get(events::events))
        .route("/simulator/state", get(control::state))
        .route("/simulator/customers", post(control::add_customer))
        .route("/simulator/messages", post(control::send_message))
        .route("/simulator/opened", post(control::open))
        .route("/simulator/played", post(control::play))
        .route(
            "/simulator/media",
            post(control::add_media).layer(DefaultBodyLimit::disable()),
        )
        .route("/simulator/media/{id}", get(control::media))
        .route(
            "/simulator/behaviour",
            get(control::behaviour).put(control::set_behaviour),
        )
        .route("/simulator/knobs", get(faults::knobs).put(faults::set_knobs))
        .route("/simulator/knobs/{preset}", put(faults::set_preset))
        .route("/simulator/faults", get(faults::catalogue))
        .route(
            "/simulator/account-events",
            get(faults::account_events).post(faults::send_account_event),
        )
        .route("/simulator/echoes", post(faults::send_echo))
        .route("/simulator/new-number", post(faults::change_number))
        .route("/simulator/new-user-id", post(faults::change_user_id))
        .route("/simulator/subscribe", post(control::subscribe))
        .route("/simulator/retry", post(control::retry))
        .route("/simulator/requests", get(control::requests))
        .route("/simulator/export", get(control::export))
}
