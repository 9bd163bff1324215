//! Amounts of money: the browser's `Intl` knows how many decimals a currency has, and how people of a language group digits.

use super::dynamic::{call, global, object};
use domain::language::Language;
use std::cell::RefCell;
use std::collections::HashMap;
use wasm_bindgen::JsValue;

thread_local! {
    static FORMATTERS: RefCell<HashMap<(Language, String), JsValue>> = RefCell::new(HashMap::new());
}

/// An amount with its currency's code (`BRL`), as people of the language write it. Beside what is no such code the amount stands as it
/// is.
#[must_use]
pub fn money(amount: f64, currency: &str, language: Language) -> String {
    formatter(currency, language)
        .and_then(|formatter| call(&formatter, "format", &[amount.into()]))
        .and_then(|written| written.as_string())
        .unwrap_or_else(|| format!("{currency}\u{a0}{amount}"))
}

fn formatter(currency: &str, language: Language) -> Option<JsValue> {
    let key = (language, currency.to_owned());
    let known = FORMATTERS.with_borrow(|formatters| formatters.get(&key).cloned());
    if known.is_some() {
        return known;
    }
    let options = object(&[
        ("style", "currency".into()),
        ("currency", currency.into()),
        ("currencyDisplay", "code".into()),
    ]);
    // `None`: this is no currency's code.
    let formatter = call(&global("Intl"), "NumberFormat", &[language.tag().into(), options])?;
    FORMATTERS.with_borrow_mut(|formatters| formatters.insert(key, formatter.clone()));
    Some(formatter)
}
