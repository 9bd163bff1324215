//! What can be sent, how large and how long. Source: Meta, "Media" and "Messages" references of the Cloud API.

use crate::content::MessageKind;
use serde::{Deserialize, Serialize};

/// The longest text of a message, in characters.
pub const TEXT_CHARACTERS: usize = 4_096;

/// The longest caption, in characters.
pub const CAPTION_CHARACTERS: usize = 1_024;

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
    /// It is no mono Ogg/Opus, as a voice note has to be.
    #[error("a voice note must be mono Ogg/Opus")]
    NotVoice,
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
        // Whatever Meta takes at all may go as a document too.
        MessageKind::Document => &[
            "text/csv",
            "text/plain",
            "application/pdf",
            "application/msword",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/vnd.ms-excel",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.ms-powerpoint",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            "image/jpeg",
            "image/png",
            "image/webp",
            "video/mp4",
            "video/3gpp",
            "audio/aac",
            "audio/amr",
            "audio/mpeg",
            "audio/mp4",
            "audio/ogg",
        ],
        _ => &[],
    }
}

/// Which kind of message a type of file becomes when nobody says otherwise; `None`: Meta does not take it.
#[must_use]
pub fn kind_of(mime_type: &str) -> Option<MessageKind> {
    let essence = essence(mime_type);
    let order = [
        MessageKind::Image,
        MessageKind::Video,
        MessageKind::Audio,
        MessageKind::Sticker,
        MessageKind::Document,
    ];
    order
        .into_iter()
        .find(|kind| mime_types(*kind).contains(&essence.as_str()))
}

/// The type under which Meta takes a file: tables of values are plain text to it.
#[must_use]
pub fn type_for_meta(mime_type: &str) -> &str {
    if essence(mime_type) == "text/csv" {
        "text/plain"
    } else {
        mime_type
    }
}

/// The extensions that files of a type have, the usual one first. Meta refuses a name that does not fit the type.
const fn extensions(essence: &str) -> &'static [&'static str] {
    match essence.as_bytes() {
        b"image/jpeg" => &["jpg", "jpeg"],
        b"image/png" => &["png"],
        b"image/webp" => &["webp"],
        b"video/mp4" => &["mp4", "m4v"],
        b"video/3gpp" => &["3gp", "3gpp"],
        b"audio/aac" => &["aac"],
        b"audio/amr" => &["amr"],
        b"audio/mpeg" => &["mp3"],
        b"audio/mp4" => &["m4a", "mp4"],
        b"audio/ogg" => &["ogg", "opus", "oga"],
        b"text/plain" => &["txt", "text", "log", "md"],
        b"text/csv" => &["csv"],
        b"application/pdf" => &["pdf"],
        b"application/msword" => &["doc"],
        b"application/vnd.ms-excel" => &["xls"],
        b"application/vnd.ms-powerpoint" => &["ppt"],
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document" => &["docx"],
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => &["xlsx"],
        b"application/vnd.openxmlformats-officedocument.presentationml.presentation" => &["pptx"],
        _ => &[],
    }
}

/// A name for a file of a type, with an extension that fits it: a picture that was called `a.pdf` is called `a.png`. `otherwise` is the
/// name, without extension, of one that has none.
#[must_use]
pub fn fitting_name(name: Option<&str>, mime_type: &str, otherwise: &str) -> String {
    const CHARACTERS: usize = 200;
    let extensions = extensions(&essence(mime_type));
    let name: String = name
        .unwrap_or_default()
        .chars()
        .map(|c| {
            if c.is_control() || "/\\\"".contains(c) {
                '_'
            } else {
                c
            }
        })
        .collect();
    let name = name.trim();
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() && extension.len() <= 5 => (stem, extension),
        _ => (name, ""),
    };
    let stem: String = stem.chars().take(CHARACTERS).collect();
    let stem = if stem.is_empty() { otherwise } else { &stem };
    match extensions.first() {
        None if extension.is_empty() => stem.to_owned(),
        None => format!("{stem}.{extension}"),
        Some(_) if extensions.contains(&extension.to_ascii_lowercase().as_str()) => {
            format!("{stem}.{extension}")
        }
        Some(usual) => format!("{stem}.{usual}"),
    }
}

/// A media type without its parameters, in lower case.
fn essence(mime_type: &str) -> String {
    mime_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
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
    let essence = essence(mime_type);
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
    /// It is longer than [`TEXT_CHARACTERS`].
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
    fn each_type_has_the_kind_that_people_expect() {
        let cases = [
            ("image/png", Some(MessageKind::Image)),
            ("image/webp", Some(MessageKind::Sticker)),
            ("video/mp4", Some(MessageKind::Video)),
            ("audio/ogg; codecs=opus", Some(MessageKind::Audio)),
            ("text/csv", Some(MessageKind::Document)),
            ("Application/PDF", Some(MessageKind::Document)),
            ("image/heic", None),
            ("application/zip", None),
            ("application/octet-stream", None),
        ];
        for (mime_type, expected) in cases {
            assert_eq!(kind_of(mime_type), expected, "{mime_type}");
        }
        assert_eq!(check(MessageKind::Document, "image/jpeg", 9 * MIB), Ok(()));
    }

    #[test]
    fn a_name_fits_its_type() {
        let cases = [
            (Some("Contrato.PDF"), "application/pdf", "Contrato.PDF"),
            (Some("foto.pdf"), "image/png", "foto.png"),
            (Some("a.b.tabela"), "text/csv", "a.b.tabela.csv"),
            (Some(".pdf"), "application/pdf", ".pdf.pdf"),
            (Some("  "), "image/jpeg", "arquivo.jpg"),
            (None, "audio/ogg; codecs=opus", "arquivo.ogg"),
            (Some("../x\n\"y\".txt"), "text/plain", ".._x__y_.txt"),
            (Some("a.bin"), "application/octet-stream", "a.bin"),
        ];
        for (name, mime_type, expected) in cases {
            assert_eq!(fitting_name(name, mime_type, "arquivo"), expected, "{name:?}");
        }
        let long = "é".repeat(300);
        let fitting = fitting_name(Some(&long), "image/png", "arquivo");
        assert_eq!(fitting.chars().count(), 204);
    }

    #[test]
    fn text_is_counted_in_characters_not_bytes() {
        assert_eq!(check_text(&"é".repeat(4_096)), Ok(()));
        assert_eq!(check_text(&"é".repeat(4_097)), Err(TextLimitError::TooLong));
        assert_eq!(check_text(" \n\t"), Err(TextLimitError::Empty));
        assert_eq!(check_text(&"😀".repeat(4_096)), Ok(()));
    }
}
