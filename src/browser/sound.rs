//! Sounds that are played, and what is in them. One player: two voices at once would be none.

use super::dynamic::{call, call_and_wait, construct, get, handler, number, set};
use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use js_sys::{Float32Array, Uint8Array};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};

/// What the player tells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Told {
    /// It stands here, in milliseconds.
    At(u64),
    /// It was stopped from outside: headphones, a call.
    Paused,
    /// It has come to the end.
    Ended,
    /// It cannot play this.
    Failed,
}

/// The page's player. Nothing is made before something is played.
#[derive(Debug)]
pub struct Sound {
    element: RefCell<Option<JsValue>>,
    tell: UnboundedSender<Told>,
}

impl Sound {
    /// The player, and where it tells.
    #[must_use]
    pub fn new() -> (Self, UnboundedReceiver<Told>) {
        let (tell, told) = unbounded();
        let sound = Self {
            element: RefCell::default(),
            tell,
        };
        (sound, told)
    }

    /// Plays from a place, at a speed.
    pub fn play(&self, url: &str, from_ms: u64, factor: f64) {
        let Some(element) = self.element() else {
            let _ = self.tell.unbounded_send(Told::Failed);
            return;
        };
        let is_other = get(&element, "currentUrl").as_string().as_deref() != Some(url);
        if is_other {
            set(&element, "currentUrl", &url.into());
            set(&element, "src", &url.into());
        }
        // Loading anew sets the speed back.
        set(&element, "defaultPlaybackRate", &factor.into());
        self.set_speed(factor);
        self.seek(from_ms);
        let tell = self.tell.clone();
        wasm_bindgen_futures::spawn_local(async move {
            let answer = call_and_wait(&element, "play", &[]).await;
            let why = answer.err().and_then(|error| get(&error, "name").as_string());
            // Whoever stops or changes it while it loads knows that.
            if why.is_some_and(|why| why != "AbortError") {
                let _ = tell.unbounded_send(Told::Failed);
            }
        });
    }

    /// Stops where it stands.
    pub fn pause(&self) {
        if let Some(element) = &*self.element.borrow() {
            let _ = call(element, "pause", &[]);
        }
    }

    /// Goes to a place.
    #[allow(clippy::cast_precision_loss, reason = "milliseconds of a recording")]
    pub fn seek(&self, to_ms: u64) {
        if let Some(element) = &*self.element.borrow() {
            set(element, "currentTime", &(to_ms as f64 / 1_000.0).into());
        }
    }

    /// Changes the speed.
    pub fn set_speed(&self, factor: f64) {
        if let Some(element) = &*self.element.borrow() {
            set(element, "playbackRate", &factor.into());
        }
    }

    /// Where it stands, in milliseconds.
    #[must_use]
    pub fn position_ms(&self) -> u64 {
        self.element.borrow().as_ref().map_or(0, position_ms)
    }

    fn element(&self) -> Option<JsValue> {
        if let Some(element) = &*self.element.borrow() {
            return Some(element.clone());
        }
        let element = construct("Audio", &[])?;
        set(&element, "preload", &"auto".into());
        for (name, told) in [
            ("onpause", Told::Paused),
            ("onended", Told::Ended),
            ("onerror", Told::Failed),
        ] {
            let tell = self.tell.clone();
            set(
                &element,
                name,
                &handler(move |event| {
                    let element = get(&event, "target");
                    // The end is told as a pause first; and by now it may play again.
                    let stands = get(&element, "paused").is_truthy() && !get(&element, "ended").is_truthy();
                    if told != Told::Paused || stands {
                        let _ = tell.unbounded_send(told);
                    }
                }),
            );
        }
        let tell = self.tell.clone();
        let on_time = handler(move |event| {
            let _ = tell.unbounded_send(Told::At(position_ms(&get(&event, "target"))));
        });
        set(&element, "ontimeupdate", &on_time);
        self.element.replace(Some(element.clone()));
        Some(element)
    }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "times are small and not negative"
)]
fn position_ms(element: &JsValue) -> u64 {
    (number(element, "currentTime") * 1_000.0) as u64
}

/// A sound as samples, one channel at 8 kHz: enough to see how loud it is, and 15 minutes of it are 29 MB. `None`: this browser cannot
/// open it.
pub async fn decode(file: &[u8]) -> Option<Vec<f32>> {
    const SAMPLE_RATE: u32 = 8_000;
    let context = construct("OfflineAudioContext", &[1.into(), 1.into(), SAMPLE_RATE.into()])?;
    let bytes = Uint8Array::from(file).buffer();
    let decoded = call_and_wait(&context, "decodeAudioData", &[bytes.into()])
        .await
        .ok()?;
    let channel = call(&decoded, "getChannelData", &[0.into()])?;
    Some(channel.dyn_into::<Float32Array>().ok()?.to_vec())
}
