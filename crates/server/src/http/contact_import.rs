//! Contacts from a file: looked through first, then taken in. The file comes with both, so nothing of it waits here in between.

use super::body::{read_within, throw_away};
use super::contact_list::require_adding;
use super::query::Query;
use super::refusal::Refusal;
use super::to_the_end::to_the_end;
use crate::auth::current_session::CurrentSession;
use crate::contact_file::{self, FileError, ReadFile};
use crate::state::AppState;
use crate::store::{ContactFileWay, LineOutcome};
use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use domain::contact_file::{ColumnKind, FileLine, ImportReport, KnownLabels, MOST_BYTES};
use domain::error::{ErrorCode, Problem};
use domain::visibility::Viewer;
use serde::Deserialize;
use std::time::Duration;

/// How long a file may take: 5 MB at 350 kbit/s.
const FILE_MAY_TAKE: Duration = Duration::from_secs(120);
/// So many lines are looked through in one reading transaction.
const TRIED_AT_ONCE: usize = 500;
/// So many lines are taken in in one transaction: what others write meanwhile waits for no more than this.
const TAKEN_AT_ONCE: usize = 50;

/// What is done with the file.
#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ImportQuery {
    /// Whether it is taken in; else it is looked through only.
    apply: Option<bool>,
    /// What its columns hold, with commas between: `name`, `phone`, `stage`, `source`, `groups`, `ignored`. Left out: their titles say so.
    columns: Option<String>,
}

/// Adds the contacts of a file of comma-separated values, and changes those that are there already: by the number, in any writing. What a
/// line leaves blank stays as it is. A line that cannot be taken keeps no other one from being taken. The same file again changes nothing.
#[utoipa::path(post, path = "/contacts/import", tag = "contacts", params(ImportQuery),
    request_body(content = String, content_type = "text/csv"),
    responses(
        (status = 200, body = ImportReport),
        (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn import(
    State(state): State<AppState>,
    current: Result<CurrentSession, Refusal>,
    Query(asked): Query<ImportQuery>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<ImportReport>, Refusal> {
    let (current, kinds) = match begin(&state, current, &asked) {
        Ok(begun) => begun,
        Err(refusal) => {
            throw_away(body, state.patience.body).await;
            return Err(refusal);
        }
    };
    let is_csv = is_csv(&headers);
    let bytes = read_within(body, MOST_BYTES, FILE_MAY_TAKE).await?;
    if !is_csv {
        return Err(Refusal::invalid("content-type").with_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    let viewer = current.viewer();
    let applies = asked.apply.unwrap_or_default();
    let work = to_the_end(async move {
        // A few at a time: a file takes some megabytes while it is read.
        let _turn = state.import_turns.acquire().await;
        let file = read(&state, bytes, kinds).await?;
        if applies {
            take(&state, &viewer, file).await
        } else {
            look_through(&state, &viewer, file).await
        }
    });
    work.await?.map(Json)
}

/// Who may, and not without end; what the columns hold.
fn begin(
    state: &AppState,
    current: Result<CurrentSession, Refusal>,
    asked: &ImportQuery,
) -> Result<(CurrentSession, Option<Vec<ColumnKind>>), Refusal> {
    let current = current?;
    require_adding(&current)?;
    state
        .import_limits
        .take(current.session.agent.id, state.clock.now())?;
    let kinds = asked.columns.as_deref().map(kinds_of).transpose()?;
    Ok((current, kinds))
}

async fn read(state: &AppState, bytes: Bytes, kinds: Option<Vec<ColumnKind>>) -> Result<ReadFile, Refusal> {
    let (sources, groups) = state.store.contact_labels().await?;
    let labels = KnownLabels::new(&sources, &groups);
    let reading = tokio::task::spawn_blocking(move || contact_file::read(&bytes, kinds.as_deref(), &labels));
    let read = reading.await.map_err(|_| ErrorCode::Internal)?;
    read.map_err(|error| match error {
        FileError::NotUtf8 => ErrorCode::FileNotUtf8.into(),
        FileError::Empty => ErrorCode::FileEmpty.into(),
        FileError::TooManyRows => ErrorCode::TooManyRows.into(),
        FileError::OtherColumns => Refusal::invalid("columns"),
    })
}

async fn look_through(state: &AppState, viewer: &Viewer, file: ReadFile) -> Result<ImportReport, Refusal> {
    let mut report = file.report;
    for lines in file.lines.chunks(TRIED_AT_ONCE) {
        let now = state.clock.now();
        let outcomes = state.store.try_contact_lines(viewer, lines, now).await?;
        count(&mut report, lines.iter().zip(outcomes));
    }
    report.refusals.sort_unstable_by_key(|refused| refused.line);
    Ok(report)
}

async fn take(state: &AppState, viewer: &Viewer, file: ReadFile) -> Result<ImportReport, Refusal> {
    if !file.has_phones() {
        return Err(ErrorCode::PhoneColumnMissing.into());
    }
    let mut report = file.report;
    let now = state.clock.now();
    state
        .store
        .note_contact_file(viewer, ContactFileWay::In, now)
        .await?;
    for lines in file.lines.chunks(TAKEN_AT_ONCE) {
        let now = state.clock.now();
        let with_ids: Vec<_> = lines
            .iter()
            .map(|line| (state.ids.contact_id(), line.clone()))
            .collect();
        let outcomes = state.store.take_contact_lines(viewer, &with_ids, now).await?;
        count(&mut report, lines.iter().zip(outcomes));
    }
    report.refusals.sort_unstable_by_key(|refused| refused.line);
    report.is_applied = true;
    Ok(report)
}

fn count<'l>(report: &mut ImportReport, outcomes: impl Iterator<Item = (&'l FileLine, LineOutcome)>) {
    for (line, outcome) in outcomes {
        match outcome {
            LineOutcome::Created => report.created += 1,
            LineOutcome::Changed => report.changed += 1,
            LineOutcome::Unchanged => report.unchanged += 1,
            LineOutcome::Refused(reason) => report.refuse(line.line, reason),
        }
    }
}

/// What the columns hold, each thing in one of them.
fn kinds_of(text: &str) -> Result<Vec<ColumnKind>, Refusal> {
    let mut kinds = Vec::new();
    for word in text.split(',') {
        let kind = ColumnKind::from_text(word).ok_or_else(|| Refusal::invalid("columns"))?;
        if kind != ColumnKind::Ignored && kinds.contains(&kind) {
            return Err(Refusal::invalid("columns"));
        }
        kinds.push(kind);
    }
    Ok(kinds)
}

fn is_csv(headers: &HeaderMap) -> bool {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = content_type.and_then(|value| value.split(';').next());
    essence.is_some_and(|essence| essence.trim().eq_ignore_ascii_case("text/csv"))
}
