//! What waits to be sent, and what could not be.

use domain::content::{MessageContent, MessageKind};
use domain::date_wording::playing_time;
use domain::entities::Message;
use domain::error::Problem;
use domain::ids::{ConversationId, MessageId};
use domain::time::{Span, Timestamp};
use std::collections::HashMap;

/// What waits to reach the server, in order of writing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outbox {
    pending: Vec<Message>,
}

impl Outbox {
    /// How many messages wait.
    #[must_use]
    pub fn total(&self) -> usize {
        self.pending.len()
    }

    /// How many wait in one conversation.
    #[must_use]
    pub fn count(&self, conversation_id: ConversationId) -> usize {
        self.of(conversation_id).count()
    }

    /// How many wait, by conversation.
    #[must_use]
    pub fn counts(&self) -> HashMap<ConversationId, usize> {
        let mut counts = HashMap::new();
        for message in &self.pending {
            *counts.entry(message.conversation_id).or_default() += 1;
        }
        counts
    }

    /// Whether this message waits.
    #[must_use]
    pub fn contains(&self, id: MessageId) -> bool {
        self.pending.iter().any(|message| message.id == id)
    }

    /// All messages that wait.
    pub fn all(&self) -> impl Iterator<Item = &Message> {
        self.pending.iter()
    }

    /// The messages that wait in one conversation.
    pub fn of(&self, conversation_id: ConversationId) -> impl Iterator<Item = &Message> {
        self.pending
            .iter()
            .filter(move |message| message.conversation_id == conversation_id)
    }

    pub(crate) fn add(&mut self, message: Message) -> bool {
        let is_new = !self.contains(message.id);
        if is_new {
            self.pending.push(message);
        }
        is_new
    }

    pub(crate) fn remove(&mut self, id: MessageId) -> bool {
        let before = self.pending.len();
        self.pending.retain(|message| message.id != id);
        self.pending.len() < before
    }
}

/// Text that could not be sent and never goes out by itself: "Precisa de você".
#[derive(Clone, Debug, PartialEq)]
pub struct SetAside {
    /// The message's id; for a draft one made for it.
    pub id: MessageId,
    /// Where it should have gone.
    pub conversation_id: ConversationId,
    /// What was written.
    pub text: String,
    /// It is a recording: there are no words in it that could be written anew.
    pub is_recording: bool,
    /// It is a file, perhaps with words below it: a text box could not take it back.
    pub has_file: bool,
    /// Why it did not go.
    pub reason: SetAsideReason,
    /// When it was written, or set aside.
    pub at: Timestamp,
}

impl SetAside {
    /// A message that never goes out by itself, as it is shown.
    #[must_use]
    pub fn of(
        id: MessageId,
        conversation_id: ConversationId,
        content: &MessageContent,
        reason: SetAsideReason,
        at: Timestamp,
    ) -> Self {
        let kind = content.kind();
        Self {
            id,
            conversation_id,
            text: words_of(content),
            is_recording: kind == MessageKind::VoiceNote,
            has_file: is_chosen_file(kind) && reason != SetAsideReason::FileLost,
            reason,
            at,
        }
    }
}

/// What a message says: its words, else its file's name, else how long it sounds.
fn words_of(content: &MessageContent) -> String {
    if let MessageContent::VoiceNote(file) = content {
        return format!("🎤 {}", playing_time(file.duration_ms.unwrap_or(0)));
    }
    let name = content.attachment().and_then(|file| file.file_name.as_deref());
    match content.text() {
        "" => name.unwrap_or_default().to_owned(),
        words => words.to_owned(),
    }
}

/// Why text was set aside.
#[derive(Clone, Debug, PartialEq)]
pub enum SetAsideReason {
    /// The server refused it for good.
    Refused {
        /// Its code and parameters. The app has the words.
        problem: Problem,
    },
    /// The agent may not see the conversation any more, or it is gone.
    SightLost,
    /// Its file cannot be read any more.
    FileLost,
}

/// Whether a message of this kind is a file that an agent chose, with words or without.
const fn is_chosen_file(kind: MessageKind) -> bool {
    matches!(
        kind,
        MessageKind::Image
            | MessageKind::Video
            | MessageKind::Audio
            | MessageKind::Document
            | MessageKind::Sticker
    )
}

/// How long a text that was set aside is kept, so that nobody finds old words on a device.
const KEPT_SET_ASIDE: Span = Span::from_hours(7 * 24);

/// Whether a text that was set aside at a time has been kept long enough.
#[must_use]
pub fn is_set_aside_over(at: Timestamp, now: Timestamp) -> bool {
    now - at > KEPT_SET_ASIDE
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::content::Attachment;

    fn shown(content: &MessageContent, reason: SetAsideReason) -> SetAside {
        let id = MessageId::from_parts(1, &[1; 10]);
        let conversation_id = ConversationId::from_parts(1, &[1; 10]);
        SetAside::of(id, conversation_id, content, reason, Timestamp::default())
    }

    #[test]
    fn a_recording_says_how_long_it_is() {
        let recording = MessageContent::VoiceNote(Attachment {
            duration_ms: Some(7_000),
            ..Attachment::default()
        });
        let item = shown(&recording, SetAsideReason::SightLost);
        assert_eq!(item.text, "🎤 0:07");
        assert!(item.is_recording && !item.has_file);
    }

    #[test]
    fn a_file_says_its_words_else_its_name() {
        let picture = |caption: Option<&str>| {
            MessageContent::Image(Attachment {
                file_name: Some("bolo.jpg".to_owned()),
                caption: caption.map(str::to_owned),
                ..Attachment::default()
            })
        };
        let words = |caption| shown(&picture(caption), SetAsideReason::SightLost).text;
        assert_eq!(words(Some("O bolo")), "O bolo");
        assert_eq!(words(None), "bolo.jpg");
        assert!(shown(&picture(None), SetAsideReason::SightLost).has_file);
        assert!(!shown(&picture(None), SetAsideReason::FileLost).has_file);
    }

    #[test]
    fn a_text_is_its_words() {
        let body = "Bom dia".to_owned();
        let item = shown(&MessageContent::Text { body }, SetAsideReason::SightLost);
        assert_eq!(item.text, "Bom dia");
        assert!(!item.is_recording && !item.has_file);
    }

    #[test]
    fn what_was_set_aside_is_kept_a_week() {
        let at = Timestamp::from_seconds(1_000);
        let week = Span::from_hours(7 * 24);
        assert!(!is_set_aside_over(at, at + week));
        assert!(is_set_aside_over(at, at + week + Span::from_millis(1)));
    }
}
