//! What is done once when an installation begins: the first agents, the first number.

mod connect_number;
mod create_agent;
mod seeded_role;

pub use connect_number::{ConnectNumberError, NumberToConnect, connect_number};
pub use create_agent::{CreateAgentError, FirstAgent, create_agent};
pub use seeded_role::SeededRole;
