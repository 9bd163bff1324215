//! English: media, links and documents of a conversation.

use crate::i18n::messages::search::grouped;
use crate::i18n::messages::shelves::ShelfMessages;

pub(super) const SHELVES: ShelfMessages = ShelfMessages {
    title: "Media, links and documents",
    count: |count| match count {
        1 => "1 item".to_owned(),
        _ => format!("{} items", grouped(count, ',')),
    },
    back: "Back to the panel",
    kinds: "What to show",
    media: "Media",
    links: "Links",
    documents: "Documents",
    no_media: "No photos or videos in this conversation.",
    no_links: "No links in this conversation.",
    no_documents: "No documents in this conversation.",
    none_here: "No connection to the server, and this device keeps none of these.",
    on_device: "No connection to the server: here is only what this device keeps.",
    failed: "It could not be loaded.",
    indexing: "The server is still preparing the oldest messages: they will appear here soon.",
    more: "Show more",
    go_to: "Go to the message",
    go_to_of: |what| format!("Go to the message: {what}"),
    picture: |who, when| format!("Photo from {who}, {when}"),
    film: |who, when| format!("Video from {who}, {when}"),
    revoked: "Deleted by the customer",
    from: |who, when| format!("{who}, {when}"),
};
