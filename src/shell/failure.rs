//! Why a request failed, in words.

use crate::i18n::failure_words::problem_words;
use crate::i18n::messages::Messages;
use crate::state::phase::RequestFailure;

/// The words for a failure.
#[must_use]
pub fn failure_words(text: &Messages, failure: &RequestFailure) -> String {
    match failure {
        RequestFailure::Refused(problem) => problem_words(text, problem),
        RequestFailure::Offline => text.failure_offline.to_owned(),
        RequestFailure::Broken => text.failure_broken.to_owned(),
    }
}
