//! All contacts: pages of the list, one more by hand, and all that it shows as a file.

use super::body::JsonBody;
use super::query::{Query, row_limit, whole_key};
use super::refusal::Refusal;
use super::to_the_end::to_the_end;
use crate::auth::current_session::CurrentSession;
use crate::civil_time::civil_time;
use crate::contact_file::FileWriter;
use crate::state::AppState;
use crate::store::{ContactFileWay, ContactsWanted, CreateContactOutcome, NewListedContact};
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderValue, Response, StatusCode};
use axum::{BoxError, Json};
use domain::contact::{NAME_CHARACTERS, tidy_name};
use domain::contact_list::{ContactFilter, ContactPage, ContactPlace, CreateContact, NEEDED_PERMISSION};
use domain::entities::{Contact, Stage};
use domain::error::{ErrorCode, Problem};
use domain::ids::{ContactId, GroupId, SourceId};
use domain::permission::Permission;
use domain::phone::Phone;
use serde::Deserialize;

const DEFAULT_ROWS: u32 = 100;
/// So many contacts are read and written at a time.
const EXPORTED_AT_ONCE: u32 = 500;

/// Which contacts, and where the page begins.
#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// As in a search: words, each the beginning of one in the name or username, or a part of the number; nothing in it has a special
    /// meaning. Blank or left out: all.
    q: Option<String>,
    /// Of this stage only.
    stage: Option<Stage>,
    /// With this source only.
    source: Option<SourceId>,
    /// In this group only.
    group: Option<GroupId>,
    /// `name_key` of the last page's `next`; with `after_id`.
    after_name: Option<String>,
    /// `id` of the last page's `next`; with `after_name`.
    after_id: Option<ContactId>,
    /// How many: 1–200, 100 when not given.
    limit: Option<u32>,
}

/// Contacts that the agent sees, in the order of their names. The first page says how many there are in all.
#[utoipa::path(get, path = "/contacts", tag = "contacts", params(ListQuery), responses(
    (status = 200, body = ContactPage),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn page(
    State(state): State<AppState>,
    current: CurrentSession,
    Query(asked): Query<ListQuery>,
) -> Result<Json<ContactPage>, Refusal> {
    let limit = row_limit(asked.limit, DEFAULT_ROWS)?;
    let after = whole_key(asked.after_name, asked.after_id, "after_id")?;
    let after = after.map(|(name_key, id)| ContactPlace { name_key, id });
    let wanted = ContactsWanted {
        filter: ContactFilter {
            q: asked.q.unwrap_or_default(),
            stage: asked.stage,
            source: asked.source,
            group: asked.group,
        },
        counts: after.is_none(),
        after,
        limit,
    };
    state
        .search_limits
        .take(current.session.agent.id, state.clock.now())?;
    Ok(Json(state.store.contact_page(&current.viewer(), &wanted).await?))
}

/// Adds a contact; the one with this number, when there is one.
#[utoipa::path(post, path = "/contacts", tag = "contacts", request_body = CreateContact, responses(
    (status = 201, description = "It is new", body = Contact),
    (status = 200, description = "It was there, and is as it was", body = Contact),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn create(
    State(state): State<AppState>,
    current: CurrentSession,
    JsonBody(command): JsonBody<CreateContact>,
) -> Result<(StatusCode, Json<Contact>), Refusal> {
    require_adding(&current)?;
    let phone = Phone::parse(&command.phone).map_err(|_| Refusal::invalid("phone"))?;
    let name = tidy_name(&command.name);
    if name.is_none() && command.name.chars().count() > NAME_CHARACTERS {
        return Err(Refusal::text_too_long(NAME_CHARACTERS));
    }
    let now = state.begin_change(current.session.agent.id)?;
    let new = NewListedContact {
        id: command.id,
        name,
        phone,
    };
    match state.store.create_contact(&current.viewer(), &new, now).await? {
        CreateContactOutcome::Created(contact) => Ok((StatusCode::CREATED, Json(contact))),
        CreateContactOutcome::Known(contact) => Ok((StatusCode::OK, Json(contact))),
        CreateContactOutcome::NotFound => Err(Refusal::not_found()),
        CreateContactOutcome::IdConflict => Err(ErrorCode::IdConflict.into()),
    }
}

/// Which contacts go into the file.
#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ExportQuery {
    /// As in the list.
    q: Option<String>,
    /// Of this stage only.
    stage: Option<Stage>,
    /// With this source only.
    source: Option<SourceId>,
    /// In this group only.
    group: Option<GroupId>,
}

/// The list as comma-separated values, in the agent's language. It is written while it is read. That it was asked for stands in the audit.
#[utoipa::path(get, path = "/contacts/export", tag = "contacts", params(ExportQuery), responses(
    (status = 200, content_type = "text/csv", body = String),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn export(
    State(state): State<AppState>,
    current: CurrentSession,
    Query(asked): Query<ExportQuery>,
) -> Result<Response<Body>, Refusal> {
    current.require(NEEDED_PERMISSION)?;
    let now = state.begin_change(current.session.agent.id)?;
    let viewer = current.viewer();
    let settings = state.store.settings().await?;
    let (sources, groups) = state.store.contact_labels().await?;
    let wanted = ContactsWanted {
        filter: ContactFilter {
            q: asked.q.unwrap_or_default(),
            stage: asked.stage,
            source: asked.source,
            group: asked.group,
        },
        after: None,
        limit: EXPORTED_AT_ONCE,
        counts: false,
    };
    let first = state.store.contact_page(&viewer, &wanted).await?;
    let noting = {
        let state = AppState::clone(&state);
        async move {
            state
                .store
                .note_contact_file(&viewer, ContactFileWay::Out, now)
                .await
        }
    };
    to_the_end(noting).await??;
    let day = civil_time(now, &settings.time_zone);
    let language = current.session.agent.language;
    let writer = FileWriter::new(language, settings.time_zone, sources, groups);
    let beginning = writer.beginning().map_err(|_| ErrorCode::Internal)?;
    let pages = futures::stream::try_unfold(Some((beginning, first)), move |held| {
        let (state, writer, wanted) = (AppState::clone(&state), writer.clone(), wanted.clone());
        async move {
            let Some((mut bytes, page)) = held else {
                return Ok::<_, BoxError>(None);
            };
            bytes.extend(writer.lines(&page.contacts)?);
            let further = match page.next {
                Some(place) => {
                    let wanted = ContactsWanted {
                        after: Some(place),
                        ..wanted
                    };
                    let page = state.store.contact_page(&viewer, &wanted).await?;
                    Some((Vec::new(), page))
                }
                None => None,
            };
            Ok(Some((bytes, further)))
        }
    });
    let mut response = Response::new(Body::from_stream(pages));
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("text/csv; charset=utf-8; header=present"),
    );
    let (year, month, day) = (day.year, day.month, day.day);
    let saved_as = format!("attachment; filename=\"contacts-{year:04}-{month:02}-{day:02}.csv\"");
    let saved_as = HeaderValue::from_str(&saved_as).map_err(|_| ErrorCode::Internal)?;
    headers.insert(CONTENT_DISPOSITION, saved_as);
    Ok(response)
}

/// Whoever adds contacts edits them and sees those of whom no conversation tells yet.
pub(super) fn require_adding(current: &CurrentSession) -> Result<(), Refusal> {
    current.require(NEEDED_PERMISSION)?;
    current
        .require(Permission::ChatView)
        .or_else(|_| current.require(Permission::ChatViewAll))
}
