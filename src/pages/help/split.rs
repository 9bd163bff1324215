//! Where the help is cut off: it comes when somebody asks for it.
#![allow(
    unsafe_code,
    reason = "what the splitter's macro writes: the import of a function that is linked when its part has come"
)]

use super::panes::HelpPanes;
use super::section::HelpSection;
use super::shortcuts::ShortcutDialog;
use crate::ui::part::{PartFuture, PartMissing};
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

/// What is in the part.
#[derive(Clone, Copy)]
pub(super) struct Help {
    pub page: fn(Memo<Option<HelpSection>>) -> AnyView,
    pub shortcuts: fn(RwSignal<bool>) -> AnyView,
}

/// Brings it here.
pub(super) fn fetch() -> PartFuture<Help> {
    Box::pin(help())
}

#[wasm_split(help, wasm_split_path = leptos::wasm_split, fallible)]
fn help() -> Result<Help, PartMissing> {
    Ok(Help {
        page: |section| view! { <HelpPanes section /> }.into_any(),
        shortcuts: |is_open| view! { <ShortcutDialog is_open /> }.into_any(),
    })
}
