//! English: searching.

use crate::i18n::messages::search::{SearchMessages, grouped};

const MARK: char = ',';

pub(super) const SEARCH: SearchMessages = SearchMessages {
    search: "Search contacts and messages",
    clear: "Clear search",
    results: "Search results",
    contacts: "Contacts",
    messages: "Messages",
    from_server: "From the server",
    found: |contacts, messages| {
        let contacts = match contacts {
            1 => "1 contact".to_owned(),
            _ => format!("{contacts} contacts"),
        };
        let messages = match messages {
            1 => "1 message".to_owned(),
            _ => format!("{messages} messages"),
        };
        format!("{contacts}, {messages}")
    },
    preparing: "Getting the search on this device ready…",
    covered: |count, since| match count {
        1 => format!("On this device: 1 message, from {since}."),
        _ => format!(
            "On this device: {} messages, since {since}.",
            grouped(count, MARK)
        ),
    },
    covered_none: "There are no messages on this device yet.",
    device_off: "This device keeps no messages: only the server is searched.",
    cut: "The text is too long: only its beginning counts.",
    newest_of: |shown, total| format!("Showing the {shown} newest of {}.", grouped(total, MARK)),
    asking: "Searching on the server…",
    nothing_more: "The server found nothing else.",
    more: "Show more from the server",
    offline: "No connection: only what is on this device was searched.",
    indexing: "The server is still preparing the oldest messages: they will show up in searches soon.",
    nothing: |text| format!("Nothing found for “{text}”"),
    nothing_text: "Check the spelling, or try another word, a name or a number.",
    commands: "Commands",
    no_command: "No command with this name",
    go_to: |place| format!("Go to {place}"),
    choose_template: "Choose a template",
    in_conversation: "Search the chat history",
    place: |place, total| format!("{} of {}", grouped(place, MARK), grouped(total, MARK)),
    no_hit: "No results",
    looking: "Searching…",
    older: "Next result, older",
    newer: "Previous result, newer",
    close: "Close the search",
    on_device_only: "No connection: only the messages on this device were searched.",
};
