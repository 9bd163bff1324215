//! The start: what the device kept, then what the server says.

use super::core::Core;
use super::{
    connection, contact_edits, deeds, drafts, list, list_wishes, outbox, search, session, tabs, threads,
};
use crate::api::{self, ApiError};
use crate::browser;
use crate::cache::{Batch, CachedPage, Later, ListEnd, Start};
use crate::state::phase::BootPhase;
use crate::state::thread::set_if_other;
use domain::alarm::NEEDED_PERMISSION;
use domain::ids::{ConversationId, DeviceId};
use domain::wire::{Bootstrap, ConversationKey};
use futures::future::join;
use leptos::prelude::{Set, Update};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// How many conversations the first paint gets.
const FIRST_ROWS: u32 = 200;
/// How many follow at a time, while the page is idle.
const NEXT_ROWS: u32 = 500;
/// The most that the device shows without asking the server.
const MOST_ROWS: usize = 20_000;

/// Paints what the device kept and connects, or shows the sign-in.
pub(super) async fn boot(core: &Rc<Core>, first: Option<ConversationId>) {
    let (start, thread) = join(core.cache.load_start(FIRST_ROWS), async {
        Some((first?, threads::read_newest(core, first?).await))
    })
    .await;
    let start = start.unwrap_or_default();
    match start.device_id {
        Some(id) => core.device_id.set(id),
        None => {
            let (unix_ms, random) = core.new_id_parts();
            let id = DeviceId::from_parts(unix_ms, &random);
            core.device_id.set(id);
            // Off: the next start is another device.
            let _ = core.cache.put_device_id(id).await;
        }
    }
    if !session::is_noted() {
        set_if_other(&core.state.boot, BootPhase::SignedOut);
        // It is here by the time that somebody has written their password.
        deeds::bring(core);
        tabs::seek_appointment(core).await;
        return;
    }
    let last = start.conversations.last().map(|row| ConversationKey {
        at: row.conversation.last_activity_at,
        id: row.conversation.id,
    });
    let is_painted = paint(core, start, thread);
    tabs::seek_appointment(core).await;
    connection::begin(core);
    if is_painted {
        deeds::recover(core);
        let core = Rc::clone(core);
        spawn_local(async move { read_on(&core, last).await });
    }
}

/// Shows what the device kept. Says whether there was anything to show.
fn paint(core: &Rc<Core>, start: Start, thread: Option<(ConversationId, CachedPage)>) -> bool {
    let state = &core.state;
    let Some(session) = start.session else {
        return false;
    };
    core.cursor.set(start.cursor);
    state.put_session(session);
    if let Some(settings) = start.settings {
        state.put_settings(settings);
    }
    for agent in start.agents {
        state.agents.put(agent);
    }
    for role in start.roles {
        state.roles.put(role);
    }
    for phone_number in start.phone_numbers {
        state.phone_numbers.put(phone_number);
    }
    let n = start.cursor.map_or(0, |cursor| cursor.n);
    state.apply_cached_rows(&start.conversations);
    state.note_drafts.set(start.note_drafts);
    // What is pinned and not among these comes while the page is idle.
    state.hear_pins(&start.pins, n);
    if let Some(end) = start.list_end {
        list::restore(core, end);
    }
    for (id, wish) in start.wishes {
        list_wishes::restore(core, id, wish);
    }
    for (id, kept) in start.drafts {
        drafts::restore(core, id, kept);
    }
    for record in start.outbox {
        outbox::show(core, &record);
    }
    if let Some((id, page)) = thread {
        threads::show_first(core, id, page);
    }
    set_if_other(&state.boot, BootPhase::Ready);
    deeds::restore(core, start.later, n);
    true
}

/// Shows what the device kept besides the first screen, as of number `n`.
pub(super) fn restore(core: &Rc<Core>, kept: &Later, n: u64) {
    let state = &core.state;
    if state.can_untracked(NEEDED_PERMISSION) {
        for alarm in kept.alarms() {
            state.alarms.put(alarm);
        }
    }
    for response in kept.canned_responses() {
        state.put_canned_response(response, n);
    }
    for template in kept.templates() {
        state.put_template(template, n);
    }
    for source in kept.sources() {
        state.put_source(source, n);
    }
    for group in kept.groups() {
        state.put_group(group, n);
    }
    state
        .mentions
        .update(|mentions| mentions.hear_all(&kept.mentions()));
    contact_edits::restore(core, &kept.contact_edits);
}

/// Reads the rest of the list after a place while the page is idle.
async fn read_on(core: &Rc<Core>, mut last: Option<ConversationKey>) {
    let era = core.era.get();
    while let Some(after) = last
        && core.state.conversations.len_untracked() < MOST_ROWS
    {
        let Ok(rows) = core.cache.conversations_after(after, NEXT_ROWS).await else {
            return;
        };
        if rows.is_empty() || core.era.get() != era {
            return;
        }
        core.state.apply_cached_rows(&rows);
        last = rows.last().map(|row| ConversationKey {
            at: row.conversation.last_activity_at,
            id: row.conversation.id,
        });
        browser::sleep(0).await;
    }
    if let Some(last) = last {
        list::end_at(core, last);
    }
}

/// Loads all that the first screen needs from the server and begins anew with it.
pub(super) async fn bootstrap(core: &Rc<Core>) -> Result<(), ApiError> {
    let era = core.era.get();
    let bootstrap = api::bootstrap().await?;
    if core.era.get() != era {
        return Err(ApiError::Broken);
    }
    core.state.server_clock.learn(bootstrap.now, browser::now());
    core.state.begin_anew();
    search::begin_anew(core);
    core.state.apply_bootstrap(&bootstrap);
    drafts::heard_all(core, &bootstrap.drafts);
    core.cursor.set(Some(bootstrap.cursor));
    core.pending.clear();
    core.writer.begin_anew(batch_of(&bootstrap));
    set_if_other(&core.state.boot, BootPhase::Ready);
    threads::reload_open_threads(core);
    Ok(())
}

/// What the device keeps of a bootstrap.
pub(super) fn batch_of(bootstrap: &Bootstrap) -> Batch {
    Batch {
        cursor: Some(bootstrap.cursor),
        session: Some(bootstrap.session.clone()),
        settings: Some(bootstrap.settings.clone()),
        agents: Some(bootstrap.agents.clone()),
        roles: Some(bootstrap.roles.clone()),
        phone_numbers: Some(bootstrap.phone_numbers.clone()),
        alarms: Some(bootstrap.alarms.clone()),
        templates: Some(bootstrap.templates.clone()),
        canned_responses: Some(bootstrap.canned_responses.clone()),
        sources: Some(bootstrap.sources.clone()),
        groups: Some(bootstrap.groups.clone()),
        conversations: bootstrap
            .conversations
            .rows
            .iter()
            .chain(&bootstrap.pinned)
            .cloned()
            .collect(),
        pins: Some(bootstrap.pins.clone()),
        mentions: Some(bootstrap.mentions.clone()),
        list_end: Some(ListEnd {
            after: bootstrap.conversations.next,
        }),
        ..Batch::default()
    }
}
