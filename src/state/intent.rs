//! What the agent wants. Views emit intents and never await anything; `sync` does what they ask.

use super::contact_book::BookIntent;
use super::feedback::FeedbackEntry;
use super::labels::{LabelId, LabelKind};
use super::list_choices::ListChoices;
use super::search::SearchIntent;
use super::shelves::ShelfIntent;
use super::tray::TrayItem;
use super::voice::VoiceIntent;
use domain::canned_response::PutCannedResponse;
use domain::command::{ChangeContact, ChangePhoneNumber, ChangeSettings};
use domain::content::{MessageContent, MessageKind};
use domain::entities::{ConversationState, Position};
use domain::feedback::PutFeedback;
use domain::ids::{
    AgentId, AlarmId, CannedResponseId, ContactId, ConversationId, MessageId, NoteId, PhoneNumberId,
    TemplateId,
};
use domain::template::TemplateValue;
use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};

/// One wish of the agent.
#[derive(Clone, PartialEq)]
pub enum Intent {
    /// Signs in; the outcome shows in `AppState::sign_in` and `AppState::boot`.
    SignIn {
        /// The e-mail address.
        email: String,
        /// The password.
        password: String,
        /// Another person's unsent messages on this device may be thrown away (asked by
        /// `SignInProgress::WouldDiscardUnsent`).
        discard_unsent: bool,
    },
    /// Signs this browser out; `AppState::sign_out` asks when messages are unsent.
    SignOut(UnsentMessages),
    /// The agent stays after all: takes the question of `AppState::sign_out` back.
    StaySignedIn,
    /// Signs out on every device.
    SignOutEverywhere,
    /// A conversation is about to be opened: its row was pressed.
    OpenSoon(ConversationId),
    /// Shows a conversation's thread; `AppState::thread(id)` fills.
    OpenConversation(ConversationId),
    /// The thread is not on screen any more.
    CloseConversation(ConversationId),
    /// Scrolled near the oldest row.
    LoadOlder(ConversationId),
    /// Scrolled near the newest row of a window that does not reach the end.
    LoadNewer(ConversationId),
    /// "Ir para a mais recente".
    JumpToNewest(ConversationId),
    /// Goes to a message, wherever in its thread it stands.
    ShowMessage {
        /// Of which thread.
        conversation_id: ConversationId,
        /// Its place in the thread.
        place: Position,
    },
    /// "Responder": what is written next in the message's thread answers it. `None`: nothing does, in the threads on screen.
    ReplyTo(Option<MessageId>),
    /// Puts our reaction on a message; `None` takes it away.
    React {
        /// Which message.
        message_id: MessageId,
        /// One emoji.
        emoji: Option<String>,
    },
    /// Removes what a message holds; one that waits is not sent.
    EraseMessage(MessageId),
    /// Sends copies of a message to other conversations.
    Forward {
        /// Which message.
        message_id: MessageId,
        /// Where to.
        to: Vec<ConversationId>,
    },
    /// Whether the newest message is in view in a focused window; while it is, nothing counts as unseen.
    NewestInView {
        /// Of which thread.
        conversation_id: ConversationId,
        /// Whether it is.
        is_in_view: bool,
    },
    /// Scrolled near the end of the list.
    LoadMoreConversations(ListChoices),
    /// Pins a conversation to the top of the list, or lets it go.
    PinConversation {
        /// Which.
        conversation_id: ConversationId,
        /// Whether it is pinned from now on.
        is_pinned: bool,
    },
    /// "Marcar como lida", "Marcar como não lida".
    MarkConversation {
        /// Which.
        conversation_id: ConversationId,
        /// Whether it looks unread from now on.
        is_unread: bool,
    },
    /// Writes a message. The composer's draft becomes empty once the message is safe.
    SendText {
        /// Where to.
        conversation_id: ConversationId,
        /// What.
        body: String,
        /// The message it answers.
        reply_to: Option<MessageId>,
        /// The agent knows that merge fields are unknown or empty.
        allows_gaps: bool,
        /// The agent knows what colleagues answered meanwhile.
        despite_answers: bool,
    },
    /// Sends something that is neither written nor a file: a place, somebody's number.
    SendContent {
        /// Where to.
        conversation_id: ConversationId,
        /// What.
        content: MessageContent,
        /// The message it answers.
        reply_to: Option<MessageId>,
    },
    /// Sends a template, filled in; with the file that was chosen, if it has one above its text.
    SendTemplate {
        /// Where to.
        conversation_id: ConversationId,
        /// Which.
        template: TemplateId,
        /// What fills it.
        values: Vec<TemplateValue>,
    },
    /// Begins a conversation with somebody; `AppState::start` says how it goes and which it is.
    StartConversation {
        /// From which of our numbers.
        phone_number_id: PhoneNumberId,
        /// With whom.
        with: StartWith,
    },
    /// The outcome of beginning a conversation was seen.
    ForgetStart,
    /// Loads when templates were asked for.
    LoadTemplateSyncs,
    /// "Sincronizar": asks Meta for the templates of a number's account.
    SyncTemplates(PhoneNumberId),
    /// Sends text that was set aside all the same.
    SendSetAside(MessageId),
    /// Tries a failed or unconfirmed message again.
    RetryMessage(MessageId),
    /// Files were chosen, dropped or pasted: into the tray with them.
    AttachFiles {
        /// Where.
        conversation_id: ConversationId,
        /// The files, not looked at yet.
        files: Vec<TrayItem>,
    },
    /// The words that go below the first file of the tray changed.
    CaptionAttachments {
        /// Where.
        conversation_id: ConversationId,
        /// All of them.
        caption: String,
    },
    /// Answers with a canned response: its file goes into the tray with the text below it, its buttons go with the text that the
    /// composer writes.
    AnswerWithCanned {
        /// Where.
        conversation_id: ConversationId,
        /// With which.
        id: CannedResponseId,
    },
    /// The text in the composer goes without buttons.
    DropAnswerButtons(ConversationId),
    /// It goes with these again: its clearing was taken back.
    PutAnswerButtons {
        /// Where.
        conversation_id: ConversationId,
        /// What they say.
        buttons: Vec<String>,
    },
    /// A file was chosen in the dialog that is open; `AppState::picked_file` tells of it.
    PickFile {
        /// The file, not looked at yet.
        file: TrayItem,
        /// The only kind that will do; `None`: any that can be sent.
        wanted: Option<MessageKind>,
    },
    /// The file that was chosen is not wanted any more.
    DropPickedFile,
    /// Takes a file out of the tray.
    RemoveAttachment {
        /// Where.
        conversation_id: ConversationId,
        /// Which.
        key: u32,
    },
    /// Makes a picture in the tray small enough to be sent as one.
    ShrinkAttachment {
        /// Where.
        conversation_id: ConversationId,
        /// Which.
        key: u32,
    },
    /// Sends a picture in the tray as a document.
    AttachAsDocument {
        /// Where.
        conversation_id: ConversationId,
        /// Which.
        key: u32,
    },
    /// Sends what lies in the tray, one message each.
    SendAttachments {
        /// Where.
        conversation_id: ConversationId,
        /// The words below the first of them.
        caption: String,
        /// The message that the first of them answers.
        reply_to: Option<MessageId>,
        /// The agent knows that merge fields in the words are unknown or empty.
        allows_gaps: bool,
        /// The agent knows what colleagues answered meanwhile.
        despite_answers: bool,
    },
    /// Gives up a message whose file is not with the server yet.
    CancelUpload(MessageId),
    /// Asks for a customer's file again that the server could not fetch so far.
    FetchMedia(MessageId),
    /// Throws text away that was set aside.
    DiscardSetAside(MessageId),
    /// Saves the file of what was set aside where the browser puts downloads.
    SaveSetAside(MessageId),
    /// Puts text that was set aside back into its conversation's composer.
    EditSetAside(MessageId),
    /// The agent has seen everything up to a message.
    MarkRead {
        /// Where.
        conversation_id: ConversationId,
        /// The newest message in view.
        up_to: MessageId,
    },
    /// The composer's text changed (emit on every input: state changes at once, the device soon after).
    SaveDraft {
        /// Where.
        conversation_id: ConversationId,
        /// The whole text.
        text: String,
    },
    /// The composer got the focus, or lost it.
    ComposerFocus {
        /// Where.
        conversation_id: ConversationId,
        /// Whether it has the focus.
        has_focus: bool,
    },
    /// Changes one of our numbers.
    ChangePhoneNumber {
        /// Which.
        id: PhoneNumberId,
        /// What of it.
        change: ChangePhoneNumber,
    },
    /// Changes what counts for the whole team; what is left out stays.
    ChangeSettings(ChangeSettings),
    /// Says who answers.
    Assign {
        /// What.
        conversation_id: ConversationId,
        /// All assignees from now on.
        agents: Vec<AgentId>,
    },
    /// Ends or opens a conversation.
    ChangeConversationState {
        /// Which.
        conversation_id: ConversationId,
        /// The state from now on.
        state: ConversationState,
    },
    /// Says who answers several conversations.
    AssignMany {
        /// What.
        conversation_ids: Vec<ConversationId>,
        /// All assignees from now on.
        agents: Vec<AgentId>,
    },
    /// Ends or opens several conversations.
    ChangeStates {
        /// Which.
        conversation_ids: Vec<ConversationId>,
        /// The state from now on.
        state: ConversationState,
    },
    /// The agent writes here (emit on every input; `sync` sends few of them).
    Typing(ConversationId),
    /// Loads the next page of earlier alarms.
    LoadMoreAlarms,
    /// "Marcar como visto".
    AcknowledgeAlarm(AlarmId),
    /// Loads the newest of what could not be understood.
    LoadSetAsideValues,
    /// Loads what follows them.
    LoadMoreSetAsideValues,
    /// Shows what became of a message; `AppState::details` fills. Again when the message changes.
    ShowMessageDetails(MessageId),
    /// The details are not on screen any more.
    CloseMessageDetails,
    /// The emoji are to be chosen from: loads their table, if it is not here.
    LoadEmoji,
    /// Edits a canned response, or a new one; `AppState::canned_edit` says how it goes.
    EditCannedResponse(Option<CannedResponseId>),
    /// Saves what is being edited.
    SaveCannedResponse(PutCannedResponse),
    /// Ends editing without saving.
    CloseCannedEdit,
    /// Removes a canned response.
    RemoveCannedResponse(CannedResponseId),
    /// Loads what the agent said of this release; `AppState::feedback` fills.
    LoadFeedback,
    /// What the agent is about to say of it changed (emit on every input).
    WriteFeedback(FeedbackEntry),
    /// Says what the agent thinks of this release.
    GiveFeedback(PutFeedback),
    /// Loads what everybody said, for administrators.
    LoadFeedbackTally,
    /// Recording, playing, taking back.
    Voice(VoiceIntent),
    /// Changes a contact; the time is filled in. It shows at once and goes to the server as soon as it can.
    ChangeContact {
        /// Which.
        id: ContactId,
        /// What of it.
        change: ChangeContact,
    },
    /// Puts up a picture of a contact, cut and made small; its file is let go of afterwards.
    PutPicture {
        /// Of whom.
        contact_id: ContactId,
        /// Finds the file on this device.
        key: u32,
        /// How large it is.
        byte_size: u64,
    },
    /// The note that is being written changed (emit on every input).
    DraftNote {
        /// Of whom.
        contact_id: ContactId,
        /// The whole text.
        text: String,
    },
    /// Keeps a note: a new one, which empties what was being written, or another text for one's own.
    PutNote {
        /// Of whom.
        contact_id: ContactId,
        /// Which; `None`: a new one.
        id: Option<NoteId>,
        /// What it says.
        text: String,
    },
    /// Removes one's own note.
    RemoveNote {
        /// Of whom.
        contact_id: ContactId,
        /// Which.
        id: NoteId,
    },
    /// Loads the notes before those that are here.
    LoadOlderNotes(ContactId),
    /// The agent has seen that a note mentions them.
    SeeMention(NoteId),
    /// Throws away a note that the server refused, by the key of its change.
    DiscardNote(String),
    /// Blocks a contact, or not any more.
    BlockContact {
        /// Which.
        id: ContactId,
        /// From now on.
        is_blocked: bool,
    },
    /// Looks for somebody with the server too; `AppState::found_contacts` says whom it found.
    FindContacts(String),
    /// Looks for conversations by whom they are with, with the server too; `AppState::found_conversations` says which it found.
    FindConversations(String),
    /// Joins another contact to one: all that is the other's becomes its own.
    MergeContacts {
        /// Who stays.
        id: ContactId,
        /// Who is gone afterwards.
        other: ContactId,
    },
    /// Erases a contact with all that is kept of it.
    EraseContact(ContactId),
    /// Edits a source or group, or a new one of a list; `AppState::label_edit` says how it goes.
    EditLabel {
        /// The list.
        kind: LabelKind,
        /// Which; `None`: a new one.
        id: Option<LabelId>,
    },
    /// Saves the name that is being edited.
    SaveLabel(String),
    /// Ends editing without saving.
    CloseLabelEdit,
    /// Removes a source or a group.
    RemoveLabel(LabelId),
    /// The page with all contacts.
    Book(BookIntent),
    /// Looking for contacts and messages.
    Search(SearchIntent),
    /// Media, links and documents of a conversation.
    Shelf(ShelfIntent),
    /// "Tentar agora".
    Reconnect,
    /// Closes the note about a request that failed (`AppState::notice`).
    DismissNotice,
}

/// Whom a conversation is begun with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StartWith {
    /// Somebody who is in another conversation.
    Contact(ContactId),
    /// Whoever has this number.
    Phone {
        /// The number as typed.
        phone: String,
        /// What to call them; may be empty.
        name: String,
    },
}

/// What becomes of unsent messages when signing out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnsentMessages {
    /// Ask when there are any.
    Ask,
    /// Send them, then sign out.
    SendFirst,
    /// Throw them away.
    Discard,
}

/// Where views put intents. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Intents {
    sender: UnboundedSender<Intent>,
}

impl Intents {
    /// The two ends: views emit into one, `sync` reads the other.
    #[must_use]
    pub fn channel() -> (Self, UnboundedReceiver<Intent>) {
        let (sender, receiver) = unbounded();
        (Self { sender }, receiver)
    }

    /// Emits an intent. Never waits; after the app has ended it does nothing.
    pub fn emit(&self, intent: Intent) {
        // The receiver ends only with the page.
        let _ = self.sender.unbounded_send(intent);
    }
}
