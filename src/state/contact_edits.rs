//! What was changed of contacts here and is not at the server yet.
//!
//! The table of contacts shows what the server says with these changes on top; what the server says is kept beside it, for when a
//! change is answered. Of two changes of one field the server takes the later one, and its answer shows everybody which.

use super::AppState;
use domain::command::{ChangeContact, PutNote};
use domain::entities::Contact;
use domain::error::{ErrorCode, Problem};
use domain::ids::{AgentId, ContactId, NoteId};
use domain::phone::readable;
use domain::time::Timestamp;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// One change that the server has yet to take.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ContactEdit {
    /// Its key on the device; keys stand in the order of writing.
    pub key: String,
    /// Who made it.
    pub author: AgentId,
    /// Of whom.
    pub contact_id: ContactId,
    /// When, by the server's clock.
    pub at: Timestamp,
    /// What whoever a note is about was called, to be told when nobody sees them any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_name: Option<String>,
    /// What.
    pub what: Edited,
    /// The server will never take it. Only of notes: their text is kept until its author has seen it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Problem>,
}

/// What a change is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edited {
    /// The contact itself.
    Contact(ChangeContact),
    /// A note, new or changed.
    Note {
        /// Which.
        id: NoteId,
        /// What it says.
        put: PutNote,
    },
    /// A note goes.
    NoteRemoved {
        /// Which.
        id: NoteId,
    },
}

impl ContactEdit {
    /// Whether the server is still to be asked.
    #[must_use]
    pub const fn is_waiting(&self) -> bool {
        self.refusal.is_none()
    }

    fn change(&self) -> Option<&ChangeContact> {
        match &self.what {
            Edited::Contact(change) => Some(change),
            Edited::Note { .. } | Edited::NoteRemoved { .. } => None,
        }
    }
}

/// All changes that wait, oldest first, and what the server says of the contacts that they change.
#[derive(Clone, Debug, Default)]
pub struct ContactEdits {
    all: ArcRwSignal<Vec<ContactEdit>>,
    told: Arc<Mutex<HashMap<ContactId, Contact>>>,
    /// What those were called who have just gone while a note was written of them.
    gone: Arc<Mutex<HashMap<ContactId, String>>>,
}

impl ContactEdits {
    /// How many the server is still to be asked for; untracked.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.all
            .with_untracked(|all| all.iter().filter(|edit| edit.is_waiting()).count())
    }

    /// All of them, untracked.
    #[must_use]
    pub fn all_untracked(&self) -> Vec<ContactEdit> {
        self.all.get_untracked()
    }

    /// Looks at all of them; tracked.
    pub fn with<T>(&self, look: impl FnOnce(&[ContactEdit]) -> T) -> T {
        self.all.with(|all| look(all))
    }

    /// Notes that the server refused; tracked.
    #[must_use]
    pub fn refused(&self) -> Vec<ContactEdit> {
        self.with(|all| all.iter().filter(|edit| !edit.is_waiting()).cloned().collect())
    }

    fn changes(&self, id: ContactId) -> Vec<ChangeContact> {
        let is_of = |edit: &&ContactEdit| edit.contact_id == id && edit.is_waiting();
        self.all.with_untracked(|all| {
            let of = all.iter().filter(is_of);
            of.filter_map(ContactEdit::change).cloned().collect()
        })
    }

    fn gone(&self) -> MutexGuard<'_, HashMap<ContactId, String>> {
        self.gone.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn told(&self) -> MutexGuard<'_, HashMap<ContactId, Contact>> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl AppState {
    /// What the server says of a contact, without what was changed here; untracked.
    #[must_use]
    pub fn contact_as_told(&self, id: ContactId) -> Option<Contact> {
        let told = self.contact_edits.told().get(&id).cloned();
        told.or_else(|| self.contacts.value_untracked(id))
    }

    /// The server's word of a contact.
    pub(crate) fn put_contact(&self, contact: Contact) {
        let id = contact.id;
        if self.contact_edits.changes(id).is_empty() {
            self.contacts.put(contact);
            return;
        }
        {
            let mut told = self.contact_edits.told();
            let is_old = told
                .get(&id)
                .is_some_and(|known| known.version >= contact.version);
            if !is_old {
                told.insert(id, contact);
            }
        }
        self.show_contact(id);
    }

    /// The server's answer about a contact. Whoever has gone since it was asked does not come back with it.
    pub(crate) fn renew_contact(&self, contact: Contact) {
        if self.contacts.get(contact.id).is_some() {
            self.put_contact(contact);
        }
    }

    /// What is being written of a contact; empty: nothing any more.
    pub(crate) fn draft_note(&self, id: ContactId, text: String) {
        self.note_drafts.update(|drafts| {
            if text.is_empty() {
                drafts.remove(&id);
            } else {
                drafts.insert(id, text);
            }
        });
    }

    /// A contact is gone, or nobody here may see it any more.
    pub(crate) fn forget_contact(&self, id: ContactId) {
        let is_written_of = self.note_drafts.with_untracked(|drafts| drafts.contains_key(&id));
        if let Some(name) = self.known_name(id).filter(|_| is_written_of) {
            self.contact_edits.gone().insert(id, name);
        }
        self.contacts.remove(id);
        self.contact_edits.told().remove(&id);
        self.notes.forget(id);
        self.found_contacts.maybe_update(|found| found.forget(id));
    }

    /// What a contact is called, if that is known here: name, else phone, else username; untracked.
    pub(crate) fn known_name(&self, id: ContactId) -> Option<String> {
        self.contacts.with_untracked(id, known_name).flatten()
    }

    /// Something was changed here. One that is known takes the place of what it was.
    pub(crate) fn put_contact_edit(&self, edit: ContactEdit) {
        let id = edit.contact_id;
        if edit.change().is_some() {
            let shown = self.contacts.value_untracked(id);
            let mut told = self.contact_edits.told();
            if let (Some(shown), false) = (shown, told.contains_key(&id)) {
                told.insert(id, shown);
            }
        }
        self.contact_edits
            .all
            .update(|all| match all.iter_mut().find(|known| known.key == edit.key) {
                Some(known) => *known = edit,
                None => {
                    all.push(edit);
                    all.sort_by(|a, b| a.key.cmp(&b.key));
                }
            });
        self.show_contact(id);
    }

    /// A change was answered, or is given up: what the server says counts again.
    pub(crate) fn take_contact_edit(&self, key: &str) {
        let edits = &self.contact_edits;
        let taken = edits
            .all
            .with_untracked(|all| all.iter().find(|edit| edit.key == key).cloned());
        let Some(taken) = taken else { return };
        edits.all.update(|all| all.retain(|edit| edit.key != key));
        self.show_contact(taken.contact_id);
        if edits.changes(taken.contact_id).is_empty() {
            edits.told().remove(&taken.contact_id);
        }
    }

    /// Contacts are gone, or out of sight: what was being written of them stays as notes that were not saved, until their author has
    /// seen them. Gives these.
    pub(crate) fn set_note_drafts_aside(
        &self,
        gone: &BTreeSet<ContactId>,
        author: AgentId,
        at: Timestamp,
        mut new_id: impl FnMut() -> NoteId,
    ) -> Vec<ContactEdit> {
        let has_draft = |id: &&ContactId| self.note_drafts.with_untracked(|drafts| drafts.contains_key(*id));
        let lost: Vec<_> = gone.iter().filter(has_draft).copied().collect();
        if lost.is_empty() {
            return Vec::new();
        }
        let mut aside = Vec::new();
        self.note_drafts.update(|drafts| {
            for contact_id in lost {
                let text = drafts.remove(&contact_id).unwrap_or_default();
                let contact_name = self.contact_edits.gone().remove(&contact_id);
                if !text.trim().is_empty() {
                    aside.push(ContactEdit {
                        key: key_of_draft(contact_id, &text),
                        author,
                        contact_id,
                        at,
                        contact_name,
                        what: Edited::Note {
                            id: new_id(),
                            put: PutNote { edited_at: at, text },
                        },
                        refusal: Some(Problem::new(ErrorCode::NotFound)),
                    });
                }
            }
        });
        for edit in &aside {
            self.put_contact_edit(edit.clone());
        }
        aside
    }

    /// Shows a contact as it is with all that was changed here.
    fn show_contact(&self, id: ContactId) {
        let told = self.contact_edits.told().get(&id).cloned();
        if let Some(mut contact) = told {
            for change in self.contact_edits.changes(id) {
                apply(&change, &mut contact);
            }
            self.contacts.show(contact);
            if self.place_contact_quietly(id) {
                self.conversation_list.notify();
            }
        }
    }

    /// The person who made them has left this device.
    pub(super) fn forget_contact_edits(&self) {
        self.contact_edits.all.set(Vec::new());
        self.contact_edits.told().clear();
        self.contact_edits.gone().clear();
    }

    /// Another log: what the server said does not count any more. What was changed here stays.
    pub(super) fn forget_told_contacts(&self) {
        self.contact_edits.told().clear();
    }
}

/// What a contact is called: name, else phone, else username.
#[must_use]
pub fn known_name(contact: &Contact) -> Option<String> {
    let name = contact.name.trim();
    if !name.is_empty() {
        return Some(name.to_owned());
    }
    let phone = contact.phone.as_deref().map(readable);
    phone.or_else(|| contact.username.as_ref().map(|name| format!("@{name}")))
}

/// The same in every tab, so that what was being written is set aside once.
fn key_of_draft(contact_id: ContactId, text: &str) -> String {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    format!("draft/{contact_id}/{:016x}", hasher.finish())
}

/// What becomes of a contact by a change.
fn apply(change: &ChangeContact, contact: &mut Contact) {
    if let Some(name) = &change.name {
        contact.name.clone_from(name);
    }
    if let Some(stage) = change.stage {
        contact.stage = stage;
    }
    if let Some(source_id) = change.source_id {
        contact.source_id = source_id;
    }
    if let Some(avatar) = change.avatar {
        contact.avatar = avatar;
    }
    let groups = &mut contact.group_ids;
    groups.retain(|id| !change.remove_groups.contains(id));
    groups.extend(&change.add_groups);
    groups.sort_unstable();
    groups.dedup();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::examples;
    use crate::state::thread_layout::CivilDay;
    use domain::entities::Stage;
    use domain::ids::GroupId;

    fn contact(version: u64, name: &str) -> Contact {
        Contact {
            version,
            name: name.to_owned(),
            group_ids: vec![group(2)],
            ..examples::contact(ContactId::from_parts(1, &[1; 10]))
        }
    }

    fn group(n: u8) -> GroupId {
        GroupId::from_parts(1, &[n; 10])
    }

    fn edit(key: &str, change: ChangeContact) -> ContactEdit {
        ContactEdit {
            key: key.to_owned(),
            author: AgentId::from_parts(1, &[1; 10]),
            contact_id: contact(1, "").id,
            at: Timestamp::default(),
            contact_name: None,
            what: Edited::Contact(change),
            refusal: None,
        }
    }

    fn named(name: &str) -> ChangeContact {
        ChangeContact {
            name: Some(name.to_owned()),
            ..ChangeContact::default()
        }
    }

    fn state() -> AppState {
        let state = AppState::new(|_, _| CivilDay(0));
        state.put_contact(contact(1, "Ana"));
        state
    }

    fn shown(state: &AppState) -> Contact {
        let id = contact(1, "").id;
        state.contacts.value_untracked(id).expect("it is here")
    }

    #[test]
    fn what_is_changed_here_shows_at_once_on_top_of_what_the_server_says() {
        let state = state();
        state.put_contact_edit(edit("1", named("Ana Paula")));
        state.put_contact_edit(edit(
            "2",
            ChangeContact {
                stage: Some(Stage::Qualified),
                add_groups: vec![group(1)],
                remove_groups: vec![group(2)],
                ..ChangeContact::default()
            },
        ));
        assert_eq!(shown(&state).name, "Ana Paula");
        assert_eq!(shown(&state).stage, Stage::Qualified);
        assert_eq!(shown(&state).group_ids, [group(1)]);
        assert_eq!(
            state.contact_as_told(shown(&state).id),
            Some(contact(1, "Ana")),
            "the device keeps what the server says"
        );

        // A colleague changes another field meanwhile.
        let other = Contact {
            is_blocked: true,
            ..contact(2, "Ana")
        };
        state.put_contact(other);
        assert!(shown(&state).is_blocked);
        assert_eq!(shown(&state).name, "Ana Paula");
    }

    #[test]
    fn the_answer_says_who_was_later() {
        let state = state();
        state.put_contact_edit(edit("1", named("Ana Paula")));
        state.put_contact(contact(3, "Ana Lúcia"));
        state.take_contact_edit("1");
        assert_eq!(shown(&state), contact(3, "Ana Lúcia"));
        // An older answer comes late.
        state.put_contact(contact(2, "Ana Paula"));
        assert_eq!(shown(&state), contact(3, "Ana Lúcia"));
    }

    #[test]
    fn an_answer_that_comes_late_brings_nobody_back() {
        let state = state();
        state.renew_contact(contact(2, "Ana Paula"));
        assert_eq!(shown(&state).name, "Ana Paula");
        let id = contact(1, "").id;
        state.forget_contact(id);
        state.renew_contact(contact(3, "Ana Paula"));
        assert_eq!(state.contacts.value_untracked(id), None);
    }

    #[test]
    fn what_is_refused_is_as_it_was() {
        let state = state();
        state.put_contact_edit(edit("1", named("Ana Paula")));
        state.take_contact_edit("1");
        assert_eq!(shown(&state), contact(1, "Ana"));
        assert_eq!(state.contact_edits.waiting(), 0);
    }

    #[test]
    fn what_was_being_written_of_a_contact_outlives_it_once() {
        let state = state();
        let id = contact(1, "").id;
        let other = ContactId::from_parts(2, &[2; 10]);
        state.note_drafts.set(HashMap::from([
            (id, "Prefere a tarde".to_owned()),
            (other, "Fica".to_owned()),
        ]));
        let author = AgentId::from_parts(1, &[1; 10]);
        let gone = BTreeSet::from([id, ContactId::from_parts(3, &[3; 10])]);
        let aside = |state: &AppState| {
            let new_id = || NoteId::from_parts(1, &[1; 10]);
            state.set_note_drafts_aside(&gone, author, Timestamp::default(), new_id)
        };
        state.forget_contact(id);
        let edits = aside(&state);
        assert_eq!(edits.len(), 1);
        assert_eq!(edits[0].contact_name.as_deref(), Some("Ana"), "who it was about");
        let is_text = matches!(&edits[0].what, Edited::Note { put, .. } if put.text == "Prefere a tarde");
        assert!(is_text && !edits[0].is_waiting(), "{edits:?}");
        assert_eq!(state.contact_edits.all_untracked(), edits);
        assert_eq!(state.contact_edits.waiting(), 0, "nobody is asked for it");
        assert_eq!(
            state.note_drafts.get_untracked(),
            HashMap::from([(other, "Fica".to_owned())])
        );
        // Another tab heard the same.
        state
            .note_drafts
            .set(HashMap::from([(id, "Prefere a tarde".to_owned())]));
        aside(&state);
        assert_eq!(state.contact_edits.all_untracked().len(), 1);
    }

    #[test]
    fn a_contact_that_comes_later_shows_what_was_changed_before() {
        let state = AppState::new(|_, _| CivilDay(0));
        state.put_contact_edit(edit("1", named("Ana Paula")));
        state.put_contact(contact(1, "Ana"));
        assert_eq!(shown(&state).name, "Ana Paula");
    }
}
