//! The thin backend of PerfectChat: REST, socket, webhooks, queue, store. No business rule lives here; they stand in `domain`.

pub mod clock;
pub mod config;
pub mod store;
