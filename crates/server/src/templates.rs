//! Templates as Meta lists them: asked for at the start, once a day, when Meta tells of one, and when an administrator wants it.

mod listed;
pub mod sync;
