//! Reaching by name what web-sys does not offer, or only at the price of many more bytes.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A property; undefined where there is none.
pub(super) fn get(of: &JsValue, name: &str) -> JsValue {
    if !of.is_object() && !of.is_function() {
        return JsValue::UNDEFINED;
    }
    Reflect::get(of, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// Sets a property; one that cannot be set stays.
pub(super) fn set(of: &JsValue, name: &str, value: &JsValue) {
    let _ = Reflect::set(of, &name.into(), value);
}

/// Calls a method; `None`: there is none, or it failed.
pub(super) fn call(of: &JsValue, name: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let function: Function = get(of, name).dyn_into().ok()?;
    Reflect::apply(&function, of, &arguments.iter().cloned().collect::<Array>()).ok()
}

/// Calls a method that gives a promise, and waits for it.
///
/// # Errors
/// What it was rejected with; undefined when there is no such method.
pub(super) async fn call_and_wait(
    of: &JsValue,
    name: &str,
    arguments: &[JsValue],
) -> Result<JsValue, JsValue> {
    let promise = call(of, name, arguments).and_then(|promise| promise.dyn_into::<Promise>().ok());
    JsFuture::from(promise.ok_or(JsValue::UNDEFINED)?).await
}

/// Something global; undefined where there is none.
pub(super) fn global(name: &str) -> JsValue {
    super::window().map_or(JsValue::UNDEFINED, |window| get(&window, name))
}

/// Makes an object of a global class.
pub(super) fn construct(class: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let class: Function = global(class).dyn_into().ok()?;
    Reflect::construct(&class, &arguments.iter().cloned().collect::<Array>()).ok()
}

/// A plain object.
pub(super) fn object(entries: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in entries {
        set(&object, name, value);
    }
    object.into()
}

/// A number; 0 where there is none.
pub(super) fn number(of: &JsValue, name: &str) -> f64 {
    get(of, name).as_f64().unwrap_or_default()
}

/// A function for a handler's property (`onended`). It lives as long as the object that holds it.
pub(super) fn handler(mut handle: impl FnMut(JsValue) + 'static) -> JsValue {
    Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| handle(event)).into_js_value()
}
