//! Answers that the team keeps ready, and editing one.

use super::AppState;
use super::phase::RequestFailure;
use super::thread::set_if_other;
use domain::canned_response::{CannedResponse, NEEDED_PERMISSION, shortcut_key};
use domain::ids::CannedResponseId;
use leptos::prelude::*;

/// A canned response that is being edited.
#[derive(Clone, Debug, PartialEq)]
pub struct CannedEdit {
    /// Which. A new one has its id from the beginning, so that saving it twice makes one.
    pub id: CannedResponseId,
    /// What was there when editing began; `None`: it is new.
    pub before: Option<CannedResponse>,
    /// Saving it.
    pub save: SavePhase,
}

/// How saving goes.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum SavePhase {
    /// Nothing was asked.
    #[default]
    Idle,
    /// The server is asked.
    Busy,
    /// It did not work; what was written is still there.
    Failed(RequestFailure),
}

impl AppState {
    /// Every canned response, by shortcut; tracked.
    #[must_use]
    pub fn canned_responses(&self) -> Vec<CannedResponse> {
        let mut responses = self.canned_responses.values();
        responses.sort_by_cached_key(|response| shortcut_key(&response.shortcut));
        responses
    }

    /// What the device keeps of them: all.
    pub(crate) fn canned_responses_to_keep(&self) -> Vec<CannedResponse> {
        let ids = self.canned_responses.ids_untracked().into_iter();
        ids.filter_map(|id| self.canned_responses.value_untracked(id))
            .collect()
    }

    /// A canned response as it was at a number of the log.
    pub(crate) fn put_canned_response(&self, response: CannedResponse, n: u64) {
        if self.gone_canned_responses.admits(&response.id, n) {
            self.canned_responses.put(response);
        }
    }

    /// A canned response is gone as of a number of the log.
    pub(crate) fn remove_canned_response(&self, id: CannedResponseId, n: u64) {
        self.gone_canned_responses.note(id, n);
        self.canned_responses.remove(id);
    }

    /// Begins to edit.
    pub(crate) fn begin_canned_edit(&self, id: CannedResponseId) {
        if !self.can_untracked(NEEDED_PERMISSION) {
            return;
        }
        let edit = CannedEdit {
            id,
            before: self.canned_responses.value_untracked(id),
            save: SavePhase::Idle,
        };
        set_if_other(&self.canned_edit, Some(edit));
    }

    /// How saving what is being edited goes. After another edit has begun it changes nothing.
    pub(crate) fn set_canned_save(&self, id: CannedResponseId, save: SavePhase) {
        let is_it = self
            .canned_edit
            .with_untracked(|edit| edit.as_ref().is_some_and(|edit| edit.id == id));
        if is_it {
            self.canned_edit.update(|edit| {
                if let Some(edit) = edit {
                    edit.save = save;
                }
            });
        }
    }

    pub(super) fn forget_canned_responses(&self) {
        self.canned_responses.clear();
        self.gone_canned_responses.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::thread_layout::CivilDay;
    use domain::event::{Change, Event};

    fn response(n: u8, version: u64, shortcut: &str) -> CannedResponse {
        CannedResponse {
            id: CannedResponseId::from_parts(1, &[n; 10]),
            version,
            shortcut: shortcut.to_owned(),
            title: String::new(),
            body: "Oi".to_owned(),
            buttons: Vec::new(),
            attachment: None,
        }
    }

    fn changed(n: u64, canned_response: CannedResponse) -> Event {
        Event {
            n,
            change: Change::CannedResponseChanged { canned_response },
        }
    }

    fn removed(n: u64, response: &CannedResponse) -> Event {
        Event {
            n,
            change: Change::CannedResponseRemoved { id: response.id },
        }
    }

    fn shortcuts(state: &AppState) -> Vec<String> {
        let responses = state.canned_responses().into_iter();
        responses.map(|response| response.shortcut).collect()
    }

    #[test]
    fn they_stand_in_the_order_of_their_shortcuts_whatever_the_accents() {
        let state = AppState::new(|_, _| CivilDay(0));
        state.apply_events(&[
            changed(1, response(1, 1, "zelo")),
            changed(2, response(2, 1, "água")),
            changed(3, response(3, 1, "boleto")),
        ]);
        assert_eq!(shortcuts(&state), ["água", "boleto", "zelo"]);
    }

    #[test]
    fn an_older_answer_does_not_bring_back_what_was_removed() {
        let state = AppState::new(|_, _| CivilDay(0));
        let one = response(1, 1, "a");
        state.apply_events(&[changed(4, one.clone()), removed(6, &one)]);
        assert!(shortcuts(&state).is_empty());
        state.put_canned_response(one.clone(), 5);
        assert!(shortcuts(&state).is_empty());
        state.apply_events(&[changed(8, one)]);
        assert_eq!(shortcuts(&state), ["a"], "somebody made it again");
    }

    #[test]
    fn an_older_version_changes_nothing() {
        let state = AppState::new(|_, _| CivilDay(0));
        state.apply_events(&[
            changed(2, response(1, 2, "novo")),
            changed(1, response(1, 1, "velho")),
        ]);
        assert_eq!(shortcuts(&state), ["novo"]);
    }
}
