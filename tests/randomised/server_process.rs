//! The server as a process of its own, so that it can be killed as a power cut kills it: this very test binary, started once
//! more. It is told the time and what has no REST interface yet through its standard input and answers on its standard output.

pub mod child;

use crate::clocks::Clocks;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::watch;

/// How long a start or an answer may take before something hangs.
const PATIENCE: Duration = Duration::from_secs(300);

/// Whether the server runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Life {
    /// How often it was started.
    pub starts: u32,
    /// Whether it answers now.
    pub is_up: bool,
}

/// The server's process; while it is dead, nothing of it is there.
pub struct ServerProcess {
    /// Where it listens, in every life.
    pub address: SocketAddr,
    folder: PathBuf,
    graph_url: String,
    clocks: Arc<Clocks>,
    child: Mutex<Option<Child>>,
    pipes: tokio::sync::Mutex<Option<Pipes>>,
    questions: AtomicU64,
    life: watch::Sender<Life>,
}

struct Pipes {
    input: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
}

/// The server died before it answered.
#[derive(Debug)]
pub struct Died;

impl ServerProcess {
    /// A server for the database in this folder, not started yet.
    pub fn new(address: SocketAddr, folder: &Path, graph_url: String, clocks: Arc<Clocks>) -> Self {
        Self {
            address,
            folder: folder.to_owned(),
            graph_url,
            clocks,
            child: Mutex::default(),
            pipes: tokio::sync::Mutex::default(),
            questions: AtomicU64::new(0),
            life: watch::Sender::default(),
        }
    }

    /// Its origin.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Whether it runs, and how often it was started.
    pub fn life(&self) -> watch::Receiver<Life> {
        self.life.subscribe()
    }

    /// What it wrote into its log, in all its lives.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.log_path()).unwrap_or_default()
    }

    /// Starts it and waits until it listens. Whoever wants to tell it the time waits as well, so that it never believes in an
    /// older time than what it is shown.
    pub async fn start(&self) -> Result<(), String> {
        let mut held = self.pipes.lock().await;
        let log = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.log_path())
            .map_err(|error| error.to_string())?;
        let mut child = child::command(
            self.address,
            &self.folder,
            &self.graph_url,
            self.clocks.server_ms(),
        )
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(log)
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| error.to_string())?;
        let input = child.stdin.take().ok_or("no standard input")?;
        let lines = child.stdout.take().ok_or("no standard output")?;
        let mut lines = BufReader::new(lines).lines();
        let listening = async {
            while let Ok(Some(line)) = lines.next_line().await {
                if line.ends_with(child::LISTENING) {
                    return true;
                }
            }
            false
        };
        if !tokio::time::timeout(PATIENCE, listening).await.unwrap_or(false) {
            return Err(format!("the server does not start: {}", self.log()));
        }
        *self.child.lock().unwrap_or_else(PoisonError::into_inner) = Some(child);
        *held = Some(Pipes { input, lines });
        self.life.send_modify(|life| {
            life.starts += 1;
            life.is_up = true;
        });
        Ok(())
    }

    /// Kills it with SIGKILL, wherever it is.
    pub async fn kill(&self) {
        let child = self.child.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(mut child) = child else { return };
        self.life.send_modify(|life| life.is_up = false);
        // It cannot have ended before: nobody else waits for it.
        let _ = child.start_kill();
        let _ = child.wait().await;
    }

    /// Tells it the time and waits until it knows. One that is dead is told at its start.
    pub async fn tell_time(&self) {
        let mut held = self.pipes.lock().await;
        let line = format!("clock {}", self.clocks.server_ms());
        let _ = self.converse(&mut held, &line).await;
    }

    /// Asks it to do something and waits for its answer.
    pub async fn ask(&self, what: &str) -> Result<String, Died> {
        let mut held = self.pipes.lock().await;
        self.converse(&mut held, what).await
    }

    async fn converse(&self, held: &mut Option<Pipes>, what: &str) -> Result<String, Died> {
        let number = self.questions.fetch_add(1, Ordering::SeqCst);
        let pipes = held.as_mut().ok_or(Died)?;
        let line = format!("{number} {what}\n");
        pipes.input.write_all(line.as_bytes()).await.map_err(|_| Died)?;
        let prefix = format!("{}{number} ", child::ANSWER);
        let answer = async {
            while let Ok(Some(line)) = pipes.lines.next_line().await {
                if let Some((_, answer)) = line.split_once(&prefix) {
                    return Ok(answer.to_owned());
                }
            }
            Err(Died)
        };
        tokio::time::timeout(PATIENCE, answer).await.unwrap_or(Err(Died))
    }

    /// Asks until a server lives long enough to answer. What is asked must be harmless twice.
    pub async fn ask_until_answered(&self, what: &str) -> Result<String, String> {
        let mut life = self.life();
        for _ in 0..100 {
            if let Ok(answer) = self.ask(what).await {
                return match answer.strip_prefix("error ") {
                    Some(error) => Err(format!("{what}: {error}")),
                    None => Ok(answer),
                };
            }
            wait_until_up(&mut life).await?;
        }
        Err(format!("nobody answers: {what}"))
    }

    fn log_path(&self) -> PathBuf {
        self.folder.join("server.log")
    }
}

/// Waits until the server runs.
pub async fn wait_until_up(life: &mut watch::Receiver<Life>) -> Result<(), String> {
    let up = tokio::time::timeout(PATIENCE, life.wait_for(|life| life.is_up));
    match up.await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(_)) | Err(_) => Err("the server does not come back".to_owned()),
    }
}

/// The command that starts this binary once more.
fn this_binary() -> Command {
    let binary = std::env::current_exe().unwrap_or_else(|_| PathBuf::from("randomised"));
    Command::new(binary)
}
