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
use domain::error::{ErrorCode, Problem};
use domain::permission::Permission;
use domain::phone::Phone;
use domain::wire::ConversationRow;

/// The longest name of a contact, in characters.
const NAME_CHARACTERS: usize = 100;

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
            let name = name.trim().to_owned();
            if name.chars().count() > NAME_CHARACTERS {
                return Err(Refusal::text_too_long(NAME_CHARACTERS));
            }
            NewContact::Phone {
                contact_id,
                phone: phone.digits().to_owned(),
                name,
            }
        }
    };
    let new = NewConversation {
        command: StartConversation { with, ..command },
        now: state.clock.now(),
    };
    match state.store.start_conversation(&current.viewer(), &new).await? {
        StartOutcome::Created(row) => Ok((StatusCode::CREATED, Json(row))),
        StartOutcome::Known(row) => Ok((StatusCode::OK, Json(row))),
        StartOutcome::NotFound => Err(Refusal::not_found()),
        StartOutcome::IdConflict => Err(ErrorCode::IdConflict.into()),
    }
}
