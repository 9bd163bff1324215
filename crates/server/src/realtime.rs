//! The sockets: what changed, to those who may see it, at once.
//!
//! A socket reads the log for its own viewer ([`feed`]); the store's `subscribe` only wakes it. What is not in the log (typing,
//! ended sessions) comes through the [`hub`].

pub mod hub;
pub mod socket;

mod connection;
mod feed;
mod typing;
mod viewing;
