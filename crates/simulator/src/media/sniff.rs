//! What bytes really are, as far as Meta is known to look.

/// Why the bytes are not what the MIME type says; `None` if nothing speaks against it.
pub(super) fn contradiction(essence: &str, bytes: &[u8]) -> Option<String> {
    let fits = match essence {
        "image/jpeg" => bytes.starts_with(&[0xff, 0xd8, 0xff]),
        "image/png" => bytes.starts_with(b"\x89PNG\r\n\x1a\n"),
        "image/webp" => bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"),
        "audio/ogg" => return ogg_contradiction(bytes),
        "audio/mpeg" => bytes.starts_with(b"ID3") || starts_with_mpeg_frame(bytes),
        "audio/aac" => matches!(bytes, [0xff, 0xf0 | 0xf1 | 0xf8 | 0xf9, ..]),
        "audio/amr" => bytes.starts_with(b"#!AMR"),
        "audio/mp4" | "video/mp4" | "video/3gpp" => bytes.get(4..8) == Some(b"ftyp"),
        "application/pdf" => bytes.starts_with(b"%PDF"),
        "text/plain" => std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0),
        "application/msword" | "application/vnd.ms-excel" | "application/vnd.ms-powerpoint" => {
            bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
        }
        office if office.starts_with("application/vnd.openxmlformats") => bytes.starts_with(b"PK"),
        _ => true,
    };
    (!fits).then(|| format!("The file is not what its type says: declared {essence}"))
}

fn starts_with_mpeg_frame(bytes: &[u8]) -> bool {
    matches!(bytes, [0xff, second, ..] if second & 0xe0 == 0xe0 && second & 0x06 != 0)
}

/// Only Opus with one channel is accepted in Ogg.
fn ogg_contradiction(bytes: &[u8]) -> Option<String> {
    if !bytes.starts_with(b"OggS") {
        return Some("The file is not what its type says: declared audio/ogg".to_owned());
    }
    // A page header is 27 bytes and a table with as many bytes as the last of them says.
    let table = usize::from(bytes.get(26).copied().unwrap_or_default());
    let packet = bytes.get(27 + table..).unwrap_or_default();
    if !packet.starts_with(b"OpusHead") {
        return Some("Only the opus codec is supported in audio/ogg".to_owned());
    }
    (packet.get(9) != Some(&1)).then(|| "Only one channel is supported in audio/ogg".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ogg(first_packet: &[u8]) -> Vec<u8> {
        let mut page = b"OggS".to_vec();
        page.resize(26, 0);
        page.push(1);
        page.push(u8::try_from(first_packet.len()).unwrap_or(0));
        page.extend_from_slice(first_packet);
        page
    }

    #[test]
    fn only_mono_opus_passes_as_ogg() {
        assert_eq!(contradiction("audio/ogg", &ogg(b"OpusHead\x01\x01")), None);
        assert!(
            contradiction("audio/ogg", &ogg(b"OpusHead\x01\x02")).is_some_and(|why| why.contains("channel"))
        );
        assert!(contradiction("audio/ogg", &ogg(b"\x01vorbis")).is_some_and(|why| why.contains("opus")));
        assert!(contradiction("audio/ogg", b"\x1a\x45\xdf\xa3webm").is_some());
        assert!(contradiction("audio/ogg", b"OggS").is_some());
    }

    #[test]
    fn types_are_known_by_their_first_bytes() {
        for (essence, right, wrong) in [
            ("image/jpeg", &b"\xff\xd8\xff\xe0"[..], &b"\x89PNG\r\n\x1a\n"[..]),
            ("image/png", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"),
            ("image/webp", b"RIFF\0\0\0\0WEBP", b"RIFF\0\0\0\0WAVE"),
            ("audio/mpeg", b"\xff\xfb\x90\x00", b"OggS"),
            ("audio/aac", b"\xff\xf1\x50", b"\xff\xfb\x90"),
            ("audio/mp4", b"\0\0\0\x20ftypM4A ", b"\x1a\x45\xdf\xa3"),
            ("application/pdf", b"%PDF-1.7", b"PK\x03\x04"),
            ("text/plain", "olá".as_bytes(), b"\0\x01"),
        ] {
            assert_eq!(contradiction(essence, right), None, "{essence}");
            assert!(contradiction(essence, wrong).is_some(), "{essence}");
        }
    }
}
