//! `perfectchat-server`: reads flags and environment, then calls the library.

use clap::{Args, Parser, Subcommand};
use domain::language::Language;
use server::Server;
use server::clock::Clock;
use server::config::{Config, Listen, MetricsListen};
use server::secret_key;
use server::setup::{FirstAgent, NumberToConnect, SeededRole, connect_number, create_agent, reset_password};
use server::store::{back_up, restore};
use server::telemetry::{self, LogSettings};
use server::upkeep::LogRows;
use std::error::Error;
use std::io::Read as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use tokio::net::TcpListener;

/// A shared inbox for WhatsApp.
#[derive(Parser)]
#[command(name = "perfectchat-server", version)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: Serve,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the server (also without a command).
    Serve(Serve),
    /// Creates an agent. The password is read from PERFECTCHAT_PASSWORD or from standard input.
    CreateAgent(CreateAgent),
    /// Connects a WhatsApp number, checking it with the Graph API. The secrets are read from PERFECTCHAT_ACCESS_TOKEN,
    /// PERFECTCHAT_APP_SECRET and PERFECTCHAT_VERIFY_TOKEN.
    ConnectNumber(ConnectNumber),
    /// Gives an agent another password and ends all of the agent's sessions; the server may run meanwhile. The password is read
    /// from PERFECTCHAT_PASSWORD or from standard input.
    ResetPassword(ResetPassword),
    /// Copies the database into a file, as of one moment; the server may run meanwhile. The secret key is not in it.
    Backup(Backup),
    /// Puts a backup into the place of the database; no server may run. The former database stays beside it.
    Restore(Restore),
}

#[derive(Args)]
struct Serve {
    #[command(flatten)]
    config: Config,
    #[command(flatten)]
    listen: Listen,
    #[command(flatten)]
    log: LogSettings,
}

#[derive(Args)]
struct CreateAgent {
    #[command(flatten)]
    config: Config,
    /// E-mail address to sign in with.
    #[arg(long)]
    email: String,
    /// Given name.
    #[arg(long)]
    first_name: String,
    /// Family name.
    #[arg(long, default_value = "")]
    last_name: String,
    /// What the agent may do.
    #[arg(long, value_enum)]
    role: SeededRole,
    /// The language of the agent's screen: pt-BR, en or es.
    #[arg(long, default_value = "pt-BR", value_parser = language)]
    language: Language,
}

#[derive(Args)]
struct ConnectNumber {
    #[command(flatten)]
    config: Config,
    /// Meta's "Phone number ID".
    #[arg(long)]
    phone_number_id: String,
    /// Meta's "WhatsApp Business Account ID".
    #[arg(long)]
    waba_id: String,
}

#[derive(Args)]
struct ResetPassword {
    #[command(flatten)]
    config: Config,
    /// E-mail address of the agent.
    #[arg(long)]
    email: String,
}

#[derive(Args)]
struct Backup {
    #[command(flatten)]
    config: Config,
    /// The file to write; it must not exist.
    #[arg(long)]
    to: PathBuf,
    /// Writes the secret key beside it, as FILE.key. Whoever has both has the numbers' access tokens.
    #[arg(long)]
    with_secret_key: bool,
}

#[derive(Args)]
struct Restore {
    #[command(flatten)]
    config: Config,
    /// The backup.
    #[arg(long)]
    from: PathBuf,
}

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let ended = match cli.command.unwrap_or(Command::Serve(cli.serve)) {
        Command::Serve(settings) => run_server(settings).await,
        Command::CreateAgent(settings) => run_create_agent(settings).await,
        Command::ConnectNumber(settings) => run_connect_number(settings).await,
        Command::ResetPassword(settings) => run_reset_password(settings).await,
        Command::Backup(settings) => run_backup(settings).await,
        Command::Restore(settings) => run_restore(settings).await,
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("perfectchat-server: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run_server(settings: Serve) -> Result<(), Box<dyn Error>> {
    telemetry::start(&settings.log);
    let listener = listen(settings.listen.listen).await?;
    let metrics = match settings.listen.metrics_listen {
        MetricsListen::At(address) => listen(address).await,
        MetricsListen::Off => Err("PERFECTCHAT_METRICS_LISTEN is off".to_owned()),
    };
    let mut server = Server::prepare(settings.config)
        .await?
        .with_log_rows(LogRows::new(settings.listen.log_rows));
    match metrics {
        Ok(listener) => server = server.with_metrics(listener),
        // Nobody's messages shall wait because monitoring cannot watch.
        Err(why) => tracing::warn!(why, "no metrics are told"),
    }
    Ok(server.run(listener, asked_to_stop()).await?)
}

async fn listen(address: SocketAddr) -> Result<TcpListener, String> {
    TcpListener::bind(address)
        .await
        .map_err(|error| format!("cannot listen on {address}: {error}"))
}

async fn run_create_agent(settings: CreateAgent) -> Result<(), Box<dyn Error>> {
    let agent = FirstAgent {
        first_name: settings.first_name,
        last_name: settings.last_name,
        email: settings.email,
        password: password()?,
        role: settings.role,
        language: settings.language,
    };
    let services = Server::prepare(settings.config).await?.services();
    let created = create_agent(&services, agent).await;
    services.store.close().await;
    let created = created?;
    println!("{} can sign in with {}", created.full_name(), created.email);
    Ok(())
}

async fn run_connect_number(settings: ConnectNumber) -> Result<(), Box<dyn Error>> {
    let number = NumberToConnect {
        meta_id: settings.phone_number_id,
        waba_id: settings.waba_id,
        access_token: secret("PERFECTCHAT_ACCESS_TOKEN")?,
        app_secret: secret("PERFECTCHAT_APP_SECRET")?,
        verify_token: secret("PERFECTCHAT_VERIFY_TOKEN")?,
    };
    let public_url = settings.config.public_url.trim_end_matches('/').to_owned();
    let services = Server::prepare(settings.config).await?.services();
    let connected = connect_number(&services, number).await;
    services.store.close().await;
    let connected = connected?;
    println!("{} ({}) is connected", connected.phone, connected.display_name);
    println!("webhook: give Meta the address {public_url}/webhooks/whatsapp and the verify token");
    Ok(())
}

async fn run_reset_password(settings: ResetPassword) -> Result<(), Box<dyn Error>> {
    let password = password()?;
    let services = Server::prepare(settings.config).await?.services();
    let reset = reset_password(&services, &settings.email, password).await;
    services.store.close().await;
    reset?;
    println!("{} has another password; all sessions have ended", settings.email);
    Ok(())
}

async fn run_backup(settings: Backup) -> Result<(), Box<dyn Error>> {
    back_up(&settings.config.database_url, &settings.to).await?;
    println!("{} is written and checked", settings.to.display());
    let key = secret_key::place(&settings.config);
    if settings.with_secret_key {
        let mut beside = settings.to.into_os_string();
        beside.push(".key");
        let beside = PathBuf::from(beside);
        secret_key::copy(&settings.config, &beside)?;
        println!(
            "{} is the secret key: keep it away from the backup",
            beside.display()
        );
    } else {
        println!(
            "the secret key is not in it, keep {key} as well: without it numbers must be connected again"
        );
    }
    Ok(())
}

async fn run_restore(settings: Restore) -> Result<(), Box<dyn Error>> {
    let restored = restore(&settings.config.database_url, &settings.from, Clock::System.now()).await?;
    println!("{} is the database now", settings.from.display());
    if let Some(former) = restored.former {
        println!("the former database is {}", former.display());
    }
    println!(
        "everyone must sign in again; {} messages that waited to be sent are unconfirmed now",
        restored.unconfirmed
    );
    println!(
        "it needs the secret key of its time: {}",
        secret_key::place(&settings.config)
    );
    Ok(())
}

fn password() -> Result<String, Box<dyn Error>> {
    if let Ok(password) = std::env::var("PERFECTCHAT_PASSWORD") {
        return Ok(password);
    }
    eprintln!("Password (ends with Enter and Ctrl-D):");
    let mut password = String::new();
    std::io::stdin().read_to_string(&mut password)?;
    Ok(password.trim_end_matches(['\r', '\n']).to_owned())
}

fn secret(name: &str) -> Result<String, String> {
    std::env::var(name).map_err(|_| format!("{name} is not set"))
}

fn language(tag: &str) -> Result<Language, String> {
    Language::from_tag(tag).ok_or_else(|| "pt-BR, en or es".to_owned())
}

/// Returns on Ctrl-C and on the signal that service managers send.
async fn asked_to_stop() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending::<()>().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}
