//! What of a message opens in the viewer. Pure.

use crate::state::thread_layout::is_drawn_picture;
use domain::content::{Attachment, MessageContent};
use domain::ids::MediaId;
use domain::template::FilledHeader;

/// A picture or a film that is on the server.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::pages::chat) struct Shown {
    /// Its bytes.
    pub media_id: MediaId,
    /// What is known of it.
    pub file: Attachment,
    /// Whether it moves.
    pub is_film: bool,
}

/// The picture or film of a message: its own, or the one above a template's text.
pub(in crate::pages::chat) fn shown_of(content: &MessageContent) -> Option<Shown> {
    let (file, is_film) = match content {
        MessageContent::Image(file) => (file, false),
        MessageContent::Video(file) => (file, true),
        MessageContent::Template { parts, .. } => match parts.header.as_ref()? {
            FilledHeader::Image(file) => (file, false),
            FilledHeader::Video(file) => (file, true),
            FilledHeader::Text { .. } | FilledHeader::Document(_) => return None,
        },
        _ => return None,
    };
    let can_be_shown = if is_film {
        file.mime_type.starts_with("video/")
    } else {
        is_drawn_picture(&file.mime_type)
    };
    let media_id = file.media_id.filter(|_| can_be_shown)?;
    Some(Shown {
        media_id,
        file: file.clone(),
        is_film,
    })
}
