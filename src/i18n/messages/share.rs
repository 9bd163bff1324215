//! What the app says when one sends a place or somebody's number.

/// The menu of what can be attached, and its questions.
#[derive(Clone, Copy, Debug)]
pub struct ShareMessages {
    pub files: &'static str,

    pub location_title: &'static str,
    pub location_looking: &'static str,
    pub location_found: fn(u32) -> String,
    pub location_note: &'static str,
    pub location_refused: &'static str,
    pub location_unknown: &'static str,
    pub location_slow: &'static str,
    pub location_send: &'static str,

    pub contact_title: &'static str,
    pub contact_search: &'static str,
    pub contact_choose: &'static str,
    pub contact_none: &'static str,
    pub contact_note: &'static str,
    pub contact_send: &'static str,
}
