//! The databases that the suite runs on. A further one needs a way to open and a line in `main.rs`.

use futures::future::BoxFuture;
use server::store::{SharedStore, SqliteStore};
use std::path::Path;
use std::sync::Arc;

/// Opens the store that lives in a folder, new or as it was left.
pub type Open = for<'a> fn(&'a Path) -> BoxFuture<'a, SharedStore>;

/// The address of the SQLite file in a folder.
pub fn sqlite_url(folder: &Path) -> String {
    format!("sqlite://{}", folder.join("perfectchat.sqlite").display())
}

pub fn sqlite(folder: &Path) -> BoxFuture<'_, SharedStore> {
    Box::pin(async move {
        let store = SqliteStore::open(&sqlite_url(folder), [7; 32]).await.unwrap();
        Arc::new(store) as SharedStore
    })
}
