//! The routes of the REST interface together with their description.

use super::{
    alarms, assignees, bootstrap, canned_responses, contact_import, contact_list, contacts,
    conversation_state, conversations, drafts, feedback, labels, media, mentions, messages, new_conversation,
    notes, phone_numbers, pins, read, search, session, set_aside, settings, shelves, templates, uploads,
};
use crate::state::AppState;
use axum::Json;
use std::sync::LazyLock;
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "PerfectChat",
        description = "A shared inbox for WhatsApp. The session is the cookie `perfectchat_session`; whatever changes something \
                       must come from the installation's own origin. Refusals are `application/problem+json`.",
        version = "1",
        license(name = "MIT OR Apache-2.0"),
    ),
    servers((url = "/api/v1")),
)]
struct Description;

static DOCUMENT: LazyLock<OpenApi> = LazyLock::new(|| routes().split_for_parts().1);

/// The description of the REST interface.
#[must_use]
pub fn document() -> &'static OpenApi {
    &DOCUMENT
}

/// Answers with the description.
pub async fn answer() -> Json<&'static OpenApi> {
    Json(document())
}

/// Every route of the REST interface.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(Description::openapi())
        .routes(routes!(session::sign_in, session::show, session::sign_out))
        .routes(routes!(session::sign_out_everywhere))
        .routes(routes!(bootstrap::show))
        .routes(routes!(conversations::page, new_conversation::start))
        .routes(routes!(conversations::visible))
        .routes(routes!(conversations::detail))
        .routes(routes!(messages::page, messages::send))
        .routes(routes!(messages::retry))
        .routes(routes!(messages::details))
        .routes(routes!(media::show))
        .routes(routes!(media::fetch))
        .routes(routes!(uploads::begin))
        .routes(routes!(uploads::add, uploads::remove))
        .routes(routes!(messages::erase))
        .routes(routes!(messages::cancel))
        .routes(routes!(messages::put_waveform))
        .routes(routes!(messages::played))
        .routes(routes!(messages::react))
        .routes(routes!(search::everywhere))
        .routes(routes!(search::in_conversation))
        .routes(routes!(shelves::page))
        .routes(routes!(read::mark))
        .routes(routes!(read::mark_unread))
        .routes(routes!(pins::put))
        .routes(routes!(assignees::replace))
        .routes(routes!(conversation_state::change))
        .routes(routes!(drafts::save))
        .routes(routes!(phone_numbers::change))
        .routes(routes!(alarms::page))
        .routes(routes!(alarms::acknowledge))
        .routes(routes!(set_aside::page))
        .routes(routes!(templates::syncs))
        .routes(routes!(templates::sync_now))
        .routes(routes!(canned_responses::put, canned_responses::remove))
        .routes(routes!(contact_list::page, contact_list::create))
        .routes(routes!(contact_list::export))
        .routes(routes!(contact_import::import))
        .routes(routes!(contacts::change, contacts::erase))
        .routes(routes!(contacts::block, contacts::unblock))
        .routes(routes!(contacts::merge))
        .routes(routes!(contacts::export))
        .routes(routes!(notes::page))
        .routes(routes!(notes::put, notes::remove))
        .routes(routes!(mentions::see))
        .routes(routes!(labels::put_source, labels::remove_source))
        .routes(routes!(labels::put_group, labels::remove_group))
        .routes(routes!(settings::show, settings::change))
        .routes(routes!(feedback::show, feedback::put))
        .routes(routes!(feedback::tally))
}
