//! A browser of an agent, as the server sees one: a cookie, a socket, what it holds, and what it wrote and still has to send.

mod connection;
mod follow_up;
mod outbox;

pub use outbox::{Outcome, Sent};

use crate::cache::Cache;
use crate::rest::{self, Answer, Final, NoAnswer};
use crate::shared::Shared;
use domain::ids::{AgentId, ConversationId};
use domain::wire::ClientFrame;
use reqwest::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, mpsc, watch};
use tokio::task::JoinSet;

/// How long a device may take to hear what there is.
const PATIENCE: Duration = Duration::from_secs(300);

/// A browser of an agent.
pub struct Device {
    /// What the log calls it.
    pub name: String,
    /// Whose it is.
    pub agent: AgentId,
    shared: Arc<Shared>,
    /// Cookies of open sessions; the last is used.
    cookies: Mutex<Vec<String>>,
    held: Mutex<Held>,
    changes: watch::Sender<u64>,
    wanted: watch::Sender<Wanted>,
    orders: mpsc::UnboundedSender<Order>,
    follow_up: Notify,
    outbox: Mutex<VecDeque<usize>>,
    sends: Mutex<Vec<Sent>>,
    to_send: Notify,
}

/// What the device holds; a rewind begins another era, and what was under way in the former is thrown away.
#[derive(Default)]
struct Held {
    era: u64,
    cache: Cache,
    snapshots: Vec<Cache>,
}

/// How the connection is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Wanted {
    is_online: bool,
    /// Another number: end this one and connect again.
    connection: u32,
    /// Says hello with a cursor that no log ever gave.
    is_strange: bool,
}

enum Order {
    Send(ClientFrame),
}

impl Device {
    /// A device that is not online yet, and its tasks.
    pub fn start(
        name: String,
        agent: AgentId,
        cookies: Vec<String>,
        shared: Arc<Shared>,
        tasks: &mut JoinSet<()>,
    ) -> Arc<Self> {
        let (orders, received) = mpsc::unbounded_channel();
        let device = Arc::new(Self {
            name,
            agent,
            shared,
            cookies: Mutex::new(cookies),
            held: Mutex::default(),
            changes: watch::Sender::default(),
            wanted: watch::Sender::new(Wanted {
                is_online: false,
                connection: 0,
                is_strange: false,
            }),
            orders,
            follow_up: Notify::new(),
            outbox: Mutex::default(),
            sends: Mutex::default(),
            to_send: Notify::new(),
        });
        tasks.spawn(connection::keep(Arc::clone(&device), received));
        tasks.spawn(follow_up::run(Arc::clone(&device)));
        tasks.spawn(outbox::run(Arc::clone(&device)));
        device
    }

    /// Looks at what it holds.
    pub fn look<T>(&self, look: impl FnOnce(&Cache) -> T) -> T {
        look(&self.held().cache)
    }

    /// Goes online, or to sleep.
    pub fn go(&self, is_online: bool) {
        self.wanted.send_if_modified(|wanted| {
            let is_new = wanted.is_online != is_online;
            wanted.is_online = is_online;
            is_new
        });
        self.to_send.notify_one();
        self.follow_up.notify_one();
    }

    /// Whether it is online, or trying to be.
    pub fn is_online(&self) -> bool {
        self.wanted.borrow().is_online
    }

    /// Drops the connection and connects again.
    pub fn reconnect(&self) {
        self.wanted.send_modify(|wanted| wanted.connection += 1);
    }

    /// Connects with a cursor of another log or of the future.
    pub fn say_hello_strangely(&self) {
        self.wanted.send_modify(|wanted| {
            wanted.connection += 1;
            wanted.is_strange = true;
        });
    }

    /// Remembers what it holds, to be put back by [`Self::rewind`].
    pub fn remember(&self) {
        let mut held = self.held();
        if held.cache.cursor.is_some() {
            let snapshot = held.cache.clone();
            held.snapshots.push(snapshot);
        }
    }

    /// Holds again what it held once, as a device restored from a backup, and goes on from there.
    pub fn rewind(&self, pick: usize) {
        let mut held = self.held();
        if held.snapshots.is_empty() {
            return;
        }
        let at = pick % held.snapshots.len();
        held.cache = held.snapshots[at].clone();
        held.era += 1;
        drop(held);
        self.reconnect();
    }

    /// Signs out and in again. With `empties` the device forgets everything meanwhile.
    pub async fn sign_out_and_in(&self, empties: bool) -> Result<(), String> {
        let old = self.cookie();
        {
            let mut cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
            if cookies.len() < 2 {
                return Ok(());
            }
            cookies.pop();
        }
        if empties {
            let mut held = self.held();
            held.era += 1;
            held.cache = Cache::default();
            held.snapshots.clear();
        }
        let ended: Final<()> = rest::ask_until_answered(
            &self.shared.http,
            &self.shared.server,
            &old,
            &Method::DELETE,
            "/session",
            None::<&()>,
        )
        .await?;
        if !matches!(ended.answer, Answer::Done(())) && ended.lost == 0 {
            return Err(format!("{} could not sign out: {:?}", self.name, ended.answer));
        }
        self.reconnect();
        Ok(())
    }

    /// Says that the agent writes.
    pub fn write_visibly(&self, conversation_id: ConversationId) {
        self.order(ClientFrame::Typing { conversation_id });
    }

    /// Asks for a heartbeat: what comes after it was sent by the rights of now or later.
    pub fn ping(&self) {
        self.order(ClientFrame::Ping);
    }

    /// Waits until it has read the log up to a number and has all that it had to ask for.
    pub async fn catch_up(&self, n: u64) -> Result<(), String> {
        let mut changes = self.changes.subscribe();
        let caught_up = async {
            loop {
                changes.mark_unchanged();
                let place = self.look(|cache| (cache.cursor.map(|cursor| cursor.n), cache.is_complete()));
                match place {
                    (Some(read), true) if read >= n => return,
                    (Some(read), _) if read < n => self.ping(),
                    (_, false) => self.follow_up.notify_one(),
                    _ => {}
                }
                if changes.changed().await.is_err() {
                    return;
                }
            }
        };
        tokio::time::timeout(PATIENCE, caught_up).await.map_err(|_| {
            self.look(|cache| {
                format!(
                    "{} does not catch up with {n}: cursor {:?}, to load {:?}, to sweep {:?}",
                    self.name, cache.cursor, cache.to_load, cache.to_sweep
                )
            })
        })
    }

    /// Asks once by REST.
    pub async fn ask<T: DeserializeOwned>(&self, path: &str) -> Result<Answer<T>, NoAnswer> {
        let cookie = self.cookie();
        let answer = rest::ask(
            &self.shared.http,
            &self.shared.server,
            &cookie,
            &Method::GET,
            path,
            None::<&()>,
        )
        .await;
        self.shared.happen();
        match answer {
            // Signed out meanwhile: the next session answers.
            Ok(Answer::Refused(domain::error::ErrorCode::SessionRequired)) if cookie != self.cookie() => {
                Err(NoAnswer::Lost)
            }
            answer => answer,
        }
    }

    /// Asks by REST until there is an answer.
    pub async fn ask_until_answered<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: Option<&(impl Serialize + Sync)>,
    ) -> Result<Final<T>, String> {
        let mut lost = 0;
        loop {
            let cookie = self.cookie();
            let shared = &self.shared;
            let answer =
                rest::ask_until_answered(&shared.http, &shared.server, &cookie, &method, path, body).await?;
            self.shared.happen();
            lost += answer.lost;
            match answer.answer {
                Answer::Refused(domain::error::ErrorCode::SessionRequired) if cookie != self.cookie() => {}
                answer => return Ok(Final { answer, lost }),
            }
        }
    }

    fn order(&self, frame: ClientFrame) {
        // Without a connection nobody hears it; a new one knows the rights of its beginning.
        let _ = self.orders.send(Order::Send(frame));
    }

    fn cookie(&self) -> String {
        let cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        cookies.last().cloned().unwrap_or_default()
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes what it holds, unless another era has begun.
    fn change(&self, era: u64, change: impl FnOnce(&mut Cache)) -> bool {
        let mut held = self.held();
        if held.era != era {
            return false;
        }
        change(&mut held.cache);
        let is_complete = held.cache.is_complete();
        drop(held);
        if !is_complete {
            self.follow_up.notify_one();
        }
        self.changes.send_modify(|count| *count += 1);
        true
    }
}
