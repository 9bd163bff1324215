//! Notes by contact: what the server says, and on top of it what was written here and is not at the server yet.

use super::AppState;
use super::contact_edits::Edited;
use super::phase::PageLoad;
use super::removals::Removals;
use domain::entities::Note;
use domain::ids::{ContactId, NoteId};
use domain::time::Timestamp;
use domain::wire::NotePage;
use leptos::prelude::*;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How far the older notes of a contact are loaded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OlderNotes {
    /// Whether the server has some that are not here.
    pub are_there: bool,
    /// Loading them.
    pub load: PageLoad,
}

/// A note as it shows.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownNote {
    /// The note; version 0 is one that only this device knows.
    pub note: Note,
    /// The server has yet to get it as it is here.
    pub is_waiting: bool,
}

#[derive(Clone, Debug, PartialEq)]
struct Known {
    note: Note,
    /// The newest number of the log that it is known to have been there at.
    n: u64,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct OfContact {
    notes: Vec<Known>,
    is_loaded: bool,
    older: OlderNotes,
    /// Down to where the server told all of them. Events may bring older ones: who was offline writes late.
    reach: Option<(Timestamp, NoteId)>,
}

/// What the server says of notes.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    by_contact: Arc<Mutex<HashMap<ContactId, ArcRwSignal<OfContact>>>>,
    gone: Removals<NoteId>,
}

impl Notes {
    fn of(&self, id: ContactId) -> ArcRwSignal<OfContact> {
        let mut by_contact = self.by_contact.lock().unwrap_or_else(PoisonError::into_inner);
        by_contact.entry(id).or_default().clone()
    }

    fn all(&self) -> Vec<ArcRwSignal<OfContact>> {
        let by_contact = self.by_contact.lock().unwrap_or_else(PoisonError::into_inner);
        by_contact.values().cloned().collect()
    }

    /// Whether the notes of a contact were loaded; tracked.
    #[must_use]
    pub fn is_loaded(&self, id: ContactId) -> bool {
        self.of(id).with(|of| of.is_loaded)
    }

    /// How far the older notes of a contact are loaded; tracked.
    #[must_use]
    pub fn older(&self, id: ContactId) -> OlderNotes {
        self.of(id).with(|of| of.older)
    }

    fn put(&self, note: &Note, n: u64) {
        if !self.gone.admits(&note.id, n) {
            return;
        }
        self.of(note.contact_id).update(|of| place(of, note, n));
    }

    fn remove(&self, contact_id: ContactId, id: NoteId, n: u64) {
        self.gone.note(id, n);
        self.of(contact_id)
            .update(|of| of.notes.retain(|known| known.note.id != id));
    }

    /// Views that still look at them see none.
    pub(super) fn forget(&self, id: ContactId) {
        self.of(id).set(OfContact::default());
    }

    pub(super) fn clear(&self) {
        for of in self.all() {
            of.set(OfContact::default());
        }
        self.gone.clear();
    }
}

fn place(of: &mut OfContact, note: &Note, n: u64) {
    match of.notes.iter_mut().find(|known| known.note.id == note.id) {
        Some(known) => {
            known.n = known.n.max(n);
            if known.note.version < note.version {
                known.note = note.clone();
            }
        }
        None => of.notes.push(Known {
            note: note.clone(),
            n,
        }),
    }
}

impl AppState {
    /// The notes of a contact, newest first; tracked.
    #[must_use]
    pub fn notes_of(&self, contact_id: ContactId) -> Vec<ShownNote> {
        let mut shown: Vec<_> = self.notes.of(contact_id).with(|of| {
            let notes = of.notes.iter().map(|known| known.note.clone());
            notes.map(settled).collect()
        });
        self.contact_edits.with(|edits| {
            let of_it = edits.iter().filter(|edit| edit.contact_id == contact_id);
            for edit in of_it.filter(|edit| edit.is_waiting()) {
                match &edit.what {
                    Edited::Contact(_) => {}
                    Edited::NoteRemoved { id } => shown.retain(|shown| shown.note.id != *id),
                    Edited::Note { id, put } => match shown.iter_mut().find(|shown| shown.note.id == *id) {
                        Some(shown) => {
                            shown.note.text.clone_from(&put.text);
                            shown.is_waiting = true;
                        }
                        None => shown.push(ShownNote {
                            note: Note {
                                id: *id,
                                version: 0,
                                contact_id,
                                author: edit.author,
                                text: put.text.clone(),
                                mentions: Vec::new(),
                                created_at: edit.at,
                                edited_at: None,
                            },
                            is_waiting: true,
                        }),
                    },
                }
            }
        });
        shown.sort_by_key(|shown| std::cmp::Reverse((shown.note.created_at, shown.note.id)));
        shown
    }

    /// What the server says of a contact's notes, for the device to keep, and after which time these are all; untracked. None: nobody
    /// knows.
    #[must_use]
    pub fn notes_to_keep(&self, contact_id: ContactId) -> (Vec<Note>, Option<Timestamp>) {
        self.notes.of(contact_id).with_untracked(|of| {
            let notes = of.notes.iter().map(|known| known.note.clone()).collect();
            let all_after = if of.is_loaded && !of.older.are_there {
                Some(Timestamp::from_millis(i64::MIN))
            } else {
                of.reach.map(|(at, _)| at)
            };
            (notes, all_after)
        })
    }

    /// A note as it was at a number of the log.
    pub(crate) fn put_note(&self, note: &Note, n: u64) {
        self.notes.put(note, n);
    }

    /// A note is gone as of a number of the log.
    pub(crate) fn remove_note(&self, contact_id: ContactId, id: NoteId, n: u64) {
        self.notes.remove(contact_id, id, n);
    }

    /// The newest notes of a contact as they were at a number of the log: what is not among them, and is not older than they
    /// reach, is gone.
    pub(crate) fn put_all_notes(&self, contact_id: ContactId, notes: &[Note], n: u64) {
        let reaches_all = notes.len() < NotePage::MOST;
        let oldest = notes.iter().map(place_of).min();
        self.notes.of(contact_id).update(|of| {
            of.is_loaded = true;
            let was_further = of.reach.zip(oldest).is_some_and(|(reach, oldest)| reach < oldest);
            if reaches_all || !was_further {
                of.older.are_there = !reaches_all;
                of.reach = oldest;
            }
            of.notes.retain(|known| {
                let is_beyond = !reaches_all && oldest.is_some_and(|(at, _)| known.note.created_at <= at);
                known.n > n || is_beyond || notes.iter().any(|note| note.id == known.note.id)
            });
        });
        for note in notes {
            self.put_note(note, n);
        }
    }

    /// The notes of a contact as the device kept them.
    pub(crate) fn restore_notes(&self, contact_id: ContactId, notes: &[Note], is_all: bool) {
        // The server was faster.
        if self.notes.of(contact_id).with_untracked(|of| of.is_loaded) {
            return;
        }
        for note in notes {
            // Nothing that was heard meanwhile is older.
            let is_known = self
                .notes
                .of(contact_id)
                .with_untracked(|of| of.notes.iter().any(|known| known.note.id == note.id));
            if !is_known {
                self.put_note(note, 0);
            }
        }
        if is_all {
            self.notes.of(contact_id).update(|of| {
                of.is_loaded = true;
                of.older.are_there = notes.len() >= NotePage::MOST;
            });
        }
    }

    /// Where the notes of a contact that are here end, for the page that follows; untracked. None: nothing follows, or it is under way.
    pub(crate) fn begin_older_notes(&self, contact_id: ContactId) -> Option<(Timestamp, NoteId)> {
        let of = self.notes.of(contact_id);
        let last = of.with_untracked(|of| {
            let is_wanted = of.older.are_there && of.older.load != PageLoad::Busy;
            let oldest = || of.notes.iter().map(|known| place_of(&known.note)).min();
            of.reach.or_else(oldest).filter(|_| is_wanted)
        });
        if last.is_some() {
            of.update(|of| of.older.load = PageLoad::Busy);
        }
        last
    }

    /// The page of older notes came, as it was at a number of the log; `None`: it did not.
    pub(crate) fn put_older_notes(&self, contact_id: ContactId, page: Option<&NotePage>, n: u64) {
        self.notes.of(contact_id).update(|of| match page {
            Some(page) => {
                of.older = OlderNotes {
                    are_there: page.has_older,
                    load: PageLoad::Idle,
                };
                of.reach = page.notes.iter().map(place_of).min().or(of.reach);
            }
            None => of.older.load = PageLoad::Failed,
        });
        for note in page.into_iter().flat_map(|page| &page.notes) {
            self.put_note(note, n);
        }
    }
}

const fn place_of(note: &Note) -> (Timestamp, NoteId) {
    (note.created_at, note.id)
}

fn settled(note: Note) -> ShownNote {
    ShownNote {
        note,
        is_waiting: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::contact_edits::ContactEdit;
    use crate::state::thread_layout::CivilDay;
    use domain::command::PutNote;
    use domain::event::{Change, Event};
    use domain::ids::AgentId;

    const WRITER: [u8; 10] = [7; 10];

    fn contact() -> ContactId {
        ContactId::from_parts(1, &[1; 10])
    }

    fn note(n: u8, version: u64, text: &str) -> Note {
        Note {
            id: NoteId::from_parts(1, &[n; 10]),
            version,
            contact_id: contact(),
            author: AgentId::from_parts(1, &WRITER),
            text: text.to_owned(),
            mentions: Vec::new(),
            created_at: Timestamp::from_seconds(i64::from(n)),
            edited_at: None,
        }
    }

    fn changed(n: u64, note: Note) -> Event {
        Event {
            n,
            change: Change::NoteChanged { note },
        }
    }

    fn removed(n: u64, note: &Note) -> Event {
        Event {
            n,
            change: Change::NoteRemoved {
                id: note.id,
                contact_id: contact(),
            },
        }
    }

    fn texts(state: &AppState) -> Vec<String> {
        let notes = state.notes_of(contact()).into_iter();
        notes.map(|shown| shown.note.text).collect()
    }

    #[test]
    fn the_newest_note_stands_first_and_an_older_version_changes_nothing() {
        let state = AppState::new(|_, _| CivilDay(0));
        state.apply_events(&[
            changed(1, note(1, 1, "primeira")),
            changed(3, note(2, 2, "segunda, corrigida")),
            changed(2, note(2, 1, "segunda")),
        ]);
        assert_eq!(texts(&state), ["segunda, corrigida", "primeira"]);
    }

    #[test]
    fn an_older_answer_does_not_bring_back_what_was_removed() {
        let state = AppState::new(|_, _| CivilDay(0));
        state.apply_events(&[changed(4, note(1, 1, "a")), removed(6, &note(1, 1, "a"))]);
        state.put_all_notes(contact(), &[note(1, 1, "a")], 5);
        state.restore_notes(contact(), &[note(1, 1, "a")], true);
        assert!(texts(&state).is_empty());
    }

    #[test]
    fn an_answer_takes_away_what_is_gone_and_leaves_what_came_after_it() {
        let state = AppState::new(|_, _| CivilDay(0));
        state.restore_notes(contact(), &[note(1, 1, "kept, gone since")], true);
        state.apply_events(&[changed(9, note(3, 1, "came meanwhile"))]);
        state.put_all_notes(contact(), &[note(2, 1, "there")], 8);
        assert_eq!(texts(&state), ["came meanwhile", "there"]);
    }

    /// As many as come with a conversation, the oldest after 1,000 seconds.
    fn newest() -> Vec<Note> {
        (0..NotePage::MOST)
            .map(|i| {
                let at = 1_000 + i64::try_from(i).expect("few");
                Note {
                    id: NoteId::from_parts(u64::try_from(at).expect("later than 1970"), &[0; 10]),
                    created_at: Timestamp::from_seconds(at),
                    ..note(1, 1, "nova")
                }
            })
            .collect()
    }

    #[test]
    fn the_device_learns_which_notes_are_all_there_are() {
        let state = AppState::new(|_, _| CivilDay(0));
        state.apply_events(&[changed(1, note(1, 1, "a"))]);
        assert_eq!(
            state.notes_to_keep(contact()).1,
            None,
            "nobody has asked the server"
        );
        state.put_all_notes(contact(), &newest(), 2);
        let reach = Timestamp::from_seconds(1_000);
        assert_eq!(
            state.notes_to_keep(contact()).1,
            Some(reach),
            "older ones may be there"
        );
        state.put_all_notes(contact(), &[note(1, 1, "a")], 3);
        let (notes, all_after) = state.notes_to_keep(contact());
        assert_eq!(notes, [note(1, 1, "a")]);
        assert!(all_after.is_some_and(|after| after < Timestamp::default()));
    }

    #[test]
    fn one_that_was_written_long_ago_and_came_late_hides_none_before_it() {
        for comes_first in [true, false] {
            let state = AppState::new(|_, _| CivilDay(0));
            let late = || state.apply_events(&[changed(2, note(9, 1, "sem conexão"))]);
            if comes_first {
                late();
            }
            state.put_all_notes(contact(), &newest(), 1);
            if !comes_first {
                late();
            }
            let place = state.begin_older_notes(contact()).expect("there are older ones");
            assert_eq!(place.0, Timestamp::from_seconds(1_000), "{comes_first}");
            assert_eq!(texts(&state).last().map(String::as_str), Some("sem conexão"));
        }
    }

    #[test]
    fn older_notes_are_asked_for_once_and_stay_when_the_newest_come_again() {
        let state = AppState::new(|_, _| CivilDay(0));
        let newest = newest();
        state.put_all_notes(contact(), &newest, 1);
        assert!(state.notes.older(contact()).are_there);
        let place = state.begin_older_notes(contact()).expect("there are older ones");
        assert_eq!(place.0, Timestamp::from_seconds(1_000));
        assert_eq!(state.begin_older_notes(contact()), None, "they are under way");
        let page = NotePage {
            notes: vec![note(9, 1, "antiga")],
            has_older: false,
        };
        state.put_older_notes(contact(), Some(&page), 1);
        assert_eq!(state.begin_older_notes(contact()), None, "that was all");
        assert_eq!(texts(&state).last().map(String::as_str), Some("antiga"));
        state.put_all_notes(contact(), &newest, 2);
        assert_eq!(texts(&state).last().map(String::as_str), Some("antiga"));
    }

    #[test]
    fn what_is_written_here_shows_at_once_and_becomes_the_servers_note() {
        let state = AppState::new(|_, _| CivilDay(0));
        state.put_all_notes(contact(), &[note(1, 1, "antiga")], 1);
        let edit = |key: &str, what: Edited| ContactEdit {
            key: key.to_owned(),
            author: AgentId::from_parts(1, &WRITER),
            contact_id: contact(),
            at: Timestamp::from_seconds(2),
            contact_name: None,
            what,
            refusal: None,
        };
        let put = |text: &str| PutNote {
            edited_at: Timestamp::from_seconds(2),
            text: text.to_owned(),
        };
        let id = note(2, 1, "").id;
        state.put_contact_edit(edit("1", Edited::Note { id, put: put("nova") }));
        assert_eq!(texts(&state), ["nova", "antiga"]);
        assert!(state.notes_of(contact())[0].is_waiting);

        state.put_note(&note(2, 1, "nova"), u64::MAX);
        state.take_contact_edit("1");
        assert_eq!(texts(&state), ["nova", "antiga"]);
        assert!(!state.notes_of(contact())[0].is_waiting);

        state.put_contact_edit(edit("2", Edited::NoteRemoved { id }));
        assert_eq!(texts(&state), ["antiga"]);
        state.take_contact_edit("2");
        assert_eq!(texts(&state), ["nova", "antiga"], "the server did not let it go");
    }

    #[test]
    fn a_contact_out_of_sight_takes_its_notes_along() {
        let state = AppState::new(|_, _| CivilDay(0));
        state.put_all_notes(contact(), &[note(1, 1, "segredo")], 1);
        state.forget_contact(contact());
        assert!(texts(&state).is_empty());
        assert!(!state.notes.is_loaded(contact()));
    }
}
