//! [`SearchStore`] on SQLite.
//!
//! The index (FTS5) holds the words of each message and, as one more word, its conversation; its rows stand in the order of time. So a
//! page is read newest first and stops when it is full, and who sees few conversations asks for their words in these conversations: it
//! costs by what they see, not by what there is. Who sees many finds a page among the newest; an answer looks through [`PROPOSALS`] at
//! most and says where to go on.

mod few;
mod index;
mod rewriting;
mod terms;

pub(super) use index::take_in_before_commit;
pub(super) use rewriting::begin_rewriting;

use super::reading::scoped;
use super::rows::{self, contact_columns, conversation_columns, message_columns, visible};
use super::{SqliteStore, conversations};
use crate::store::{SearchStore, SearchWanted, StoreError, StoreResult};
use async_trait::async_trait;
use domain::entities::{Contact, Message, Position};
use domain::ids::{ConversationId, MessageId, PhoneNumberId};
use domain::search::{ConversationHits, MOST_CONTACTS, MOST_PLACES, SearchPage, search_text};
use domain::text_matching::Query;
use domain::time::{Span, Timestamp};
use domain::visibility::Viewer;
use domain::wire::ConversationRow;
use few::few_conversations;
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;
use std::collections::BTreeSet;
use uuid::Uuid;

/// What the index proposes is looked through up to here for one answer.
const PROPOSALS: u32 = 10_000;

#[async_trait]
impl SearchStore for SqliteStore {
    async fn search(&self, viewer: &Viewer, wanted: &SearchWanted) -> StoreResult<SearchPage> {
        if wanted.query.is_empty() {
            return Ok(SearchPage::default());
        }
        let mut transaction = self.read().await?;
        let connection = &mut *transaction;
        let mut page = messages(connection, viewer, wanted).await?;
        if wanted.before.is_none() {
            page.contacts = contacts(connection, viewer, wanted).await?;
        }
        page.conversations = conversations_of(connection, viewer, &page.messages).await?;
        page.is_indexing = is_indexing(connection).await?;
        Ok(page)
    }

    async fn search_conversation(
        &self,
        viewer: &Viewer,
        id: ConversationId,
        query: &Query,
        before: Option<Position>,
    ) -> StoreResult<Option<ConversationHits>> {
        let mut transaction = self.read().await?;
        if !conversations::is_visible(&mut transaction, viewer, id).await? {
            return Ok(None);
        }
        if query.is_empty() {
            return Ok(Some(ConversationHits::default()));
        }
        let below = place_of(&mut transaction, before).await?;
        let mut hits = places(&mut transaction, &terms::messages(query, &[id]), below).await?;
        hits.is_indexing = is_indexing(&mut transaction).await?;
        Ok(Some(hits))
    }

    async fn index_older(&self, at_most: u32) -> StoreResult<bool> {
        self.write(move |connection| Box::pin(index::take_in_older(connection, at_most)))
            .await
    }

    async fn rewrite_index(&self) -> StoreResult<bool> {
        self.write(|connection| Box::pin(rewriting::go_on(connection)))
            .await
    }
}

/// Asks the index of contacts for what a query finds; the index proposes, [`finds_contact`] decides.
pub(super) fn contact_terms(query: &Query) -> String {
    terms::contacts(query)
}

/// Whether a query finds a contact.
pub(super) fn finds_contact(query: &Query, contact: &Contact) -> bool {
    terms::is_contact(query, contact)
}

/// A page of messages.
async fn messages(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    wanted: &SearchWanted,
) -> StoreResult<SearchPage> {
    let few = few_conversations(connection, viewer, wanted.phone_number).await?;
    if few.as_ref().is_some_and(Vec::is_empty) {
        return Ok(SearchPage::default());
    }
    let asked = Asked {
        terms: terms::messages(&wanted.query, few.as_deref().unwrap_or_default()),
        phone_number: wanted.phone_number,
        proposals: if few.is_some() { u32::MAX } else { PROPOSALS },
    };
    let below = place_of(connection, wanted.before).await?;
    let limit = wanted.limit as usize;
    let mut found = hits(connection, viewer, &asked, i64::MIN..below, wanted.limit + 1).await?;
    let mut next = None;
    if found.len() <= limit
        && let Some(last) = last_proposal(connection, &asked, below).await?
    {
        // The rest of the second that it ended in: the next page begins at a second.
        let second = Timestamp::from_millis(index::second_of(last));
        let first = index::first_place(second.as_millis());
        found.extend(hits(connection, viewer, &asked, first..last, wanted.limit + 1).await?);
        next = Some(Position {
            at: second,
            id: MessageId::from(Uuid::nil()),
        });
    }
    if found.len() > limit {
        found.truncate(limit);
        next = found.last().map(Message::position);
    }
    found.retain(|message| wanted.query.find(&search_text(&message.content)).is_some());
    found.sort_unstable_by_key(|message| std::cmp::Reverse(message.position()));
    Ok(SearchPage {
        messages: found,
        next,
        ..SearchPage::default()
    })
}

/// What is asked of the index.
struct Asked {
    terms: String,
    phone_number: Option<PhoneNumberId>,
    /// The most that it may propose.
    proposals: u32,
}

/// Messages in a range of the index, newest first, as far as the viewer may see them.
async fn hits(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    asked: &Asked,
    places: std::ops::Range<i64>,
    limit: u32,
) -> StoreResult<Vec<Message>> {
    // The inner part is read from step by step, in its order, and no further than the page needs.
    const SQL: &str = concat!(
        "SELECT f.place, ",
        message_columns!(),
        " FROM (SELECT rowid AS place FROM message_search WHERE message_search MATCH ?4 AND rowid >= ?5 AND rowid < ?6 ",
        "ORDER BY rowid DESC LIMIT ?7) f CROSS JOIN messages m ON m.search_place = f.place ",
        "CROSS JOIN conversations c ON c.id = m.conversation_id WHERE ",
        visible!(),
        " AND (?8 IS NULL OR c.phone_number_id = ?8) LIMIT ?9"
    );
    let found = scoped(SQL, viewer)
        .bind(&asked.terms)
        .bind(places.start)
        .bind(places.end)
        .bind(i64::from(asked.proposals))
        .bind(asked.phone_number.map(|id| *id.as_uuid()))
        .bind(i64::from(limit))
        .fetch_all(connection)
        .await?;
    let mut last = i64::MAX;
    let mut messages = Vec::with_capacity(found.len());
    for row in &found {
        let place: i64 = row.try_get("place")?;
        if place >= last {
            return Err(StoreError::Broken("the search index is out of order".to_owned()));
        }
        last = place;
        messages.push(rows::message(row)?);
    }
    Ok(messages)
}

/// The last place that was looked at, when there may be more behind it.
async fn last_proposal(
    connection: &mut SqliteConnection,
    asked: &Asked,
    below: i64,
) -> StoreResult<Option<i64>> {
    if asked.proposals == u32::MAX {
        return Ok(None);
    }
    let row = sqlx::query(
        "SELECT count(*) AS proposals, min(place) AS last FROM (SELECT rowid AS place FROM message_search \
         WHERE message_search MATCH ?1 AND rowid < ?2 ORDER BY rowid DESC LIMIT ?3)",
    )
    .bind(&asked.terms)
    .bind(below)
    .bind(i64::from(asked.proposals))
    .fetch_one(connection)
    .await?;
    let proposals: i64 = row.try_get("proposals")?;
    let last: Option<i64> = row.try_get("last")?;
    Ok(last.filter(|_| proposals == i64::from(asked.proposals)))
}

/// The place in the index of a place in the history; what comes after it in time is above.
async fn place_of(connection: &mut SqliteConnection, place: Option<Position>) -> StoreResult<i64> {
    let Some(place) = place else { return Ok(i64::MAX) };
    if place.id.as_uuid().is_nil() {
        return Ok(index::first_place(place.at.as_millis()));
    }
    let known: Option<i64> = sqlx::query_scalar("SELECT search_place FROM messages WHERE id = ?1")
        .bind(*place.id.as_uuid())
        .fetch_optional(connection)
        .await?
        .flatten();
    // Of a message that has gone meanwhile its second is looked through again.
    let behind = place.at + Span::from_seconds(1);
    Ok(known.unwrap_or_else(|| index::first_place(behind.as_millis())))
}

/// Where the messages stand that the index proposes, and how many there are.
async fn places(connection: &mut SqliteConnection, asked: &str, below: i64) -> StoreResult<ConversationHits> {
    let total: i64 = sqlx::query_scalar("SELECT count(*) FROM message_search WHERE message_search MATCH ?1")
        .bind(asked)
        .fetch_one(&mut *connection)
        .await?;
    let found = sqlx::query(
        "SELECT m.at, m.id FROM (SELECT rowid AS place FROM message_search WHERE message_search MATCH ?1 AND rowid < ?2 \
         ORDER BY rowid DESC LIMIT ?3) f CROSS JOIN messages m ON m.search_place = f.place",
    )
    .bind(asked)
    .bind(below)
    .bind(i64::from(MOST_PLACES) + 1)
    .fetch_all(connection)
    .await?;
    let mut places = found
        .iter()
        .map(|row| {
            Ok(Position {
                at: rows::time(row, "at")?,
                id: rows::id(row, "id")?,
            })
        })
        .collect::<StoreResult<Vec<_>>>()?;
    let has_more = places.len() > MOST_PLACES as usize;
    places.truncate(MOST_PLACES as usize);
    let next = places.last().copied().filter(|_| has_more);
    places.sort_unstable_by(|one, other| other.cmp(one));
    Ok(ConversationHits {
        total: u64::try_from(total).unwrap_or_default(),
        places,
        next,
        is_indexing: false,
    })
}

/// Conversations whose contact is found, newest activity first.
async fn contacts(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    wanted: &SearchWanted,
) -> StoreResult<Vec<ConversationRow>> {
    const SQL: &str = concat!(
        "SELECT ",
        conversation_columns!(),
        ", ",
        contact_columns!(),
        " FROM (SELECT c.id FROM contact_search CROSS JOIN contact_search_places p ON p.place = contact_search.rowid ",
        "CROSS JOIN conversations c ON c.contact_id = p.contact_id WHERE contact_search MATCH ?4 AND ",
        visible!(),
        " AND (?5 IS NULL OR c.phone_number_id = ?5) ORDER BY c.last_activity_at DESC, c.id DESC LIMIT ?6) h ",
        "JOIN conversations c ON c.id = h.id JOIN contacts k ON k.id = c.contact_id ",
        "ORDER BY c.last_activity_at DESC, c.id DESC"
    );
    let found = scoped(SQL, viewer)
        .bind(terms::contacts(&wanted.query))
        .bind(wanted.phone_number.map(|id| *id.as_uuid()))
        .bind(i64::from(MOST_CONTACTS))
        .fetch_all(connection)
        .await?;
    let mut found = found
        .iter()
        .map(rows::conversation_row)
        .collect::<StoreResult<Vec<_>>>()?;
    found.retain(|row| terms::is_contact(&wanted.query, &row.contact));
    Ok(found)
}

/// The conversations that messages stand in.
async fn conversations_of(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    messages: &[Message],
) -> StoreResult<Vec<ConversationRow>> {
    const SQL: &str = concat!(
        "SELECT ",
        conversation_columns!(),
        ", ",
        contact_columns!(),
        " FROM json_each(?4) j CROSS JOIN conversations c ON c.id = unhex(j.value) ",
        "JOIN contacts k ON k.id = c.contact_id WHERE ",
        visible!()
    );
    if messages.is_empty() {
        return Ok(Vec::new());
    }
    let ids: BTreeSet<String> = messages
        .iter()
        .map(|message| message.conversation_id.as_uuid().simple().to_string())
        .collect();
    let found = scoped(SQL, viewer)
        .bind(serde_json::to_string(&ids)?)
        .fetch_all(connection)
        .await?;
    found.iter().map(rows::conversation_row).collect()
}

/// Whether something is not in the index yet.
async fn is_indexing(connection: &mut SqliteConnection) -> StoreResult<bool> {
    Ok(sqlx::query_scalar(
        "SELECT missing_below IS NOT NULL OR EXISTS (SELECT 1 FROM messages_to_index) \
         OR EXISTS (SELECT 1 FROM contacts_to_index) FROM search_progress",
    )
    .fetch_one(connection)
    .await?)
}

#[cfg(test)]
mod tests;
