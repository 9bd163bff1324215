//! Pictures and words for kinds of messages and for delivery.

use crate::i18n::messages::Messages;
use crate::ui::icon::Icon;
use crate::ui::ticks::Tick;
use domain::content::MessageKind;
use domain::delivery_status::DeliveryState;

/// The picture of a kind; plain words have none.
pub(super) const fn kind_icon(kind: MessageKind) -> Option<Icon> {
    Some(match kind {
        MessageKind::Text | MessageKind::System | MessageKind::Erased => return None,
        MessageKind::Image => Icon::Image,
        MessageKind::Video => Icon::Video,
        MessageKind::Audio => Icon::Sound,
        MessageKind::VoiceNote => Icon::Microphone,
        MessageKind::Document => Icon::Document,
        MessageKind::Sticker => Icon::Sticker,
        MessageKind::Location => Icon::Location,
        MessageKind::ContactCards => Icon::Contact,
        MessageKind::ButtonReply | MessageKind::Interactive => Icon::Reply,
        MessageKind::Template => Icon::Template,
        MessageKind::Order => Icon::Cart,
        MessageKind::Unsupported => Icon::Unsupported,
    })
}

/// The word for a kind.
pub(super) const fn kind_name(text: &Messages, kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::Text | MessageKind::ButtonReply => text.message,
        MessageKind::Image => text.image,
        MessageKind::Video => text.video,
        MessageKind::Audio => text.audio,
        MessageKind::VoiceNote => text.voice_note,
        MessageKind::Document => text.document,
        MessageKind::Sticker => text.sticker,
        MessageKind::Location => text.location,
        MessageKind::ContactCards => text.contact_card,
        MessageKind::Interactive => text.thread.interactive,
        MessageKind::Template => text.template,
        MessageKind::Order => text.order,
        MessageKind::System => text.system,
        MessageKind::Unsupported => text.unsupported_short,
        MessageKind::Erased => text.erased_short,
    }
}

/// The picture of a state of delivery.
pub(super) const fn tick(state: DeliveryState) -> Tick {
    match state {
        DeliveryState::Waiting => Tick::Waiting,
        DeliveryState::Held => Tick::Held,
        DeliveryState::Unconfirmed => Tick::Unconfirmed,
        DeliveryState::Sent => Tick::Sent,
        DeliveryState::Delivered => Tick::Delivered,
        DeliveryState::Read => Tick::Read,
        DeliveryState::Played => Tick::Played,
        DeliveryState::Failed => Tick::Failed,
    }
}

/// The word for a state of delivery.
pub(super) const fn delivery_name(text: &Messages, state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::Waiting => text.delivery_waiting,
        DeliveryState::Held => text.delivery_held,
        DeliveryState::Unconfirmed => text.delivery_unconfirmed,
        DeliveryState::Sent => text.delivery_sent,
        DeliveryState::Delivered => text.delivery_delivered,
        DeliveryState::Read => text.delivery_read,
        DeliveryState::Played => text.delivery_played,
        DeliveryState::Failed => text.delivery_failed,
    }
}
