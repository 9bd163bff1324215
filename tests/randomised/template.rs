//! The database that every world begins with: agents, roles, numbers and sessions, made once and copied.

use crate::clocks::BEGINNING_MS;
use crate::rights::State;
use crate::server_process::child;
use domain::ids::{AgentId, RoleId};
use domain::language::Language;
use domain::permission::{Permission, PermissionSet};
use domain::time::{Span, Timestamp};
use server::Server;
use server::auth::session_cookie::SessionToken;
use server::clock::Clock;
use server::setup::SeededRole;
use server::state::AppState;
use server::store::{NewAgent, NewPhoneNumber, NewSession, StoreResult};
use std::path::{Path, PathBuf};

/// The database's file.
pub const DATABASE: &str = "perfectchat.sqlite";
/// How many sessions each agent has: a sign-out uses one up.
pub const SESSIONS: usize = 12;
/// Meta's ids of our numbers, as the simulator has them.
pub const NUMBERS: [&str; 2] = ["4400001111", "4400002222"];

/// The roles beside the seeded ones: what they allow at first.
const ROLES: [&[Permission]; 4] = [
    &[Permission::ChatView],
    &[Permission::ChatView, Permission::ChatSend],
    &[Permission::ChatView, Permission::ChatSend, Permission::ChatAssign],
    &[
        Permission::ChatView,
        Permission::ChatViewAll,
        Permission::ChatSend,
        Permission::ChatAssign,
    ],
];

/// The names of the agents; the first is the administrator whose rights never change.
const NAMES: [&str; 4] = ["Ana", "Bruno", "Carla", "Davi"];

/// An agent of every world.
#[derive(Clone, Debug)]
pub struct Agent {
    /// Key.
    pub id: AgentId,
    /// What the log calls them.
    pub name: &'static str,
    /// Cookies of open sessions.
    pub cookies: Vec<String>,
}

/// The files of a world's beginning, and who is in it.
pub struct Template {
    folder: PathBuf,
    /// Who is there.
    pub agents: Vec<Agent>,
    /// The roles that change hands, without the administrator's.
    pub roles: Vec<RoleId>,
    /// Who may do what at first.
    pub rights: State,
}

impl Template {
    /// Makes it in a folder.
    pub async fn make(folder: &Path) -> Result<Self, Box<dyn std::error::Error>> {
        let clock = Clock::manual(Timestamp::from_millis(BEGINNING_MS));
        let address = ([127, 0, 0, 1], 9).into();
        let config = child::config(address, folder, "http://127.0.0.1:9".to_owned(), clock);
        let services = Server::prepare(config).await?.services();
        let store = services.store.as_ref();
        SeededRole::put_all(store).await?;
        let mut rights = State::default();
        let mut roles = Vec::new();
        for permissions in ROLES {
            let role = services.ids.role_id();
            let permissions: PermissionSet = permissions.iter().copied().collect();
            store.put_role(role, "Equipe", &permissions).await?;
            rights.roles.insert(role, words(permissions));
            roles.push(role);
        }
        let administrator = SeededRole::Administrator;
        rights
            .roles
            .insert(administrator.id(), words(administrator.permissions()));
        let mut agents = Vec::new();
        for (place, name) in NAMES.into_iter().enumerate() {
            let role = if place == 0 {
                administrator.id()
            } else {
                roles[place.min(2)]
            };
            let agent = make_agent(&services, name, role).await?;
            rights.role_of.insert(agent.id, role);
            agents.push(agent);
        }
        put_numbers(&services).await?;
        services.store.close().await;
        Ok(Self {
            folder: folder.to_owned(),
            agents,
            roles,
            rights,
        })
    }

    /// Copies the database into the folder of a world.
    pub fn copy_to(&self, folder: &Path) -> std::io::Result<()> {
        std::fs::copy(self.folder.join(DATABASE), folder.join(DATABASE)).map(drop)
    }
}

/// Puts our numbers into the store, with the secrets that the simulator knows.
pub async fn put_numbers(services: &AppState) -> StoreResult<()> {
    let meta = simulator::Config::default();
    for number in &meta.phone_numbers {
        let digits: String = number
            .display_phone_number
            .chars()
            .filter(char::is_ascii_digit)
            .collect();
        services
            .store
            .put_phone_number(&NewPhoneNumber {
                id: services.ids.phone_number_id(),
                meta_id: number.id.clone(),
                waba_id: meta.waba_id.clone(),
                phone: format!("+{digits}"),
                display_name: number.verified_name.clone(),
                access_token: meta.access_token.clone(),
                app_secret: meta.app_secret.clone(),
                verify_token: meta.verify_token.clone(),
            })
            .await?;
    }
    Ok(())
}

async fn make_agent(services: &AppState, name: &'static str, role_id: RoleId) -> StoreResult<Agent> {
    let id = services.ids.agent_id();
    let agent = NewAgent {
        id,
        first_name: name.to_owned(),
        last_name: String::new(),
        email: format!("{}@example.org", name.to_lowercase()),
        // Nobody signs in with a password here.
        password_hash: String::new(),
        role_id,
        language: Language::Portuguese,
    };
    services.store.create_agent(&agent).await?;
    let now = services.clock.now();
    let mut cookies = Vec::new();
    for _ in 0..SESSIONS {
        let token = SessionToken::random();
        services
            .store
            .create_session(&NewSession {
                token_hash: token.hash(),
                agent_id: id,
                created_at: now,
                expires_at: now + Span::from_hours(24 * 365),
            })
            .await?;
        let header = token.set_cookie(false);
        cookies.push(header.split(';').next().unwrap_or_default().to_owned());
    }
    Ok(Agent { id, name, cookies })
}

fn words(permissions: PermissionSet) -> std::collections::BTreeSet<String> {
    permissions
        .iter()
        .map(|permission| permission.as_str().to_owned())
        .collect()
}
