//! An agent without a browser: what the server answers, seen from outside.

use reqwest::header::{CONTENT_TYPE, COOKIE, ORIGIN, SET_COOKIE};
use reqwest::{Client, Method};
use serde_json::{Value, json};

use super::people::Person;
use super::socket::Socket;

/// An agent's session on the REST interface.
pub struct Rest {
    http: Client,
    origin: String,
    cookie: String,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body; null if it is not JSON.
    pub body: Value,
}

impl Rest {
    /// Somebody without a session.
    pub fn stranger(origin: &str) -> Self {
        let http = Client::builder()
            .no_proxy()
            .build()
            .expect("a client needs nothing");
        Self {
            http,
            origin: origin.to_owned(),
            cookie: String::new(),
        }
    }

    /// Signs in.
    pub async fn sign_in(origin: &str, person: &Person) -> Self {
        let stranger = Self::stranger(origin);
        let request = json!({ "email": person.email, "password": person.password });
        let response = stranger.request(Method::POST, "/session", Some(request)).await;
        assert!(
            response.status().is_success(),
            "{} could not sign in: {}",
            person.email,
            response.status()
        );
        let cookie = response
            .headers()
            .get(SET_COOKIE)
            .and_then(|cookie| cookie.to_str().ok());
        let cookie = cookie
            .and_then(|cookie| cookie.split(';').next())
            .expect("a session comes with a cookie")
            .to_owned();
        Self { cookie, ..stranger }
    }

    /// Reads; the path is below `/api/v1`.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    /// Does something; the path is below `/api/v1`.
    pub async fn send(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let response = self.request(method, path, body).await;
        let status = response.status().as_u16();
        let body = response.bytes().await.unwrap_or_default();
        Answer {
            status,
            body: serde_json::from_slice(&body).unwrap_or_default(),
        }
    }

    /// Opens the agent's socket.
    pub async fn socket(&self) -> Socket {
        Socket::open(&self.origin, &self.cookie).await
    }

    async fn request(&self, method: Method, path: &str, body: Option<Value>) -> reqwest::Response {
        let request = self
            .http
            .request(method, format!("{}/api/v1{path}", self.origin))
            .header(ORIGIN, &self.origin)
            .header(COOKIE, &self.cookie);
        let request = match body {
            Some(body) => request
                .header(CONTENT_TYPE, "application/json")
                .body(body.to_string()),
            None => request,
        };
        request.send().await.expect("the server answers")
    }
}
