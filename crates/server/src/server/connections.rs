//! HTTP connections: accepted as long as there is room, cut off when a request's head does not arrive in time.

use crate::metrics::Metrics;
use crate::state::Services;
use crate::troubles::is_about_files;
use axum::Router;
use axum::extract::ConnectInfo;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tower_http::add_extension::AddExtension;

/// How many connections may be open at once; further ones wait in the operating system's queue. Sockets do not count: a
/// connection that became one is no longer this module's.
pub(super) const MOST_CONNECTIONS: usize = 4_096;
/// The same for those who watch the server.
pub(super) const MOST_METRICS_CONNECTIONS: usize = 16;
/// The largest head of a request, in bytes. Ours are below 2 KB.
const MOST_HEAD_BYTES: usize = 32 * 1_024;
/// The pause when no connection could be accepted.
const PAUSE: Duration = Duration::from_millis(100);

/// Serves connections until the server goes down; then takes no more and returns when the open ones have ended.
pub(super) async fn serve(listener: TcpListener, router: Router, services: Arc<Services>, most: usize) {
    let room = Arc::new(Semaphore::new(most));
    let mut open = JoinSet::new();
    let mut is_full_told = false;
    loop {
        if room.available_permits() == 0 && !is_full_told {
            tracing::warn!(most, "all connections are in use: further ones wait");
            is_full_told = true;
        }
        let accepted = async {
            let place = Arc::clone(&room).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            () = services.shutdown.wait() => break,
            Some(_) = open.join_next(), if !open.is_empty() => continue,
            accepted = accepted => accepted,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                wait_after(&error, &services).await;
                continue;
            }
        };
        if room.available_permits() > most / 10 {
            is_full_told = false;
        }
        let serving = connection(stream, peer, router.clone(), Arc::clone(&services));
        let metrics = services.metrics.clone();
        open.spawn(async move {
            let _place = place;
            let _counted = Counted::new(metrics);
            serving.await;
        });
    }
    drop(listener);
    while open.join_next().await.is_some() {}
}

/// A connection that ended before it was accepted is nothing; all else must not make the loop spin.
async fn wait_after(error: &io::Error, services: &Services) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    ) {
        return;
    }
    if is_about_files(error) {
        services.troubles.files_are_used_up(error);
    } else {
        tracing::error!(%error, "a connection could not be accepted");
    }
    tokio::time::sleep(PAUSE).await;
}

async fn connection(stream: TcpStream, peer: SocketAddr, router: Router, services: Arc<Services>) {
    // Frames of sockets are small and must leave at once. A connection that has gone already fails below.
    let _ = stream.set_nodelay(true);
    let service = TowerToHyperService::new(AddExtension::new(router, ConnectInfo(peer)));
    let serving = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(services.patience.head)
        .max_header_size(MOST_HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    tokio::pin!(serving);
    let ended = tokio::select! {
        ended = serving.as_mut() => ended,
        () = services.shutdown.wait() => {
            serving.as_mut().graceful_shutdown();
            serving.await
        }
    };
    if let Err(error) = ended {
        // Clients go away as they like, and slow ones are cut off.
        tracing::debug!(%error, "a connection ended");
    }
}

/// Counts a connection as open until dropped.
struct Counted(Metrics);

impl Counted {
    fn new(metrics: Metrics) -> Self {
        metrics.connections().inc();
        Self(metrics)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.connections().dec();
    }
}
