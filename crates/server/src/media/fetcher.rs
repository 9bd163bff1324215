//! The worker that fetches customers' files, a few at a time, and removes files that nobody needs any more.

use super::fetch::{FetchError, fetch};
use super::uploads::KEEP_UNSENT;
use crate::state::AppState;
use crate::store::{KeptFile, MediaFetch, StoreError, StoreResult};
use cloud_api::{Client, Credentials};
use domain::content::FetchFailure;
use domain::ids::{MediaId, PhoneNumberId};
use domain::time::{Span, Timestamp};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

/// How many files are fetched at the same time.
const MOST_AT_ONCE: usize = 4;
/// The pause after the database did not answer.
const PAUSE_WHEN_UNAVAILABLE: Duration = Duration::from_secs(1);
/// How long Meta keeps a customer's file; source: Meta's document, "Media" (ids from webhooks).
const META_KEEPS: Span = Span::from_hours(7 * 24);
/// From which failed try on people are told. The first ones pass mostly.
const TOLD_FROM: u32 = 3;
/// How often files are looked for that nobody needs any more.
const LOOK_AGAIN: Span = Span::from_minutes(1);
/// How often uploads are looked for that came to no end.
const CHECK_UPLOADS: Span = Span::from_hours(1);
/// How long the server's end waits for files that are under way.
const LAST_MOMENT: Duration = Duration::from_secs(3);
/// How many files are removed at once.
const REMOVED_AT_ONCE: u32 = 100;

/// Fetches what is due until the server goes down.
pub async fn run(services: AppState, client: Arc<Client>) {
    release(&services).await;
    let mut fetches = JoinSet::new();
    let mut uploads_checked_at = None;
    while !services.shutdown.has_started() {
        let wait = match start_what_is_due(&services, &client, &mut fetches).await {
            Ok(due) => Ok(due),
            Err(error) => {
                error.tell("files wait");
                Err(PAUSE_WHEN_UNAVAILABLE)
            }
        };
        remove_what_is_not_needed(&services, &mut uploads_checked_at).await;
        tokio::select! {
            () = services.shutdown.wait() => {}
            () = services.media_wake.notified(), if wait.is_ok() => {}
            Some(_) = fetches.join_next() => {}
            () = wait_for(&services, wait) => {}
        }
    }
    // What is nearly here is kept; what then is still under way the next start begins anew.
    let all_here = async { while fetches.join_next().await.is_some() {} };
    let _ = tokio::time::timeout(LAST_MOMENT, all_here).await;
    fetches.shutdown().await;
}

async fn release(services: &AppState) {
    while let Err(error) = services.store.release_media_fetches().await {
        error.tell("files wait");
        tokio::select! {
            () = services.shutdown.wait() => return,
            () = tokio::time::sleep(PAUSE_WHEN_UNAVAILABLE) => {}
        }
    }
}

/// Waits until something falls due, and at most until unneeded files are looked for again.
async fn wait_for(services: &AppState, wait: Result<Option<Timestamp>, Duration>) {
    let look_again = services.clock.now() + LOOK_AGAIN;
    match wait {
        Ok(due) => {
            let until = due.map_or(look_again, |due| due.min(look_again));
            services.clock.sleep_until(until).await;
        }
        Err(pause) => tokio::time::sleep(pause).await,
    }
}

/// Starts what is due; answers when the next one falls due, `None` when all hands are full or nothing waits.
async fn start_what_is_due(
    services: &AppState,
    client: &Arc<Client>,
    fetches: &mut JoinSet<()>,
) -> StoreResult<Option<Timestamp>> {
    let free = MOST_AT_ONCE.saturating_sub(fetches.len());
    if free == 0 {
        return Ok(None);
    }
    // A look costs no write.
    let due = services.store.next_media_fetch_due().await?;
    let now = services.clock.now();
    if due.is_none_or(|due| due > now) {
        return Ok(due);
    }
    let ids: Vec<_> = (0..free).map(|_| services.ids.media_id()).collect();
    for due in services.store.claim_media_fetches(now, &ids).await? {
        fetches.spawn(one(Arc::clone(services), Arc::clone(client), due));
    }
    if fetches.len() >= MOST_AT_ONCE {
        return Ok(None);
    }
    services.store.next_media_fetch_due().await
}

async fn one(services: AppState, client: Arc<Client>, due: MediaFetch) {
    let outcome = match credentials(&services, due.phone_number_id).await {
        Ok(Some((credentials, meta_id))) => {
            fetch(&client, &credentials, &meta_id, &due, &services.media_files).await
        }
        Ok(None) => Err(FetchError::Later("the number is gone".to_owned())),
        Err(error) => Err(FetchError::Later(error.to_string())),
    };
    while let Err(error) = keep(&services, &due, &outcome).await {
        error.tell("what became of a file is not kept yet");
        if matches!(error, StoreError::Broken(_)) {
            return;
        }
        tokio::time::sleep(PAUSE_WHEN_UNAVAILABLE).await;
    }
}

async fn keep(
    services: &AppState,
    due: &MediaFetch,
    outcome: &Result<KeptFile, FetchError>,
) -> StoreResult<()> {
    let now = services.clock.now();
    let (failure, due_at) = match outcome {
        Ok(file) => {
            if !services
                .store
                .finish_media_fetch(due.message_id, file, now)
                .await?
                && let Err(error) = services.media_files.remove(file.id).await
            {
                tracing::warn!(%error, media_id = %file.id, "a file whose message is gone stays");
            }
            return Ok(());
        }
        Err(FetchError::Never(failure)) => (Some(*failure), None),
        Err(FetchError::Later(_) | FetchError::Disk(_)) if now >= due.sent_at + META_KEEPS => {
            (Some(FetchFailure::Expired), None)
        }
        Err(FetchError::Later(_) | FetchError::Disk(_)) => {
            let failures = due.failures + 1;
            let told = (failures >= TOLD_FROM).then_some(FetchFailure::Unavailable);
            (told, Some(now + pause_after(failures)))
        }
    };
    if let Err(error) = outcome {
        tracing::warn!(%error, message_id = %due.message_id, failures = due.failures + 1, "a file could not be fetched");
    }
    services
        .store
        .fail_media_fetch(due.message_id, failure, due_at)
        .await
}

/// 2 s, 8 s, 32 s … up to an hour.
fn pause_after(failures: u32) -> Span {
    const LONGEST: i64 = 3_600_000;
    let ms = 2_000i64.saturating_mul(4i64.saturating_pow(failures.saturating_sub(1)));
    Span::from_millis(ms.min(LONGEST))
}

async fn credentials(
    services: &AppState,
    number: PhoneNumberId,
) -> StoreResult<Option<(Credentials, String)>> {
    let secrets = services.store.phone_number_secrets().await?;
    let found = secrets.into_iter().find(|secrets| secrets.id == number);
    Ok(found.map(|secrets| (Credentials::new(secrets.access_token), secrets.meta_id)))
}

async fn remove_what_is_not_needed(services: &AppState, uploads_checked_at: &mut Option<Timestamp>) {
    let now = services.clock.now();
    if uploads_checked_at.is_none_or(|at| is_time_to_check(at, now)) {
        *uploads_checked_at = Some(now);
        if let Err(error) = services.store.drop_old_uploads(now - KEEP_UNSENT).await {
            error.tell("uploads that came to no end are kept");
        }
    }
    loop {
        match services.store.take_unneeded_media(now, REMOVED_AT_ONCE).await {
            Ok(ids) if ids.is_empty() => return,
            Ok(ids) => {
                if let Err(error) = remove(services, &ids).await {
                    tracing::warn!(%error, "files that nobody needs could not be removed yet");
                    return;
                }
            }
            Err(error) => return error.tell("files that nobody needs are kept"),
        }
    }
}

/// A clock that was set back must not keep it from happening.
fn is_time_to_check(checked_at: Timestamp, now: Timestamp) -> bool {
    now >= checked_at + CHECK_UPLOADS || now < checked_at
}

async fn remove(services: &AppState, ids: &[MediaId]) -> Result<(), RemoveError> {
    for id in ids {
        services.media_files.remove(*id).await?;
    }
    Ok(services.store.media_removed(ids).await?)
}

#[derive(Debug, thiserror::Error)]
enum RemoveError {
    #[error("the data folder: {0}")]
    Disk(#[from] std::io::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uploads_are_looked_at_every_hour_whatever_the_clock_does() {
        let noon = Timestamp::from_seconds(1_790_000_000);
        assert!(!is_time_to_check(noon, noon));
        assert!(!is_time_to_check(noon, noon + Span::from_minutes(59)));
        assert!(is_time_to_check(noon, noon + Span::from_minutes(60)));
        assert!(is_time_to_check(noon, noon - Span::from_hours(24)));
    }

    #[test]
    fn pauses_grow_to_an_hour() {
        let seconds = [1, 2, 3, 4, 5, 6, 7, 40].map(|failures| pause_after(failures).as_millis() / 1_000);
        assert_eq!(seconds, [2, 8, 32, 128, 512, 2_048, 3_600, 3_600]);
    }
}
