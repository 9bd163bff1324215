//! The thin backend of PerfectChat: REST, socket, webhooks, queue, store. No business rule lives here; they stand in `domain`.
//!
//! [`serve`] is the whole server; [`Server::prepare`] gives a look at the store first, for commands, demo data and tests.

pub mod auth;
pub mod civil_time;
pub mod clock;
pub mod config;
mod contact_file;
pub mod http;
pub mod id_source;
pub mod media;
pub mod metrics;
pub mod origin;
pub mod outbound;
pub mod patience;
pub mod realtime;
pub mod secret_box;
pub mod secret_key;
pub mod server;
pub mod setup;
pub mod shutdown;
pub mod state;
pub mod static_files;
pub mod store;
pub mod telemetry;
mod templates;
pub mod troubles;
pub mod upkeep;
pub mod webhook;

pub use config::Config;
pub use server::{ServeError, Server, serve};
