//! Turns what a browser recorded into what WhatsApp takes as a voice note: Ogg with Opus, mono. The packets stay as they are;
//! only the container changes.

use crate::opus_packet::{self, SAMPLE_RATE};
use crate::recording::{OpusTrack, RecordingError};
use crate::sniff::{Container, sniff};
use crate::{mp4, ogg, webm};

/// A file that WhatsApp takes as a voice note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoiceNote {
    /// The file, `audio/ogg; codecs=opus`.
    pub bytes: Vec<u8>,
    /// How long it sounds, in milliseconds.
    pub duration_ms: u64,
}

impl VoiceNote {
    /// Its media type, with the parameter that Meta asks for.
    pub const MIME_TYPE: &'static str = "audio/ogg; codecs=opus";

    /// Makes one of a recording in WebM, Ogg or fragmented MP4. A recording that was cut keeps its whole packets; packets that are
    /// no Opus are left out.
    ///
    /// # Errors
    /// See [`RecordingError`].
    pub fn of_recording(recording: &[u8]) -> Result<Self, RecordingError> {
        let OpusTrack {
            head,
            mut packets,
            end_trim,
        } = opus_track(recording)?;
        if head.channels != 1 || head.mapping_family != 0 {
            return Err(RecordingError::NotMono {
                channels: head.channels,
            });
        }
        packets.retain(|packet| opus_packet::duration(packet).is_some());
        let head = head.with_sound_pre_skip();
        let total: u64 = packets
            .iter()
            .filter_map(|packet| opus_packet::duration(packet))
            .sum();
        let end_trim = end_trim.min(
            packets
                .last()
                .and_then(|last| opus_packet::duration(last))
                .unwrap_or(0),
        );
        let heard = total
            .checked_sub(end_trim + u64::from(head.pre_skip))
            .filter(|heard| *heard > 0)
            .ok_or(RecordingError::NoSound)?;
        let bytes = ogg::write(head, &packets, end_trim).ok_or(RecordingError::Broken)?;
        Ok(Self {
            bytes,
            duration_ms: heard * 1_000 / SAMPLE_RATE,
        })
    }
}

/// How long an Ogg, WebM or MP4 file of Opus sounds, in milliseconds; `None` when it is no such file.
#[must_use]
pub fn duration_ms(file: &[u8]) -> Option<u64> {
    opus_track(file).ok()?.duration_ms()
}

/// The Opus track of a recording in any container that browsers write.
///
/// # Errors
/// See [`RecordingError`].
pub fn opus_track(recording: &[u8]) -> Result<OpusTrack<'_>, RecordingError> {
    match sniff(recording) {
        Some(Container::Matroska) => webm::read(recording),
        Some(Container::Mp4) => mp4::read(recording),
        Some(Container::Ogg { .. }) => ogg::read(recording),
        _ => Err(RecordingError::NotARecording),
    }
}
