//! Journeys: what people do with PerfectChat, in a real browser, against the real server and a simulated Meta.
//!
//! Each journey has a world of its own ([`harness::World`]) and finds things as people do, by role and name.
#![cfg(not(target_family = "wasm"))]
#![allow(
    clippy::disallowed_methods,
    reason = "the app's bans; journeys run on the machine"
)]

mod alarms;
mod albums;
mod app_settings;
mod attachments_dropped;
mod attachments_fetched;
mod attachments_interrupted;
mod attachments_kept;
mod attachments_large;
mod attachments_seen;
mod attachments_sent;
mod by_keys_alone;
mod canned_by_keys;
mod canned_responses;
mod chat;
mod colleagues;
mod composer;
mod contact_changes;
mod contact_conduct;
mod contact_labels;
mod contact_library;
mod contact_panel;
mod contact_rights;
mod contacts_page;
mod conversation;
mod feedback;
mod files;
mod finder;
mod finder_live;
mod graph;
mod guide;
#[allow(
    dead_code,
    unused_imports,
    reason = "what the journeys stand on, used as they need it"
)]
mod harness;
mod held;
mod help;
mod keyboard;
mod keyboard_views;
mod keys;
mod kinds_received;
mod kinds_sent;
mod languages;
mod list;
mod list_choices;
mod mentions;
mod merge_fields;
mod message_actions;
mod message_details;
mod once;
mod parts;
mod phone;
mod reading;
mod recording;
#[path = "../../examples/demo_data/files.rs"]
#[allow(
    dead_code,
    reason = "here are only its tests run: of an example that has tests, cargo builds no program"
)]
mod sample_files;
mod screens;
mod search;
mod search_from_anywhere;
mod search_live;
mod search_truth;
mod selection;
mod server_away;
mod set_aside;
mod setup_page;
mod sign_in;
mod simulator_page;
mod tablet;
mod templates;
mod thread_view;
mod visibility;
mod voice_played;
mod voice_recorded;
mod voice_troubles;
mod window;
