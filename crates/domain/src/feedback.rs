//! "Me conte o que achou": what agents think of PerfectChat itself. One vote a person and release, with a comment if they like. It is
//! the team's own and no part of any conversation: nothing of it ever goes to customers or to Meta.

use crate::permission::Permission;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Who sees the tally: administrators. Everyone who is signed in votes, and sees their own vote.
pub const NEEDED_PERMISSION: Permission = Permission::SettingsManage;

/// The longest comment, in characters.
pub const COMMENT_CHARACTERS: usize = 1_000;

/// How somebody likes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Mood {
    /// "Feliz".
    Happy,
    /// "Normal".
    Neutral,
    /// "Triste".
    Sad,
}

impl Mood {
    /// All of them, in the order of the guide.
    pub const ALL: [Self; 3] = [Self::Happy, Self::Neutral, Self::Sad];
}

/// What somebody said of a release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Feedback {
    /// How they like it.
    pub mood: Mood,
    /// Why; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub comment: String,
    /// When they said so, the last time.
    pub given_at: Timestamp,
}

/// What the agent who asks said of the release that runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnFeedback {
    /// The release that runs.
    pub release: String,
    /// `None`: nothing yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feedback: Option<Feedback>,
}

/// Votes on the release that runs, in place of what the agent said of it before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PutFeedback {
    /// How they like it.
    pub mood: Mood,
    /// Why; at most [`COMMENT_CHARACTERS`], may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub comment: String,
}

impl PutFeedback {
    /// The same as it is kept: no blanks around the comment.
    #[must_use]
    pub fn tidied(self) -> Self {
        Self {
            comment: self.comment.trim().to_owned(),
            ..self
        }
    }

    /// Whether the comment is short enough.
    #[must_use]
    pub fn fits(&self) -> bool {
        self.comment.chars().count() <= COMMENT_CHARACTERS
    }
}

/// What everybody said, by release. Whose vote it is stands nowhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FeedbackTally {
    /// The releases that somebody voted on, the last one that somebody voted on first.
    pub releases: Vec<ReleaseFeedback>,
}

/// What everybody said of one release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReleaseFeedback {
    /// The release.
    pub release: String,
    /// How many like it.
    pub happy: u64,
    /// How many neither like nor dislike it.
    pub neutral: u64,
    /// How many do not like it.
    pub sad: u64,
    /// The comments, newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub comments: Vec<Feedback>,
}

impl ReleaseFeedback {
    /// How many said this.
    #[must_use]
    pub const fn count(&self, mood: Mood) -> u64 {
        match mood {
            Mood::Happy => self.happy,
            Mood::Neutral => self.neutral,
            Mood::Sad => self.sad,
        }
    }

    /// How many voted.
    #[must_use]
    pub const fn votes(&self) -> u64 {
        self.happy + self.neutral + self.sad
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(comment: &str) -> PutFeedback {
        PutFeedback {
            mood: Mood::Happy,
            comment: comment.to_owned(),
        }
    }

    #[test]
    fn a_comment_has_no_blanks_around_and_at_most_a_thousand_characters() {
        assert_eq!(put(" gostei \n").tidied(), put("gostei"));
        let longest = "ã".repeat(COMMENT_CHARACTERS);
        assert!(put(&longest).fits());
        assert!(!put(&format!("{longest}!")).fits());
        assert!(put(&format!("{longest} ")).tidied().fits());
    }

    #[test]
    fn the_wire_has_words_and_leaves_an_empty_comment_out() {
        assert_eq!(serde_json::to_string(&put("")).unwrap(), r#"{"mood":"happy"}"#);
        let read: PutFeedback = serde_json::from_str(r#"{"mood":"sad","comment":"lento"}"#).unwrap();
        assert_eq!((read.mood, read.comment.as_str()), (Mood::Sad, "lento"));
        assert!(serde_json::from_str::<PutFeedback>(r#"{"mood":"angry"}"#).is_err());
    }

    #[test]
    fn the_votes_are_those_of_every_mood() {
        let release = ReleaseFeedback {
            release: "1.0.0".to_owned(),
            happy: 4,
            neutral: 2,
            sad: 1,
            comments: Vec::new(),
        };
        assert_eq!(Mood::ALL.map(|mood| release.count(mood)), [4, 2, 1]);
        assert_eq!(release.votes(), 7);
    }
}
