//! Conversations and their messages, as agents read and change them.

use super::StoreResult;
use async_trait::async_trait;
use domain::command::{SendMessage, StartConversation};
use domain::content::MessageContent;
use domain::conversation_filter::{ConversationFilter, ConversationSort};
use domain::entities::{Conversation, ConversationState, Message};
use domain::ids::{AgentId, ConversationId, MessageId, PhoneNumberId};
use domain::media_limit::MediaLimitError;
use domain::time::{Span, Timestamp};
use domain::visibility::Viewer;
use domain::waveform::Waveform;
use domain::wire::{
    ConversationDetail, ConversationKey, ConversationPage, ConversationRow, MessagePage, ThreadWindow,
    VisibleConversations,
};

/// Conversations and their messages, as agents read and change them. Every call is limited to what the viewer may see.
#[async_trait]
pub trait ConversationStore {
    /// A page of the list.
    async fn conversation_page(&self, viewer: &Viewer, wanted: &PageOfList) -> StoreResult<ConversationPage>;
    /// The ids of every conversation that the viewer may see, open and concluded.
    async fn visible_conversations(&self, viewer: &Viewer) -> StoreResult<VisibleConversations>;
    /// One conversation with its newest messages, read in one transaction.
    async fn conversation_detail(
        &self,
        viewer: &Viewer,
        id: ConversationId,
        limit: u32,
    ) -> StoreResult<Option<ConversationDetail>>;
    /// A part of a thread, oldest first.
    async fn message_page(
        &self,
        viewer: &Viewer,
        id: ConversationId,
        window: ThreadWindow,
        limit: u32,
    ) -> StoreResult<Option<MessagePage>>;

    /// Accepts a message from an agent: checks sight and window, writes it as *waiting* (or *held*), queues it, logs it. Once per id.
    async fn accept_message(&self, viewer: &Viewer, message: &NewOutbound) -> StoreResult<AcceptOutcome>;
    /// Queues another attempt of a failed or unconfirmed message.
    async fn retry_message(
        &self,
        viewer: &Viewer,
        id: MessageId,
        after_attempt: u32,
        now: Timestamp,
    ) -> StoreResult<RetryOutcome>;
    /// Removes what a message holds, for good. One that has not left the server is never sent then; what was given to Meta stays with
    /// the customer. An id that is not known yet is remembered: the author's command that comes later is refused.
    async fn erase_message(
        &self,
        viewer: &Viewer,
        id: MessageId,
        now: Timestamp,
    ) -> StoreResult<EraseOutcome>;
    /// Takes a message back that has not left, for good: from then on no attempt of it begins. An id that is not known yet is
    /// remembered: the command that comes later is refused, the author's or, when the viewer may delete, anybody's.
    async fn cancel_message(
        &self,
        viewer: &Viewer,
        id: MessageId,
        now: Timestamp,
    ) -> StoreResult<CancelOutcome>;
    /// Keeps what a player draws of a sound, unless that is known.
    async fn put_waveform(
        &self,
        viewer: &Viewer,
        id: MessageId,
        waveform: Waveform,
    ) -> StoreResult<SoundOutcome>;
    /// Notes that one of us has played a customer's sound.
    async fn mark_played(&self, viewer: &Viewer, id: MessageId) -> StoreResult<SoundOutcome>;
    /// Marks everything up to a message as seen.
    async fn mark_read(
        &self,
        viewer: &Viewer,
        id: ConversationId,
        up_to: MessageId,
    ) -> StoreResult<Option<MarkReadOutcome>>;
    /// Marks a conversation as unread for everyone, or takes the mark away.
    async fn mark_unread(
        &self,
        viewer: &Viewer,
        id: ConversationId,
        is_marked_unread: bool,
    ) -> StoreResult<Option<Conversation>>;
    /// Replaces the assignees, writes the system line, logs gained and lost sight. `None`: not visible, or an unknown agent.
    async fn assign(
        &self,
        viewer: &Viewer,
        id: ConversationId,
        agents: &[AgentId],
        line: MessageId,
        now: Timestamp,
    ) -> StoreResult<Option<Conversation>>;
    /// Opens or ends a conversation with its system line; ending it ends its assignment.
    async fn change_state(
        &self,
        viewer: &Viewer,
        id: ConversationId,
        state: ConversationState,
        line: MessageId,
        now: Timestamp,
    ) -> StoreResult<Option<Conversation>>;
    /// Opens the conversation of a contact with a number; the one that is there, when there is one. Of a phone number that nobody
    /// is known by a contact is made.
    async fn start_conversation(&self, viewer: &Viewer, new: &NewConversation) -> StoreResult<StartOutcome>;
    /// The newest inbound wamid of a visible conversation and the number it came to: what a typing indicator needs.
    async fn newest_inbound(&self, viewer: &Viewer, id: ConversationId) -> StoreResult<Option<ReadReceipt>>;
}

/// Which page of the list.
#[derive(Clone, Copy, Debug)]
pub struct PageOfList {
    /// What it is narrowed to.
    pub filter: ConversationFilter,
    /// Its order. By closing window only those have a place whose window is open.
    pub sort: ConversationSort,
    /// The last row that is known.
    pub after: Option<ConversationKey>,
    /// How many rows.
    pub limit: u32,
    /// When: by closing window it decides which are open.
    pub now: Timestamp,
}

impl PageOfList {
    /// All of a state, newest activity first.
    #[must_use]
    pub fn recent(state: ConversationState, after: Option<ConversationKey>, limit: u32) -> Self {
        Self {
            filter: ConversationFilter {
                state,
                ..ConversationFilter::default()
            },
            sort: ConversationSort::Recent,
            after,
            limit,
            now: Timestamp::default(),
        }
    }
}

/// A message that an agent wants to send, after the handler's checks.
#[derive(Clone, Debug)]
pub struct NewOutbound {
    /// The command as it came; decides whether a second one is the same.
    pub command: SendMessage,
    /// What it holds, checked. The store makes of it what the customer gets: merge fields resolved, signature added.
    pub content: MessageContent,
    /// When the server took it.
    pub now: Timestamp,
    /// How long it waits before Meta gets it; less when the window closes before.
    pub hold: Span,
}

/// A conversation that an agent wants to begin, after the handler's checks.
#[derive(Clone, Debug)]
pub struct NewConversation {
    /// The command; a phone number is digits with country code.
    pub command: StartConversation,
    /// When the server took it.
    pub now: Timestamp,
}

/// What became of a conversation to be begun.
#[derive(Clone, Debug, PartialEq)]
#[allow(
    clippy::large_enum_variant,
    reason = "it is made once, looked at and gone; a box would buy nothing"
)]
pub enum StartOutcome {
    /// It is new.
    Created(ConversationRow),
    /// It was there.
    Known(ConversationRow),
    /// No such number or contact for this viewer, or the conversation may not be seen; or the id for a new contact is that of one that
    /// was erased.
    NotFound,
    /// The id is that of another conversation, or the one for a new contact that of another contact.
    IdConflict,
}

/// What became of a message to be accepted.
#[derive(Clone, Debug, PartialEq)]
pub enum AcceptOutcome {
    /// It is new and queued.
    Created(Message),
    /// The same command was accepted before.
    Known(Message),
    /// The id was used for another command.
    IdConflict,
    /// No such conversation for this viewer.
    NotFound,
    /// The 24-hour customer service window is closed.
    WindowClosed,
    /// The message names a file that is not here, or that the viewer may not see.
    FileMissing,
    /// The file cannot be sent as this kind of message.
    FileRefused(MediaLimitError),
    /// Its author took it back before it came.
    Withdrawn,
    /// A colleague answered the customer after what the writer had seen.
    ColleagueAnswered,
    /// Merge fields (with `@`) are unknown or have no value, and the agent has not agreed.
    MergeFieldUnresolved(Vec<String>),
    /// What the customer would get is too long.
    TextTooLong {
        /// The longest, in characters.
        max_characters: usize,
    },
}

/// What became of another attempt.
#[derive(Clone, Debug, PartialEq)]
#[allow(
    clippy::large_enum_variant,
    reason = "it is made once, looked at and gone; a box would buy nothing"
)]
pub enum RetryOutcome {
    /// Queued, or a newer attempt was there already.
    Message(Message),
    /// No such message for this viewer.
    NotFound,
    /// It is neither failed nor unconfirmed.
    StateConflict,
    /// The window is closed.
    WindowClosed,
}

/// What became of erasing a message.
#[derive(Clone, Debug, PartialEq)]
#[allow(
    clippy::large_enum_variant,
    reason = "it is made once, looked at and gone; a box would buy nothing"
)]
pub enum EraseOutcome {
    /// It is erased, now or before.
    Message(Message),
    /// There is none for this viewer: a command of theirs that comes with this id later is refused.
    Withdrawn,
    /// The viewer may not erase this one.
    Denied,
    /// It is a line that nobody wrote.
    StateConflict,
}

/// What became of taking a message back.
#[derive(Clone, Debug, PartialEq)]
#[allow(
    clippy::large_enum_variant,
    reason = "it is made once, looked at and gone; a box would buy nothing"
)]
pub enum CancelOutcome {
    /// It never leaves, now or before.
    Message(Message),
    /// There is none for this viewer: a command that comes with this id later is refused. Or it was their own, in a conversation that they
    /// may not see any more, and never leaves.
    Withdrawn,
    /// The viewer may not take this one back.
    Denied,
    /// It has left, or may have.
    AlreadySent,
    /// It is none of ours, or failed.
    StateConflict,
}

/// What became of something that is noted of a sound.
#[derive(Clone, Debug, PartialEq)]
#[allow(
    clippy::large_enum_variant,
    reason = "it is made once, looked at and gone; a box would buy nothing"
)]
pub enum SoundOutcome {
    /// It is noted, now or before.
    Message(Message),
    /// No such message for this viewer.
    NotFound,
    /// It is no such sound.
    StateConflict,
}

/// What became of marking as read.
#[derive(Clone, Debug, PartialEq)]
pub struct MarkReadOutcome {
    /// The conversation now.
    pub conversation: Conversation,
    /// What to tell Meta; `None` when nothing new was seen.
    pub receipt: Option<ReadReceipt>,
}

/// An incoming message that Meta can be told about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadReceipt {
    /// The number it came to.
    pub phone_number_id: PhoneNumberId,
    /// Meta's id of the message.
    pub wamid: String,
}
