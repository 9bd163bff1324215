//! The PerfectChat web app: every screen is a cache of the server's log.
//!
//! Views (`app`, `shell`, `pages`, `ui`) read [`state`] and emit intents; `sync` alone moves things between network, device and state.

mod api;
pub mod app;
pub mod browser;
mod cache;
mod i18n;
mod pages;
mod shell;
pub mod state;
pub mod sync;
mod ui;
