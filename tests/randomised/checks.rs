//! Letting a world come to rest, and looking at everything in it.
//!
//! At rest every webhook is acknowledged and processed, every message that the server accepted has been given to Meta or has
//! failed, and every device that is online has read the whole log. Then three pictures are held against each other: what the
//! customers and Meta know (the simulator's own record), what the server says to the administrator, and what each device holds.

mod conversations;
mod devices;
mod inbound;
mod ledger;
mod outbound;
mod truth;

pub use ledger::{Ledger, Mark};

use crate::customers;
use crate::world::World;
use domain::delivery_status::DeliveryState;
use domain::entities::PhoneNumberState;
use std::time::Duration;
use truth::Truth;

/// How often the queue may need another push before it counts as stuck.
const MOST_PUSHES: usize = 300;
/// How long to wait for a sign of life before pushing again.
const SIGN_OF_LIFE: Duration = Duration::from_millis(30);
/// How often everything is looked at again because something still moved.
const MOST_LOOKS: usize = 6;

/// Lets everything come to rest, then compares it; what is wrong goes into the journal.
pub async fn look_at_everything(world: &World) -> Result<(), String> {
    let mut last = None;
    for look in 1..=MOST_LOOKS {
        let truth = come_to_rest(world).await?;
        let faults = compare(world, &truth).await?;
        if faults.is_empty() {
            world.shared.journal.note(format!(
                "all is right at {}: {} conversations, {} messages",
                truth.n,
                truth.conversations.len(),
                truth.messages.len()
            ));
            world.ledger().close_round(&truth);
            return Ok(());
        }
        // Something may have moved while it was looked at; what stands still is wrong.
        if last == Some(truth.n) || look == MOST_LOOKS {
            for fault in faults {
                world.shared.journal.fault(fault);
            }
            return Ok(());
        }
        last = Some(truth.n);
    }
    Ok(())
}

async fn compare(world: &World, truth: &Truth) -> Result<Vec<String>, String> {
    let told = customers::acknowledged(&world.simulator);
    let mut faults = Vec::new();
    truth::check_people(world, truth, &mut faults);
    let places = conversations::places(world, truth, &mut faults);
    inbound::check(world, truth, &told, &places, &mut faults);
    outbound::check(world, truth, &told, &places, &mut faults);
    conversations::check(world, truth, &told, &places, &mut faults);
    devices::check(world, truth, &mut faults).await?;
    Ok(faults)
}

async fn come_to_rest(world: &World) -> Result<Truth, String> {
    let mut last = None;
    let mut happenings = world.shared.happenings();
    for _ in 0..MOST_PUSHES {
        for device in &world.devices {
            device.send_all().await?;
        }
        world.simulator.retry_now();
        world
            .simulator
            .delivered_all()
            .await
            .map_err(|error| format!("webhooks are not acknowledged: {error}"))?;
        world.shared.server.ask_until_answered("quiet").await?;
        let truth = Truth::read(world).await?;
        let waiting = waiting(world, &truth);
        if waiting == 0 {
            if last == Some(truth.n) {
                return Ok(truth);
            }
            last = Some(truth.n);
            continue;
        }
        if truth
            .phone_numbers
            .values()
            .any(|number| number.state == PhoneNumberState::Disconnected)
        {
            world.shared.server.ask_until_answered("reconnect").await?;
        }
        happenings.mark_unchanged();
        let due = world.shared.server.ask_until_answered("due").await?;
        if let Ok(due_ms) = due.parse::<i64>() {
            let early_ms = due_ms - world.shared.clocks.server_ms();
            if early_ms > 0 {
                world.pass(early_ms).await;
            }
        }
        let _ = tokio::time::timeout(SIGN_OF_LIFE, happenings.changed()).await;
    }
    Err(format!(
        "the queue is stuck; waiting: {:?}",
        Truth::read(world).await?.waiting_messages()
    ))
}

/// How many messages the server has that neither left nor failed.
fn waiting(world: &World, truth: &Truth) -> usize {
    let taken = outbound::taken_attempts(world);
    let waits = |message: &&domain::entities::Message| {
        message.delivery.as_ref().is_some_and(|delivery| {
            matches!(delivery.state, DeliveryState::Waiting | DeliveryState::Held)
                && !taken.contains(&(message.id.to_string(), delivery.attempt))
        })
    };
    truth.messages.values().filter(waits).count()
}
