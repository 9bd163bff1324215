//! The installation with 300 conversations and 1,000,000 messages, one thread of 100,000 among them. Made once for each state of
//! the schema and kept.

use crate::installation::{Installation, PHONE_NUMBER, agent_id};
use crate::{Bench, Outcome};
use server::store::SearchStore as _;
use sha2::{Digest as _, Sha256};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _, Row as _};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};
use uuid::Uuid;

/// How many messages it holds.
pub const MESSAGES: u64 = 1_000_000;
const SQL: &str = include_str!("million.sql");
/// What the server takes into its index at once after an upgrade.
const SLICE: u32 = 500;
/// What the index holds depends on this code.
const INDEXING: [&str; 5] = [
    include_str!("../../crates/server/src/store/sqlite/search/index.rs"),
    include_str!("../../crates/server/src/store/sqlite/search/terms.rs"),
    include_str!("../../crates/domain/src/search/message.rs"),
    include_str!("../../crates/domain/src/text_folding.rs"),
    include_str!("../../crates/domain/src/text_matching.rs"),
];

/// A copy of it for one measure.
pub async fn installation(bench: &Bench) -> Outcome<Installation> {
    Installation::copy_of(&kept(bench).await?)
}

/// The same messages in SQLite's full-text index as it comes, beside which ours is measured: table `plain`. To be read only.
pub async fn plain_index(bench: &Bench) -> Outcome<PathBuf> {
    let folder = kept(bench).await?;
    let path = folder.join("plain.sqlite");
    if !path.is_file() {
        bench
            .report
            .progress("1,000,000 messages are being taken into a plain index (kept for later runs)");
        let unfinished = folder.join("plain.unfinished");
        if unfinished.exists() {
            std::fs::remove_file(&unfinished)?;
        }
        fill_plain_index(&unfinished, &Installation::copy_of(&folder)?.database()).await?;
        std::fs::rename(&unfinished, &path)?;
    }
    Ok(path)
}

/// Where it is kept; it is made if there is none.
async fn kept(bench: &Bench) -> Outcome<PathBuf> {
    let folder = bench.kept.join(format!("million-{}", fingerprint().await?));
    if !folder.join("done").is_file() {
        bench
            .report
            .progress("1,000,000 messages are being written (kept for later runs)");
        forget_older(&bench.kept)?;
        let installation = Installation::empty_at(&folder).await?;
        fill(&installation.database()).await?;
        index(&installation).await?;
        std::fs::write(folder.join("done"), "")?;
    }
    Ok(folder)
}

/// The conversation with 100,000 messages, and the times and ids of some of them: the newest, and every 10,000th before it.
pub async fn long_thread(database: &Path) -> Outcome<(Uuid, Vec<(i64, Uuid)>)> {
    let mut connection = SqliteConnectOptions::new().filename(database).connect().await?;
    let conversation: Uuid =
        sqlx::query_scalar("SELECT conversation_id FROM messages GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")
            .fetch_one(&mut connection)
            .await?;
    let rows = sqlx::query(
        "SELECT at, id FROM (SELECT at, id, row_number() OVER (ORDER BY at DESC, id DESC) AS place FROM messages \
         WHERE conversation_id = ?1) WHERE place % 10000 = 1 ORDER BY place",
    )
    .bind(conversation)
    .fetch_all(&mut connection)
    .await?;
    let places = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    connection.close().await?;
    Ok((conversation, places))
}

/// Of what the content depends on: the statements below, the schema as the migrations make it, and what makes the search index.
async fn fingerprint() -> Outcome<String> {
    let empty = Installation::empty().await?;
    let mut connection = SqliteConnectOptions::new()
        .filename(empty.database())
        .connect()
        .await?;
    let schema: Vec<Option<String>> = sqlx::query_scalar("SELECT sql FROM sqlite_schema ORDER BY name")
        .fetch_all(&mut connection)
        .await?;
    connection.close().await?;
    let mut hash = Sha256::new_with_prefix(SQL);
    for sql in schema.into_iter().flatten() {
        hash.update(sql);
    }
    for code in INDEXING {
        hash.update(code);
    }
    Ok(hash
        .finalize()
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect())
}

async fn fill(database: &Path) -> Outcome<()> {
    let mut connection = SqliteConnectOptions::new()
        .filename(database)
        .journal_mode(SqliteJournalMode::Off)
        .synchronous(SqliteSynchronous::Off)
        .foreign_keys(false)
        .pragma("cache_size", "-400000")
        .connect()
        .await?;
    let now = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis())?;
    sqlx::query("CREATE TEMP TABLE made AS SELECT ?1 AS now, ?2 AS phone_number_id, ?3 AS agent_id")
        .bind(now)
        .bind(Uuid::from_u128(PHONE_NUMBER))
        .bind(*agent_id(0).as_uuid())
        .execute(&mut connection)
        .await?;
    sqlx::raw_sql("BEGIN").execute(&mut connection).await?;
    sqlx::raw_sql(SQL).execute(&mut connection).await?;
    sqlx::raw_sql("COMMIT; PRAGMA journal_mode = WAL;")
        .execute(&mut connection)
        .await?;
    connection.close().await?;
    Ok(())
}

/// Takes the messages into the search index, as the server does after an upgrade.
async fn index(installation: &Installation) -> Outcome<()> {
    let store = installation.store().await?;
    while store.index_older(SLICE).await? {}
    store.close().await;
    Ok(())
}

/// Folded, with indexes for short beginnings, without the texts: what one gets by writing it down.
async fn fill_plain_index(path: &Path, messages: &Path) -> Outcome<()> {
    let mut connection = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Off)
        .synchronous(SqliteSynchronous::Off)
        .pragma("cache_size", "-400000")
        .connect()
        .await?;
    sqlx::query("ATTACH DATABASE ?1 AS stored")
        .bind(messages.to_string_lossy().into_owned())
        .execute(&mut connection)
        .await?;
    sqlx::raw_sql(
        "BEGIN; \
         CREATE VIRTUAL TABLE plain USING fts5 (body, content = '', prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 2'); \
         INSERT INTO plain (body) SELECT content ->> 'body' FROM stored.messages WHERE direction <> 'internal' ORDER BY at, id; \
         COMMIT;",
    )
    .execute(&mut connection)
    .await?;
    connection.close().await?;
    Ok(())
}

/// What was made for another state of the schema.
fn forget_older(kept: &Path) -> Outcome<()> {
    for entry in std::fs::read_dir(kept)? {
        let path: PathBuf = entry?.path();
        let is_older = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with("million-"));
        if is_older {
            std::fs::remove_dir_all(path)?;
        }
    }
    Ok(())
}
