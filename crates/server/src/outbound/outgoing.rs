//! A message in Meta's words.

use super::template::template;
use crate::store::OutboundJob;
use cloud_api::messages::Text;
use cloud_api::{OutgoingContent, OutgoingMessage, Recipient};
use domain::content::MessageContent;

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

/// The request's body. The callback data name message and attempt, so that a status finds them even before the answer came.
pub(super) fn outgoing(job: &OutboundJob) -> Result<OutgoingMessage, NotSendable> {
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
        _ => return Err(NotSendable::Content),
    };
    Ok(OutgoingMessage {
        to,
        reply_to: job.quoted_wamid.clone(),
        callback_data: Some(format!("{}.{}", job.message_id, job.attempt)),
        content,
    })
}

/// Meta draws a preview of the first link that begins with its scheme.
fn has_link(text: &str) -> bool {
    domain::message_text::pieces(text).iter().any(|piece| {
        piece.is_link && (piece.text.starts_with("http://") || piece.text.starts_with("https://"))
    })
}
