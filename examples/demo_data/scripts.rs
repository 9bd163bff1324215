//! Who writes what in the sample data. Everybody and everything here is invented.

mod main_cast;
mod small_talk;

use serde_json::Value;

/// One of the three agents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Agent {
    /// Runs the place: administrator.
    Ana,
    /// Leads the team: sees and assigns everything.
    Bruno,
    /// Answers customers.
    Carla,
}

impl Agent {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Ana, Self::Bruno, Self::Carla];

    /// First and last name.
    pub const fn name(self) -> (&'static str, &'static str) {
        match self {
            Self::Ana => ("Ana", "Ribeiro"),
            Self::Bruno => ("Bruno", "Lopes"),
            Self::Carla => ("Carla", "Nunes"),
        }
    }

    /// What they sign in with.
    pub const fn email(self) -> &'static str {
        match self {
            Self::Ana => "ana@docearte.example",
            Self::Bruno => "bruno@docearte.example",
            Self::Carla => "carla@docearte.example",
        }
    }

    /// The name of their role.
    pub const fn role_name(self) -> &'static str {
        match self {
            Self::Ana => "Administrador",
            Self::Bruno => "Supervisão",
            Self::Carla => "Agente",
        }
    }
}

/// One of our two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Number {
    /// "Escola Doce Arte".
    School,
    /// "Doce Arte Eventos".
    Events,
}

impl Number {
    /// Meta's id of it, as the simulator has it.
    pub const fn meta_id(self) -> &'static str {
        match self {
            Self::School => "4400001111",
            Self::Events => "4400002222",
        }
    }
}

/// A customer and the number they write to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Customer {
    /// Name of the WhatsApp profile.
    pub name: &'static str,
    /// Digits, as Meta writes them.
    pub wa_id: &'static str,
    /// To which of our numbers.
    pub number: Number,
}

/// One thing that happens in a conversation.
#[derive(Clone, Debug)]
pub enum Line {
    /// The customer writes.
    Says(String),
    /// The customer sends something else: the message's `type` and content as Meta has them.
    Sends(Value),
    /// The customer opens the chat.
    Reads,
    /// An agent answers.
    Answers(Agent, String),
    /// The first agent makes the others the assignees.
    Assigned(Agent, Vec<Agent>),
    /// An agent ends the conversation.
    Concluded(Agent),
    /// Nothing for so many minutes.
    Pause(i64),
}

/// A whole conversation.
#[derive(Clone, Debug)]
pub struct Script {
    /// Name of the WhatsApp profile.
    pub name: &'static str,
    /// Digits, as Meta writes them.
    pub wa_id: &'static str,
    /// To which of our numbers.
    pub number: Number,
    /// How long ago the last line was, in minutes.
    pub ended_minutes_ago: i64,
    /// What happens, in order.
    pub lines: Vec<Line>,
}

impl Script {
    /// Who writes.
    pub const fn customer(&self) -> Customer {
        Customer {
            name: self.name,
            wa_id: self.wa_id,
            number: self.number,
        }
    }
}

/// All conversations: 60 contacts, windows open, closing and closed.
pub fn all() -> Vec<Script> {
    let mut scripts = main_cast::scripts();
    scripts.extend(small_talk::scripts(60 - scripts.len()));
    scripts
}

fn says(text: &str) -> Line {
    Line::Says(text.to_owned())
}

fn answers(agent: Agent, text: &str) -> Line {
    Line::Answers(agent, text.to_owned())
}
