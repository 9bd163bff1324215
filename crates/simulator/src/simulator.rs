//! The running simulator.

use std::borrow::Cow;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Bytes;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::behaviour::Behaviour;
use crate::callback::Clients;
use crate::config::Config;
use crate::connection::{CuttableListener, Scissors};
use crate::customer::Customer;
use crate::error::Error;
use crate::events::AccountEvent;
use crate::knobs::Knobs;
use crate::shared::Shared;
use crate::state::{RecordedRequest, State};
use crate::{events, graph, ids, inbound, phones, webhook};

/// How long [`Simulator::wait_for`] waits.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long open connections may take to end.
const FAREWELL: Duration = Duration::from_secs(2);

/// A running stand-in for Meta. It ends with [`Simulator::shutdown`] or when it is dropped.
pub struct Simulator {
    shared: Arc<Shared>,
    serving: std::sync::Mutex<Vec<JoinHandle<()>>>,
}

impl Simulator {
    /// Starts to listen.
    ///
    /// # Errors
    /// If the address is taken or the snapshot to restore cannot be read.
    pub async fn start(config: Config) -> Result<Self, Error> {
        // Somebody else in the process may have chosen already.
        let _chosen = rustls::crypto::ring::default_provider().install_default();
        let http = Clients::new()?;
        let mut state = State::new(&config);
        if let Some(snapshot) = &config.restore {
            state.restore(snapshot)?;
        }
        let listener = CuttableListener(TcpListener::bind(config.listen).await?);
        let address = listener.0.local_addr()?;
        let shared = Arc::new(Shared::new(config, address, http, state));
        let service = phones::router()
            .fallback(graph::answer)
            .with_state(Arc::clone(&shared))
            .into_make_service_with_connect_info::<Scissors>();
        let ending = Arc::clone(&shared);
        let server = tokio::spawn(async move {
            let serve =
                axum::serve(listener, service).with_graceful_shutdown(async move { ending.stopped().await });
            if let Err(error) = serve.await {
                tracing::error!(%error, "the simulator stopped serving");
            }
        });
        let retries = tokio::spawn(webhook::run_retries(Arc::clone(&shared)));
        Ok(Self {
            shared,
            serving: std::sync::Mutex::new(vec![server, retries]),
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.shared.address
    }

    /// The base address for clients of the Graph API, to which they append `/v25.0/…`.
    pub fn graph_url(&self) -> String {
        format!("http://{}", self.shared.address)
    }

    /// The page with the customers' phones.
    pub fn phones_url(&self) -> String {
        format!("http://{}/", self.shared.address)
    }

    /// Verifies the callback as Meta does and delivers all webhooks there, those that wait already included.
    ///
    /// # Errors
    /// If the callback cannot be reached or does not answer with the challenge.
    pub async fn subscribe(&self, callback_url: &str, verify_token: &str) -> Result<(), Error> {
        webhook::verify(&self.shared, callback_url, verify_token).await
    }

    /// Ends everything and waits for it.
    pub async fn shutdown(&self) {
        self.shared.stop();
        let serving = match self.serving.lock() {
            Ok(mut serving) => std::mem::take(&mut *serving),
            Err(_) => return,
        };
        for mut task in serving {
            if tokio::time::timeout(FAREWELL, &mut task).await.is_err() {
                task.abort();
            }
        }
    }

    /// The customer with this number (digits); a new one gets the name.
    pub fn customer(&self, wa_id: &str, profile_name: &str) -> Customer {
        let wa_id = ids::digits(wa_id);
        let key = self.shared.update(|state| state.introduce(&wa_id, profile_name));
        Customer::new(Arc::clone(&self.shared), key)
    }

    /// Keeps a file that a customer will send by its id.
    pub fn add_media(&self, phone_number_id: &str, mime_type: &str, bytes: impl Into<Bytes>) -> String {
        inbound::keep_media(&self.shared, phone_number_id, mime_type, None, bytes.into())
    }

    /// The requests to the Graph API so far, oldest first, exactly as they came.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.shared.read(|state| state.requests().cloned().collect())
    }

    /// What the phone of the customer shows of the messages of the business; see [`State::messages_to`].
    pub fn messages_to(&self, wa_id: &str) -> Vec<Value> {
        self.shared.read(|state| state.messages_to(wa_id))
    }

    /// Looks at everything the simulator knows. The look must be short: it holds the lock.
    pub fn look<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        self.shared.read(look)
    }

    /// Waits until the look finds something, for 15 seconds.
    ///
    /// # Errors
    /// If it finds nothing in time.
    pub async fn wait_for<T>(&self, look: impl FnMut(&State) -> Option<T>) -> Result<T, Error> {
        self.wait_for_within(PATIENCE, look).await
    }

    /// Waits until the look finds something, for as long as said.
    ///
    /// # Errors
    /// If it finds nothing in time.
    pub async fn wait_for_within<T>(
        &self,
        patience: Duration,
        mut look: impl FnMut(&State) -> Option<T>,
    ) -> Result<T, Error> {
        let started = Instant::now();
        let mut revisions = self.shared.revisions();
        loop {
            revisions.mark_unchanged();
            if let Some(found) = self.shared.read(&mut look) {
                return Ok(found);
            }
            let left = patience.saturating_sub(started.elapsed());
            if left.is_zero() || tokio::time::timeout(left, revisions.changed()).await.is_err() {
                let outstanding = self.shared.read(State::outstanding_webhooks);
                return Err(Error::TimedOut {
                    waited_ms: started.elapsed().as_millis(),
                    outstanding,
                });
            }
        }
    }

    /// Waits until no message is under way and all webhooks are acknowledged, for 30 seconds.
    ///
    /// # Errors
    /// If they are not in time, for instance because nobody has subscribed.
    pub async fn delivered_all(&self) -> Result<(), Error> {
        let is_quiet = |state: &State| (state.timers == 0 && state.outstanding_webhooks() == 0).then_some(());
        self.wait_for_within(Duration::from_secs(30), is_quiet).await
    }

    /// Makes all webhooks that wait to be tried again due now.
    pub fn retry_now(&self) {
        self.shared.update(|state| state.deliveries.hurry());
        self.shared.retry.notify_one();
    }

    /// How messages fare from now on.
    pub fn set_behaviour(&self, behaviour: Behaviour) {
        self.shared.update(|state| state.behaviour = behaviour);
    }

    /// How messages fare.
    pub fn behaviour(&self) -> Behaviour {
        self.shared.read(|state| state.behaviour.clone())
    }

    /// What goes wrong on purpose from now on; the dice start at the seed.
    pub fn set_knobs(&self, knobs: Knobs) {
        self.shared.update(|state| state.set_knobs(knobs));
    }

    /// A sample of each event about the account, its numbers and its templates.
    pub fn account_events(&self) -> Vec<AccountEvent> {
        events::of(&self.shared)
    }

    /// Tells the business something about its account: a webhook with this field (`account_update`, …) and value; see
    /// [`Self::account_events`]. Returns when the first attempt to deliver it is over.
    pub async fn send_account_event(&self, field: impl Into<Cow<'static, str>>, value: Value) {
        events::tell(&self.shared, field.into(), value).await;
    }

    /// A number that every change of anything raises.
    pub fn revision(&self) -> u64 {
        *self.shared.revisions().borrow()
    }

    /// Customers, threads, messages and media, for [`Config::restore`].
    pub fn export(&self) -> Value {
        self.shared.read(State::export)
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.shared.stop();
    }
}
