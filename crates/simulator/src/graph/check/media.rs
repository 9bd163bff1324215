//! Images, videos, audio, documents, stickers: an uploaded id or a link, never both.

use super::content::is_web_address;
use super::{GraphError, Object};

const CAPTION_MAX: usize = 1_024;
const FILENAME_MAX: usize = 240;

pub(super) fn image(message: &Object<'_>) -> Result<(), GraphError> {
    media(message, "image", &["caption"])
}

pub(super) fn video(message: &Object<'_>) -> Result<(), GraphError> {
    media(message, "video", &["caption"])
}

pub(super) fn audio(message: &Object<'_>) -> Result<(), GraphError> {
    media(message, "audio", &["voice"])
}

pub(super) fn document(message: &Object<'_>) -> Result<(), GraphError> {
    media(message, "document", &["caption", "filename"])
}

pub(super) fn sticker(message: &Object<'_>) -> Result<(), GraphError> {
    media(message, "sticker", &[])
}

/// Checks the media object under a name, with what else it may have.
pub(super) fn media(holder: &Object<'_>, name: &str, more: &[&str]) -> Result<(), GraphError> {
    let media = holder.object(name)?;
    let mut allowed = vec!["id", "link"];
    allowed.extend_from_slice(more);
    media.only(&allowed)?;
    let id = media.maybe_string("id")?;
    let link = media.get("link");
    match (id, link) {
        (None, None) => return Err(media.missing("id")),
        (Some(_), Some(_)) => {
            return Err(GraphError::new(
                100,
                format!("Param {name} must have either id or link."),
            ));
        }
        (Some(_), None) => {
            media.string("id")?;
        }
        (None, Some(link)) => {
            media.string("link")?;
            if !is_web_address(link) {
                return Err(media.invalid("link", "must be an http or https URL"));
            }
        }
    }
    media.maybe_text("caption", CAPTION_MAX)?;
    media.maybe_text("filename", FILENAME_MAX)?;
    media.maybe_bool("voice")?;
    Ok(())
}
