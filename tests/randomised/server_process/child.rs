//! The inside of the server's process: the real server, and a listener for what the world tells it.

use crate::template;
use domain::ids::{AgentId, RoleId};
use domain::permission::{Permission, PermissionSet};
use domain::time::Timestamp;
use server::clock::Clock;
use server::state::AppState;
use server::telemetry::{self, LogFormat, LogSettings};
use server::{Config, Server};
use std::fmt::Display;
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use tokio::net::TcpListener;
use tokio::process::Command;
use tokio::sync::mpsc;

/// Said once, when the server listens.
pub const LISTENING: &str = "randomised: listening";
/// Begins each answer; the test harness may write lines of its own.
pub const ANSWER: &str = "randomised: answer ";

const ADDRESS: &str = "PERFECTCHAT_RANDOMISED_ADDRESS";
const FOLDER: &str = "PERFECTCHAT_RANDOMISED_FOLDER";
const GRAPH_URL: &str = "PERFECTCHAT_RANDOMISED_GRAPH_URL";
const NOW: &str = "PERFECTCHAT_RANDOMISED_NOW";

/// Starts this binary as the server.
pub fn command(address: SocketAddr, folder: &Path, graph_url: &str, now_ms: i64) -> Command {
    let mut command = super::this_binary();
    command
        .args(["--exact", crate::TEST, "--nocapture", "--test-threads=1"])
        .env(ADDRESS, address.to_string())
        .env(FOLDER, folder)
        .env(GRAPH_URL, graph_url)
        .env(NOW, now_ms.to_string());
    command
}

/// Whether this process is to be the server.
pub fn is_asked_for() -> bool {
    std::env::var_os(ADDRESS).is_some()
}

/// Is the server until it is killed, or until the world ends.
pub fn run() -> Result<(), Box<dyn std::error::Error>> {
    telemetry::start(&LogSettings {
        log_format: LogFormat::Pretty,
        log: std::env::var("PERFECTCHAT_LOG").unwrap_or_else(|_| "warn".to_owned()),
    });
    let address: SocketAddr = std::env::var(ADDRESS)?.parse()?;
    let folder = PathBuf::from(std::env::var(FOLDER)?);
    let now = Timestamp::from_millis(std::env::var(NOW)?.parse()?);
    let config = config(address, &folder, std::env::var(GRAPH_URL)?, Clock::manual(now));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    runtime.block_on(serve(address, config))
}

/// The server's settings.
pub fn config(address: SocketAddr, folder: &Path, graph_url: String, clock: Clock) -> Config {
    Config {
        database_url: format!("sqlite://{}", folder.join(template::DATABASE).display()),
        data_dir: folder.to_owned(),
        public_url: format!("http://{address}"),
        graph_url,
        graph_version: "v25.0".to_owned(),
        media_hosts: Vec::new(),
        secret_key: Some("5a".repeat(32)),
        app_dir: None,
        trusted_proxies: Vec::new(),
        clock,
    }
}

async fn serve(address: SocketAddr, config: Config) -> Result<(), Box<dyn std::error::Error>> {
    let listener = TcpListener::bind(address).await?;
    let server = Server::prepare(config).await?;
    let services = server.services();
    let running = tokio::spawn(server.run(listener, std::future::pending::<()>()));
    say(LISTENING);
    let mut lines = input();
    while let Some(line) = lines.recv().await {
        let (number, what) = line.split_once(' ').unwrap_or_default();
        let answer = answer(&services, what).await;
        let answer = answer.unwrap_or_else(|error| format!("error {error}"));
        say(&format!("{ANSWER}{number} {answer}"));
        if running.is_finished() {
            return Err("the server ended".into());
        }
    }
    Ok(())
}

/// The lines of the standard input, until the world ends.
fn input() -> mpsc::UnboundedReceiver<String> {
    let (sender, lines) = mpsc::unbounded_channel();
    std::thread::spawn(move || {
        for line in std::io::stdin().lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    lines
}

async fn answer(services: &AppState, what: &str) -> Result<String, String> {
    let store = services.store.as_ref();
    let mut words = what.split(' ');
    match (words.next().unwrap_or_default(), words.next(), words.next()) {
        // The time.
        ("clock", Some(ms), None) => {
            services
                .clock
                .set(Timestamp::from_millis(ms.parse().map_err(text)?));
            Ok("set".to_owned())
        }
        // All deliveries are processed.
        ("quiet", None, None) => {
            while !store.pending_deliveries(1).await.map_err(text)?.is_empty() {
                tokio::task::yield_now().await;
            }
            Ok("quiet".to_owned())
        }
        // When the queue has something to do next.
        ("due", None, None) => {
            let due = store
                .next_outbound_due(services.clock.now())
                .await
                .map_err(text)?;
            Ok(due.map_or_else(|| "none".to_owned(), |due| due.as_millis().to_string()))
        }
        // An agent gets another role.
        ("role", Some(agent), Some(role)) => {
            let agent: AgentId = agent.parse().map_err(text)?;
            let role: RoleId = role.parse().map_err(text)?;
            store.set_agent_role(agent, role).await.map_err(text)?;
            Ok("done".to_owned())
        }
        // A role allows other things.
        ("permit", Some(role), permissions) => {
            let role: RoleId = role.parse().map_err(text)?;
            let permissions: PermissionSet = permissions
                .unwrap_or_default()
                .split(',')
                .filter_map(Permission::from_text)
                .collect();
            store.put_role(role, "Equipe", &permissions).await.map_err(text)?;
            Ok("done".to_owned())
        }
        // The numbers get their (good) tokens again.
        ("reconnect", None, None) => {
            template::put_numbers(services).await.map_err(text)?;
            services.outbound_wake.notify_one();
            Ok("done".to_owned())
        }
        _ => Err(format!("what is {what}?")),
    }
}

fn text(error: impl Display) -> String {
    error.to_string()
}

fn say(line: &str) {
    let mut output = std::io::stdout().lock();
    // The harness may have begun a line; without a reader there is nobody to tell.
    let _ = writeln!(output, "\n{line}");
    let _ = output.flush();
}
