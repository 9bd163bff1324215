//! What can be sent, how large and how long. Source: Meta, "Media" and "Messages" references of the Cloud API.

use crate::content::MessageKind;
use serde::{Deserialize, Serialize};

/// The longest text of a message, in characters.
pub const TEXT_CHARACTERS: usize = 4_096;

/// The longest caption, in characters.
pub const CAPTION_CHARACTERS: usize = 1_024;

/// The largest voice note that the customer can play without downloading it first, in bytes.
pub const VOICE_NOTE_PLAYABLE_BYTES: u64 = 512 * 1024;

const KIB: u64 = 1024;
const MIB: u64 = 1024 * KIB;

/// Why a file cannot be sent as this kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum MediaLimitError {
    /// This kind holds no file.
    #[error("this kind of message holds no file")]
    NoFile,
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// Meta does not take this type as this kind.
    #[error("this type of file cannot be sent so")]
    Type,
    /// It is too large.
    #[error("the file is larger than {max_bytes} bytes")]
    Size {
        /// The largest size, in bytes.
        max_bytes: u64,
    },
}

/// The media types that Meta takes for a kind; empty when the kind holds no file.
#[must_use]
pub const fn mime_types(kind: MessageKind) -> &'static [&'static str] {
    match kind {
        MessageKind::Image => &["image/jpeg", "image/png"],
        MessageKind::Video => &["video/mp4", "video/3gpp"],
        MessageKind::Audio => &["audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"],
        MessageKind::VoiceNote => &["audio/ogg"],
        MessageKind::Sticker => &["image/webp"],
        MessageKind::Document => &[
            "text/plain",
            "application/pdf",
            "application/msword",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/vnd.ms-excel",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.ms-powerpoint",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ],
        _ => &[],
    }
}

/// The largest file of a kind, in bytes; `None` when the kind holds no file.
#[must_use]
pub const fn max_bytes(kind: MessageKind) -> Option<u64> {
    match kind {
        MessageKind::Image => Some(5 * MIB),
        MessageKind::Video | MessageKind::Audio | MessageKind::VoiceNote => Some(16 * MIB),
        MessageKind::Document => Some(100 * MIB),
        // Animated ones; still ones have 100 KiB, which only the decoded file tells.
        MessageKind::Sticker => Some(500 * KIB),
        _ => None,
    }
}

/// Whether a file can be sent as this kind. Of the media type's parameters only `codecs` counts, and only for Ogg, which has to hold
/// Opus.
///
/// # Errors
/// [`MediaLimitError`] says which limit it breaks.
pub fn check(kind: MessageKind, mime_type: &str, byte_size: u64) -> Result<(), MediaLimitError> {
    let max_bytes = max_bytes(kind).ok_or(MediaLimitError::NoFile)?;
    let essence = mime_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    if !mime_types(kind).contains(&essence.as_str())
        || (essence == "audio/ogg" && names_other_codec(mime_type))
    {
        return Err(MediaLimitError::Type);
    }
    if byte_size == 0 {
        return Err(MediaLimitError::Empty);
    }
    if byte_size > max_bytes {
        return Err(MediaLimitError::Size { max_bytes });
    }
    Ok(())
}

/// Whether the media type names a codec and it is not Opus.
fn names_other_codec(mime_type: &str) -> bool {
    mime_type
        .split(';')
        .skip(1)
        .filter_map(|parameter| parameter.split_once('='))
        .any(|(name, value)| {
            name.trim().eq_ignore_ascii_case("codecs")
                && !value.trim().trim_matches('"').eq_ignore_ascii_case("opus")
        })
}

/// Why a text cannot be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextLimitError {
    /// There is nothing to read in it.
    #[error("the text is empty")]
    Empty,
    /// It is longer than [`TEXT_CHARACTERS`], or a caption than [`CAPTION_CHARACTERS`].
    #[error("the text is too long")]
    TooLong,
}

/// Whether a text can be sent; characters are Unicode scalar values.
///
/// # Errors
/// [`TextLimitError`] says why not.
pub fn check_text(text: &str) -> Result<(), TextLimitError> {
    if text.trim().is_empty() {
        return Err(TextLimitError::Empty);
    }
    if text.chars().count() > TEXT_CHARACTERS {
        return Err(TextLimitError::TooLong);
    }
    Ok(())
}

/// Whether a caption can be sent; an empty one is none.
///
/// # Errors
/// [`TextLimitError::TooLong`].
pub fn check_caption(caption: &str) -> Result<(), TextLimitError> {
    if caption.chars().count() > CAPTION_CHARACTERS {
        return Err(TextLimitError::TooLong);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_its_types_and_sizes() {
        let too_large = |max_bytes| Err(MediaLimitError::Size { max_bytes });
        let cases = [
            (MessageKind::Image, "image/png", 5 * MIB, Ok(())),
            (MessageKind::Image, "IMAGE/JPEG", 5 * MIB + 1, too_large(5 * MIB)),
            (MessageKind::Image, "image/webp", 1, Err(MediaLimitError::Type)),
            (MessageKind::Image, "image/svg+xml", 1, Err(MediaLimitError::Type)),
            (MessageKind::VoiceNote, "audio/ogg; codecs=opus", 1, Ok(())),
            (MessageKind::VoiceNote, "audio/ogg; codecs=\"opus\"", 1, Ok(())),
            (
                MessageKind::VoiceNote,
                "audio/ogg; codecs=vorbis",
                1,
                Err(MediaLimitError::Type),
            ),
            (MessageKind::VoiceNote, "audio/mp4", 1, Err(MediaLimitError::Type)),
            (MessageKind::Document, "application/pdf", 100 * MIB, Ok(())),
            (
                MessageKind::Document,
                "application/pdf",
                100 * MIB + 1,
                too_large(100 * MIB),
            ),
            (
                MessageKind::Document,
                "application/pdf",
                0,
                Err(MediaLimitError::Empty),
            ),
            (MessageKind::Sticker, "image/webp", 500 * KIB, Ok(())),
            (MessageKind::Text, "text/plain", 1, Err(MediaLimitError::NoFile)),
        ];
        for (kind, mime_type, size, expected) in cases {
            assert_eq!(
                check(kind, mime_type, size),
                expected,
                "{kind:?} {mime_type} {size}"
            );
        }
    }

    #[test]
    fn text_is_counted_in_characters_not_bytes() {
        assert_eq!(check_text(&"é".repeat(4_096)), Ok(()));
        assert_eq!(check_text(&"é".repeat(4_097)), Err(TextLimitError::TooLong));
        assert_eq!(check_text(" \n\t"), Err(TextLimitError::Empty));
        assert_eq!(check_text(&"😀".repeat(4_096)), Ok(()));
        assert_eq!(check_caption(&"ç".repeat(1_024)), Ok(()));
        assert_eq!(check_caption(&"ç".repeat(1_025)), Err(TextLimitError::TooLong));
        assert_eq!(check_caption(""), Ok(()));
    }
}
