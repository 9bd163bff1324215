//! The window itself, its clocks and its events.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// The window; `None` outside of a browser (native tests).
#[must_use]
#[allow(clippy::disallowed_methods, reason = "this is the place that wraps it")]
pub fn window() -> Option<web_sys::Window> {
    web_sys::window()
}

/// The steady clock: milliseconds since the page was opened.
#[must_use]
pub fn now() -> f64 {
    window()
        .and_then(|window| window.performance())
        .map_or(0.0, |performance| performance.now())
}

/// What the device believes the time to be, in milliseconds since 1970 (UTC). Only for what no server has told yet.
#[must_use]
#[allow(clippy::disallowed_methods, reason = "this is the place that wraps it")]
pub fn now_by_device() -> f64 {
    js_sys::Date::now()
}

/// Waits.
pub async fn sleep(ms: u32) {
    gloo_timers::future::TimeoutFuture::new(ms).await;
}

/// The page's origin (`https://chat.example`).
#[must_use]
pub fn origin() -> String {
    window()
        .and_then(|window| window.location().origin().ok())
        .unwrap_or_default()
}

/// The path of the page's address (`/setup/numbers`).
#[must_use]
pub fn path() -> String {
    window()
        .and_then(|window| window.location().pathname().ok())
        .unwrap_or_default()
}

/// Calls `callback` at every event of this name on `target`, for as long as the page lives.
pub fn listen(target: &web_sys::EventTarget, name: &str, callback: impl FnMut() + 'static) {
    let closure = Closure::<dyn FnMut()>::new(callback);
    // Only an event type that is no text could be refused.
    let _ = target.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref());
    closure.forget();
}
