//! Words of voice notes, in English.

use crate::i18n::messages::voice::VoiceMessages;

pub(super) const VOICE: VoiceMessages = VoiceMessages {
    record: "Record a voice message",
    asking: "Allow the microphone when the browser asks.",
    recording: "Recording",
    nearly_over: "Recording. Less than a minute left of the 15 minutes.",
    stop_and_send: "Stop and send",
    cancel_recording: "Cancel recording",
    finishing: "Preparing the audio…",
    recording_for: |name| format!("Recording for {name}"),
    not_sent_for: |name| format!("There is an unsent recording for {name}"),

    recover: |length| format!("Recover a recording of {length}?"),
    recover_unmeasured: "Recover a recording?",
    listen: "Listen",
    stop_listening: "Stop",
    send: "Send",
    discard: "Discard",
    given_up: "Recording cancelled.",
    undo: "Undo",

    denied: "The microphone is blocked for this page. Click the lock beside the address, allow the microphone and record again.",
    no_microphone: "No microphone was found. Connect one and record again.",
    busy: "Another program is using the microphone. Close it and record again.",
    unsupported: "This browser cannot record here. Update it, or open PerfectChat at an https address.",
    device_gone: "The microphone was disconnected. What was recorded so far has been kept.",
    page_hidden: "The recording stopped because the page left the screen. What was recorded so far has been kept.",
    limit: "The recording reached the limit of 15 minutes and has been kept.",
    storage_full: "This device is out of space. What was recorded so far has been kept: send or discard it.",
    broke: "The recording stopped because of an error of the browser. What was recorded so far has been kept.",
    too_short: "Nothing was recorded. Speak for at least a second before you stop.",
    cannot_send: "WhatsApp does not take what this browser recorded. Use another browser, or write.",

    sent_as_audio: "This browser does not record in the format of voice messages: it was sent as ordinary audio.",
    cancelled: "Audio cancelled. It was not sent.",
    failed_cancel: "The message was not cancelled.",
    held: |seconds| format!("Leaves in {seconds} s"),
    hold_over: "Leaving…",
    already_sent: "The message has already left.",
    refused: "The file is no voice message that WhatsApp takes. Record again, or attach it as audio.",
    delete_with_customer: "The customer can still see this audio: WhatsApp does not let us delete it for them. Here its content is deleted for the whole team, and a line with your name stays.",

    play: "Listen",
    pause: "Pause",
    place: "Position in the audio",
    place_of: |place, length| format!("{place} of {length}"),
    speed: |factor| format!("Speed: {factor}×"),
    played: "Listened to",
    not_played: "Not listened to yet",
    cannot_play: "This browser cannot play this audio. Download it to listen.",
};
