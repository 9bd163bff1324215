//! The simulator over real HTTP, held against Meta's document.

#![allow(clippy::unwrap_used, clippy::needless_pass_by_value)]

mod customers;
mod events;
mod knobs;
mod media;
mod phones;
mod requests;
mod sending;
mod support;
mod templates;
mod webhooks;
