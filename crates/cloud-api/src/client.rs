//! The client: what a shared inbox calls. Requests go to one base URL and version, both given once; a token goes only
//! to that host and to the media hosts on the allow-list.

mod blocking;
mod call;
mod config;
mod listing;
mod media;
mod numbers;
mod sending;
mod templates;

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{AUTHORIZATION, HeaderValue};
use reqwest::{Method, RequestBuilder, Url};

pub use config::{ClientConfig, ConfigError, Credentials};
pub use media::{DownloadError, MediaDownload, MediaInfo, MediaUpload};
pub use numbers::PhoneNumber;
pub use sending::SendReceipt;
pub use templates::MessageTemplate;

use crate::error::SendError;
use config::Endpoint;

/// A client of the Cloud API. Cheap to clone; one serves every number.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    config: Arc<ClientConfig>,
    endpoint: Endpoint,
}

impl Client {
    /// Makes a client. Installs ring as the process's TLS provider unless there is one already.
    ///
    /// # Errors
    /// The configuration is unusable, or TLS cannot be set up although the base URL needs it.
    pub fn new(config: ClientConfig) -> Result<Self, ConfigError> {
        let endpoint = config.endpoint()?;
        // An error means that a provider is installed already, and that one will do.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = match builder(&config, &endpoint).build() {
            Ok(http) => http,
            // A bare machine may have no certificates; a simulator over plain HTTP needs none.
            Err(_) if endpoint.is_plain_http() => builder(&config, &endpoint)
                .tls_certs_only([])
                .build()
                .map_err(|_| ConfigError::Tls)?,
            Err(_) => return Err(ConfigError::Tls),
        };
        Ok(Self {
            http,
            config: Arc::new(config),
            endpoint,
        })
    }

    /// The configuration it was made with.
    pub fn config(&self) -> &ClientConfig {
        &self.config
    }

    /// A request to a path of the API, with the token.
    fn request(
        &self,
        credentials: &Credentials,
        method: Method,
        path: &[&str],
    ) -> Result<RequestBuilder, SendError> {
        let url = self.endpoint.url(path).ok_or(SendError::Invalid("not an id"))?;
        let request = self
            .http
            .request(method, url)
            .timeout(self.config.request_timeout);
        Ok(request.header(AUTHORIZATION, bearer(credentials)?))
    }

    /// A request for a media address, with the token, if its host may have it.
    fn media_request(&self, credentials: &Credentials, url: Url) -> Result<RequestBuilder, SendError> {
        let request = self.http.get(url).timeout(self.config.transfer_timeout);
        Ok(request.header(AUTHORIZATION, bearer(credentials)?))
    }
}

/// How long an idle connection is kept. Short, because a connection that the other side closes just as a message is
/// written leaves its outcome unknown.
const POOL_IDLE: Duration = Duration::from_secs(15);

fn builder(config: &ClientConfig, endpoint: &Endpoint) -> reqwest::ClientBuilder {
    let builder = reqwest::Client::builder()
        // Meta's media host has refused requests that name no agent.
        .user_agent(concat!("cloud-api/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(config.connect_timeout)
        .pool_idle_timeout(POOL_IDLE)
        // A redirect could carry the token to another host, and a message twice.
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false);
    // A stand-in on this machine is not reached through the machine's proxy.
    if endpoint.is_loopback() {
        builder.no_proxy()
    } else {
        builder
    }
}

fn bearer(credentials: &Credentials) -> Result<HeaderValue, SendError> {
    let value = format!("Bearer {}", credentials.access_token.expose());
    let mut value = HeaderValue::from_str(&value).map_err(|_| SendError::Invalid("not a token"))?;
    value.set_sensitive(true);
    Ok(value)
}
