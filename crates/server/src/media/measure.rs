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

/// What a page must know of a file before it shows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Measured {
    /// How large a picture is.
    pub(super) pixels: Option<PixelSize>,
    /// How long a sound is, in milliseconds.
    pub(super) duration_ms: Option<u64>,
    /// How many channels of Opus a sound has; 0: none that could be heard.
    pub(super) opus_channels: Option<u8>,
}

/// Looks at a file. What is neither a picture nor a sound has nothing to measure.
pub(super) async fn measure(path: &Path, mime_type: &str, byte_size: u64) -> Measured {
    let is_picture = mime_type.starts_with("image/");
    let is_sound = mime_type.starts_with("audio/ogg") && byte_size <= LARGEST_MEASURED;
    if !is_picture && !is_sound {
        return Measured::default();
    }
    let path = path.to_owned();
    let measured = tokio::task::spawn_blocking(move || {
        if is_picture {
            let size = imagesize::size(&path).ok();
            Measured {
                pixels: size.and_then(pixel_size),
                ..Measured::default()
            }
        } else {
            sound(&std::fs::read(&path).unwrap_or_default())
        }
    });
    measured.await.unwrap_or_default()
}

/// What is heard counts, not what the head promises: a voice note must have sound.
fn sound(bytes: &[u8]) -> Measured {
    let track = media::opus_track(bytes).ok();
    let duration_ms = track.as_ref().and_then(media::OpusTrack::duration_ms);
    let channels = track.filter(|_| duration_ms.is_some_and(|ms| ms > 0));
    Measured {
        duration_ms,
        opus_channels: Some(channels.map_or(0, |track| track.head.channels)),
        pixels: None,
    }
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
