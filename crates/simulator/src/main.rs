//! The simulator as a program: Meta and the customers' phones on one address.
//!
//! Without any flag it has the values of the demonstration, the same that `cargo xtask run` sets up the server with:
//! token `simulator-token`, app secret `simulator-secret`, verify token `simulator-verify`, account `102290129340398`,
//! numbers `4400001111` (Escola Doce Arte) and `4400002222` (Doce Arte Eventos).

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Parser;
use simulator::{Behaviour, Config, PhoneNumber, Simulator};
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

/// How long to wait before the callback is tried again.
const VERIFICATION_PAUSE: Duration = Duration::from_millis(500);
/// How often the state is written, if there is anything new.
const SAVING_PAUSE: Duration = Duration::from_secs(5);

/// A stand-in for Meta's WhatsApp Cloud API, with the customers' phones on a page.
#[derive(Parser)]
#[command(version)]
struct Options {
    /// Where to listen, for the Graph API and for the page.
    #[arg(long, env = "SIMULATOR_LISTEN", default_value = "127.0.0.1:8090")]
    listen: SocketAddr,
    /// Where webhooks go; verified first, as long as it takes until the server is up.
    #[arg(
        long,
        env = "SIMULATOR_WEBHOOK_URL",
        default_value = "http://127.0.0.1:8080/webhooks/whatsapp"
    )]
    webhook_url: String,
    /// The Bearer token that the Graph API accepts.
    #[arg(
        long,
        env = "SIMULATOR_ACCESS_TOKEN",
        default_value = "simulator-token",
        hide_env_values = true
    )]
    access_token: String,
    /// The app secret that signs webhooks.
    #[arg(
        long,
        env = "SIMULATOR_APP_SECRET",
        default_value = "simulator-secret",
        hide_env_values = true
    )]
    app_secret: String,
    /// The token in the verification of the callback.
    #[arg(
        long,
        env = "SIMULATOR_VERIFY_TOKEN",
        default_value = "simulator-verify",
        hide_env_values = true
    )]
    verify_token: String,
    /// The app id.
    #[arg(long, env = "SIMULATOR_APP_ID", default_value = "670812345678901")]
    app_id: String,
    /// The WhatsApp Business Account.
    #[arg(long, env = "SIMULATOR_WABA_ID", default_value = "102290129340398")]
    waba_id: String,
    /// A business number as ID:DISPLAY:NAME, for instance "4400001111:+55 11 4002-8922:Escola Doce Arte"; repeatable.
    #[arg(long = "number", value_name = "ID:DISPLAY:NAME", value_parser = parse_number)]
    numbers: Vec<PhoneNumber>,
    /// A file from which customers and messages are restored, and to which they are saved.
    #[arg(long, env = "SIMULATOR_STATE")]
    state: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    let options = Options::parse();
    let mut config = Config {
        listen: options.listen,
        access_token: options.access_token,
        app_secret: options.app_secret,
        verify_token: options.verify_token.clone(),
        app_id: options.app_id,
        waba_id: options.waba_id,
        restore: options.state.as_deref().map(read_state).transpose()?.flatten(),
        ..Config::default()
    };
    if !options.numbers.is_empty() {
        config.phone_numbers = options.numbers;
    }
    let simulator = Simulator::start(config).await?;
    simulator.set_behaviour(Behaviour::lifelike());
    let mut out = std::io::stdout();
    writeln!(out, "simulator: phones at {}", simulator.phones_url())?;
    writeln!(out, "simulator: Graph API at {}", simulator.graph_url())?;
    out.flush()?;

    let mut terminated = signal(SignalKind::terminate())?;
    tokio::select! {
        () = work(&simulator, &options.webhook_url, &options.verify_token, options.state.as_deref()) => {}
        _ = terminated.recv() => {}
        interrupted = tokio::signal::ctrl_c() => interrupted?,
    }
    if let Some(path) = &options.state {
        write_state(&simulator, path)?;
    }
    simulator.shutdown().await;
    Ok(())
}

/// Verifies the callback and saves the state now and then; never ends.
async fn work(simulator: &Simulator, webhook_url: &str, verify_token: &str, state: Option<&Path>) {
    while let Err(error) = simulator.subscribe(webhook_url, verify_token).await {
        tracing::debug!(%error, "the callback is not verified yet");
        tokio::time::sleep(VERIFICATION_PAUSE).await;
    }
    tracing::info!(webhook_url, "the callback is verified");
    let mut saved = u64::MAX;
    loop {
        tokio::time::sleep(SAVING_PAUSE).await;
        let revision = simulator.revision();
        if let Some(path) = state
            && std::mem::replace(&mut saved, revision) != revision
            && let Err(error) = write_state(simulator, path)
        {
            tracing::warn!(%error, "cannot save the state");
        }
    }
}

fn read_state(path: &Path) -> Result<Option<serde_json::Value>, Box<dyn std::error::Error>> {
    if !path.exists() {
        return Ok(None);
    }
    Ok(Some(serde_json::from_slice(&std::fs::read(path)?)?))
}

/// Writes beside the file first, so that a crash leaves the old one.
fn write_state(simulator: &Simulator, path: &Path) -> std::io::Result<()> {
    let beside = path.with_extension("new");
    std::fs::write(&beside, simulator.export().to_string())?;
    std::fs::rename(beside, path)
}

fn parse_number(text: &str) -> Result<PhoneNumber, String> {
    let parts = text.splitn(3, ':').collect::<Vec<_>>();
    let [id, display, name] = parts.as_slice() else {
        return Err("must be ID:DISPLAY:NAME".to_owned());
    };
    if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("the id must be digits".to_owned());
    }
    if !display.starts_with('+') {
        return Err("the number must begin with + and the country code".to_owned());
    }
    Ok(PhoneNumber {
        id: (*id).to_owned(),
        display_phone_number: (*display).to_owned(),
        verified_name: (*name).to_owned(),
    })
}
