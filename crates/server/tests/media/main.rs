//! Files: customers' are fetched from Meta with patience, agents' come in slices and go to Meta; who may see the conversation gets them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../meta/mod.rs"]
mod meta;
#[path = "../support/mod.rs"]
mod support;

mod avatars;
mod canned_responses;
mod fetching;
mod freeing;
mod large;
mod media_host;
mod sending;
mod serving;
mod templates;
mod uploading;
mod voice;
