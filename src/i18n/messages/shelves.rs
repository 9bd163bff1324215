//! What is said of media, links and documents.

/// The words of a conversation's shelves.
#[derive(Clone, Copy, Debug)]
pub struct ShelfMessages {
    pub title: &'static str,
    pub count: fn(usize) -> String,
    pub back: &'static str,
    pub kinds: &'static str,
    pub media: &'static str,
    pub links: &'static str,
    pub documents: &'static str,
    pub no_media: &'static str,
    pub no_links: &'static str,
    pub no_documents: &'static str,
    pub none_here: &'static str,
    pub on_device: &'static str,
    pub failed: &'static str,
    pub indexing: &'static str,
    pub more: &'static str,
    pub go_to: &'static str,
    pub go_to_of: fn(&str) -> String,
    pub picture: fn(&str, &str) -> String,
    pub film: fn(&str, &str) -> String,
    pub revoked: &'static str,
    pub from: fn(&str, &str) -> String,
}
