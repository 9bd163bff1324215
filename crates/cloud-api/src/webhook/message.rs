//! Incoming messages, and the business's own from the WhatsApp Business app.

use serde_json::Value;

use super::content::InboundContent;
use super::dedup;
use super::messages_change::UnparsedReason;
use super::parties::WebhookError;
use crate::lenient;

/// A message from a customer.
#[derive(Debug, Clone, PartialEq)]
pub struct InboundMessage {
    /// The business number that received it.
    pub phone_number_id: String,
    /// The message's id.
    pub wamid: String,
    /// The customer's number in digits; missing for some customers with a username. In system messages the old one.
    pub from: Option<String>,
    /// The customer's business-scoped user id.
    pub from_user_id: Option<String>,
    /// The customer's user id across portfolios.
    pub from_parent_user_id: Option<String>,
    /// When the customer wrote, in Unix seconds.
    pub timestamp: Option<i64>,
    /// Meta's word for the type; empty if it had none.
    pub kind: String,
    /// What it holds.
    pub content: InboundContent,
    /// What it answers, or that it was forwarded.
    pub context: Option<MessageContext>,
    /// The ad or post through which the customer came.
    pub referral: Option<Referral>,
    /// What went wrong on the way, such as a file that is too large.
    pub errors: Vec<WebhookError>,
    /// The group, for messages in groups of the API.
    pub group_id: Option<String>,
    /// As it came.
    pub raw: Value,
}

/// A message that the business wrote in the WhatsApp Business app.
#[derive(Debug, Clone, PartialEq)]
pub struct MessageEcho {
    /// The business number that wrote.
    pub phone_number_id: String,
    /// The message's id.
    pub wamid: String,
    /// The customer's number in digits.
    pub to: Option<String>,
    /// The customer's business-scoped user id.
    pub to_user_id: Option<String>,
    /// When, in Unix seconds.
    pub timestamp: Option<i64>,
    /// Meta's word for the type; empty if it had none.
    pub kind: String,
    /// What it holds.
    pub content: InboundContent,
    /// What it answers.
    pub context: Option<MessageContext>,
    /// As it came.
    pub raw: Value,
}

/// What a message refers to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MessageContext {
    /// The wamid of the quoted message, ours or the customer's own; may be unknown to us.
    pub wamid: Option<String>,
    /// Who wrote the quoted message, as a number.
    pub from: Option<String>,
    /// Forwarded.
    pub is_forwarded: bool,
    /// Forwarded more than five times.
    pub is_frequently_forwarded: bool,
    /// The product asked about: catalogue and product.
    pub referred_product: Option<(String, String)>,
}

/// The ad or post through which a customer came. Everything may be missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referral {
    /// The ad's or post's address.
    pub source_url: Option<String>,
    /// Its id.
    pub source_id: Option<String>,
    /// `ad` or `post`.
    pub source_type: Option<String>,
    /// Its headline.
    pub headline: Option<String>,
    /// Its text.
    pub body: Option<String>,
    /// `image` or `video`.
    pub media_type: Option<String>,
    /// Address of the picture.
    pub image_url: Option<String>,
    /// Address of the film.
    pub video_url: Option<String>,
    /// Address of the film's preview.
    pub thumbnail_url: Option<String>,
    /// The click's id.
    pub ctwa_clid: Option<String>,
    /// The greeting that the ad showed.
    pub welcome_message: Option<String>,
}

impl InboundMessage {
    /// The same for the same message delivered twice.
    pub fn dedup_key(&self) -> String {
        dedup::of_message(&self.phone_number_id, &self.wamid)
    }

    pub(super) fn read(phone_number_id: &str, raw: &Value) -> Result<Self, UnparsedReason> {
        Ok(Self {
            phone_number_id: phone_number_id.to_owned(),
            wamid: lenient::id(raw, "id").ok_or(UnparsedReason::NoId)?,
            from: lenient::id(raw, "from"),
            from_user_id: lenient::id(raw, "from_user_id"),
            from_parent_user_id: lenient::id(raw, "from_parent_user_id"),
            timestamp: lenient::integer(raw, "timestamp"),
            kind: lenient::text(raw, "type").unwrap_or_default(),
            content: InboundContent::read(raw),
            context: MessageContext::read(raw),
            referral: raw
                .get("referral")
                .filter(|referral| referral.is_object())
                .map(Referral::read),
            errors: WebhookError::read_all(raw),
            group_id: lenient::id(raw, "group_id"),
            raw: raw.clone(),
        })
    }
}

impl MessageEcho {
    /// The same for the same message delivered twice.
    pub fn dedup_key(&self) -> String {
        dedup::of_echo(&self.phone_number_id, &self.wamid)
    }

    pub(super) fn read(phone_number_id: &str, raw: &Value) -> Result<Self, UnparsedReason> {
        Ok(Self {
            phone_number_id: phone_number_id.to_owned(),
            wamid: lenient::id(raw, "id").ok_or(UnparsedReason::NoId)?,
            to: lenient::id(raw, "to"),
            to_user_id: lenient::id(raw, "to_user_id"),
            timestamp: lenient::integer(raw, "timestamp"),
            kind: lenient::text(raw, "type").unwrap_or_default(),
            content: InboundContent::read(raw),
            context: MessageContext::read(raw),
            raw: raw.clone(),
        })
    }
}

impl MessageContext {
    /// The context of a message; one that says nothing (empty, or with false flags only) is none.
    pub(super) fn read(message: &Value) -> Option<Self> {
        let value = message.get("context")?;
        let product = value.get("referred_product").and_then(|product| {
            Some((
                lenient::id(product, "catalog_id")?,
                lenient::id(product, "product_retailer_id")?,
            ))
        });
        let context = Self {
            wamid: lenient::id(value, "id"),
            from: lenient::id(value, "from"),
            is_forwarded: lenient::flag(value, "forwarded"),
            is_frequently_forwarded: lenient::flag(value, "frequently_forwarded"),
            referred_product: product,
        };
        (context != Self::default()).then_some(context)
    }
}

impl Referral {
    fn read(value: &Value) -> Self {
        let part = |key| lenient::id(value, key);
        Self {
            source_url: part("source_url"),
            source_id: part("source_id"),
            source_type: part("source_type"),
            headline: part("headline"),
            body: part("body"),
            media_type: part("media_type"),
            image_url: part("image_url"),
            video_url: part("video_url"),
            thumbnail_url: part("thumbnail_url"),
            ctwa_clid: part("ctwa_clid"),
            welcome_message: value
                .get("welcome_message")
                .and_then(|welcome| lenient::id(welcome, "text")),
        }
    }
}
