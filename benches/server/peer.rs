//! The broadcasters that the server is measured beside, each a process of its own.

use crate::Outcome;
use crate::audience::{Entrance, renumbered};
use crate::bare_axum;
use crate::http::Http;
use crate::program::Program;
use std::path::PathBuf;
use std::process::Command;

const WS: &str = include_str!("peer/ws.mjs");

/// A broadcaster.
#[derive(Clone)]
pub enum Peer {
    /// [`bare_axum`].
    BareAxum,
    /// The library ws, from the folder it was installed in.
    Ws(PathBuf),
}

impl Peer {
    /// Those that can run here.
    pub fn all() -> Vec<Self> {
        let ws = std::env::var_os("PERFECTCHAT_BENCH_WS").map(PathBuf::from);
        std::iter::once(Self::BareAxum).chain(ws.map(Self::Ws)).collect()
    }

    /// How it is called in the report.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::BareAxum => "bare axum",
            Self::Ws(_) => "ws on Node",
        }
    }

    /// Starts it.
    pub async fn start(&self) -> Outcome<Program> {
        let this = std::env::current_exe()?;
        let make = |address: std::net::SocketAddr| match self {
            Self::BareAxum => {
                let mut command = Command::new(this);
                command.args([bare_axum::ROLE, &address.to_string()]);
                command
            }
            Self::Ws(folder) => {
                let mut command = Command::new("node");
                command
                    .args(["--input-type=module", "--eval", WS, "--"])
                    .arg(folder);
                command.arg(address.port().to_string());
                command
            }
        };
        Program::start(make, "/").await
    }

    /// How its sockets are opened.
    pub fn entrance() -> Entrance {
        Entrance {
            path: "/socket",
            cookie: |_| String::new(),
            hello: None,
        }
    }

    /// Has it broadcast a frame like `frame`, with another number in its mark.
    pub async fn publish(http: &mut Http, frame: &str, number: usize) -> Outcome<()> {
        let frame = renumbered(frame, number);
        match http.post("/publish", "", frame.as_bytes()).await?.status {
            200 => Ok(()),
            status => Err(format!("a broadcaster answered {status}").into()),
        }
    }
}
