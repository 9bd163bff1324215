//! The vocabulary of PerfectChat and the rules that app and server share.
//!
//! Pure Rust: no input or output, no clock, no randomness of its own. A rule stands here once; app and server both call it, so
//! the app never promises what the server refuses. First come the words (ids, entities, events, commands, errors, wire), then
//! the rules, each in a module with its tests.

pub mod alarm;
pub mod canned_response;
pub mod command;
pub mod contact;
pub mod contact_file;
pub mod contact_list;
pub mod content;
pub mod conversation_filter;
pub mod draft;
pub mod entities;
pub mod error;
pub mod event;
pub mod feedback;
pub mod ids;
pub mod tagged;
pub mod time;
pub mod upload;
pub mod waveform;
pub mod wire;

pub mod attempt_backoff;
pub mod customer_service_window;
pub mod date_wording;
pub mod delivery_status;
pub mod emoji;
pub mod hold;
pub mod language;
pub mod media_address;
pub mod media_limit;
pub mod mention;
pub mod merge_field;
pub mod message_text;
pub mod outgoing_text;
pub mod permission;
pub mod phone;
pub mod pin;
pub mod reaction;
pub mod search;
pub mod shelf;
pub mod template;
pub mod text_folding;
pub mod text_matching;
pub mod visibility;

#[cfg(test)]
mod examples;
