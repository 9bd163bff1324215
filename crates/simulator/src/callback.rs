//! The HTTP clients that call the callback.

use std::sync::OnceLock;
use std::time::Duration;

use reqwest::{Client, ClientBuilder, Error};

/// How long the callback may take to answer.
const TIMEOUT: Duration = Duration::from_secs(10);

/// A client for plain addresses, and one for TLS that is made when it is needed: reading the system's certificates takes ten
/// times as long as everything else a simulator does to start, and tests start thousands.
pub(crate) struct Clients {
    plain: Client,
    secure: OnceLock<Client>,
}

impl Clients {
    pub(crate) fn new() -> Result<Self, Error> {
        Ok(Self {
            plain: builder().tls_certs_only([]).build()?,
            secure: OnceLock::new(),
        })
    }

    /// The one for this address.
    pub(crate) fn of(&self, url: &str) -> Result<&Client, Error> {
        if !url.starts_with("https:") {
            return Ok(&self.plain);
        }
        if let Some(client) = self.secure.get() {
            return Ok(client);
        }
        let client = builder().build()?;
        Ok(self.secure.get_or_init(|| client))
    }
}

fn builder() -> ClientBuilder {
    Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(TIMEOUT)
}
