//! What a browser does: it keeps the cookie and names its origin.

use super::AT_ONCE;
use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, COOKIE, HeaderMap, HeaderName, HeaderValue, ORIGIN, SET_COOKIE};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::str::FromStr as _;
use std::sync::LazyLock;

static CLIENT: LazyLock<()> = LazyLock::new(|| {
    // Makes ring the process's TLS provider, which reqwest asks for even when no TLS is spoken.
    let _ = cloud_api::Client::new(cloud_api::ClientConfig::new("http://127.0.0.1:9", "v25.0"));
});

/// A browser with our page open.
#[derive(Clone)]
pub struct Browser {
    /// The server.
    pub address: SocketAddr,
    /// The session's cookie, if one was given.
    pub cookie: Option<String>,
    /// The origin that it names; `None`: none.
    pub origin: Option<String>,
    client: reqwest::Client,
}

/// An answer, read to its end.
#[derive(Clone, Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
    /// The body as JSON; null when it is none.
    pub json: Value,
}

impl Answer {
    /// A header's text, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// The body as one of the domain's types.
    pub fn read<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{} {error}: {}", self.status, self.json))
    }
}

impl Browser {
    /// A browser in which nobody is signed in.
    pub fn new(address: SocketAddr) -> Self {
        LazyLock::force(&CLIENT);
        let client = reqwest::Client::builder()
            .tls_certs_only([])
            .timeout(AT_ONCE)
            .build()
            .unwrap();
        Self {
            address,
            cookie: None,
            origin: Some(format!("http://{address}")),
            client,
        }
    }

    /// The same browser with a page of another origin, or with one that names none.
    pub fn on_page_of(&self, origin: Option<&str>) -> Self {
        Self {
            origin: origin.map(ToOwned::to_owned),
            ..self.clone()
        }
    }

    /// Signs in; keeps the cookie when that works.
    pub async fn sign_in(&mut self, email: &str, password: &str) -> Answer {
        let answer = self
            .post(
                "/api/v1/session",
                &json!({ "email": email, "password": password }),
            )
            .await;
        if let Some(cookie) = answer.headers.get(SET_COOKIE) {
            self.cookie = cookie.to_str().unwrap().split(';').next().map(ToOwned::to_owned);
        }
        answer
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], None).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, &[], None).await
    }

    pub async fn post(&self, path: &str, body: &impl Serialize) -> Answer {
        self.send_json(Method::POST, path, body).await
    }

    pub async fn put(&self, path: &str, body: &impl Serialize) -> Answer {
        self.send_json(Method::PUT, path, body).await
    }

    pub async fn patch(&self, path: &str, body: &impl Serialize) -> Answer {
        self.send_json(Method::PATCH, path, body).await
    }

    pub async fn send_json(&self, method: Method, path: &str, body: &impl Serialize) -> Answer {
        let body = serde_json::to_vec(body).unwrap();
        self.send(
            method,
            path,
            &[(CONTENT_TYPE.as_str(), "application/json")],
            Some(body),
        )
        .await
    }

    /// Any request.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Vec<u8>>,
    ) -> Answer {
        let mut request = self
            .client
            .request(method, format!("http://{}{path}", self.address));
        request = request.headers(self.own_headers());
        for (name, value) in headers {
            request = request.header(
                HeaderName::from_str(name).unwrap(),
                HeaderValue::from_str(value).unwrap(),
            );
        }
        if let Some(body) = body {
            request = request.body(body);
        }
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let body = response.bytes().await.unwrap().to_vec();
        let json = serde_json::from_slice(&body).unwrap_or(Value::Null);
        Answer {
            status,
            headers,
            body,
            json,
        }
    }

    /// Cookie and origin.
    pub fn own_headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        if let Some(cookie) = &self.cookie {
            headers.insert(COOKIE, cookie.parse().unwrap());
        }
        if let Some(origin) = &self.origin {
            headers.insert(ORIGIN, origin.parse().unwrap());
        }
        headers
    }
}
