//! What a recording goes out as. Pure.

use domain::content::MessageKind;
use domain::media_limit;
use media::{RecordingError, VoiceNote};

/// A recording as the customer gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sendable {
    /// A voice note; ordinary audio where the browser recorded what cannot be one.
    pub kind: MessageKind,
    pub mime_type: String,
    pub bytes: Vec<u8>,
    pub duration_ms: Option<u64>,
}

/// Why a recording cannot be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotSendable {
    /// There is no sound in it.
    TooShort,
    /// WhatsApp takes no such file.
    Type,
}

/// How many first bytes tell what a file is.
const START: usize = 64;

/// What a recording goes out as. `mime_type` is what the browser said that it records.
pub(super) fn sendable(recording: Vec<u8>, mime_type: &str) -> Result<Sendable, NotSendable> {
    if recording.is_empty() {
        return Err(NotSendable::TooShort);
    }
    match VoiceNote::of_recording(&recording) {
        Ok(note) => Ok(Sendable {
            kind: MessageKind::VoiceNote,
            mime_type: VoiceNote::MIME_TYPE.to_owned(),
            bytes: note.bytes,
            duration_ms: Some(note.duration_ms),
        }),
        Err(RecordingError::NoSound) => Err(NotSendable::TooShort),
        // Sound of another kind: as it is, where WhatsApp takes it. Opus in two channels it does not.
        Err(RecordingError::NotOpus) => {
            let start = &recording[..recording.len().min(START)];
            let mime_type = media::honest_type(mime_type, start);
            let size = u64::try_from(recording.len()).unwrap_or(u64::MAX);
            media_limit::check(MessageKind::Audio, &mime_type, size).map_err(|_| NotSendable::Type)?;
            Ok(Sendable {
                kind: MessageKind::Audio,
                mime_type,
                bytes: recording,
                duration_ms: None,
            })
        }
        Err(RecordingError::NotARecording | RecordingError::NotMono { .. } | RecordingError::Broken) => {
            Err(NotSendable::Type)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixture(name: &str) -> Vec<u8> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/voice");
        std::fs::read(format!("{folder}/{name}")).unwrap()
    }

    #[test]
    fn what_browsers_record_becomes_a_voice_note() {
        let recordings = [
            (
                "chromium156_webm-opus_speech_2s_24k_ts250.webm",
                "audio/webm;codecs=opus",
            ),
            (
                "chromium156_mp4-opus_speech_2s_ts250.mp4",
                "audio/mp4;codecs=opus",
            ),
            (
                "firefox153_ogg-opus_speech_2s_24k_ts250.ogg",
                "audio/ogg;codecs=opus",
            ),
            (
                "firefox153_webm-opus_speech_2s_24k_ts250.webm",
                "audio/webm;codecs=opus",
            ),
        ];
        for (name, mime_type) in recordings {
            let made = sendable(fixture(name), mime_type).unwrap();
            assert_eq!(made.kind, MessageKind::VoiceNote, "{name}");
            assert_eq!(made.mime_type, "audio/ogg; codecs=opus", "{name}");
            assert!(made.bytes.starts_with(b"OggS"), "{name}");
            assert!(made.duration_ms.unwrap().abs_diff(2_000) < 200, "{name}");
        }
    }

    #[test]
    fn what_no_voice_note_can_be_made_of_goes_as_audio_if_whatsapp_takes_it() {
        let aac = fixture("webkitgtk2.50_mp4-aac_speech_2s_ts250.mp4");
        let made = sendable(aac.clone(), "audio/mp4").unwrap();
        assert_eq!(
            (made.kind, made.mime_type.as_str()),
            (MessageKind::Audio, "audio/mp4")
        );
        assert_eq!(made.bytes, aac);
        let stereo = fixture("chromium156_webm-opus_tones-stereo_raw-2ch.webm");
        assert_eq!(sendable(stereo, "audio/webm;codecs=opus"), Err(NotSendable::Type));
    }

    #[test]
    fn nothing_is_not_sent() {
        assert_eq!(sendable(Vec::new(), "audio/webm"), Err(NotSendable::TooShort));
        let whole = fixture("chromium156_webm-opus_speech_2s_24k_ts250.webm");
        // A head without a packet.
        let head = whole[..120].to_vec();
        assert!(sendable(head, "audio/webm;codecs=opus").is_err());
        assert_eq!(sendable(b"oi".to_vec(), "audio/webm"), Err(NotSendable::Type));
    }
}
