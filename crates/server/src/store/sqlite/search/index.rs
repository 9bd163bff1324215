//! Taking messages and contacts into the index.
//!
//! Triggers note whatever changes (`0013_search.sql`), wherever it is changed; the writer takes it in once for each transaction, before
//! the commit: SQLite writes a part of the index to the disk at each end of a savepoint, and a transaction has many. What was there
//! before the index is taken in by and by. What a message is to [`shelves`] is looked at with the words of it.

use super::terms;
use crate::store::sqlite::older::{Made, Older};
use crate::store::sqlite::rows;
use crate::store::sqlite::shelves::{self, Marks, mark_columns};
use crate::store::{Outage, StoreError, StoreResult};
use domain::contact_list::name_key;
use domain::content::MessageContent;
use domain::ids::ConversationId;
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// Places in the index that a second has.
const PLACES: i64 = 16_384;
/// As many are taken in together.
const AT_ONCE: u32 = 1_000;
/// A transaction takes in so many times [`AT_ONCE`]; what is left is for the next one.
const MOST_ROUNDS: u32 = 20;

/// The first place of the second that a time stands in.
pub(super) fn first_place(unix_ms: i64) -> i64 {
    // No time that a message can have comes near to where this ends.
    unix_ms.div_euclid(1_000).saturating_mul(PLACES)
}

/// The time of the second that a place stands in.
pub(super) const fn second_of(place: i64) -> i64 {
    place.div_euclid(PLACES).saturating_mul(1_000)
}

/// Takes in what the transaction changed. A fault of the index costs no change: what it could not take in waits for the next
/// transaction, and a search says that something is missing. The error is an outage: the transaction is lost.
pub(in crate::store::sqlite) async fn take_in_before_commit(
    connection: &mut SqliteConnection,
) -> Result<(), Outage> {
    let ended = match waiting(connection).await {
        Ok((false, false)) => return Ok(()),
        Ok(_) => take_in_or_undo(connection).await,
        Err(error) => Err(error),
    };
    match ended {
        Ok(()) => Ok(()),
        Err(StoreError::Unavailable(outage)) => Err(outage),
        Err(StoreError::Broken(error)) => {
            tracing::error!(error, "what changed could not be taken into the search index");
            Ok(())
        }
    }
}

async fn take_in_or_undo(connection: &mut SqliteConnection) -> StoreResult<()> {
    execute(connection, "SAVEPOINT search").await?;
    let ended = take_in(connection).await;
    if matches!(ended, Err(StoreError::Broken(_))) {
        execute(connection, "ROLLBACK TO search").await?;
    }
    if !matches!(ended, Err(StoreError::Unavailable(_))) {
        execute(connection, "RELEASE search").await?;
    }
    ended
}

async fn take_in(connection: &mut SqliteConnection) -> StoreResult<()> {
    for _ in 0..MOST_ROUNDS {
        let (are_messages, are_contacts) = waiting(connection).await?;
        if are_messages {
            take_in_messages(connection).await?;
        }
        if are_contacts {
            take_in_contacts(connection).await?;
        }
        if !are_messages && !are_contacts {
            break;
        }
    }
    Ok(())
}

/// Whether messages wait to be taken in, and whether contacts do.
async fn waiting(connection: &mut SqliteConnection) -> StoreResult<(bool, bool)> {
    let row = sqlx::query(
        "SELECT EXISTS (SELECT 1 FROM messages_to_index) AS messages, EXISTS (SELECT 1 FROM contacts_to_index) AS contacts",
    )
    .fetch_one(connection)
    .await?;
    Ok((row.try_get("messages")?, row.try_get("contacts")?))
}

async fn execute(connection: &mut SqliteConnection, sql: &'static str) -> StoreResult<()> {
    sqlx::query(sql).execute(connection).await?;
    Ok(())
}

/// Takes in messages from before there was an index, newest first. Answers whether there are more.
pub(super) async fn take_in_older(connection: &mut SqliteConnection, at_most: u32) -> StoreResult<bool> {
    let Some(older) = Older::next(connection, Made::Words, at_most).await? else {
        return Ok(false);
    };
    let mut missing = Vec::with_capacity(older.rows.len());
    for row in &older.rows {
        let entry = Entry::read(row)?;
        if entry.place.is_none() && !row.try_get::<bool, _>("is_line")? {
            missing.push(entry);
        }
    }
    put(connection, missing).await?;
    older.note(connection).await
}

async fn take_in_messages(connection: &mut SqliteConnection) -> StoreResult<()> {
    let found = sqlx::query(concat!(
        "SELECT m.id, m.conversation_id, m.content, m.at, m.search_place, ",
        mark_columns!(),
        " FROM messages_to_index q CROSS JOIN messages m ON m.id = q.message_id LIMIT ?1"
    ))
    .bind(i64::from(AT_ONCE))
    .fetch_all(&mut *connection)
    .await?;
    let entries = found.iter().map(Entry::read).collect::<StoreResult<Vec<_>>>()?;
    let ids: Vec<_> = entries.iter().map(|entry| hex(entry.id)).collect();
    put(connection, entries).await?;
    sqlx::query("DELETE FROM messages_to_index WHERE message_id IN (SELECT unhex(value) FROM json_each(?1))")
        .bind(serde_json::to_string(&ids)?)
        .execute(connection)
        .await?;
    Ok(())
}

/// A message for the index.
struct Entry {
    id: Uuid,
    at: i64,
    place: Option<i64>,
    terms: Option<String>,
    /// On which shelves it stands from now on, when they are others than before.
    marks: Option<Marks>,
}

impl Entry {
    fn read(row: &SqliteRow) -> StoreResult<Self> {
        let conversation: ConversationId = rows::id(row, "conversation_id")?;
        // What cannot be read has no words: it must not keep all others waiting.
        let content: Option<MessageContent> = rows::content(row).ok();
        Ok(Self {
            id: row.try_get("id")?,
            at: row.try_get("at")?,
            place: row.try_get("search_place")?,
            marks: Marks::to_change(row, content.as_ref())?,
            terms: content.and_then(|content| terms::of_message(&content, conversation)),
        })
    }
}

/// Puts messages into the index in place of what it had of them. Each statement is for all of them: asking costs more than the work.
async fn put(connection: &mut SqliteConnection, mut entries: Vec<Entry>) -> StoreResult<()> {
    let marks: Vec<_> = entries
        .iter()
        .filter_map(|entry| Some((entry.id, entry.marks?)))
        .collect();
    shelves::mark(connection, &marks).await?;
    let known: Vec<i64> = entries.iter().filter_map(|entry| entry.place).collect();
    if !known.is_empty() {
        sqlx::query("DELETE FROM message_search WHERE rowid IN (SELECT value FROM json_each(?1))")
            .bind(serde_json::to_string(&known)?)
            .execute(&mut *connection)
            .await?;
    }
    // In the order of the index: otherwise SQLite writes it out each time that it goes back.
    entries.sort_by_key(|entry| (entry.at, entry.id));
    let moved = give_places(connection, &mut entries).await?;
    let mut rows: Vec<(i64, &str)> = entries
        .iter()
        .filter_map(|entry| Some((entry.place?, entry.terms.as_deref()?)))
        .collect();
    rows.sort_unstable_by_key(|(place, _)| *place);
    if !rows.is_empty() {
        sqlx::query(
            "INSERT INTO message_search (rowid, words) SELECT value ->> 0, value ->> 1 FROM json_each(?1)",
        )
        .bind(serde_json::to_string(&rows)?)
        .execute(&mut *connection)
        .await?;
    }
    if !moved.is_empty() {
        sqlx::query(
            "UPDATE messages SET search_place = j.place \
             FROM (SELECT unhex(value ->> 0) AS id, value ->> 1 AS place FROM json_each(?1)) AS j WHERE messages.id = j.id",
        )
        .bind(serde_json::to_string(&moved)?)
        .execute(connection)
        .await?;
    }
    Ok(())
}

/// Gives places to messages that have words and none yet, and takes them from those that have no words any more. Answers with those
/// whose place changed.
async fn give_places(
    connection: &mut SqliteConnection,
    entries: &mut [Entry],
) -> StoreResult<Vec<(String, Option<i64>)>> {
    let firsts: BTreeSet<i64> = entries
        .iter()
        .filter(|entry| entry.place.is_none() && entry.terms.is_some())
        .map(|entry| first_place(entry.at))
        .collect();
    let mut last_given = last_places(connection, &firsts).await?;
    let mut moved = Vec::new();
    for entry in entries {
        let place = match (&entry.terms, entry.place) {
            (None, None) | (Some(_), Some(_)) => continue,
            (None, Some(_)) => None,
            (Some(_), None) => {
                let first = first_place(entry.at);
                let place = last_given.get(&first).map_or(first, |last| last + 1);
                if place >= first.saturating_add(PLACES) {
                    tracing::warn!(message = %entry.id, "a second has more messages than the search index has places for");
                    continue;
                }
                last_given.insert(first, place);
                Some(place)
            }
        };
        entry.place = place;
        moved.push((hex(entry.id), place));
    }
    Ok(moved)
}

/// The last place of each second that is taken, by the second's first place.
async fn last_places(
    connection: &mut SqliteConnection,
    firsts: &BTreeSet<i64>,
) -> StoreResult<HashMap<i64, i64>> {
    if firsts.is_empty() {
        return Ok(HashMap::new());
    }
    let found = sqlx::query(
        "SELECT value AS first, (SELECT search_place FROM messages WHERE search_place IS NOT NULL \
         AND search_place >= value AND search_place < value + ?2 ORDER BY search_place DESC LIMIT 1) AS last \
         FROM json_each(?1)",
    )
    .bind(serde_json::to_string(firsts)?)
    .bind(PLACES)
    .fetch_all(connection)
    .await?;
    let mut last = HashMap::with_capacity(found.len());
    for row in &found {
        if let Some(place) = row.try_get::<Option<i64>, _>("last")? {
            last.insert(row.try_get("first")?, place);
        }
    }
    Ok(last)
}

async fn take_in_contacts(connection: &mut SqliteConnection) -> StoreResult<()> {
    let found = sqlx::query(
        "SELECT k.id, k.name, k.username, k.phone, p.place FROM contacts_to_index q \
         CROSS JOIN contacts k ON k.id = q.contact_id LEFT JOIN contact_search_places p ON p.contact_id = k.id LIMIT ?1",
    )
    .bind(i64::from(AT_ONCE))
    .fetch_all(&mut *connection)
    .await?;
    for row in &found {
        let id: Uuid = row.try_get("id")?;
        let place = match row.try_get::<Option<i64>, _>("place")? {
            Some(place) => {
                sqlx::query("DELETE FROM contact_search WHERE rowid = ?1")
                    .bind(place)
                    .execute(&mut *connection)
                    .await?;
                place
            }
            None => {
                sqlx::query_scalar(
                    "INSERT INTO contact_search_places (contact_id) VALUES (?1) RETURNING place",
                )
                .bind(id)
                .fetch_one(&mut *connection)
                .await?
            }
        };
        let (name, username, phone): (&str, Option<&str>, Option<&str>) = (
            row.try_get("name")?,
            row.try_get("username")?,
            row.try_get("phone")?,
        );
        sqlx::query("INSERT INTO contact_search (rowid, words) VALUES (?1, ?2)")
            .bind(place)
            .bind(terms::of_contact(name, username, phone))
            .execute(&mut *connection)
            .await?;
        // The list's order follows the same columns, and the database cannot fold either.
        sqlx::query("UPDATE contacts SET name_key = ?2 WHERE id = ?1 AND name_key <> ?2")
            .bind(id)
            .bind(name_key(name, phone, username))
            .execute(&mut *connection)
            .await?;
        sqlx::query("DELETE FROM contacts_to_index WHERE contact_id = ?1")
            .bind(id)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

fn hex(id: Uuid) -> String {
    id.simple().to_string()
}
