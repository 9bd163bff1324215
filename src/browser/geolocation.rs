//! Where this device is. The browser asks the person first.
//!
//! Reached by name: it is one call.

use super::dynamic::get;
use super::window;
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// How long the device may look, in milliseconds; the person's answer takes as long as it takes.
const PATIENCE_MS: u32 = 15_000;
/// How old a place may be that the device has found before, in milliseconds.
const OLDEST_MS: u32 = 60_000;
/// `GeolocationPositionError`'s codes; source: W3C, Geolocation.
const PERMISSION_DENIED: u32 = 1;
const TIMEOUT: u32 = 3;

/// A place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// It lies within so many metres of there.
    pub accuracy_m: f64,
}

/// Why there is no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPlace {
    /// The person or the browser's settings refused.
    Refused,
    /// The device does not know where it is.
    Unknown,
    /// It took too long.
    TooSlow,
}

/// Looks where the device is.
///
/// # Errors
/// [`NoPlace`].
pub async fn place() -> Result<Place, NoPlace> {
    let geolocation = window()
        .map(|window| get(&window.navigator(), "geolocation"))
        .ok_or(NoPlace::Unknown)?;
    let ask: Function = get(&geolocation, "getCurrentPosition")
        .dyn_into()
        .map_err(|_| NoPlace::Unknown)?;
    let options = Object::new();
    for (name, value) in [
        ("enableHighAccuracy", JsValue::TRUE),
        ("timeout", PATIENCE_MS.into()),
        ("maximumAge", OLDEST_MS.into()),
    ] {
        // A plain object takes any property.
        let _ = Reflect::set(&options, &name.into(), &value);
    }
    let answer: Promise = Promise::new(&mut |found, failed| {
        let arguments: Array = [
            JsValue::from(found),
            failed.clone().into(),
            options.clone().into(),
        ]
        .into_iter()
        .collect();
        if let Err(error) = Reflect::apply(&ask, &geolocation, &arguments) {
            // Rejecting cannot fail.
            let _ = Reflect::apply(
                &failed,
                &JsValue::UNDEFINED,
                &[error].into_iter().collect::<Array>(),
            );
        }
    });
    let position = JsFuture::from(answer).await.map_err(|error| why(&error))?;
    read(&get(&position, "coords")).ok_or(NoPlace::Unknown)
}

fn read(coordinates: &JsValue) -> Option<Place> {
    Some(Place {
        latitude: get(coordinates, "latitude").as_f64()?,
        longitude: get(coordinates, "longitude").as_f64()?,
        accuracy_m: get(coordinates, "accuracy").as_f64()?,
    })
}

fn why(error: &JsValue) -> NoPlace {
    let code = get(error, "code").as_f64();
    match code {
        Some(code) if code == f64::from(PERMISSION_DENIED) => NoPlace::Refused,
        Some(code) if code == f64::from(TIMEOUT) => NoPlace::TooSlow,
        _ => NoPlace::Unknown,
    }
}
