//! Meta's door: what is refused, what is stored, and what deliveries do.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../meta/mod.rs"]
mod meta;
#[path = "../support/mod.rs"]
mod support;

mod account;
mod changes;
mod door;
mod fuzz;
mod handshake;
mod messages;
mod numbers;
mod other_kinds;
mod outage;
mod statuses;
