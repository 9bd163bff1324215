//! An open socket, as the app holds one.

use super::{AT_ONCE, Answer, Browser, TestServer};
use domain::event::{Change, Cursor, Event};
use domain::ids::DeviceId;
use domain::wire::{Bootstrap, ClientFrame, ServerFrame};
use futures::{SinkExt as _, StreamExt as _};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// An open socket.
pub struct TestSocket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl TestSocket {
    /// Opens a socket, or is refused.
    pub async fn open(browser: &Browser) -> Result<Self, Answer> {
        let mut request = format!("ws://{}/api/v1/socket", browser.address)
            .into_client_request()
            .unwrap();
        for (name, value) in &browser.own_headers() {
            request.headers_mut().insert(name.clone(), value.clone());
        }
        match connect_async(request).await {
            Ok((stream, _)) => Ok(Self(stream)),
            Err(Error::Http(response)) => {
                let body = response.body().clone().unwrap_or_default();
                Err(Answer {
                    status: response.status().as_u16(),
                    headers: response.headers().clone(),
                    json: serde_json::from_slice(&body).unwrap_or_default(),
                    body,
                })
            }
            Err(error) => panic!("{error}"),
        }
    }

    /// Opens a socket from where the agent's bootstrap ends; `welcome` is read.
    pub async fn live(browser: &Browser) -> Self {
        let bootstrap: Bootstrap = browser.get("/api/v1/bootstrap").await.read();
        Self::from_cursor(browser, bootstrap.cursor).await
    }

    /// Opens a socket that goes on from a cursor; `welcome` is read.
    pub async fn from_cursor(browser: &Browser, cursor: Cursor) -> Self {
        let mut socket = Self::open(browser).await.unwrap();
        socket.hello(Some(cursor)).await;
        match socket.next().await {
            ServerFrame::Welcome { .. } => socket,
            other => panic!("no welcome but {other:?}"),
        }
    }

    pub async fn hello(&mut self, cursor: Option<Cursor>) {
        self.send(&ClientFrame::Hello {
            cursor,
            device_id: DeviceId::from_parts(1, &[1; 10]),
        })
        .await;
    }

    pub async fn send(&mut self, frame: &ClientFrame) {
        self.send_text(serde_json::to_string(frame).unwrap()).await;
    }

    pub async fn send_text(&mut self, text: String) {
        self.0.send(Message::text(text)).await.unwrap();
    }

    pub async fn send_binary(&mut self, bytes: Vec<u8>) {
        self.0.send(Message::binary(bytes)).await.unwrap();
    }

    /// The next frame.
    pub async fn next(&mut self) -> ServerFrame {
        loop {
            match tokio::time::timeout(AT_ONCE, self.0.next()).await.unwrap() {
                Some(Ok(Message::Text(text))) => return serde_json::from_str(&text).unwrap(),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                other => panic!("no frame but {other:?}"),
            }
        }
    }

    /// Reads until an event that fits comes, and returns it with all before it.
    pub async fn events_until(&mut self, fits: impl Fn(&Change) -> bool) -> Vec<Event> {
        let mut seen = Vec::new();
        loop {
            match self.next().await {
                ServerFrame::Events { events, .. } => seen.extend(events),
                other => panic!("no events but {other:?}, after {seen:?}"),
            }
            if seen.iter().any(|event| fits(&event.change)) {
                return seen;
            }
        }
    }

    /// All events until the log has been read as far as it goes now. Frames that are no events are faults.
    pub async fn events_so_far(&mut self, server: &TestServer) -> Vec<Event> {
        let newest = server.store().log_bounds().await.unwrap().newest;
        let mut seen = Vec::new();
        self.send(&ClientFrame::Ping).await;
        loop {
            match self.next().await {
                ServerFrame::Events { events, .. } => seen.extend(events),
                ServerFrame::Heartbeat { n, .. } if n >= newest => return seen,
                ServerFrame::Heartbeat { .. } => self.send(&ClientFrame::Ping).await,
                other => panic!("{other:?}"),
            }
        }
    }

    /// How the server ends it: the code, the reason and the frames before.
    pub async fn end(&mut self) -> (u16, String, Vec<ServerFrame>) {
        let mut before = Vec::new();
        loop {
            match tokio::time::timeout(AT_ONCE, self.0.next()).await.unwrap() {
                Some(Ok(Message::Text(text))) => before.push(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Close(Some(frame)))) => {
                    return (frame.code.into(), frame.reason.as_str().to_owned(), before);
                }
                Some(Ok(_)) => {}
                other => panic!("no close but {other:?}"),
            }
        }
    }
}
