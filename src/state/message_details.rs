//! What became of the message whose details are on screen.

use super::phase::RequestFailure;
use domain::ids::MessageId;
use domain::wire::MessageDetails;

/// The details that are on screen.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownDetails {
    /// Of which message.
    pub message_id: MessageId,
    /// What the server says.
    pub answer: DetailsAnswer,
}

/// What the server says of a message.
#[derive(Clone, Debug, PartialEq)]
pub enum DetailsAnswer {
    /// Nothing yet.
    Loading,
    /// This.
    Ready(MessageDetails),
    /// It could not be asked.
    Failed(RequestFailure),
}
