//! From settings to a running server, and back down in order.

mod connections;

use crate::auth::limits::{SendLimits, SignInLimits};
use crate::auth::password::Passwords;
use crate::config::Config;
use crate::http;
use crate::id_source::IdSource;
use crate::media;
use crate::media::files::MediaFiles;
use crate::media::uploads::UploadTurns;
use crate::metrics::{self, Metrics};
use crate::origin::{PublicOrigin, PublicUrlInvalid};
use crate::outbound;
use crate::patience::Patience;
use crate::realtime::hub::Hub;
use crate::secret_key::{self, SecretKeyError};
use crate::shutdown::ShutdownSignal;
use crate::state::{AppState, MetaSignal, Services};
use crate::static_files::{StaticFiles, StaticFilesError};
use crate::store::{SharedStore, SqliteStore, StoreError};
use crate::templates;
use crate::troubles::Troubles;
use crate::upkeep::{self, LogRows};
use crate::webhook;
use cloud_api::{Client, ClientConfig, ConfigError};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::{Notify, Semaphore, mpsc};
use tokio::task::JoinSet;

/// How long requests may go on after the server began to go down.
const REQUESTS_MAY_TAKE: Duration = Duration::from_secs(10);
/// How long sockets may take to say goodbye.
const SOCKETS_MAY_TAKE: Duration = Duration::from_secs(3);
/// How long workers may take to finish what they hold: longer than one request to Meta.
const WORKERS_MAY_TAKE: Duration = Duration::from_secs(40);
/// So many files of contacts are read at a time; each takes some megabytes.
const IMPORTS: usize = 2;

/// Why the server cannot start or had to stop.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The public URL is not one.
    #[error(transparent)]
    PublicUrl(#[from] PublicUrlInvalid),
    /// There is no key for the secrets.
    #[error(transparent)]
    SecretKey(#[from] SecretKeyError),
    /// The database does not open or does not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The Graph API's address or version is wrong.
    #[error("the Graph API: {0}")]
    Graph(#[from] ConfigError),
    /// The built app cannot be served.
    #[error(transparent)]
    StaticFiles(#[from] StaticFilesError),
    /// The network fails.
    #[error("the network: {0}")]
    Io(#[from] std::io::Error),
    /// A worker stopped by a fault of ours.
    #[error("a worker stopped; the log says why")]
    WorkerStopped,
}

/// Runs the server until `shutdown` is ready, then ends it in order.
///
/// # Errors
/// The settings are wrong, the database does not open, or something that must run stopped.
pub async fn serve(
    listener: TcpListener,
    config: Config,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    Server::prepare(config).await?.run(listener, shutdown).await
}

/// A server that is ready to run.
pub struct Server {
    services: AppState,
    app: Option<Arc<StaticFiles>>,
    graph: Arc<Client>,
    meta_signals: mpsc::Receiver<MetaSignal>,
    log_rows: LogRows,
    metrics_listener: Option<TcpListener>,
}

impl Server {
    /// Opens the database and reads the built app.
    ///
    /// # Errors
    /// The settings are wrong, or the database does not open.
    pub async fn prepare(config: Config) -> Result<Self, ServeError> {
        let origin = PublicOrigin::of_url(&config.public_url)?;
        let app = match &config.app_dir {
            Some(folder) => Some(Arc::new(StaticFiles::read(folder, &origin).await?)),
            None => None,
        };
        let graph = Arc::new(Client::new(ClientConfig {
            media_hosts: config.media_hosts.clone(),
            request_timeout: outbound::worker::LONGEST_REQUEST,
            ..ClientConfig::new(&config.graph_url, &config.graph_version)
        })?);
        let secret_key = secret_key::load(&config)?;
        let store: SharedStore = Arc::new(SqliteStore::open(&config.database_url, secret_key).await?);
        let (meta_signals, signals) = mpsc::channel(MetaSignal::QUEUE_LENGTH);
        let metrics = Metrics::new();
        metrics.observe_writer(store.writer_metrics());
        let services = Arc::new(Services {
            store,
            clock: config.clock.clone(),
            ids: IdSource::new(config.clock.clone()),
            origin,
            passwords: Passwords::new(),
            sign_in_limits: SignInLimits::default(),
            send_limits: SendLimits::of_messages(),
            change_limits: SendLimits::of_changes(),
            sound_limits: SendLimits::of_sounds(),
            search_limits: SendLimits::of_searches(),
            list_limits: SendLimits::of_list_wishes(),
            import_limits: SendLimits::of_imports(),
            write_limits: SendLimits::of_writes(),
            hub: Hub::new(),
            meta_signals,
            outbound_wake: Notify::new(),
            graph: Arc::clone(&graph),
            templates_wake: Notify::new(),
            reaction_wake: Notify::new(),
            delivery_wake: Notify::new(),
            patience: Patience::default(),
            metrics,
            troubles: Troubles::default(),
            media_wake: Notify::new(),
            search_wake: Notify::new(),
            media_files: MediaFiles::in_folder(&config.data_dir),
            upload_turns: UploadTurns::default(),
            import_turns: Semaphore::new(IMPORTS),
            shutdown: ShutdownSignal::new(),
            config,
        });
        Ok(Self {
            services,
            app,
            graph,
            meta_signals: signals,
            log_rows: LogRows::default(),
            metrics_listener: None,
        })
    }

    /// Keeps so many rows of the log.
    #[must_use]
    pub const fn with_log_rows(mut self, log_rows: LogRows) -> Self {
        self.log_rows = log_rows;
        self
    }

    /// Waits otherwise for those who are silent. To be said first: it changes nothing once somebody shares the server's services.
    #[must_use]
    pub fn with_patience(mut self, patience: Patience) -> Self {
        if let Some(services) = Arc::get_mut(&mut self.services) {
            services.patience = patience;
        }
        self
    }

    /// Answers those who watch it (`/metrics`, `/readyz`) on a listener of their own, which asks nobody to sign in.
    #[must_use]
    pub fn with_metrics(mut self, listener: TcpListener) -> Self {
        self.metrics_listener = Some(listener);
        self
    }

    /// Everything that is remembered.
    #[must_use]
    pub fn store(&self) -> SharedStore {
        Arc::clone(&self.services.store)
    }

    /// What handlers, sockets and workers share.
    #[must_use]
    pub fn services(&self) -> AppState {
        Arc::clone(&self.services)
    }

    /// Runs the server until `shutdown` is ready, then ends it in order: no new connections, sockets told, requests answered,
    /// workers done, database closed.
    ///
    /// # Errors
    /// The network fails, or a worker stopped by a fault of ours.
    pub async fn run(
        self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), ServeError> {
        let Self {
            services,
            app,
            graph,
            meta_signals,
            log_rows,
            metrics_listener,
        } = self;
        let signal = services.shutdown.clone();
        say_first_steps(&services).await?;
        let mut workers = start_workers(&services, graph, meta_signals);
        workers.spawn(upkeep::run(Arc::clone(&services), log_rows));
        workers.spawn(upkeep::complete_search_index(Arc::clone(&services)));
        let router = http::router(Arc::clone(&services), app);
        tracing::info!(address = %listener.local_addr()?, public_url = services.config.public_url, "listening");

        let most = connections::MOST_CONNECTIONS;
        let mut requests = JoinSet::new();
        requests.spawn(connections::serve(listener, router, Arc::clone(&services), most));
        if let Some(listener) = metrics_listener {
            tracing::info!(address = %listener.local_addr()?, "metrics");
            let router = metrics::router(Arc::clone(&services));
            let most = connections::MOST_METRICS_CONNECTIONS;
            requests.spawn(connections::serve(listener, router, Arc::clone(&services), most));
        }
        let ended = wait_for_end(shutdown, requests, workers, &signal, &services).await;
        services.store.close().await;
        tracing::info!("stopped");
        ended
    }
}

async fn wait_for_end(
    shutdown: impl Future<Output = ()> + Send + 'static,
    mut requests: JoinSet<()>,
    mut workers: JoinSet<()>,
    signal: &ShutdownSignal,
    services: &Services,
) -> Result<(), ServeError> {
    let mut ended = tokio::select! {
        () = shutdown => Ok(()),
        Some(served) = requests.join_next() => {
            // The loops that accept connections end only when they are told to.
            Err(ServeError::Io(served.err().map_or_else(|| std::io::Error::other("nobody listens"), std::io::Error::other)))
        }
        Some(worker) = workers.join_next() => {
            tracing::error!(error = ?worker.err(), "a worker stopped");
            Err(ServeError::WorkerStopped)
        }
    };
    tracing::info!("going down");
    signal.start();
    if tokio::time::timeout(SOCKETS_MAY_TAKE, services.hub.wait_until_empty())
        .await
        .is_err()
    {
        tracing::warn!(
            open = services.hub.open_sockets(),
            "sockets did not close in time"
        );
    }
    let requests_end = async { while requests.join_next().await.is_some() {} };
    if tokio::time::timeout(REQUESTS_MAY_TAKE, requests_end)
        .await
        .is_err()
    {
        tracing::warn!("requests did not end in time");
        requests.abort_all();
    }
    let workers_end = async {
        while let Some(worker) = workers.join_next().await {
            if let Err(error) = worker {
                tracing::error!(%error, "a worker stopped");
                ended = Err(ServeError::WorkerStopped);
            }
        }
    };
    if tokio::time::timeout(WORKERS_MAY_TAKE, workers_end).await.is_err() {
        tracing::warn!("workers did not end in time");
    }
    ended
}

/// Starts everything that runs beside requests. Each worker returns when `services.shutdown` says so.
fn start_workers(
    services: &AppState,
    graph: Arc<Client>,
    meta_signals: mpsc::Receiver<MetaSignal>,
) -> JoinSet<()> {
    let mut workers = JoinSet::new();
    workers.spawn(webhook::processor::run(Arc::clone(services)));
    workers.spawn(outbound::worker::run(Arc::clone(services), Arc::clone(&graph)));
    workers.spawn(templates::sync::run(Arc::clone(services)));
    workers.spawn(media::fetcher::run(Arc::clone(services), Arc::clone(&graph)));
    workers.spawn(outbound::reactions::run(Arc::clone(services), Arc::clone(&graph)));
    workers.spawn(outbound::signals::run(Arc::clone(services), graph, meta_signals));
    workers
}

async fn say_first_steps(services: &Services) -> Result<(), StoreError> {
    if !services.store.has_agents().await? {
        tracing::warn!(
            "nobody can sign in yet: run `perfectchat-server create-agent --email … --first-name … --role administrator`"
        );
    }
    Ok(())
}
