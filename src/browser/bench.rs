//! `window.peer` of the bench build, with which the app is measured beside others.

use super::window;
use js_sys::{Array, Function, JSON, Object, Reflect, WebAssembly};
use std::pin::Pin;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::future_to_promise;

/// What the app gives; texts are JSON.
pub struct Peer {
    /// Makes a frame of the socket from an array of messages (`id`, `text`, `mine`, each optional).
    pub prepare: Box<dyn Fn(&str) -> String>,
    /// Takes a frame of the socket in, from the point where it was read.
    pub receive: Box<dyn Fn(&str)>,
    /// The id that the row of a message has.
    pub row_id: Box<dyn Fn(&str) -> String>,
    /// Bytes of wasm memory.
    pub wasm: Box<dyn Fn() -> f64>,
    /// Makes the device's messages ready to be searched.
    pub search_ready: Box<dyn Fn() -> Measured>,
    /// Looks for a text on this device.
    pub search: Box<dyn Fn(String) -> Measured>,
    /// Makes all of it that the search box would show.
    pub find: Box<dyn Fn(String) -> Measured>,
}

/// Something that tells how many milliseconds it took.
pub type Measured = Pin<Box<dyn Future<Output = f64>>>;

/// Path and query of the page's address.
#[must_use]
pub fn address() -> (String, String) {
    let location = window().map(|window| window.location());
    let part = |read: fn(&web_sys::Location) -> Result<String, JsValue>| {
        location
            .as_ref()
            .and_then(|location| read(location).ok())
            .unwrap_or_default()
    };
    (part(web_sys::Location::pathname), part(web_sys::Location::search))
}

/// Bytes of wasm memory.
#[must_use]
pub fn memory_bytes() -> f64 {
    let memory: WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
    let buffer = memory.buffer();
    Reflect::get(&buffer, &JsValue::from_str("byteLength"))
        .ok()
        .and_then(|length| length.as_f64())
        .unwrap_or(0.0)
}

/// Puts `peer` into the window: `scroller()`, `row(id)`, `rowSel`, `append(msg)`, `appendMany(msgs)`, `composer()`, `wasm()`, the two
/// halves of an append, `prepare(msgs)` and `receive(frame)`, and `searchReady()`, `search(text)` and `find(text)`, which promise
/// milliseconds.
pub fn offer(peer: Peer) {
    let Some(window) = window() else { return };
    let Some(document) = window.document() else { return };
    let object = Object::new();
    let set = |key: &str, value: &JsValue| {
        // A plain object takes every key.
        let _ = Reflect::set(&object, &JsValue::from_str(key), value);
    };
    let peer = std::rc::Rc::new(peer);
    let find = |selector: &'static str| {
        let document = document.clone();
        function(move |_| match document.query_selector(selector) {
            Ok(Some(element)) => element.into(),
            _ => JsValue::NULL,
        })
    };
    set("rowSel", &JsValue::from_str("[data-message]"));
    set("scroller", &find(".thread__scroller"));
    set("composer", &find(".composer__text"));
    let rows = std::rc::Rc::clone(&peer);
    set(
        "row",
        &function(move |id| {
            let id = (rows.row_id)(&id.as_string().unwrap_or_default());
            match document.query_selector(&format!("[data-message=\"{id}\"]")) {
                Ok(Some(element)) => element.into(),
                _ => JsValue::NULL,
            }
        }),
    );
    let wasm = std::rc::Rc::clone(&peer);
    set("wasm", &function(move |_| JsValue::from_f64((wasm.wasm)())));
    let readying = std::rc::Rc::clone(&peer);
    set(
        "searchReady",
        &function(move |_| promise((readying.search_ready)())),
    );
    let searching = std::rc::Rc::clone(&peer);
    set(
        "search",
        &function(move |text| promise((searching.search)(text.as_string().unwrap_or_default()))),
    );
    let finding = std::rc::Rc::clone(&peer);
    set(
        "find",
        &function(move |text| promise((finding.find)(text.as_string().unwrap_or_default()))),
    );
    let preparing = std::rc::Rc::clone(&peer);
    set(
        "prepare",
        &function(move |messages| JsValue::from_str(&(preparing.prepare)(&json(&messages)))),
    );
    let receiving = std::rc::Rc::clone(&peer);
    set(
        "receive",
        &function(move |frame| {
            (receiving.receive)(&frame.as_string().unwrap_or_default());
            JsValue::UNDEFINED
        }),
    );
    let many = std::rc::Rc::clone(&peer);
    set(
        "appendMany",
        &function(move |messages| {
            (many.receive)(&(many.prepare)(&json(&messages)));
            JsValue::UNDEFINED
        }),
    );
    set(
        "append",
        &function(move |message| {
            (peer.receive)(&(peer.prepare)(&json(&Array::of1(&message))));
            JsValue::UNDEFINED
        }),
    );
    let _ = Reflect::set(&window, &JsValue::from_str("peer"), &object);
}

fn promise(measured: Measured) -> JsValue {
    future_to_promise(async move { Ok(JsValue::from_f64(measured.await)) }).into()
}

fn json(value: &JsValue) -> String {
    JSON::stringify(value).map(String::from).unwrap_or_default()
}

fn function(body: impl Fn(JsValue) -> JsValue + 'static) -> Function {
    Closure::<dyn Fn(JsValue) -> JsValue>::new(body)
        .into_js_value()
        .unchecked_into()
}
