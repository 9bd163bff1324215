//! The words of the messages on this device, looked through as a whole at each key: no index to build, none to keep. Pure.
//!
//! It is made of [`Piece`]s, as the device keeps them, and of what comes meanwhile. `memmem` looks for the longest word of a query; where
//! it stands the other words are looked for in that message alone. A new version of a message takes the place of the old one, which
//! stays as a gap. What an arena finds is still looked at in its record, where [`Query`] decides (`sync::search`).

use super::search_piece::{Entry, MOST, Piece, folded, needle};
use domain::entities::{Message, Position};
use domain::ids::ConversationId;
use domain::search::search_text;
use domain::text_matching::Query;
use domain::time::Timestamp;
use memchr::memmem::Finder;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};

/// How many pieces are looked through before the clock is looked at: asking it costs more than a small one.
const AT_ONCE: usize = 16;

/// All that is searched on this device.
#[derive(Debug, Default)]
pub struct Arena {
    pieces: Vec<Piece>,
    of: HashMap<ConversationId, Vec<usize>>,
    /// Where what comes while the arena is there goes, not in order.
    fresh: HashMap<ConversationId, usize>,
    /// What has no words any more, and which conversations went: what the device kept of them may have been read before that.
    emptied: HashSet<Position>,
    gone: HashSet<ConversationId>,
    count: usize,
}

/// What is searched on this device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Covered {
    /// How many messages with words.
    pub messages: usize,
    /// When the oldest of them was written.
    pub since: Option<Timestamp>,
}

/// A message that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// Where in its thread.
    pub place: Position,
    /// In which thread.
    pub conversation_id: ConversationId,
}

impl Arena {
    /// Adds what the device keeps. A message that came meanwhile is newer than that.
    pub fn add_kept(&mut self, mut piece: Piece) {
        if self.gone.contains(&piece.conversation_id) {
            return;
        }
        let known = self.of.get(&piece.conversation_id).into_iter().flatten();
        let overlapping: Vec<_> = known
            .map(|number| &self.pieces[*number])
            .filter(|known| overlaps(known, &piece))
            .collect();
        if !overlapping.is_empty() || !self.emptied.is_empty() {
            for entry in &mut piece.entries {
                entry.is_gone |= self.emptied.contains(&entry.place)
                    || overlapping.iter().any(|known| find(known, entry.place).is_some());
            }
        }
        self.count += alive(&piece);
        self.add(piece);
    }

    fn add(&mut self, piece: Piece) -> usize {
        let number = self.pieces.len();
        self.of.entry(piece.conversation_id).or_default().push(number);
        self.pieces.push(piece);
        number
    }

    /// A message is new, or has another version.
    pub fn put(&mut self, message: &Message) {
        self.put_words(
            message.conversation_id,
            message.position(),
            &folded(&search_text(&message.content)),
        );
    }

    /// The same, of its folded words.
    pub fn put_words(&mut self, conversation_id: ConversationId, place: Position, words: &str) {
        if words.is_empty() {
            self.emptied.insert(place);
        } else {
            self.emptied.remove(&place);
        }
        for number in self.of.get(&conversation_id).into_iter().flatten() {
            let piece = &mut self.pieces[*number];
            let Some(at) = find(piece, place) else { continue };
            if piece.words_of(at) == words.as_bytes() {
                return;
            }
            piece.remove(at);
            self.count -= 1;
        }
        if words.is_empty() {
            return;
        }
        let with_room = self.fresh.get(&conversation_id).copied();
        let with_room = with_room.filter(|number| self.pieces[*number].entries.len() < MOST);
        let number = with_room.unwrap_or_else(|| {
            let number = self.add(Piece::empty(conversation_id));
            self.fresh.insert(conversation_id, number);
            number
        });
        self.pieces[number].push(place, words);
        self.count += 1;
    }

    /// A conversation is not on this device any more.
    pub fn forget(&mut self, id: ConversationId) {
        self.gone.insert(id);
        self.fresh.remove(&id);
        for number in self.of.remove(&id).unwrap_or_default() {
            let piece = std::mem::replace(&mut self.pieces[number], Piece::empty(id));
            self.count -= alive(&piece);
        }
    }

    /// What a search covers.
    #[must_use]
    pub fn covered(&self) -> Covered {
        let entries = self.pieces.iter().flat_map(|piece| &piece.entries);
        Covered {
            messages: self.count,
            since: entries
                .filter(|entry| !entry.is_gone)
                .map(|entry| entry.place.at)
                .min(),
        }
    }
}

fn alive(piece: &Piece) -> usize {
    piece.entries.iter().filter(|entry| !entry.is_gone).count()
}

/// Whether a piece of the arena may hold a message of another one.
fn overlaps(known: &Piece, other: &Piece) -> bool {
    if !known.is_in_order {
        return true;
    }
    let ends = |piece: &Piece| {
        let (newest, oldest) = (piece.entries.first()?, piece.entries.last()?);
        Some((newest.place, oldest.place))
    };
    ends(known)
        .zip(ends(other))
        .is_some_and(|((known_newest, known_oldest), (newest, oldest))| {
            known_newest >= oldest && newest >= known_oldest
        })
}

/// The entry of a message that is not gone.
fn find(piece: &Piece, place: Position) -> Option<usize> {
    let is_it = |entry: &Entry| entry.place == place && !entry.is_gone;
    if piece.is_in_order {
        let at = piece
            .entries
            .binary_search_by_key(&Reverse(place), |entry| Reverse(entry.place));
        return at.ok().filter(|at| is_it(&piece.entries[*at]));
    }
    // What came meanwhile stands as it came.
    piece.entries.iter().rposition(is_it)
}

/// A search under way: it goes on in slices, so that no key waits for it.
#[derive(Debug)]
pub struct Looking {
    first: Finder<'static>,
    others: Vec<Finder<'static>>,
    within: Option<ConversationId>,
    /// How many pieces it has been through.
    done: usize,
    most: usize,
    /// The newest so far; the oldest of them comes out first.
    newest: BinaryHeap<Reverse<Hit>>,
    total: usize,
}

impl Looking {
    /// For the newest `most` messages that a query finds, in one conversation or in all. `None`: there is nothing to look for.
    #[must_use]
    pub fn new(query: &Query, within: Option<ConversationId>, most: usize) -> Option<Self> {
        let mut needles: Vec<_> = query.words().iter().map(|word| needle(word)).collect();
        needles.sort_by_key(|needle| Reverse(needle.len()));
        let mut finders = needles.iter().map(|needle| Finder::new(needle).into_owned());
        Some(Self {
            first: finders.next()?,
            others: finders.collect(),
            within,
            done: 0,
            most,
            newest: BinaryHeap::new(),
            total: 0,
        })
    }

    /// Goes on while it may. Says whether that was all.
    pub fn go_on(&mut self, arena: &Arena, mut may_go_on: impl FnMut() -> bool) -> bool {
        let own = self
            .within
            .map(|id| arena.of.get(&id).map_or(&[][..], Vec::as_slice));
        let count = own.map_or(arena.pieces.len(), <[usize]>::len);
        while self.done < count {
            if self.done.is_multiple_of(AT_ONCE) && !may_go_on() {
                return false;
            }
            let number = own.map_or(self.done, |own| own[self.done]);
            self.look(&arena.pieces[number]);
            self.done += 1;
        }
        true
    }

    fn look(&mut self, piece: &Piece) {
        let mut from = 0;
        while let Some(found) = self.first.find(&piece.text[from..]) {
            let at = from + found;
            let number = piece.entries.partition_point(|entry| entry.end as usize <= at);
            let Some(entry) = piece.entries.get(number) else {
                return;
            };
            from = entry.end as usize;
            let words = piece.words_of(number);
            if !entry.is_gone && self.others.iter().all(|other| other.find(words).is_some()) {
                self.keep(Hit {
                    place: entry.place,
                    conversation_id: piece.conversation_id,
                });
            }
        }
    }

    fn keep(&mut self, hit: Hit) {
        self.total += 1;
        let is_full = self.newest.len() >= self.most;
        if is_full && self.newest.peek().is_none_or(|oldest| oldest.0 >= hit) {
            return;
        }
        if is_full {
            self.newest.pop();
        }
        self.newest.push(Reverse(hit));
    }

    /// How many were found.
    #[must_use]
    pub const fn total(&self) -> usize {
        self.total
    }

    /// What was found, newest first.
    #[must_use]
    pub fn into_hits(self) -> Vec<Hit> {
        // Ascending by `Reverse`: the newest first.
        self.newest
            .into_sorted_vec()
            .into_iter()
            .map(|hit| hit.0)
            .collect()
    }
}

#[cfg(test)]
mod tests;
