//! What a team keeps of its contacts beside their messages, and one rule for app and server of what it may be.

use crate::content::PixelSize;
use crate::ids::{AgentId, ContactId, GroupId, NoteId, SourceId};
use crate::mention::Mentioned;
use crate::permission::Permission;
use crate::text_folding::fold;
use crate::time::{Span, Timestamp};
use serde::{Deserialize, Serialize};

/// Who changes contacts, joins and blocks them.
pub const EDITING: Permission = Permission::ContactsEdit;
/// Who writes notes. Everyone who sees the contact reads them; only their authors change and remove them.
pub const NOTING: Permission = Permission::NotesWrite;
/// Who changes the lists of sources and groups. Everyone who is signed in reads them.
pub const LISTING: Permission = Permission::SettingsManage;
/// Who erases a contact, each of them needed.
pub const ERASING: [Permission; 2] = [Permission::ChatDelete, Permission::ContactsEdit];

/// The longest name of a contact, in characters.
pub const NAME_CHARACTERS: usize = 100;
/// The longest name of a source or group, in characters.
pub const LABEL_CHARACTERS: usize = 60;
/// The longest note, in characters.
pub const NOTE_CHARACTERS: usize = 5_000;
/// The largest picture of a contact, in bytes: it is cut and made small before it is uploaded.
pub const AVATAR_BYTES: u64 = 1024 * 1024;
/// The longest side of a picture of a contact, in pixels. A small file can hold a picture that fills a device's memory.
pub const AVATAR_PIXELS: u32 = 1024;
/// The types that a picture of a contact may have.
pub const AVATAR_TYPES: [&str; 3] = ["image/jpeg", "image/png", "image/webp"];
/// The most groups that one command names.
pub const MOST_GROUPS: usize = 100;
/// What is taken in at the same moment may have got its times in another order, by no more than this.
const TIMES_DIFFER: Span = Span::from_seconds(10);

/// Where contacts come from: "whatsapp", "facebook" and what the team adds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Source {
    /// Key.
    pub id: SourceId,
    /// Counts the changes.
    pub version: u64,
    /// What people call it; unique without regard to case and accents.
    pub name: String,
}

/// A group of contacts: a segment, no group of WhatsApp.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Group {
    /// Key.
    pub id: GroupId,
    /// Counts the changes.
    pub version: u64,
    /// What people call it; unique without regard to case and accents.
    pub name: String,
}

/// What an agent noted of a contact. Customers never get one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Note {
    /// Key.
    pub id: NoteId,
    /// Counts the changes.
    pub version: u64,
    /// Of whom.
    pub contact_id: ContactId,
    /// Who wrote it.
    pub author: AgentId,
    /// The text.
    pub text: String,
    /// The colleagues whom the text names, as the server found them when it was written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<Mentioned>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it was changed last; `None`: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Timestamp>,
}

/// Sources that every installation has from the beginning, until somebody removes them.
pub mod seeded {
    use crate::ids::SourceId;
    use uuid::Uuid;

    /// "whatsapp": who wrote by themselves.
    #[must_use]
    pub fn whatsapp() -> SourceId {
        SourceId::from(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001))
    }

    /// "facebook": who came through an advertisement or post.
    #[must_use]
    pub fn facebook() -> SourceId {
        SourceId::from(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0002))
    }
}

/// A contact's name as it is kept, without blanks around; `None`: it is too long, or nothing.
#[must_use]
pub fn tidy_name(name: &str) -> Option<String> {
    tidy_line(name, NAME_CHARACTERS)
}

/// The name of a source or group as it is kept; `None`: it is too long, or nothing.
#[must_use]
pub fn tidy_label(name: &str) -> Option<String> {
    tidy_line(name, LABEL_CHARACTERS).filter(|name| !label_key(name).is_empty())
}

/// Whether a picture of this size may be a contact's; `None`: what is in the file cannot be told, so nobody can tell what it does to a device.
#[must_use]
pub fn fits_avatar(pixels: Option<PixelSize>) -> bool {
    pixels.is_some_and(|pixels| pixels.width.max(pixels.height) <= AVATAR_PIXELS)
}

/// Whether what was said `at` a time counts, when what counted so far was said at `known`: the later word does, and of two of one time the one
/// that comes later. No word counts for later than now, so one that does was taken in by a clock that has been set back since: it must not
/// keep others out until that time has come.
#[must_use]
pub fn is_later_word(at: Timestamp, known: Timestamp, now: Timestamp) -> bool {
    at >= known || known > latest_word(now)
}

/// The latest that a word can have counted for, when no clock was set back.
#[must_use]
pub fn latest_word(now: Timestamp) -> Timestamp {
    now + TIMES_DIFFER
}

/// What makes two names of sources or groups the same: "indicacao" is "Indicação".
#[must_use]
pub fn label_key(name: &str) -> String {
    fold(name)
}

/// Why a note cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// There is nothing to keep.
    #[error("the note is empty")]
    Empty,
    /// It is longer than [`NOTE_CHARACTERS`].
    #[error("a note has at most {NOTE_CHARACTERS} characters")]
    TooLong,
}

/// A note's text as it is kept, without blanks around.
///
/// # Errors
/// [`NoteError`] when it cannot be kept.
pub fn tidy_note(text: &str) -> Result<String, NoteError> {
    let text = text.trim();
    if text.is_empty() {
        Err(NoteError::Empty)
    } else if text.chars().count() > NOTE_CHARACTERS {
        Err(NoteError::TooLong)
    } else {
        Ok(text.to_owned())
    }
}

/// One line: every run of blanks and controls is one blank, none around.
fn tidy_line(text: &str, most: usize) -> Option<String> {
    let words: Vec<_> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    let line = words.join(" ");
    (!line.is_empty() && line.chars().count() <= most).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_names_and_notes_can_be_kept() {
        assert_eq!(tidy_name("  Ana\n Paula\u{0} "), Some("Ana Paula".to_owned()));
        assert_eq!(tidy_name(" \t"), None);
        assert_eq!(tidy_name(&"á".repeat(NAME_CHARACTERS + 1)), None);
        assert!(tidy_name(&"á".repeat(NAME_CHARACTERS)).is_some());
        assert_eq!(tidy_label(&"a".repeat(LABEL_CHARACTERS + 1)), None);
        assert_eq!(tidy_note("  Liga\n à tarde "), Ok("Liga\n à tarde".to_owned()));
        assert_eq!(tidy_note(" \n"), Err(NoteError::Empty));
        assert_eq!(
            tidy_note(&"é".repeat(NOTE_CHARACTERS + 1)),
            Err(NoteError::TooLong)
        );
    }

    #[test]
    fn labels_that_differ_by_case_or_accent_are_the_same() {
        assert_eq!(label_key("INDICAÇÃO"), label_key("indicacao"));
        assert_ne!(label_key("facebook"), label_key("facebook-group"));
    }

    #[test]
    fn the_later_word_counts_unless_it_is_of_a_time_to_come() {
        let at = Timestamp::from_seconds;
        for (said, known, now, expected) in [
            (5, 4, 9, true),
            (5, 5, 9, true),
            (4, 5, 9, false),
            // Taken in at the same moment.
            (5, 9, 8, false),
            (5, 18, 8, false),
            // The clock was an hour ahead.
            (5, 3_608, 8, true),
        ] {
            assert_eq!(
                is_later_word(at(said), at(known), at(now)),
                expected,
                "{said} {known} {now}"
            );
        }
    }

    #[test]
    fn only_pictures_that_are_known_to_be_small_are_shown() {
        let pixels = |width, height| Some(PixelSize { width, height });
        for (size, expected) in [
            (pixels(1, 1), true),
            (pixels(AVATAR_PIXELS, AVATAR_PIXELS), true),
            (pixels(AVATAR_PIXELS + 1, 1), false),
            (pixels(1, u32::MAX), false),
            (None, false),
        ] {
            assert_eq!(fits_avatar(size), expected, "{size:?}");
        }
    }

    proptest! {
        #[test]
        fn tidying_twice_is_tidying_once(text in "\\PC{0,40}") {
            if let Some(once) = tidy_name(&text) {
                prop_assert_eq!(tidy_name(&once), Some(once));
            }
            if let Ok(once) = tidy_note(&text) {
                prop_assert_eq!(tidy_note(&once), Ok(once));
            }
        }
    }
}
