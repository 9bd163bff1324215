//! The place of the caret in a text field, and writing there so that the browser's own undo still works.
//!
//! Browsers count in UTF-16 units; everything here that is not said to be one counts in bytes.

use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlTextAreaElement;

/// The first text area of the page that a selector finds.
#[must_use]
pub fn find(selector: &str) -> Option<HtmlTextAreaElement> {
    let document = super::window()?.document()?;
    document.query_selector(selector).ok()??.dyn_into().ok()
}

/// The text before the caret; `None` while something is selected.
#[must_use]
pub fn before_caret(field: &HtmlTextAreaElement) -> Option<String> {
    let start = field.selection_start().ok().flatten()?;
    let end = field.selection_end().ok().flatten()?;
    (start == end).then(|| prefix(&field.value(), start))
}

/// Writes `text` in place of the `replaced` bytes before the caret, or of what is selected. The field tells of it by an `input`
/// event.
pub fn insert(field: &HtmlTextAreaElement, replaced: usize, text: &str) {
    // Only an element that is gone could not take the focus.
    let _ = field.focus();
    if replaced == 0 && text.is_empty() {
        return;
    }
    if replaced > 0
        && let Some(before) = before_caret(field)
        && let Some(gone) = before.len().checked_sub(replaced).and_then(|at| before.get(at..))
        && let Ok(Some(end)) = field.selection_end()
    {
        let _ = field.set_selection_range(end - utf16_length(gone), end);
    }
    if !type_in(text) {
        let _ = field.set_range_text(text);
        let event = web_sys::Event::new("input");
        if let Ok(event) = event {
            let _ = field.dispatch_event(&event);
        }
    }
}

/// As if it were typed. There is no other way that keeps the undo of the browser.
fn type_in(text: &str) -> bool {
    let Some(document) = super::window().and_then(|window| window.document()) else {
        return false;
    };
    let Some(command) = Reflect::get(&document, &JsValue::from_str("execCommand"))
        .ok()
        .and_then(|command| command.dyn_into::<Function>().ok())
    else {
        return false;
    };
    // Typing nothing leaves what is selected where it is.
    let name = if text.is_empty() { "delete" } else { "insertText" };
    let (name, text) = (JsValue::from_str(name), JsValue::from_str(text));
    command
        .call3(&document, &name, &JsValue::FALSE, &text)
        .is_ok_and(|is_done| is_done.is_truthy())
}

/// The first `units` UTF-16 units of a text.
fn prefix(text: &str, units: u32) -> String {
    let mut left = units as usize;
    text.chars()
        .take_while(|c| {
            let fits = left >= c.len_utf16();
            left = left.saturating_sub(c.len_utf16());
            fits
        })
        .collect()
}

fn utf16_length(text: &str) -> u32 {
    u32::try_from(text.chars().map(char::len_utf16).sum::<usize>()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carets_are_counted_as_browsers_do() {
        assert_eq!(prefix("a😊ש@b", 0), "");
        assert_eq!(prefix("a😊ש@b", 3), "a😊");
        assert_eq!(prefix("a😊ש@b", 4), "a😊ש");
        assert_eq!(prefix("aé", 9), "aé");
        assert_eq!(utf16_length("a😊ש"), 4);
    }
}
