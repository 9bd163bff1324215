//! What a seed makes of a world: everything that is left to chance is drawn here, before anything happens, so that the same seed
//! tries the same again. Only how the processes overtake each other is not in it.

use crate::customers::{KINDS, Kind};
use crate::dice::Dice;
use simulator::{Behaviour, Fault, Injection, Knobs, ReadBehaviour, WindowRefusal};

/// A world's life.
#[derive(Debug)]
pub struct Plan {
    /// How many customers there are.
    pub customers: usize,
    /// Whose browsers there are beside the administrator's: places in the template's agents.
    pub devices: Vec<usize>,
    /// What happens, and then is looked at.
    pub rounds: Vec<Round>,
}

/// What happens between two looks at everything.
#[derive(Debug)]
pub struct Round {
    /// How Meta behaves.
    pub behaviour: Behaviour,
    /// What goes wrong at Meta.
    pub knobs: Knobs,
    /// What is done: each lane one after the other, the lanes at the same time.
    pub lanes: Vec<Vec<Step>>,
    /// When the server is killed.
    pub kills: Vec<Kill>,
}

/// A crash.
#[derive(Clone, Copy, Debug)]
pub struct Kill {
    /// After so many things have happened.
    pub after: u64,
    /// So many turns of the scheduler later, which is some microseconds each.
    pub turns: usize,
    /// It stays dead until so many things have happened.
    pub dead_for: u64,
}

/// Something that somebody does. Numbers without a meaning of their own pick among what there is when it is done.
#[derive(Clone, Debug)]
pub enum Step {
    /// A customer writes.
    Write {
        customer: usize,
        number: usize,
        kind: Kind,
        count: usize,
        /// Meta dates it so many seconds back: it comes late.
        late_s: i64,
        quotes: Option<usize>,
    },
    /// A customer changes a text.
    Edit {
        customer: usize,
        number: usize,
        pick: usize,
    },
    /// A customer takes a message back.
    Revoke {
        customer: usize,
        number: usize,
        pick: usize,
    },
    /// A customer reacts; to what we wrote, or to what the customer did.
    React {
        customer: usize,
        number: usize,
        pick: usize,
        emoji: Option<&'static str>,
    },
    /// A customer opens the chat, with the phone on.
    OpenChat { customer: usize, number: usize },
    /// Meta sends again what was acknowledged long ago, some of it in one body.
    Repeat { pick: usize, count: usize },
    /// An agent writes.
    Send {
        device: usize,
        pick: usize,
        count: usize,
        replies: bool,
    },
    /// An agent tries again what failed or is not confirmed.
    Retry { device: usize, pick: usize },
    /// An agent has seen a conversation.
    MarkRead {
        device: usize,
        pick: usize,
        up_to: usize,
    },
    /// An agent assigns: bit by bit the template's agents.
    Assign {
        device: usize,
        pick: usize,
        agents: usize,
    },
    /// An agent ends a conversation, or opens it again.
    ChangeState {
        device: usize,
        pick: usize,
        concludes: bool,
    },
    /// An agent writes visibly.
    Type { device: usize, pick: usize },
    /// The switch "Support Agent".
    SupportAgent { is_on: bool },
    /// An agent gets another role.
    GiveRole { agent: usize, role: usize },
    /// A role allows other things: bit by bit.
    Permit { role: usize, permissions: usize },
    /// A device loses its connection.
    Drop { device: usize },
    /// A device goes to sleep.
    Sleep { device: usize },
    /// A device wakes up.
    Wake { device: usize },
    /// A device holds what it held before.
    Rewind { device: usize, pick: usize },
    /// A device says hello with a cursor that no log ever gave.
    StrangeHello { device: usize },
    /// An agent signs out and in again.
    SignOut { device: usize, empties: bool },
    /// Time passes.
    Pass { seconds: i64 },
    /// The server's clock jumps.
    Skew { seconds: i64 },
}

impl Plan {
    /// The plan of a seed.
    pub fn of(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let customers = dice.between(2, 4);
        let mut devices = vec![1, 2];
        if dice.chance(50) {
            devices.push(dice.between(1, 3));
        }
        if dice.chance(30) {
            devices.push(0);
        }
        let rounds = (0..dice.between(2, 4))
            .map(|_| round(&mut dice, customers, devices.len() + 1))
            .collect();
        Self {
            customers,
            devices,
            rounds,
        }
    }
}

fn round(dice: &mut Dice, customers: usize, devices: usize) -> Round {
    let lanes = (0..dice.between(2, 4))
        .map(|_| {
            (0..dice.between(2, 5))
                .map(|_| step(dice, customers, devices))
                .collect()
        })
        .collect();
    let kills = (0..*dice.pick(&[0, 0, 1, 1, 1, 2]))
        .map(|_| Kill {
            after: dice.between(1, 60) as u64,
            turns: dice.below(40),
            dead_for: *dice.pick(&[0, 0, 1, 4]),
        })
        .collect();
    Round {
        behaviour: behaviour(dice),
        knobs: knobs(dice),
        lanes,
        kills,
    }
}

fn behaviour(dice: &mut Dice) -> Behaviour {
    Behaviour {
        sent_after_ms: Some(*dice.pick(&[0, 0, 0, 3])),
        delivered_after_ms: *dice.pick(&[Some(0), Some(0), Some(3), None]),
        read: *dice.pick(&[
            ReadBehaviour::Never,
            ReadBehaviour::AfterMs(0),
            ReadBehaviour::AfterMs(2),
        ]),
        outside_window: *dice.pick(&[WindowRefusal::FailedStatus, WindowRefusal::AtOnce]),
        pair_limit: dice.chance(50),
        ..calm_behaviour()
    }
}

/// How Meta behaves while what happened is settled.
pub fn calm_behaviour() -> Behaviour {
    Behaviour {
        retry_pauses_ms: vec![0, 1, 2, 4, 8, 16],
        ..Behaviour::default()
    }
}

fn knobs(dice: &mut Dice) -> Knobs {
    let faults = [
        Fault::refuse(131_000),
        Fault::refuse(131_056),
        Fault::refuse(130_429),
        Fault::refuse(4),
        Fault::refuse(131_026),
        Fault::FailLater { code: 131_026 },
        Fault::CutBeforeAcceptance,
        Fault::CutAfterAcceptance,
        Fault::AnswerLate { ms: 6 },
    ];
    let injections = (0..*dice.pick(&[0, 0, 1, 1, 2]))
        .map(|_| Injection::some(*dice.pick(&[20, 50, 100]), dice.pick(&faults).clone()))
        .collect();
    Knobs {
        seed: dice.any(),
        injections,
        token_is_revoked: dice.chance(4),
        answer_delay_ms: *dice.pick(&[0, 0, 0, 2, 6]),
        duplicate_percent: *dice.pick(&[0, 0, 20, 60]),
        lose_percent: *dice.pick(&[0, 0, 0, 0, 10]),
        webhook_jitter_ms: *dice.pick(&[0, 0, 2, 8]),
        batch_size: *dice.pick(&[0, 0, 3, 10]),
        skip_delivered: dice.chance(15),
        statuses_before_answer: dice.chance(25),
        ..Knobs::default()
    }
}

fn step(dice: &mut Dice, customers: usize, devices: usize) -> Step {
    let customer = dice.below(customers);
    let number = usize::from(dice.chance(20));
    let device = dice.below(devices);
    let pick = dice.below(1_000);
    match dice.below(100) {
        0..26 => Step::Write {
            customer,
            number,
            kind: *dice.pick(&KINDS),
            count: *dice.pick(&[1, 1, 1, 2, 5]),
            late_s: *dice.pick(&[0, 0, 0, 0, 90, 7_200]),
            quotes: dice.chance(25).then_some(pick),
        },
        26..29 => Step::Edit {
            customer,
            number,
            pick,
        },
        29..32 => Step::Revoke {
            customer,
            number,
            pick,
        },
        32..36 => Step::React {
            customer,
            number,
            pick,
            emoji: *dice.pick(&[Some("👍"), Some("😂"), None]),
        },
        36..39 => Step::OpenChat { customer, number },
        39..42 => Step::Repeat {
            pick,
            count: dice.between(1, 3),
        },
        42..58 => Step::Send {
            device,
            pick,
            count: *dice.pick(&[1, 1, 2, 3]),
            replies: dice.chance(25),
        },
        58..62 => Step::Retry { device, pick },
        62..67 => Step::MarkRead {
            device,
            pick,
            up_to: dice.below(4),
        },
        67..73 => Step::Assign {
            device,
            pick,
            agents: dice.below(16),
        },
        73..77 => Step::ChangeState {
            device,
            pick,
            concludes: dice.chance(75),
        },
        77..78 => Step::Type { device, pick },
        78..81 => Step::SupportAgent {
            is_on: dice.chance(65),
        },
        81..83 => Step::GiveRole {
            agent: dice.between(1, 3),
            role: dice.below(4),
        },
        83..85 => Step::Permit {
            role: dice.below(4),
            permissions: dice.below(16),
        },
        85..88 => Step::Drop { device },
        88..90 => Step::Sleep { device },
        90..92 => Step::Wake { device },
        92..94 => Step::Rewind { device, pick },
        94 => Step::StrangeHello { device },
        95 => Step::SignOut {
            device,
            empties: dice.chance(50),
        },
        96..98 => Step::Pass {
            seconds: *dice.pick(&[30, 600, 3_600, 36_000, 90_000]),
        },
        _ => Step::Skew {
            seconds: *dice.pick(&[0, 0, 3_600, -3_600]),
        },
    }
}
