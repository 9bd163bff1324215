//! What was asked for in vain.

use super::phase::RequestFailure;

/// A request of the agent that failed.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// What was asked for.
    pub request: FailedRequest,
    /// Why it failed.
    pub failure: RequestFailure,
}

/// What was asked for in vain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailedRequest {
    /// Assigning.
    Assign,
    /// Ending or opening a conversation.
    ChangeConversationState,
    /// Trying a message again.
    RetryMessage,
    /// Asking for a customer's file again.
    FetchMedia,
    /// Signing out.
    SignOut,
    /// Marking an alarm as seen.
    AcknowledgeAlarm,
    /// Removing a canned response.
    RemoveCannedResponse,
    /// Asking Meta for templates.
    SyncTemplates,
    /// Reacting.
    React,
    /// Removing a message.
    EraseMessage,
    /// Going to a message that is not on this device.
    ShowMessage,
    /// Going to a message that is nowhere, or in another conversation.
    FindMessage,
    /// Sending without an outbox (the device keeps nothing): the text is still in the composer.
    SendText,
    /// Changing one of our numbers.
    ChangePhoneNumber,
    /// Changing what counts for the whole team.
    ChangeSettings,
    /// Taking back a message that has not left.
    CancelMessage,
    /// Loading the part of the app that does what was asked for.
    LoadPart,
    /// Changing a contact or a note of it.
    ChangeContact,
    /// Putting up a contact's picture.
    ContactPicture,
    /// Blocking a contact, or not any more.
    BlockContact,
    /// Joining two contacts.
    MergeContacts,
    /// Erasing a contact.
    EraseContact,
    /// Removing a source or a group.
    RemoveLabel,
    /// Pinning a conversation, or letting it go.
    PinConversation,
    /// Saving the file of what was set aside: nothing of it is kept here any more.
    SaveSetAside,
    /// Marking a conversation as unread, or not.
    MarkUnread,
}
