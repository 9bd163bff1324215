//! What is noted of sounds: their waveform, and that one of us has played them.

use crate::auth::current_session::CurrentSession;
use crate::http::body::JsonBody;
use crate::http::path_id::PathId;
use crate::http::refusal::Refusal;
use crate::state::AppState;
use crate::store::SoundOutcome;
use axum::Json;
use axum::extract::State;
use domain::command::PutWaveform;
use domain::entities::Message;
use domain::error::{ErrorCode, Problem};
use domain::ids::MessageId;
use domain::permission::Permission;

/// Keeps what a player draws of a sound, once. Needs nothing but sight of the conversation: it says nothing that the file does not.
#[utoipa::path(put, path = "/messages/{id}/waveform", tag = "messages",
    params(("id" = MessageId, Path)), request_body = PutWaveform,
    responses(
        (status = 200, body = Message),
        (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn put_waveform(
    State(state): State<AppState>,
    current: CurrentSession,
    PathId(id): PathId<MessageId>,
    JsonBody(command): JsonBody<PutWaveform>,
) -> Result<Json<Message>, Refusal> {
    let agent = current.session.agent.id;
    state.sound_limits.take(agent, state.clock.now())?;
    let viewer = current.viewer();
    answer(state.store.put_waveform(&viewer, id, command.waveform).await?)
}

/// Notes that one of us has played a customer's sound, for everyone.
#[utoipa::path(post, path = "/messages/{id}/played", tag = "messages",
    params(("id" = MessageId, Path)),
    responses(
        (status = 200, body = Message),
        (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn played(
    State(state): State<AppState>,
    current: CurrentSession,
    PathId(id): PathId<MessageId>,
) -> Result<Json<Message>, Refusal> {
    current.require(Permission::ChatSend)?;
    let agent = current.session.agent.id;
    state.sound_limits.take(agent, state.clock.now())?;
    answer(state.store.mark_played(&current.viewer(), id).await?)
}

fn answer(outcome: SoundOutcome) -> Result<Json<Message>, Refusal> {
    match outcome {
        SoundOutcome::Message(message) => Ok(Json(message)),
        SoundOutcome::NotFound => Err(Refusal::not_found()),
        SoundOutcome::StateConflict => Err(ErrorCode::MessageStateConflict.into()),
    }
}
