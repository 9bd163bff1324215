//! What could not be sent and never goes out by itself: kept with its reason until its author decides.

use super::core::Core;
use super::outbox::{new_message_id, show};
use super::tabs::News;
use super::{drafts, outbox};
use crate::cache::{OutboxRecord, OutboxStatus, SetAsideCause};
use crate::state::outbox::{SetAside, SetAsideReason, is_chosen_file, is_set_aside_over};
use domain::command::SendMessage;
use domain::content::{MessageContent, MessageKind};
use domain::date_wording::playing_time;
use domain::ids::{ConversationId, MessageId};
use leptos::prelude::*;
use std::collections::{BTreeSet, HashSet};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// Sets a command aside.
pub(super) async fn set_aside(core: &Rc<Core>, record: OutboxRecord, cause: SetAsideCause) {
    let record = OutboxRecord {
        at: core.now(),
        status: OutboxStatus::SetAside { cause },
        ..record
    };
    // Off: the text lives as long as the page.
    let _ = core.cache.put_outbox(&record).await;
    show(core, &record);
    core.tabs.tell(News::Outbox);
    if record.command.empties_draft.is_some() {
        drafts::tell_again(core, record.command.conversation_id);
    }
}

/// A command that was set aside, as it is shown.
pub(super) fn shown(record: &OutboxRecord, cause: &SetAsideCause) -> SetAside {
    let content = &record.command.content;
    SetAside {
        id: record.command.id,
        conversation_id: record.command.conversation_id,
        text: words_of(content),
        is_recording: content.kind() == MessageKind::VoiceNote,
        has_file: is_chosen_file(content.kind()) && !matches!(cause, SetAsideCause::FileLost),
        reason: match cause {
            SetAsideCause::Refused { problem } => SetAsideReason::Refused {
                problem: problem.clone(),
            },
            SetAsideCause::SightLost => SetAsideReason::SightLost,
            SetAsideCause::FileLost => SetAsideReason::FileLost,
        },
        at: record.at,
    }
}

/// What a set-aside message says: its words, else its file's name, else how long it sounds.
fn words_of(content: &MessageContent) -> String {
    if let MessageContent::VoiceNote(file) = content {
        return format!("🎤 {}", playing_time(file.duration_ms.unwrap_or(0)));
    }
    let name = content.attachment().and_then(|file| file.file_name.as_deref());
    match content.text() {
        "" => name.unwrap_or_default().to_owned(),
        words => words.to_owned(),
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

/// Conversations went out of sight: what was written in them is kept apart.
pub(super) fn keep_what_lost_its_conversation(core: &Rc<Core>, lost: &BTreeSet<ConversationId>) {
    let Some(author) = core.state.me_untracked() else {
        return;
    };
    let mut records = Vec::new();
    for conversation_id in lost {
        let text = core.state.drafts.take(*conversation_id);
        if !text.trim().is_empty() {
            records.push((new_message_id(core), *conversation_id, text, core.now()));
        }
    }
    core.state.set_aside.with_untracked(|items| {
        let of_lost = items
            .iter()
            .filter(|item| item.reason == SetAsideReason::SightLost && lost.contains(&item.conversation_id));
        records.extend(of_lost.map(|item| (item.id, item.conversation_id, item.text.clone(), item.at)));
    });
    for (id, conversation_id, body, at) in records {
        let command = SendMessage::new(id, conversation_id, MessageContent::Text { body });
        let record = OutboxRecord {
            command,
            author,
            at,
            status: OutboxStatus::Waiting,
        };
        let core = Rc::clone(core);
        spawn_local(async move { set_aside(&core, record, SetAsideCause::SightLost).await });
    }
}
