//! Media: what may be uploaded, what the bytes really are, and the addresses they are fetched from.

mod sniff;

use axum::body::Bytes;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

const MB: usize = 1024 * 1024;
/// Uploads live 30 days, what came with webhooks 7, in milliseconds.
const UPLOAD_LIFE_MS: i64 = 30 * 24 * 60 * 60 * 1000;
const INCOMING_LIFE_MS: i64 = 7 * 24 * 60 * 60 * 1000;

/// The kind of message a MIME type may be sent as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Audio,
    Image,
    Video,
    Document,
    Sticker,
}

impl Kind {
    /// The largest file of this kind, in bytes (animated stickers: 500 KB).
    pub(crate) fn max_bytes(self) -> usize {
        match self {
            Self::Audio | Self::Video => 16 * MB,
            Self::Image => 5 * MB,
            Self::Document => 100 * MB,
            Self::Sticker => 500 * 1024,
        }
    }

    /// The kind with this name in a message.
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "audio" => Some(Self::Audio),
            "image" => Some(Self::Image),
            "video" => Some(Self::Video),
            "document" => Some(Self::Document),
            "sticker" => Some(Self::Sticker),
            _ => None,
        }
    }
}

/// What Meta takes for sending (documentation of September 2026): MIME type, kind, extensions of file names.
pub(crate) const ACCEPTED: [(&str, Kind, &[&str]); 18] = [
    ("audio/aac", Kind::Audio, &["aac"]),
    ("audio/amr", Kind::Audio, &["amr"]),
    ("audio/mpeg", Kind::Audio, &["mp3"]),
    ("audio/mp4", Kind::Audio, &["m4a", "mp4"]),
    ("audio/ogg", Kind::Audio, &["ogg", "opus", "oga"]),
    ("image/jpeg", Kind::Image, &["jpg", "jpeg"]),
    ("image/png", Kind::Image, &["png"]),
    ("image/webp", Kind::Sticker, &["webp"]),
    ("video/mp4", Kind::Video, &["mp4", "m4v"]),
    ("video/3gpp", Kind::Video, &["3gp", "3gpp"]),
    ("text/plain", Kind::Document, &["txt", "text", "csv", "log", "md"]),
    ("application/pdf", Kind::Document, &["pdf"]),
    ("application/msword", Kind::Document, &["doc"]),
    ("application/vnd.ms-excel", Kind::Document, &["xls"]),
    ("application/vnd.ms-powerpoint", Kind::Document, &["ppt"]),
    (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Kind::Document,
        &["docx"],
    ),
    (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Kind::Document,
        &["xlsx"],
    ),
    (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        Kind::Document,
        &["pptx"],
    ),
];

/// A stored file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Media {
    pub(crate) id: String,
    pub(crate) phone_number_id: String,
    /// As declared, parameters included.
    pub(crate) mime_type: String,
    pub(crate) filename: Option<String>,
    /// Whether a customer sent it.
    pub(crate) is_incoming: bool,
    pub(crate) created_ms: i64,
    #[serde(with = "as_base64")]
    pub(crate) bytes: Bytes,
}

impl Media {
    /// Whether the id is still known at this time.
    pub(crate) fn is_alive(&self, now_ms: i64) -> bool {
        let life = if self.is_incoming {
            INCOMING_LIFE_MS
        } else {
            UPLOAD_LIFE_MS
        };
        now_ms < self.created_ms + life
    }

    /// The SHA-256 of the bytes, in base64 as webhooks have it.
    pub(crate) fn sha256_base64(&self) -> String {
        STANDARD.encode(Sha256::digest(&self.bytes))
    }

    /// The SHA-256 of the bytes, in hex as the look-up has it.
    pub(crate) fn sha256_hex(&self) -> String {
        Sha256::digest(&self.bytes)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    /// Why Meta, having looked at the bytes, would not deliver the file as this kind of message (error 131053).
    pub(crate) fn flaw_as(&self, kind: Kind, is_voice: bool) -> Option<String> {
        let essence = essence(&self.mime_type);
        let Some((_, accepted_as, extensions)) = accepted(&essence) else {
            return Some(format!("{essence} is not supported"));
        };
        let may_be = accepted_as == kind || kind == Kind::Document;
        if !may_be {
            return Some(format!(
                "A file of type {essence} cannot be sent as this kind of message"
            ));
        }
        if is_voice && essence != "audio/ogg" {
            return Some("Voice messages must be audio/ogg with the opus codec".to_owned());
        }
        if self.bytes.len() > kind.max_bytes() {
            return Some("The file is too large for this kind of message".to_owned());
        }
        let extension = self
            .filename
            .as_deref()
            .and_then(|name| name.rsplit_once('.'))
            .map(|(_, extension)| extension);
        if let Some(extension) = extension
            && !extensions.contains(&extension.to_ascii_lowercase().as_str())
        {
            return Some(format!(
                "The filename extension .{extension} does not belong to {essence}"
            ));
        }
        sniff::contradiction(&essence, &self.bytes)
    }
}

/// The row of [`ACCEPTED`] for a MIME type without parameters.
pub(crate) fn accepted(essence: &str) -> Option<(&'static str, Kind, &'static [&'static str])> {
    ACCEPTED.into_iter().find(|(mime, ..)| *mime == essence)
}

/// A MIME type without its parameters, in lower case.
pub(crate) fn essence(mime_type: &str) -> String {
    mime_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

mod as_base64 {
    use axum::body::Bytes;
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use serde::{Deserialize, Deserializer, Serializer, de};

    pub(super) fn serialize<S: Serializer>(bytes: &Bytes, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Bytes, D::Error> {
        let text = String::deserialize(deserializer)?;
        STANDARD.decode(text).map(Bytes::from).map_err(de::Error::custom)
    }
}
