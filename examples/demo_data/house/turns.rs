//! What happens at once.

use super::House;
use crate::Outcome;
use crate::playing::Step;
use crate::scripts::{Customer, Line, Vain};
use futures::future::try_join_all;
use simulator::{Behaviour, Fault, Injection, Knobs, ReadBehaviour, Whom};

/// How many updates a webhook brings at most.
const BATCH: u16 = 500;

impl House {
    /// How many of the steps happen in one turn: all that customers write until an agent does something, or all that happens at the
    /// same time.
    pub fn length_of_turn(&self, steps: &[Step<'_>]) -> usize {
        let written = steps
            .iter()
            .take(usize::from(BATCH))
            .take_while(|step| step.line.is_written_by_phone())
            .count();
        let at_once = steps.iter().take_while(|step| step.at == steps[0].at).count();
        written.max(at_once)
    }

    /// Plays a turn: first what customers write, then everything else at once.
    pub async fn play(&mut self, turn: &[Step<'_>]) -> Outcome<()> {
        let (written, rest): (Vec<_>, Vec<_>) = turn.iter().partition(|step| step.line.is_written_by_phone());
        self.write_all(&written).await?;
        if rest.is_empty() {
            return Ok(());
        }
        self.sign_in_everybody().await?;
        self.simulator.set_knobs(faults_of(&rest));
        self.simulator.set_behaviour(behaviour_for(&rest));
        try_join_all(rest.iter().map(|step| self.play_alone(step))).await?;
        self.simulator.set_knobs(Knobs::default());
        self.settle().await
    }

    async fn write_all(&self, written: &[&Step<'_>]) -> Outcome<()> {
        if written.is_empty() {
            return Ok(());
        }
        let size = u16::try_from(written.len()).unwrap_or(BATCH).min(BATCH);
        self.simulator.set_knobs(Knobs {
            batch_size: size,
            ..Knobs::default()
        });
        try_join_all(written.iter().map(|step| self.phone_writes(step))).await?;
        self.settle().await
    }

    async fn play_alone(&self, step: &Step<'_>) -> Outcome<()> {
        let customer = step.script.customer();
        match step.line {
            Line::Does(deed) => self.customer_does(customer, deed).await,
            Line::Reads => self.customer_reads(customer).await,
            Line::Answers(agent, text) => self.agent_answers(*agent, customer, text).await,
            Line::AnswersInVain(agent, text, _) => self.agent_answers_in_vain(*agent, customer, text).await,
            Line::Assigned(by, to) => self.assign(*by, customer, to).await,
            Line::Concluded(by) => self.conclude(*by, customer).await,
            Line::Says(_) | Line::Sends(_) | Line::Echoes(_) | Line::Pause(_) => Ok(()),
        }
    }
}

/// How messages fare in this turn: some are only sent, because the phone is off.
fn behaviour_for(steps: &[&Step<'_>]) -> Behaviour {
    let is_off = steps
        .iter()
        .any(|step| matches!(step.line, Line::AnswersInVain(_, _, Vain::PhoneIsOff)));
    Behaviour {
        delivered_after_ms: (!is_off).then_some(0),
        read: ReadBehaviour::Never,
        ..Behaviour::default()
    }
}

/// What goes wrong in this turn.
fn faults_of(steps: &[&Step<'_>]) -> Knobs {
    let mut knobs = Knobs::default();
    for step in steps {
        let Line::AnswersInVain(_, _, vain) = step.line else {
            continue;
        };
        let recipient = Some(step.script.wa_id.to_owned());
        let fault = match vain {
            Vain::PhoneIsOff => continue,
            Vain::Fails(code) => Fault::FailLater { code: *code },
            Vain::Refused(code) => Fault::refuse(*code),
            Vain::NobodyKnows => {
                // The answer is lost, and so is everything that would tell what became of the message.
                knobs.lose_percent = 100;
                knobs.webhooks_of = Whom {
                    recipient: recipient.clone(),
                    ..Whom::default()
                };
                Fault::CutAfterAcceptance
            }
        };
        knobs.injections.push(Injection {
            recipient,
            ..Injection::next(1, fault)
        });
    }
    knobs
}

/// Whom something is about, for messages to developers.
pub(super) fn named(customer: Customer) -> &'static str {
    if customer.name.is_empty() {
        customer.wa_id
    } else {
        customer.name
    }
}
