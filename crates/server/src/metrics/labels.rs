//! What figures are told apart by. Each label has few values: a figure is kept for every one that ever occurred.

use crate::store::{AttemptOutcome, InboundEffect};
use axum::http::{Method, StatusCode};
use prometheus_client::encoding::EncodeLabelSet;

/// A request and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct RequestLabels {
    /// The method.
    pub method: &'static str,
    /// The template of the path, never the path itself.
    pub route: String,
    /// The HTTP status.
    pub status: u16,
}

/// A request.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct RouteLabels {
    /// The method.
    pub method: &'static str,
    /// The template of the path.
    pub route: String,
}

/// What a change of a delivery did.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct ChangeLabel {
    effect: &'static str,
}

/// How an attempt ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct OutcomeLabel {
    outcome: &'static str,
}

impl RequestLabels {
    /// Of a request that was answered so. `route`: `None` for the app's files and what there is not.
    #[must_use]
    pub fn new(method: &Method, route: Option<&str>, status: StatusCode) -> Self {
        Self {
            method: known(method),
            route: route.unwrap_or("app").to_owned(),
            status: status.as_u16(),
        }
    }
}

impl ChangeLabel {
    /// Of an effect.
    #[must_use]
    pub const fn of(effect: InboundEffect) -> Self {
        let effect = match effect {
            InboundEffect::Applied => "applied",
            InboundEffect::Duplicate => "duplicate",
            InboundEffect::Waiting => "waiting",
            InboundEffect::SetAside => "set_aside",
            InboundEffect::NoEffect => "no_effect",
        };
        Self { effect }
    }
}

impl OutcomeLabel {
    /// Of an outcome.
    #[must_use]
    pub const fn of(outcome: &AttemptOutcome) -> Self {
        let outcome = match outcome {
            AttemptOutcome::Accepted { .. } => "accepted",
            AttemptOutcome::Later { .. } => "later",
            AttemptOutcome::Limited { .. } => "limited",
            AttemptOutcome::Paced { .. } => "paced",
            AttemptOutcome::Failed(_) => "failed",
            AttemptOutcome::BusinessRefused(_) => "business_refused",
            AttemptOutcome::Unknown => "unknown",
            AttemptOutcome::TokenRefused { .. } => "token_refused",
        };
        Self { outcome }
    }
}

/// Anybody may send any word as a method.
fn known(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}
