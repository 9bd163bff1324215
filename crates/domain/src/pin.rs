//! Conversations that an agent keeps on top of the list. Pins are the agent's own, on every device.
//!
//! Each pin counts its revisions as a draft does ([`crate::draft::next_revision`]), so that two devices that do not know of each
//! other agree on what was wished last, and an older wish that comes late changes nothing. The newest pin stands first.

/// The most conversations that one agent can pin; those that are out of the agent's sight just now do not count.
pub const MOST: usize = 50;
