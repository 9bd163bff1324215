//! Where the shell is cut: what its menus hold comes right after the first screen.
#![allow(
    unsafe_code,
    reason = "what the splitter's macro writes: the import of a function that is linked when its part has come"
)]

use super::profile::ProfilePanel;
use super::sign_out::SignOutQuestion;
use crate::ui::part::{PartFuture, PartMissing};
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

/// What the agent's own menu opens.
#[derive(Clone, Copy)]
pub(super) struct Panels {
    pub profile: fn(&'static str, Signal<String>, Signal<String>, bool) -> AnyView,
    pub sign_out: fn(Memo<usize>) -> AnyView,
}

impl Panels {
    /// Brings them here.
    pub fn fetch() -> PartFuture<Self> {
        Box::pin(panels())
    }
}

#[wasm_split(tools, wasm_split_path = leptos::wasm_split, fallible)]
fn panels() -> Result<Panels, PartMissing> {
    Ok(Panels {
        profile: |id, full_name, email, has_places| {
            view! { <ProfilePanel id full_name email has_places /> }.into_any()
        },
        sign_out: |unsent| view! { <SignOutQuestion unsent /> }.into_any(),
    })
}
