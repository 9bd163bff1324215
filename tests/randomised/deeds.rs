//! What the steps of a plan do: each step is one arm of the same match over the same world, and a plan draws from all.

mod messages;
mod rights;

use crate::customers::Deed;
use crate::device::Device;
use crate::plan::Step;
use crate::template::NUMBERS;
use crate::world::World;
use domain::ids::ConversationId;
use std::sync::Arc;

impl World {
    /// Does a step.
    pub async fn take(self: &Arc<Self>, step: Step) -> Result<(), String> {
        match step {
            Step::Write {
                customer,
                number,
                kind,
                count,
                late_s,
                quotes,
            } => self.write(customer, number, kind, count, late_s, quotes).await,
            Step::Edit {
                customer,
                number,
                pick,
            } => self.edit(customer, number, pick).await,
            Step::Revoke {
                customer,
                number,
                pick,
            } => {
                let Some(target) = self.own(customer, number, pick, |_| true) else {
                    return Ok(());
                };
                self.act(customer, number, 0, Deed::Revoked { target }).await
            }
            Step::React {
                customer,
                number,
                pick,
                emoji,
            } => {
                let Some(target) = self.anything(customer, number, pick) else {
                    return Ok(());
                };
                let emoji = emoji.map(str::to_owned);
                self.act(customer, number, 0, Deed::Reacted { target, emoji })
                    .await
            }
            Step::OpenChat { customer, number } => {
                self.customers[customer].receive_all().await;
                self.customers[customer].open(NUMBERS[number]);
                Ok(())
            }
            Step::Repeat { pick, count } => self.repeat(pick, count).await,
            Step::Send {
                device,
                pick,
                count,
                replies,
            } => {
                self.send(&self.devices[device], pick, count, replies);
                Ok(())
            }
            Step::Retry { device, pick } => self.retry(&self.devices[device], pick).await,
            Step::MarkRead { device, pick, up_to } => {
                self.mark_read(&self.devices[device], pick, up_to).await
            }
            Step::Assign { device, pick, agents } => self.assign(&self.devices[device], pick, agents).await,
            Step::ChangeState {
                device,
                pick,
                concludes,
            } => self.change_state(&self.devices[device], pick, concludes).await,
            Step::Type { device, pick } => {
                if let Some(id) = conversation(&self.devices[device], pick) {
                    self.devices[device].write_visibly(id);
                }
                Ok(())
            }
            Step::SupportAgent { is_on } => self.switch_support_agent(is_on).await,
            Step::GiveRole { agent, role } => self.give_role(&self.template.agents[agent], role).await,
            Step::Permit { role, permissions } => self.permit(role, permissions).await,
            Step::Pass { seconds } => {
                self.pass(seconds * 1_000).await;
                Ok(())
            }
            Step::Skew { seconds } => {
                self.shared.clocks.skew(seconds * 1_000);
                self.shared.server.tell_time().await;
                Ok(())
            }
            of_device => self.take_device(of_device).await,
        }
    }

    async fn take_device(&self, step: Step) -> Result<(), String> {
        match step {
            Step::Drop { device } => self.devices[device].reconnect(),
            // The administrator's first device is how the world is looked at.
            Step::Sleep { device } if device > 0 => {
                self.devices[device].remember();
                self.devices[device].go(false);
            }
            Step::Wake { device } => self.devices[device].go(true),
            Step::Rewind { device, pick } => self.devices[device].rewind(pick),
            Step::StrangeHello { device } => self.devices[device].say_hello_strangely(),
            Step::SignOut { device, empties } => self.devices[device].sign_out_and_in(empties).await?,
            _ => {}
        }
        Ok(())
    }
}

/// A conversation that a device holds.
fn conversation(device: &Device, pick: usize) -> Option<ConversationId> {
    device.look(|cache| {
        let count = cache.conversations.len();
        cache.conversations.keys().nth(pick % count.max(1)).copied()
    })
}
