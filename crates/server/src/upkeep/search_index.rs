//! Taking the messages of an older version into the search index and onto their shelves, and writing the index anew after somebody was
//! erased: in slices, so that nobody waits long for the writer.

use crate::state::{AppState, Services};
use crate::store::StoreResult;
use std::time::Duration;

/// How many messages are taken in together.
const SLICE: u32 = 500;
/// How long the writer is everyone else's between two slices.
const PAUSE: Duration = Duration::from_millis(10);
/// How long after an error it is tried again.
const TRY_AGAIN: Duration = Duration::from_secs(10);

/// Takes in what is missing, then waits until somebody is erased or the server goes down.
pub async fn complete_search_index(services: AppState) {
    loop {
        let pause = match take_in_slice(&services).await {
            Ok(true) => Some(PAUSE),
            Ok(false) => None,
            Err(error) => {
                error.tell("the search index is not complete yet");
                Some(TRY_AGAIN)
            }
        };
        tokio::select! {
            () = services.shutdown.wait() => return,
            () = tokio::time::sleep(pause.unwrap_or_default()), if pause.is_some() => {}
            () = services.search_wake.notified(), if pause.is_none() => {}
        }
    }
}

/// Whether there are more.
async fn take_in_slice(services: &Services) -> StoreResult<bool> {
    let store = &services.store;
    Ok(store.index_older(SLICE).await? || store.shelve_older(SLICE).await? || store.rewrite_index().await?)
}
