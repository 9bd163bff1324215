//! Where `sync` is cut: what the agent does comes right after the first screen.
#![allow(
    unsafe_code,
    reason = "what the splitter's macro writes: the import of a function that is linked when its part has come"
)]

use super::deeds::Doer;
use super::{contact_edits, intents, mentions, outbox, set_aside, voice};
use leptos::wasm_split::{SplitLoaderError, wasm_split};

/// Brings it here.
pub(super) async fn fetch() -> Result<Doer, SplitLoaderError> {
    doer().await
}

#[wasm_split(deeds, wasm_split_path = leptos::wasm_split, fallible)]
fn doer() -> Result<Doer, SplitLoaderError> {
    Ok(Doer {
        begin: voice::watch,
        recover: voice::recover,
        greeted: |core| {
            outbox::send_what_waits(core);
            contact_edits::send_what_waits(core);
            mentions::tell_all(core);
            set_aside::forget_old(core);
        },
        fulfil: intents::fulfil,
    })
}
