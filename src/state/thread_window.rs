//! The bounded piece of a thread that is in memory and on screen. Pure.
//!
//! A window is a run of consecutive messages, oldest first, of at most [`MOST_ROWS`]. It slides: a page is added at one end and
//! as much is trimmed at the other. Opening, scrolling and receiving cost the same however long the thread is.

use super::thread_layout::RowFacts;
use domain::entities::Position;
use domain::ids::MessageId;

/// How many messages are loaded at once.
pub const PAGE: usize = 50;
/// The most rows a window keeps.
pub const MOST_ROWS: usize = 200;
/// The most rows, and what they are trimmed to (so that not every message trims), while the newest one is in view: each row costs
/// something in every frame, and further up there is a page of them still.
const MOST_AT_NEWEST: usize = 80;
const KEPT_AT_NEWEST: usize = 64;
/// What a full window is trimmed to when nobody looks at its newest end.
const KEPT: usize = 150;
/// A window that grew to this at its newest end got more than a page at once.
const BURST: usize = MOST_ROWS + PAGE;

/// A run of consecutive messages, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThreadWindow {
    rows: Vec<RowFacts>,
    has_older: bool,
    has_newer: bool,
}

/// Where a message went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inserted {
    /// Below all others.
    AtEnd,
    /// Between others, or moved.
    Within,
    /// It was there already, at the same place.
    Known,
    /// Outside of the window, toward older ones.
    Before,
    /// Outside of the window, toward newer ones.
    After,
}

/// Which rows are dropped when a window is full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenFull {
    /// The newest row is in view: the oldest rows may go.
    DropOldest,
    /// Someone reads further up: nothing on screen may go, so the new message stays outside.
    StayOutside,
}

impl ThreadWindow {
    /// The rows, oldest first.
    #[must_use]
    pub fn rows(&self) -> &[RowFacts] {
        &self.rows
    }

    /// Whether there are older messages than the first row.
    #[must_use]
    pub const fn has_older(&self) -> bool {
        self.has_older
    }

    /// Whether there are newer messages than the last row.
    #[must_use]
    pub const fn has_newer(&self) -> bool {
        self.has_newer
    }

    /// The place of the oldest row.
    #[must_use]
    pub fn oldest(&self) -> Option<Position> {
        self.rows.first().map(position)
    }

    /// The place of the newest row.
    #[must_use]
    pub fn newest(&self) -> Option<Position> {
        self.rows.last().map(position)
    }

    /// Whether a message is in the window.
    #[must_use]
    pub fn contains(&self, id: MessageId) -> bool {
        self.rows.iter().any(|row| row.id == id)
    }

    /// Shows other rows: `rows` oldest first. Gives the ids that are gone.
    pub fn replace(&mut self, rows: Vec<RowFacts>, has_older: bool, has_newer: bool) -> Vec<MessageId> {
        let gone = self
            .rows
            .iter()
            .filter(|old| !rows.iter().any(|row| row.id == old.id))
            .map(|row| row.id)
            .collect();
        *self = Self {
            rows,
            has_older,
            has_newer,
        };
        self.rows.sort_by_key(position);
        self.rows.dedup_by_key(|row| row.id);
        gone
    }

    /// A message is new or changed.
    pub fn insert(&mut self, row: RowFacts, when_full: WhenFull) -> Inserted {
        if let Some(at) = self.rows.iter().position(|known| known.id == row.id) {
            if self.rows[at] == row {
                return Inserted::Known;
            }
            self.rows.remove(at);
            let at = self.place_of(&row);
            self.rows.insert(at, row);
            return Inserted::Within;
        }
        let at = self.place_of(&row);
        if at == 0 && self.has_older && !self.rows.is_empty() {
            return Inserted::Before;
        }
        if at < self.rows.len() {
            self.rows.insert(at, row);
            return Inserted::Within;
        }
        if self.has_newer {
            return Inserted::After;
        }
        if self.rows.len() >= MOST_ROWS && when_full == WhenFull::StayOutside {
            self.has_newer = true;
            return Inserted::After;
        }
        self.rows.push(row);
        Inserted::AtEnd
    }

    /// Takes a row out. Says whether it was there.
    pub fn remove(&mut self, id: MessageId) -> bool {
        let before = self.rows.len();
        self.rows.retain(|row| row.id != id);
        self.rows.len() < before
    }

    /// Adds a page of older messages and trims at the newest side. Gives the ids that are gone.
    pub fn prepend(&mut self, page: Vec<RowFacts>, has_older: bool) -> Vec<MessageId> {
        self.has_older = has_older;
        self.merge(page);
        let gone = self.rows.split_off(self.rows.len().min(MOST_ROWS));
        self.has_newer |= !gone.is_empty();
        gone.into_iter().map(|row| row.id).collect()
    }

    /// Adds a page of newer messages and trims at the oldest side. Gives the ids that are gone.
    pub fn append(&mut self, page: Vec<RowFacts>, has_newer: bool) -> Vec<MessageId> {
        self.has_newer = has_newer;
        self.merge(page);
        self.trim_oldest(MOST_ROWS)
    }

    /// Trims a window that grew at its newest end. Gives the ids that are gone. After a burst no row stands where it stood, so the
    /// window begins anew with what a thread opens with: rows that nobody sees are not drawn.
    pub fn trim(&mut self, is_newest_in_view: bool) -> Vec<MessageId> {
        match self.rows.len() {
            BURST.. => self.trim_oldest(PAGE),
            length if is_newest_in_view && length > MOST_AT_NEWEST => self.trim_oldest(KEPT_AT_NEWEST),
            ..=MOST_ROWS => Vec::new(),
            _ => self.trim_oldest(KEPT),
        }
    }

    /// Works out the facts of all rows again (another time zone).
    pub fn revise(&mut self, revise: impl FnMut(&mut RowFacts)) {
        self.rows.iter_mut().for_each(revise);
    }

    fn merge(&mut self, page: Vec<RowFacts>) {
        self.rows.retain(|row| !page.iter().any(|new| new.id == row.id));
        self.rows.extend(page);
        self.rows.sort_by_key(position);
    }

    fn trim_oldest(&mut self, most: usize) -> Vec<MessageId> {
        let surplus = self.rows.len().saturating_sub(most);
        self.has_older |= surplus > 0;
        self.rows.drain(..surplus).map(|row| row.id).collect()
    }

    fn place_of(&self, row: &RowFacts) -> usize {
        let place = position(row);
        self.rows.partition_point(|known| position(known) < place)
    }
}

const fn position(row: &RowFacts) -> Position {
    Position {
        at: row.at,
        id: row.id,
    }
}

#[cfg(test)]
mod tests {
    use super::super::thread_layout::{CivilDay, Speaker};
    use super::*;
    use domain::time::Timestamp;
    use proptest::prelude::*;

    fn row(number: usize) -> RowFacts {
        let number = i64::try_from(number).unwrap();
        RowFacts {
            id: MessageId::from_parts(number.unsigned_abs(), &[0; 10]),
            at: Timestamp::from_millis(number),
            day: CivilDay(0),
            speaker: Speaker::Customer,
            is_picture: false,
        }
    }

    fn rows(range: std::ops::Range<usize>) -> Vec<RowFacts> {
        range.map(row).collect()
    }

    fn window(range: std::ops::Range<usize>, has_older: bool, has_newer: bool) -> ThreadWindow {
        let mut window = ThreadWindow::default();
        window.replace(rows(range), has_older, has_newer);
        window
    }

    #[test]
    fn a_late_message_goes_where_it_belongs() {
        let mut window = window(10..12, true, false);
        assert_eq!(window.insert(row(20), WhenFull::DropOldest), Inserted::AtEnd);
        assert_eq!(window.insert(row(15), WhenFull::DropOldest), Inserted::Within);
        assert_eq!(window.insert(row(15), WhenFull::DropOldest), Inserted::Known);
        assert_eq!(window.insert(row(5), WhenFull::DropOldest), Inserted::Before);
        let numbers: Vec<_> = window.rows().iter().map(|row| row.at.as_millis()).collect();
        assert_eq!(numbers, [10, 11, 15, 20]);
    }

    #[test]
    fn a_message_that_gets_another_time_moves() {
        let mut window = window(10..13, false, false);
        let moved = RowFacts {
            at: Timestamp::from_millis(99),
            ..row(10)
        };
        assert_eq!(window.insert(moved, WhenFull::DropOldest), Inserted::Within);
        assert_eq!(window.rows().last(), Some(&moved));
        assert_eq!(window.rows().len(), 3);
    }

    #[test]
    fn a_window_that_does_not_reach_the_end_takes_no_new_messages() {
        let mut window = window(10..20, true, true);
        assert_eq!(window.insert(row(30), WhenFull::DropOldest), Inserted::After);
    }

    #[test]
    fn a_burst_leaves_one_page() {
        let mut window = window(0..20, true, false);
        for number in 20..600 {
            window.insert(row(number), WhenFull::DropOldest);
        }
        assert_eq!(window.trim(true).len(), 550);
        assert_eq!(window.rows().first(), Some(&row(550)));
        assert!(window.has_older() && !window.has_newer());
    }

    #[test]
    fn fewer_rows_are_kept_while_the_newest_is_in_view() {
        let mut window = window(0..MOST_AT_NEWEST + 1, false, false);
        assert_eq!(window.trim(false), []);
        assert_eq!(window.trim(true).len(), MOST_AT_NEWEST + 1 - KEPT_AT_NEWEST);
        assert!(window.has_older() && !window.has_newer());
        assert_eq!(window.trim(true), []);
    }

    #[test]
    fn reading_further_up_keeps_what_is_on_screen() {
        let mut window = window(0..MOST_ROWS, false, false);
        assert_eq!(
            window.insert(row(MOST_ROWS), WhenFull::StayOutside),
            Inserted::After
        );
        assert!(window.has_newer());
        assert_eq!(window.rows().len(), MOST_ROWS);
    }

    #[test]
    fn pages_slide_the_window() {
        let mut window = window(300..500, true, false);
        let gone = window.prepend(rows(250..300), true);
        assert_eq!(
            (window.oldest().unwrap().at.as_millis(), window.rows().len()),
            (250, MOST_ROWS)
        );
        assert_eq!(gone.len(), PAGE);
        assert!(window.has_newer());
        window.append(rows(450..500), false);
        assert_eq!(
            (window.newest().unwrap().at.as_millis(), window.rows().len()),
            (499, MOST_ROWS)
        );
        assert!(window.has_older() && !window.has_newer());
    }

    proptest! {
        #[test]
        fn stays_sorted_without_doubles_and_bounded(numbers in proptest::collection::vec(0usize..400, 0..600)) {
            let mut window = ThreadWindow::default();
            for number in numbers {
                window.insert(row(number), WhenFull::DropOldest);
                window.trim(false);
            }
            prop_assert!(window.rows().len() <= MOST_ROWS);
            prop_assert!(window.rows().windows(2).all(|pair| position(&pair[0]) < position(&pair[1])));
        }
    }
}
