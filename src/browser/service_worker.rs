//! The service worker: with it the app opens while the server is away.

use super::window;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

const SCRIPT: &str = "/service_worker.js";

/// Registers the service worker. Where there are none (a page that is neither https nor local), the app goes on without.
pub async fn register() {
    if let Some(registered) = request() {
        // Refused: the app goes on without.
        let _ = JsFuture::from(registered).await;
    }
}

fn request() -> Option<Promise> {
    let navigator = window()?.navigator();
    let container = Reflect::get(&navigator, &JsValue::from_str("serviceWorker")).ok()?;
    if container.is_undefined() {
        return None;
    }
    let register: Function = Reflect::get(&container, &JsValue::from_str("register"))
        .ok()?
        .dyn_into()
        .ok()?;
    register
        .call1(&container, &JsValue::from_str(SCRIPT))
        .ok()?
        .dyn_into()
        .ok()
}
