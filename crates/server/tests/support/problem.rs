//! What every refusal has.

use super::Answer;
use domain::error::{ErrorCode, Problem};

/// An answer is a refusal with this code, in the shape that every refusal has.
#[track_caller]
pub fn assert_refused(answer: &Answer, code: ErrorCode) -> Problem {
    let problem: Problem = answer.read();
    assert_eq!(problem.code, code, "{}", answer.json);
    assert_eq!(problem.status, answer.status);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(
        problem.request_id.as_deref(),
        Some(answer.header("x-request-id")),
        "{}",
        answer.json
    );
    problem
}
