//! What agents send: accepting messages and further attempts.

use super::message_writes::{
    NewMessage, attempts_made, insert_message, reopen, set_delivery, touch_conversation,
};
use super::{composing, drafts, erasing, media, queue, reading};
use crate::store::{AcceptOutcome, NewOutbound, RetryOutcome, StoreError, StoreResult};
use domain::command::SendMessage;
use domain::content::{Attachment, MessageContent, MessageKind};
use domain::customer_service_window::is_open;
use domain::delivery_status::DeliveryState;
use domain::entities::{Conversation, ConversationState, Delivery, Direction};
use domain::hold;
use domain::ids::{ConversationId, MessageId};
use domain::media_limit::{self, MediaLimitError, fitting_name};
use domain::time::Timestamp;
use domain::visibility::Viewer;
use sha2::{Digest, Sha256};
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;
use uuid::Uuid;

/// Meta's codes after which its copy of our file is not used again: wrong parameter (an id that it has forgotten), file unusable.
const FILE_REFUSED: [i64; 3] = [100, 131_052, 131_053];

/// Accepts a message once. Sending in a concluded conversation opens it again, silently: the line "reopened" tells of customers.
pub(super) async fn accept(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    new: &NewOutbound,
) -> StoreResult<AcceptOutcome> {
    let command_hash = hash(&new.command)?;
    if let Some(known) = known(connection, viewer, &new.command, &command_hash).await? {
        return Ok(known);
    }
    let Some(row) = reading::visible_row(connection, viewer, new.command.conversation_id).await? else {
        return Ok(AcceptOutcome::NotFound);
    };
    if erasing::is_withdrawn(connection, new.command.id, viewer.agent_id).await? {
        return Ok(AcceptOutcome::Withdrawn);
    }
    if !can_send(&row.conversation, &new.content, new.now) {
        return Ok(AcceptOutcome::WindowClosed);
    }
    let content = match with_known_file(connection, viewer, &new.content).await? {
        Ok(content) => content,
        Err(refused) => return Ok(refused),
    };
    let content = match composing::compose(connection, viewer, &row, new, content).await? {
        Ok(content) => content,
        Err(refusal) => return Ok(refusal),
    };
    let conversation = row.conversation;
    // A template may go out at any time.
    let needs_window = !matches!(content, MessageContent::Template { .. });
    let window_closes_at = conversation.window_expires_at.filter(|_| needs_window);
    let held_until = hold::ends_at(new.now, new.hold, window_closes_at);
    if conversation.state == ConversationState::Concluded {
        reopen(connection, conversation.id).await?;
    }
    let quoted = quoted(connection, conversation.id, new.command.reply_to).await?;
    let message = NewMessage {
        author: Some(viewer.agent_id),
        reply_to: quoted,
        delivery: Some(Delivery::accepted(held_until)),
        command_hash: Some(command_hash),
        ..NewMessage::new(
            new.command.id,
            conversation.id,
            Direction::Outbound,
            &content,
            new.now,
        )
    };
    let message = insert_message(connection, &message).await?;
    if let Some(file) = content.attachment().and_then(|file| file.media_id) {
        media::hold(connection, message.id, file).await?;
    }
    queue::enqueue(
        connection,
        message.id,
        conversation.id,
        conversation.phone_number_id,
        held_until.unwrap_or(new.now),
    )
    .await?;
    touch_conversation(connection, conversation.id).await?;
    if let Some(revision) = new.command.empties_draft {
        drafts::empty(connection, viewer.agent_id, conversation.id, revision, new.now).await?;
    }
    Ok(AcceptOutcome::Created(message))
}

/// Queues another attempt of a failed or unconfirmed message, at the end of its conversation's queue.
pub(super) async fn retry(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    id: MessageId,
    after_attempt: u32,
    now: Timestamp,
) -> StoreResult<RetryOutcome> {
    let Some(message) = reading::message(connection, id).await? else {
        return Ok(RetryOutcome::NotFound);
    };
    let Some(row) = reading::visible_row(connection, viewer, message.conversation_id).await? else {
        return Ok(RetryOutcome::NotFound);
    };
    let conversation = row.conversation;
    let Some(delivery) = message.delivery.clone() else {
        return Ok(RetryOutcome::StateConflict);
    };
    if delivery.attempt > after_attempt {
        return Ok(RetryOutcome::Message(message));
    }
    let is_erased = matches!(message.content, MessageContent::Erased { .. });
    if delivery.attempt < after_attempt || !delivery.state.can_be_retried() || is_erased {
        return Ok(RetryOutcome::StateConflict);
    }
    if !can_send(&conversation, &message.content, now) {
        return Ok(RetryOutcome::WindowClosed);
    }
    let attempt = attempts_made(connection, id).await?.max(delivery.attempt) + 1;
    let code = delivery.failure.as_ref().map(|failure| failure.code);
    if code.is_some_and(|code| FILE_REFUSED.contains(&code)) {
        media::forget_at_meta(connection, id).await?;
    }
    let delivery = Delivery::new(attempt, DeliveryState::Waiting);
    let message = set_delivery(connection, message, &delivery).await?;
    queue::enqueue(connection, id, conversation.id, conversation.phone_number_id, now).await?;
    Ok(RetryOutcome::Message(message))
}

/// The content with what we know of its file, which counts more than what the command says; or why it cannot be sent.
async fn with_known_file(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    content: &MessageContent,
) -> StoreResult<Result<MessageContent, AcceptOutcome>> {
    let mut content = content.clone();
    let kind = content.file_kind();
    let Some(named) = content.attachment_mut() else {
        return Ok(Ok(content));
    };
    let file = match named.media_id {
        Some(id) => media::visible_file(connection, viewer, id).await?,
        None => None,
    };
    let Some(file) = file else {
        return Ok(Err(AcceptOutcome::FileMissing));
    };
    if let Err(error) = media_limit::check(kind, &file.kept.mime_type, file.kept.byte_size) {
        return Ok(Err(AcceptOutcome::FileRefused(error)));
    }
    // What came before anybody looked at channels is believed.
    let is_voice = file.kept.opus_channels.is_none_or(|channels| channels == 1);
    if kind == MessageKind::VoiceNote && !is_voice {
        return Ok(Err(AcceptOutcome::FileRefused(MediaLimitError::NotVoice)));
    }
    let is_sound = matches!(kind, MessageKind::VoiceNote | MessageKind::Audio);
    let name = named.file_name.take().or(file.file_name);
    *named = Attachment {
        media_id: Some(file.kept.id),
        file_name: name.map(|name| fitting_name(Some(&name), &file.kept.mime_type, "")),
        mime_type: file.kept.mime_type,
        byte_size: Some(file.kept.byte_size),
        duration_ms: file.kept.duration_ms,
        waveform: named.waveform.take().filter(|_| is_sound),
        pixels: file.kept.pixels,
        caption: named.caption.take(),
        fetch_failure: None,
    };
    Ok(Ok(content))
}

/// What is known of a command's id; `None`: nothing.
async fn known(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    command: &SendMessage,
    command_hash: &[u8; 32],
) -> StoreResult<Option<AcceptOutcome>> {
    let row = sqlx::query("SELECT conversation_id, command_hash FROM messages WHERE id = ?1")
        .bind(*command.id.as_uuid())
        .fetch_optional(&mut *connection)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let conversation = row.try_get::<Uuid, _>("conversation_id")?.into();
    if reading::visible_row(connection, viewer, conversation)
        .await?
        .is_none()
    {
        return Ok(Some(AcceptOutcome::NotFound));
    }
    if row.try_get::<Option<&[u8]>, _>("command_hash")? != Some(command_hash.as_slice()) {
        return Ok(Some(AcceptOutcome::IdConflict));
    }
    let message = reading::message(connection, command.id).await?;
    let message = message.ok_or_else(|| StoreError::Broken("a message vanished".to_owned()))?;
    Ok(Some(AcceptOutcome::Known(message)))
}

/// Outside the customer service window only templates go out.
pub(super) fn can_send(conversation: &Conversation, content: &MessageContent, now: Timestamp) -> bool {
    matches!(content, MessageContent::Template { .. }) || is_open(conversation.window_expires_at, now)
}

/// The quoted message, if it is one of the conversation.
async fn quoted(
    connection: &mut SqliteConnection,
    conversation: ConversationId,
    reply_to: Option<MessageId>,
) -> StoreResult<Option<MessageId>> {
    let Some(reply_to) = reply_to else { return Ok(None) };
    let message = reading::message(connection, reply_to).await?;
    Ok(message
        .filter(|message| message.conversation_id == conversation)
        .map(|message| message.id))
}

fn hash(command: &SendMessage) -> StoreResult<[u8; 32]> {
    // Struct fields are written in the order of their declaration, so equal commands have equal JSON.
    Ok(Sha256::digest(serde_json::to_vec(command)?).into())
}
