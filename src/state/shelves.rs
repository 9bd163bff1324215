//! Media, links and documents of the conversation whose panel is open.
//!
//! All messages that are known of it lie in one table, whose rows climb by version. A shelf shows those that stand on it down to where
//! its pages have come, so a page that is older than an event changes nothing that the event said, and a shelf has no holes.

mod counting;

use self::counting::{Age, Counted, counted_below};
use super::phase::{PageLoad, RequestFailure};
use super::table::{Put, Table};
use domain::entities::{Message, Position};
use domain::ids::{ConversationId, MessageId};
use domain::shelf::{Shelf, ShelfCounts, ShelfPage};
use leptos::prelude::*;

/// What one wishes of the shelves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShelfIntent {
    /// Shows a shelf of a conversation: its newest page, unless that is here.
    Open {
        /// Of which conversation.
        conversation_id: ConversationId,
        /// Which.
        shelf: Shelf,
    },
    /// The next page of a shelf.
    More(Shelf),
    /// Asks the server for what only the device could tell, or for what failed.
    AskAgain(Shelf),
    /// Asks the server for the counts alone.
    Count,
    /// The panel of this conversation is not on screen any more.
    Close(ConversationId),
}

/// Who told what is on a shelf.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Teller {
    /// The server: all of it.
    #[default]
    Server,
    /// This device, because the server could not be asked: what it happens to keep.
    Device,
}

/// How far down the pages of a shelf have come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Reach {
    /// No page has come.
    #[default]
    Nothing,
    /// To this place; there is more below.
    To(Position),
    /// To the end.
    End,
}

impl Reach {
    fn includes(self, place: Position) -> bool {
        match self {
            Self::Nothing => false,
            Self::To(end) => place >= end,
            Self::End => true,
        }
    }
}

/// What is on one shelf, as far as it is here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShelfRows {
    /// Newest first.
    pub places: Vec<Position>,
    /// Who told it.
    pub teller: Teller,
    /// Loading the next page, or the first.
    pub load: PageLoad,
    /// Why the last page did not come.
    pub failure: Option<RequestFailure>,
    reach: Reach,
}

impl ShelfRows {
    /// Whether a page of it is here, be it an empty one.
    #[must_use]
    pub const fn is_here(&self) -> bool {
        !matches!(self.reach, Reach::Nothing)
    }

    /// Whether there is more below.
    #[must_use]
    pub const fn has_more(&self) -> bool {
        matches!(self.reach, Reach::To(_))
    }
}

#[derive(Clone, Debug, PartialEq)]
struct Open {
    conversation_id: ConversationId,
    rows: [ShelfRows; 3],
    counts: Option<ShelfCounts>,
    /// The newest message that is known, whatever it holds.
    newest: Option<Position>,
    /// They are being asked for, or were in vain.
    is_counting: bool,
    is_indexing: bool,
}

impl Open {
    fn new(conversation_id: ConversationId) -> Self {
        Self {
            conversation_id,
            rows: Default::default(),
            counts: None,
            newest: None,
            is_counting: false,
            is_indexing: false,
        }
    }

    fn rows(&self, shelf: Shelf) -> &ShelfRows {
        &self.rows[shelf as usize]
    }

    fn rows_mut(&mut self, shelf: Shelf) -> &mut ShelfRows {
        &mut self.rows[shelf as usize]
    }

    fn count(&mut self, shelf: Shelf, change: Counted) {
        let Some(counts) = &mut self.counts else { return };
        match change.changed(counts.of(shelf)) {
            Some(count) => *counts.of_mut(shelf) = count,
            None => self.counts = None,
        }
    }

    fn count_on_two(&mut self, change: Counted) {
        let Some(counts) = &mut self.counts else { return };
        match change.changed(counts.on_two) {
            Some(count) => counts.on_two = count,
            None => self.counts = None,
        }
    }
}

/// The shelves that are open. Clones are the same.
#[derive(Clone, Debug, Default)]
pub struct Shelves {
    open: ArcRwSignal<Option<Open>>,
    messages: Table<Message>,
}

/// A page that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AskedPage {
    pub conversation_id: ConversationId,
    pub shelf: Shelf,
    pub before: Option<Position>,
    /// Who told what is above it.
    pub teller: Teller,
}

impl Shelves {
    /// Whether those of a conversation are open; tracked.
    #[must_use]
    pub fn are_open(&self, id: ConversationId) -> bool {
        self.open
            .with(|open| open.as_ref().is_some_and(|open| open.conversation_id == id))
    }

    /// What is on a shelf; tracked. `None`: none is open.
    #[must_use]
    pub fn rows(&self, shelf: Shelf) -> Option<ShelfRows> {
        self.open
            .with(|open| open.as_ref().map(|open| open.rows(shelf).clone()))
    }

    /// How many messages stand on each shelf, as far as that is known; tracked.
    #[must_use]
    pub fn counts(&self) -> Option<ShelfCounts> {
        self.open.with(|open| open.as_ref()?.counts)
    }

    /// Whether the counts were known and are not any more; tracked.
    #[must_use]
    pub fn needs_count(&self) -> bool {
        self.open.with(|open| {
            open.as_ref().is_some_and(|open| {
                let is_told = |rows: &ShelfRows| rows.is_here() && rows.teller == Teller::Server;
                open.counts.is_none() && !open.is_counting && open.rows.iter().any(is_told)
            })
        })
    }

    /// Whether the server still looks through older messages; tracked.
    #[must_use]
    pub fn is_indexing(&self) -> bool {
        self.open
            .with(|open| open.as_ref().is_some_and(|open| open.is_indexing))
    }

    /// A message that stands on a shelf; tracks its arrival.
    #[must_use]
    pub fn find(&self, id: MessageId) -> Option<ArcRwSignal<Message>> {
        self.messages.find(id)
    }

    /// Opens those of a conversation, unless they are.
    pub(crate) fn open(&self, id: ConversationId) {
        if self.conversation() != Some(id) {
            self.messages.clear();
            self.open.set(Some(Open::new(id)));
        }
    }

    /// Closes those of a conversation, if they are open.
    pub(crate) fn close(&self, id: ConversationId) {
        if self.conversation() == Some(id) {
            self.clear();
        }
    }

    pub(super) fn clear(&self) {
        if self.conversation().is_some() {
            self.open.set(None);
            self.messages.clear();
        }
    }

    fn conversation(&self) -> Option<ConversationId> {
        self.open
            .with_untracked(|open| open.as_ref().map(|open| open.conversation_id))
    }

    /// Which page comes next, when there is one and nobody asks for it yet; notes that it is asked for.
    pub(crate) fn begin_page(&self, shelf: Shelf, wish: PageWish) -> Option<AskedPage> {
        let open = self.open.get_untracked()?;
        let rows = open.rows(shelf);
        let before = match (wish, rows.reach) {
            (PageWish::First, Reach::Nothing) | (PageWish::Anew, _) => None,
            (PageWish::Next, Reach::To(end)) => Some(end),
            (PageWish::First | PageWish::Next, _) => return None,
        };
        if rows.load == PageLoad::Busy {
            return None;
        }
        let asked = AskedPage {
            conversation_id: open.conversation_id,
            shelf,
            before,
            teller: match wish {
                PageWish::Next => rows.teller,
                PageWish::First | PageWish::Anew => Teller::Server,
            },
        };
        self.change(|open| open.rows_mut(shelf).load = PageLoad::Busy);
        Some(asked)
    }

    /// A page came.
    pub(crate) fn hear_page(&self, asked: &AskedPage, teller: Teller, page: &ShelfPage) {
        if self.conversation() != Some(asked.conversation_id) {
            return;
        }
        for message in &page.messages {
            self.messages.put(message.clone());
        }
        let reach = page.next.map_or(Reach::End, Reach::To);
        let places = self.places(asked, reach);
        self.change(|open| {
            open.is_indexing = page.is_indexing;
            open.newest = open.newest.max(page.messages.first().map(Message::position));
            if let Some(counts) = page.counts {
                open.counts = Some(counts);
                // What came or went while the page was on its way.
                let told = |place: &&Position| page.messages.iter().any(|message| message.id == place.id);
                let came = places.iter().filter(|place| !told(place)).count();
                let gone = page.messages.len() + came - places.len();
                for _ in 0..came {
                    open.count(asked.shelf, Counted::Came);
                }
                for _ in 0..gone {
                    open.count(asked.shelf, Counted::Went);
                }
            }
            *open.rows_mut(asked.shelf) = ShelfRows {
                places,
                teller,
                load: PageLoad::Idle,
                failure: None,
                reach,
            };
        });
    }

    /// A page did not come.
    pub(crate) fn fail_page(&self, asked: &AskedPage, failure: RequestFailure) {
        if self.conversation() == Some(asked.conversation_id) {
            self.change(|open| {
                let rows = open.rows_mut(asked.shelf);
                rows.load = PageLoad::Failed;
                rows.failure = Some(failure);
            });
        }
    }

    /// The counts are about to be asked for: of which conversation; `None`: they are known, or somebody asks.
    pub(crate) fn begin_count(&self) -> Option<ConversationId> {
        let is_needed = |open: &&Open| open.counts.is_none() && !open.is_counting;
        let id = self.open.with_untracked(|open| {
            let open = open.as_ref().filter(is_needed)?;
            Some(open.conversation_id)
        })?;
        self.change(|open| open.is_counting = true);
        Some(id)
    }

    /// The counts came.
    pub(crate) fn hear_count(&self, id: ConversationId, counts: ShelfCounts) {
        if self.conversation() == Some(id) {
            self.change(|open| {
                open.counts = Some(counts);
                open.is_counting = false;
            });
        }
    }

    /// A message is new or changed.
    pub(super) fn hear(&self, message: &Message) {
        let Some(conversation) = self.conversation() else {
            return;
        };
        let before = self.messages.value_untracked(message.id);
        if message.conversation_id != conversation {
            // It moved to another conversation.
            if let Some(before) = before.filter(|before| before.version < message.version) {
                self.messages.remove(message.id);
                self.take_down(message.position());
                if Shelf::two_hold(&before.content) {
                    self.change(|open| open.count_on_two(Counted::Unknown));
                }
            }
            return;
        }
        if self.messages.put(message.clone()) == Put::Ignored {
            return;
        }
        let place = message.position();
        let age = self.age_of(place);
        // Among the links that are here all are known.
        let is_new_link = before.is_none() && self.includes(Shelf::Links, place);
        let on_two = if is_new_link {
            Shelf::two_hold(&message.content).then_some(Counted::Came)
        } else {
            counted_below(before.as_ref(), message, age, Shelf::two_hold)
        };
        if let Some(counted) = on_two {
            self.change(|open| open.count_on_two(counted));
        }
        for shelf in Shelf::ALL {
            let holds = shelf.holds(&message.content);
            let (stood, is_within) = self.open.with_untracked(|open| {
                open.as_ref().map_or((false, false), |open| {
                    let rows = open.rows(shelf);
                    (index_of(&rows.places, place).is_ok(), rows.reach.includes(place))
                })
            });
            match (stood, holds) {
                (true, false) => self.change(|open| {
                    remove(open.rows_mut(shelf), place);
                    open.count(shelf, Counted::Went);
                }),
                (false, true) if is_within => self.change(|open| {
                    insert(open.rows_mut(shelf), place);
                    open.count(shelf, Counted::Came);
                }),
                _ if stood || is_within => {}
                // Below what is here: the count may change all the same.
                _ => {
                    if let Some(counted) =
                        counted_below(before.as_ref(), message, age, |content| shelf.holds(content))
                    {
                        self.change(|open| open.count(shelf, counted));
                    }
                }
            }
        }
    }

    /// Whether the pages of a shelf have come down to a place.
    fn includes(&self, shelf: Shelf, place: Position) -> bool {
        self.open.with_untracked(|open| {
            open.as_ref()
                .is_some_and(|open| open.rows(shelf).reach.includes(place))
        })
    }

    /// How a place stands to all that is known; notes that it is known. Nothing on screen depends on it.
    fn age_of(&self, place: Position) -> Age {
        let newest = self.open.try_update_untracked(|open| {
            let newest = open.as_mut().map(|open| &mut open.newest)?;
            let before = *newest;
            *newest = before.max(Some(place));
            before
        });
        match newest.flatten() {
            Some(newest) if place > newest => Age::Newest,
            Some(_) => Age::Older,
            None => Age::Unknown,
        }
    }

    fn take_down(&self, place: Position) {
        for shelf in Shelf::ALL {
            let stood = self.open.with_untracked(|open| {
                open.as_ref()
                    .is_some_and(|open| index_of(&open.rows(shelf).places, place).is_ok())
            });
            if stood {
                self.change(|open| {
                    remove(open.rows_mut(shelf), place);
                    open.count(shelf, Counted::Went);
                });
            }
        }
    }

    /// Where the messages stand that are on a shelf, newest first, down to where its pages have come.
    fn places(&self, asked: &AskedPage, reach: Reach) -> Vec<Position> {
        let place_of = |message: &Message| {
            let is_on_it = message.conversation_id == asked.conversation_id
                && asked.shelf.holds(&message.content)
                && reach.includes(message.position());
            is_on_it.then(|| message.position())
        };
        let ids = self.messages.ids_untracked().into_iter();
        let mut places: Vec<_> = ids
            .filter_map(|id| self.messages.with_untracked(id, place_of).flatten())
            .collect();
        places.sort_unstable_by(|one, other| other.cmp(one));
        places
    }

    fn change(&self, change: impl FnOnce(&mut Open)) {
        self.open.update(|open| {
            if let Some(open) = open {
                change(open);
            }
        });
    }
}

/// Which page one wishes for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PageWish {
    /// The newest, unless it is here.
    First,
    /// The newest, whatever is here.
    Anew,
    /// What follows.
    Next,
}

/// Where a place is among those of a shelf, or would be.
fn index_of(places: &[Position], place: Position) -> Result<usize, usize> {
    places.binary_search_by(|known| place.cmp(known))
}

fn insert(rows: &mut ShelfRows, place: Position) {
    if let Err(at) = index_of(&rows.places, place) {
        rows.places.insert(at, place);
    }
}

fn remove(rows: &mut ShelfRows, place: Position) {
    if let Ok(at) = index_of(&rows.places, place) {
        rows.places.remove(at);
    }
}

#[cfg(test)]
mod tests;
