//! From settings to a running server, and back down in order.

use crate::auth::limits::{SendLimits, SignInLimits};
use crate::auth::password::Passwords;
use crate::config::Config;
use crate::http;
use crate::id_source::IdSource;
use crate::origin::{PublicOrigin, PublicUrlInvalid};
use crate::outbound;
use crate::realtime::hub::Hub;
use crate::secret_key::{self, SecretKeyError};
use crate::shutdown::ShutdownSignal;
use crate::state::{AppState, MetaSignal, Services};
use crate::static_files::{StaticFiles, StaticFilesError};
use crate::store::{SharedStore, SqliteStore, StoreError};
use crate::webhook;
use cloud_api::{Client, ClientConfig, ConfigError};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::{Notify, mpsc};
use tokio::task::JoinSet;

/// How long requests may go on after the server began to go down.
const REQUESTS_MAY_TAKE: Duration = Duration::from_secs(10);
/// How long sockets may take to say goodbye.
const SOCKETS_MAY_TAKE: Duration = Duration::from_secs(3);
/// How long workers may take to finish what they hold: longer than one request to Meta.
const WORKERS_MAY_TAKE: Duration = Duration::from_secs(40);

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
        let services = Arc::new(Services {
            store,
            clock: config.clock.clone(),
            ids: IdSource::new(config.clock.clone()),
            origin,
            passwords: Passwords::new(),
            sign_in_limits: SignInLimits::default(),
            send_limits: SendLimits::default(),
            hub: Hub::new(),
            meta_signals,
            outbound_wake: Notify::new(),
            delivery_wake: Notify::new(),
            shutdown: ShutdownSignal::new(),
            config,
        });
        Ok(Self {
            services,
            app,
            graph,
            meta_signals: signals,
        })
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
        } = self;
        let signal = services.shutdown.clone();
        say_first_steps(&services).await?;
        let workers = start_workers(&services, graph, meta_signals);
        let router = http::router(Arc::clone(&services), app);
        tracing::info!(address = %listener.local_addr()?, public_url = services.config.public_url, "listening");

        let requests = tokio::spawn({
            let signal = signal.clone();
            let service = router.into_make_service_with_connect_info::<SocketAddr>();
            async move {
                axum::serve(listener, service)
                    .with_graceful_shutdown(async move { signal.wait().await })
                    .await
            }
        });
        let ended = wait_for_end(shutdown, requests, workers, &signal, &services).await;
        services.store.close().await;
        tracing::info!("stopped");
        ended
    }
}

async fn wait_for_end(
    shutdown: impl Future<Output = ()> + Send + 'static,
    mut requests: tokio::task::JoinHandle<std::io::Result<()>>,
    mut workers: JoinSet<()>,
    signal: &ShutdownSignal,
    services: &Services,
) -> Result<(), ServeError> {
    let mut ended = tokio::select! {
        () = shutdown => Ok(()),
        served = &mut requests => {
            served.unwrap_or_else(|error| Err(std::io::Error::other(error))).map_err(ServeError::Io)
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
    if !requests.is_finished()
        && tokio::time::timeout(REQUESTS_MAY_TAKE, &mut requests)
            .await
            .is_err()
    {
        tracing::warn!("requests did not end in time");
        requests.abort();
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
