//! The socket: frames out, frames in.

use super::request::BASE;
use crate::browser;
use domain::event::Event;
use domain::wire::{ClientFrame, ServerFrame};
use futures::{SinkExt, StreamExt};
use gloo_net::websocket::futures::WebSocket;
use gloo_net::websocket::{Message, State};
use serde::de::IgnoredAny;
use std::future::poll_fn;
use std::pin::Pin;

/// An open socket. Dropping it closes it.
pub struct Socket {
    socket: WebSocket,
}

/// The socket is closed, or could not be opened: the browser does not say why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the socket is closed")]
pub struct SocketClosed;

impl Socket {
    /// Connects.
    pub async fn connect() -> Result<Self, SocketClosed> {
        // http becomes ws, https becomes wss.
        let origin = browser::origin().replacen("http", "ws", 1);
        let mut socket = WebSocket::open(&format!("{origin}{BASE}/socket")).map_err(|_| SocketClosed)?;
        poll_fn(|context| futures::Sink::poll_ready(Pin::new(&mut socket), context))
            .await
            .map_err(|_| SocketClosed)?;
        let socket = Self { socket };
        socket.check_open()?;
        Ok(socket)
    }

    /// Sends a frame.
    pub async fn send(&mut self, frame: &ClientFrame) -> Result<(), SocketClosed> {
        let text = serde_json::to_string(frame).map_err(|_| SocketClosed)?;
        // The browser writes an error to its console when a closed socket is used.
        self.check_open()?;
        self.socket
            .send(Message::Text(text))
            .await
            .map_err(|_| SocketClosed)
    }

    /// The next frame. One that this version does not know is skipped. Nothing is lost when the wait is given up.
    pub async fn next(&mut self) -> Result<ServerFrame, SocketClosed> {
        loop {
            match self.socket.next().await {
                Some(Ok(Message::Text(text))) => {
                    if let Some(frame) = read(&text) {
                        return Ok(frame);
                    }
                }
                Some(Ok(Message::Bytes(_))) => {}
                Some(Err(_)) | None => return Err(SocketClosed),
            }
        }
    }

    fn check_open(&self) -> Result<(), SocketClosed> {
        if matches!(self.socket.state(), State::Open) {
            Ok(())
        } else {
            Err(SocketClosed)
        }
    }
}

/// A frame; of a batch of events those that this version knows.
pub fn read(text: &str) -> Option<ServerFrame> {
    serde_json::from_str(text)
        .ok()
        .or_else(|| read_what_is_known(text))
}

/// The text between the events is what the server writes around them, so that each is read by itself.
fn read_what_is_known(text: &str) -> Option<ServerFrame> {
    const EVENTS: &str = "\"events\":[";
    let begin = text.find(EVENTS)? + EVENTS.len();
    let (head, mut rest) = text.split_at(begin);
    let mut frame: ServerFrame = serde_json::from_str(&format!("{head}]}}")).ok()?;
    let ServerFrame::Events { events, .. } = &mut frame else {
        return None;
    };
    loop {
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<IgnoredAny>();
        let Some(Ok(_)) = values.next() else {
            return Some(frame);
        };
        let (event, after) = rest.split_at(values.byte_offset());
        events.extend(serde_json::from_str::<Event>(event).ok());
        rest = after.trim_start_matches([',', ' ', '\n']);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_of_change_from_the_future_does_not_hide_the_others() {
        let text = r#"{"frame":"events","follows":1,"n":3,
            "events":[{"n":2,"change":"not_invented_yet"},{"n":3,"change":"scope_changed"}]}"#;
        let Some(ServerFrame::Events { n, events, .. }) = read(text) else {
            panic!("the frame is read")
        };
        assert_eq!((n, events.len()), (3, 1));
        assert_eq!(read(r#"{"frame":"not_invented_yet"}"#), None);
    }
}
