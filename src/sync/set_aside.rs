//! What could not be sent and never goes out by itself: kept with its reason until its author decides.

use super::core::Core;
use super::outbox::{new_message_id, show};
use super::tabs::News;
use super::{attachments, drafts, outbox, voice};
use crate::cache::{OutboxRecord, OutboxStatus, SetAsideCause};
use crate::state::outbox::{SetAside, SetAsideReason, is_set_aside_over};
use domain::command::SendMessage;
use domain::content::MessageContent;
use domain::ids::{ConversationId, MessageId};
use leptos::prelude::*;
use std::collections::{BTreeSet, HashSet};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// Sets a command aside.
pub(super) async fn set_aside(core: &Rc<Core>, record: OutboxRecord, cause: SetAsideCause) {
    if is_out_of_sight(core, record.command.id) {
        // It is kept already, with its file: what was under way of it says nothing more.
        return;
    }
    let conversation_id = record.command.conversation_id;
    let empties_draft = record.command.empties_draft.is_some();
    keep(core, record, cause).await;
    if empties_draft {
        drafts::tell_again(core, conversation_id);
    }
}

/// Whether a message was set aside because its conversation went out of sight.
pub(super) fn is_out_of_sight(core: &Core, id: MessageId) -> bool {
    core.state.set_aside.with_untracked(|items| {
        items
            .iter()
            .any(|item| item.id == id && item.reason == SetAsideReason::SightLost)
    })
}

async fn keep(core: &Rc<Core>, record: OutboxRecord, cause: SetAsideCause) {
    let record = OutboxRecord {
        at: core.now(),
        status: OutboxStatus::SetAside { cause },
        ..record
    };
    // Off: the text lives as long as the page.
    let _ = core.cache.put_outbox(&record).await;
    show(core, &record);
    core.tabs.tell(News::Outbox);
}

/// A command that was set aside, as it is shown.
pub(super) fn shown(record: &OutboxRecord, cause: &SetAsideCause) -> SetAside {
    let command = &record.command;
    let (reason, said) = match cause {
        SetAsideCause::Refused { problem } => {
            let problem = problem.clone();
            (SetAsideReason::Refused { problem }, None)
        }
        SetAsideCause::SightLost { said } => (SetAsideReason::SightLost, said.clone()),
        SetAsideCause::FileLost => (SetAsideReason::FileLost, None),
    };
    let item = SetAside::of(
        command.id,
        command.conversation_id,
        &command.content,
        reason,
        record.at,
    );
    SetAside {
        text: said.unwrap_or(item.text),
        ..item
    }
}

/// Sends what was set aside all the same: its author knows now what stood in the way.
pub(super) async fn send_anyway(core: &Rc<Core>, id: MessageId) {
    let Ok(records) = core.cache.outbox().await else {
        return;
    };
    let Some(record) = records.into_iter().find(|record| record.command.id == id) else {
        return;
    };
    core.state.take_set_aside(id);
    let command = SendMessage {
        seen: record
            .command
            .seen
            .and_then(|_| core.cursor.get())
            .map(|cursor| cursor.n),
        allows_gaps: true,
        empties_draft: None,
        ..record.command
    };
    let record = OutboxRecord {
        command,
        at: core.now(),
        status: OutboxStatus::Waiting,
        ..record
    };
    if core.cache.put_outbox(&record).await.is_ok() {
        show(core, &record);
        core.tabs.tell(News::Outbox);
        outbox::send_what_waits(core);
    }
}

/// What was set aside too long ago goes, by the server's clock: the device's may be wrong.
pub(super) fn forget_old(core: &Rc<Core>) {
    let now = core.now();
    let old: Vec<_> = core.state.set_aside.with_untracked(|items| {
        items
            .iter()
            .filter(|item| is_set_aside_over(item.at, now))
            .map(|item| item.id)
            .collect()
    });
    for id in old {
        let core = Rc::clone(core);
        spawn_local(async move { discard(&core, id).await });
    }
}

/// Another tab changed the outbox in a way that no event tells: what was refused, discarded or taken back.
pub(super) async fn reconcile(core: &Rc<Core>) {
    let Ok(records) = core.cache.outbox().await else {
        return;
    };
    for record in &records {
        if matches!(record.status, OutboxStatus::SetAside { .. }) {
            show(core, record);
        }
    }
    let known: HashSet<_> = records.iter().map(|record| record.command.id).collect();
    let gone: Vec<_> = core.state.set_aside.with_untracked(|items| {
        items
            .iter()
            .map(|item| item.id)
            .filter(|id| !known.contains(id))
            .collect()
    });
    for id in gone {
        core.state.take_set_aside(id);
    }
}

/// Throws away what was set aside.
pub(super) async fn discard(core: &Rc<Core>, id: MessageId) {
    voice::stop_hearing(core, id);
    core.state.take_set_aside(id);
    let _ = core.cache.remove_outbox(&[id]).await;
    let _ = core.cache.remove_upload(id).await;
    core.tabs.tell(News::Outbox);
}

/// Puts what was set aside back into its composer.
pub(super) async fn edit(core: &Rc<Core>, id: MessageId) {
    let Some(item) = core.state.take_set_aside(id) else {
        return;
    };
    let draft = core.state.drafts.text(item.conversation_id).get_untracked();
    let text = if draft.trim().is_empty() {
        let buttons = buttons_of(core, id).await;
        core.state.answer_buttons.set(item.conversation_id, buttons);
        item.text
    } else {
        format!("{draft}\n{}", item.text)
    };
    drafts::change(core, item.conversation_id, text);
    let draft = drafts::kept(core, item.conversation_id);
    let _ = core.cache.outbox_to_draft(id, item.conversation_id, &draft).await;
    core.tabs.tell(News::Outbox);
}

/// The buttons of what was set aside.
async fn buttons_of(core: &Core, id: MessageId) -> Vec<String> {
    let records = core.cache.outbox().await.unwrap_or_default();
    let record = records.into_iter().find(|record| record.command.id == id);
    match record.map(|record| record.command.content) {
        Some(MessageContent::Interactive { buttons, .. }) => buttons,
        _ => Vec::new(),
    }
}

/// Conversations went out of sight: what was written in them is kept apart, a recording and a file as what they are.
pub(super) fn keep_what_lost_its_conversation(core: &Rc<Core>, lost: &BTreeSet<ConversationId>) {
    let Some(author) = core.state.me_untracked() else {
        return;
    };
    let mut commands = Vec::new();
    for conversation_id in lost {
        let body = core.state.drafts.take(*conversation_id);
        if !body.trim().is_empty() {
            let content = MessageContent::Text { body };
            let command = SendMessage::new(new_message_id(core), *conversation_id, content);
            commands.push((command, None));
        }
    }
    let waited: Vec<_> = core.state.set_aside.with_untracked(|items| {
        let of_lost = items
            .iter()
            .filter(|item| item.reason == SetAsideReason::SightLost && lost.contains(&item.conversation_id));
        of_lost.map(|item| (item.id, item.text.clone())).collect()
    });
    // What was kept before is no command that waits any more.
    let waited = waited
        .into_iter()
        .filter_map(|(id, said)| Some((core.sending.take_command(id)?, Some(said))));
    commands.extend(waited);
    for (command, said) in commands {
        core.state.uploads.remove(command.id);
        let record = OutboxRecord {
            command,
            author,
            at: core.now(),
            status: OutboxStatus::Waiting,
        };
        let core = Rc::clone(core);
        spawn_local(async move { keep(&core, record, SetAsideCause::SightLost { said }).await });
    }
    attachments::keep_what_lost_its_conversation(core, lost);
}
