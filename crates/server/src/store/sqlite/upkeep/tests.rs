//! A database that may not grow, as SQLite tells of a full disk.

use super::*;
use crate::store::sqlite::log::{Subject, append};
use crate::store::{EventStore as _, InboundStore as _, OutageReason, StoreError};
use tempfile::TempDir;

async fn store() -> (SqliteStore, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("test.sqlite").display());
    (SqliteStore::open(&url, [7; 32]).await.unwrap(), folder)
}

/// Lets the file have so many pages; SQLite makes it at least as many as there are.
async fn may_grow_to(store: &SqliteStore, pages: &'static str) {
    store
        .write(move |connection| {
            Box::pin(async move {
                sqlx::query(pages).execute(connection).await?;
                Ok(())
            })
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn a_full_disk_is_an_outage_that_ends_when_there_is_room() {
    let (store, _folder) = store().await;
    let now = Timestamp::from_seconds(1_790_000_000);
    let large = vec![b' '; 1_000_000];
    may_grow_to(&store, "PRAGMA max_page_count = 1").await;

    let refused = store.store_delivery(&large, now).await.unwrap_err();
    let is_full = |error: &StoreError| matches!(error, StoreError::Unavailable(outage) if outage.reason == OutageReason::DiskFull);
    assert!(is_full(&refused), "{refused}");
    assert_eq!(store.outage().unwrap().reason, OutageReason::DiskFull);
    // One page may be free, which does not make the disk good.
    assert!(is_full(&store.check_writable().await.unwrap_err()));
    assert_eq!(
        store.figures().await.unwrap().deliveries_waiting,
        0,
        "reading goes on"
    );

    may_grow_to(&store, "PRAGMA max_page_count = 1000000").await;
    store.check_writable().await.unwrap();
    assert_eq!(store.outage(), None);
    store.store_delivery(&large, now).await.unwrap();
    assert_eq!(store.figures().await.unwrap().deliveries_waiting, 1);
}

#[tokio::test]
async fn who_shares_a_transaction_with_one_that_does_not_fit_loses_nothing() {
    let (store, _folder) = store().await;
    let now = Timestamp::from_seconds(1_790_000_000);
    may_grow_to(&store, "PRAGMA max_page_count = 1").await;
    let large = vec![b' '; 1_000_000];
    let (large, small) = tokio::join!(
        store.store_delivery(&large, now),
        store.store_delivery(b"{}", now)
    );
    assert!(large.is_err());
    let kept = store.pending_deliveries(10).await.unwrap();
    assert_eq!(
        kept.len(),
        usize::from(small.is_ok()),
        "what was answered is kept, and nothing else"
    );
}

#[tokio::test]
async fn the_log_is_trimmed_in_small_steps_and_tells_how_far() {
    let (store, _folder) = store().await;
    for _ in 0..10 {
        store
            .write(|connection| Box::pin(log_something(connection)))
            .await
            .unwrap();
    }
    assert_eq!(store.trim_log(4, 5).await.unwrap(), 5);
    assert_eq!(store.log_bounds().await.unwrap().trimmed_to, 5);
    assert_eq!(store.trim_log(4, 5).await.unwrap(), 1);
    assert_eq!(store.trim_log(4, 5).await.unwrap(), 0);
    let bounds = store.log_bounds().await.unwrap();
    assert_eq!((bounds.trimmed_to, bounds.newest), (6, 10));
    let figures = store.figures().await.unwrap();
    assert_eq!((figures.log_rows, figures.log_newest), (4, 10));
}

async fn log_something(connection: &mut SqliteConnection) -> StoreResult<()> {
    append(connection, Subject::Settings, 1).await
}
