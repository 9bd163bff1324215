//! What events ask a device to load: conversations that became visible, and everything after a change of rights.

use super::Device;
use crate::rest::{Answer, NoAnswer};
use crate::server_process::wait_until_up;
use domain::error::ErrorCode;
use domain::ids::ConversationId;
use domain::wire::{Bootstrap, ConversationDetail, Session, VisibleConversations};
use std::sync::Arc;

/// Loads what is asked for, for as long as the world lives.
pub(super) async fn run(device: Arc<Device>) {
    let mut life = device.shared.server.life();
    loop {
        device.follow_up.notified().await;
        while device.is_online() && !device.look(|cache| cache.cursor.is_none() || cache.is_complete()) {
            match work(&device).await {
                Ok(()) => {}
                Err(NoAnswer::Lost) => {
                    if let Err(fault) = wait_until_up(&mut life).await {
                        device.shared.journal.fault(fault);
                        return;
                    }
                }
                Err(NoAnswer::Wrong(fault)) => {
                    device.shared.journal.fault(fault);
                    return;
                }
            }
        }
    }
}

async fn work(device: &Device) -> Result<(), NoAnswer> {
    let era = device.held().era;
    if device.look(|cache| cache.to_sweep.is_some()) {
        sweep(device, era).await?;
    }
    let load: Vec<_> = device.look(|cache| cache.to_load.keys().copied().collect());
    for id in load {
        load_conversation(device, era, id).await?;
    }
    Ok(())
}

/// After a change of rights: who am I now, what may I see.
async fn sweep(device: &Device, era: u64) -> Result<(), NoAnswer> {
    let since = device.shared.sure();
    let session: Session = done(device, device.ask("/session").await?)?;
    let visible: VisibleConversations = done(device, device.ask("/conversations/visible").await?)?;
    for id in &visible.ids {
        device.shared.check_sight(since, device.agent, *id, "an id");
    }
    let bootstrap: Bootstrap = done(device, device.ask("/bootstrap").await?)?;
    for row in &bootstrap.conversations.rows {
        device
            .shared
            .check_sight(since, device.agent, row.conversation.id, "a swept row");
    }
    device.shared.journal.note(format!(
        "{} sees as of {}: {:?}",
        device.name, visible.cursor.n, visible.ids
    ));
    device.change(era, |cache| {
        cache.session = Some(session);
        cache.take_visible(&visible);
        cache.take_bootstrap(&bootstrap);
        cache.note_swept(visible.cursor.n);
    });
    Ok(())
}

async fn load_conversation(device: &Device, era: u64, id: ConversationId) -> Result<(), NoAnswer> {
    let since = device.shared.sure();
    match device
        .ask::<ConversationDetail>(&format!("/conversations/{id}?limit=200"))
        .await?
    {
        Answer::Done(detail) => {
            device.shared.check_sight(since, device.agent, id, "a thread");
            device.shared.journal.note(format!(
                "{} loads {id} as of {}: {} messages",
                device.name,
                detail.cursor.n,
                detail.messages.messages.len()
            ));
            device.change(era, |cache| cache.take_detail(&detail));
        }
        Answer::Refused(ErrorCode::NotFound) => {
            device.shared.check_rights(
                since,
                |state| !state.sees(device.agent, id),
                || format!("{} does not find {id}", device.name),
            );
            device.change(era, |cache| cache.take_absence(id));
        }
        Answer::Refused(code) => return Err(NoAnswer::Wrong(format!("{}: {id}: {code:?}", device.name))),
    }
    Ok(())
}

fn done<T>(device: &Device, answer: Answer<T>) -> Result<T, NoAnswer> {
    match answer {
        Answer::Done(value) => Ok(value),
        Answer::Refused(code) => Err(NoAnswer::Wrong(format!("{}: sweeping: {code:?}", device.name))),
    }
}
