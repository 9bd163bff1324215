//! A database with agents who are signed in and a number, and the server that runs on it.

use crate::program::Program;
use crate::{Bench, Outcome};
use axum::http::{HeaderMap, HeaderValue, header::COOKIE};
use domain::command::ChangeSettings;
use domain::ids::AgentId;
use domain::language::Language;
use domain::time::Timestamp;
use server::auth::session_cookie::{NAME, SessionToken};
use server::setup::SeededRole;
use server::store::{
    AgentStore as _, NewAgent, NewPhoneNumber, NewSession, PhoneNumberStore as _, SqliteStore,
};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// How many agents there are.
pub const AGENTS: usize = 200;
/// Signs the deliveries.
pub const APP_SECRET: &str = "bench-app-secret";
/// Meta's id of the number.
pub const META_ID: &str = "4400009999";
/// Encrypts nothing but the invented token.
const SECRET_KEY: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
/// Ids of agents are this and their place.
const FIRST_AGENT: u128 = 0x0190_0000_0000_7000_8000_00be_0000_0000;
/// Id of the number.
pub const PHONE_NUMBER: u128 = 0x0190_0000_0000_7000_8000_00be_ffff_ffff;

/// A folder with a database.
pub struct Installation {
    folder: PathBuf,
    /// Removed with the installation; `None`: it is kept.
    _temporary: Option<TempDir>,
}

impl Installation {
    /// An empty one, for one measure.
    pub async fn empty() -> Outcome<Self> {
        let temporary = TempDir::new()?;
        let installation = Self {
            folder: temporary.path().to_owned(),
            _temporary: Some(temporary),
        };
        installation.furnish().await?;
        Ok(installation)
    }

    /// An empty one that is kept in a folder.
    pub async fn empty_at(folder: &Path) -> Outcome<Self> {
        std::fs::create_dir_all(folder)?;
        let installation = Self {
            folder: folder.to_owned(),
            _temporary: None,
        };
        installation.furnish().await?;
        Ok(installation)
    }

    /// A copy of the one in a folder, for one measure.
    pub fn copy_of(folder: &Path) -> Outcome<Self> {
        let temporary = TempDir::new_in(folder.parent().unwrap_or(folder))?;
        std::fs::copy(database_in(folder), database_in(temporary.path()))?;
        Ok(Self {
            folder: temporary.path().to_owned(),
            _temporary: Some(temporary),
        })
    }

    /// Where the database is.
    pub fn database(&self) -> PathBuf {
        database_in(&self.folder)
    }

    /// The store, as long as no server runs on it.
    pub async fn store(&self) -> Outcome<SqliteStore> {
        Ok(SqliteStore::open(&self.database_url(), [0; 32]).await?)
    }

    /// Turns on the switch "Support Agent": agents see what is theirs and what is nobody's.
    pub async fn support_agent_on(&self) -> Outcome<()> {
        let store = self.store().await?;
        store
            .change_settings(&ChangeSettings {
                is_support_agent_on: Some(true),
                ..ChangeSettings::default()
            })
            .await?;
        store.close().await;
        Ok(())
    }

    /// Runs the server under test on it.
    pub async fn run(&self, bench: &Bench) -> Outcome<Program> {
        Program::start(|address| self.command(bench, address), "/readyz").await
    }

    fn command(&self, bench: &Bench, address: SocketAddr) -> Command {
        let mut command = Command::new(&bench.server);
        command
            .env("PERFECTCHAT_LISTEN", address.to_string())
            .env("PERFECTCHAT_DATABASE_URL", self.database_url())
            .env("PERFECTCHAT_DATA_DIR", &self.folder)
            .env("PERFECTCHAT_PUBLIC_URL", format!("http://{address}"))
            // Nobody listens there: nothing is sent to Meta here.
            .env("PERFECTCHAT_GRAPH_URL", "http://127.0.0.1:9")
            .env("PERFECTCHAT_METRICS_LISTEN", "127.0.0.1:0")
            .env("PERFECTCHAT_SECRET_KEY", SECRET_KEY);
        command
    }

    fn database_url(&self) -> String {
        format!("sqlite://{}", self.database().display())
    }

    async fn furnish(&self) -> Outcome<()> {
        let store = SqliteStore::open(&self.database_url(), secret_key()?).await?;
        SeededRole::put_all(&store).await?;
        let agents = (0..AGENTS).map(|place| hire(&store, place));
        futures::future::try_join_all(agents).await?;
        store
            .put_phone_number(&NewPhoneNumber {
                id: uuid::Uuid::from_u128(PHONE_NUMBER).into(),
                meta_id: META_ID.to_owned(),
                waba_id: "102290129340398".to_owned(),
                phone: "+551140028922".to_owned(),
                display_name: "Escola Doce Arte".to_owned(),
                access_token: "bench-token".to_owned(),
                app_secret: APP_SECRET.to_owned(),
                verify_token: "bench-verify".to_owned(),
            })
            .await?;
        store.close().await;
        Ok(())
    }
}

/// The id of an agent.
pub fn agent_id(place: usize) -> AgentId {
    let id = FIRST_AGENT + u128::try_from(place).unwrap_or_default();
    uuid::Uuid::from_u128(id).into()
}

/// The cookie of an agent's session: the same in every run, so that a kept database knows it.
pub fn cookie(place: usize) -> String {
    // 32 bytes in base64 are 43 letters, of which the last holds four bits only.
    format!("{NAME}={place:0>42}A")
}

async fn hire(store: &SqliteStore, place: usize) -> Outcome<()> {
    store
        .create_agent(&NewAgent {
            id: agent_id(place),
            first_name: format!("Agente {place}"),
            last_name: String::new(),
            email: format!("agente{place}@docearte.example"),
            // Nobody signs in with a password here.
            password_hash: "none".to_owned(),
            role_id: SeededRole::Agent.id(),
            language: Language::Portuguese,
        })
        .await?;
    let mut headers = HeaderMap::new();
    headers.insert(COOKIE, HeaderValue::from_str(&cookie(place))?);
    let token = SessionToken::from_headers(&headers).ok_or("the cookie is none")?;
    store
        .create_session(&NewSession {
            token_hash: token.hash(),
            agent_id: agent_id(place),
            created_at: Timestamp::from_millis(0),
            // The year 2100: a kept database must not go stale.
            expires_at: Timestamp::from_millis(4_102_444_800_000),
        })
        .await?;
    Ok(())
}

fn secret_key() -> Outcome<[u8; 32]> {
    let mut key = [0; 32];
    for (place, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&SECRET_KEY[2 * place..2 * place + 2], 16)?;
    }
    Ok(key)
}

fn database_in(folder: &Path) -> PathBuf {
    folder.join("perfectchat.sqlite")
}
