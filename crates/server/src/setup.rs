//! What is done once when an installation begins: the first agents, the first number; and what helps those who lost their password.

mod connect_number;
mod create_agent;
mod reset_password;
mod seeded_role;

pub use connect_number::{ConnectNumberError, NumberToConnect, connect_number};
pub use create_agent::{CreateAgentError, FirstAgent, create_agent};
pub use reset_password::{ResetPasswordError, reset_password};
pub use seeded_role::SeededRole;
