//! Beginning a conversation with somebody who has not written, or not to this number.

use super::body::JsonBody;
use super::refusal::Refusal;
use crate::auth::current_session::CurrentSession;
use crate::state::AppState;
use crate::store::{NewConversation, StartOutcome};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::command::{NewContact, StartConversation};
use domain::contact::{NAME_CHARACTERS, tidy_name};
use domain::error::{ErrorCode, Problem};
use domain::permission::Permission;
use domain::phone::Phone;
use domain::wire::ConversationRow;

/// Opens a conversation with a contact or a phone number; the one that is there, when there is one.
#[utoipa::path(post, path = "/conversations", tag = "conversations", request_body = StartConversation, responses(
    (status = 201, description = "It is new", body = ConversationRow),
    (status = 200, description = "It was there", body = ConversationRow),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn start(
    State(state): State<AppState>,
    current: CurrentSession,
    JsonBody(command): JsonBody<StartConversation>,
) -> Result<(StatusCode, Json<ConversationRow>), Refusal> {
    current.require(Permission::ChatSend)?;
    let with = match command.with {
        NewContact::Known { contact_id } => NewContact::Known { contact_id },
        NewContact::Phone {
            contact_id,
            phone,
            name,
        } => {
            let phone = Phone::parse(&phone).map_err(|_| Refusal::invalid("phone"))?;
            if name.trim().chars().count() > NAME_CHARACTERS {
                return Err(Refusal::text_too_long(NAME_CHARACTERS));
            }
            // None is fine: they are called by their number.
            let name = tidy_name(&name).unwrap_or_default();
            NewContact::Phone {
                contact_id,
                phone: phone.digits().to_owned(),
                name,
            }
        }
    };
    let now = state.begin_change(current.session.agent.id)?;
    let new = NewConversation {
        command: StartConversation { with, ..command },
        now,
    };
    match state.store.start_conversation(&current.viewer(), &new).await? {
        StartOutcome::Created(row) => Ok((StatusCode::CREATED, Json(row))),
        StartOutcome::Known(row) => Ok((StatusCode::OK, Json(row))),
        StartOutcome::NotFound => Err(Refusal::not_found()),
        StartOutcome::IdConflict => Err(ErrorCode::IdConflict.into()),
    }
}
