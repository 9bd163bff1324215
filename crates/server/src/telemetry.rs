//! The log: structured, on standard error, without secrets, message texts or query strings.

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::format::FmtSpan;

/// How the log looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    /// For people.
    #[default]
    Pretty,
    /// One JSON object a line, for machines.
    Json,
}

/// Settings of the log.
#[derive(Clone, Debug, clap::Args)]
pub struct LogSettings {
    /// How the log looks.
    #[arg(long, env = "PERFECTCHAT_LOG_FORMAT", value_enum, default_value_t)]
    pub log_format: LogFormat,
    /// What is logged: a level, or levels by module (`info,server=debug`).
    #[arg(long, env = "PERFECTCHAT_LOG", default_value = "info")]
    pub log: String,
}

/// Starts the log of this process. A second call changes nothing.
pub fn start(settings: &LogSettings) {
    // A filter that cannot be read must not keep the server from starting.
    let filter = EnvFilter::try_new(&settings.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_span_events(FmtSpan::NONE);
    let _ = match settings.log_format {
        LogFormat::Pretty => log.compact().try_init(),
        LogFormat::Json => log.json().flatten_event(true).with_span_list(false).try_init(),
    };
}
