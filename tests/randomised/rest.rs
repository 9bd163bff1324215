//! REST as a device speaks it. An answer may get lost; the same request again has the same effect.

use crate::server_process::{ServerProcess, wait_until_up};
use domain::error::{ErrorCode, Problem};
use reqwest::header::{CONTENT_TYPE, COOKIE, ORIGIN};
use reqwest::{Client, Method};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What the server said.
#[derive(Debug)]
pub enum Answer<T> {
    /// It did it.
    Done(T),
    /// It refused.
    Refused(ErrorCode),
}

/// Why there is no answer.
#[derive(Debug)]
pub enum NoAnswer {
    /// The connection broke: whether the server did it is not known.
    Lost,
    /// The server said what it must never say.
    Wrong(String),
}

/// An answer, and how many earlier requests may have had their effect without one.
#[derive(Debug)]
pub struct Final<T> {
    /// The answer.
    pub answer: Answer<T>,
    /// How many answers got lost before.
    pub lost: usize,
}

/// Asks once; the path is below `/api/v1`.
pub async fn ask<T: DeserializeOwned>(
    http: &Client,
    server: &ServerProcess,
    cookie: &str,
    method: &Method,
    path: &str,
    body: Option<&(impl Serialize + Sync)>,
) -> Result<Answer<T>, NoAnswer> {
    let origin = server.url();
    let mut request = http
        .request(method.clone(), format!("{origin}/api/v1{path}"))
        .header(ORIGIN, &origin)
        .header(COOKIE, cookie);
    if let Some(body) = body {
        request = request
            .header(CONTENT_TYPE, "application/json")
            .body(serde_json::to_vec(body).unwrap_or_default());
    }
    let response = request.send().await.map_err(|_| NoAnswer::Lost)?;
    let status = response.status();
    let body = response.bytes().await.map_err(|_| NoAnswer::Lost)?;
    let wrong = |what: String| NoAnswer::Wrong(format!("{method} {path}: {status} {what}"));
    if status.is_success() {
        let body: &[u8] = if body.is_empty() { b"null" } else { &body };
        return serde_json::from_slice(body)
            .map(Answer::Done)
            .map_err(|error| wrong(error.to_string()));
    }
    let problem: Problem = serde_json::from_slice(&body).map_err(|error| wrong(error.to_string()))?;
    if status.is_server_error() {
        return Err(wrong(format!("{:?}", problem.code)));
    }
    Ok(Answer::Refused(problem.code))
}

/// Asks until there is an answer, through any number of crashes.
pub async fn ask_until_answered<T: DeserializeOwned>(
    http: &Client,
    server: &ServerProcess,
    cookie: &str,
    method: &Method,
    path: &str,
    body: Option<&(impl Serialize + Sync)>,
) -> Result<Final<T>, String> {
    let mut life = server.life();
    let mut lost = 0;
    for _ in 0..200 {
        match ask(http, server, cookie, method, path, body).await {
            Ok(answer) => return Ok(Final { answer, lost }),
            Err(NoAnswer::Wrong(what)) => return Err(what),
            Err(NoAnswer::Lost) => lost += 1,
        }
        wait_until_up(&mut life).await?;
    }
    Err(format!("{method} {path}: no answer"))
}
