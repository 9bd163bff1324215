//! Where the setup is cut off: it comes when somebody goes there.
#![allow(
    unsafe_code,
    reason = "what the splitter's macro writes: the import of a function that is linked when its part has come"
)]

use super::panes::SetupPanes;
use super::section::SetupSection;
use crate::ui::part::{PartFuture, PartMissing};
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

/// Makes the panes.
pub(super) type MakePanes = fn(Memo<Option<SetupSection>>) -> AnyView;

/// Brings the panes here.
pub(super) fn fetch() -> PartFuture<MakePanes> {
    Box::pin(panes())
}

#[wasm_split(setup, wasm_split_path = leptos::wasm_split, fallible)]
fn panes() -> Result<MakePanes, PartMissing> {
    Ok(|section| view! { <SetupPanes section /> }.into_any())
}
