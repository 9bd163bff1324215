//! What administrators should know: which alarms wait to be seen, which were, and what could not be understood.
//!
//! The server sends none of it to who lacks the permission; losing the permission removes it from here at once.

use super::AppState;
use super::phase::PageLoad;
use super::thread::set_if_other;
use domain::alarm::{
    Alarm, AlarmKey, AlarmPage, AlarmState, NEEDED_PERMISSION, SetAsideItem, SetAsideKey, SetAsidePage,
};
use domain::ids::AlarmId;
use leptos::prelude::*;

/// How far earlier alarms are loaded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AlarmPages {
    /// Where the next page begins.
    pub next: NextAlarms,
    /// Loading it.
    pub load: PageLoad,
}

/// Where the next page of alarms begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NextAlarms {
    /// At the top: none has been asked for.
    #[default]
    First,
    /// After this place.
    After(AlarmKey),
    /// There is none.
    End,
}

/// What of the values that could not be understood is here. They are never kept on the device.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SetAsideValues {
    /// The values, newest first; `None`: not loaded.
    pub items: Option<Vec<SetAsideItem>>,
    /// How many the server has.
    pub count: u64,
    /// Where the next page begins; `None`: this is the end.
    pub next: Option<SetAsideKey>,
    /// Loading more.
    pub load: PageLoad,
}

impl AppState {
    /// Alarms that nobody has seen, newest first; tracked.
    #[must_use]
    pub fn open_alarms(&self) -> Vec<Alarm> {
        self.alarms_that(|alarm| alarm.state == AlarmState::Open)
    }

    /// How many alarms nobody has seen; tracked.
    #[must_use]
    pub fn open_alarm_count(&self) -> usize {
        if !self.can(NEEDED_PERMISSION) {
            return 0;
        }
        let alarms = self.alarms.values();
        let open = alarms.iter().filter(|alarm| alarm.state == AlarmState::Open);
        open.count()
    }

    /// Alarms that were seen or are over, newest first, as far as they are loaded; tracked.
    #[must_use]
    pub fn earlier_alarms(&self) -> Vec<Alarm> {
        self.alarms_that(|alarm| alarm.state != AlarmState::Open)
    }

    fn alarms_that(&self, is_meant: impl Fn(&Alarm) -> bool) -> Vec<Alarm> {
        if !self.can(NEEDED_PERMISSION) {
            return Vec::new();
        }
        let mut alarms = self.alarms.values();
        alarms.retain(is_meant);
        alarms.sort_by_key(|alarm| std::cmp::Reverse((alarm.raised_at, alarm.id)));
        alarms
    }

    /// What the device keeps of the alarms: those that are not over.
    pub(crate) fn alarms_to_keep(&self) -> Vec<Alarm> {
        let ids = self.alarms.ids_untracked().into_iter();
        let mut alarms: Vec<_> = ids.filter_map(|id| self.alarms.value_untracked(id)).collect();
        alarms.retain(|alarm| alarm.state != AlarmState::Ended);
        alarms
    }

    /// Shows an alarm as seen before the server has said so. Says whether it was open.
    pub(crate) fn acknowledge_alarm(&self, id: AlarmId) -> bool {
        let is_open = self
            .alarms
            .with_untracked(id, |alarm| alarm.state == AlarmState::Open);
        if is_open == Some(true) {
            self.set_alarm_state(id, AlarmState::Acknowledged);
        }
        is_open == Some(true)
    }

    /// The server did not take it: the alarm is open again, unless news of it came meanwhile.
    pub(crate) fn reopen_alarm(&self, id: AlarmId, version: u64) {
        if self.alarms.with_untracked(id, |alarm| alarm.version) == Some(version) {
            self.set_alarm_state(id, AlarmState::Open);
        }
    }

    fn set_alarm_state(&self, id: AlarmId, state: AlarmState) {
        if let Some(row) = self.alarms.get(id) {
            row.update(|alarm| alarm.state = state);
        }
    }

    /// Applies a page of alarms.
    pub(crate) fn apply_alarm_page(&self, page: AlarmPage) {
        for alarm in page.alarms {
            self.alarms.put(alarm);
        }
        let next = page.next.map_or(NextAlarms::End, NextAlarms::After);
        set_if_other(
            &self.alarm_pages,
            AlarmPages {
                next,
                load: PageLoad::Idle,
            },
        );
    }

    /// Applies a page of values.
    pub(crate) fn apply_set_aside_page(&self, page: SetAsidePage, begins: PageBegins) {
        self.set_aside_values.update(|values| {
            let known = match begins {
                PageBegins::AtTheTop => Vec::new(),
                PageBegins::Below => values.items.take().unwrap_or_default(),
            };
            let mut items = known;
            for item in page.items {
                if !items.iter().any(|known| known.key == item.key) {
                    items.push(item);
                }
            }
            *values = SetAsideValues {
                items: Some(items),
                count: page.count,
                next: page.next,
                load: PageLoad::Idle,
            };
        });
    }

    /// Forgets all that only administrators may know.
    pub(crate) fn forget_alarms(&self) {
        self.alarms.clear();
        set_if_other(&self.alarm_pages, AlarmPages::default());
        set_if_other(&self.set_aside_values, SetAsideValues::default());
    }
}

/// Where a page of a list stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PageBegins {
    /// It is the newest: what is here goes.
    AtTheTop,
    /// It goes on from what is here.
    Below,
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::state::thread_layout::CivilDay;
    use domain::alarm::AlarmCode;
    use domain::entities::Agent;
    use domain::ids::{AgentId, RoleId};
    use domain::language::Language;
    use domain::permission::PermissionSet;
    use domain::time::Timestamp;
    use domain::wire::Session;

    fn state(permissions: PermissionSet) -> AppState {
        let state = AppState::new(|_, _| CivilDay(0));
        state.put_session(session(permissions));
        state
    }

    fn session(permissions: PermissionSet) -> Session {
        let agent = Agent {
            id: AgentId::from_parts(1, &[1; 10]),
            version: 1,
            first_name: "Ana".to_owned(),
            last_name: String::new(),
            email: "ana@docearte.example".to_owned(),
            role_id: RoleId::from_parts(1, &[1; 10]),
            language: Language::Portuguese,
            is_available: true,
        };
        Session { agent, permissions }
    }

    fn alarm(number: u8, state: AlarmState) -> Alarm {
        Alarm {
            id: AlarmId::from_parts(u64::from(number), &[number; 10]),
            version: 1,
            code: AlarmCode::TokenRefused,
            phone_number_id: None,
            parameters: std::collections::BTreeMap::new(),
            raised_at: Timestamp::from_millis(i64::from(number)),
            count: 1,
            state,
        }
    }

    fn ids(alarms: &[Alarm]) -> Vec<i64> {
        alarms.iter().map(|alarm| alarm.raised_at.as_millis()).collect()
    }

    #[test]
    fn open_ones_come_apart_from_those_that_were_seen_newest_first() {
        let state = state(PermissionSet::all());
        for (number, alarm_state) in [
            (1, AlarmState::Open),
            (2, AlarmState::Ended),
            (3, AlarmState::Open),
            (4, AlarmState::Acknowledged),
        ] {
            state.alarms.put(alarm(number, alarm_state));
        }
        assert_eq!(ids(&state.open_alarms()), [3, 1]);
        assert_eq!(ids(&state.earlier_alarms()), [4, 2]);
        assert_eq!(state.alarms_to_keep().len(), 3);
    }

    #[test]
    fn seen_shows_at_once_and_is_taken_back_unless_news_came() {
        let state = state(PermissionSet::all());
        let one = alarm(1, AlarmState::Open);
        state.alarms.put(one.clone());
        assert!(state.acknowledge_alarm(one.id));
        assert!(!state.acknowledge_alarm(one.id), "twice is once");
        assert!(state.open_alarms().is_empty());
        state.reopen_alarm(one.id, one.version);
        assert_eq!(state.open_alarms().len(), 1);
        assert_eq!(state.open_alarm_count(), 1);

        state.acknowledge_alarm(one.id);
        state.alarms.put(Alarm {
            version: 2,
            state: AlarmState::Ended,
            ..one.clone()
        });
        state.reopen_alarm(one.id, one.version);
        assert!(state.open_alarms().is_empty());
    }

    #[test]
    fn who_loses_the_permission_loses_the_alarms() {
        let state = state(PermissionSet::all());
        state.alarms.put(alarm(1, AlarmState::Open));
        state.apply_set_aside_page(
            SetAsidePage {
                count: 3,
                ..SetAsidePage::default()
            },
            PageBegins::AtTheTop,
        );
        state.put_session(session(PermissionSet::all().without(NEEDED_PERMISSION)));
        assert!(state.open_alarms().is_empty());
        assert!(state.alarms.ids_untracked().is_empty());
        assert_eq!(state.set_aside_values.get_untracked(), SetAsideValues::default());
    }

    #[test]
    fn pages_of_values_join_without_doubles() {
        let state = state(PermissionSet::all());
        let item = |key: &str| SetAsideItem {
            key: key.to_owned(),
            field: "messages".to_owned(),
            reason: "no object".to_owned(),
            value: "[]".to_owned(),
            at: Timestamp::default(),
        };
        let page = |keys: &[&str]| SetAsidePage {
            items: keys.iter().map(|key| item(key)).collect(),
            count: 3,
            next: None,
        };
        state.apply_set_aside_page(page(&["c", "b"]), PageBegins::AtTheTop);
        state.apply_set_aside_page(page(&["b", "a"]), PageBegins::Below);
        let keys = |state: &AppState| -> Vec<String> {
            let values = state.set_aside_values.get_untracked();
            values.items.unwrap().into_iter().map(|item| item.key).collect()
        };
        assert_eq!(keys(&state), ["c", "b", "a"]);
        state.apply_set_aside_page(page(&["d"]), PageBegins::AtTheTop);
        assert_eq!(keys(&state), ["d"]);
    }
}
