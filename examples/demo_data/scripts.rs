//! Who writes what in the sample data. Everybody and everything here is invented.

mod kinds;
mod known;
mod long_thread;
mod main_cast;
mod small_talk;
mod states;

pub use known::{GROUPS, Known, SOURCES, all_known};

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
    /// Both.
    pub const ALL: [Self; 2] = [Self::School, Self::Events];

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
    /// The customer sends something else: the message's `type` and content as Meta has them, but for `file`, which names one of the
    /// sample in the place of what Meta tells of it.
    Sends(Value),
    /// Someone of us writes with the business's phone: `type` and content as above.
    Echoes(Value),
    /// The customer does something with what is there.
    Does(Deed),
    /// The customer opens the chat.
    Reads,
    /// An agent answers.
    Answers(Agent, String),
    /// An agent answers, and it does not go as it should.
    AnswersInVain(Agent, String, Vain),
    /// The first agent makes the others the assignees.
    Assigned(Agent, Vec<Agent>),
    /// An agent ends the conversation.
    Concluded(Agent),
    /// Nothing for so many minutes.
    Pause(i64),
}

impl Line {
    /// Whether it only adds a message from a phone, so that many of them may come at once.
    pub const fn is_written_by_phone(&self) -> bool {
        matches!(self, Self::Says(_) | Self::Sends(_) | Self::Echoes(_))
    }
}

/// What a customer does with their newest message, or with our newest, or to themselves.
#[derive(Clone, Debug)]
pub enum Deed {
    /// Changes their own.
    EditsOwn(&'static str),
    /// Takes their own back.
    RevokesOwn,
    /// Reacts to ours.
    Reacts(&'static str),
    /// Answers ours.
    RepliesTo(&'static str),
    /// Answers their own.
    RepliesToOwn(&'static str),
    /// Moves to another number (digits). Nothing may follow.
    ChangesNumber(&'static str),
    /// Gets another user id.
    ChangesUserId,
}

/// Why an answer does not arrive.
#[derive(Clone, Copy, Debug)]
pub enum Vain {
    /// It stays with Meta.
    PhoneIsOff,
    /// It fails afterwards, with this code.
    Fails(u32),
    /// It is refused at once, with this code.
    Refused(u32),
    /// Meta's answer is lost.
    NobodyKnows,
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
    /// Scripts of one rhythm and as many lines that ended at the same time have their lines at the same times.
    pub rhythm: usize,
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

/// How long the present goes back, and the past: everything of the past ended before the present begins.
pub const PRESENT_MS: i64 = 5 * DAY * crate::MINUTE_MS;
pub const PAST_MS: i64 = 1_200 * DAY * crate::MINUTE_MS;
/// How many messages the long thread has.
pub const LONG_THREAD: usize = 20_000;

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;
/// How many conversations there are in all.
const CONVERSATIONS: usize = 300;
/// How many of the everyday ones are of the last days.
const RECENT: usize = 56;

/// Those of the last days: every kind of message, every state of a message and of the window.
pub fn present() -> Vec<Script> {
    let mut scripts = main_cast::scripts();
    scripts.extend(kinds::scripts());
    scripts.extend(states::scripts());
    scripts.extend(small_talk::scripts(0..RECENT));
    scripts
}

/// Those that ended before, with the long one.
pub fn past(long_thread: usize) -> Vec<Script> {
    let rest = CONVERSATIONS - present().len() - 1;
    let mut scripts = small_talk::scripts(RECENT..RECENT + rest);
    scripts.push(main_cast::condominio_before());
    scripts.push(long_thread::script(long_thread));
    scripts
}

fn says(text: &str) -> Line {
    Line::Says(text.to_owned())
}

fn sends(kind: &str, content: Value) -> Line {
    let mut message = serde_json::json!({ "type": kind });
    message[kind] = content;
    Line::Sends(message)
}

fn echoes(text: &str) -> Line {
    Line::Echoes(serde_json::json!({ "type": "text", "text": { "body": text } }))
}

fn answers(agent: Agent, text: &str) -> Line {
    Line::Answers(agent, text.to_owned())
}
