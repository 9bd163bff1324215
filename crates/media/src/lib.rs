//! What a file really is, by its bytes, and how a browser's recording becomes a voice note. Pure: no input or output, imports nobody of
//! ours.
//!
//! A name or a declared type proves nothing (an SVG with a script may be called photo.png), so whoever takes a file asks [`sniff`].
//! Browsers record Opus in WebM, Ogg or fragmented MP4; WhatsApp takes Ogg: [`VoiceNote::of_recording`] changes the container and
//! leaves the packets alone. Whatever the bytes are, a reader answers with an error or with what is whole; it never panics.

mod mp4;
mod ogg;
mod opus_packet;
mod peaks;
mod recording;
mod sniff;
mod voice_note;
mod webm;

pub use opus_packet::{OpusHead, SAMPLE_RATE, duration as packet_duration};
pub use peaks::{BARS, peaks};
pub use recording::{OpusTrack, RecordingError};
pub use sniff::{Container, honest_type, sniff};
pub use voice_note::{VoiceNote, duration_ms, opus_track};
