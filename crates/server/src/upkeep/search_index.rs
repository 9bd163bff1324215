//! Taking the messages of an older version into the search index and onto their shelves, in slices, so that nobody waits long for the
//! writer.

use crate::state::{AppState, Services};
use crate::store::StoreResult;
use std::time::Duration;

/// How many messages are taken in together.
const SLICE: u32 = 500;
/// How long the writer is everyone else's between two slices.
const PAUSE: Duration = Duration::from_millis(10);
/// How long after an error it is tried again.
const TRY_AGAIN: Duration = Duration::from_secs(10);

/// Takes in what is missing, then waits until the server goes down, as all workers do.
pub async fn complete_search_index(services: AppState) {
    loop {
        let pause = match take_in_slice(&services).await {
            Ok(true) => PAUSE,
            Ok(false) => return services.shutdown.wait().await,
            Err(error) => {
                error.tell("older messages are not in the indexes yet");
                TRY_AGAIN
            }
        };
        tokio::select! {
            () = services.shutdown.wait() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Whether there are more.
async fn take_in_slice(services: &Services) -> StoreResult<bool> {
    Ok(services.store.index_older(SLICE).await? || services.store.shelve_older(SLICE).await?)
}
