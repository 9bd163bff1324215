//! What the platform offers, each thing wrapped once. Whoever needs another one adds a file here.

pub mod broadcast;
pub mod connectivity;
pub mod intl;
pub mod local_storage;
pub mod lock;
pub mod random;
pub mod service_worker;

mod window;

pub use window::{listen, now, now_by_device, origin, sleep, window};
