//! Many open sockets that note when which message arrives.
//!
//! Each message has a mark with a number in its text; a socket looks for marks in the bytes of a frame and does not read further,
//! so that listening costs the same whoever is heard.

use crate::Outcome;
use futures::{SinkExt as _, StreamExt as _};
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::net::TcpStream;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};

/// A mark is this and six digits.
const MARK: &str = "bench#";
/// How long nothing may arrive before what is missing counts as lost.
const PATIENCE: Duration = Duration::from_secs(15);

/// Text with the mark of a message.
pub fn marked(number: usize) -> String {
    format!("{MARK}{number:06} Bom dia! Vocês ainda têm vaga para sábado de manhã?")
}

/// Puts another number into every mark of a frame.
pub fn renumbered(frame: &str, number: usize) -> String {
    let mut parts = frame.split(MARK);
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str(&format!("{MARK}{number:06}"));
        text.push_str(part.get(6..).unwrap_or_default());
    }
    text
}

/// How a socket is opened.
#[derive(Clone)]
pub struct Entrance {
    /// The path of the socket.
    pub path: &'static str,
    /// The cookie of the socket with this place.
    pub cookie: fn(usize) -> String,
    /// What is said first, and how many frames it is answered with.
    pub hello: Option<String>,
}

/// Open sockets.
pub struct Audience {
    listeners: Vec<JoinHandle<Vec<Heard>>>,
    count: mpsc::UnboundedReceiver<()>,
    leave: watch::Sender<bool>,
    first_frame: watch::Receiver<String>,
}

/// One message has arrived at one socket.
pub struct Heard {
    /// The number in its mark.
    pub number: usize,
    /// When.
    pub at: Instant,
}

impl Audience {
    /// Opens so many sockets.
    pub async fn open(address: SocketAddr, entrance: &Entrance, sockets: usize) -> Outcome<Self> {
        let (leave, left) = watch::channel(false);
        let (counter, count) = mpsc::unbounded_channel();
        let (first, first_frame) = watch::channel(String::new());
        let mut listeners = Vec::with_capacity(sockets);
        for place in 0..sockets {
            let socket = enter(address, entrance, place).await?;
            listeners.push(tokio::spawn(listen(
                socket,
                left.clone(),
                counter.clone(),
                first.clone(),
            )));
        }
        Ok(Self {
            listeners,
            count,
            leave,
            first_frame,
        })
    }

    /// Waits until so many arrivals were noted, or nothing arrives for a while; then closes all sockets and tells all arrivals.
    pub async fn wait_for(mut self, arrivals: usize) -> Outcome<Vec<Heard>> {
        for _ in 0..arrivals {
            if tokio::time::timeout(PATIENCE, self.count.recv()).await.is_err() {
                break;
            }
        }
        self.leave.send_replace(true);
        let mut heard = Vec::with_capacity(arrivals);
        for listener in self.listeners {
            heard.extend(listener.await?);
        }
        Ok(heard)
    }

    /// The first marked frame that any socket got.
    pub async fn first_frame(&mut self) -> Outcome<String> {
        let frame = self.first_frame.wait_for(|frame| !frame.is_empty());
        Ok(tokio::time::timeout(PATIENCE, frame).await??.clone())
    }
}

/// Opens one socket and says hello.
pub async fn enter(
    address: SocketAddr,
    entrance: &Entrance,
    place: usize,
) -> Outcome<WebSocketStream<TcpStream>> {
    let mut request = format!("ws://{address}{}", entrance.path).into_client_request()?;
    let headers = request.headers_mut();
    headers.insert("origin", format!("http://{address}").parse()?);
    headers.insert("cookie", (entrance.cookie)(place).parse()?);
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (mut socket, _) = tokio_tungstenite::client_async(request, stream).await?;
    if let Some(hello) = &entrance.hello {
        socket.send(Message::text(hello.clone())).await?;
        let welcome = socket
            .next()
            .await
            .ok_or("the socket was closed instead of welcomed")??;
        if !welcome.to_text()?.contains("\"welcome\"") {
            return Err(format!("a socket was not welcomed: {welcome}").into());
        }
    }
    Ok(socket)
}

/// The next text that a socket gets.
pub async fn next_text(socket: &mut WebSocketStream<TcpStream>) -> Outcome<Utf8Bytes> {
    loop {
        let frame = tokio::time::timeout(PATIENCE, socket.next()).await?;
        match frame.ok_or("the socket was closed")?? {
            Message::Text(text) => return Ok(text),
            Message::Close(_) => return Err("the socket was closed".into()),
            _ => {}
        }
    }
}

async fn listen(
    mut socket: WebSocketStream<TcpStream>,
    mut leave: watch::Receiver<bool>,
    counter: mpsc::UnboundedSender<()>,
    first: watch::Sender<String>,
) -> Vec<Heard> {
    let mut heard: Vec<Heard> = Vec::new();
    loop {
        let frame = tokio::select! {
            frame = socket.next() => frame,
            _ = leave.wait_for(|leave| *leave) => return heard,
        };
        let Some(Ok(frame)) = frame else { return heard };
        let Message::Text(text) = frame else { continue };
        let at = Instant::now();
        for number in marks(&text) {
            // A message stands twice in one frame: as itself and as the list's preview.
            if heard
                .iter()
                .rev()
                .take(64)
                .any(|earlier| earlier.number == number)
            {
                continue;
            }
            heard.push(Heard { number, at });
            // The run may have ended already.
            let _ = counter.send(());
            if heard.len() == 1 {
                first.send_if_modified(|known| {
                    let is_first = known.is_empty();
                    if is_first {
                        text.as_str().clone_into(known);
                    }
                    is_first
                });
            }
        }
    }
}

fn marks(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices(MARK)
        .filter_map(|(place, _)| text.get(place + MARK.len()..place + MARK.len() + 6)?.parse().ok())
}
