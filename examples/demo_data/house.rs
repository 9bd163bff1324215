//! Server and simulator in one process, on one clock, with the agents signed in.

use crate::Outcome;
use crate::scripts::{Agent, Customer};
use domain::command::{Assign, ChangeConversationState, MarkRead, SendMessage};
use domain::content::MessageContent;
use domain::entities::ConversationState;
use domain::ids::{AgentId, ConversationId};
use domain::language::Language;
use domain::permission::{Permission, PermissionSet};
use domain::time::Timestamp;
use domain::wire::{ConversationDetail, ConversationPage, Session, SignIn};
use reqwest::{Client, Method};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use server::clock::Clock;
use server::setup::{FirstAgent, NumberToConnect, SeededRole, connect_number, create_agent};
use server::state::AppState;
use server::{Config, Server};
use simulator::Simulator;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

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
    conversations: HashMap<Customer, ConversationId>,
    stop: oneshot::Sender<()>,
    running: JoinHandle<Result<(), server::ServeError>>,
}

struct SignedIn {
    client: Client,
    id: AgentId,
}

impl House {
    /// Opens an empty house with three agents and two numbers.
    pub async fn open(folder: &Path, begin_ms: i64) -> Outcome<Self> {
        let clock = Clock::manual(Timestamp::from_millis(begin_ms));
        let simulator = Simulator::start(simulator::Config {
            clock: Arc::new({
                let clock = clock.clone();
                move || clock.now().as_millis()
            }),
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
        for agent in Agent::ALL {
            hire(&services, agent).await?;
        }
        connect_numbers(&services).await?;
        let (stop, stopped) = oneshot::channel::<()>();
        let running = tokio::spawn(server.run(listener, async move {
            // A dropped sender stops the server as well.
            let _ = stopped.await;
        }));
        simulator
            .subscribe(&format!("{origin}/webhooks/whatsapp"), "simulator-verify")
            .await?;
        let mut agents = HashMap::new();
        for agent in Agent::ALL {
            agents.insert(agent, sign_in(&origin, agent).await?);
        }
        let conversations = HashMap::new();
        Ok(Self {
            clock,
            simulator,
            services,
            origin,
            agents,
            conversations,
            stop,
            running,
        })
    }

    /// Moves the clock.
    pub fn at(&self, unix_ms: i64) {
        self.clock.set(Timestamp::from_millis(unix_ms));
    }

    /// A customer types a text.
    pub async fn customer_writes(&mut self, customer: Customer, text: &str, at_ms: i64) -> Outcome<()> {
        self.customer_sends(
            customer,
            json!({ "type": "text", "text": { "body": text } }),
            at_ms,
        )
        .await
    }

    /// A customer sends something.
    pub async fn customer_sends(&mut self, customer: Customer, content: Value, at_ms: i64) -> Outcome<()> {
        let phone = self.simulator.customer(customer.wa_id, customer.name);
        phone
            .send_at(customer.number.meta_id(), content, at_ms / 1_000)
            .await?;
        self.settle().await?;
        if !self.conversations.contains_key(&customer) {
            let id = self.find_conversation(customer).await?;
            self.conversations.insert(customer, id);
        }
        Ok(())
    }

    /// The customer opens the chat.
    pub async fn customer_reads(&self, customer: Customer) -> Outcome<()> {
        let phone = self.simulator.customer(customer.wa_id, customer.name);
        for wamid in self.outgoing_wamids(customer) {
            phone.read(&wamid).await?;
        }
        self.settle().await
    }

    /// An agent reads the conversation and answers.
    pub async fn agent_answers(&self, agent: Agent, customer: Customer, text: &str) -> Outcome<()> {
        let conversation_id = self.conversation(customer)?;
        let detail: ConversationDetail = self
            .ask(
                agent,
                Method::GET,
                &format!("/conversations/{conversation_id}?limit=1"),
                None::<&()>,
            )
            .await?;
        if detail.row.conversation.unread_count > 0
            && let Some(newest) = detail.messages.messages.last()
        {
            let read = MarkRead { up_to: newest.id };
            let path = format!("/conversations/{conversation_id}/read");
            let _: Value = self.ask(agent, Method::POST, &path, Some(&read)).await?;
        }
        let before = self.outgoing_wamids(customer).len();
        let message = SendMessage {
            id: self.services.ids.message_id(),
            conversation_id,
            content: MessageContent::Text {
                body: text.to_owned(),
            },
            reply_to: None,
        };
        let path = format!("/conversations/{conversation_id}/messages");
        let _: Value = self.ask(agent, Method::POST, &path, Some(&message)).await?;
        let number = customer.number.meta_id();
        self.simulator
            .wait_for(|state| {
                let arrived = state
                    .thread(number, customer.wa_id)
                    .iter()
                    .filter(|one| is_outgoing(one))
                    .count();
                (arrived > before).then_some(())
            })
            .await?;
        self.settle().await
    }

    /// An agent says who answers.
    pub async fn assign(&self, by: Agent, customer: Customer, to: &[Agent]) -> Outcome<()> {
        let path = format!("/conversations/{}/assignees", self.conversation(customer)?);
        let agents = to
            .iter()
            .filter_map(|agent| self.agents.get(agent))
            .map(|agent| agent.id)
            .collect();
        let _: Value = self.ask(by, Method::PUT, &path, Some(&Assign { agents })).await?;
        Ok(())
    }

    /// An agent ends the conversation.
    pub async fn conclude(&self, by: Agent, customer: Customer) -> Outcome<()> {
        let path = format!("/conversations/{}/state", self.conversation(customer)?);
        let change = ChangeConversationState {
            state: ConversationState::Concluded,
        };
        let _: Value = self.ask(by, Method::PUT, &path, Some(&change)).await?;
        Ok(())
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
        std::fs::write(folder.join("simulator.json"), serde_json::to_vec(&state)?)?;
        std::fs::write(folder.join("demo.json"), serde_json::to_vec_pretty(&demo)?)?;
        Ok(())
    }

    /// Waits until nothing is under way: every webhook is delivered and processed.
    async fn settle(&self) -> Outcome<()> {
        self.simulator.delivered_all().await?;
        let mut news = self.services.store.subscribe();
        while !self.services.store.pending_deliveries(1).await?.is_empty() {
            // Processing ends in a commit; a delivery without effect has none, so look again soon in any case.
            let _ = tokio::time::timeout(std::time::Duration::from_millis(5), news.changed()).await;
        }
        Ok(())
    }

    fn outgoing_wamids(&self, customer: Customer) -> Vec<String> {
        self.simulator.look(|state| {
            let thread = state.thread(customer.number.meta_id(), customer.wa_id);
            thread
                .iter()
                .filter(|one| is_outgoing(one))
                .map(|one| one.wamid.clone())
                .collect()
        })
    }

    fn conversation(&self, customer: Customer) -> Outcome<ConversationId> {
        let id = self.conversations.get(&customer).copied();
        id.ok_or_else(|| format!("{} has no conversation yet", customer.name).into())
    }

    async fn find_conversation(&self, customer: Customer) -> Outcome<ConversationId> {
        let page: ConversationPage = self
            .ask(Agent::Ana, Method::GET, "/conversations?limit=1", None::<&()>)
            .await?;
        let newest = page.rows.first().ok_or("the list is empty")?;
        let phone = format!("+{}", customer.wa_id);
        if newest.contact.phone.as_deref() == Some(phone.as_str()) {
            Ok(newest.conversation.id)
        } else {
            Err(format!("the newest conversation is not that of {}", customer.name).into())
        }
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

fn is_outgoing(message: &simulator::Message) -> bool {
    message.direction == simulator::Direction::FromBusiness
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
