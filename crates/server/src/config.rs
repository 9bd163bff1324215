//! What an installation can set: flags and environment of `perfectchat-server`.

use crate::clock::Clock;
use std::net::{AddrParseError, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;

/// Settings of one server process. Flags win over environment variables.
#[derive(Clone, Debug, clap::Args)]
pub struct Config {
    /// Where the database is: `sqlite://FILE`.
    #[arg(
        long,
        env = "PERFECTCHAT_DATABASE_URL",
        default_value = "sqlite://data/perfectchat.sqlite"
    )]
    pub database_url: String,
    /// Where files are kept.
    #[arg(long, env = "PERFECTCHAT_DATA_DIR", default_value = "data")]
    pub data_dir: PathBuf,
    /// The address that browsers see; decides about Origin and about secure cookies.
    #[arg(long, env = "PERFECTCHAT_PUBLIC_URL", default_value = "http://127.0.0.1:8080")]
    pub public_url: String,
    /// The Graph API.
    #[arg(
        long,
        env = "PERFECTCHAT_GRAPH_URL",
        default_value = "https://graph.facebook.com"
    )]
    pub graph_url: String,
    /// Its version.
    #[arg(long, env = "PERFECTCHAT_GRAPH_VERSION", default_value = "v25.0")]
    pub graph_version: String,
    /// Hosts (with port, comma between them) that may get the access token when media is fetched.
    #[arg(
        long,
        env = "PERFECTCHAT_MEDIA_HOSTS",
        value_delimiter = ',',
        default_value = "lookaside.fbsbx.com,graph.facebook.com"
    )]
    pub media_hosts: Vec<String>,
    /// Encrypts the numbers' secrets: 64 hexadecimal digits. Made and kept in the data folder when not given.
    #[arg(long, env = "PERFECTCHAT_SECRET_KEY", hide_env_values = true)]
    pub secret_key: Option<String>,
    /// The built web app; not served when not given.
    #[arg(long, env = "PERFECTCHAT_APP_DIR")]
    pub app_dir: Option<PathBuf>,
    /// Addresses of reverse proxies (comma between them) whose `X-Forwarded-For` is believed.
    #[arg(long, env = "PERFECTCHAT_TRUSTED_PROXIES", value_delimiter = ',')]
    pub trusted_proxies: Vec<std::net::IpAddr>,
    /// The clock; set by tests and demo data only.
    #[arg(skip = Clock::System)]
    pub clock: Clock,
}

/// How the server runs as a program.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Listen {
    /// Address and port.
    #[arg(long, env = "PERFECTCHAT_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Address and port of `/metrics` and `/readyz` for monitoring, where nobody signs in; `off`: none.
    #[arg(long, env = "PERFECTCHAT_METRICS_LISTEN", default_value = "127.0.0.1:9464")]
    pub metrics_listen: MetricsListen,
    /// How many rows the log of changes keeps, 1000 at least. Devices that have missed more load everything anew.
    #[arg(long, env = "PERFECTCHAT_LOG_ROWS", default_value_t = 500_000)]
    pub log_rows: u64,
}

/// Where figures are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetricsListen {
    /// Nowhere.
    Off,
    /// There.
    At(SocketAddr),
}

impl FromStr for MetricsListen {
    type Err = AddrParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "off" => Ok(Self::Off),
            address => address.parse().map(Self::At),
        }
    }
}
