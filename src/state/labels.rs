//! Sources and groups: names that a team gives its contacts, and editing one of them.

use super::AppState;
use super::canned_responses::SavePhase;
use super::thread::set_if_other;
use domain::contact::{LISTING, label_key};
use domain::entities::{Group, Source};
use domain::ids::{GroupId, SourceId};
use leptos::prelude::*;

/// Which list a name is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LabelKind {
    /// "Fontes".
    Source,
    /// "Grupos".
    Group,
}

/// Which of all names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LabelId {
    /// A source.
    Source(SourceId),
    /// A group.
    Group(GroupId),
}

impl LabelId {
    /// The list that it is in.
    #[must_use]
    pub const fn kind(self) -> LabelKind {
        match self {
            Self::Source(_) => LabelKind::Source,
            Self::Group(_) => LabelKind::Group,
        }
    }
}

/// A source or a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Key.
    pub id: LabelId,
    /// Counts the changes.
    pub version: u64,
    /// What people call it.
    pub name: String,
}

impl From<Source> for Label {
    fn from(source: Source) -> Self {
        Self {
            id: LabelId::Source(source.id),
            version: source.version,
            name: source.name,
        }
    }
}

impl From<Group> for Label {
    fn from(group: Group) -> Self {
        Self {
            id: LabelId::Group(group.id),
            version: group.version,
            name: group.name,
        }
    }
}

/// A name that is being edited.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelEdit {
    /// Which. A new one has its id from the beginning, so that saving it twice makes one.
    pub id: LabelId,
    /// What was there when editing began; `None`: it is new.
    pub before: Option<Label>,
    /// Saving it.
    pub save: SavePhase,
}

impl AppState {
    /// Every source, by name; tracked.
    #[must_use]
    pub fn sources(&self) -> Vec<Source> {
        let mut sources = self.sources.values();
        sources.sort_by_cached_key(|source| label_key(&source.name));
        sources
    }

    /// Every group, by name; tracked.
    #[must_use]
    pub fn groups(&self) -> Vec<Group> {
        let mut groups = self.groups.values();
        groups.sort_by_cached_key(|group| label_key(&group.name));
        groups
    }

    /// Every name of a list; tracked.
    #[must_use]
    pub fn labels(&self, kind: LabelKind) -> Vec<Label> {
        match kind {
            LabelKind::Source => self.sources().into_iter().map(Label::from).collect(),
            LabelKind::Group => self.groups().into_iter().map(Label::from).collect(),
        }
    }

    fn label_untracked(&self, id: LabelId) -> Option<Label> {
        match id {
            LabelId::Source(id) => self.sources.value_untracked(id).map(Label::from),
            LabelId::Group(id) => self.groups.value_untracked(id).map(Label::from),
        }
    }

    /// A source as it was at a number of the log.
    pub(crate) fn put_source(&self, source: Source, n: u64) {
        if self.gone_sources.admits(&source.id, n) {
            self.sources.put(source);
        }
    }

    /// A group as it was at a number of the log.
    pub(crate) fn put_group(&self, group: Group, n: u64) {
        if self.gone_groups.admits(&group.id, n) {
            self.groups.put(group);
        }
    }

    /// A name is gone as of a number of the log.
    pub(crate) fn remove_label(&self, id: LabelId, n: u64) {
        match id {
            LabelId::Source(id) => {
                self.gone_sources.note(id, n);
                self.sources.remove(id);
            }
            LabelId::Group(id) => {
                self.gone_groups.note(id, n);
                self.groups.remove(id);
            }
        }
    }

    /// Begins to edit.
    pub(crate) fn begin_label_edit(&self, id: LabelId) {
        if !self.can_untracked(LISTING) {
            return;
        }
        let edit = LabelEdit {
            id,
            before: self.label_untracked(id),
            save: SavePhase::Idle,
        };
        set_if_other(&self.label_edit, Some(edit));
    }

    /// How saving what is being edited goes. After another edit has begun it changes nothing.
    pub(crate) fn set_label_save(&self, id: LabelId, save: SavePhase) {
        let is_it = self
            .label_edit
            .with_untracked(|edit| edit.as_ref().is_some_and(|edit| edit.id == id));
        if is_it {
            self.label_edit.update(|edit| {
                if let Some(edit) = edit {
                    edit.save = save;
                }
            });
        }
    }

    pub(super) fn forget_labels(&self) {
        self.sources.clear();
        self.groups.clear();
        self.gone_sources.clear();
        self.gone_groups.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::thread_layout::CivilDay;
    use domain::event::{Change, Event};

    fn group(n: u8, version: u64, name: &str) -> Group {
        Group {
            id: GroupId::from_parts(1, &[n; 10]),
            version,
            name: name.to_owned(),
        }
    }

    fn changed(n: u64, group: Group) -> Event {
        Event {
            n,
            change: Change::GroupChanged { group },
        }
    }

    fn names(state: &AppState) -> Vec<String> {
        let labels = state.labels(LabelKind::Group).into_iter();
        labels.map(|label| label.name).collect()
    }

    #[test]
    fn they_stand_in_the_order_of_their_names_whatever_the_accents() {
        let state = AppState::new(|_, _| CivilDay(0));
        state.apply_events(&[
            changed(1, group(1, 1, "Vip")),
            changed(2, group(2, 1, "Índio")),
            changed(3, group(3, 1, "indicação")),
        ]);
        assert_eq!(names(&state), ["indicação", "Índio", "Vip"]);
    }

    #[test]
    fn an_older_answer_does_not_bring_back_what_was_removed() {
        let state = AppState::new(|_, _| CivilDay(0));
        let id = group(1, 1, "").id;
        state.apply_events(&[
            changed(4, group(1, 1, "a")),
            Event {
                n: 6,
                change: Change::GroupRemoved { id },
            },
        ]);
        state.put_group(group(1, 2, "a"), 5);
        assert!(names(&state).is_empty());
    }
}
