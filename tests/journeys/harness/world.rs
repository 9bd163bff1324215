//! A world for one journey: a simulated Meta, a server with a fresh database, and whoever opens a browser.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use domain::permission::PermissionSet;
use domain::time::Span;
use server::clock::Clock;
use server::setup::{FirstAgent, NumberToConnect, SeededRole, connect_number, create_agent};
use server::state::AppState;
use server::telemetry::{self, LogFormat, LogSettings};
use server::{Config, ServeError, Server};
use simulator::{Customer, Simulator};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::browser::Browser;
use super::chromedriver::Chromedriver;
use super::people::{ANA, BRUNO, CARLA, Person};
use super::rest::Rest;
use super::sample::Sample;
use super::size::Size;

/// Everything that a journey happens in.
pub struct World {
    /// Meta and the customers.
    pub simulator: Simulator,
    numbers: &'static [&'static str],
    config: Config,
    address: SocketAddr,
    running: Mutex<Option<Running>>,
    browsers: Mutex<Vec<Browser>>,
    driver: Arc<Chromedriver>,
    folder: TempDir,
    name: String,
}

struct Running {
    services: AppState,
    stop: oneshot::Sender<()>,
    task: JoinHandle<Result<(), ServeError>>,
}

impl World {
    /// A world with three agents and these numbers, connected as an installation is, and nobody who has written yet.
    pub async fn start(numbers: &'static [&'static str]) -> Self {
        let folder = TempDir::new().expect("a folder for the database");
        let meta = simulator::Config::default();
        let (world, server, listener) = Self::prepare(folder, meta.clone(), "5a".repeat(32), numbers).await;
        introduce_people(&server).await;
        connect_numbers(&server, &meta, numbers).await;
        world.begin(server, listener).await
    }

    /// The world of the sample data: its people, numbers and conversations.
    pub async fn start_in(sample: Sample) -> Self {
        let meta = simulator::Config {
            restore: Some(sample.simulator),
            ..simulator::Config::default()
        };
        let (world, server, listener) = Self::prepare(sample.folder, meta, sample.secret_key, &[]).await;
        world.begin(server, listener).await
    }

    /// Everything but a server that runs.
    async fn prepare(
        folder: TempDir,
        meta: simulator::Config,
        secret_key: String,
        numbers: &'static [&'static str],
    ) -> (Self, Server, TcpListener) {
        telemetry::start(&LogSettings {
            log_format: LogFormat::Pretty,
            log: log_filter(),
        });
        let simulator = Simulator::start(meta).await.expect("the simulator starts");
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .expect("a free port");
        let address = listener.local_addr().expect("a bound port has an address");
        let config = config(&simulator, &folder, address, secret_key);
        let server = Server::prepare(config.clone())
            .await
            .expect("the server prepares");
        let world = Self {
            simulator,
            numbers,
            config,
            address,
            running: Mutex::new(None),
            browsers: Mutex::default(),
            driver: Chromedriver::shared(),
            folder,
            name: name_of_this_test(),
        };
        (world, server, listener)
    }

    async fn begin(self, server: Server, listener: TcpListener) -> Self {
        self.run(server, listener).await;
        let callback = format!("{}/webhooks/whatsapp", self.url());
        self.simulator
            .subscribe(&callback, &simulator::Config::default().verify_token)
            .await
            .expect("the callback is verified");
        self
    }

    /// The address that browsers see, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The time, in Unix milliseconds.
    pub fn now_ms(&self) -> i64 {
        self.config.clock.now().as_millis()
    }

    /// The server's clock is set forward, so that what may be done so many times a minute may be done again.
    pub fn let_pass(&self, time: Span) {
        self.config.clock.jump(time);
    }

    /// A customer with a phone. The number is digits with country code: `5511987650001`.
    pub fn customer(&self, wa_id: &str, profile_name: &str) -> Customer {
        self.simulator.customer(wa_id, profile_name)
    }

    /// Another browser, with a profile of its own, on an empty page.
    pub async fn browser(&self, size: Size) -> Browser {
        self.browser_with(size, &[]).await
    }

    /// As [`World::browser`], with switches of its own.
    pub async fn browser_with(&self, size: Size, switches: &[String]) -> Browser {
        let browser = Browser::start(&self.driver.url(), &self.url(), size, switches).await;
        self.browsers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(browser.clone());
        browser
    }

    /// A browser crashes and is opened again, with what is left in its profile.
    pub async fn crash(&self, browser: &Browser, switches: &[String]) -> Browser {
        self.browsers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .retain(|other| !other.is(browser));
        let profile = browser.crash().await;
        let again =
            Browser::start_in(profile, &self.driver.url(), &self.url(), browser.size(), switches).await;
        self.browsers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(again.clone());
        again
    }

    /// A session on the REST interface, beside all browsers.
    pub async fn rest(&self, person: &Person) -> Rest {
        Rest::sign_in(&self.url(), person).await
    }

    /// Ends the server in order. What Chromium says on consoles about it is no complaint from now on.
    pub async fn stop_server(&self) {
        for browser in self.browsers() {
            browser.expect_server_away();
        }
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner).take();
        let running = running.expect("the server runs");
        drop(running.services);
        let _ = running.stop.send(());
        running
            .task
            .await
            .expect("the server does not panic")
            .expect("the server ends in order");
    }

    /// Starts the server again, on the same port and database.
    pub async fn start_server(&self) {
        let listener = TcpListener::bind(self.address)
            .await
            .expect("the port is still free");
        let server = Server::prepare(self.config.clone())
            .await
            .expect("the server prepares again");
        self.run(server, listener).await;
    }

    /// While the server is away its log becomes another one, as when a backup is put back: every device begins anew.
    pub async fn begin_another_log(&self) {
        let options: SqliteConnectOptions = self.config.database_url.parse().expect("an address");
        let mut connection = options.connect().await.expect("the database opens");
        sqlx::query("UPDATE log SET epoch = randomblob(16)")
            .execute(&mut connection)
            .await
            .expect("another epoch");
        connection.close().await.expect("the database closes");
    }

    /// Connects the numbers again as `connect-number` does: in a process of its own, beside the server that runs.
    pub async fn connect_numbers_again(&self) {
        let beside = Server::prepare(self.config.clone())
            .await
            .expect("another process prepares");
        connect_numbers(&beside, &simulator::Config::default(), self.numbers).await;
    }

    /// From now on a role allows this and nothing else.
    pub async fn allow(&self, role: SeededRole, permissions: &PermissionSet) {
        let services = {
            let running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
            running.as_ref().expect("the server runs").services.clone()
        };
        services
            .store
            .put_role(role.id(), role.name(), permissions)
            .await
            .expect("the role is kept");
    }

    /// Ends everything; returns what pages complained about on their consoles.
    pub async fn end(self, has_failed: bool) -> Vec<String> {
        let mut complaints = Vec::new();
        for (place, browser) in self.browsers().into_iter().enumerate() {
            if has_failed {
                browser.describe(&format!("{}-{}", self.name, place + 1)).await;
            }
            complaints.extend(browser.complaints().await);
            browser.quit().await;
        }
        if has_failed && !complaints.is_empty() {
            eprintln!("on the consoles:\n  {}", complaints.join("\n  "));
        }
        let is_running = self
            .running
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .is_some();
        if is_running {
            self.stop_server().await;
        }
        self.simulator.shutdown().await;
        self.folder.close().expect("the folder can be removed");
        complaints
    }

    async fn run(&self, server: Server, listener: TcpListener) {
        let (stop, stopped) = oneshot::channel();
        let services = server.services();
        let task = tokio::spawn(server.run(listener, async {
            // An error means that the world was dropped, which is a reason to stop as well.
            let _ = stopped.await;
        }));
        *self.running.lock().unwrap_or_else(PoisonError::into_inner) = Some(Running { services, stop, task });
    }

    fn browsers(&self) -> Vec<Browser> {
        self.browsers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

fn config(simulator: &Simulator, folder: &TempDir, address: SocketAddr, secret_key: String) -> Config {
    let database = folder.path().join("perfectchat.sqlite");
    Config {
        database_url: format!("sqlite://{}", database.display()),
        data_dir: folder.path().to_owned(),
        public_url: format!("http://{address}"),
        graph_url: simulator.graph_url(),
        graph_version: "v25.0".to_owned(),
        media_hosts: vec![simulator.address().to_string()],
        secret_key: Some(secret_key),
        app_dir: Some(app_folder()),
        trusted_proxies: Vec::new(),
        clock: Clock::wrong(),
    }
}

async fn introduce_people(server: &Server) {
    for person in [ANA, BRUNO, CARLA] {
        let agent = FirstAgent {
            first_name: person.first_name.to_owned(),
            last_name: person.last_name.to_owned(),
            email: person.email.to_owned(),
            password: person.password.to_owned(),
            role: person.role,
            language: domain::language::Language::Portuguese,
        };
        create_agent(&server.services(), agent)
            .await
            .expect("an agent is created");
    }
}

async fn connect_numbers(server: &Server, meta: &simulator::Config, numbers: &[&str]) {
    for meta_id in numbers {
        let number = NumberToConnect {
            meta_id: (*meta_id).to_owned(),
            waba_id: meta.waba_id.clone(),
            access_token: meta.access_token.clone(),
            app_secret: meta.app_secret.clone(),
            verify_token: meta.verify_token.clone(),
        };
        connect_number(&server.services(), number)
            .await
            .expect("a number is connected");
    }
}

/// The app as `cargo xtask test` has built it.
fn app_folder() -> PathBuf {
    let folder = std::env::var_os("PERFECTCHAT_APP_DIST").map(PathBuf::from);
    // Beside cargo's folder for tests lies what the last `cargo xtask` built: enough for a single journey by hand.
    folder.unwrap_or_else(|| PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("../app/wasm-dev"))
}

fn log_filter() -> String {
    std::env::var("PERFECTCHAT_LOG").unwrap_or_else(|_| "info".to_owned())
}

/// The test's name, for the names of screenshots.
fn name_of_this_test() -> String {
    std::thread::current()
        .name()
        .unwrap_or("journey")
        .replace("::", "-")
}
