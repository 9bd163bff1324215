//! Where `sync` is cut: what the agent does, and what talks with the server, comes right after the first screen.
#![allow(
    unsafe_code,
    reason = "what the splitter's macro writes: the import of a function that is linked when its part has come"
)]

use super::deeds::Doer;
use super::{boot, connection, drafts, intents, kept_trays, requests, search, tabs, threads, voice};
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use wasm_bindgen_futures::spawn_local;

/// Brings it here.
pub(super) async fn fetch() -> Result<Doer, SplitLoaderError> {
    doer().await
}

#[wasm_split(deeds, wasm_split_path = leptos::wasm_split, fallible)]
fn doer() -> Result<Doer, SplitLoaderError> {
    Ok(Doer {
        begin: |core| {
            core.writer.begin(&core.cache);
            voice::watch(core);
            kept_trays::watch(core);
        },
        recover: |core| {
            voice::recover(core);
            kept_trays::recover(core);
        },
        restore: boot::restore,
        connect: |core, orders| spawn_local(connection::keep(core, orders)),
        hear: |core, heard| Box::pin(async move { tabs::hear(&core, heard).await }),
        complete: |core, id, is_whole| Box::pin(async move { threads::complete(&core, id, is_whole).await }),
        load_older: |core, id, oldest, run| {
            Box::pin(async move { threads::load_older_from_server(&core, id, oldest, run).await })
        },
        show_wanted: |core, id| Box::pin(async move { search::show_wanted(&core, id).await }),
        send_read: |core, id| Box::pin(async move { requests::send_read(&core, id).await }),
        tell_draft: |core, id| Box::pin(async move { drafts::tell(&core, id).await }),
        fulfil: intents::fulfil,
        #[cfg(feature = "bench")]
        receive: |core, text| {
            Box::pin(async move {
                if let Some(frame) = crate::api::read_frame(&text) {
                    connection::receive(&core, frame).await;
                }
            })
        },
    })
}
