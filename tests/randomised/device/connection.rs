//! The socket of a device, as `docs/protocol.md` says; whatever the server does otherwise is a fault.

use super::{Device, Order, Wanted};
use crate::rest::{Answer, NoAnswer};
use crate::server_process::wait_until_up;
use domain::event::{Change, Cursor, Event};
use domain::ids::{DeviceId, LogEpoch};
use domain::wire::{Bootstrap, ClientFrame, ServerFrame};
use futures::{SinkExt as _, StreamExt as _};
use std::collections::VecDeque;
use std::sync::Arc;
use tokio::net::TcpStream;
use tokio::sync::{mpsc, watch};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Error, Message};

/// Connects for as long as the world lives.
pub(super) async fn keep(device: Arc<Device>, mut orders: mpsc::UnboundedReceiver<Order>) {
    let mut wanted = device.wanted.subscribe();
    let mut life = device.shared.server.life();
    loop {
        if wanted.wait_for(|wanted| wanted.is_online).await.is_err() {
            return;
        }
        if let Err(fault) = wait_until_up(&mut life).await {
            device.shared.journal.fault(fault);
            return;
        }
        let present = *wanted.borrow_and_update();
        while orders.try_recv().is_ok() {}
        if let Some(mut connection) = Connection::open(&device, present).await {
            connection.serve(&mut wanted, &mut orders).await;
        }
    }
}

struct Connection<'a> {
    device: &'a Device,
    socket: WebSocketStream<TcpStream>,
    cookie: String,
    era: u64,
    /// The number up to which the server said that this connection has seen everything; `None`: no welcome yet.
    told: Option<u64>,
    hello: Cursor,
    is_strange: bool,
    /// By which state of rights at least the server sends.
    since: usize,
    /// The same for each ping that waits for its heartbeat.
    pings: VecDeque<usize>,
}

enum Flow {
    GoesOn,
    Ends,
}

impl<'a> Connection<'a> {
    /// Opens a socket and says hello; `None`: not this time.
    async fn open(device: &'a Device, wanted: Wanted) -> Option<Self> {
        let cookie = device.cookie();
        if let Err(fault) = begin(device).await {
            device.shared.journal.fault(fault);
            return None;
        }
        let (era, cursor) = {
            let held = device.held();
            (held.era, held.cache.cursor?)
        };
        let since = device.shared.sure();
        let socket = connect(device, &cookie).await?;
        let strange = Cursor {
            epoch: if cursor.n % 2 == 0 {
                LogEpoch::from_parts(1, &[7; 10])
            } else {
                cursor.epoch
            },
            n: cursor.n + 1_000_000,
        };
        if wanted.is_strange {
            device.wanted.send_if_modified(|wanted| {
                wanted.is_strange = false;
                false
            });
        }
        let mut connection = Self {
            device,
            socket,
            cookie,
            era,
            told: None,
            hello: if wanted.is_strange { strange } else { cursor },
            is_strange: wanted.is_strange,
            since,
            pings: VecDeque::new(),
        };
        connection.say_hello().await.then_some(connection)
    }

    async fn say_hello(&mut self) -> bool {
        self.told = None;
        self.send(&ClientFrame::Hello {
            cursor: Some(self.hello),
            device_id: DeviceId::from_parts(1, &[1; 10]),
        })
        .await
    }

    async fn serve(
        &mut self,
        wanted: &mut watch::Receiver<Wanted>,
        orders: &mut mpsc::UnboundedReceiver<Order>,
    ) {
        loop {
            tokio::select! {
                frame = self.socket.next() => {
                    self.device.shared.happen();
                    let Some(Ok(message)) = frame else { return };
                    if matches!(self.receive(message).await, Flow::Ends) {
                        return;
                    }
                }
                order = orders.recv() => {
                    let Some(Order::Send(frame)) = order else { return };
                    if self.told.is_none() {
                        continue;
                    }
                    if frame == ClientFrame::Ping {
                        self.pings.push_back(self.device.shared.sure());
                    }
                    if !self.send(&frame).await {
                        return;
                    }
                }
                // Whatever is wanted now, it is not this connection: it is dropped without a word, as a lost network is.
                _ = wanted.changed() => return,
            }
        }
    }

    async fn receive(&mut self, message: Message) -> Flow {
        let journal = &self.device.shared.journal;
        let text = match message {
            Message::Text(text) => text,
            Message::Close(Some(frame)) => {
                let is_right = matches!(frame.reason.as_str(), "restarting" | "too_many_frames")
                    || (frame.reason.as_str() == "signed_out" && self.is_signed_out());
                if !is_right {
                    journal.fault(format!("{}: closed by {frame:?}", self.device.name));
                }
                return Flow::Ends;
            }
            _ => return Flow::GoesOn,
        };
        match serde_json::from_str::<ServerFrame>(&text) {
            Ok(frame) => self.hear(frame).await,
            Err(error) => {
                journal.fault(format!("{}: {error} in {text}", self.device.name));
                Flow::Ends
            }
        }
    }

    async fn hear(&mut self, frame: ServerFrame) -> Flow {
        let shared = &self.device.shared;
        let (name, agent) = (&self.device.name, self.device.agent);
        match frame {
            ServerFrame::Welcome { session, .. } => {
                if self.is_strange {
                    shared
                        .journal
                        .fault(format!("{name}: welcome for a cursor of nowhere"));
                }
                let permissions = session
                    .permissions
                    .iter()
                    .map(|one| one.as_str().to_owned())
                    .collect();
                shared.check_rights(
                    self.since,
                    |state| {
                        let role = state.role_of.get(&agent);
                        role == Some(&session.agent.role_id)
                            && role.and_then(|role| state.roles.get(role)) == Some(&permissions)
                    },
                    || format!("{name} is greeted as {session:?}"),
                );
                self.told = Some(self.hello.n);
                self.device
                    .change(self.era, |cache| cache.session = Some(session));
                self.device.follow_up.notify_one();
                self.device.to_send.notify_one();
                Flow::GoesOn
            }
            ServerFrame::Reset { .. } => self.begin_anew().await,
            ServerFrame::Events { follows, n, events } => {
                self.check_numbers(follows, n, &events);
                for event in &events {
                    self.check_event(event);
                }
                shared
                    .journal
                    .note(format!("{name} hears up to {n}: {}", summary(&events)));
                self.told = Some(n);
                self.device
                    .change(self.era, |cache| cache.take_events(n, &events));
                Flow::GoesOn
            }
            ServerFrame::Heartbeat { n, .. } => {
                if self.told.is_none_or(|told| n < told) {
                    shared
                        .journal
                        .fault(format!("{name}: heartbeat {n} after {:?}", self.told));
                }
                self.told = Some(n);
                if let Some(since) = self.pings.pop_front() {
                    self.since = self.since.max(since);
                }
                self.device.change(self.era, |cache| cache.advance(n));
                Flow::GoesOn
            }
            ServerFrame::Typing {
                conversation_id,
                agent_id,
            } => {
                shared.check_sight(self.since, agent, conversation_id, "typing");
                if agent_id == agent {
                    shared.journal.fault(format!("{name} is told of its own typing"));
                }
                Flow::GoesOn
            }
            // These devices show nothing, so nobody is told who has what in view.
            ServerFrame::Viewing { .. } => {
                shared
                    .journal
                    .fault(format!("{name} is told who has a conversation in view"));
                Flow::GoesOn
            }
            ServerFrame::SignedOut => {
                if !self.is_signed_out() {
                    shared.journal.fault(format!("{name}: signed out by nobody"));
                }
                Flow::Ends
            }
        }
    }

    /// The cursor is worth nothing: only one that we made up may be.
    async fn begin_anew(&mut self) -> Flow {
        if !self.is_strange {
            let (name, hello) = (&self.device.name, self.hello);
            self.device
                .shared
                .journal
                .fault(format!("{name}: reset although {hello:?} came from the server"));
        }
        self.is_strange = false;
        if !self.device.change(self.era, |cache| cache.cursor = None) {
            return Flow::Ends;
        }
        match begin(self.device).await {
            Ok(Some(cursor)) => self.hello = cursor,
            Ok(None) => return Flow::Ends,
            Err(fault) => {
                self.device.shared.journal.fault(fault);
                return Flow::Ends;
            }
        }
        if self.say_hello().await {
            Flow::GoesOn
        } else {
            Flow::Ends
        }
    }

    fn check_numbers(&self, follows: u64, n: u64, events: &[Event]) {
        let numbers: Vec<u64> = events.iter().map(|event| event.n).collect();
        let is_right = self.told == Some(follows)
            && follows <= n
            && numbers.is_sorted_by(|one, next| one < next)
            && numbers.iter().all(|number| follows < *number && *number <= n);
        if !is_right {
            self.device.shared.journal.fault(format!(
                "{}: events {numbers:?} follow {follows} up to {n} after {:?}",
                self.device.name, self.told
            ));
        }
    }

    /// No event tells of what the agent may not see.
    fn check_event(&self, event: &Event) {
        let (shared, agent) = (&self.device.shared, self.device.agent);
        match &event.change {
            Change::ConversationChanged { conversation, .. } => {
                shared.check_sight(self.since, agent, conversation.id, "a row");
            }
            Change::MessageChanged { message } => {
                shared.check_sight(self.since, agent, message.conversation_id, "a message");
            }
            Change::SightGained { conversation_id } => {
                shared.check_sight(self.since, agent, *conversation_id, "the return");
            }
            Change::DraftChanged { draft } => {
                shared.check_sight(self.since, agent, draft.conversation_id, "a draft");
            }
            Change::AlarmChanged { .. } => shared.check_rights(
                self.since,
                |state| state.may(agent, "numbers.manage"),
                || format!("{} hears of an alarm", self.device.name),
            ),
            _ => {}
        }
    }

    fn is_signed_out(&self) -> bool {
        self.cookie != self.device.cookie()
    }

    async fn send(&mut self, frame: &ClientFrame) -> bool {
        let Ok(text) = serde_json::to_string(frame) else {
            return false;
        };
        self.socket.send(Message::text(text)).await.is_ok()
    }
}

/// The cursor to go on from, after loading everything if the device holds nothing; `None`: not now.
async fn begin(device: &Device) -> Result<Option<Cursor>, String> {
    if let Some(cursor) = device.look(|cache| cache.cursor) {
        return Ok(Some(cursor));
    }
    let era = device.held().era;
    let since = device.shared.sure();
    let bootstrap: Bootstrap = match device.ask("/bootstrap").await {
        Ok(Answer::Done(bootstrap)) => bootstrap,
        Ok(Answer::Refused(code)) => return Err(format!("{}: no bootstrap: {code:?}", device.name)),
        Err(NoAnswer::Lost) => return Ok(None),
        Err(NoAnswer::Wrong(what)) => return Err(what),
    };
    for row in &bootstrap.conversations.rows {
        device
            .shared
            .check_sight(since, device.agent, row.conversation.id, "a first row");
    }
    let cursor = bootstrap.cursor;
    // Concluded conversations are in no bootstrap; so everything that may be seen is asked for.
    let is_kept = device.change(era, |cache| {
        cache.begin_anew(&bootstrap);
        cache.to_sweep = Some(cursor.n);
    });
    Ok(is_kept.then_some(cursor))
}

async fn connect(device: &Device, cookie: &str) -> Option<WebSocketStream<TcpStream>> {
    let server = &device.shared.server;
    let mut request = format!("ws://{}/api/v1/socket", server.address)
        .into_client_request()
        .ok()?;
    request.headers_mut().insert("origin", server.url().parse().ok()?);
    request.headers_mut().insert("cookie", cookie.parse().ok()?);
    let stream = TcpStream::connect(server.address).await.ok()?;
    stream.set_nodelay(true).ok()?;
    match tokio_tungstenite::client_async(request, stream).await {
        Ok((socket, _)) => Some(socket),
        Err(Error::Http(response)) if cookie == device.cookie() => {
            device
                .shared
                .journal
                .fault(format!("{}: no socket: {}", device.name, response.status()));
            None
        }
        Err(_) => None,
    }
}

/// Events in few words, for the journal.
fn summary(events: &[Event]) -> String {
    let word = |event: &Event| {
        let what = match &event.change {
            Change::ConversationChanged { conversation, .. } => format!("row of {}", conversation.id),
            Change::MessageChanged { message } => format!("message in {}", message.conversation_id),
            Change::SightGained { conversation_id } => format!("sight of {conversation_id}"),
            Change::SightLost { conversation_id } => format!("no sight of {conversation_id}"),
            Change::ScopeChanged => "other rights".to_owned(),
            _ => "other".to_owned(),
        };
        format!("{} {what}", event.n)
    };
    events.iter().map(word).collect::<Vec<_>>().join(", ")
}
