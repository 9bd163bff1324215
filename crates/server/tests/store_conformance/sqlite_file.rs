//! What is SQLite's alone: addresses, the file, the key.

use crate::databases::sqlite_url;
use crate::stage::{Stage, minutes};
use server::store::{PhoneNumberStore, SqliteStore, StoreError};

#[tokio::test]
async fn another_database_is_refused_clearly() {
    for url in [
        "postgres://localhost/perfectchat",
        "postgresql://localhost/perfectchat",
    ] {
        let refusal = SqliteStore::open(url, [7; 32]).await.unwrap_err();
        assert!(
            matches!(&refusal, StoreError::Unavailable(why) if why.details.contains("PostgreSQL")),
            "{refusal}"
        );
    }
    for url in ["mysql://localhost/x", "sqlite::memory:", "sqlite://:memory:"] {
        let refusal = SqliteStore::open(url, [7; 32]).await.unwrap_err();
        assert!(
            matches!(&refusal, StoreError::Unavailable(why) if why.details.contains("sqlite://FILE")),
            "{refusal}"
        );
    }
}

#[tokio::test]
async fn missing_folders_are_made() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/a/b/perfectchat.sqlite", folder.path().display());
    SqliteStore::open(&url, [7; 32]).await.unwrap().close().await;
    assert!(folder.path().join("a/b/perfectchat.sqlite").exists());
}

#[tokio::test]
async fn secrets_lie_encrypted_and_another_key_does_not_open_them() {
    let stage = Stage::new(crate::databases::sqlite).await;
    let number = stage.new_number("4400001111");
    stage.store.put_phone_number(&number).await.unwrap();
    for file in std::fs::read_dir(stage.folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        for secret in [&number.access_token, &number.app_secret] {
            assert!(!bytes.windows(secret.len()).any(|part| part == secret.as_bytes()));
        }
    }
    let other = SqliteStore::open(&sqlite_url(stage.folder.path()), [8; 32])
        .await
        .unwrap();
    assert!(matches!(
        other.phone_number_secrets().await,
        Err(StoreError::Broken(_))
    ));
}

#[tokio::test]
async fn a_closed_store_refuses_and_everything_is_in_the_file() {
    let stage = Stage::new(crate::databases::sqlite).await;
    stage.store.store_delivery(b"{}", minutes(0)).await.unwrap();
    stage.store.close().await;
    assert!(matches!(
        stage.store.store_delivery(b"{}", minutes(0)).await,
        Err(StoreError::Unavailable(_))
    ));
    assert!(matches!(
        stage.store.settings().await,
        Err(StoreError::Unavailable(_))
    ));
    // The write-ahead log was taken in.
    assert!(!stage.folder.path().join("perfectchat.sqlite-wal").exists());
    let again = crate::databases::sqlite(stage.folder.path()).await;
    assert_eq!(again.pending_deliveries(10).await.unwrap().len(), 1);
}
