//! A database of release 0.1, made by its own code, meets this program.

use crate::database::{connect, run, url};
use crate::support::{ANA, BRUNO, TestServer, TestSocket};
use domain::delivery_status::DeliveryState;
use domain::entities::{ConversationState, Message};
use domain::event::Cursor;
use domain::ids::{AgentId, ConversationId};
use domain::permission::Permission;
use domain::search::search_text;
use domain::shelf::{Shelf, ShelfPage};
use domain::text_matching::Query;
use domain::visibility::Viewer;
use domain::wire::{Bootstrap, ConversationPage, MessagePage, ThreadWindow};
use server::store::{
    ConversationStore as _, PageOfList, SearchStore as _, SearchWanted, ShelfStore as _, ShelfWanted,
    SqliteStore, StoreError,
};
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection as _, Row as _};
use std::collections::BTreeMap;
use std::path::Path;

const RELEASE_0_1: &str = include_str!("../fixtures/release_0_1.sql");
/// The newest number of its log.
const NEWEST: u64 = 92;

/// Every row of every table, each value as SQL writes it.
type Rows = BTreeMap<String, Vec<String>>;

async fn make(file: &Path) -> (BTreeMap<String, Vec<String>>, Rows) {
    let mut connection = connect(&url(file)).await;
    run(&mut connection, RELEASE_0_1.to_owned()).await;
    let columns = columns(&mut connection).await;
    let rows = rows(&mut connection, &columns).await;
    connection.close().await.unwrap();
    (columns, rows)
}

async fn columns(connection: &mut SqliteConnection) -> BTreeMap<String, Vec<String>> {
    let found = sqlx::query(
        "SELECT t.name AS of_table, c.name AS name FROM sqlite_schema t JOIN pragma_table_info(t.name) c \
         WHERE t.type = 'table' AND t.name NOT LIKE '\\_sqlx%' ESCAPE '\\' ORDER BY t.name, c.cid",
    )
    .fetch_all(connection)
    .await
    .unwrap();
    let mut columns: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in found {
        columns
            .entry(row.get("of_table"))
            .or_default()
            .push(row.get("name"));
    }
    columns
}

async fn rows(connection: &mut SqliteConnection, columns: &BTreeMap<String, Vec<String>>) -> Rows {
    let mut all = Rows::new();
    for (table, columns) in columns {
        let values: Vec<String> = columns.iter().map(|column| format!("quote({column})")).collect();
        let sql = format!(
            "SELECT {} AS row FROM {table} ORDER BY row",
            values.join("||','||")
        );
        let rows = sqlx::query_scalar(AssertSqlSafe(sql))
            .fetch_all(&mut *connection)
            .await
            .unwrap();
        all.insert(table.clone(), rows);
    }
    all
}

#[tokio::test]
async fn every_row_of_the_previous_release_survives_the_upgrade() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("test.sqlite");
    let (columns, before) = make(&file).await;
    assert!(
        before.values().all(|rows| !rows.is_empty()),
        "each table holds something"
    );

    SqliteStore::open(&url(&file), [0x5a; 32])
        .await
        .unwrap()
        .close()
        .await;

    let mut connection = connect(&url(&file)).await;
    assert_eq!(rows(&mut connection, &columns).await, before);
    let integrity: String = sqlx::query_scalar("PRAGMA integrity_check")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(integrity, "ok");
}

#[tokio::test]
async fn a_server_goes_on_with_the_database_of_the_previous_release() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("test.sqlite");
    make(&file).await;
    let server = TestServer::open(
        |config| {
            config.database_url = url(&file);
            // An hour after the last of it.
            config.clock = server::clock::Clock::manual(domain::time::Timestamp::from_seconds(1_772_460_000));
        },
        |server| server,
    )
    .await;
    let bruno = server.sign_in(BRUNO).await;
    let bootstrap: Bootstrap = bruno.get("/api/v1/bootstrap").await.read();
    let name = |name: &str| {
        let row = bootstrap
            .conversations
            .rows
            .iter()
            .find(|row| row.contact.name == name);
        row.map(|row| row.conversation.clone())
    };
    assert!(name("Rosa Prado").is_none(), "she is among the concluded");
    let concluded: ConversationPage = bruno.get("/api/v1/conversations?state=concluded").await.read();
    assert_eq!(concluded.rows[0].conversation.state, ConversationState::Concluded);
    let marina = name("Marina Alves").unwrap();
    let path = format!("/api/v1/conversations/{}/messages?limit=200", marina.id);
    let thread: MessagePage = bruno.get(&path).await.read();
    let state_of = |text: &str| {
        let is_it = |message: &&Message| message.content.text() == text;
        let delivery = thread.messages.iter().find(is_it).unwrap().delivery.as_ref();
        delivery.unwrap().state
    };
    assert_eq!(state_of("Resposta 0"), DeliveryState::Sent);
    assert_eq!(
        state_of("Resposta 1"),
        DeliveryState::Unconfirmed,
        "it was in flight when the old server died"
    );
    assert!(thread.messages.len() >= 13, "{}", thread.messages.len());

    // A device that was open meanwhile goes on from its cursor.
    let cursor = Cursor {
        n: NEWEST,
        ..bootstrap.cursor
    };
    let mut socket = TestSocket::from_cursor(&bruno, cursor).await;
    socket.events_so_far(&server).await;
    assert_eq!(server.sign_in(ANA).await.get("/api/v1/alarms").await.status, 200);
}

#[tokio::test]
async fn what_was_there_before_the_search_index_is_taken_in_by_and_by() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("test.sqlite");
    make(&file).await;
    let store = SqliteStore::open(&url(&file), [0x5a; 32]).await.unwrap();
    let ana = Viewer {
        agent_id: AgentId::from_parts(1, &[1; 10]),
        permissions: Permission::ALL.iter().copied().collect(),
    };
    let wanted = SearchWanted {
        query: Query::parse("girassóis dia"),
        phone_number: None,
        before: None,
        limit: 200,
    };
    let before = store.search(&ana, &wanted).await.unwrap();
    assert!(before.is_indexing && before.messages.is_empty());

    let mut all = Vec::new();
    for state in [ConversationState::Open, ConversationState::Concluded] {
        let page = store
            .conversation_page(&ana, &PageOfList::recent(state, None, 200))
            .await
            .unwrap();
        for row in page.rows {
            let id = row.conversation.id;
            let thread = store
                .message_page(&ana, id, ThreadWindow::Newest, 200)
                .await
                .unwrap();
            all.extend(thread.unwrap().messages);
        }
    }
    all.retain(|message| wanted.query.find(&search_text(&message.content)).is_some());
    let mut expected: Vec<_> = all.iter().map(|message| message.id).collect();
    expected.sort_unstable();
    assert!(expected.len() > 3, "{}", expected.len());

    let mut slices = 1;
    while store.index_older(7).await.unwrap() {
        slices += 1;
        let meanwhile = store.search(&ana, &wanted).await.unwrap();
        assert!(meanwhile.is_indexing && meanwhile.messages.len() <= expected.len());
    }
    assert!(slices > 2, "{slices}");
    let after = store.search(&ana, &wanted).await.unwrap();
    let mut found: Vec<_> = after.messages.iter().map(|message| message.id).collect();
    found.sort_unstable();
    assert_eq!((found, after.is_indexing), (expected, false));
    let name = SearchWanted {
        query: Query::parse("marina"),
        ..wanted
    };
    assert_eq!(store.search(&ana, &name).await.unwrap().contacts.len(), 1);
    store.close().await;
}

#[tokio::test]
async fn what_was_there_before_the_shelves_comes_onto_them_by_and_by() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("test.sqlite");
    make(&file).await;
    let mut connection = connect(&url(&file)).await;
    run(
        &mut connection,
        "UPDATE messages SET content = CASE rowid % 3 \
         WHEN 0 THEN json_object('kind', 'text', 'body', 'Veja https://example.com/' || rowid) \
         WHEN 1 THEN json_object('kind', 'image', 'mime_type', 'image/jpeg') \
         ELSE json_object('kind', 'document', 'mime_type', 'application/pdf') END \
         WHERE json_extract(content, '$.kind') = 'text'"
            .to_owned(),
    )
    .await;
    connection.close().await.unwrap();
    let store = SqliteStore::open(&url(&file), [0x5a; 32]).await.unwrap();
    let ana = Viewer {
        agent_id: AgentId::from_parts(1, &[1; 10]),
        permissions: Permission::ALL.iter().copied().collect(),
    };
    let list = store
        .conversation_page(&ana, &PageOfList::recent(ConversationState::Open, None, 200))
        .await
        .unwrap();
    let shelf = async |conversation: ConversationId, shelf: Shelf| -> ShelfPage {
        let wanted = ShelfWanted {
            conversation,
            shelf,
            before: None,
            limit: 200,
        };
        store.shelf_page(&ana, &wanted).await.unwrap().unwrap()
    };
    for row in &list.rows {
        for one in Shelf::ALL {
            let page = shelf(row.conversation.id, one).await;
            assert!(page.is_indexing && page.messages.is_empty(), "{page:?}");
        }
    }

    let mut slices = 1;
    while store.shelve_older(7).await.unwrap() {
        slices += 1;
    }
    assert!(slices > 2, "{slices}");
    let mut found = 0;
    for row in &list.rows {
        let id = row.conversation.id;
        let thread = store.message_page(&ana, id, ThreadWindow::Newest, 200).await;
        let thread = thread.unwrap().unwrap().messages;
        for one in Shelf::ALL {
            let holds = |message: &&Message| one.holds(&message.content);
            let expected: Vec<_> = thread
                .iter()
                .rev()
                .filter(holds)
                .map(|message| message.id)
                .collect();
            let page = shelf(id, one).await;
            let ids: Vec<_> = page.messages.iter().map(|message| message.id).collect();
            assert_eq!((&ids, page.is_indexing), (&expected, false), "{one:?}");
            found += ids.len();
        }
    }
    assert!(found > 9, "{found}");
    store.close().await;
}

#[tokio::test]
async fn what_was_nobodys_before_the_upgrade_is_known_as_such() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("test.sqlite");
    make(&file).await;
    SqliteStore::open(&url(&file), [0x5a; 32])
        .await
        .unwrap()
        .close()
        .await;

    let mut connection = connect(&url(&file)).await;
    let found = sqlx::query(
        "SELECT c.is_assigned, EXISTS (SELECT 1 FROM assignments s WHERE s.conversation_id = c.id) AS has_assignees \
         FROM conversations c",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    let known: Vec<bool> = found.iter().map(|row| row.get("is_assigned")).collect();
    let expected: Vec<bool> = found.iter().map(|row| row.get("has_assignees")).collect();
    assert_eq!(known, expected);
    assert!(known.contains(&true) && known.contains(&false), "{known:?}");
}

#[tokio::test]
async fn a_database_of_a_newer_release_is_refused_in_clear_words_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("test.sqlite");
    SqliteStore::open(&url(&file), [7; 32])
        .await
        .unwrap()
        .close()
        .await;
    let mut connection = connect(&url(&file)).await;
    run(
        &mut connection,
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         VALUES (99, 'from the future', 1, x'00', 0)"
            .to_owned(),
    )
    .await;
    connection.close().await.unwrap();
    let before = std::fs::read(&file).unwrap();

    let refused = SqliteStore::open(&url(&file), [7; 32]).await.unwrap_err();
    assert!(matches!(refused, StoreError::Broken(_)));
    let words = refused.to_string();
    for word in ["newer version", "schema 99", "restore a backup"] {
        assert!(words.contains(word), "{words}");
    }
    assert_eq!(std::fs::read(&file).unwrap(), before);
}
