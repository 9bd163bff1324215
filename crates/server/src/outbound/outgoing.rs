//! A message in Meta's words.

use super::template::template;
use crate::store::OutboundJob;
use cloud_api::messages::{Audio, CaptionedMedia, Document, MediaSource, Sticker, Text};
use cloud_api::{OutgoingContent, OutgoingMessage, Recipient};
use domain::content::{Attachment, MessageContent};
use domain::media_limit::fitting_name;

/// Why there is nothing that could be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum NotSendable {
    /// Neither number nor user id of the customer is known.
    #[error("nobody to send to")]
    Nobody,
    /// The Cloud API cannot send this kind, or we cannot yet.
    #[error("this kind of content is not sent")]
    Content,
}

/// The request's body. The callback data name message and attempt, so that a status finds them even before the answer came. `media` is
/// Meta's id of the file, for content that has one.
pub(super) fn outgoing(job: &OutboundJob, media: Option<&str>) -> Result<OutgoingMessage, NotSendable> {
    let to = match (&job.wa_id, &job.user_id) {
        (Some(wa_id), _) => Recipient::Phone(wa_id.clone()),
        (None, Some(user_id)) => Recipient::UserId(user_id.clone()),
        (None, None) => return Err(NotSendable::Nobody),
    };
    let content = match &job.content {
        MessageContent::Text { body } => OutgoingContent::Text(Text {
            body: body.clone(),
            preview_url: has_link(body),
        }),
        MessageContent::Template {
            name,
            language,
            parts,
            ..
        } => OutgoingContent::Template(template(name, language, parts, None).ok_or(NotSendable::Content)?),
        content => of_file(content, media.ok_or(NotSendable::Content)?)?,
    };
    Ok(OutgoingMessage {
        to,
        reply_to: job.quoted_wamid.clone(),
        callback_data: Some(format!("{}.{}", job.message_id, job.attempt)),
        content,
    })
}

fn of_file(content: &MessageContent, media: &str) -> Result<OutgoingContent, NotSendable> {
    let media = MediaSource::Id(media.to_owned());
    let captioned = |file: &Attachment| CaptionedMedia {
        media: media.clone(),
        caption: file.caption.clone(),
    };
    Ok(match content {
        MessageContent::Image(file) => OutgoingContent::Image(captioned(file)),
        MessageContent::Video(file) => OutgoingContent::Video(captioned(file)),
        MessageContent::Audio(_) => OutgoingContent::Audio(Audio { media, voice: false }),
        MessageContent::VoiceNote(_) => OutgoingContent::Audio(Audio { media, voice: true }),
        MessageContent::Sticker(_) => OutgoingContent::Sticker(Sticker { media }),
        MessageContent::Document(file) => OutgoingContent::Document(Document {
            media,
            caption: file.caption.clone(),
            filename: Some(name_of(file)),
        }),
        _ => return Err(NotSendable::Content),
    })
}

/// What a file is called at Meta and at the customer's: always something, with an extension that fits what it is.
pub(super) fn name_of(file: &Attachment) -> String {
    fitting_name(file.file_name.as_deref(), &file.mime_type, "arquivo")
}

/// Meta draws a preview of the first link that begins with its scheme.
fn has_link(text: &str) -> bool {
    domain::message_text::pieces(text).iter().any(|piece| {
        piece.is_link && (piece.text.starts_with("http://") || piece.text.starts_with("https://"))
    })
}
