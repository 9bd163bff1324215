//! Messages from customers, and echoes of what the business wrote on its phone.

use super::{erased, message_of, status};
use crate::store::sqlite::identity;
use crate::store::sqlite::log::{Subject, append};
use crate::store::sqlite::mentions;
use crate::store::sqlite::message_writes::{NewMessage, insert_line, insert_message, remember_wamid, reopen};
use crate::store::sqlite::rows::{from_word, id, number, optional_time, word};
use crate::store::{InboundEffect, InboundMessage, StoreResult};
use domain::contact::seeded;
use domain::content::{MessageContent, SystemLine};
use domain::customer_service_window;
use domain::delivery_status::DeliveryState;
use domain::entities::{ConversationState, Delivery, Direction};
use domain::ids::{ContactId, ConversationId, SourceId};
use domain::time::{Span, Timestamp};
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;

/// Adds a message unless its wamid is known, or was known of somebody who has been erased since.
pub(super) async fn apply(
    connection: &mut SqliteConnection,
    new: &InboundMessage,
    now: Timestamp,
) -> StoreResult<InboundEffect> {
    if message_of(connection, new.phone_number_id, &new.wamid)
        .await?
        .is_some()
    {
        return Ok(InboundEffect::Duplicate);
    }
    if erased::is_known(connection, new.phone_number_id, &new.wamid).await? {
        return Ok(InboundEffect::Duplicate);
    }
    let source = source_of(new);
    let contact = identity::contact_of(
        connection,
        &new.customer,
        new.new_contact_id,
        Some(source),
        new.at,
    )
    .await?;
    let conversation = conversation_of(connection, new, contact).await?;
    // A line such as "opened the chat" is nobody's message: it is not unread, and what is concluded stays concluded.
    let is_line = matches!(new.content, MessageContent::System(_));
    if !is_line && !new.is_past {
        reopen_if_concluded(connection, &conversation, new, now).await?;
    }
    let direction = match (is_line, new.is_echo) {
        (true, _) => Direction::Internal,
        (false, true) => Direction::Outbound,
        (false, false) => Direction::Inbound,
    };
    let reply_to = match &new.quoted_wamid {
        Some(quoted) => message_of(connection, new.phone_number_id, quoted).await?,
        None => None,
    };
    let sent_by_phone = Delivery::new(0, DeliveryState::Sent);
    let message = NewMessage {
        reply_to,
        quoted_wamid: new.quoted_wamid.as_deref(),
        delivery: (direction == Direction::Outbound).then_some(sent_by_phone),
        is_forwarded: new.is_forwarded,
        is_unread: is_unread(direction, new),
        wamid: Some(&new.wamid),
        meta_media_id: new.meta_media_id.as_deref(),
        referral: new.referral.as_ref(),
        ..NewMessage::new(new.id, conversation.id, direction, &new.content, new.at)
    };
    insert_message(connection, &message).await?;
    remember_wamid(connection, new.phone_number_id, &new.wamid, new.id, 0).await?;
    if direction == Direction::Outbound {
        status::apply_waiting(connection, &new.wamid).await?;
    }
    let opens_window = direction == Direction::Inbound && new.opens_window;
    let window = opens_window.then(|| customer_service_window::expires_at(new.at));
    count(connection, conversation.id, is_unread(direction, new), window).await?;
    Ok(InboundEffect::Applied)
}

/// What the customer came through: Meta tells of an advertisement or post, else they wrote by themselves.
fn source_of(new: &InboundMessage) -> SourceId {
    if new.referral.is_some() {
        seeded::facebook()
    } else {
        seeded::whatsapp()
    }
}

fn is_unread(direction: Direction, new: &InboundMessage) -> bool {
    direction == Direction::Inbound && !new.is_past
}

/// What of a conversation decides about reopening.
struct Known {
    id: ConversationId,
    state: ConversationState,
    concluded_at: Option<Timestamp>,
}

/// The conversation of the contact with the number; a new one if there is none.
async fn conversation_of(
    connection: &mut SqliteConnection,
    new: &InboundMessage,
    contact: ContactId,
) -> StoreResult<Known> {
    let row = sqlx::query(
        "SELECT id, state, concluded_at FROM conversations WHERE contact_id = ?1 AND phone_number_id = ?2",
    )
    .bind(*contact.as_uuid())
    .bind(*new.phone_number_id.as_uuid())
    .fetch_optional(&mut *connection)
    .await?;
    if let Some(row) = row {
        return Ok(Known {
            id: id(&row, "id")?,
            state: from_word(row.try_get("state")?)?,
            concluded_at: optional_time(&row, "concluded_at")?,
        });
    }
    // With Support Agent on, this is where a new conversation gets its assignee; until then it belongs to nobody.
    sqlx::query(
        "INSERT INTO conversations (id, version, contact_id, phone_number_id, state, last_activity_at, created_at) \
         VALUES (?1, 0, ?2, ?3, ?4, ?5, ?5)",
    )
    .bind(*new.new_conversation_id.as_uuid())
    .bind(*contact.as_uuid())
    .bind(*new.phone_number_id.as_uuid())
    .bind(word(&ConversationState::Open)?)
    .bind(new.at.as_millis())
    .execute(&mut *connection)
    .await?;
    mentions::tell_of_contact(connection, contact).await?;
    Ok(Known {
        id: new.new_conversation_id,
        state: ConversationState::Open,
        concluded_at: None,
    })
}

/// The customer's message opens a concluded conversation again, with a line just before the message; if the message is older than
/// the end of the conversation (it came late), the line stands at its arrival. An echo opens it without a line.
async fn reopen_if_concluded(
    connection: &mut SqliteConnection,
    conversation: &Known,
    new: &InboundMessage,
    now: Timestamp,
) -> StoreResult<()> {
    if conversation.state == ConversationState::Open {
        return Ok(());
    }
    reopen(connection, conversation.id).await?;
    if new.is_echo {
        return Ok(());
    }
    let before = new.at - Span::from_millis(1);
    let at = if conversation
        .concluded_at
        .is_some_and(|concluded_at| before <= concluded_at)
    {
        now
    } else {
        before
    };
    insert_line(
        connection,
        conversation.id,
        new.reopened_line_id,
        SystemLine::Reopened,
        at,
    )
    .await
}

/// Counts the change of a conversation, with one more unread message and a later end of the window if there are, and logs it.
async fn count(
    connection: &mut SqliteConnection,
    conversation: ConversationId,
    is_unread: bool,
    window: Option<Timestamp>,
) -> StoreResult<()> {
    let row = sqlx::query(
        "UPDATE conversations SET version = version + 1, unread_count = unread_count + ?2, \
         window_expires_at = CASE WHEN ?3 IS NULL THEN window_expires_at \
         ELSE max(COALESCE(window_expires_at, ?3), ?3) END WHERE id = ?1 RETURNING version",
    )
    .bind(*conversation.as_uuid())
    .bind(i64::from(is_unread))
    .bind(window.map(Timestamp::as_millis))
    .fetch_one(&mut *connection)
    .await?;
    append(
        connection,
        Subject::Conversation(conversation),
        number(&row, "version")?,
    )
    .await
}
