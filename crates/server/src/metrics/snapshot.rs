//! All figures of a moment as text.

use super::process::ProcessFigures;
use crate::state::Services;
use crate::store::StoreFigures;
use domain::time::Timestamp;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

/// Everything that can be told now. What the database does not answer is left out.
pub(super) async fn text(services: &Services) -> Result<String, std::fmt::Error> {
    let mut registry = Registry::with_prefix("perfectchat");
    services.metrics.register(&mut registry);
    let now = services.clock.now();
    match services.store.figures().await {
        Ok(figures) => register_store(&mut registry, &figures, now),
        Err(error) => tracing::debug!(%error, "the database's figures are left out"),
    }
    let mut gauge = |name: &str, help: &str, value: u64| register(&mut registry, name, help, value);
    gauge("sockets_open", "Open sockets", services.hub.open_sockets() as u64);
    gauge(
        "database_unavailable",
        "1 while the database cannot be written",
        u64::from(services.store.outage().is_some()),
    );
    gauge(
        "file_descriptors_used_up",
        "1 while no further file or connection can be opened",
        u64::from(services.troubles.are_files_used_up()),
    );
    let process = ProcessFigures::read();
    for (name, help, value) in [
        (
            "process_resident_memory_bytes",
            "Memory in RAM",
            process.resident_bytes,
        ),
        (
            "process_open_fds",
            "Open files and connections",
            process.open_files,
        ),
        ("process_max_fds", "How many may be open", process.most_open_files),
    ] {
        if let Some(value) = value {
            gauge(name, help, value);
        }
    }
    let mut text = String::new();
    prometheus_client::encoding::text::encode(&mut text, &registry)?;
    Ok(text)
}

fn register_store(registry: &mut Registry, figures: &StoreFigures, now: Timestamp) {
    let age = |since: Option<Timestamp>| {
        // A clock that was set back makes nothing younger than new.
        let ms = since.map_or(0, |since| (now - since).as_millis().max(0));
        u64::try_from(ms / 1_000).unwrap_or_default()
    };
    let mut gauge = |name: &str, help: &str, value: u64| register(registry, name, help, value);
    gauge(
        "outbound_queue_length",
        "Messages that wait to be sent",
        figures.queue_length,
    );
    gauge(
        "outbound_queue_oldest_seconds",
        "How long ago the oldest waiting message was written",
        age(figures.queue_oldest_at),
    );
    gauge(
        "webhook_deliveries_waiting",
        "Stored deliveries that wait to be applied",
        figures.deliveries_waiting,
    );
    gauge(
        "webhook_deliveries_oldest_seconds",
        "How long ago the oldest waiting delivery came",
        age(figures.deliveries_oldest_at),
    );
    gauge(
        "set_aside",
        "Values that administrators should look at",
        figures.set_aside,
    );
    gauge(
        "statuses_waiting",
        "Statuses whose message is not known",
        figures.statuses_waiting,
    );
    gauge(
        "log_newest_number",
        "The newest number of the log",
        figures.log_newest,
    );
    gauge("log_rows", "Rows that the log holds", figures.log_rows);
    gauge(
        "store_queue_length",
        "Changes that wait to be written",
        figures.writer_waiting,
    );
    gauge("database_size_bytes", "The database file", figures.database_bytes);
    gauge(
        "database_free_bytes",
        "What of the file is free for new rows",
        figures.free_bytes,
    );
    gauge("database_wal_bytes", "The write-ahead log", figures.wal_bytes);
}

fn register(registry: &mut Registry, name: &str, help: &str, value: u64) {
    let gauge: Gauge = Gauge::default();
    gauge.set(i64::try_from(value).unwrap_or(i64::MAX));
    registry.register(name, help, gauge);
}
