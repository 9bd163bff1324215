//! The table of emoji, a file beside the app.

use super::error::ApiError;
use super::request;

/// The table as text (`state::emoji` reads it).
pub async fn emoji_table() -> Result<String, ApiError> {
    request::get_file("/emoji.txt").await
}
