//! A stand-in for Meta: it speaks the WhatsApp Business Cloud API over HTTP, signs and delivers webhooks as Meta
//! does, and plays the customers, from tests in process or by hand on the page of their phones.
//!
//! It imports nothing else of the project and reads raw JSON against Meta's own document, so that one mistake
//! cannot pass on both sides.
//!
//! How it is laid out: [`Simulator`] is the handle; all it knows stands in one [`State`] behind a lock and every
//! change of it raises a revision, on which [`Simulator::wait_for`] and the page's event stream wait. `graph` answers
//! the requests, `statuses` tells how a sent message fares, `webhook` writes and delivers what Meta would, `phones`
//! is the page and its control interface.

mod behaviour;
mod callback;
mod config;
mod connection;
mod customer;
mod error;
mod error_codes;
mod events;
mod graph;
mod ids;
mod inbound;
mod knobs;
mod media;
mod phones;
mod shared;
mod simulator;
mod state;
mod statuses;
mod webhook;

pub use behaviour::{Behaviour, ReadBehaviour, UnknownRecipient, WindowRefusal};
pub use config::{Clock, Config, PhoneNumber, system_clock};
pub use customer::Customer;
pub use error::Error;
pub use error_codes::{ErrorCode, error_codes};
pub use events::AccountEvent;
pub use ids::user_id_of;
pub use knobs::{Calls, Fault, Injection, Knobs, Preset, Whom};
pub use simulator::Simulator;
pub use state::{DeliveryStatus, Direction, Message, RecordedRequest, State, Webhook};
pub use webhook::{escape_as_meta, signature_of};
