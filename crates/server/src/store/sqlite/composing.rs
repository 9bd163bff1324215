//! What the customer gets of what an agent typed, and what keeps it from going.
//!
//! It happens in the transaction that accepts the message, with the rows of that moment, and only for a command that is new: one that
//! was accepted before keeps what it became then.

use super::rows::as_integer;
use super::{labels, reading};
use crate::civil_time::civil_time;
use crate::store::{AcceptOutcome, NewOutbound, StoreResult};
use domain::canned_response::TEXT_WITH_BUTTONS_CHARACTERS;
use domain::content::MessageContent;
use domain::customer_service_window::WINDOW;
use domain::ids::ConversationId;
use domain::media_limit::{CAPTION_CHARACTERS, TEXT_CHARACTERS};
use domain::outgoing_text::TextSources;
use domain::visibility::Viewer;
use domain::wire::ConversationRow;
use sqlx::sqlite::SqliteConnection;

/// What the customer gets, or why nothing goes.
pub(super) async fn compose(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    row: &ConversationRow,
    new: &NewOutbound,
    mut content: MessageContent,
) -> StoreResult<Result<MessageContent, AcceptOutcome>> {
    // What is said aloud cannot be taken back while a colleague writes; only text asks.
    if let (MessageContent::Text { .. } | MessageContent::Interactive { .. }, Some(seen)) =
        (&content, new.command.seen)
        && has_colleague_answered(connection, viewer, row.conversation.id, seen, new).await?
    {
        return Ok(Err(AcceptOutcome::ColleagueAnswered));
    }
    let is_copy = is_copy(connection, viewer, new, content.text()).await?;
    let Some((words, max_characters)) = words_of(&mut content) else {
        return Ok(Ok(content));
    };
    let phone_number = reading::phone_number(connection, row.conversation.phone_number_id).await?;
    if is_copy || (!words.contains('@') && !phone_number.adds_signature) {
        let is_too_long = words.chars().count() > max_characters;
        return Ok(if is_too_long {
            Err(AcceptOutcome::TextTooLong { max_characters })
        } else {
            Ok(content)
        });
    }
    let Some(session) = reading::session_of(connection, viewer.agent_id).await? else {
        return Ok(Err(AcceptOutcome::NotFound));
    };
    let settings = reading::settings(connection).await?;
    let source = match row.contact.source_id {
        Some(id) => labels::source_name(connection, id).await?,
        None => None,
    };
    let sources = TextSources {
        agent: &session.agent,
        contact: &row.contact,
        source: source.as_deref(),
        phone_number: &phone_number,
        now: civil_time(new.now, &settings.time_zone),
    };
    let resolution = sources.outgoing(words);
    let gaps = resolution.gaps();
    if !gaps.is_empty() && !new.command.allows_gaps {
        return Ok(Err(AcceptOutcome::MergeFieldUnresolved(gaps)));
    }
    if resolution.text.chars().count() > max_characters {
        return Ok(Err(AcceptOutcome::TextTooLong { max_characters }));
    }
    if resolution.text.trim().is_empty() {
        // Nothing but fields without a value: the agent's agreement does not make a message of it.
        return Ok(Err(AcceptOutcome::MergeFieldUnresolved(gaps)));
    }
    *words = resolution.text;
    Ok(Ok(content))
}

/// The words in a message that an agent typed, and how long they may be.
fn words_of(content: &mut MessageContent) -> Option<(&mut String, usize)> {
    match content {
        MessageContent::Text { body } => Some((body, TEXT_CHARACTERS)),
        MessageContent::Interactive { body, .. } => Some((body, TEXT_WITH_BUTTONS_CHARACTERS)),
        MessageContent::Image(file) | MessageContent::Video(file) | MessageContent::Document(file) => file
            .caption
            .as_mut()
            .filter(|caption| !caption.trim().is_empty())
            .map(|caption| (caption, CAPTION_CHARACTERS)),
        _ => None,
    }
}

/// Whether the words are those of the message that the command says it copies, as the viewer may see it: nobody typed them here.
async fn is_copy(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    new: &NewOutbound,
    words: &str,
) -> StoreResult<bool> {
    let Some(original) = new.command.copy_of else {
        return Ok(false);
    };
    let Some(original) = reading::message(connection, original).await? else {
        return Ok(false);
    };
    let row = reading::visible_row(connection, viewer, original.conversation_id).await?;
    let copied = original.content.forwarded();
    Ok(row.is_some() && copied.is_some_and(|copied| copied.text() == words))
}

/// Whether a message to the customer that the writer did not write has come into the log after `seen`. What the business's phone told
/// of its past (a chat from before) is no answer.
async fn has_colleague_answered(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    conversation: ConversationId,
    seen: u64,
    new: &NewOutbound,
) -> StoreResult<bool> {
    Ok(sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM events e CROSS JOIN messages m ON m.id = e.entity_id \
         WHERE e.n > ?1 AND e.kind = 'message' AND e.version = 1 AND e.conversation_id = ?2 \
         AND m.direction = 'outbound' AND m.author IS NOT ?3 AND (m.author IS NOT NULL OR m.at >= ?4))",
    )
    .bind(as_integer(seen))
    .bind(*conversation.as_uuid())
    .bind(*viewer.agent_id.as_uuid())
    .bind((new.now - WINDOW).as_millis())
    .fetch_one(connection)
    .await?)
}
