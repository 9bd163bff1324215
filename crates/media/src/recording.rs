//! What is inside a recording, whatever its container.

use crate::opus_packet::{self, OpusHead, SAMPLE_RATE};
use std::borrow::Cow;

/// One track of Opus sound, its packets untouched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpusTrack<'a> {
    /// Its head, as the recorder wrote it.
    pub head: OpusHead,
    /// The whole packets, in order.
    pub packets: Vec<Cow<'a, [u8]>>,
    /// Samples at 48 kHz at the end that are not to be heard.
    pub end_trim: u64,
}

impl OpusTrack<'_> {
    /// How long it sounds, in milliseconds; `None` when even what a decoder throws away at the start is not there.
    #[must_use]
    pub fn duration_ms(&self) -> Option<u64> {
        let total: u64 = self
            .packets
            .iter()
            .filter_map(|packet| opus_packet::duration(packet))
            .sum();
        let heard = total.checked_sub(self.end_trim.saturating_add(u64::from(self.head.pre_skip)))?;
        Some(heard * 1_000 / SAMPLE_RATE)
    }
}

/// Why a file cannot become a voice note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordingError {
    /// It is no WebM, Ogg or MP4.
    NotARecording,
    /// There is sound, but no Opus: it can be sent as ordinary audio, or must be encoded anew.
    NotOpus,
    /// Opus with more than one channel: making it mono means encoding it anew.
    NotMono {
        /// How many channels.
        channels: u8,
    },
    /// It begins like a recording but holds no whole packet: nothing was said, or the file broke before the first.
    NoSound,
    /// Its parts contradict each other.
    Broken,
}

impl RecordingError {
    /// The stable code of it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotARecording => "not_a_recording",
            Self::NotOpus => "not_opus",
            Self::NotMono { .. } => "not_mono",
            Self::NoSound => "no_sound",
            Self::Broken => "broken",
        }
    }
}

impl std::fmt::Display for RecordingError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for RecordingError {}
