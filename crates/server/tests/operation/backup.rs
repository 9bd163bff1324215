//! Backups while the server works, and what a restored past does to those who know the future.

use crate::database::{connect, number, url};
use crate::support::{ANA, BRUNO, PASSWORD, TestServer, TestSocket};
use domain::command::SendMessage;
use domain::content::MessageContent;
use domain::delivery_status::DeliveryState;
use domain::wire::{Bootstrap, ConversationDetail, ServerFrame};
use server::store::{BackUpError, RestoreError, StoreError, back_up, restore};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

#[tokio::test]
async fn a_backup_made_while_customers_write_is_whole() {
    let server = Arc::new(TestServer::start().await);
    let customer = server.new_customer("Marina Alves").await;
    let is_over = Arc::new(AtomicBool::new(false));
    let writing = tokio::spawn({
        let (server, is_over) = (Arc::clone(&server), Arc::clone(&is_over));
        async move {
            let mut written = 0_u32;
            while !is_over.load(Ordering::Relaxed) {
                server
                    .customer_writes(&customer, &format!("mensagem {written}"))
                    .await;
                written += 1;
            }
            written
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let mut sizes = Vec::new();
    for place in 0..5 {
        let file = folder.path().join(format!("{place}.sqlite"));
        back_up(server.database_url(), &file).await.unwrap();
        let mut copy = connect(&url(&file)).await;
        // A message and its log rows are one change: none is there without the others.
        let messages = number(&mut copy, "SELECT count(*) FROM messages").await;
        let rows = number(
            &mut copy,
            "SELECT count(DISTINCT entity_id) FROM events WHERE kind = 'message'",
        )
        .await;
        let newest = number(&mut copy, "SELECT seq FROM sqlite_sequence WHERE name = 'events'").await;
        assert_eq!(rows, messages);
        assert_eq!(number(&mut copy, "SELECT max(n) FROM events").await, newest);
        sizes.push(messages);
    }
    is_over.store(true, Ordering::Relaxed);
    let written = writing.await.unwrap();
    assert!(sizes.is_sorted(), "{sizes:?}");
    assert!(written > 0);
}

#[tokio::test]
async fn a_backup_is_for_the_owner_only_and_replaces_nothing() {
    let server = TestServer::start().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup.sqlite");
    back_up(server.database_url(), &file).await.unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let again = back_up(server.database_url(), &file).await;
    assert!(matches!(again, Err(BackUpError::Exists(_))), "{again:?}");
    let nowhere = folder.path().join("no/such/folder/backup.sqlite");
    assert!(matches!(
        back_up(server.database_url(), &nowhere).await,
        Err(BackUpError::Io { .. })
    ));
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "nothing half written is left: {left:?}");
}

#[tokio::test]
async fn who_knows_more_than_the_restored_past_begins_anew_and_ends_equal() {
    let mut server = TestServer::start().await;
    let marina = server.new_customer("Marina Alves").await;
    let ana = server.sign_in(ANA).await;
    let waiting = server.services.ids.message_id();
    let command = SendMessage::new(
        waiting,
        marina.conversation,
        MessageContent::Text {
            body: "Já respondo".to_owned(),
        },
    );
    let path = format!("/api/v1/conversations/{}/messages", marina.conversation);
    assert_eq!(ana.post(&path, &command).await.status, 201);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup.sqlite");
    back_up(server.database_url(), &file).await.unwrap();

    // What the backup does not know.
    let caio = server.new_customer("Caio Lima").await;
    let later: Bootstrap = ana.get("/api/v1/bootstrap").await.read();
    assert_eq!(later.conversations.rows.len(), 2);

    let used = restore(server.database_url(), &file, server.clock.now()).await;
    assert!(
        matches!(&used, Err(RestoreError::Store(StoreError::Unavailable(why))) if why.details.contains("stop")),
        "{used:?}"
    );
    server.stop().await;
    let restored = restore(server.database_url(), &file, server.clock.now())
        .await
        .unwrap();
    assert_eq!(restored.unconfirmed, 1);
    let former = restored.former.unwrap();
    let mut former = connect(&url(&former)).await;
    assert_eq!(number(&mut former, "SELECT count(*) FROM conversations").await, 2);
    let server = server.start_again().await;

    assert_eq!(
        ana.get("/api/v1/session").await.status,
        401,
        "sessions of the past have ended"
    );
    let mut ana = server.browser();
    assert_eq!(ana.sign_in(ANA, PASSWORD).await.status, 200);
    let mut socket = TestSocket::open(&ana).await.unwrap();
    socket.hello(Some(later.cursor)).await;
    let ServerFrame::Reset { epoch } = socket.next().await else {
        panic!("the cursor of another future is not good")
    };
    assert_ne!(epoch, later.cursor.epoch);
    let now: Bootstrap = ana.get("/api/v1/bootstrap").await.read();
    assert_eq!(now.cursor.epoch, epoch);
    assert_eq!(now.conversations.rows.len(), 1);
    assert!(
        now.conversations
            .rows
            .iter()
            .all(|row| row.conversation.id != caio.conversation)
    );
    socket.hello(Some(now.cursor)).await;
    assert!(matches!(socket.next().await, ServerFrame::Welcome { .. }));
    assert_eq!(socket.events_so_far(&server).await, []);

    // What waited may have been sent after the backup.
    let path = format!("/api/v1/conversations/{}", marina.conversation);
    let detail: ConversationDetail = ana.get(&path).await.read();
    let message = detail
        .messages
        .messages
        .iter()
        .find(|message| message.id == waiting)
        .unwrap();
    assert_eq!(
        message.delivery.as_ref().unwrap().state,
        DeliveryState::Unconfirmed
    );
    assert_eq!(server.store().figures().await.unwrap().queue_length, 0);

    // Life goes on, in the numbers of the new log.
    let dora = server.new_customer("Dora Nunes").await;
    let is_hers = |change: &domain::event::Change| matches!(change, domain::event::Change::ConversationChanged { conversation, .. } if conversation.id == dora.conversation);
    socket.events_until(is_hers).await;
    server.sign_in(BRUNO).await;
}

#[tokio::test]
async fn what_is_damaged_or_not_ours_is_not_restored_and_the_database_stays() {
    let mut server = TestServer::start().await;
    server.new_customer("Marina Alves").await;
    let folder = tempfile::tempdir().unwrap();
    let good = folder.path().join("good.sqlite");
    back_up(server.database_url(), &good).await.unwrap();
    server.stop().await;

    let mut bytes = std::fs::read(&good).unwrap();
    let half = bytes.len() / 2;
    bytes[half..half + 8_192].fill(0xff);
    let damaged = folder.path().join("damaged.sqlite");
    std::fs::write(&damaged, bytes).unwrap();
    let text = folder.path().join("text.sqlite");
    std::fs::write(&text, "not a database, just some words").unwrap();
    let foreign = folder.path().join("foreign.sqlite");
    let mut connection = connect(&url(&foreign)).await;
    crate::database::run(&mut connection, "CREATE TABLE recipes (name TEXT)".to_owned()).await;
    drop(connection);

    let now = server.clock.now();
    let damaged = restore(server.database_url(), &damaged, now).await;
    assert!(
        matches!(damaged, Err(RestoreError::BackUp(BackUpError::Damaged(_)))),
        "{damaged:?}"
    );
    let text = restore(server.database_url(), &text, now).await;
    assert!(
        matches!(text, Err(RestoreError::BackUp(BackUpError::Damaged(_)))),
        "{text:?}"
    );
    let foreign = restore(server.database_url(), &foreign, now).await;
    assert!(matches!(foreign, Err(RestoreError::NotOurs(_))), "{foreign:?}");
    let missing = restore(server.database_url(), &folder.path().join("none"), now).await;
    assert!(
        matches!(missing, Err(RestoreError::BackUp(BackUpError::Io { .. }))),
        "{missing:?}"
    );

    let server = server.start_again().await;
    let bootstrap: Bootstrap = server.sign_in(ANA).await.get("/api/v1/bootstrap").await.read();
    assert_eq!(bootstrap.conversations.rows.len(), 1);
}
