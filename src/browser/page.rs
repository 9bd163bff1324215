//! The page as a whole: its language, theme and title, the device's pointer, whether someone looks at it.

use super::window;

/// Sets the page's language (BCP 47).
pub fn set_language(tag: &str) {
    set_root_attribute("lang", Some(tag));
}

/// Sets the theme (`light`, `dark`), or leaves it to the system.
pub fn set_theme(theme: Option<&str>) {
    set_root_attribute("data-theme", theme);
}

/// Sets the title.
pub fn set_title(title: &str) {
    if let Some(document) = window().and_then(|window| window.document()) {
        document.set_title(title);
    }
}

/// Whether the page is visible and has the focus.
#[must_use]
pub fn has_focus() -> bool {
    window()
        .and_then(|window| window.document())
        .is_some_and(|document| !document.hidden() && document.has_focus().unwrap_or(false))
}

/// Whether the main pointer is a finger.
#[must_use]
pub fn has_coarse_pointer() -> bool {
    window()
        .and_then(|window| window.match_media("(pointer: coarse)").ok().flatten())
        .is_some_and(|query| query.matches())
}

/// Whether the window shows one pane at a time (`style/layout.css`).
#[must_use]
pub fn has_narrow_window() -> bool {
    window()
        .and_then(|window| window.match_media("(width < 45rem)").ok().flatten())
        .is_some_and(|query| query.matches())
}

/// Whether the panel with information stands beside the thread and not over it (`style/layout.css`).
#[must_use]
pub fn has_room_for_panel() -> bool {
    window()
        .and_then(|window| window.match_media("(width >= 75rem)").ok().flatten())
        .is_some_and(|query| query.matches())
}

/// The window's height in CSS pixels.
#[must_use]
pub fn height() -> f64 {
    window()
        .and_then(|window| window.inner_height().ok()?.as_f64())
        .unwrap_or(1_000.0)
}

fn set_root_attribute(name: &str, value: Option<&str>) {
    let root = window()
        .and_then(|window| window.document())
        .and_then(|document| document.document_element());
    let Some(root) = root else { return };
    // Only a name that is no name could be refused.
    let _ = match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
}
