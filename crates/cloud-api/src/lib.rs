//! Meta's WhatsApp Business Cloud API: a typed client for what a shared inbox calls, and the webhook payloads it receives.
//!
//! The crate knows the API and nothing of who uses it. Two principles run through it:
//!
//! - **Outgoing is exact.** What is sent has exactly the shape that Meta documents, and after a failed call the error
//!   says whether the message can have been accepted ([`SendError`]), because the API has no idempotency key.
//! - **Incoming is tolerant.** Webhooks are read field by field from JSON values; what is missing, new or oddly typed
//!   costs that field and never the message, and every item keeps its raw value.
//!
//! Neither tokens nor message contents are ever logged: traces carry codes and ids only.

pub use bytes::Bytes;
pub use client::{Client, ClientConfig, ConfigError, Credentials};
pub use client::{DownloadError, MediaDownload, MediaInfo, MediaUpload};
pub use client::{MessageTemplate, PhoneNumber, SendReceipt};
pub use contact_card::ContactCard;
pub use error::{ErrorClass, GraphError, LimitScope, NotSentReason, SendError, Uncertainty, class};
pub use messages::{MediaSource, OutgoingContent, OutgoingMessage, Recipient};
pub use secret::Secret;

pub mod client;
pub mod contact_card;
pub mod error;
mod lenient;
pub mod messages;
mod secret;
pub mod webhook;
