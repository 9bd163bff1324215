//! What administrators should know: asked for when they look, and marked as seen.

use super::core::Core;
use super::requests::tell;
use super::session;
use crate::api;
use crate::cache::Batch;
use crate::state::FailedRequest;
use crate::state::alarms::{NextAlarms, PageBegins};
use crate::state::phase::PageLoad;
use domain::alarm::NEEDED_PERMISSION;
use domain::ids::AlarmId;
use leptos::prelude::*;
use std::rc::Rc;

const PAGE: usize = 50;

/// The next page of alarms.
pub(super) async fn load_more(core: &Rc<Core>) {
    let pages = &core.state.alarm_pages;
    let known = pages.get_untracked();
    let before = match known.next {
        NextAlarms::First => None,
        NextAlarms::After(key) => Some(key),
        NextAlarms::End => return,
    };
    if known.load == PageLoad::Busy || !may(core) {
        return;
    }
    pages.update(|pages| pages.load = PageLoad::Busy);
    let era = core.era.get();
    let answer = api::alarm_page(before, PAGE).await;
    if core.era.get() != era || !may(core) {
        return;
    }
    match answer {
        Ok(page) => {
            core.state.apply_alarm_page(page);
            keep(core);
        }
        Err(error) if error.is_session_required() => session::expired(core).await,
        Err(_) => pages.update(|pages| pages.load = PageLoad::Failed),
    }
}

/// An administrator has seen an alarm.
pub(super) async fn acknowledge(core: &Rc<Core>, id: AlarmId) {
    let version = core.state.alarms.with_untracked(id, |alarm| alarm.version);
    let Some(version) = version.filter(|_| core.state.acknowledge_alarm(id)) else {
        return;
    };
    let era = core.era.get();
    let answer = api::acknowledge_alarm(id).await;
    if core.era.get() != era || !may(core) {
        return;
    }
    match answer {
        Ok(alarm) => {
            core.state.alarms.put(alarm);
            keep(core);
        }
        Err(error) => {
            core.state.reopen_alarm(id, version);
            tell(core, FailedRequest::AcknowledgeAlarm, error).await;
        }
    }
}

/// What could not be understood: the newest, or what follows what is here.
pub(super) async fn load_set_aside(core: &Rc<Core>, begins: PageBegins) {
    let values = &core.state.set_aside_values;
    let next = values.with_untracked(|values| values.next.clone());
    let before = match begins {
        PageBegins::AtTheTop => None,
        PageBegins::Below if next.is_some() => next,
        PageBegins::Below => return,
    };
    let is_busy = values.with_untracked(|values| values.load == PageLoad::Busy);
    if is_busy || !may(core) {
        return;
    }
    values.update(|values| values.load = PageLoad::Busy);
    let era = core.era.get();
    let answer = api::set_aside_page(before, PAGE).await;
    if core.era.get() != era || !may(core) {
        return;
    }
    match answer {
        Ok(page) => core.state.apply_set_aside_page(page, begins),
        Err(error) if error.is_session_required() => session::expired(core).await,
        Err(_) => values.update(|values| values.load = PageLoad::Failed),
    }
}

fn may(core: &Core) -> bool {
    core.state.can_untracked(NEEDED_PERMISSION)
}

fn keep(core: &Core) {
    core.writer.put(Batch {
        alarms: Some(core.state.alarms_to_keep()),
        ..Batch::default()
    });
}
