//! Canned responses: answers that a team keeps ready, found by a shortcut. One rule for app and server of what one may hold.

use crate::content::{Attachment, MessageKind};
use crate::ids::CannedResponseId;
use crate::media_limit::{CAPTION_CHARACTERS, TEXT_CHARACTERS, kind_of};
use crate::permission::Permission;
use crate::text_folding::fold;
use serde::{Deserialize, Serialize};

/// Who creates, edits and deletes canned responses. Everyone who is signed in reads them.
pub const NEEDED_PERMISSION: Permission = Permission::CannedResponsesManage;

/// The longest shortcut, in characters.
pub const SHORTCUT_CHARACTERS: usize = 32;
/// The longest title, in characters.
pub const TITLE_CHARACTERS: usize = 100;
/// The most buttons (Meta: "Interactive reply buttons messages").
pub const MOST_BUTTONS: usize = 3;
/// The longest button, in characters (same source).
pub const BUTTON_CHARACTERS: usize = 20;
/// The longest text above buttons, in characters (same source).
pub const TEXT_WITH_BUTTONS_CHARACTERS: usize = 1_024;

/// An answer that is kept ready.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CannedResponse {
    /// Key.
    pub id: CannedResponseId,
    /// Counts the changes.
    pub version: u64,
    /// What one types after `/`; lower case, unique without regard to accents.
    pub shortcut: String,
    /// What it is about, for the list.
    pub title: String,
    /// The text, merge fields unresolved; may be empty beside an attachment.
    pub body: String,
    /// What the customer can tap; at most [`MOST_BUTTONS`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<String>,
    /// The file that goes with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attachment: Option<Attachment>,
}

impl CannedResponse {
    /// Whether the text goes below the file: with buttons it is a message of its own, and some files take no words.
    #[must_use]
    pub fn goes_with_file(&self) -> bool {
        let kind = self.attachment.as_ref().and_then(|file| kind_of(&file.mime_type));
        self.buttons.is_empty()
            && matches!(
                kind,
                Some(MessageKind::Image | MessageKind::Video | MessageKind::Document)
            )
    }
}

/// Creates or replaces a canned response.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PutCannedResponse {
    /// The version that was edited; 0: it is new. Another one there means that somebody else changed it.
    pub after_version: u64,
    /// As in [`CannedResponse`].
    pub shortcut: String,
    /// As in [`CannedResponse`].
    pub title: String,
    /// As in [`CannedResponse`].
    pub body: String,
    /// As in [`CannedResponse`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<String>,
    /// As in [`CannedResponse`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attachment: Option<Attachment>,
}

/// Why a canned response cannot be kept as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannedResponseError {
    /// The shortcut is empty, too long, or has something else than letters, digits, `-` and `_`.
    #[error("the shortcut has 1 to {SHORTCUT_CHARACTERS} letters, digits, - or _")]
    Shortcut,
    /// The title is empty or too long.
    #[error("the title has 1 to {TITLE_CHARACTERS} characters")]
    Title,
    /// There is neither text nor file; buttons need a text.
    #[error("there is nothing to send")]
    BodyEmpty,
    /// The text is too long.
    #[error("the text has at most {most} characters")]
    BodyTooLong {
        /// How many are allowed.
        most: usize,
    },
    /// Too many buttons, or one that is empty, too long, or there twice.
    #[error("at most {MOST_BUTTONS} different buttons of 1 to {BUTTON_CHARACTERS} characters")]
    Buttons,
}

impl CannedResponseError {
    /// The field of [`PutCannedResponse`] that it is about.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Shortcut => "shortcut",
            Self::Title => "title",
            Self::BodyEmpty | Self::BodyTooLong { .. } => "body",
            Self::Buttons => "buttons",
        }
    }
}

impl PutCannedResponse {
    /// The same as it is kept: no blanks around, the shortcut in lower case and without its `/`, no empty buttons.
    #[must_use]
    pub fn tidied(mut self) -> Self {
        let shortcut = self.shortcut.trim();
        self.shortcut = shortcut.strip_prefix('/').unwrap_or(shortcut).to_lowercase();
        self.title = self.title.trim().to_owned();
        self.body = self.body.trim().to_owned();
        self.buttons = std::mem::take(&mut self.buttons)
            .iter()
            .map(|button| button.trim().to_owned())
            .filter(|button| !button.is_empty())
            .collect();
        self
    }

    /// Whether it can be kept. Ask it of what [`Self::tidied`] gives.
    ///
    /// # Errors
    /// [`CannedResponseError`] says what is in the way, in the order of the fields.
    pub fn check(&self) -> Result<(), CannedResponseError> {
        if !is_shortcut(&self.shortcut) {
            return Err(CannedResponseError::Shortcut);
        }
        if !has_length(&self.title, TITLE_CHARACTERS) {
            return Err(CannedResponseError::Title);
        }
        let is_alone = self.attachment.is_none();
        if self.body.is_empty() && (is_alone || !self.buttons.is_empty()) {
            return Err(CannedResponseError::BodyEmpty);
        }
        let most = self.most_characters();
        if self.body.chars().count() > most {
            return Err(CannedResponseError::BodyTooLong { most });
        }
        if !are_buttons(&self.buttons) {
            return Err(CannedResponseError::Buttons);
        }
        Ok(())
    }

    /// How long the text may be, beside these buttons and this attachment.
    #[must_use]
    pub const fn most_characters(&self) -> usize {
        if !self.buttons.is_empty() {
            TEXT_WITH_BUTTONS_CHARACTERS
        } else if self.attachment.is_some() {
            CAPTION_CHARACTERS
        } else {
            TEXT_CHARACTERS
        }
    }
}

/// What makes two shortcuts the same: `/preco` finds "preço".
#[must_use]
pub fn shortcut_key(shortcut: &str) -> String {
    fold(shortcut)
}

/// Whether these can stand below a text as buttons (Meta: "Interactive reply buttons messages"); none are fine.
#[must_use]
pub fn are_buttons(buttons: &[String]) -> bool {
    let is_first = |(index, button): (usize, &String)| !buttons[..index].contains(button);
    buttons.len() <= MOST_BUTTONS
        && buttons.iter().all(|button| has_length(button, BUTTON_CHARACTERS))
        && buttons.iter().enumerate().all(is_first)
}

fn is_shortcut(text: &str) -> bool {
    // What folds to nothing could not be found.
    has_length(text, SHORTCUT_CHARACTERS)
        && text.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
        && !shortcut_key(text).is_empty()
}

fn has_length(text: &str, most: usize) -> bool {
    !text.trim().is_empty() && text.chars().count() <= most
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn put(shortcut: &str, body: &str, buttons: &[&str]) -> PutCannedResponse {
        PutCannedResponse {
            shortcut: shortcut.to_owned(),
            title: "Preços".to_owned(),
            body: body.to_owned(),
            buttons: buttons.iter().map(|&button| button.to_owned()).collect(),
            ..PutCannedResponse::default()
        }
    }

    #[test]
    fn what_can_be_kept() {
        let long = "a".repeat(TEXT_WITH_BUTTONS_CHARACTERS + 1);
        let cases = [
            (put("preço", "Oi @contact_firstname", &[]), Ok(())),
            (put("2a-via_boleto", "Oi", &["Sim", "Não"]), Ok(())),
            (put("", "Oi", &[]), Err(CannedResponseError::Shortcut)),
            (put("a b", "Oi", &[]), Err(CannedResponseError::Shortcut)),
            (
                put(&"a".repeat(33), "Oi", &[]),
                Err(CannedResponseError::Shortcut),
            ),
            (put("a", "", &[]), Err(CannedResponseError::BodyEmpty)),
            (put("a", &long, &[]), Ok(())),
            (
                put("a", &long, &["Sim"]),
                Err(CannedResponseError::BodyTooLong {
                    most: TEXT_WITH_BUTTONS_CHARACTERS,
                }),
            ),
            (
                put("a", "Oi", &["1", "2", "3", "4"]),
                Err(CannedResponseError::Buttons),
            ),
            (put("a", "Oi", &["Sim", "Sim"]), Err(CannedResponseError::Buttons)),
            (
                put("a", "Oi", &["um botão muito comprido"]),
                Err(CannedResponseError::Buttons),
            ),
        ];
        for (put, expected) in cases {
            assert_eq!(put.check(), expected, "{put:?}");
        }
    }

    #[test]
    fn a_file_needs_no_text_but_buttons_do() {
        let file = PutCannedResponse {
            attachment: Some(Attachment::default()),
            ..put("a", "", &[])
        };
        assert_eq!(file.check(), Ok(()));
        let with_buttons = PutCannedResponse {
            buttons: vec!["Sim".to_owned()],
            ..file
        };
        assert_eq!(with_buttons.check(), Err(CannedResponseError::BodyEmpty));
    }

    #[test]
    fn the_text_goes_below_a_file_that_can_have_words_unless_buttons_need_it() {
        let response = |mime_type: Option<&str>, buttons: &[&str]| {
            let attachment = mime_type.map(|mime_type| Attachment {
                mime_type: mime_type.to_owned(),
                ..Attachment::default()
            });
            CannedResponse {
                id: CannedResponseId::from_parts(1, &[1; 10]),
                version: 1,
                shortcut: "a".to_owned(),
                title: "A".to_owned(),
                body: "Oi".to_owned(),
                buttons: buttons.iter().map(|&button| button.to_owned()).collect(),
                attachment,
            }
        };
        for (mime_type, buttons, expected) in [
            (None, &[][..], false),
            (Some("application/pdf"), &[][..], true),
            (Some("image/png"), &[][..], true),
            (Some("image/png"), &["Sim"][..], false),
            (Some("audio/mpeg"), &[][..], false),
            (Some("image/webp"), &[][..], false),
        ] {
            assert_eq!(
                response(mime_type, buttons).goes_with_file(),
                expected,
                "{mime_type:?} {buttons:?}"
            );
        }
    }

    #[test]
    fn blanks_the_slash_and_empty_buttons_go() {
        let tidied = PutCannedResponse {
            title: " Preços ".to_owned(),
            ..put(" /Preço ", " Oi \n", &[" Sim ", " "])
        }
        .tidied();
        assert_eq!(tidied, put("preço", "Oi", &["Sim"]));
    }

    #[test]
    fn shortcuts_that_differ_by_case_or_accent_are_the_same() {
        assert_eq!(shortcut_key("PREÇO"), shortcut_key("preco"));
        assert_ne!(shortcut_key("preco"), shortcut_key("preco-2"));
    }

    proptest! {
        #[test]
        fn tidying_twice_is_tidying_once(shortcut in "[ /A-Zé]{0,5}", body in "[ a\n]{0,5}", button in "[ a]{0,3}") {
            let once = put(&shortcut, &body, &[&button]).tidied();
            prop_assume!(!once.shortcut.starts_with('/') && once.shortcut.trim() == once.shortcut);
            prop_assert_eq!(once.clone().tidied(), once);
        }
    }
}
