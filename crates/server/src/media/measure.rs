//! What a page must know of a file before it shows it.

use domain::content::PixelSize;
use std::path::Path;

/// How much of a file tells what it is, in bytes.
pub(super) const START: usize = 64;
/// Sounds up to this size are read to learn how long they are, in bytes.
const LARGEST_MEASURED: u64 = 16 * 1_024 * 1_024;

/// The type by the bytes; the declared one where it says the same with a parameter (`audio/ogg; codecs=opus`).
pub(super) fn kept_type(declared: &str, start: &[u8]) -> String {
    let honest = media::honest_type(declared, start);
    let says_the_same = honest.split(';').next() == declared.split(';').next().map(str::trim);
    if says_the_same && honest.len() < declared.len() {
        declared.to_owned()
    } else {
        honest
    }
}

/// How large a picture is and how long a sound: what a page must know before it shows them.
pub(super) async fn measure(
    path: &Path,
    mime_type: &str,
    byte_size: u64,
) -> (Option<PixelSize>, Option<u64>) {
    let is_picture = mime_type.starts_with("image/");
    let is_sound = mime_type.starts_with("audio/ogg") && byte_size <= LARGEST_MEASURED;
    if !is_picture && !is_sound {
        return (None, None);
    }
    let path = path.to_owned();
    let measured = tokio::task::spawn_blocking(move || {
        if is_picture {
            let size = imagesize::size(&path).ok();
            (size.and_then(pixel_size), None)
        } else {
            let bytes = std::fs::read(&path).unwrap_or_default();
            (None, media::duration_ms(&bytes))
        }
    });
    measured.await.unwrap_or_default()
}

fn pixel_size(size: imagesize::ImageSize) -> Option<PixelSize> {
    Some(PixelSize {
        width: u32::try_from(size.width).ok()?,
        height: u32::try_from(size.height).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_that_the_sender_told_is_kept() {
        let ogg = [b"OggS".as_slice(), &[0; 24], b"OpusHead"].concat();
        assert_eq!(
            kept_type("audio/ogg; codecs=opus", &ogg),
            "audio/ogg; codecs=opus"
        );
        assert_eq!(kept_type("audio/ogg", &ogg), "audio/ogg; codecs=opus");
        assert_eq!(
            kept_type("text/plain; charset=utf-8", b"Oi"),
            "text/plain; charset=utf-8"
        );
        assert_eq!(kept_type("image/png; x=<script>", b"\xFF\xD8\xFF"), "image/jpeg");
    }
}
