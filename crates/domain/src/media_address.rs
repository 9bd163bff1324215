//! Where the server serves files.

use crate::ids::MediaId;

/// The address of a file, for pictures and players. Only who may see a conversation that holds it gets it.
#[must_use]
pub fn media_url(id: MediaId) -> String {
    format!("/api/v1/media/{id}")
}

/// The address of a film that shows the moment after its start until it plays.
#[must_use]
pub fn film_url(id: MediaId) -> String {
    format!("{}#t=0.1", media_url(id))
}

/// The address of a file that is to be saved.
#[must_use]
pub fn download_url(id: MediaId) -> String {
    format!("/api/v1/media/{id}?download")
}
