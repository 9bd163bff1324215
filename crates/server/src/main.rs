//! `perfectchat-server`: reads flags and environment, then calls the library.

use clap::{Args, Parser, Subcommand};
use domain::language::Language;
use server::config::{Config, Listen};
use server::setup::{FirstAgent, NumberToConnect, SeededRole, connect_number, create_agent};
use server::telemetry::{self, LogSettings};
use server::{Server, serve};
use std::error::Error;
use std::io::Read as _;
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

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let ended = match cli.command.unwrap_or(Command::Serve(cli.serve)) {
        Command::Serve(settings) => run_server(settings).await,
        Command::CreateAgent(settings) => run_create_agent(settings).await,
        Command::ConnectNumber(settings) => run_connect_number(settings).await,
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
    let address = settings.listen.listen;
    let listener = TcpListener::bind(address)
        .await
        .map_err(|error| format!("cannot listen on {address}: {error}"))?;
    Ok(serve(listener, settings.config, asked_to_stop()).await?)
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
