//! The connection: connects, greets, hears, and does so again for as long as someone is signed in.

use super::core::Core;
use super::{
    boot, contact_edits, deeds, drafts, events, mentions, outbox, pill, presence, reconnect_plan, requests,
    session, set_aside,
};
use crate::api::{self, Socket, SocketClosed};
use crate::browser;
use domain::wire::{ClientFrame, ServerFrame};
use futures::StreamExt;
use futures::channel::mpsc::{UnboundedReceiver, unbounded};
use futures::future::{Either, select};
use std::pin::pin;
use std::rc::Rc;

/// A client that hears nothing for this long connects again (docs/protocol.md).
const SILENCE_MS: f64 = 45_000.0;
/// How long the answer to a `ping` may take.
const PING_MS: f64 = 5_000.0;
/// How long connecting may take.
const CONNECT_MS: u32 = 10_000;

/// What the connection is asked to do.
pub(super) enum SocketOrder {
    /// Send a frame, if connected; it is not kept.
    Send(ClientFrame),
    /// Connect at once, or make sure that the connection lives.
    CheckNow,
    /// Greet again from the cursor of now.
    Restart,
}

/// Why a connection ended.
pub(super) enum End {
    /// Nobody is signed in any more.
    Stopped,
    /// To greet again at once.
    Again,
    /// Lost, after the server had greeted.
    Lost,
    /// There was none.
    Failed,
}

/// Connects, for as long as someone is signed in.
pub(super) fn begin(core: &Rc<Core>) {
    #[cfg(feature = "bench")]
    if super::bench::is_bench() {
        return;
    }
    let (sender, orders) = unbounded();
    // A former connection hears that its orders end, and ends.
    core.socket.replace(Some(sender));
    pill::disconnected(core);
    deeds::connect(core, orders);
}

/// Nobody is signed in any more.
pub(super) fn end(core: &Core) {
    core.socket.replace(None);
    core.is_connected.set(false);
}

/// Connects and hears, until the orders end.
pub(super) async fn keep(core: Rc<Core>, mut orders: UnboundedReceiver<SocketOrder>) {
    let mut failures = 0;
    loop {
        let end = connect(&core, &mut orders).await;
        if core.is_connected.get() && !matches!(end, End::Stopped) {
            pill::disconnected(&core);
        }
        match end {
            End::Stopped => return,
            // Once at once; if that does not help, with pauses.
            End::Again if failures == 0 => {
                failures = 1;
                continue;
            }
            End::Lost => failures = 0,
            End::Again | End::Failed => {}
        }
        if matches!(end, End::Failed) && is_session_over(&core).await {
            return;
        }
        let pause = reconnect_plan::pause_ms(failures, browser::random::fraction());
        failures = failures.saturating_add(1);
        if !wait(&mut orders, pause).await {
            return;
        }
    }
}

/// A browser does not say why a socket could not be opened, so the server is asked.
async fn is_session_over(core: &Rc<Core>) -> bool {
    let era = core.era.get();
    let is_over = api::session()
        .await
        .is_err_and(|error| error.is_session_required());
    if is_over && core.era.get() == era {
        session::expired(core).await;
    }
    is_over
}

/// Waits, or until there is reason to try at once. Says whether to go on.
async fn wait(orders: &mut UnboundedReceiver<SocketOrder>, pause_ms: u32) -> bool {
    let mut pause = pin!(browser::sleep(pause_ms));
    loop {
        match select(pause.as_mut(), orders.next()).await {
            Either::Left(_) | Either::Right((Some(SocketOrder::CheckNow | SocketOrder::Restart), _)) => {
                return true;
            }
            Either::Right((Some(SocketOrder::Send(_)), _)) => {}
            Either::Right((None, _)) => return false,
        }
    }
}

async fn connect(core: &Rc<Core>, orders: &mut UnboundedReceiver<SocketOrder>) -> End {
    if core.cursor.get().is_none() && boot::bootstrap(core).await.is_err() {
        return End::Failed;
    }
    let socket = match select(pin!(Socket::connect()), pin!(browser::sleep(CONNECT_MS))).await {
        Either::Left((Ok(socket), _)) => socket,
        Either::Left((Err(SocketClosed), _)) | Either::Right(_) => return End::Failed,
    };
    match hear(core, socket, orders).await {
        Ok(end) => end,
        Err(SocketClosed) if core.is_connected.get() => End::Lost,
        Err(SocketClosed) => End::Failed,
    }
}

async fn hear(
    core: &Rc<Core>,
    mut socket: Socket,
    orders: &mut UnboundedReceiver<SocketOrder>,
) -> Result<End, SocketClosed> {
    let hello = ClientFrame::Hello {
        cursor: core.cursor.get(),
        device_id: core.device_id.get(),
    };
    socket.send(&hello).await?;
    let mut hear_by = browser::now() + SILENCE_MS;
    loop {
        match next(&mut socket, orders, hear_by - browser::now()).await {
            Next::Frame(frame) => {
                hear_by = browser::now() + SILENCE_MS;
                if let Some(end) = receive(core, frame?).await {
                    return Ok(end);
                }
            }
            Next::Order(Some(SocketOrder::Send(frame))) => socket.send(&frame).await?,
            Next::Order(Some(SocketOrder::CheckNow)) => {
                socket.send(&ClientFrame::Ping).await?;
                hear_by = hear_by.min(browser::now() + PING_MS);
            }
            Next::Order(Some(SocketOrder::Restart)) => return Ok(End::Again),
            Next::Order(None) => return Ok(End::Stopped),
            Next::Silence => return Err(SocketClosed),
        }
    }
}

enum Next {
    Frame(Result<ServerFrame, SocketClosed>),
    Order(Option<SocketOrder>),
    Silence,
}

async fn next(socket: &mut Socket, orders: &mut UnboundedReceiver<SocketOrder>, wait_ms: f64) -> Next {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 45,000"
    )]
    let silence = pin!(browser::sleep(wait_ms.max(0.0) as u32));
    let frame = pin!(socket.next());
    match select(frame, select(orders.next(), silence)).await {
        Either::Left((frame, _)) => Next::Frame(frame),
        Either::Right((Either::Left((order, _)), _)) => Next::Order(order),
        Either::Right((Either::Right(_), _)) => Next::Silence,
    }
}

/// Takes a frame in; `Some`: this connection ends.
pub(super) async fn receive(core: &Rc<Core>, frame: ServerFrame) -> Option<End> {
    match frame {
        ServerFrame::Welcome { now, session } => {
            core.state.server_clock.learn(now, browser::now());
            core.state.tick(now);
            session::note(core, session);
            pill::connected(core);
            super::follow_up::resume(core);
            presence::tell_anew(core);
            outbox::send_what_waits(core);
            contact_edits::send_what_waits(core);
            mentions::tell_all(core);
            set_aside::forget_old(core);
            drafts::tell_all(core);
            requests::send_unsent_reads(core);
            super::list_wishes::tell_all(core);
            super::list::try_again(core);
            super::search::try_again(core);
            super::threads::fill_open_threads(core);
            super::ahead::read_ahead(core);
            None
        }
        ServerFrame::Reset { .. } => {
            core.cursor.set(None);
            Some(End::Again)
        }
        ServerFrame::Events { follows, n, events } => {
            if core.cursor.get().is_none_or(|cursor| follows > cursor.n) {
                // Something is missing in between.
                return Some(End::Again);
            }
            events::take_in(core, n, &events).await;
            None
        }
        ServerFrame::Heartbeat { n, now } => {
            core.state.server_clock.learn(now, browser::now());
            events::take_in(core, n, &[]).await;
            None
        }
        ServerFrame::Typing {
            conversation_id,
            agent_id,
        } => {
            if core.state.me_untracked() != Some(agent_id) {
                core.state.note_typing(conversation_id, agent_id, core.now());
            }
            None
        }
        ServerFrame::Viewing {
            conversation_id,
            agent_id,
            is_here,
        } => {
            if core.in_view.get() == Some(conversation_id) {
                core.state.note_presence(conversation_id, agent_id, is_here);
            }
            None
        }
        ServerFrame::SignedOut => {
            session::expired(core).await;
            Some(End::Stopped)
        }
    }
}
