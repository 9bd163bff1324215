//! Words that nobody who uses PerfectChat reads.

use super::rust_text::{Blank, blanked};
use super::source::{assert_none, files, line_of, place};

/// A help desk's tickets and queues, in the three languages: here there are conversations, contacts and agents.
const UNWANTED: [&str; 9] = [
    "ticket", "tickets", "tíquete", "fila", "filas", "cola", "colas", "queue", "queued",
];

#[test]
fn nobody_reads_of_tickets_or_queues() {
    let mut places = Vec::new();
    for source in files("src/i18n", "rs") {
        let text = blanked(&source.text, Blank::Comments).to_lowercase();
        for (offset, word) in words(&text) {
            if UNWANTED.contains(&word) {
                places.push(place(&source.path, line_of(&text, offset), word));
            }
        }
    }
    assert_none("Users read of conversations, contacts and agents:", &places);
}

/// The words of a text and where they begin.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_between = |letter: char| !letter.is_alphabetic();
    let mut offset = 0;
    text.split_inclusive(is_between).map(move |piece| {
        let begins = offset;
        offset += piece.len();
        (begins, piece.trim_end_matches(is_between))
    })
}
