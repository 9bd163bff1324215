//! Writing messages and what follows from them: the list's preview and order, versions, log rows.

use super::inbound::annotation;
use super::log::{Subject, append};
use super::rows::{number, word};
use super::{media, reading};
use crate::store::{StoreError, StoreResult};
use domain::content::{MessageContent, SystemLine};
use domain::entities::{
    Conversation, Delivery, Direction, Message, MessagePreview, Quote, QuotePreview, Referral,
};
use domain::ids::{AgentId, ConversationId, MessageId, PhoneNumberId};
use domain::time::Timestamp;
use sqlx::sqlite::SqliteConnection;

/// A message to be written.
#[derive(Debug)]
pub(super) struct NewMessage<'a> {
    pub(super) id: MessageId,
    pub(super) conversation_id: ConversationId,
    pub(super) direction: Direction,
    pub(super) author: Option<AgentId>,
    pub(super) content: &'a MessageContent,
    pub(super) at: Timestamp,
    pub(super) reply_to: Option<MessageId>,
    pub(super) quoted_wamid: Option<&'a str>,
    pub(super) delivery: Option<Delivery>,
    pub(super) is_forwarded: bool,
    pub(super) is_unread: bool,
    pub(super) wamid: Option<&'a str>,
    pub(super) meta_media_id: Option<&'a str>,
    pub(super) referral: Option<&'a Referral>,
    pub(super) command_hash: Option<[u8; 32]>,
}

impl<'a> NewMessage<'a> {
    /// A message that has nothing but its content.
    pub(super) const fn new(
        id: MessageId,
        conversation_id: ConversationId,
        direction: Direction,
        content: &'a MessageContent,
        at: Timestamp,
    ) -> Self {
        Self {
            id,
            conversation_id,
            direction,
            author: None,
            content,
            at,
            reply_to: None,
            quoted_wamid: None,
            delivery: None,
            is_forwarded: false,
            is_unread: false,
            wamid: None,
            meta_media_id: None,
            referral: None,
            command_hash: None,
        }
    }
}

impl NewMessage<'_> {
    /// The message as it is when it has just been written.
    fn as_message(&self, quoted: Option<QuotePreview>) -> Message {
        let is_reply = self.reply_to.is_some() || self.quoted_wamid.is_some();
        Message {
            id: self.id,
            version: 1,
            conversation_id: self.conversation_id,
            direction: self.direction,
            author: self.author,
            content: self.content.clone(),
            reply_to: is_reply.then_some(Quote {
                message_id: self.reply_to,
                preview: quoted,
            }),
            at: self.at,
            delivery: self.delivery.clone(),
            reactions: Vec::new(),
            is_edited: false,
            is_revoked: false,
            is_forwarded: self.is_forwarded,
            is_played: false,
            referral: self.referral.cloned().map(Box::new),
        }
    }
}

/// Writes and logs a message. The caller changes the conversation with it and ends with [`touch_conversation`].
pub(super) async fn insert_message(
    connection: &mut SqliteConnection,
    new: &NewMessage<'_>,
) -> StoreResult<Message> {
    let delivery = new.delivery.as_ref();
    sqlx::query(
        "INSERT INTO messages (id, version, conversation_id, direction, author, content, at, reply_to, quoted_wamid, \
         delivery_attempt, delivery_state, is_forwarded, is_unread, wamid, meta_media_id, command_hash, \
         referral, held_until) VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
    )
    .bind(*new.id.as_uuid())
    .bind(*new.conversation_id.as_uuid())
    .bind(word(&new.direction)?)
    .bind(new.author.map(|author| *author.as_uuid()))
    .bind(serde_json::to_string(new.content)?)
    .bind(new.at.as_millis())
    .bind(new.reply_to.map(|id| *id.as_uuid()))
    .bind(new.quoted_wamid)
    .bind(delivery.map(|delivery| i64::from(delivery.attempt)))
    .bind(delivery.map(|delivery| word(&delivery.state)).transpose()?)
    .bind(new.is_forwarded)
    .bind(new.is_unread)
    .bind(new.wamid)
    .bind(new.meta_media_id)
    .bind(new.command_hash.map(|hash| hash.to_vec()))
    .bind(new.referral.map(serde_json::to_string).transpose()?)
    .bind(held_until(delivery))
    .execute(&mut *connection)
    .await?;
    if let Some(meta_media_id) = new.meta_media_id {
        media::queue_fetch(connection, new.id, meta_media_id, new.at).await?;
    }
    append(connection, Subject::Message(new.id, new.conversation_id), 1).await?;
    let quoted = match new.reply_to {
        Some(id) => reading::message(connection, id)
            .await?
            .as_ref()
            .map(QuotePreview::of),
        None => None,
    };
    let message = new.as_message(quoted);
    if message.direction != Direction::Internal {
        place_in_list(connection, &message).await?;
    }
    Ok(message)
}

/// Writes a system line. System lines neither move a conversation in the list nor stand in its preview.
pub(super) async fn insert_line(
    connection: &mut SqliteConnection,
    conversation: ConversationId,
    id: MessageId,
    line: SystemLine,
    at: Timestamp,
) -> StoreResult<()> {
    let content = MessageContent::System(line);
    insert_message(
        connection,
        &NewMessage::new(id, conversation, Direction::Internal, &content, at),
    )
    .await
    .map(drop)
}

/// Makes a message the conversation's newest unless a newer one is known.
async fn place_in_list(connection: &mut SqliteConnection, message: &Message) -> StoreResult<()> {
    sqlx::query(
        "UPDATE conversations SET last_message_id = ?2, last_message_at = ?3, last_message = ?4, last_activity_at = ?3 \
         WHERE id = ?1 AND (last_message_id IS NULL OR (last_message_at, last_message_id) < (?3, ?2))",
    )
    .bind(*message.conversation_id.as_uuid())
    .bind(*message.id.as_uuid())
    .bind(message.at.as_millis())
    .bind(serde_json::to_string(&MessagePreview::of(message))?)
    .execute(connection)
    .await?;
    Ok(())
}

/// Counts a change of a message's row, logs it, and lets the list's preview follow.
pub(super) async fn touch_message(connection: &mut SqliteConnection, id: MessageId) -> StoreResult<Message> {
    sqlx::query("UPDATE messages SET version = version + 1 WHERE id = ?1")
        .bind(*id.as_uuid())
        .execute(&mut *connection)
        .await?;
    let message = reading::message(connection, id).await?.ok_or_else(gone)?;
    append(
        connection,
        Subject::Message(id, message.conversation_id),
        message.version,
    )
    .await?;
    let changed = sqlx::query(
        "UPDATE conversations SET last_message = ?3, version = version + 1 \
         WHERE id = ?1 AND last_message_id = ?2 AND last_message IS NOT ?3 RETURNING version",
    )
    .bind(*message.conversation_id.as_uuid())
    .bind(*id.as_uuid())
    .bind(serde_json::to_string(&MessagePreview::of(&message))?)
    .fetch_optional(&mut *connection)
    .await?;
    if let Some(row) = changed {
        append(
            connection,
            Subject::Conversation(message.conversation_id),
            number(&row, "version")?,
        )
        .await?;
    }
    Ok(message)
}

/// Writes what a message holds, and tells everyone.
pub(super) async fn write_content(
    connection: &mut SqliteConnection,
    message: &Message,
) -> StoreResult<Message> {
    sqlx::query("UPDATE messages SET content = ?2 WHERE id = ?1")
        .bind(*message.id.as_uuid())
        .bind(serde_json::to_string(&message.content)?)
        .execute(&mut *connection)
        .await?;
    touch_message(connection, message.id).await
}

/// What a message holds has changed: whatever quotes it shows that.
pub(super) async fn touch_quotes_of(connection: &mut SqliteConnection, id: MessageId) -> StoreResult<()> {
    let quoting = sqlx::query("SELECT id FROM messages WHERE reply_to = ?1")
        .bind(*id.as_uuid())
        .fetch_all(&mut *connection)
        .await?;
    for row in &quoting {
        touch_message(connection, super::rows::id(row, "id")?).await?;
    }
    Ok(())
}

/// Writes how far a message got, if that is news. Answers with the message as it is then.
pub(super) async fn set_delivery(
    connection: &mut SqliteConnection,
    message: Message,
    delivery: &Delivery,
) -> StoreResult<Message> {
    if message.delivery.as_ref() == Some(delivery) {
        return Ok(message);
    }
    let failure = delivery.failure.as_ref();
    sqlx::query(
        "UPDATE messages SET delivery_attempt = ?2, delivery_state = ?3, failure_code = ?4, failure_details = ?5, \
         held_until = ?6 WHERE id = ?1",
    )
    .bind(*message.id.as_uuid())
    .bind(i64::from(delivery.attempt))
    .bind(word(&delivery.state)?)
    .bind(failure.map(|failure| failure.code))
    .bind(failure.and_then(|failure| failure.details.as_deref()))
    .bind(held_until(Some(delivery)))
    .execute(&mut *connection)
    .await?;
    touch_message(connection, message.id).await
}

fn held_until(delivery: Option<&Delivery>) -> Option<i64> {
    delivery?.held_until.map(Timestamp::as_millis)
}

/// Counts a change of a conversation's row, logs it, and answers with the conversation as it is then.
pub(super) async fn touch_conversation(
    connection: &mut SqliteConnection,
    id: ConversationId,
) -> StoreResult<Conversation> {
    sqlx::query("UPDATE conversations SET version = version + 1 WHERE id = ?1")
        .bind(*id.as_uuid())
        .execute(&mut *connection)
        .await?;
    let conversation = reading::conversation(connection, id).await?.ok_or_else(gone)?;
    append(connection, Subject::Conversation(id), conversation.version).await?;
    Ok(conversation)
}

/// Remembers which message (and which attempt of it) a wamid is, ties quotes that waited for it and applies the reactions, edits
/// and revocations that came before it.
pub(super) async fn remember_wamid(
    connection: &mut SqliteConnection,
    phone_number: PhoneNumberId,
    wamid: &str,
    message: MessageId,
    attempt: u32,
) -> StoreResult<()> {
    let inserted = sqlx::query(
        "INSERT INTO wamids (phone_number_id, wamid, message_id, attempt) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
    )
    .bind(*phone_number.as_uuid())
    .bind(wamid)
    .bind(*message.as_uuid())
    .bind(i64::from(attempt))
    .execute(&mut *connection)
    .await?;
    if inserted.rows_affected() == 0 {
        return Ok(());
    }
    // A reply may come before the message that it answers.
    let waiting = sqlx::query(
        "UPDATE messages SET reply_to = ?1 WHERE quoted_wamid = ?2 AND quoted_wamid IS NOT NULL AND reply_to IS NULL \
         AND conversation_id = (SELECT conversation_id FROM messages WHERE id = ?1) RETURNING id",
    )
    .bind(*message.as_uuid())
    .bind(wamid)
    .fetch_all(&mut *connection)
    .await?;
    for row in &waiting {
        touch_message(connection, super::rows::id(row, "id")?).await?;
    }
    annotation::apply_waiting(connection, phone_number, wamid, message).await
}

/// Sets a message's wamid, to be quoted by.
pub(super) async fn set_wamid(
    connection: &mut SqliteConnection,
    message: MessageId,
    wamid: &str,
) -> StoreResult<()> {
    sqlx::query("UPDATE messages SET wamid = ?2 WHERE id = ?1")
        .bind(*message.as_uuid())
        .bind(wamid)
        .execute(connection)
        .await?;
    Ok(())
}

/// Opens a concluded conversation again. Its assignment ended with its conclusion.
pub(super) async fn reopen(
    connection: &mut SqliteConnection,
    conversation: ConversationId,
) -> StoreResult<()> {
    sqlx::query("UPDATE conversations SET state = 'open', concluded_at = NULL WHERE id = ?1")
        .bind(*conversation.as_uuid())
        .execute(connection)
        .await?;
    Ok(())
}

/// Whether a message with this id exists.
pub(super) async fn exists(connection: &mut SqliteConnection, id: MessageId) -> StoreResult<bool> {
    Ok(
        sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM messages WHERE id = ?1)")
            .bind(*id.as_uuid())
            .fetch_one(connection)
            .await?,
    )
}

/// The highest attempt of a message that was begun; 0: none.
pub(super) async fn attempts_made(connection: &mut SqliteConnection, id: MessageId) -> StoreResult<u32> {
    let made: i64 =
        sqlx::query_scalar("SELECT COALESCE(max(attempt), 0) FROM message_attempts WHERE message_id = ?1")
            .bind(*id.as_uuid())
            .fetch_one(connection)
            .await?;
    Ok(u32::try_from(made).unwrap_or_default())
}

fn gone() -> StoreError {
    StoreError::Broken("a row that was just written is not there".to_owned())
}
