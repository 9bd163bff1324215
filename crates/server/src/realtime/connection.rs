//! One open socket: a single task that waits for whatever comes first.
//!
//! Nothing is buffered for a slow client: the next batch is read from the store only when the former has left. A send that takes
//! too long ends the socket; the client goes on from its cursor.

use super::feed::{Feed, Opening, Step};
use super::hub::News;
use super::typing::TypingRelay;
use super::viewing::View;
use crate::auth::current_session::CurrentSession;
use crate::state::AppState;
use crate::store::StoreError;
use axum::body::Bytes;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, close_code};
use domain::ids::{AgentId, LogEpoch};
use domain::time::{Span, Timestamp};
use domain::wire::{ClientFrame, ServerFrame};
use std::ops::ControlFlow;
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::Instant;

/// How long one frame may take to leave.
const SEND_WITHIN: Duration = Duration::from_secs(10);
/// How often the session is looked up by the server's clock: it may have expired, and an open socket is use of it. `Patience` says
/// the same for a clock that nobody can set back.
const SESSION_CHECK_EVERY: Span = Span::from_minutes(1);
/// How many frames a client may send in [`FRAME_WINDOW`].
const MAX_FRAMES: u32 = 60;
/// See [`MAX_FRAMES`].
const FRAME_WINDOW: Duration = Duration::from_secs(10);

/// One open socket.
pub struct Connection {
    state: AppState,
    socket: WebSocket,
    agent: AgentId,
    token_hash: [u8; 32],
    /// `None` before `hello` and after `reset`.
    feed: Option<Box<Feed>>,
    typing: TypingRelay,
    view: View,
    /// When to send a heartbeat, or to give up waiting for `hello`.
    wake_at: Instant,
    /// When the client was last heard; browsers answer pings by themselves.
    heard_at: Instant,
    session_check_at: Timestamp,
    session_check_by: Instant,
    frames: FrameCount,
}

/// Why a socket ends.
enum End {
    /// The client left, or the connection broke.
    Left,
    /// The session ended.
    SignedOut,
    /// We end it, and say why.
    Close(u16, &'static str),
}

impl From<StoreError> for End {
    fn from(error: StoreError) -> Self {
        error.tell("a socket closes");
        Self::Close(close_code::AGAIN, "unavailable")
    }
}

/// Goes on, or ends.
type Flow = ControlFlow<End>;

impl Connection {
    /// A socket that waits for `hello`.
    pub fn new(state: AppState, current: &CurrentSession, socket: WebSocket) -> Self {
        let session_check_at = state.clock.now() + SESSION_CHECK_EVERY;
        let patience = state.patience;
        let view = View::new(state.hub.clone());
        Self {
            state,
            socket,
            agent: current.session.agent.id,
            token_hash: current.token_hash,
            feed: None,
            typing: TypingRelay::default(),
            view,
            wake_at: Instant::now() + patience.hello,
            heard_at: Instant::now(),
            session_check_at,
            session_check_by: Instant::now() + patience.session_check,
            frames: FrameCount::default(),
        }
    }

    /// Serves it until it ends.
    pub async fn run(mut self) {
        tracing::debug!("a socket opened");
        let end = self.serve().await;
        match end {
            End::Left => tracing::debug!("a socket ended"),
            End::SignedOut => {
                let _ = self.send(&ServerFrame::SignedOut).await;
                self.close(close_code::POLICY, "signed_out").await;
            }
            End::Close(code, reason) => self.close(code, reason).await,
        }
    }

    async fn serve(&mut self) -> End {
        let state = self.state.clone();
        let mut log = state.store.subscribe();
        let mut news = state.hub.subscribe();
        // A session that ended between the request and the subscription is not missed.
        if let ControlFlow::Break(end) = self.check_session().await {
            return end;
        }
        // Made once and moved only when they fire or would fire too late: every message wakes hundreds of sockets, and setting
        // timers anew each time would cost more than reading what it says.
        let mut alarm = std::pin::pin!(tokio::time::sleep_until(self.next_alarm()));
        let mut session_check = std::pin::pin!(state.clock.sleep_until(self.session_check_at));
        let mut shutdown = std::pin::pin!(state.shutdown.wait());
        loop {
            if self.next_alarm() < alarm.deadline() {
                alarm.as_mut().reset(self.next_alarm());
            }
            let has_more = self.note_newest(*log.borrow_and_update());
            let flow = tokio::select! {
                biased;
                () = shutdown.as_mut() => ControlFlow::Break(End::Close(close_code::AWAY, "restarting")),
                heard = news.recv() => self.hear(heard).await,
                received = self.socket.recv() => self.receive(received).await,
                () = std::future::ready(()), if has_more => self.read_on().await,
                changed = log.changed() => match changed {
                    Ok(()) if self.note_newest(*log.borrow_and_update()) => self.read_on().await,
                    Ok(()) => ControlFlow::Continue(()),
                    Err(_) => ControlFlow::Break(End::Close(close_code::AWAY, "restarting")),
                },
                () = session_check.as_mut() => {
                    let flow = self.check_session().await;
                    session_check.set(state.clock.sleep_until(self.session_check_at));
                    flow
                }
                () = alarm.as_mut() => {
                    let flow = self.answer_alarm().await;
                    alarm.as_mut().reset(self.next_alarm());
                    flow
                }
            };
            if let ControlFlow::Break(end) = flow {
                return end;
            }
        }
    }

    /// The log has grown to this number; whether there is something to read.
    fn note_newest(&mut self, newest: u64) -> bool {
        self.feed.as_mut().is_some_and(|feed| {
            feed.note_newest(newest);
            feed.has_more()
        })
    }

    /// When something is due by the machine's clock.
    fn next_alarm(&self) -> Instant {
        self.wake_at.min(self.session_check_by)
    }

    /// Does what is due by the machine's clock; nothing, when it was put off meanwhile.
    async fn answer_alarm(&mut self) -> Flow {
        if self.session_check_by <= Instant::now() {
            self.check_session().await?;
        }
        if self.wake_at <= Instant::now() {
            self.wake().await?;
        }
        ControlFlow::Continue(())
    }

    async fn hear(&mut self, news: Result<News, RecvError>) -> Flow {
        match news {
            Ok(News::SessionEnded { token_hash }) if token_hash == self.token_hash => {
                ControlFlow::Break(End::SignedOut)
            }
            Ok(News::SessionsEnded { agent }) if agent == self.agent => ControlFlow::Break(End::SignedOut),
            Ok(News::SessionEnded { .. } | News::SessionsEnded { .. }) => ControlFlow::Continue(()),
            Ok(News::Typing(typing)) => {
                let Some(feed) = &self.feed else {
                    return ControlFlow::Continue(());
                };
                let may_see = feed
                    .viewer()
                    .may_see(typing.is_support_agent_on, &typing.assignees);
                if typing.agent_id == self.agent || !may_see {
                    return ControlFlow::Continue(());
                }
                let frame = ServerFrame::Typing {
                    conversation_id: typing.conversation_id,
                    agent_id: typing.agent_id,
                };
                self.send(&frame).await
            }
            Ok(News::Viewing(viewing)) => {
                let Some(feed) = &self.feed else {
                    return ControlFlow::Continue(());
                };
                if !self.view.hear(&viewing, &feed.viewer()) {
                    return ControlFlow::Continue(());
                }
                let frame = ServerFrame::Viewing {
                    conversation_id: viewing.conversation_id,
                    agent_id: viewing.agent_id,
                    is_here: viewing.is_here,
                };
                self.send(&frame).await
            }
            Err(RecvError::Lagged(_)) => self.check_session().await,
            Err(RecvError::Closed) => ControlFlow::Break(End::Close(close_code::AWAY, "restarting")),
        }
    }

    async fn receive(&mut self, received: Option<Result<Message, axum::Error>>) -> Flow {
        self.heard_at = Instant::now();
        let text = match received {
            None | Some(Ok(Message::Close(_))) => return ControlFlow::Break(End::Left),
            Some(Err(error)) => return ControlFlow::Break(end_of_error(&error)),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => return ControlFlow::Continue(()),
            Some(Ok(Message::Binary(_))) => {
                return ControlFlow::Break(End::Close(close_code::UNSUPPORTED, "text_only"));
            }
            Some(Ok(Message::Text(text))) => text,
        };
        if !self.frames.allows_another(Instant::now()) {
            return ControlFlow::Break(End::Close(close_code::POLICY, "too_many_frames"));
        }
        match serde_json::from_str::<ClientFrame>(&text) {
            Ok(ClientFrame::Hello { cursor, device_id: _ }) => self.hello(cursor).await,
            Ok(ClientFrame::Ping) => self.heartbeat().await,
            Ok(ClientFrame::Typing { conversation_id }) => {
                let Some(feed) = &self.feed else {
                    return hello_first();
                };
                match self
                    .typing
                    .relay(&self.state, &feed.viewer(), conversation_id)
                    .await
                {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(error) => ControlFlow::Break(error.into()),
                }
            }
            Ok(ClientFrame::Viewing { conversation_id }) => {
                let Some(feed) = &self.feed else {
                    return hello_first();
                };
                match self
                    .view
                    .change(&self.state, &feed.viewer(), conversation_id)
                    .await
                {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(error) => ControlFlow::Break(error.into()),
                }
            }
            Err(_) => ControlFlow::Break(End::Close(close_code::INVALID, "frame_not_understood")),
        }
    }

    async fn hello(&mut self, cursor: Option<domain::event::Cursor>) -> Flow {
        self.feed = None;
        match Feed::open(self.state.store.clone(), self.agent, cursor).await {
            Ok(Opening::Feed(feed)) => {
                let session = feed.session().clone();
                self.feed = Some(feed);
                self.send(&ServerFrame::Welcome {
                    now: self.state.clock.now(),
                    session,
                })
                .await
            }
            Ok(Opening::Reset { epoch }) => self.reset(epoch).await,
            Ok(Opening::Gone) => ControlFlow::Break(End::SignedOut),
            Err(error) => ControlFlow::Break(error.into()),
        }
    }

    /// The client has to begin anew, then says `hello` again.
    async fn reset(&mut self, epoch: LogEpoch) -> Flow {
        self.feed = None;
        let flow = self.send(&ServerFrame::Reset { epoch }).await;
        self.wake_at = Instant::now() + self.state.patience.hello_after_reset;
        flow
    }

    async fn read_on(&mut self) -> Flow {
        let Some(feed) = &mut self.feed else {
            return ControlFlow::Continue(());
        };
        match feed.step().await {
            Ok(Step::Frame { text, events }) => {
                self.state.metrics.events_sent(events);
                self.send_message(Message::Text(text.into())).await
            }
            Ok(Step::Nothing) => ControlFlow::Continue(()),
            Ok(Step::Reset { epoch }) => self.reset(epoch).await,
            Ok(Step::Gone) => ControlFlow::Break(End::SignedOut),
            Err(error) => ControlFlow::Break(error.into()),
        }
    }

    /// Nothing was sent for a while, or no `hello` came.
    async fn wake(&mut self) -> Flow {
        if self.feed.is_none() {
            return hello_first();
        }
        if self.heard_at.elapsed() > self.state.patience.gone {
            return ControlFlow::Break(End::Left);
        }
        self.send_message(Message::Ping(Bytes::new())).await?;
        self.heartbeat().await
    }

    async fn heartbeat(&mut self) -> Flow {
        let Some(feed) = &mut self.feed else {
            return hello_first();
        };
        let frame = ServerFrame::Heartbeat {
            n: feed.tell_place(),
            now: self.state.clock.now(),
        };
        self.send(&frame).await
    }

    async fn check_session(&mut self) -> Flow {
        let now = self.state.clock.now();
        self.session_check_at = now + SESSION_CHECK_EVERY;
        self.session_check_by = Instant::now() + self.state.patience.session_check;
        match self.state.store.session(&self.token_hash, now).await {
            Ok(Some(_)) => ControlFlow::Continue(()),
            Ok(None) => ControlFlow::Break(End::SignedOut),
            Err(error) => ControlFlow::Break(error.into()),
        }
    }

    async fn send(&mut self, frame: &ServerFrame) -> Flow {
        let Ok(json) = serde_json::to_string(frame) else {
            return ControlFlow::Break(End::Close(close_code::ERROR, "internal"));
        };
        self.send_message(Message::Text(Utf8Bytes::from(json))).await
    }

    async fn send_message(&mut self, message: Message) -> Flow {
        let sent = tokio::time::timeout(SEND_WITHIN, self.socket.send(message)).await;
        self.wake_at = Instant::now() + self.state.patience.heartbeat;
        match sent {
            Ok(Ok(())) => ControlFlow::Continue(()),
            Ok(Err(_)) | Err(_) => ControlFlow::Break(End::Left),
        }
    }

    /// Says why, then waits a moment for the client's own close, so that the words arrive.
    async fn close(&mut self, code: u16, reason: &'static str) {
        tracing::debug!(code, reason, "a socket closes");
        let frame = CloseFrame {
            code,
            reason: Utf8Bytes::from_static(reason),
        };
        let goodbye = async {
            if self.socket.send(Message::Close(Some(frame))).await.is_ok() {
                while let Some(Ok(_)) = self.socket.recv().await {}
            }
        };
        let _ = tokio::time::timeout(Duration::from_secs(2), goodbye).await;
    }
}

const fn hello_first() -> Flow {
    ControlFlow::Break(End::Close(close_code::POLICY, "hello_first"))
}

fn end_of_error(error: &axum::Error) -> End {
    // axum hides the kind of the error; a frame over the limit is the one that a client should be told about.
    if error.to_string().contains("too long") {
        End::Close(close_code::SIZE, "frame_too_large")
    } else {
        End::Left
    }
}

/// Counts what a client sends.
#[derive(Debug, Default)]
struct FrameCount {
    window: Option<Instant>,
    count: u32,
}

impl FrameCount {
    fn allows_another(&mut self, now: Instant) -> bool {
        if self.window.is_none_or(|begun| now - begun >= FRAME_WINDOW) {
            *self = Self {
                window: Some(now),
                count: 0,
            };
        }
        self.count += 1;
        self.count <= MAX_FRAMES
    }
}
