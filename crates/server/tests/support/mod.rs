//! A real server on a port of its own, with a database in a temporary folder and a clock that is set by hand.

#![allow(dead_code, unused_imports, reason = "each test binary uses its part of it")]

mod browser;
mod problem;
mod socket;

pub use browser::{Answer, Browser};
pub use problem::assert_refused;
pub use socket::TestSocket;

use argon2::password_hash::PasswordHasher as _;
use argon2::{Algorithm, Argon2, Params, Version};
use domain::content::MessageContent;
use domain::entities::Agent;
use domain::ids::{AgentId, ConversationId, MessageId, PhoneNumberId, RoleId};
use domain::language::Language;
use domain::permission::{Permission, PermissionSet};
use domain::time::{Span, Timestamp};
use server::clock::Clock;
use server::config::Config;
use server::setup::SeededRole;
use server::state::AppState;
use server::store::{CustomerIdentity, InboundChange, InboundMessage, NewAgent, NewPhoneNumber, SharedStore};
use server::{ServeError, Server};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// The password of everyone.
pub const PASSWORD: &str = "girassol amarelo";
/// May do everything.
pub const ANA: &str = "ana@example.org";
/// Sees and answers.
pub const BRUNO: &str = "bruno@example.org";
/// Sees and answers, like Bruno.
pub const CARLA: &str = "carla@example.org";

/// How long anything may take that should come at once.
pub const AT_ONCE: Duration = Duration::from_secs(10);

/// A server that runs until it is stopped or dropped.
pub struct TestServer {
    /// Where it listens.
    pub address: SocketAddr,
    /// Its clock.
    pub clock: Clock,
    /// What its handlers share.
    pub services: AppState,
    /// Our number.
    pub phone_number: PhoneNumberId,
    config: Config,
    folder: Option<TempDir>,
    stop: Option<oneshot::Sender<()>>,
    running: JoinHandle<Result<(), ServeError>>,
}

impl TestServer {
    /// A server with Ana, Bruno and Carla and one number.
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// The same with other settings.
    pub async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut config = settings(&folder, &listener);
        change(&mut config);
        let mut server = Self::run(listener, config).await;
        server.folder = Some(folder);
        server.seed().await;
        server
    }

    /// Stops it in order and waits until it has stopped.
    pub async fn stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        tokio::time::timeout(AT_ONCE, &mut self.running)
            .await
            .unwrap()
            .unwrap()
            .unwrap();
    }

    /// A server on a database that is there already, with other settings or preparations.
    pub async fn open(change: impl FnOnce(&mut Config), prepare: impl FnOnce(Server) -> Server) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut config = settings(&folder, &listener);
        change(&mut config);
        let mut server = Self::run_prepared(listener, config, prepare).await;
        server.folder = Some(folder);
        server
    }

    /// The same with Ana, Bruno, Carla and one number.
    pub async fn start_prepared(prepare: impl FnOnce(Server) -> Server) -> Self {
        let mut server = Self::open(|_| {}, prepare).await;
        server.seed().await;
        server
    }

    /// Where its database is.
    pub fn database_url(&self) -> &str {
        &self.config.database_url
    }

    /// Stops it in order and starts another on the same address and database.
    pub async fn restart(mut self) -> Self {
        self.stop().await;
        self.start_again().await
    }

    /// Starts another on the address and database of one that has stopped.
    pub async fn start_again(mut self) -> Self {
        let listener = TcpListener::bind(self.address).await.unwrap();
        let mut next = Self::run(listener, self.config.clone()).await;
        next.phone_number = self.phone_number;
        next.folder = self.folder.take();
        next
    }

    async fn run(listener: TcpListener, config: Config) -> Self {
        Self::run_prepared(listener, config, |server| server).await
    }

    async fn run_prepared(
        listener: TcpListener,
        config: Config,
        prepare: impl FnOnce(Server) -> Server,
    ) -> Self {
        let address = listener.local_addr().unwrap();
        let server = prepare(Server::prepare(config.clone()).await.unwrap());
        let services = server.services();
        let (stop, stopped) = oneshot::channel();
        let running = tokio::spawn(server.run(listener, async move { drop(stopped.await) }));
        let phone_number = services.ids.phone_number_id();
        Self {
            address,
            clock: config.clock.clone(),
            services,
            phone_number,
            config,
            folder: None,
            stop: Some(stop),
            running,
        }
    }

    /// Everything that is remembered.
    pub fn store(&self) -> SharedStore {
        self.services.store.clone()
    }

    /// A path of the server as a URL.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// A browser in which nobody is signed in.
    pub fn browser(&self) -> Browser {
        Browser::new(self.address)
    }

    /// A browser in which an agent has signed in.
    pub async fn sign_in(&self, email: &str) -> Browser {
        let mut browser = self.browser();
        let answer = browser.sign_in(email, PASSWORD).await;
        assert_eq!(answer.status, 200, "{email}: {:?}", answer.json);
        browser
    }

    /// Lets time pass.
    pub fn pass(&self, span: Span) {
        self.clock.set(self.clock.now() + span);
    }

    /// Another agent with these permissions.
    pub async fn add_agent(&self, email: &str, permissions: &[Permission]) -> Agent {
        let role = self.services.ids.role_id();
        let permissions: PermissionSet = permissions.iter().copied().collect();
        self.store().put_role(role, "Teste", &permissions).await.unwrap();
        self.add_agent_with_role(email, role).await
    }

    /// A customer writes; the first time, the conversation gets this id.
    pub async fn customer_writes(&self, customer: &Customer, text: &str) -> MessageId {
        let identity = CustomerIdentity {
            wa_id: Some(customer.wa_id.clone()),
            profile_name: Some(customer.name.clone()),
            ..CustomerIdentity::default()
        };
        let content = MessageContent::Text {
            body: text.to_owned(),
        };
        let now = self.clock.now();
        let mut message =
            InboundMessage::new(&self.services.ids, self.phone_number, "", identity, content, now);
        let id = message.id;
        message.wamid = format!("wamid.{id}");
        message.new_conversation_id = customer.conversation;
        let store = self.store();
        let delivery = store.store_delivery(b"{}", now).await.unwrap();
        let change = InboundChange::Message(Box::new(message));
        store.apply_delivery(delivery, &[change], now).await.unwrap();
        id
    }

    /// A new customer who writes "Oi".
    pub async fn new_customer(&self, name: &str) -> Customer {
        let digits = name
            .bytes()
            .fold(0_u64, |sum, byte| (sum * 31 + u64::from(byte)) % 100_000_000);
        let conversation = self.services.ids.conversation_id();
        let customer = Customer {
            name: name.to_owned(),
            wa_id: format!("55119{digits:08}"),
            conversation,
        };
        self.customer_writes(&customer, "Oi").await;
        customer
    }

    /// The id of the agent with this address.
    pub async fn agent_id(&self, email: &str) -> AgentId {
        self.store().credential(email).await.unwrap().unwrap().agent_id
    }

    async fn add_agent_with_role(&self, email: &str, role_id: RoleId) -> Agent {
        let name = email.split('@').next().unwrap();
        let agent = NewAgent {
            id: self.services.ids.agent_id(),
            first_name: name[..1].to_uppercase() + &name[1..],
            last_name: String::new(),
            email: email.to_owned(),
            password_hash: quick_hash(),
            role_id,
            language: Language::Portuguese,
        };
        self.store().create_agent(&agent).await.unwrap().unwrap()
    }

    async fn seed(&mut self) {
        SeededRole::put_all(self.store().as_ref()).await.unwrap();
        self.add_agent_with_role(ANA, SeededRole::Administrator.id())
            .await;
        self.add_agent_with_role(BRUNO, SeededRole::Agent.id()).await;
        self.add_agent_with_role(CARLA, SeededRole::Agent.id()).await;
        let number = NewPhoneNumber {
            id: self.phone_number,
            meta_id: "106540352242922".to_owned(),
            waba_id: "102290129340398".to_owned(),
            phone: "+551140028922".to_owned(),
            display_name: "Loja Girassol".to_owned(),
            access_token: "access-token".to_owned(),
            app_secret: "app-secret".to_owned(),
            verify_token: "verify-token".to_owned(),
        };
        self.phone_number = self.store().put_phone_number(&number).await.unwrap().id;
    }
}

fn settings(folder: &TempDir, listener: &TcpListener) -> Config {
    Config {
        database_url: format!("sqlite://{}", folder.path().join("test.sqlite").display()),
        data_dir: folder.path().join("data"),
        public_url: format!("http://{}", listener.local_addr().unwrap()),
        // Nothing listens there: what goes out waits.
        graph_url: "http://127.0.0.1:9".to_owned(),
        graph_version: "v25.0".to_owned(),
        media_hosts: Vec::new(),
        secret_key: Some("5a".repeat(32)),
        app_dir: None,
        trusted_proxies: Vec::new(),
        clock: Clock::manual(Timestamp::from_seconds(1_772_452_800)),
    }
}

/// Someone who writes to us.
#[derive(Clone, Debug)]
pub struct Customer {
    /// Name of the WhatsApp profile.
    pub name: String,
    /// Phone number, digits only.
    pub wa_id: String,
    /// The conversation with our number.
    pub conversation: ConversationId,
}

/// A folder that looks like the built app.
pub fn app_folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let files: [(&str, &[u8]); 6] = [
        (
            "index.html",
            b"<!doctype html><title>PerfectChat</title><script type=\"module\">import init from '/app.js';</script>",
        ),
        ("perfectchat-3f9c1b7e2a4d5f60.js", b"export default 1;"),
        ("perfectchat-3f9c1b7e2a4d5f60.js.br", b"brotli form"),
        ("perfectchat-3f9c1b7e2a4d5f60_bg.wasm", b"\0asm"),
        ("manifest.webmanifest", b"{}"),
        ("icons/icon.svg", b"<svg/>"),
    ];
    for (name, content) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    let path = folder.path().to_owned();
    (folder, path)
}

/// A hash of [`PASSWORD`] that is quick to check: the hash itself says how it was made.
fn quick_hash() -> String {
    let params = Params::new(Params::MIN_M_COST, 1, 1, None).unwrap();
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon2.hash_password(PASSWORD.as_bytes()).unwrap().to_string()
}
