//! From an agent's message to Meta's request, and what becomes of it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../meta/mod.rs"]
mod meta;
#[path = "../support/mod.rs"]
mod support;

mod back_off;
mod details;
mod holding;
mod late_answer;
mod limits;
mod order;
mod reactions;
mod request;
mod restart;
mod signals;
mod stage;
mod templates;
mod token;
mod uncertainty;
mod window;
