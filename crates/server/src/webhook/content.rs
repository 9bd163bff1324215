//! Meta's content of an incoming message in our words. Nothing is dropped: what has no words here is *unsupported*.

use cloud_api::contact_card::ContactCard as MetaContactCard;
use cloud_api::webhook::{InboundContent, InboundMedia, OrderItem as MetaOrderItem, WebhookError};
use domain::content::{Attachment, ContactCard, MessageContent, OrderItem, SystemLine};

/// How many products of an order are kept one by one; how many there are is kept in any case.
const MOST_ITEMS: usize = 100;

/// What a message holds, and Meta's id of its file.
pub(super) struct Translated {
    pub content: MessageContent,
    pub meta_media_id: Option<String>,
}

/// Translates what makes a bubble of its own; reactions, edits, revocations and news of the customer do not come here.
/// `errors` say why a message has no content that could be shown.
pub(super) fn translate(content: &InboundContent, meta_type: &str, errors: &[WebhookError]) -> Translated {
    let code = errors.iter().find_map(|error| error.code);
    let unsupported = |type_name: &str| unsupported(type_name, code);
    let file = |media: &InboundMedia, make: fn(Attachment) -> MessageContent| Translated {
        content: make(attachment(media)),
        meta_media_id: Some(media.id.clone()),
    };
    let content = match content {
        InboundContent::Image(media) => return file(media, MessageContent::Image),
        InboundContent::Video(media) => return file(media, MessageContent::Video),
        InboundContent::Audio(media) if media.is_voice => return file(media, MessageContent::VoiceNote),
        InboundContent::Audio(media) => return file(media, MessageContent::Audio),
        InboundContent::Document(media) => return file(media, MessageContent::Document),
        InboundContent::Sticker(media) => return file(media, MessageContent::Sticker),
        InboundContent::Text { body } => MessageContent::Text { body: body.clone() },
        InboundContent::Location(place) => MessageContent::Location {
            latitude: place.latitude,
            longitude: place.longitude,
            name: place.name.clone(),
            address: place.address.clone(),
        },
        InboundContent::Contacts(cards) => MessageContent::ContactCards {
            cards: cards.iter().map(contact_card).collect(),
        },
        InboundContent::ButtonReply { title, .. } => button_reply(title, None),
        InboundContent::ListReply {
            title, description, ..
        } => button_reply(title, description.clone()),
        InboundContent::Button { text, .. } => button_reply(text, None),
        InboundContent::FlowReply { name, body, .. } => {
            button_reply(body.as_deref().or(name.as_deref()).unwrap_or_default(), None)
        }
        InboundContent::Order { text, items, .. } => MessageContent::Order {
            item_count: u32::try_from(items.len()).unwrap_or(u32::MAX),
            items: items.iter().filter_map(order_item).take(MOST_ITEMS).collect(),
            text: text.clone(),
        },
        InboundContent::RequestWelcome => MessageContent::System(SystemLine::ChatOpened),
        InboundContent::Unsupported { kind } => unsupported(kind.as_deref().unwrap_or("unknown")),
        InboundContent::Unknown { kind, .. } => unsupported(kind),
        InboundContent::Reaction { .. }
        | InboundContent::Edit { .. }
        | InboundContent::Revoke { .. }
        | InboundContent::System(_) => unsupported(meta_type),
    };
    Translated {
        content,
        meta_media_id: None,
    }
}

/// Whether a message's new content says what the message holds now.
pub(super) const fn is_readable(content: &InboundContent) -> bool {
    !matches!(
        content,
        InboundContent::Unknown { .. }
            | InboundContent::Unsupported { .. }
            | InboundContent::Reaction { .. }
            | InboundContent::Edit { .. }
            | InboundContent::Revoke { .. }
            | InboundContent::System(_)
            | InboundContent::RequestWelcome
    )
}

fn attachment(media: &InboundMedia) -> Attachment {
    Attachment {
        mime_type: media
            .mime_type
            .clone()
            .unwrap_or_else(|| "application/octet-stream".to_owned()),
        file_name: media.filename.clone(),
        caption: media.caption.clone(),
        ..Attachment::default()
    }
}

fn contact_card(card: &MetaContactCard) -> ContactCard {
    ContactCard {
        name: card.name.formatted_name.clone(),
        phones: card
            .phones
            .iter()
            .filter_map(|phone| phone.phone.clone().or_else(|| phone.wa_id.clone()))
            .collect(),
    }
}

/// A product of an order; nothing for one that is not named.
fn order_item(item: &MetaOrderItem) -> Option<OrderItem> {
    Some(OrderItem {
        product: item.product_retailer_id.clone()?,
        quantity: item.quantity.and_then(|quantity| u32::try_from(quantity).ok()),
        price: item.item_price,
        currency: item.currency.clone(),
    })
}

fn button_reply(title: &str, description: Option<String>) -> MessageContent {
    MessageContent::ButtonReply {
        title: title.to_owned(),
        description,
    }
}

fn unsupported(type_name: &str, code: Option<i64>) -> MessageContent {
    let type_name = if type_name.is_empty() {
        "unknown"
    } else {
        type_name
    };
    MessageContent::Unsupported {
        type_name: type_name.to_owned(),
        code,
    }
}
