//! Rows of the database as entities of the domain: the columns that are read, and how.

use crate::store::{StoreError, StoreResult};
use domain::content::MessageContent;
use domain::delivery_status::DeliveryState;
use domain::entities::{
    Agent, Contact, Conversation, Delivery, DeliveryFailure, Direction, Message, PhoneNumber, Quote,
    QuotePreview, Reaction, Role, Settings,
};
use domain::ids::AgentId;
use domain::time::Timestamp;
use domain::wire::{ConversationRow, Session};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;
use std::str::FromStr;
use uuid::Uuid;

/// The condition that a conversation `c` is visible; [`super::reading::scoped`] binds ?1 to ?3. It is
/// `domain::visibility::Viewer::may_see` in SQL; a test holds them together.
macro_rules! visible {
    () => {
        "(?1 OR (?2 AND ((SELECT is_support_agent_on FROM settings) = 0 \
          OR NOT EXISTS (SELECT 1 FROM assignments s WHERE s.conversation_id = c.id) \
          OR EXISTS (SELECT 1 FROM assignments s WHERE s.conversation_id = c.id AND s.agent_id = ?3))))"
    };
}

/// The condition that a contact `k` is seen: by any of its conversations; one that has none is nobody's, like a conversation that is
/// assigned to nobody. So are its notes, which are the contact's and stay when a chat is deleted: concluding a conversation, which ends
/// its assignment, shows no less. Whoever uses it uses [`visible`] too.
macro_rules! contact_visible {
    () => {
        concat!(
            "(EXISTS (SELECT 1 FROM conversations c WHERE c.contact_id = k.id AND ",
            visible!(),
            ") OR ((?1 OR ?2) AND NOT EXISTS (SELECT 1 FROM conversations c WHERE c.contact_id = k.id)))"
        )
    };
}

/// Columns of a message `m`.
macro_rules! message_columns {
    () => {
        "m.id, m.version, m.conversation_id, m.direction, m.author, m.content, m.at, m.reply_to, m.quoted_wamid, \
         m.delivery_attempt, m.delivery_state, m.failure_code, m.failure_details, m.is_edited, m.is_revoked, \
         m.is_forwarded, m.is_played, m.held_until, m.referral, (SELECT json_group_array(json_array(r.direction, r.emoji, \
         CASE WHEN r.agent_id IS NULL THEN NULL ELSE hex(r.agent_id) END, r.failure_code, r.failure_details)) \
         FROM reactions r WHERE r.message_id = m.id AND r.emoji IS NOT NULL) AS reactions, \
         (SELECT json_array(q.at, q.direction, CASE WHEN q.author IS NULL THEN NULL ELSE hex(q.author) END, json(q.content)) \
         FROM messages q WHERE q.id = m.reply_to) AS quoted"
    };
}

/// Columns of a conversation `c`.
macro_rules! conversation_columns {
    () => {
        "c.id, c.version, c.contact_id, c.phone_number_id, c.state, c.unread_count, c.is_marked_unread, c.read_up_to, c.last_message, \
         c.last_activity_at, c.window_expires_at, c.created_at, (SELECT group_concat(hex(s.agent_id)) \
         FROM assignments s WHERE s.conversation_id = c.id) AS assignees"
    };
}

/// Columns of a contact `k`.
macro_rules! contact_columns {
    () => {
        "k.id AS contact_id, k.version AS contact_version, k.name, k.phone, k.username, k.stage, \
         k.created_at AS contact_created_at, k.source_id, k.avatar, \
         (SELECT group_concat(hex(g.group_id)) FROM contact_groups g WHERE g.contact_id = k.id AND g.is_member = 1) AS group_ids, \
         EXISTS (SELECT 1 FROM blocked_contacts b WHERE b.contact_id = k.id) AS is_blocked"
    };
}

/// Columns of an agent `a`.
macro_rules! agent_columns {
    () => {
        "a.id, a.version, a.first_name, a.last_name, a.email, a.role_id, a.language, a.is_available"
    };
}

/// Columns of one of our numbers `p`.
macro_rules! phone_number_columns {
    () => {
        "p.id, p.version, p.meta_id, p.waba_id, p.phone, p.display_name, p.state, p.adds_signature"
    };
}

pub(super) use {
    agent_columns, contact_columns, contact_visible, conversation_columns, message_columns,
    phone_number_columns, visible,
};

/// A plain enum of the domain as its JSON word, without quotes.
pub(super) fn word<T: Serialize>(value: &T) -> StoreResult<String> {
    match serde_json::to_value(value)? {
        serde_json::Value::String(word) => Ok(word),
        _ => Err(StoreError::Broken("not a word".to_owned())),
    }
}

/// The enum of a word.
pub(super) fn from_word<T: DeserializeOwned>(word: String) -> StoreResult<T> {
    Ok(serde_json::from_value(serde_json::Value::String(word))?)
}

/// An id column.
pub(super) fn id<T: From<Uuid>>(row: &SqliteRow, column: &str) -> StoreResult<T> {
    Ok(row.try_get::<Uuid, _>(column)?.into())
}

/// An id column that may be NULL.
pub(super) fn optional_id<T: From<Uuid>>(row: &SqliteRow, column: &str) -> StoreResult<Option<T>> {
    Ok(row.try_get::<Option<Uuid>, _>(column)?.map(Into::into))
}

/// A time column.
pub(super) fn time(row: &SqliteRow, column: &str) -> StoreResult<Timestamp> {
    Ok(Timestamp::from_millis(row.try_get(column)?))
}

/// A time column that may be NULL.
pub(super) fn optional_time(row: &SqliteRow, column: &str) -> StoreResult<Option<Timestamp>> {
    Ok(row.try_get::<Option<i64>, _>(column)?.map(Timestamp::from_millis))
}

/// A column that counts.
pub(super) fn number<T: TryFrom<i64>>(row: &SqliteRow, column: &str) -> StoreResult<T> {
    T::try_from(row.try_get(column)?).map_err(|_| StoreError::Broken(format!("{column} is out of range")))
}

/// A log number or version as SQLite keeps it.
pub(super) fn as_integer(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(super) fn message(row: &SqliteRow) -> StoreResult<Message> {
    let reply_to = optional_id(row, "reply_to")?;
    let quoted_wamid: Option<String> = row.try_get("quoted_wamid")?;
    let is_reply = reply_to.is_some() || quoted_wamid.is_some();
    let reactions: Vec<ReactionColumns> = serde_json::from_str(row.try_get("reactions")?)?;
    let referral: Option<&str> = row.try_get("referral")?;
    Ok(Message {
        id: id(row, "id")?,
        version: number(row, "version")?,
        conversation_id: id(row, "conversation_id")?,
        direction: from_word(row.try_get("direction")?)?,
        author: optional_id(row, "author")?,
        content: content(row)?,
        reply_to: is_reply
            .then(|| {
                Ok::<_, StoreError>(Quote {
                    message_id: reply_to,
                    preview: quote_preview(row)?,
                })
            })
            .transpose()?,
        at: time(row, "at")?,
        delivery: delivery(row)?,
        reactions: reactions.into_iter().map(reaction).collect::<StoreResult<_>>()?,
        is_edited: row.try_get("is_edited")?,
        is_revoked: row.try_get("is_revoked")?,
        is_forwarded: row.try_get("is_forwarded")?,
        is_played: row.try_get("is_played")?,
        referral: referral.map(serde_json::from_str).transpose()?,
    })
}

/// Direction, emoji, agent, code and details of a failure.
type ReactionColumns = (Direction, String, Option<String>, Option<i64>, Option<String>);

fn reaction((direction, emoji, by, code, details): ReactionColumns) -> StoreResult<Reaction> {
    Ok(Reaction {
        direction,
        emoji,
        by: by.as_deref().map(agent_id).transpose()?,
        failure: code.map(|code| DeliveryFailure { code, details }),
    })
}

/// What the quoted message says, from the column `quoted` of [`message_columns`].
pub(super) fn quote_preview(row: &SqliteRow) -> StoreResult<Option<QuotePreview>> {
    let Some(json) = row.try_get::<Option<&str>, _>("quoted")? else {
        return Ok(None);
    };
    let (at, direction, author, content): (Timestamp, Direction, Option<String>, MessageContent) =
        serde_json::from_str(json)?;
    let author = author.as_deref().map(agent_id).transpose()?;
    Ok(Some(QuotePreview::new(at, direction, author, &content)))
}

fn agent_id(text: &str) -> StoreResult<AgentId> {
    text.parse()
        .map_err(|_| StoreError::Broken("an agent's id".to_owned()))
}

pub(super) fn content(row: &SqliteRow) -> StoreResult<MessageContent> {
    Ok(serde_json::from_str(row.try_get("content")?)?)
}

fn delivery(row: &SqliteRow) -> StoreResult<Option<Delivery>> {
    let Some(state) = row.try_get::<Option<String>, _>("delivery_state")? else {
        return Ok(None);
    };
    let failure = match row.try_get::<Option<i64>, _>("failure_code")? {
        Some(code) => Some(DeliveryFailure {
            code,
            details: row.try_get("failure_details")?,
        }),
        None => None,
    };
    let state: DeliveryState = from_word(state)?;
    let held_until = match state {
        DeliveryState::Held => optional_time(row, "held_until")?,
        _ => None,
    };
    Ok(Some(Delivery {
        attempt: number(row, "delivery_attempt")?,
        state,
        failure,
        held_until,
    }))
}

pub(super) fn conversation(row: &SqliteRow) -> StoreResult<Conversation> {
    let last_message: Option<&str> = row.try_get("last_message")?;
    Ok(Conversation {
        id: id(row, "id")?,
        version: number(row, "version")?,
        contact_id: id(row, "contact_id")?,
        phone_number_id: id(row, "phone_number_id")?,
        state: from_word(row.try_get("state")?)?,
        assignees: id_list(row.try_get("assignees")?)?,
        unread_count: number(row, "unread_count")?,
        is_marked_unread: row.try_get("is_marked_unread")?,
        read_up_to: optional_id(row, "read_up_to")?,
        last_message: last_message.map(serde_json::from_str).transpose()?,
        last_activity_at: time(row, "last_activity_at")?,
        window_expires_at: optional_time(row, "window_expires_at")?,
        created_at: time(row, "created_at")?,
    })
}

/// Reads `group_concat(hex(…))`, sorted.
fn id_list<T: FromStr + Ord>(text: Option<&str>) -> StoreResult<Vec<T>> {
    let ids = text.unwrap_or_default().split(',').filter(|id| !id.is_empty());
    let mut ids: Vec<T> = ids
        .map(str::parse)
        .collect::<Result<_, _>>()
        .map_err(|_| StoreError::Broken("an id in a list".to_owned()))?;
    ids.sort_unstable();
    Ok(ids)
}

pub(super) fn contact(row: &SqliteRow) -> StoreResult<Contact> {
    Ok(Contact {
        id: id(row, "contact_id")?,
        version: number(row, "contact_version")?,
        name: row.try_get("name")?,
        phone: row.try_get("phone")?,
        username: row.try_get("username")?,
        stage: from_word(row.try_get("stage")?)?,
        source_id: optional_id(row, "source_id")?,
        group_ids: id_list(row.try_get("group_ids")?)?,
        avatar: optional_id(row, "avatar")?,
        is_blocked: row.try_get("is_blocked")?,
        created_at: time(row, "contact_created_at")?,
    })
}

pub(super) fn conversation_row(row: &SqliteRow) -> StoreResult<ConversationRow> {
    Ok(ConversationRow {
        conversation: conversation(row)?,
        contact: contact(row)?,
    })
}

pub(super) fn agent(row: &SqliteRow) -> StoreResult<Agent> {
    Ok(Agent {
        id: id(row, "id")?,
        version: number(row, "version")?,
        first_name: row.try_get("first_name")?,
        last_name: row.try_get("last_name")?,
        email: row.try_get("email")?,
        role_id: id(row, "role_id")?,
        language: from_word(row.try_get("language")?)?,
        is_available: row.try_get("is_available")?,
    })
}

/// An agent's columns and the role's `permissions`.
pub(super) fn session(row: &SqliteRow) -> StoreResult<Session> {
    Ok(Session {
        agent: agent(row)?,
        permissions: serde_json::from_str(row.try_get("permissions")?)?,
    })
}

pub(super) fn role(row: &SqliteRow) -> StoreResult<Role> {
    Ok(Role {
        id: id(row, "id")?,
        version: number(row, "version")?,
        name: row.try_get("name")?,
        permissions: serde_json::from_str(row.try_get("permissions")?)?,
    })
}

pub(super) fn phone_number(row: &SqliteRow) -> StoreResult<PhoneNumber> {
    Ok(PhoneNumber {
        id: id(row, "id")?,
        version: number(row, "version")?,
        meta_id: row.try_get("meta_id")?,
        waba_id: row.try_get("waba_id")?,
        phone: row.try_get("phone")?,
        display_name: row.try_get("display_name")?,
        state: from_word(row.try_get("state")?)?,
        adds_signature: row.try_get("adds_signature")?,
    })
}

pub(super) fn settings(row: &SqliteRow) -> StoreResult<Settings> {
    Ok(Settings {
        version: number(row, "version")?,
        company_name: row.try_get("company_name")?,
        time_zone: row.try_get("time_zone")?,
        is_support_agent_on: row.try_get("is_support_agent_on")?,
        hold_voice_seconds: number(row, "hold_voice_seconds")?,
        hold_text_seconds: number(row, "hold_text_seconds")?,
    })
}
