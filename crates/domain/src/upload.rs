//! How a file comes from a device to the server: in slices, so that it goes on where it was cut off.

use crate::content::{Attachment, MessageKind};
use crate::ids::{ConversationId, MediaId};
use serde::{Deserialize, Serialize};

/// The largest slice, in bytes.
pub const LARGEST_SLICE: u64 = 1024 * 1024;

/// Begins an upload, or asks how far it is. The same again changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BeginUpload {
    /// Made by the client (UUIDv7): the file's id for ever.
    pub id: MediaId,
    /// Where it is to be sent; the agent must be able to write there. `None`: the file of a canned response, or a contact's
    /// picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation_id: Option<ConversationId>,
    /// As what it is to be sent.
    pub kind: MessageKind,
    /// What the device says that it is. At the end its bytes decide.
    pub mime_type: String,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_name: Option<String>,
    /// Its size in bytes.
    pub byte_size: u64,
}

/// How far an upload is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UploadState {
    /// How much the server has, in bytes: the next slice begins there.
    pub offset: u64,
    /// What the file is, once all of it is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attachment: Option<Attachment>,
}
