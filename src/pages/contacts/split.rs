//! Where the contacts are cut off: they come when somebody goes there.
#![allow(
    unsafe_code,
    reason = "what the splitter's macro writes: the import of a function that is linked when its part has come"
)]

use super::page::ContactsPane;
use crate::ui::part::{PartFuture, PartMissing};
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

/// Makes the pane.
pub(super) type MakePane = fn() -> AnyView;

/// Brings the pane here.
pub(super) fn fetch() -> PartFuture<MakePane> {
    Box::pin(pane())
}

#[wasm_split(contacts, wasm_split_path = leptos::wasm_split, fallible)]
fn pane() -> Result<MakePane, PartMissing> {
    Ok(|| view! { <ContactsPane /> }.into_any())
}
