//! Words without accents and capitals, by the browser's own tables: ours would be many bytes of the app.

use js_sys::JsString;

/// Folds a text.
#[must_use]
pub fn fold(text: &str) -> String {
    const MARKS: std::ops::RangeInclusive<char> = '\u{300}'..='\u{36f}';
    let parts = JsString::from(text).normalize("NFD").to_lower_case();
    String::from(parts)
        .chars()
        .filter(|c| !MARKS.contains(c))
        .collect()
}
