//! Server and simulator on the sample data.

use server::clock::Clock;
use server::{Config, ServeError, Server};
use simulator::Simulator;
use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Mutex;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// What ends a server, and the server's end.
type Running = (oneshot::Sender<()>, JoinHandle<Result<(), ServeError>>);

/// Both, running.
pub struct House {
    /// Meta and the customers.
    pub simulator: Simulator,
    /// What everybody of the sample data signs in with.
    pub password: String,
    config: Config,
    address: SocketAddr,
    running: Mutex<Option<Running>>,
}

impl House {
    /// Opens the sample data in this folder; it will not be the same afterwards.
    pub async fn open(demo: &Path, app: &Path) -> Self {
        let read = |name: &str| {
            let text = fs::read(demo.join(name)).expect("the sample data is there");
            serde_json::from_slice::<serde_json::Value>(&text).expect("the sample data is JSON")
        };
        let about = read("demo.json");
        let word = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let simulator = Simulator::start(simulator::Config {
            restore: Some(read("simulator.json")),
            ..simulator::Config::default()
        })
        .await
        .expect("the simulator starts");
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .expect("a free port");
        let address = listener.local_addr().expect("a bound port has an address");
        let house = Self {
            password: word(&about["sign_in"][0]["password"]),
            config: Config {
                database_url: format!("sqlite://{}", demo.join("perfectchat.sqlite").display()),
                data_dir: demo.to_owned(),
                public_url: format!("http://{address}"),
                graph_url: simulator.graph_url(),
                graph_version: "v25.0".to_owned(),
                media_hosts: vec![simulator.address().to_string()],
                secret_key: Some(word(&about["secret_key"])),
                app_dir: Some(app.to_owned()),
                trusted_proxies: Vec::new(),
                clock: Clock::System,
            },
            simulator,
            address,
            running: Mutex::default(),
        };
        house.run(listener).await;
        let callback = format!("{}/webhooks/whatsapp", house.url());
        let subscribed = house.simulator.subscribe(&callback, "simulator-verify").await;
        subscribed.expect("the callback is verified");
        house
    }

    /// The server's address, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The server goes away.
    pub async fn stop_server(&self) {
        let running = self.running.lock().expect("nobody panics here").take();
        if let Some((stop, task)) = running {
            // It may have gone already; its own result tells.
            let _gone = stop.send(());
            task.await
                .expect("the server does not panic")
                .expect("the server ends in order");
        }
    }

    /// The server comes back.
    pub async fn start_server(&self) {
        let listener = TcpListener::bind(self.address)
            .await
            .expect("the port is still free");
        self.run(listener).await;
    }

    /// Ends both.
    pub async fn close(self) {
        self.stop_server().await;
        self.simulator.shutdown().await;
    }

    async fn run(&self, listener: TcpListener) {
        let server = Server::prepare(self.config.clone())
            .await
            .expect("the server prepares");
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(server.run(listener, async {
            // An error means that the house was dropped, which is a reason to stop as well.
            let _dropped = stopped.await;
        }));
        *self.running.lock().expect("nobody panics here") = Some((stop, task));
    }
}
