//! Random bytes, for ids.

use super::window;

/// Ten random bytes, as ids are made of.
#[must_use]
pub fn ten_bytes() -> [u8; 10] {
    let mut bytes = [0; 10];
    if let Some(crypto) = window().and_then(|window| window.crypto().ok()) {
        // Fails only for more than 65,536 bytes.
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes
}

/// A random number from 0 to 1, for jitter.
#[must_use]
pub fn fraction() -> f64 {
    js_sys::Math::random()
}
