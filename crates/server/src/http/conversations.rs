//! Reading conversations.

use super::path_id::PathId;
use super::query::{Query, row_limit, whole_key};
use super::refusal::Refusal;
use crate::auth::current_session::CurrentSession;
use crate::state::AppState;
use crate::store::PageOfList;
use axum::Json;
use axum::extract::State;
use domain::conversation_filter::{ConversationFilter, ConversationScope, ConversationSort};
use domain::entities::{ConversationState, Stage};
use domain::error::Problem;
use domain::ids::{ConversationId, GroupId, PhoneNumberId};
use domain::time::Timestamp;
use domain::wire::{ConversationDetail, ConversationKey, ConversationPage, VisibleConversations};
use serde::Deserialize;

const DEFAULT_ROWS: u32 = 100;
const DEFAULT_MESSAGES: u32 = 50;

/// Which page of the list.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// Open ones (default) or concluded ones.
    state: Option<ConversationState>,
    /// All of those (default), the unread ones, one's own, or those that nobody answers.
    #[param(inline)]
    scope: Option<ConversationScope>,
    /// Of one of our numbers only.
    phone_number_id: Option<PhoneNumberId>,
    /// With contacts of this stage only.
    stage: Option<Stage>,
    /// With contacts in this group only.
    group: Option<GroupId>,
    /// Newest activity first (default); or those with an open window only, the one that closes next first.
    #[param(inline)]
    sort: Option<ConversationSort>,
    /// Time of the last row that is known, as `next` of its page told; with `before_id`.
    before_at: Option<Timestamp>,
    /// Id of the last row that is known; with `before_at`.
    before_id: Option<ConversationId>,
    /// How many rows: 1–200, 100 when not given.
    limit: Option<u32>,
}

/// A page of the list.
#[utoipa::path(get, path = "/conversations", tag = "conversations", params(PageQuery), responses(
    (status = 200, body = ConversationPage),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn page(
    State(state): State<AppState>,
    current: CurrentSession,
    Query(query): Query<PageQuery>,
) -> Result<Json<ConversationPage>, Refusal> {
    let limit = row_limit(query.limit, DEFAULT_ROWS)?;
    let before = whole_key(query.before_at, query.before_id, "before_id")?;
    let before = before.map(|(at, id)| ConversationKey { at, id });
    let wanted = PageOfList {
        filter: ConversationFilter {
            state: query.state.unwrap_or(ConversationState::Open),
            scope: query.scope.unwrap_or_default(),
            phone_number_id: query.phone_number_id,
            stage: query.stage,
            group: query.group,
        },
        sort: query.sort.unwrap_or_default(),
        after: before,
        limit,
        now: state.clock.now(),
    };
    let viewer = current.viewer();
    Ok(Json(state.store.conversation_page(&viewer, &wanted).await?))
}

/// The ids of every conversation that the agent may see.
#[utoipa::path(get, path = "/conversations/visible", tag = "conversations", responses(
    (status = 200, body = VisibleConversations),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn visible(
    State(state): State<AppState>,
    current: CurrentSession,
) -> Result<Json<VisibleConversations>, Refusal> {
    Ok(Json(state.store.visible_conversations(&current.viewer()).await?))
}

/// How much of the conversation.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DetailQuery {
    /// How many messages: 1–200, 50 when not given.
    limit: Option<u32>,
}

/// A conversation with its newest messages.
#[utoipa::path(get, path = "/conversations/{id}", tag = "conversations",
    params(("id" = ConversationId, Path), DetailQuery),
    responses(
        (status = 200, body = ConversationDetail),
        (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn detail(
    State(state): State<AppState>,
    current: CurrentSession,
    PathId(id): PathId<ConversationId>,
    Query(query): Query<DetailQuery>,
) -> Result<Json<ConversationDetail>, Refusal> {
    let limit = row_limit(query.limit, DEFAULT_MESSAGES)?;
    let detail = state
        .store
        .conversation_detail(&current.viewer(), id, limit)
        .await?;
    detail.map(Json).ok_or_else(Refusal::not_found)
}
