//! A message in Meta's words.

use super::template::template;
use crate::store::OutboundJob;
use cloud_api::contact_card::{ContactCard as MetaContactCard, ContactName, ContactPhone};
use cloud_api::messages::{
    Audio, CaptionedMedia, Document, Interactive, InteractiveAction, Location, MediaSource, ReplyButton,
    Sticker, Text,
};
use cloud_api::{OutgoingContent, OutgoingMessage, Recipient};
use domain::content::{Attachment, ContactCard, MessageContent};
use domain::media_limit::fitting_name;
use domain::message_text::{Link, pieces};
use domain::phone::Phone;

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
    let to = recipient(job.wa_id.as_deref(), job.user_id.as_deref())?;
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
        } => OutgoingContent::Template(template(name, language, parts, media).ok_or(NotSendable::Content)?),
        MessageContent::Location {
            latitude,
            longitude,
            name,
            address,
        } => OutgoingContent::Location(Location {
            latitude: *latitude,
            longitude: *longitude,
            name: name.clone(),
            address: address.clone(),
        }),
        MessageContent::ContactCards { cards } => {
            OutgoingContent::Contacts(cards.iter().map(contact_card).collect())
        }
        MessageContent::Interactive { body, buttons } => {
            OutgoingContent::Interactive(interactive(body, buttons))
        }
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

/// Whom Meta is to give it to.
pub(super) fn recipient(wa_id: Option<&str>, user_id: Option<&str>) -> Result<Recipient, NotSendable> {
    match (wa_id, user_id) {
        (Some(wa_id), _) => Ok(Recipient::Phone(wa_id.to_owned())),
        (None, Some(user_id)) => Ok(Recipient::UserId(user_id.to_owned())),
        (None, None) => Err(NotSendable::Nobody),
    }
}

/// Meta asks for a part of the name beside the whole; with `wa_id` the customer sees "Message" instead of "Invite".
fn contact_card(card: &ContactCard) -> MetaContactCard {
    let first = card.name.split_whitespace().next().unwrap_or(&card.name);
    MetaContactCard {
        name: ContactName {
            formatted_name: card.name.clone(),
            first_name: Some(first.to_owned()),
            ..ContactName::default()
        },
        phones: card
            .phones
            .iter()
            .map(|phone| ContactPhone {
                phone: Some(phone.clone()),
                kind: None,
                wa_id: Phone::parse(phone).ok().map(|phone| phone.digits().to_owned()),
            })
            .collect(),
        ..MetaContactCard::default()
    }
}

/// The buttons' ids come back with the answer, which names the button too: their places are enough.
fn interactive(body: &str, buttons: &[String]) -> Interactive {
    let buttons = buttons.iter().zip(1..).map(|(title, place)| ReplyButton {
        id: format!("{place}"),
        title: title.clone(),
    });
    Interactive {
        header: None,
        body: body.to_owned(),
        footer: None,
        action: InteractiveAction::Buttons(buttons.collect()),
    }
}

/// Meta draws a preview of the first link that begins with its scheme.
fn has_link(text: &str) -> bool {
    pieces(text).iter().any(|piece| {
        piece.link == Some(Link::Web)
            && (piece.text.starts_with("http://") || piece.text.starts_with("https://"))
    })
}
