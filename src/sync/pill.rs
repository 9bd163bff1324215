//! What people are told of the connection: nothing for the first 1.5 seconds of a loss. And the clock that the screen shows.

use super::connection::SocketOrder;
use super::core::Core;
use super::deeds;
use crate::browser;
use crate::browser::connectivity;
use crate::state::phase::Connection;
use crate::state::thread::set_if_other;
use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

const TOLD_AFTER_MS: u32 = 1_500;
const TICK_MS: u32 = 5_000;
const TICK_WHILE_TYPING_MS: u32 = 1_000;

/// Watches the network, the page and the clock, for as long as the page lives.
pub(super) fn watch(core: &Rc<Core>) {
    let tick = |core: &Core| core.state.tick(core.now());
    tick(core);
    let watching = Rc::clone(core);
    connectivity::on_network_change(move || {
        if connectivity::has_network() {
            watching.order(SocketOrder::CheckNow);
            deeds::check_now(&watching);
        }
        if watching.state.connection.get_untracked() != Connection::Online {
            tell(&watching);
        }
    });
    let watching = Rc::clone(core);
    connectivity::on_return(move || {
        tick(&watching);
        watching.order(SocketOrder::CheckNow);
        deeds::check_now(&watching);
    });
    let ticking = Rc::clone(core);
    spawn_local(async move {
        loop {
            let is_quiet = ticking
                .state
                .typing
                .with_untracked(crate::state::typing::Typing::is_empty);
            browser::sleep(if is_quiet { TICK_MS } else { TICK_WHILE_TYPING_MS }).await;
            if connectivity::is_page_visible() {
                tick(&ticking);
            }
        }
    });
}

/// The server has greeted us.
pub(super) fn connected(core: &Core) {
    core.is_connected.set(true);
    set_if_other(&core.state.connection, Connection::Online);
}

/// There is no connection (yet). People hear of it if that lasts.
pub(super) fn disconnected(core: &Rc<Core>) {
    core.is_connected.set(false);
    core.state.forget_presence();
    let core = Rc::clone(core);
    let era = core.era.get();
    spawn_local(async move {
        browser::sleep(TOLD_AFTER_MS).await;
        let is_wanted = core.era.get() == era && core.socket.borrow().is_some();
        if is_wanted && !core.is_connected.get() {
            tell(&core);
        }
    });
}

fn tell(core: &Core) {
    let connection = if connectivity::has_network() {
        Connection::Reconnecting
    } else {
        Connection::Offline
    };
    set_if_other(&core.state.connection, connection);
}
