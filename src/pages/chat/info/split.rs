//! Where the panel is cut off: it comes when somebody opens it.
#![allow(
    unsafe_code,
    reason = "what the splitter's macro writes: the import of a function that is linked when its part has come"
)]

use super::InfoPanel;
use crate::ui::part::{PartFuture, PartMissing};
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

/// Makes the panel.
pub(in crate::pages::chat) type MakeInfo = fn() -> AnyView;

/// Brings the panel here.
pub(in crate::pages::chat) fn fetch() -> PartFuture<MakeInfo> {
    Box::pin(contact_info())
}

#[wasm_split(contact_info, wasm_split_path = leptos::wasm_split, fallible)]
fn contact_info() -> Result<MakeInfo, PartMissing> {
    Ok(|| view! { <InfoPanel /> }.into_any())
}
