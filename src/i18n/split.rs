//! Where the languages are cut off: Portuguese is always there, the others come when somebody reads them.
#![allow(
    unsafe_code,
    reason = "what the splitter's macro writes: the import of a function that is linked when its part has come"
)]

use super::messages::Messages;
use super::{en, es, pt_br};
use domain::language::Language;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

/// Brings the words of a language here.
pub(super) async fn fetch(language: Language) -> Result<&'static Messages, SplitLoaderError> {
    match language {
        Language::Portuguese => Ok(&pt_br::MESSAGES),
        Language::English => english().await,
        Language::Spanish => spanish().await,
    }
}

#[wasm_split(english, wasm_split_path = leptos::wasm_split, fallible)]
fn english() -> Result<&'static Messages, SplitLoaderError> {
    Ok(&en::MESSAGES)
}

#[wasm_split(spanish, wasm_split_path = leptos::wasm_split, fallible)]
fn spanish() -> Result<&'static Messages, SplitLoaderError> {
    Ok(&es::MESSAGES)
}
