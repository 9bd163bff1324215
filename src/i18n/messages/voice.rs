//! What the app says of voice notes.

/// Recording, holding and playing.
#[derive(Clone, Copy, Debug)]
pub struct VoiceMessages {
    pub record: &'static str,
    pub asking: &'static str,
    pub recording: &'static str,
    pub nearly_over: &'static str,
    pub stop_and_send: &'static str,
    pub cancel_recording: &'static str,
    pub finishing: &'static str,
    pub recording_for: fn(&str) -> String,
    pub not_sent_for: fn(&str) -> String,

    pub recover: fn(&str) -> String,
    pub recover_unmeasured: &'static str,
    pub listen: &'static str,
    pub stop_listening: &'static str,
    pub send: &'static str,
    pub discard: &'static str,
    pub given_up: &'static str,
    pub undo: &'static str,

    pub denied: &'static str,
    pub no_microphone: &'static str,
    pub busy: &'static str,
    pub unsupported: &'static str,
    pub device_gone: &'static str,
    pub page_hidden: &'static str,
    pub limit: &'static str,
    pub storage_full: &'static str,
    pub broke: &'static str,
    pub too_short: &'static str,
    pub cannot_send: &'static str,

    pub sent_as_audio: &'static str,
    pub cancelled: &'static str,
    pub failed_cancel: &'static str,
    pub held: fn(u64) -> String,
    pub hold_over: &'static str,
    pub already_sent: &'static str,
    pub refused: &'static str,
    pub delete_with_customer: &'static str,

    pub play: &'static str,
    pub pause: &'static str,
    pub place: &'static str,
    pub place_of: fn(&str, &str) -> String,
    pub speed: fn(&str) -> String,
    pub played: &'static str,
    pub not_played: &'static str,
    pub cannot_play: &'static str,
}
