//! What the server counts as it works, and how Prometheus reads it (OpenMetrics text).
//!
//! Each server has a registry of its own; nothing is global. On the hot path a figure costs an atomic addition, with labels a read
//! lock and a hash. What the database knows ([`StoreFigures`]) is asked when somebody looks, not kept beside it.

mod labels;
mod listener;
mod process;
mod snapshot;

pub use labels::{ChangeLabel, OutcomeLabel, RequestLabels, RouteLabels};
pub use listener::router;

use crate::store::{AttemptOutcome, InboundEffect};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// Upper bounds of the steps in which times are counted, in seconds.
const SECONDS: [f64; 12] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0,
];

/// What a server counts. Clones count together.
#[derive(Clone, Debug)]
pub struct Metrics {
    requests: Family<RequestLabels, Counter>,
    request_seconds: Family<RouteLabels, Histogram, fn() -> Histogram>,
    deliveries_stored: Counter,
    deliveries_set_aside: Counter,
    changes: Family<ChangeLabel, Counter>,
    attempts: Family<OutcomeLabel, Counter>,
    cancelled: Counter,
    events_sent: Counter,
    sockets_opened: Counter,
    sockets_refused: Counter,
    connections: Gauge,
    writer: Arc<OnceLock<WriterMetrics>>,
}

/// What the store's writer counts. Clones count together.
#[derive(Clone, Debug)]
pub struct WriterMetrics {
    changes: Counter,
    seconds: Histogram,
}

impl Metrics {
    /// A server that has done nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            requests: Family::default(),
            request_seconds: Family::new_with_constructor(seconds),
            deliveries_stored: Counter::default(),
            deliveries_set_aside: Counter::default(),
            changes: Family::default(),
            attempts: Family::default(),
            cancelled: Counter::default(),
            events_sent: Counter::default(),
            sockets_opened: Counter::default(),
            sockets_refused: Counter::default(),
            connections: Gauge::default(),
            writer: Arc::default(),
        }
    }

    /// A request was answered.
    pub fn answered(&self, labels: &RequestLabels, took: Duration) {
        let route = RouteLabels {
            method: labels.method,
            route: labels.route.clone(),
        };
        self.request_seconds
            .get_or_create(&route)
            .observe(took.as_secs_f64());
        self.requests.get_or_create(labels).inc();
    }

    /// A raw delivery of Meta's is durable.
    pub fn delivery_stored(&self) {
        self.deliveries_stored.inc();
    }

    /// A whole delivery could not be understood or applied.
    pub fn delivery_set_aside(&self) {
        self.deliveries_set_aside.inc();
    }

    /// What a change of a delivery did.
    pub fn change_applied(&self, effect: InboundEffect) {
        self.changes.get_or_create(&ChangeLabel::of(effect)).inc();
    }

    /// An attempt to send ended.
    pub fn attempt_ended(&self, outcome: &AttemptOutcome) {
        self.attempts.get_or_create(&OutcomeLabel::of(outcome)).inc();
    }

    /// A message was taken back before it left.
    pub fn message_cancelled(&self) {
        self.cancelled.inc();
    }

    /// Events left through a socket.
    pub fn events_sent(&self, count: usize) {
        self.events_sent.inc_by(count as u64);
    }

    /// A socket opened.
    pub fn socket_opened(&self) {
        self.sockets_opened.inc();
    }

    /// A socket was refused: there are too many.
    pub fn socket_refused(&self) {
        self.sockets_refused.inc();
    }

    /// So many HTTP connections are open.
    pub fn connections(&self) -> &Gauge {
        &self.connections
    }

    /// What the writer of this server's store counts.
    pub fn observe_writer(&self, writer: WriterMetrics) {
        // A server has one store for its life.
        let _ = self.writer.set(writer);
    }

    fn register(&self, registry: &mut Registry) {
        registry.register("http_requests", "Requests answered", self.requests.clone());
        registry.register_with_unit(
            "http_request_duration",
            "From a request's head to its answer's head",
            Unit::Seconds,
            self.request_seconds.clone(),
        );
        registry.register(
            "http_connections",
            "Open HTTP connections",
            self.connections.clone(),
        );
        registry.register(
            "webhook_deliveries_stored",
            "Raw deliveries made durable",
            self.deliveries_stored.clone(),
        );
        registry.register(
            "webhook_deliveries_set_aside",
            "Deliveries that could not be understood as a whole",
            self.deliveries_set_aside.clone(),
        );
        registry.register(
            "webhook_changes",
            "Changes of deliveries by what they did",
            self.changes.clone(),
        );
        registry.register(
            "outbound_attempts",
            "Attempts to send by their outcome",
            self.attempts.clone(),
        );
        registry.register(
            "outbound_cancelled",
            "Messages taken back before they left",
            self.cancelled.clone(),
        );
        registry.register(
            "events_sent",
            "Events that left through sockets",
            self.events_sent.clone(),
        );
        registry.register("sockets_opened", "Sockets opened", self.sockets_opened.clone());
        registry.register(
            "sockets_refused",
            "Sockets refused because there were too many",
            self.sockets_refused.clone(),
        );
        if let Some(writer) = self.writer.get() {
            registry.register("store_changes", "Changes written", writer.changes.clone());
            registry.register_with_unit(
                "store_transaction_duration",
                "From the first change of a transaction to its end on the disk",
                Unit::Seconds,
                writer.seconds.clone(),
            );
        }
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl WriterMetrics {
    /// A transaction of so many changes ended.
    pub fn observe(&self, changes: usize, took: Duration) {
        self.changes.inc_by(changes as u64);
        self.seconds.observe(took.as_secs_f64());
    }
}

impl Default for WriterMetrics {
    fn default() -> Self {
        Self {
            changes: Counter::default(),
            seconds: seconds(),
        }
    }
}

fn seconds() -> Histogram {
    Histogram::new(SECONDS)
}
