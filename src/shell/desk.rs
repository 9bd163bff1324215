//! What every page needs: the state, where wishes go, which page this is, names and times.

use super::Place;
use super::split::Panels;
use crate::browser::intl;
use crate::i18n::use_i18n;
use crate::state::AppState;
use crate::state::intent::{Intent, Intents};
use crate::ui::part::Part;
use domain::date_wording::{CivilTime, day_separator, time_of_day};
use domain::permission::Permission;
use domain::time::Timestamp;
use leptos::prelude::*;

/// A handle that copies. It lives as long as the shell.
#[derive(Clone, Copy)]
pub struct Desk {
    state: StoredValue<AppState>,
    intents: StoredValue<Intents>,
    place: Memo<Place>,
    panels: Part<Panels>,
    search_wish: RwSignal<bool>,
}

impl Desk {
    /// Makes it and provides it to what is below.
    pub(super) fn provide(place: Memo<Place>) -> Self {
        let desk = Self {
            state: StoredValue::new(expect_context()),
            intents: StoredValue::new(expect_context()),
            place,
            panels: Part::new(Panels::fetch),
            search_wish: RwSignal::new(false),
        };
        // Before a menu is opened, so that they are there by then.
        desk.panels.bring_ahead();
        provide_context(desk);
        desk
    }

    /// That of the shell around.
    ///
    /// # Panics
    /// Outside of the shell.
    #[must_use]
    pub fn here() -> Self {
        expect_context()
    }

    /// Looks at the state.
    pub fn with<T>(self, look: impl FnOnce(&AppState) -> T) -> T {
        self.state.with_value(look)
    }

    /// Emits an intent. After the shell has ended it does nothing.
    pub fn emit(self, intent: Intent) {
        self.intents.try_with_value(|intents| intents.emit(intent));
    }

    /// What the agent's own menu opens, a part of the program that comes right after the first screen.
    pub(super) const fn panels(self) -> Part<Panels> {
        self.panels
    }

    /// Which page this is; tracked.
    #[must_use]
    pub fn place(self) -> Place {
        self.place.get()
    }

    /// Whether somebody wants to search and the chat has not heard it yet: it takes the wish back and goes to its box.
    #[must_use]
    pub const fn search_wish(self) -> RwSignal<bool> {
        self.search_wish
    }

    /// The pages that the agent may go to; tracked.
    #[must_use]
    pub fn places(self) -> Vec<Place> {
        let all = [Place::Chat, Place::Contacts, Place::Setup, Place::Help].into_iter();
        all.filter(|place| {
            let needed = place.needs_one_of();
            needed.is_empty() || needed.iter().any(|permission| self.can(*permission))
        })
        .collect()
    }

    /// How many alarms nobody has seen; tracked.
    #[must_use]
    pub fn open_alarms(self) -> usize {
        self.with(AppState::open_alarm_count)
    }

    /// Whether the agent may do something; tracked.
    #[must_use]
    pub fn can(self, permission: Permission) -> bool {
        self.with(|state| state.can(permission))
    }

    /// What calendar and clocks of the company show at a time; tracks the settings.
    #[must_use]
    pub fn civil(self, at: Timestamp) -> CivilTime {
        self.with(|state| {
            state.settings.with(|settings| {
                intl::civil_time(
                    at,
                    settings
                        .as_ref()
                        .map_or("UTC", |settings| settings.time_zone.as_str()),
                )
            })
        })
    }

    /// What the company's clocks show now, to a few seconds; tracked.
    #[must_use]
    pub fn civil_now(self) -> CivilTime {
        self.civil(self.with(|state| state.now.get()))
    }

    /// `Hoje, 10:42`; tracked.
    #[must_use]
    pub fn day_and_time(self, at: Timestamp) -> String {
        let civil = self.civil(at);
        let day = day_separator(civil, self.civil_now(), use_i18n().language());
        format!("{day}, {}", time_of_day(civil))
    }

    /// `Hoje, 10:42:07`; tracked.
    #[must_use]
    pub fn day_and_second(self, at: Timestamp) -> String {
        // Zones differ by whole minutes.
        let second = at.as_millis().div_euclid(1_000).rem_euclid(60);
        format!("{}:{second:02}", self.day_and_time(at))
    }
}
