//! One round of messages to many sockets, the same for the server and for its peers.

use crate::Outcome;
use crate::audience::{Audience, Entrance};
use crate::deliveries::Delivery;
use crate::http::Http;
use crate::installation::cookie;
use crate::peer::Peer;
use crate::program::Program;
use crate::report::Figures;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// Connections that messages come in by, in turn: a slow answer does not hold back the next message.
const CONNECTIONS: usize = 16;
/// What a program may take to come to rest before its memory is looked at.
const REST: Duration = Duration::from_millis(500);

/// How much is said to how many.
#[derive(Clone, Copy)]
pub struct Plan {
    /// Open sockets.
    pub sockets: usize,
    /// Messages a second.
    pub rate: u32,
    /// Messages in all.
    pub messages: usize,
}

/// What messages come in as.
pub enum Speaker {
    /// Webhook deliveries, by their numbers.
    Webhook(Vec<Delivery>),
    /// Something posted to a broadcaster, like this frame.
    Peer(String),
}

/// What a round told.
pub struct Round {
    /// From the message's coming in to its arrival at a socket, in milliseconds.
    pub latency: Figures,
    /// Processor time of the program for each arrival, in microseconds.
    pub processor_us: f64,
    /// Memory of the program for each idle socket, in KiB.
    pub memory_kib: f64,
    /// Arrivals that did not come.
    pub lost: usize,
    /// A frame as it arrived.
    pub frame: String,
}

impl Speaker {
    /// Deliveries with the numbers from 0 on.
    pub fn webhook(run: &str, messages: usize) -> Outcome<Self> {
        let deliveries = (0..messages).map(|number| Delivery::new(run, number));
        Ok(Self::Webhook(deliveries.collect::<Outcome<_>>()?))
    }

    async fn say(&self, http: &mut Http, number: usize) -> Outcome<()> {
        match self {
            Self::Webhook(deliveries) => deliveries[number].send(http).await,
            Self::Peer(frame) => Peer::publish(http, frame, number).await,
        }
    }
}

/// Opens the sockets, says everything at its pace, and waits until all of it has arrived everywhere.
pub async fn round(program: &Program, entrance: &Entrance, speaker: Speaker, plan: Plan) -> Outcome<Round> {
    tokio::time::sleep(REST).await;
    let memory_before = program.resident_kib()?;
    let mut audience = Audience::open(program.address, entrance, plan.sockets).await?;
    tokio::time::sleep(REST).await;
    let memory_kib = (program.resident_kib()? - memory_before) / plan.sockets as f64;

    let processor_before = program.processor_seconds()?;
    let said = speak(program.address, speaker, plan).await?;
    let frame = audience.first_frame().await?;
    let expected = plan.messages * plan.sockets;
    let heard = audience.wait_for(expected).await?;
    let processor = program.processor_seconds()? - processor_before;

    let latency: Vec<f64> = heard
        .iter()
        .filter_map(|heard| Some((heard.at - *said.get(heard.number)?).as_secs_f64() * 1_000.0))
        .collect();
    Ok(Round {
        latency: Figures::of(&latency),
        processor_us: processor * 1e6 / latency.len().max(1) as f64,
        memory_kib,
        lost: expected.saturating_sub(latency.len()),
        frame,
    })
}

/// How the server's sockets are opened: signed in, from the newest number of the log on.
pub async fn entrance_of_server(program: &Program) -> Outcome<Entrance> {
    let mut http = Http::connect(program.address).await?;
    let bootstrap = http.get("/api/v1/bootstrap", &cookie(0)).await?;
    let bootstrap: Value = serde_json::from_slice(&bootstrap.body)?;
    Ok(entrance_from(&bootstrap["cursor"]))
}

/// How the server's sockets are opened, from a place of the log on.
pub fn entrance_from(cursor: &Value) -> Entrance {
    let device = "0190bec0-0000-7000-8000-000000000001";
    Entrance {
        path: "/api/v1/socket",
        cookie: |place| cookie(place % crate::installation::AGENTS),
        hello: Some(json!({ "frame": "hello", "cursor": cursor, "device_id": device }).to_string()),
    }
}

/// Has every customer write once, so that nobody is new while it counts, and everything that is made at first use is made.
pub async fn warm_up(program: &Program) -> Outcome<()> {
    let speaker = Speaker::webhook("warm", 600)?;
    let plan = Plan {
        sockets: 8,
        rate: 300,
        messages: 600,
    };
    let entrance = entrance_of_server(program).await?;
    round(program, &entrance, speaker, plan).await.map(drop)
}

/// Says every message at its time; answers with these times.
async fn speak(address: SocketAddr, speaker: Speaker, plan: Plan) -> Outcome<Vec<Instant>> {
    let speaker = Arc::new(speaker);
    let mut connections = Vec::with_capacity(CONNECTIONS);
    for _ in 0..CONNECTIONS {
        connections.push(Arc::new(Mutex::new(Http::connect(address).await?)));
    }
    let mut pace = tokio::time::interval(Duration::from_secs(1) / plan.rate);
    let mut said = Vec::with_capacity(plan.messages);
    let mut saying = Vec::with_capacity(plan.messages);
    for number in 0..plan.messages {
        pace.tick().await;
        let (speaker, http) = (
            Arc::clone(&speaker),
            Arc::clone(&connections[number % CONNECTIONS]),
        );
        said.push(Instant::now());
        saying.push(tokio::spawn(async move {
            speaker.say(&mut *http.lock().await, number).await
        }));
    }
    for saying in saying {
        saying.await??;
    }
    Ok(said)
}
