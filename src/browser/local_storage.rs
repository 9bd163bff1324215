//! Small settings of this device. Where the browser refuses storage, nothing is kept and nothing breaks.

use super::window;

/// The value of a key.
#[must_use]
pub fn get(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Keeps a value.
pub fn set(key: &str, value: &str) {
    if let Some(storage) = storage() {
        // Full or forbidden: the setting lasts as long as the page.
        let _ = storage.set_item(key, value);
    }
}

/// Forgets a key.
pub fn remove(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

fn storage() -> Option<web_sys::Storage> {
    window()?.local_storage().ok().flatten()
}
