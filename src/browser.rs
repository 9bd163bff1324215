//! What the platform offers, each thing wrapped once. Whoever needs another one adds a file here.

#[cfg(feature = "bench")]
pub mod bench;
pub mod broadcast;
pub mod clipboard;
pub mod connectivity;
pub mod element;
pub mod files;
pub mod folding;
pub mod geolocation;
pub mod intl;
pub mod local_storage;
pub mod lock;
pub mod microphone;
pub mod money;
pub mod page;
pub mod random;
pub mod service_worker;
pub mod sound;
pub mod text_field;
pub mod ticker;

mod dynamic;
mod window;

pub use window::{listen, now, now_by_device, origin, path, sleep, window};
