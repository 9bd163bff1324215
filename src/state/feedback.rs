//! What people think of PerfectChat itself, as far as the help page has asked for it. It is never kept on the device.

use super::phase::{PageLoad, RequestFailure};
use domain::feedback::{FeedbackTally, Mood, OwnFeedback, PutFeedback};

/// What the help page knows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FeedbackPage {
    /// What the agent said of this release; `None`: not loaded.
    pub own: Option<OwnFeedback>,
    /// What was entered and not sent yet, so that it is still there for who looks something up meanwhile.
    pub unsent: Option<FeedbackEntry>,
    /// Saying it.
    pub giving: Giving,
    /// What everybody said; `None`: not loaded.
    pub tally: Option<FeedbackTally>,
    /// Loading it.
    pub tally_load: PageLoad,
    /// How often it was asked for: only the newest answer counts.
    pub tally_asked: u32,
}

/// What stands in the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedbackEntry {
    /// `None`: nothing is chosen.
    pub mood: Option<Mood>,
    /// May be empty.
    pub comment: String,
}

/// How saying something goes.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Giving {
    /// Nothing was asked.
    #[default]
    Idle,
    /// The server is asked.
    Busy,
    /// The server has it.
    Done,
    /// It did not work; what was written is still there.
    Failed(RequestFailure),
}

impl FeedbackEntry {
    /// What the server has; nothing stands in the form of who has not voted on this release.
    #[must_use]
    pub fn of(own: Option<&OwnFeedback>) -> Self {
        let given = own.and_then(|own| own.feedback.as_ref());
        given.map_or_else(Self::default, |given| Self {
            mood: Some(given.mood),
            comment: given.comment.clone(),
        })
    }

    /// The same as a vote; `None`: there is none without a mood.
    #[must_use]
    pub fn vote(&self) -> Option<PutFeedback> {
        self.mood.map(|mood| PutFeedback {
            mood,
            comment: self.comment.clone(),
        })
    }
}

/// What is left unsent when the server has a vote: nothing, or what was entered while it was under way.
#[must_use]
pub fn left_unsent(unsent: Option<FeedbackEntry>, voted: &PutFeedback) -> Option<FeedbackEntry> {
    unsent.filter(|entry| entry.vote().as_ref() != Some(voted))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::feedback::Feedback;
    use domain::time::Timestamp;

    fn entry(mood: Option<Mood>, comment: &str) -> FeedbackEntry {
        FeedbackEntry {
            mood,
            comment: comment.to_owned(),
        }
    }

    #[test]
    fn who_has_not_voted_on_this_release_finds_an_empty_form() {
        let own = |feedback| OwnFeedback {
            release: "1.1.0".to_owned(),
            feedback,
        };
        assert_eq!(FeedbackEntry::of(None), entry(None, ""));
        assert_eq!(FeedbackEntry::of(Some(&own(None))), entry(None, ""));
        let given = Feedback {
            mood: Mood::Sad,
            comment: "lento".to_owned(),
            given_at: Timestamp::from_millis(1),
        };
        assert_eq!(
            FeedbackEntry::of(Some(&own(Some(given)))),
            entry(Some(Mood::Sad), "lento")
        );
    }

    #[test]
    fn what_is_entered_while_a_vote_is_under_way_is_not_lost() {
        let sent = entry(Some(Mood::Happy), "Gostei");
        let vote = sent.vote().unwrap();
        assert_eq!(left_unsent(Some(sent), &vote), None);
        assert_eq!(left_unsent(None, &vote), None);
        for newer in [
            entry(Some(Mood::Happy), "Gostei, mas"),
            entry(Some(Mood::Sad), "Gostei"),
        ] {
            assert_eq!(left_unsent(Some(newer.clone()), &vote), Some(newer));
        }
        assert_eq!(entry(None, "Gostei").vote(), None);
    }
}
