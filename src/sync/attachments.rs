//! The tray: chosen files are looked at before anything is uploaded, made fit where that is possible, and become messages.

use super::core::Core;
use super::drafts;
use super::kept_trays;
use super::outbox::new_message_id;
use super::preparing::{self, Looked};
use super::uploads::{self, FileToSend};
use crate::browser::files;
use crate::cache::{OutboxRecord, OutboxStatus};
use crate::state::tray::{TrayItem, TrayPhase, TrayProblem, can_have_caption};
use domain::command::SendMessage;
use domain::content::{Attachment, MessageContent, MessageKind};
use domain::ids::{ConversationId, MediaId, MessageId};
use domain::media_limit;
use domain::upload::BeginUpload;
use leptos::prelude::GetUntracked;
use std::collections::BTreeSet;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// Files come into the tray.
pub(super) fn attach(core: &Rc<Core>, conversation_id: ConversationId, items: Vec<TrayItem>) {
    let keys: Vec<_> = items.iter().map(|item| item.key).collect();
    core.state.trays.add(conversation_id, items);
    look_at(core, conversation_id, keys);
}

/// Files lay in the tray when an earlier page ended, and words below them. Without files these are a text like any other.
pub(super) fn put_back(core: &Rc<Core>, conversation_id: ConversationId, items: Vec<TrayItem>, words: &str) {
    let trays = &core.state.trays;
    if items.is_empty() && trays.of_untracked(conversation_id).is_empty() {
        return write_on(core, conversation_id, words);
    }
    let is_unknown = |item: &&TrayItem| item.phase == TrayPhase::Looking;
    let unknown: Vec<_> = items.iter().filter(is_unknown).map(|item| item.key).collect();
    trays.add(conversation_id, items);
    add_words(core, conversation_id, words);
    look_at(core, conversation_id, unknown);
}

fn look_at(core: &Rc<Core>, conversation_id: ConversationId, keys: Vec<u32>) {
    let core = Rc::clone(core);
    spawn_local(async move {
        // One after the other: pictures are large when they are open.
        for key in keys {
            let Some(item) = item(&core, conversation_id, key) else {
                continue;
            };
            let looked = preparing::look(&item, None).await;
            settle(&core, conversation_id, key, looked);
        }
    });
}

/// A file that the server has comes into the tray, ready, and words for it.
pub(super) fn attach_kept(core: &Rc<Core>, conversation_id: ConversationId, file: &Attachment, words: &str) {
    let Some(item) = TrayItem::of_kept(files::new_key(), file) else {
        return;
    };
    let has_caption = item.kind.is_some_and(can_have_caption);
    core.state.trays.add(conversation_id, vec![item]);
    if has_caption {
        add_words(core, conversation_id, words);
    }
    kept_trays::note(core, conversation_id);
}

/// Adds words to those that are written below the files.
fn add_words(core: &Core, conversation_id: ConversationId, words: &str) {
    if words.trim().is_empty() {
        return;
    }
    let trays = &core.state.trays;
    let before = trays.caption_untracked(conversation_id);
    let caption = match before.trim() {
        "" => words.to_owned(),
        before => format!("{before}\n{words}"),
    };
    trays.set_caption(conversation_id, caption, drafts::begun_now(core));
}

/// The words below the files are other ones.
pub(super) fn caption(core: &Rc<Core>, conversation_id: ConversationId, text: String) {
    let begun = drafts::begun_now(core);
    core.state.trays.set_caption(conversation_id, text, begun);
    kept_trays::note(core, conversation_id);
}

/// Makes a picture small enough.
pub(super) async fn shrink(core: &Rc<Core>, conversation_id: ConversationId, key: u32) {
    let looking = |item: &mut TrayItem| item.phase = TrayPhase::Looking;
    if core.state.trays.change(conversation_id, key, looking)
        && let Some(item) = item(core, conversation_id, key)
    {
        let looked = preparing::redraw(&item, false).await;
        settle(core, conversation_id, key, looked);
    }
}

/// What a look at a file gave. It may have been taken out meanwhile.
fn settle(core: &Rc<Core>, conversation_id: ConversationId, key: u32, looked: Looked) {
    let new_key = looked.key;
    let is_there = core
        .state
        .trays
        .change(conversation_id, key, |item| looked.settle(item));
    match (is_there, new_key == key) {
        (_, true) => {}
        (true, false) => files::release(key),
        (false, false) => files::release(new_key),
    }
    kept_trays::note(core, conversation_id);
}

/// Sends a picture as a document.
pub(super) fn as_document(core: &Rc<Core>, conversation_id: ConversationId, key: u32) {
    core.state.trays.change(conversation_id, key, |item| {
        let checked = media_limit::check(MessageKind::Document, &item.mime_type, item.byte_size);
        item.phase = match checked {
            Ok(()) => TrayPhase::Ready,
            Err(media_limit::MediaLimitError::Size { max_bytes }) => {
                TrayPhase::Refused(TrayProblem::TooLarge { max_bytes })
            }
            Err(_) => TrayPhase::Refused(TrayProblem::Type),
        };
        item.kind = checked.is_ok().then_some(MessageKind::Document);
    });
    kept_trays::note(core, conversation_id);
}

/// Takes a file out of the tray. What was written for the last one is a text like any other from then on.
pub(super) fn remove(core: &Rc<Core>, conversation_id: ConversationId, key: u32) {
    let trays = &core.state.trays;
    let words = trays.caption_untracked(conversation_id);
    trays.remove(conversation_id, key);
    files::release(key);
    if trays.of_untracked(conversation_id).is_empty() {
        write_on(core, conversation_id, &words);
    }
    kept_trays::note(core, conversation_id);
}

/// What was written for files that are gone comes behind the text in the composer.
fn write_on(core: &Rc<Core>, conversation_id: ConversationId, words: &str) {
    if words.trim().is_empty() {
        return;
    }
    let draft = core.state.drafts.text(conversation_id).get_untracked();
    let text = match draft.trim() {
        "" => words.to_owned(),
        _ => format!("{draft}\n{words}"),
    };
    drafts::change(core, conversation_id, text);
}

/// What was written to go with files.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    /// As it was typed.
    pub text: &'a str,
    /// The agent knows that merge fields in it are unknown or empty.
    pub allows_gaps: bool,
    /// The agent knows what colleagues answered meanwhile.
    pub despite_answers: bool,
}

/// Sends what lies in the tray: one message each, the words below the first that can have some. Where none can, because all are sounds
/// or stickers, the words are a message of their own behind them.
pub(super) fn send(
    core: &Rc<Core>,
    conversation_id: ConversationId,
    words: Words<'_>,
    reply_to: Option<MessageId>,
) {
    let items = core.state.trays.of_untracked(conversation_id);
    if items.is_empty() || items.iter().any(|item| item.phase != TrayPhase::Ready) {
        return;
    }
    let begun = core
        .state
        .trays
        .caption_begun(conversation_id)
        .filter(|_| !words.despite_answers)
        .unwrap_or_else(|| drafts::begun_now(core));
    core.state.trays.take(conversation_id);
    let to_send = as_messages(core, conversation_id, items, words, reply_to, begun.n);
    let tray = core.kept_trays.id_of(conversation_id);
    uploads::send(core, conversation_id, to_send, tray);
    kept_trays::note(core, conversation_id);
}

/// Conversations went out of sight: what lay in their trays is kept apart. What the server has is nobody's loss.
pub(super) fn keep_what_lost_its_conversation(core: &Rc<Core>, lost: &BTreeSet<ConversationId>) {
    for conversation_id in lost.iter().copied() {
        let text = core.state.trays.caption_untracked(conversation_id);
        let mut items = core.state.trays.take(conversation_id);
        if items.is_empty() {
            continue;
        }
        items.retain(|item| item.kept.is_none());
        // What cannot be sent cannot be kept apart either.
        for item in items.iter().filter(|item| item.kind.is_none()) {
            files::release(item.key);
        }
        let words = Words {
            text: &text,
            allows_gaps: false,
            despite_answers: false,
        };
        let apart = as_messages(core, conversation_id, items, words, None, None);
        let tray = core.kept_trays.id_of(conversation_id);
        uploads::set_apart(core, apart, tray);
        kept_trays::note(core, conversation_id);
    }
}

/// Files as the messages that they are sent in. `seen`: how far the agent knew the conversation when the words were begun.
fn as_messages(
    core: &Core,
    conversation_id: ConversationId,
    items: Vec<TrayItem>,
    words: Words<'_>,
    mut reply_to: Option<MessageId>,
    seen: Option<u64>,
) -> Vec<FileToSend> {
    let mut caption = Some(words.text.trim()).filter(|caption| !caption.is_empty());
    let mut to_send = Vec::new();
    for item in items {
        let Some(kind) = item.kind else { continue };
        let media_id = new_media_id(core);
        let attachment = Attachment {
            caption: caption.take_if(|_| can_have_caption(kind)).map(str::to_owned),
            ..item.attachment(Some(media_id))
        };
        let Some(content) = content(kind, attachment) else {
            continue;
        };
        let file = to_upload(core, conversation_id, &item, media_id, content);
        to_send.extend(file.map(|mut file| {
            file.record.command.reply_to = reply_to.take();
            file.record.command.allows_gaps = words.allows_gaps;
            file
        }));
    }
    to_send.extend(caption.and_then(|text| {
        let content = MessageContent::Text {
            body: text.to_owned(),
        };
        let command = SendMessage {
            seen,
            allows_gaps: words.allows_gaps,
            ..SendMessage::new(new_message_id(core), conversation_id, content)
        };
        alone(core, command)
    }));
    to_send
}

/// Words in the row of files that are sent, so that they keep their place in it.
fn alone(core: &Core, command: SendMessage) -> Option<FileToSend> {
    Some(FileToSend {
        key: files::new_key(),
        preview: None,
        record: OutboxRecord {
            command,
            author: core.state.me_untracked()?,
            at: core.now(),
            status: OutboxStatus::Waiting,
        },
        upload: None,
    })
}

/// A chosen file with the message that it goes in.
pub(super) fn to_upload(
    core: &Core,
    conversation_id: ConversationId,
    item: &TrayItem,
    media_id: MediaId,
    content: MessageContent,
) -> Option<FileToSend> {
    let (author, kind) = (core.state.me_untracked()?, item.kind?);
    let upload = BeginUpload {
        id: media_id,
        conversation_id: Some(conversation_id),
        kind,
        mime_type: item.mime_type.clone(),
        file_name: item.attachment(None).file_name,
        byte_size: item.byte_size,
    };
    Some(FileToSend {
        key: item.key,
        preview: item.preview.clone(),
        record: OutboxRecord {
            command: SendMessage::new(new_message_id(core), conversation_id, content),
            author,
            at: core.now(),
            status: OutboxStatus::Waiting,
        },
        upload: item.kept.is_none().then_some(upload),
    })
}

/// An id for a new file.
pub(super) fn new_media_id(core: &Core) -> MediaId {
    let (unix_ms, random) = core.new_id_parts();
    MediaId::from_parts(unix_ms, &random)
}

fn content(kind: MessageKind, file: Attachment) -> Option<MessageContent> {
    Some(match kind {
        MessageKind::Image => MessageContent::Image(file),
        MessageKind::Video => MessageContent::Video(file),
        MessageKind::Audio => MessageContent::Audio(file),
        MessageKind::Document => MessageContent::Document(file),
        MessageKind::Sticker => MessageContent::Sticker(file),
        _ => return None,
    })
}

fn item(core: &Core, conversation_id: ConversationId, key: u32) -> Option<TrayItem> {
    let items = core.state.trays.of_untracked(conversation_id);
    items.into_iter().find(|item| item.key == key)
}
