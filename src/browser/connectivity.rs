//! Whether the device says that it has a network, whether anyone looks at the page, and the moments when that changes.

use super::{listen, window};

/// Whether the device believes to have a network. Says nothing of the server.
#[must_use]
pub fn has_network() -> bool {
    window().is_none_or(|window| window.navigator().on_line())
}

/// Whether the page is visible.
#[must_use]
pub fn is_page_visible() -> bool {
    window()
        .and_then(|window| window.document())
        .is_none_or(|document| !document.hidden())
}

/// Calls `callback` when the network comes or goes.
pub fn on_network_change(callback: impl FnMut() + Clone + 'static) {
    if let Some(window) = window() {
        listen(&window, "online", callback.clone());
        listen(&window, "offline", callback);
    }
}

/// Calls `callback` when someone comes back to the page: it gets the focus or becomes visible, also out of the browser's memory.
pub fn on_return(callback: impl FnMut() + Clone + 'static) {
    let Some(window) = window() else { return };
    listen(&window, "focus", callback.clone());
    listen(&window, "pageshow", callback.clone());
    if let Some(document) = window.document() {
        let mut callback = callback;
        listen(&document, "visibilitychange", move || {
            if is_page_visible() {
                callback();
            }
        });
    }
}

/// Calls `callback` when the page may be about to end: it is hidden or left.
pub fn on_leave(callback: impl FnMut() + Clone + 'static) {
    let Some(window) = window() else { return };
    listen(&window, "pagehide", callback.clone());
    if let Some(document) = window.document() {
        let mut callback = callback;
        listen(&document, "visibilitychange", move || {
            if !is_page_visible() {
                callback();
            }
        });
    }
}
