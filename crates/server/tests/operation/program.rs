//! The program itself as a child process, whose limits a test can change while it runs.

use crate::database::url;
use crate::meta::{CUSTOMER, NUMBER, delivery, inbound_text, sign};
use crate::support::{Answer, Browser, PASSWORD, TestServer};
use domain::time::Timestamp;
use reqwest::Method;
use serde_json::Value;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::oneshot;

/// What browsers see; nothing listens there.
const ORIGIN: &str = "http://chat.test";

/// A folder with the database of a house: Ana, Bruno, Carla and one number.
pub async fn house() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("perfectchat.sqlite");
    let mut server = TestServer::start_with(|config| config.database_url = url(&file)).await;
    server.stop().await;
    folder
}

/// Where the database of a house is.
pub fn database(house: &Path) -> PathBuf {
    house.join("perfectchat.sqlite")
}

/// The program with one of its commands, at a house.
pub fn command(house: &Path, arguments: &[&str]) -> Command {
    // A write past the file size limit shall fail, not kill.
    let mut command = Command::new("sh");
    command
        .args([
            "-c",
            "trap '' XFSZ; exec \"$0\" \"$@\"",
            env!("CARGO_BIN_EXE_perfectchat-server"),
        ])
        .args(arguments)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("PERFECTCHAT_DATABASE_URL", url(&database(house)))
        .env("PERFECTCHAT_DATA_DIR", house.join("data"))
        .env("PERFECTCHAT_SECRET_KEY", "5a".repeat(32))
        .env("PERFECTCHAT_PUBLIC_URL", ORIGIN)
        .env("PERFECTCHAT_GRAPH_URL", "http://127.0.0.1:9")
        .env("PERFECTCHAT_LISTEN", "127.0.0.1:0")
        .env("PERFECTCHAT_METRICS_LISTEN", "127.0.0.1:0")
        .env("PERFECTCHAT_LOG_FORMAT", "json")
        .kill_on_drop(true)
        .stdin(Stdio::null());
    command
}

/// A server that runs.
pub struct Program {
    pub address: SocketAddr,
    child: Child,
    log: Arc<Mutex<Vec<Value>>>,
}

impl Program {
    pub async fn start(house: &Path) -> Self {
        Self::start_with(house, &[]).await
    }

    /// The same with other settings.
    pub async fn start_with(house: &Path, settings: &[(&str, &str)]) -> Self {
        let mut command = command(house, &["serve"]);
        command.envs(settings.iter().copied()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let log = Arc::new(Mutex::new(Vec::new()));
        let (listens, address) = oneshot::channel();
        tokio::spawn({
            let log = Arc::clone(&log);
            async move {
                let mut listens = Some(listens);
                while let Ok(Some(line)) = lines.next_line().await {
                    let line: Value = serde_json::from_str(&line).unwrap_or(Value::String(line));
                    if line["message"] == "listening"
                        && let Some(listens) = listens.take()
                    {
                        let _ = listens.send(line["address"].as_str().unwrap().parse().unwrap());
                    }
                    log.lock().unwrap().push(line);
                }
            }
        });
        let address = tokio::time::timeout(crate::AT_ONCE, address)
            .await
            .unwrap()
            .unwrap();
        Self { address, child, log }
    }

    /// A browser in which nobody is signed in.
    pub fn browser(&self) -> Browser {
        let mut browser = Browser::new(self.address);
        browser.origin = Some(ORIGIN.to_owned());
        browser
    }

    /// A browser in which an agent has signed in.
    pub async fn sign_in(&self, email: &str) -> Browser {
        let mut browser = self.browser();
        assert_eq!(browser.sign_in(email, PASSWORD).await.status, 200);
        browser
    }

    /// Meta delivers a customer's text.
    pub async fn deliver(&self, wamid: &str) -> Answer {
        let at = Timestamp::from_seconds(1_772_452_800);
        self.deliver_change(&inbound_text(NUMBER, CUSTOMER, wamid, wamid, at))
            .await
    }

    /// Meta delivers a change.
    pub async fn deliver_change(&self, change: &Value) -> Answer {
        let body = delivery(std::slice::from_ref(change));
        let signature = sign(&body, "app-secret");
        let headers = [
            ("content-type", "application/json"),
            ("x-hub-signature-256", signature.as_str()),
        ];
        let browser = self.browser().on_page_of(None);
        browser
            .send(Method::POST, "/webhooks/whatsapp", &headers, Some(body))
            .await
    }

    /// How many lines of the log have this message.
    pub fn told(&self, message: &str) -> usize {
        let log = self.log.lock().unwrap();
        log.iter()
            .filter(|line| {
                line["message"]
                    .as_str()
                    .is_some_and(|line| line.contains(message))
            })
            .count()
    }

    /// How many lines of the log are warnings or errors.
    pub fn complaints(&self) -> Vec<Value> {
        let log = self.log.lock().unwrap();
        let is_one = |line: &&Value| line["level"] == "WARN" || line["level"] == "ERROR";
        log.iter().filter(is_one).cloned().collect()
    }

    /// Sets a soft limit of the process (`fsize`, `nofile`); `None`: as high as it may be.
    pub async fn limit(&self, resource: &str, to: Option<u64>) {
        let to = match to {
            Some(to) => to.to_string(),
            None if resource == "nofile" => "1024".to_owned(),
            None => "unlimited".to_owned(),
        };
        let set = Command::new("prlimit")
            .arg(format!("--pid={}", self.pid()))
            .arg(format!("--{resource}={to}:"))
            .status()
            .await
            .unwrap();
        assert!(set.success());
    }

    pub fn pid(&self) -> u32 {
        self.child.id().unwrap()
    }

    /// Kills it as a power cut does.
    pub async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }
}
