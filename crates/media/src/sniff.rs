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
    /// HEIF or HEIC picture.
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
        _ if at(4, b"ftyphei") || at(4, b"ftypmif1") || at(4, b"ftyphev") => Container::Heif,
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

#[cfg(test)]
mod tests {
    use super::*;

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
