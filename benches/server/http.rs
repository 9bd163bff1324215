//! A small HTTP client: one connection, one request at a time, next to no cost of its own, as it shares the processor with the
//! server under test.

use crate::Outcome;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A connection that is kept open.
pub struct Http {
    stream: TcpStream,
    address: SocketAddr,
    buffer: Vec<u8>,
}

/// What came back.
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

impl Http {
    /// Connects.
    pub async fn connect(address: SocketAddr) -> Outcome<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            address,
            buffer: Vec::with_capacity(16 * 1_024),
        })
    }

    /// Reads, with a cookie.
    pub async fn get(&mut self, path: &str, cookie: &str) -> Outcome<Answer> {
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: {}\r\ncookie: {cookie}\r\n\r\n",
            self.address
        );
        self.exchange(request.as_bytes()).await
    }

    /// Posts a JSON body; `headers` are whole lines.
    pub async fn post(&mut self, path: &str, headers: &str, body: &[u8]) -> Outcome<Answer> {
        let mut request = format!(
            "POST {path} HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n{headers}\r\n",
            self.address,
            body.len()
        )
        .into_bytes();
        request.extend_from_slice(body);
        self.exchange(&request).await
    }

    async fn exchange(&mut self, request: &[u8]) -> Outcome<Answer> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let head_ends = loop {
            self.read_some().await?;
            if let Some(place) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break place + 4;
            }
        };
        let head = std::str::from_utf8(&self.buffer[..head_ends])?;
        let status = head.get(9..12).ok_or("an answer without a status")?.parse()?;
        let length = head
            .lines()
            .find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length")
                    .then(|| value.trim().parse::<usize>())
            })
            .ok_or("an answer without a length")??;
        while self.buffer.len() < head_ends + length {
            self.read_some().await?;
        }
        Ok(Answer {
            status,
            body: self.buffer[head_ends..].to_vec(),
        })
    }

    async fn read_some(&mut self) -> Outcome<()> {
        match self.stream.read_buf(&mut self.buffer).await? {
            0 => Err("the server closed the connection".into()),
            _ => Ok(()),
        }
    }
}
