//! Recognises a file by its first bytes.

/// What the first bytes prove.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// JPEG picture.
    Jpeg,
    /// PNG picture.
    Png,
    /// GIF picture.
    Gif,
    /// WebP picture.
    WebP,
    /// HEIF, HEIC or AVIF picture.
    Heif,
    /// PDF document.
    Pdf,
    /// Ogg; of what is inside only the first packet is looked at.
    Ogg {
        /// The first packet is an `OpusHead` (RFC 7845).
        is_opus: bool,
    },
    /// WebM or Matroska.
    Matroska,
    /// MP4 family (MP4, M4A, 3GPP, QuickTime).
    Mp4,
    /// MP3, with or without ID3 tag.
    Mp3,
    /// AAC in ADTS frames.
    Aac,
    /// AMR narrow band.
    Amr,
    /// ZIP, and so the newer Office formats.
    Zip,
    /// The older Office formats (compound file).
    CompoundFile,
}

impl Container {
    /// The media type to serve it with; `None` where the bytes alone do not tell (ZIP, compound file).
    #[must_use]
    pub const fn mime_type(self) -> Option<&'static str> {
        Some(match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::WebP => "image/webp",
            Self::Heif => "image/heic",
            Self::Pdf => "application/pdf",
            Self::Ogg { is_opus: true } => "audio/ogg; codecs=opus",
            Self::Ogg { is_opus: false } => "audio/ogg",
            Self::Matroska => "video/webm",
            Self::Mp4 => "video/mp4",
            Self::Mp3 => "audio/mpeg",
            Self::Aac => "audio/aac",
            Self::Amr => "audio/amr",
            Self::Zip | Self::CompoundFile => return None,
        })
    }
}

/// What a file is, by at least its first 64 bytes; `None` when they prove nothing (text, an unknown format, too few bytes).
#[must_use]
pub fn sniff(start: &[u8]) -> Option<Container> {
    let at = |offset: usize, magic: &[u8]| start.get(offset..).is_some_and(|rest| rest.starts_with(magic));
    Some(match start {
        _ if at(0, b"\xFF\xD8\xFF") => Container::Jpeg,
        _ if at(0, b"\x89PNG\r\n\x1A\n") => Container::Png,
        _ if at(0, b"GIF87a") || at(0, b"GIF89a") => Container::Gif,
        _ if at(0, b"RIFF") && at(8, b"WEBP") => Container::WebP,
        _ if at(0, b"%PDF-") => Container::Pdf,
        _ if at(0, b"OggS") => Container::Ogg {
            is_opus: at(28, b"OpusHead"),
        },
        _ if at(0, b"\x1A\x45\xDF\xA3") => Container::Matroska,
        _ if at(4, b"ftyphei") || at(4, b"ftypmif1") || at(4, b"ftyphev") || at(4, b"ftypavif") => {
            Container::Heif
        }
        _ if at(4, b"ftyp") => Container::Mp4,
        _ if at(0, b"#!AMR\n") => Container::Amr,
        _ if at(0, b"PK\x03\x04") => Container::Zip,
        _ if at(0, b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") => Container::CompoundFile,
        _ if at(0, b"ID3") => Container::Mp3,
        // MPEG audio frame sync: layer bits 00 are ADTS AAC, layer III is MP3.
        [0xFF, second, ..] if second & 0xF6 == 0xF0 => Container::Aac,
        [0xFF, second, ..] if second & 0xE6 == 0xE2 => Container::Mp3,
        _ => return None,
    })
}

/// The media type to keep a file under, by its declared type and at least its first 64 bytes. Bytes that prove a type win over what was
/// declared; a declared type is believed where the bytes leave a choice (which kind of MP4, which of the formats inside a ZIP) and for plain
/// text. Everything else is `application/octet-stream`: above all no page and no script.
#[must_use]
pub fn honest_type(declared: &str, start: &[u8]) -> String {
    const ANYTHING: &str = "application/octet-stream";
    let essence = declared
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    let declared_if = |is_believed: bool, otherwise: &str| {
        if is_believed {
            essence.clone()
        } else {
            otherwise.to_owned()
        }
    };
    match sniff(start) {
        Some(Container::Mp4) => declared_if(
            [
                "audio/mp4",
                "video/mp4",
                "video/3gpp",
                "audio/3gpp",
                "video/quicktime",
            ]
            .contains(&essence.as_str()),
            "video/mp4",
        ),
        Some(Container::Matroska) => declared_if(essence == "audio/webm", "video/webm"),
        Some(Container::Zip) => declared_if(
            essence.starts_with("application/vnd.openxmlformats-officedocument.")
                || essence.starts_with("application/vnd.oasis.opendocument."),
            "application/zip",
        ),
        Some(Container::CompoundFile) => declared_if(
            [
                "application/msword",
                "application/vnd.ms-excel",
                "application/vnd.ms-powerpoint",
            ]
            .contains(&essence.as_str()),
            ANYTHING,
        ),
        Some(proved) => proved.mime_type().unwrap_or(ANYTHING).to_owned(),
        None => declared_if(
            matches!(essence.as_str(), "text/plain" | "text/csv") && !start.contains(&0),
            ANYTHING,
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_win_over_what_was_declared() {
        let cases: [(&str, &[u8], &str); 12] = [
            ("application/pdf", b"\x89PNG\r\n\x1A\n", "image/png"),
            (
                "image/png",
                b"<svg xmlns='http://www.w3.org/2000/svg'><script/>",
                "application/octet-stream",
            ),
            ("text/html", b"<!doctype html>", "application/octet-stream"),
            ("image/svg+xml", b"<svg>", "application/octet-stream"),
            ("text/plain; charset=utf-8", b"Bom dia", "text/plain"),
            ("text/plain", b"MZ\0\x01", "application/octet-stream"),
            ("audio/mp4", b"\0\0\0\x18ftypM4A ", "audio/mp4"),
            ("text/html", b"\0\0\0\x18ftypmp42", "video/mp4"),
            (
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                b"PK\x03\x04",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            ),
            ("application/java-archive", b"PK\x03\x04", "application/zip"),
            (
                "application/msword",
                b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
                "application/msword",
            ),
            ("", b"", "application/octet-stream"),
        ];
        for (declared, start, kept) in cases {
            assert_eq!(honest_type(declared, start), kept, "{declared}");
        }
    }

    #[test]
    fn a_file_is_what_its_first_bytes_prove() {
        let mut ogg_opus = b"OggS".to_vec();
        ogg_opus.resize(28, 0);
        ogg_opus.extend_from_slice(b"OpusHead");
        let cases: [(&[u8], Option<Container>); 16] = [
            (b"\xFF\xD8\xFF\xE0", Some(Container::Jpeg)),
            (b"\x89PNG\r\n\x1A\n\0\0", Some(Container::Png)),
            (b"GIF89a", Some(Container::Gif)),
            (b"RIFF\x24\0\0\0WEBPVP8 ", Some(Container::WebP)),
            (b"RIFF\x24\0\0\0WAVEfmt ", None),
            (b"%PDF-1.7", Some(Container::Pdf)),
            (&ogg_opus, Some(Container::Ogg { is_opus: true })),
            (b"OggS\0\x02", Some(Container::Ogg { is_opus: false })),
            (b"\x1A\x45\xDF\xA3\x9F", Some(Container::Matroska)),
            (b"\0\0\0\x18ftypmp42", Some(Container::Mp4)),
            (b"\0\0\0\x18ftypheic", Some(Container::Heif)),
            (b"PK\x03\x04", Some(Container::Zip)),
            (b"\xFF\xF1\x50\x80", Some(Container::Aac)),
            (b"\xFF\xFB\x90\x64", Some(Container::Mp3)),
            (b"<svg xmlns='http://www.w3.org/2000/svg'>", None),
            (b"", None),
        ];
        for (bytes, expected) in cases {
            assert_eq!(sniff(bytes), expected, "{bytes:?}");
        }
    }
}
