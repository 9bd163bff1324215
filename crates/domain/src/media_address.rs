//! Where the server serves files.

use crate::ids::MediaId;

/// The address of a file, for pictures and players. Only who may see a conversation that holds it gets it.
#[must_use]
pub fn media_url(id: MediaId) -> String {
    format!("/api/v1/media/{id}")
}

/// The address of a file that is to be saved.
#[must_use]
pub fn download_url(id: MediaId) -> String {
    format!("/api/v1/media/{id}?download")
}
