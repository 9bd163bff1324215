//! The server as programs see it: REST, sockets and the app's files, over a real connection.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../support/mod.rs"]
mod support;

mod alarms;
mod app_files;
mod blocking;
mod canned_responses;
mod composing;
mod connect_number;
mod contact_list;
mod contacts;
mod drafts;
mod feedback;
mod idempotency;
mod lifecycle;
mod list;
mod mentions;
mod openapi;
mod permissions;
mod refusals;
mod search;
mod sessions;
mod shelves;
mod sockets;
mod typing;
mod write_limits;
