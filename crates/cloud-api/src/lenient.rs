//! Reading JSON values whose types vary: ids and timestamps arrive as strings mostly and as numbers sometimes.
//! What is absent or of another type reads as absent; nothing here fails.

use serde_json::Value;

/// The member as text; numbers become their digits.
pub(crate) fn text(value: &Value, key: &str) -> Option<String> {
    as_text(value.get(key)?)
}

/// The member as a non-empty identifier.
pub(crate) fn id(value: &Value, key: &str) -> Option<String> {
    text(value, key).filter(|text| !text.is_empty())
}

/// The member as a whole number, also when it is written as a string.
pub(crate) fn integer(value: &Value, key: &str) -> Option<i64> {
    match value.get(key)? {
        Value::Number(number) => number.as_i64().or_else(|| number.as_f64().and_then(whole)),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// The member as a number, also when it is written as a string.
pub(crate) fn number(value: &Value, key: &str) -> Option<f64> {
    match value.get(key)? {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
        _ => None,
    }
}

/// Whether the member is true. Anything else, also its absence, is false.
pub(crate) fn flag(value: &Value, key: &str) -> bool {
    matches!(value.get(key), Some(Value::Bool(true)))
}

/// The elements of a member that is an array, or nothing.
pub(crate) fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value
        .get(key)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// A string as it is, a number as its digits.
pub(crate) fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The float as a whole number if it is one and is small enough to be exact.
fn whole(number: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (number.fract() == 0.0 && number.abs() <= EXACT).then_some(number as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_read_the_same_as_strings_and_as_numbers() {
        let value =
            json!({"a": "1770000000", "b": 1_770_000_000, "c": 1.77e9, "d": "soon", "e": null, "f": 1.5});
        assert_eq!(integer(&value, "a"), Some(1_770_000_000));
        assert_eq!(integer(&value, "b"), Some(1_770_000_000));
        assert_eq!(integer(&value, "c"), Some(1_770_000_000));
        assert_eq!(integer(&value, "d"), None);
        assert_eq!(integer(&value, "e"), None);
        assert_eq!(integer(&value, "f"), None);
        assert_eq!(text(&value, "b").as_deref(), Some("1770000000"));
        assert_eq!(number(&value, "a"), Some(1_770_000_000.0));
    }

    #[test]
    fn only_true_is_true() {
        let value = json!({"yes": true, "no": false, "word": "true"});
        assert!(flag(&value, "yes"));
        assert!(!flag(&value, "no"));
        assert!(!flag(&value, "word"));
        assert!(!flag(&value, "absent"));
    }
}
