//! The PerfectChat web app: every screen is a cache of the server's log.
//!
//! Views (`app`, `ui`, `pages`) read [`state`] and emit intents; `sync` alone moves things between network, device and state.

mod api;
pub mod browser;
mod cache;
pub mod state;
pub mod sync;
