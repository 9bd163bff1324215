//! Server and simulator in one process, on one clock, with the agents signed in.

mod agents;
mod answers;
mod contacts;
mod customers;
mod turns;

use crate::Outcome;
use crate::scripts::{Agent, Number};
use domain::ids::{AgentId, ConversationId, PhoneNumberId};
use domain::language::Language;
use domain::permission::{Permission, PermissionSet};
use domain::time::{Span, Timestamp};
use domain::wire::{Session, SignIn};
use reqwest::{Client, Method};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use server::clock::Clock;
use server::setup::{FirstAgent, NumberToConnect, SeededRole, connect_number, create_agent};
use server::state::AppState;
use server::{Config, Server};
use simulator::Simulator;
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// What the simulator knows.
const SIMULATOR: &str = "simulator.json";
/// When the agents sign in again.
const SIGNED_IN_FOR: Span = Span::from_hours(20 * 24);
const PASSWORD: &str = "doce-arte-2026";
/// Encrypts nothing but the simulator's invented token.
const SECRET_KEY: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

/// Server, simulator and signed-in agents.
pub struct House {
    clock: Clock,
    simulator: Simulator,
    services: AppState,
    origin: String,
    agents: HashMap<Agent, SignedIn>,
    signed_in_at: Option<Timestamp>,
    /// Those that have been looked up, by number of ours and customer.
    conversations: Mutex<HashMap<(Number, String), ConversationId>>,
    numbers: HashMap<Number, PhoneNumberId>,
    stop: oneshot::Sender<()>,
    running: JoinHandle<Result<(), server::ServeError>>,
}

struct SignedIn {
    client: Client,
    id: AgentId,
}

impl House {
    /// Opens an empty house with three agents and two numbers, or one that was closed in this folder before.
    pub async fn open(folder: &Path, begin_ms: i64) -> Outcome<Self> {
        let earlier = std::fs::read(folder.join(SIMULATOR)).ok();
        let restore = earlier.as_deref().map(serde_json::from_slice).transpose()?;
        let is_new = restore.is_none();
        let clock = Clock::manual(Timestamp::from_millis(begin_ms));
        let simulator = Simulator::start(simulator::Config {
            clock: Arc::new({
                let clock = clock.clone();
                move || clock.now().as_millis()
            }),
            restore,
            ..simulator::Config::default()
        })
        .await?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let server = Server::prepare(Config {
            database_url: format!("sqlite://{}", folder.join("perfectchat.sqlite").display()),
            data_dir: folder.to_owned(),
            public_url: origin.clone(),
            graph_url: simulator.graph_url(),
            graph_version: "v25.0".to_owned(),
            media_hosts: Vec::new(),
            secret_key: Some(SECRET_KEY.to_owned()),
            app_dir: None,
            trusted_proxies: Vec::new(),
            clock: clock.clone(),
        })
        .await?;
        let services = server.services();
        if is_new {
            for agent in Agent::ALL {
                hire(&services, agent).await?;
            }
            connect_numbers(&services).await?;
        }
        let (stop, stopped) = oneshot::channel::<()>();
        let running = tokio::spawn(server.run(listener, async move {
            // A dropped sender stops the server as well.
            let _ = stopped.await;
        }));
        simulator
            .subscribe(&format!("{origin}/webhooks/whatsapp"), "simulator-verify")
            .await?;
        let conversations = Mutex::default();
        let numbers = our_numbers(&services).await?;
        Ok(Self {
            clock,
            simulator,
            services,
            origin,
            agents: HashMap::new(),
            signed_in_at: None,
            conversations,
            numbers,
            stop,
            running,
        })
    }

    /// Moves the clock.
    pub fn at(&self, unix_ms: i64) {
        self.clock.set(Timestamp::from_millis(unix_ms));
    }

    /// Stops everything and writes what belongs beside the database.
    pub async fn close(self, folder: &Path) -> Outcome<()> {
        self.settle().await?;
        let state = self.simulator.export();
        // The server may have gone already by itself; its own result tells.
        let _ = self.stop.send(());
        self.running.await??;
        self.simulator.shutdown().await;
        let people: Vec<_> = Agent::ALL
            .iter()
            .map(|agent| json!({ "email": agent.email(), "password": PASSWORD, "role": agent.role_name() }))
            .collect();
        let demo = json!({ "sign_in": people, "secret_key": SECRET_KEY });
        std::fs::write(folder.join(SIMULATOR), serde_json::to_vec(&state)?)?;
        std::fs::write(folder.join("demo.json"), serde_json::to_vec_pretty(&demo)?)?;
        Ok(())
    }

    /// Signs the agents in, again if that is long ago on the clock: sessions end when nobody uses them.
    async fn sign_in_everybody(&mut self) -> Outcome<()> {
        let now = self.clock.now();
        let is_fresh = self.signed_in_at.is_some_and(|at| now - at < SIGNED_IN_FOR);
        if !is_fresh {
            for agent in Agent::ALL {
                self.agents.insert(agent, sign_in(&self.origin, agent).await?);
            }
            self.signed_in_at = Some(now);
        }
        Ok(())
    }

    /// Waits until nothing is under way: every webhook is delivered and processed, and every file that they told of is being fetched.
    async fn settle(&self) -> Outcome<()> {
        self.simulator.delivered_all().await?;
        let mut news = self.services.store.subscribe();
        while !self.services.store.pending_deliveries(1).await?.is_empty() {
            // Processing ends in a commit; a delivery without effect has none, so look again soon in any case.
            let _ = tokio::time::timeout(std::time::Duration::from_millis(5), news.changed()).await;
        }
        // A file that was not fetched before the simulator ends has expired for ever: it keeps no bytes.
        let is_due = |due: Option<Timestamp>| due.is_some_and(|due| due <= self.clock.now());
        while is_due(self.services.store.next_media_fetch_due().await?) {
            let _ = tokio::time::timeout(std::time::Duration::from_millis(20), news.changed()).await;
        }
        Ok(())
    }

    async fn ask<T: DeserializeOwned>(
        &self,
        agent: Agent,
        method: Method,
        path: &str,
        body: Option<&(impl Serialize + Sync)>,
    ) -> Outcome<T> {
        let agent = self.agents.get(&agent).ok_or("this agent is not signed in")?;
        let url = format!("{}/api/v1{path}", self.origin);
        let mut request = agent.client.request(method, url).header("origin", &self.origin);
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.send().await?;
        let status = answer.status();
        let text = answer.text().await?;
        if status.is_success() {
            Ok(serde_json::from_str(&text)?)
        } else {
            Err(format!("{path} was refused: {text}").into())
        }
    }
}

async fn hire(services: &AppState, agent: Agent) -> Outcome<()> {
    let role = match agent {
        Agent::Ana => SeededRole::Administrator,
        Agent::Bruno | Agent::Carla => SeededRole::Agent,
    };
    let (first_name, last_name) = agent.name();
    let hired = create_agent(
        services,
        FirstAgent {
            first_name: first_name.to_owned(),
            last_name: last_name.to_owned(),
            email: agent.email().to_owned(),
            password: PASSWORD.to_owned(),
            role,
            language: Language::Portuguese,
        },
    )
    .await?;
    if agent == Agent::Bruno {
        let supervisor: PermissionSet = [
            Permission::ChatView,
            Permission::ChatViewAll,
            Permission::ChatSend,
            Permission::ChatAssign,
            Permission::ContactsEdit,
            Permission::NotesWrite,
            Permission::CannedResponsesManage,
        ]
        .into_iter()
        .collect();
        let role = services
            .store
            .put_role(services.ids.role_id(), agent.role_name(), &supervisor)
            .await?;
        services.store.set_agent_role(hired.id, role.id).await?;
    }
    Ok(())
}

async fn connect_numbers(services: &AppState) -> Outcome<()> {
    let account = simulator::Config::default();
    for number in account.phone_numbers {
        connect_number(
            services,
            NumberToConnect {
                meta_id: number.id,
                waba_id: account.waba_id.clone(),
                access_token: account.access_token.clone(),
                app_secret: account.app_secret.clone(),
                verify_token: account.verify_token.clone(),
            },
        )
        .await?;
    }
    Ok(())
}

/// The ids of our numbers.
async fn our_numbers(services: &AppState) -> Outcome<HashMap<Number, PhoneNumberId>> {
    let connected = services.store.phone_number_secrets().await?;
    let of = |number: Number| {
        let found = connected.iter().find(|one| one.meta_id == number.meta_id());
        found.map(|one| (number, one.id))
    };
    Ok(Number::ALL.into_iter().filter_map(of).collect())
}

async fn sign_in(origin: &str, agent: Agent) -> Outcome<SignedIn> {
    let client = Client::builder().cookie_store(true).build()?;
    let sign_in = SignIn {
        email: agent.email().to_owned(),
        password: PASSWORD.to_owned(),
    };
    let answer = client
        .post(format!("{origin}/api/v1/session"))
        .header("origin", origin)
        .json(&sign_in)
        .send()
        .await?;
    let session: Session = answer.error_for_status()?.json().await?;
    Ok(SignedIn {
        client,
        id: session.agent.id,
    })
}
