//! While another process holds the database, deliveries wait; when it lets go, they are applied by themselves.

use crate::meta::{CUSTOMER, Meta, NUMBER, delivery, inbound_text, only_conversation};
use crate::support::{ANA, AT_ONCE, TestServer};
use server::store::StoreError;
use server::webhook::processor::process_pending;
use sqlx::Connection as _;
use sqlx::sqlite::SqliteConnection;

#[tokio::test]
async fn deliveries_wait_while_the_database_is_locked_and_go_on_after_it() {
    let mut database_url = String::new();
    let server = TestServer::start_with(|config| database_url.clone_from(&config.database_url)).await;
    let ana = server.sign_in(ANA).await;
    let mut log = server.store().subscribe();
    log.borrow_and_update();
    // Stored without a wake: the worker does not know of it yet.
    let raw = delivery(&[inbound_text(
        NUMBER,
        CUSTOMER,
        "wamid.1",
        "Oi",
        server.clock.now(),
    )]);
    server
        .store()
        .store_delivery(&raw, server.clock.now())
        .await
        .unwrap();

    let mut other = SqliteConnection::connect(&database_url).await.unwrap();
    sqlx::query("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();
    server.services.delivery_wake.notify_one();
    let outcome = process_pending(&server.services).await;
    assert!(matches!(outcome, Err(StoreError::Unavailable(_))), "{outcome:?}");
    assert_eq!(server.store().pending_deliveries(10).await.unwrap().len(), 1);
    assert_eq!(server.store().set_aside_count().await.unwrap(), 0);

    sqlx::query("ROLLBACK").execute(&mut other).await.unwrap();
    tokio::time::timeout(AT_ONCE, log.changed())
        .await
        .unwrap()
        .unwrap();
    only_conversation(&ana).await;
    // The door works as before.
    let at = server.clock.now();
    Meta::of(&server)
        .deliver(&[inbound_text(NUMBER, CUSTOMER, "wamid.2", "Oi", at)])
        .await;
    let (_, messages) = only_conversation(&ana).await;
    assert_eq!(messages.len(), 2);
}
