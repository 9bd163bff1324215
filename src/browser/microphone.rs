//! The microphone: asking for it, recording Opus in one channel, how loud it is, and that it was taken away.
//!
//! WebM goes before Ogg and MP4: its pieces are whole at any moment in every browser, where Firefox keeps up to a second of Ogg back and
//! Chromium's MP4 cuts the first syllable off.

use super::dynamic::{call, call_and_wait, construct, get, global, handler, number, object, set};
use futures::channel::mpsc::UnboundedSender;
use js_sys::{Array, Float32Array};
use wasm_bindgen::JsValue;

/// What we ask of the encoder, in bits a second: a note of a minute and a half stays below what a phone plays at once.
const BITS_PER_SECOND: u32 = 24_000;
/// How often the recorder gives a piece, in milliseconds: what a crash may cost.
const PIECE_MS: u32 = 500;
/// How many samples the level is taken from.
const LEVEL_SAMPLES: u32 = 2_048;
/// From the best to the last resort.
const TYPES: [&str; 4] = [
    "audio/webm;codecs=opus",
    "audio/ogg;codecs=opus",
    "audio/mp4;codecs=opus",
    "audio/mp4",
];

/// Why there is no microphone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoMicrophone {
    /// The person or the browser's settings refused.
    Denied,
    /// None is connected.
    Missing,
    /// Another program has it.
    Busy,
    /// This browser, or a page without https, cannot record.
    Unsupported,
}

/// What a recording tells.
#[derive(Clone, Debug)]
pub enum Heard {
    /// A piece: [`bytes_of`] opens it.
    Piece(JsValue),
    /// That was the last piece.
    End,
    /// The microphone was taken away.
    Gone,
    /// The recorder broke.
    Broke,
}

/// A microphone in use. Dropping it lets go.
#[derive(Debug)]
pub struct Microphone {
    stream: JsValue,
    recorder: JsValue,
    context: JsValue,
    analyser: JsValue,
    samples: Float32Array,
    mime_type: String,
}

/// Asks for the microphone.
///
/// # Errors
/// [`NoMicrophone`].
pub async fn open() -> Result<Microphone, NoMicrophone> {
    let devices = super::window().map(|window| get(&get(&window, "navigator"), "mediaDevices"));
    let devices = devices.unwrap_or(JsValue::UNDEFINED);
    if !get(&devices, "getUserMedia").is_function() || !global("MediaRecorder").is_function() {
        return Err(NoMicrophone::Unsupported);
    }
    // Without echo cancellation Chromium records two channels, which no voice note can have.
    let audio = object(&[
        ("channelCount", 1.into()),
        ("echoCancellation", true.into()),
        ("noiseSuppression", true.into()),
        ("autoGainControl", true.into()),
    ]);
    let stream = call_and_wait(&devices, "getUserMedia", &[object(&[("audio", audio)])])
        .await
        .map_err(|error| why(&get(&error, "name").as_string().unwrap_or_default()))?;
    Microphone::of(stream).ok_or(NoMicrophone::Unsupported)
}

impl Microphone {
    fn of(stream: JsValue) -> Option<Self> {
        let context = construct("AudioContext", &[]).unwrap_or(JsValue::UNDEFINED);
        // A browser that makes it sleeping wakes it for who has just pressed a button.
        let _ = call(&context, "resume", &[]);
        let source = call(&context, "createMediaStreamSource", std::slice::from_ref(&stream));
        let source = source.unwrap_or(JsValue::UNDEFINED);
        let analyser = call(&context, "createAnalyser", &[]).unwrap_or(JsValue::UNDEFINED);
        set(&analyser, "fftSize", &LEVEL_SAMPLES.into());
        let _ = call(&source, "connect", std::slice::from_ref(&analyser));
        let settings = track(&stream).and_then(|track| call(&track, "getSettings", &[]));
        let channels = settings.map_or(0.0, |settings| number(&settings, "channelCount"));
        let recorded = if channels > 1.0 {
            in_one_channel(&context, &source).unwrap_or_else(|| stream.clone())
        } else {
            stream.clone()
        };
        let mime_type = TYPES.into_iter().find(|mime_type| {
            call(
                &global("MediaRecorder"),
                "isTypeSupported",
                &[(*mime_type).into()],
            )
            .is_some_and(|answer| answer.is_truthy())
        });
        let mut options = vec![("audioBitsPerSecond", BITS_PER_SECOND.into())];
        options.extend(mime_type.map(|mime_type| ("mimeType", mime_type.into())));
        let recorder = construct("MediaRecorder", &[recorded, object(&options)]);
        let microphone = Self {
            recorder: recorder.clone().unwrap_or(JsValue::UNDEFINED),
            stream,
            context,
            analyser,
            samples: Float32Array::new_with_length(LEVEL_SAMPLES),
            mime_type: mime_type.unwrap_or_default().to_owned(),
        };
        // What was given is let go of by being dropped.
        recorder.map(|_| microphone)
    }

    /// What it records, as a media type; empty: whatever the browser likes best.
    #[must_use]
    pub fn mime_type(&self) -> &str {
        &self.mime_type
    }

    /// Records, and tells of it. False: it cannot.
    #[must_use]
    pub fn begin(&self, tell: &UnboundedSender<Heard>) -> bool {
        let to = |tell: &UnboundedSender<Heard>| {
            let tell = tell.clone();
            move |heard| {
                // Nobody listens any more: the recording was given up.
                let _ = tell.unbounded_send(heard);
            }
        };
        let piece = to(tell);
        let on_piece = handler(move |event| piece(Heard::Piece(get(&event, "data"))));
        set(&self.recorder, "ondataavailable", &on_piece);
        for (of, name, heard) in [
            (&self.recorder, "onstop", Heard::End),
            (&self.recorder, "onerror", Heard::Broke),
        ] {
            let say = to(tell);
            set(of, name, &handler(move |_| say(heard.clone())));
        }
        if let Some(track) = track(&self.stream) {
            let say = to(tell);
            set(&track, "onended", &handler(move |_| say(Heard::Gone)));
        }
        call(&self.recorder, "start", &[PIECE_MS.into()]).is_some()
    }

    /// How loud it is just now, from 0 to 100.
    #[must_use]
    pub fn level(&self) -> u8 {
        // Speech at an arm's length fills about half of the height.
        const GAIN: f32 = 320.0;
        if call(
            &self.analyser,
            "getFloatTimeDomainData",
            &[self.samples.clone().into()],
        )
        .is_none()
        {
            return 0;
        }
        let samples = self.samples.to_vec();
        let energy: f32 = samples.iter().map(|one| one * one).sum();
        let loudness = (energy / samples.len().max(1) as f32).sqrt();
        // A float becomes a whole number by cutting; it is between 0 and 100.
        (loudness * GAIN).min(100.0) as u8
    }

    /// Ends the recording: its last piece comes, then [`Heard::End`]. False: it had ended by itself, and nothing more comes.
    #[must_use]
    pub fn stop(&self) -> bool {
        let is_active = get(&self.recorder, "state").as_string().as_deref() != Some("inactive");
        is_active && call(&self.recorder, "stop", &[]).is_some()
    }
}

impl Drop for Microphone {
    fn drop(&mut self) {
        let _ = self.stop();
        if let Some(tracks) = call(&self.stream, "getTracks", &[]) {
            for track in Array::from(&tracks).iter() {
                set(&track, "onended", &JsValue::NULL);
                let _ = call(&track, "stop", &[]);
            }
        }
        let _ = call(&self.context, "close", &[]);
    }
}

/// The bytes of a piece, as an `ArrayBuffer`; `None`: there are none in it.
pub async fn bytes_of(piece: &JsValue) -> Option<JsValue> {
    if number(piece, "size") < 1.0 {
        return None;
    }
    call_and_wait(piece, "arrayBuffer", &[]).await.ok()
}

/// The sound of all channels in one.
fn in_one_channel(context: &JsValue, source: &JsValue) -> Option<JsValue> {
    let target = call(context, "createMediaStreamDestination", &[])?;
    set(&target, "channelCount", &1.into());
    call(source, "connect", std::slice::from_ref(&target))?;
    Some(get(&target, "stream")).filter(JsValue::is_object)
}

fn track(stream: &JsValue) -> Option<JsValue> {
    let tracks = call(stream, "getAudioTracks", &[])?;
    Some(Array::from(&tracks).get(0)).filter(JsValue::is_object)
}

/// The names are those of "Media Capture and Streams", `getUserMedia`; "NotReadableError" is also what Firefox says to a microphone that
/// the system keeps for itself.
fn why(name: &str) -> NoMicrophone {
    match name {
        "NotAllowedError" | "SecurityError" => NoMicrophone::Denied,
        "NotFoundError" | "OverconstrainedError" => NoMicrophone::Missing,
        "NotReadableError" | "AbortError" => NoMicrophone::Busy,
        _ => NoMicrophone::Unsupported,
    }
}
