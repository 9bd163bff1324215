//! Rows by id, one signal a row.
//!
//! A row's signal is made here and lives as long as anyone holds it, so a view that outlives its row reads the last value
//! instead of panicking. Effects run after the current turn of the event loop: whatever one function changes without awaiting
//! is one batch for the views.

use domain::alarm::Alarm;
use domain::canned_response::CannedResponse;
use domain::entities::{Agent, Contact, Conversation, Group, Message, PhoneNumber, Role, Source};
use domain::template::Template;
use leptos::prelude::*;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// What a table can hold.
pub trait Row: Clone + PartialEq + Send + Sync + 'static {
    /// The key.
    type Id: Copy + Eq + Hash + Send + Sync + 'static;

    /// This row's key.
    fn id(&self) -> Self::Id;

    /// Counts the changes of this row; 0 is a row that only this device knows.
    fn version(&self) -> u64;
}

/// What became of a row that was put into a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// The table did not have it.
    Added,
    /// It took the place of an older version.
    Replaced,
    /// The table has this version or a newer one.
    Ignored,
}

/// Rows by id.
#[derive(Debug)]
pub struct Table<R: Row> {
    rows: Arc<RwLock<HashMap<R::Id, ArcRwSignal<R>>>>,
    membership: ArcTrigger,
}

impl<R: Row> Clone for Table<R> {
    fn clone(&self) -> Self {
        Self {
            rows: Arc::clone(&self.rows),
            membership: self.membership.clone(),
        }
    }
}

impl<R: Row> Default for Table<R> {
    fn default() -> Self {
        Self {
            rows: Arc::default(),
            membership: ArcTrigger::new(),
        }
    }
}

impl<R: Row> Table<R> {
    /// The row's signal, if the row is here. Tracks nothing by itself.
    #[must_use]
    pub fn get(&self, id: R::Id) -> Option<ArcRwSignal<R>> {
        self.read().get(&id).cloned()
    }

    /// The row's signal; when it is not here (yet), the reader runs again once rows come or go.
    #[must_use]
    pub fn find(&self, id: R::Id) -> Option<ArcRwSignal<R>> {
        let found = self.get(id);
        if found.is_none() {
            self.membership.track();
        }
        found
    }

    /// Whether the row is here; tracks that it comes and goes.
    #[must_use]
    pub fn is_here(&self, id: R::Id) -> bool {
        self.membership.track();
        self.read().contains_key(&id)
    }

    /// The row as it is now; tracks it, or its arrival.
    #[must_use]
    pub fn value(&self, id: R::Id) -> Option<R> {
        self.find(id).map(|row| row.get())
    }

    /// The row as it is now, untracked.
    #[must_use]
    pub fn value_untracked(&self, id: R::Id) -> Option<R> {
        self.get(id).map(|row| row.get_untracked())
    }

    /// Looks at a row without tracking or cloning it. `look` must not write signals.
    pub fn with_untracked<T>(&self, id: R::Id, look: impl FnOnce(&R) -> T) -> Option<T> {
        self.get(id).map(|row| row.with_untracked(look))
    }

    /// Every row's signal in no order; the reader runs again when rows come or go.
    #[must_use]
    pub fn rows(&self) -> Vec<ArcRwSignal<R>> {
        self.membership.track();
        self.read().values().cloned().collect()
    }

    /// Every row as it is now, in no order; tracks all of them, and that rows come or go.
    #[must_use]
    pub fn values(&self) -> Vec<R> {
        self.rows().iter().map(Get::get).collect()
    }

    /// Every id in no order, untracked.
    #[must_use]
    pub fn ids_untracked(&self) -> Vec<R::Id> {
        self.read().keys().copied().collect()
    }

    /// How many rows there are, untracked.
    #[must_use]
    pub fn len_untracked(&self) -> usize {
        self.read().len()
    }

    /// Puts a row, unless the table has this version or a newer one. Rows of version 0 replace each other.
    pub fn put(&self, row: R) -> Put {
        let (put, unheard) = self.put_quietly(row);
        if let Some(row) = unheard {
            row.notify();
        }
        put
    }

    /// The same, but whoever watches a row that was replaced does not hear of it yet: its signal is to be notified soon.
    pub fn put_quietly(&self, row: R) -> (Put, Option<ArcRwSignal<R>>) {
        let known = self.get(row.id());
        let Some(signal) = known else {
            self.write().insert(row.id(), ArcRwSignal::new(row));
            self.membership.notify();
            return (Put::Added, None);
        };
        let is_newer = signal.with_untracked(|old| {
            row.version() > old.version() || (row.version() == 0 && old.version() == 0 && row != *old)
        });
        if is_newer {
            *signal.write_untracked() = row;
            (Put::Replaced, Some(signal))
        } else {
            (Put::Ignored, None)
        }
    }

    /// Shows a row in place of the one that is there, whatever their versions: what only this device knows is in it, or no longer.
    pub fn show(&self, row: R) {
        match self.get(row.id()) {
            Some(signal) => {
                if signal.with_untracked(|old| *old != row) {
                    signal.set(row);
                }
            }
            None => {
                self.put(row);
            }
        }
    }

    /// Takes a row out.
    pub fn remove(&self, id: R::Id) {
        if self.write().remove(&id).is_some() {
            self.membership.notify();
        }
    }

    /// Takes every row out.
    pub fn clear(&self) {
        self.write().clear();
        self.membership.notify();
    }

    fn read(&self) -> RwLockReadGuard<'_, HashMap<R::Id, ArcRwSignal<R>>> {
        self.rows.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, HashMap<R::Id, ArcRwSignal<R>>> {
        self.rows.write().unwrap_or_else(PoisonError::into_inner)
    }
}

macro_rules! row {
    ($($entity:ident by $id:ident),+ $(,)?) => {
        $(impl Row for $entity {
            type Id = domain::ids::$id;

            fn id(&self) -> Self::Id {
                self.id
            }

            fn version(&self) -> u64 {
                self.version
            }
        })+
    };
}

row!(
    Alarm by AlarmId,
    CannedResponse by CannedResponseId,
    Template by TemplateId,
    Agent by AgentId,
    Role by RoleId,
    PhoneNumber by PhoneNumberId,
    Contact by ContactId,
    Source by SourceId,
    Group by GroupId,
    Conversation by ConversationId,
    Message by MessageId,
);
