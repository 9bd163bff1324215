//! What the app says of files that are sent.

/// Attaching files, and what stands in the way.
#[derive(Clone, Copy, Debug)]
pub struct MediaMessages {
    pub attach: &'static str,
    pub drop_here: &'static str,
    pub tray: &'static str,
    pub remove: fn(&str) -> String,
    pub caption: &'static str,
    pub send: fn(usize) -> String,
    pub preparing: &'static str,
    pub smaller_image: &'static str,
    pub as_document: &'static str,
    pub image_too_large: fn(&str) -> String,
    pub too_large: fn(&str) -> String,
    pub empty: &'static str,
    pub type_refused: &'static str,
    pub cannot_open_image: &'static str,
    pub vanished: &'static str,
    pub not_here: &'static str,
    pub wants_image: &'static str,
    pub wants_video: &'static str,
    pub leave_out: &'static str,
    pub goes_with_page: &'static str,
    pub uploading: fn(u64) -> String,
    pub cancel_upload: &'static str,
    pub pasted_image: &'static str,
    pub fetch_failed: &'static str,
    pub refused_missing: &'static str,
}
