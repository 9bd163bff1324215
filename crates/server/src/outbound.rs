//! The queue to Meta: one attempt at a time for each conversation, paced, each attempt committed before its request leaves.
//!
//! What an answer means is decided in [`outcome`]; how fast one customer may be written to in [`pacing`].

pub mod blocking;
pub mod signals;
pub mod worker;

mod attempt;
mod file;
mod outcome;
mod outgoing;
mod pacing;
pub mod reactions;
mod template;
