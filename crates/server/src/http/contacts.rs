//! What agents do to contacts.

use super::body::JsonBody;
use super::path_id::PathId;
use super::refusal::Refusal;
use super::to_the_end::to_the_end;
use crate::auth::current_session::CurrentSession;
use crate::media::uploads;
use crate::outbound::blocking;
use crate::state::AppState;
use crate::store::{ChangeContactOutcome, EraseContactOutcome, MergeOutcome};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, HeaderName};
use domain::command::{ChangeContact, MergeContact};
use domain::contact::{EDITING, ERASING, MOST_GROUPS, NAME_CHARACTERS, tidy_name};
use domain::entities::Contact;
use domain::error::{ErrorCode, Problem};
use domain::ids::ContactId;
use domain::wire::ContactExport;

/// Changes a contact, field by field: of two changes of one field the later one wins. All of a command counts, or nothing of it.
#[utoipa::path(patch, path = "/contacts/{id}", tag = "contacts",
    params(("id" = ContactId, Path)), request_body = ChangeContact,
    responses(
        (status = 200, description = "As it is now", body = Contact),
        (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn change(
    State(state): State<AppState>,
    current: CurrentSession,
    PathId(id): PathId<ContactId>,
    JsonBody(command): JsonBody<ChangeContact>,
) -> Result<Json<Contact>, Refusal> {
    current.require(EDITING)?;
    let command = tidied(command)?;
    let now = state.begin_change(current.session.agent.id)?;
    let viewer = current.viewer();
    let outcome = to_the_end(async move {
        let outcome = state.store.change_contact(&viewer, id, &command, now).await;
        // A picture may have been let go.
        state.media_wake.notify_one();
        outcome
    });
    match outcome.await?? {
        ChangeContactOutcome::Contact(contact) => Ok(Json(contact)),
        ChangeContactOutcome::NotFound => Err(Refusal::not_found()),
        ChangeContactOutcome::SourceMissing => Err(Refusal::invalid("source_id")),
        ChangeContactOutcome::GroupMissing => Err(Refusal::invalid("add_groups")),
        ChangeContactOutcome::FileMissing => Err(ErrorCode::FileMissing.into()),
        ChangeContactOutcome::FileRefused(error) => Err(uploads::refusal(error)),
    }
}

/// Removes a contact and all that is kept of it: conversations, messages, files, notes, what Meta delivered. Nothing brings it back.
#[utoipa::path(delete, path = "/contacts/{id}", tag = "contacts",
    params(("id" = ContactId, Path)), responses(
    (status = 204, description = "It is gone"),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn erase(
    State(state): State<AppState>,
    current: CurrentSession,
    PathId(id): PathId<ContactId>,
) -> Result<StatusCode, Refusal> {
    for permission in ERASING {
        current.require(permission)?;
    }
    let now = state.begin_change(current.session.agent.id)?;
    let viewer = current.viewer();
    let outcome = to_the_end(async move {
        let outcome = state.store.erase_contact(&viewer, id, now).await;
        state.media_wake.notify_one();
        state.search_wake.notify_one();
        outcome
    });
    match outcome.await?? {
        EraseContactOutcome::Gone => Ok(StatusCode::NO_CONTENT),
        EraseContactOutcome::NotFound => Err(Refusal::not_found()),
        EraseContactOutcome::Denied => Err(ErrorCode::PermissionDenied.into()),
    }
}

/// Asks Meta to keep the contact away from the numbers that it wrote to within the last 24 hours.
#[utoipa::path(post, path = "/contacts/{id}/block", tag = "contacts",
    params(("id" = ContactId, Path)), responses(
    (status = 200, body = Contact),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn block(
    State(state): State<AppState>,
    current: CurrentSession,
    PathId(id): PathId<ContactId>,
) -> Result<Json<Contact>, Refusal> {
    set_blocked(state, &current, id, true).await
}

/// Asks Meta to let the contact write again.
#[utoipa::path(delete, path = "/contacts/{id}/block", tag = "contacts",
    params(("id" = ContactId, Path)), responses(
    (status = 200, body = Contact),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn unblock(
    State(state): State<AppState>,
    current: CurrentSession,
    PathId(id): PathId<ContactId>,
) -> Result<Json<Contact>, Refusal> {
    set_blocked(state, &current, id, false).await
}

/// Makes another contact, which is the same person, a part of this one.
#[utoipa::path(post, path = "/contacts/{id}/merge", tag = "contacts",
    params(("id" = ContactId, Path)), request_body = MergeContact,
    responses(
        (status = 200, description = "What they are now", body = Contact),
        (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn merge(
    State(state): State<AppState>,
    current: CurrentSession,
    PathId(id): PathId<ContactId>,
    JsonBody(command): JsonBody<MergeContact>,
) -> Result<Json<Contact>, Refusal> {
    current.require(EDITING)?;
    let now = state.begin_change(current.session.agent.id)?;
    let viewer = current.viewer();
    let outcome = to_the_end(async move {
        let outcome = state.store.merge_contacts(&viewer, id, command.other, now).await;
        // Another message may be the first of its conversation now.
        state.outbound_wake.notify_one();
        state.media_wake.notify_one();
        outcome
    });
    match outcome.await?? {
        MergeOutcome::Contact(contact) => Ok(Json(contact)),
        MergeOutcome::NotFound => Err(Refusal::not_found()),
        MergeOutcome::Denied => Err(ErrorCode::PermissionDenied.into()),
        MergeOutcome::Same => Err(Refusal::invalid("other")),
    }
}

/// All that is kept of a contact, to be given to the person. That it was asked for stands in the audit.
#[utoipa::path(get, path = "/contacts/{id}/export", tag = "contacts",
    params(("id" = ContactId, Path)), responses(
    (status = 200, body = ContactExport),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn export(
    State(state): State<AppState>,
    current: CurrentSession,
    PathId(id): PathId<ContactId>,
) -> Result<([(HeaderName, String); 1], Json<ContactExport>), Refusal> {
    current.require(EDITING)?;
    let now = state.begin_change(current.session.agent.id)?;
    let export = state.store.export_contact(&current.viewer(), id, now).await?;
    let export = export.ok_or_else(Refusal::not_found)?;
    let saved_as = format!("attachment; filename=\"contact-{id}.json\"");
    Ok(([(CONTENT_DISPOSITION, saved_as)], Json(export)))
}

fn tidied(mut command: ChangeContact) -> Result<ChangeContact, Refusal> {
    if let Some(name) = &command.name {
        command.name = Some(tidy_name(name).ok_or_else(|| {
            if name.chars().count() > NAME_CHARACTERS {
                Refusal::text_too_long(NAME_CHARACTERS)
            } else {
                Refusal::invalid("name")
            }
        })?);
    }
    if command.add_groups.len() > MOST_GROUPS {
        return Err(Refusal::invalid("add_groups"));
    }
    let is_both = |group| command.add_groups.contains(group);
    if command.remove_groups.len() > MOST_GROUPS || command.remove_groups.iter().any(is_both) {
        return Err(Refusal::invalid("remove_groups"));
    }
    Ok(command)
}

async fn set_blocked(
    state: AppState,
    current: &CurrentSession,
    id: ContactId,
    is_blocked: bool,
) -> Result<Json<Contact>, Refusal> {
    current.require(EDITING)?;
    state.begin_change(current.session.agent.id)?;
    let viewer = current.viewer();
    let done = to_the_end(async move { blocking::set_blocked(&state, &viewer, id, is_blocked).await });
    done.await?.map(Json)
}
