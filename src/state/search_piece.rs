//! Some messages of one conversation as search keeps them on the device: their folded words in one text. Pure.
//!
//! Each word stands behind a space, and no word holds one, so that a word of a query with a space before it is found exactly where
//! a word begins with it. Messages stand newest first, as in the device's store of messages.

use domain::entities::Position;
use domain::ids::{ConversationId, MessageId};
use domain::text_folding::words;
use domain::time::Timestamp;
use std::cmp::Reverse;
use std::collections::HashSet;
use std::ops::Range;

/// How many messages a piece has at most.
pub const MOST: usize = 500;
/// What a space inside a folded word becomes (one sign may stand for a whole phrase). No text has it in a word.
const INNER_SPACE: char = '\u{1}';
/// The shape of the bytes; others are not read, and their conversation is folded again.
const SHAPE: u8 = 1;
const HEAD: usize = 1 + 16 + 4;
const ENTRY: usize = 8 + 16 + 4;

/// A message of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its place in its thread.
    pub place: Position,
    /// Where its words end.
    pub(super) end: u32,
    /// Its words are those of an older version.
    pub(super) is_gone: bool,
}

/// Messages of one conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Of which conversation.
    pub conversation_id: ConversationId,
    pub(super) entries: Vec<Entry>,
    pub(super) text: Vec<u8>,
    /// Whether the messages stand newest first, as all that the device keeps do.
    pub(super) is_in_order: bool,
}

/// A text's words, as a piece holds them; empty when there is nothing to look for in it.
#[must_use]
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len() + 8);
    for word in words(text) {
        push_word(&word.folded, &mut folded);
    }
    folded
}

/// A word of a query, as it is looked for in a piece.
#[must_use]
pub fn needle(word: &str) -> String {
    let mut needle = String::with_capacity(word.len() + 1);
    push_word(word, &mut needle);
    needle
}

fn push_word(word: &str, to: &mut String) {
    to.push(' ');
    to.extend(word.chars().map(|c| if c == ' ' { INNER_SPACE } else { c }));
}

impl Piece {
    /// Of messages with their folded words. Those without words are left out.
    #[must_use]
    pub fn new(conversation_id: ConversationId, mut rows: Vec<(Position, String)>) -> Self {
        rows.sort_by_key(|(place, _)| Reverse(*place));
        let mut piece = Self::empty(conversation_id);
        for (place, words) in rows {
            piece.push(place, &words);
        }
        piece
    }

    pub(super) const fn empty(conversation_id: ConversationId) -> Self {
        Self {
            conversation_id,
            entries: Vec::new(),
            text: Vec::new(),
            is_in_order: true,
        }
    }

    pub(super) fn push(&mut self, place: Position, words: &str) {
        // Four gigabytes of words are more than a browser gives.
        let Ok(end) = u32::try_from(self.text.len() + words.len()) else {
            return;
        };
        if words.is_empty() {
            return;
        }
        self.is_in_order &= self.entries.last().is_none_or(|last| last.place > place);
        self.text.extend_from_slice(words.as_bytes());
        self.entries.push(Entry {
            place,
            end,
            is_gone: false,
        });
    }

    /// The place of its newest message; `None`: it has none.
    #[must_use]
    pub fn newest(&self) -> Option<Position> {
        self.entries.first().map(|entry| entry.place)
    }

    /// What of the text belongs to an entry.
    pub(super) fn words_of(&self, number: usize) -> &[u8] {
        &self.text[self.range_of(number)]
    }

    fn range_of(&self, number: usize) -> Range<usize> {
        let start = number
            .checked_sub(1)
            .map_or(0, |before| self.entries[before].end as usize);
        start..self.entries[number].end as usize
    }

    /// Takes a message out; its words are not kept in memory either.
    pub(super) fn remove(&mut self, number: usize) {
        let range = self.range_of(number);
        self.text[range].fill(0);
        self.entries[number].is_gone = true;
    }

    /// These messages with others in the place of their older versions, cut anew: all but the newest piece are full.
    #[must_use]
    pub fn merged(&self, changed: &[(Position, String)]) -> Vec<Self> {
        let ids: HashSet<MessageId> = changed.iter().map(|(place, _)| place.id).collect();
        let mut rows: Vec<(Position, String)> = changed
            .iter()
            .filter(|(_, words)| !words.is_empty())
            .cloned()
            .collect();
        for (number, entry) in self.entries.iter().enumerate() {
            if !ids.contains(&entry.place.id) {
                let words = String::from_utf8_lossy(self.words_of(number)).into_owned();
                rows.push((entry.place, words));
            }
        }
        rows.sort_by_key(|(place, _)| Reverse(*place));
        let mut pieces: Vec<_> = rows
            .rchunks(MOST)
            .map(|rows| Self::new(self.conversation_id, rows.to_vec()))
            .collect();
        pieces.reverse();
        pieces
    }

    /// As the device keeps it.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEAD + self.entries.len() * ENTRY + self.text.len());
        bytes.push(SHAPE);
        bytes.extend_from_slice(self.conversation_id.as_uuid().as_bytes());
        let count = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        bytes.extend_from_slice(&count.to_le_bytes());
        for entry in &self.entries {
            bytes.extend_from_slice(&entry.place.at.as_millis().to_le_bytes());
            bytes.extend_from_slice(entry.place.id.as_uuid().as_bytes());
            bytes.extend_from_slice(&entry.end.to_le_bytes());
        }
        bytes.extend_from_slice(&self.text);
        bytes
    }

    /// What the device kept; `None`: it is damaged, or of another shape.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (head, rest) = bytes.split_at_checked(HEAD)?;
        if head[0] != SHAPE {
            return None;
        }
        let conversation_id = uuid(&head[1..17])?;
        let count = u32::from_le_bytes(head[17..].try_into().ok()?) as usize;
        let (table, text) = rest.split_at_checked(count.checked_mul(ENTRY)?)?;
        let mut entries: Vec<Entry> = Vec::with_capacity(count);
        let mut before = 0;
        for row in table.chunks_exact(ENTRY) {
            let end = u32::from_le_bytes(row[24..].try_into().ok()?);
            if end <= before || end as usize > text.len() {
                return None;
            }
            before = end;
            entries.push(Entry {
                place: Position {
                    at: Timestamp::from_millis(i64::from_le_bytes(row[..8].try_into().ok()?)),
                    id: uuid(&row[8..24])?.into(),
                },
                end,
                is_gone: false,
            });
        }
        let is_in_order = entries.is_sorted_by(|a, b| a.place > b.place);
        (is_in_order && before as usize == text.len()).then(|| Self {
            conversation_id: conversation_id.into(),
            entries,
            text: text.to_vec(),
            is_in_order,
        })
    }
}

fn uuid(bytes: &[u8]) -> Option<uuid::Uuid> {
    uuid::Uuid::from_slice(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn conversation() -> ConversationId {
        ConversationId::from_parts(1, &[1; 10])
    }

    fn place(number: u16) -> Position {
        let [high, low] = number.to_be_bytes();
        Position {
            at: Timestamp::from_millis(i64::from(number)),
            id: MessageId::from_parts(u64::from(number), &[high, low, 0, 0, 0, 0, 0, 0, 0, 0]),
        }
    }

    fn rows(numbers: impl Iterator<Item = u16>) -> Vec<(Position, String)> {
        numbers
            .map(|number| (place(number), folded(&format!("Mensagem {number}"))))
            .collect()
    }

    fn all(pieces: &[Piece]) -> Vec<(Position, String)> {
        pieces
            .iter()
            .flat_map(|piece| {
                (0..piece.entries.len()).map(|number| {
                    let words = String::from_utf8(piece.words_of(number).to_vec()).unwrap();
                    (piece.entries[number].place, words)
                })
            })
            .collect()
    }

    #[test]
    fn each_word_stands_behind_a_space() {
        assert_eq!(folded("Olá, João! 👍🏽"), " ola joao 👍");
        assert_eq!(folded("…"), "");
        // One sign that stands for four words.
        assert_eq!(folded("\u{fdfa}").matches(' ').count(), 1);
    }

    #[test]
    fn what_came_new_goes_into_the_newest_piece() {
        let full = Piece::new(conversation(), rows(0..500));
        let pieces = full.merged(&rows(500..501));
        let sizes: Vec<_> = pieces.iter().map(|piece| piece.entries.len()).collect();
        assert_eq!(sizes, [1, MOST]);
        assert_eq!(pieces[0].newest(), Some(place(500)));
        assert_eq!(pieces[1], full);
    }

    #[test]
    fn what_lost_its_words_goes() {
        let piece = Piece::new(conversation(), rows(0..3));
        let left = piece.merged(&[(place(1), String::new())]);
        assert_eq!(
            all(&left),
            all(&[Piece::new(
                conversation(),
                vec![rows(0..1).remove(0), rows(2..3).remove(0),]
            )])
        );
        assert!(
            Piece::new(conversation(), rows(1..2))
                .merged(&[(place(1), String::new())])
                .is_empty()
        );
    }

    proptest! {
        #[test]
        fn bytes_are_read_as_they_were_written(texts in proptest::collection::vec("\\PC{0,20}", 0..20)) {
            let rows = texts.iter().zip(0..).map(|(text, number)| (place(number), folded(text))).collect();
            let piece = Piece::new(conversation(), rows);
            prop_assert_eq!(Piece::from_bytes(&piece.to_bytes()), Some(piece));
        }

        #[test]
        fn damaged_bytes_are_refused_or_read_and_never_worse(cut in 0usize..200, at in 0usize..200, byte in any::<u8>()) {
            let mut bytes = Piece::new(conversation(), rows(0..4)).to_bytes();
            let at = at % bytes.len();
            bytes[at] = byte;
            bytes.truncate(bytes.len().saturating_sub(cut));
            if let Some(piece) = Piece::from_bytes(&bytes) {
                for number in 0..piece.entries.len() {
                    prop_assert!(!piece.words_of(number).is_empty());
                }
            }
        }

        #[test]
        fn merging_keeps_each_message_once(steps in proptest::collection::vec((0u16..60, "[a-c]{0,3}"), 0..120)) {
            let mut pieces = vec![Piece::empty(conversation())];
            let mut expected = std::collections::BTreeMap::new();
            for (number, text) in steps {
                let words = folded(&text);
                pieces = pieces.first().map_or_else(
                    || Piece::empty(conversation()).merged(&[(place(number), words.clone())]),
                    |piece| piece.merged(&[(place(number), words.clone())]),
                );
                if words.is_empty() {
                    expected.remove(&Reverse(place(number)));
                } else {
                    expected.insert(Reverse(place(number)), words);
                }
            }
            let expected: Vec<_> = expected.into_iter().map(|(place, words)| (place.0, words)).collect();
            prop_assert_eq!(all(&pieces), expected);
        }
    }
}
