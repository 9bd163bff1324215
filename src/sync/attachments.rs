//! The tray: chosen files are looked at before anything is uploaded, made fit where that is possible, and become messages.

use super::core::Core;
use super::outbox::new_message_id;
use super::uploads::{self, FileToSend};
use crate::browser::files::{self, Drawn};
use crate::cache::{OutboxRecord, OutboxStatus};
use crate::state::tray::{Judgement, TrayItem, TrayPhase, TrayProblem, judge};
use domain::command::SendMessage;
use domain::content::{Attachment, MessageContent, MessageKind};
use domain::ids::{ConversationId, MediaId, MessageId};
use domain::media_limit::{self, fitting_name};
use domain::upload::BeginUpload;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// How many first bytes tell what a file is.
const START: u64 = 64;
/// The longest side of a picture that is made smaller, in pixels: what WhatsApp itself sends in high quality.
const LONGEST_SIDE: u32 = 2_560;
/// How good a picture is that is made anew, and one that is still too large then.
const QUALITIES: [f64; 3] = [0.9, 0.8, 0.6];
/// A sticker's sides in pixels, and the size of a still one in bytes; source: Meta's document, "Media".
const STICKER: (u32, u64) = (512, 100 * 1_024);

/// Files come into the tray.
pub(super) fn attach(core: &Rc<Core>, conversation_id: ConversationId, items: Vec<TrayItem>) {
    let keys: Vec<_> = items.iter().map(|item| item.key).collect();
    core.state.trays.add(conversation_id, items);
    let core = Rc::clone(core);
    spawn_local(async move {
        // One after the other: pictures are large when they are open.
        for key in keys {
            look(&core, conversation_id, key).await;
        }
    });
}

async fn look(core: &Core, conversation_id: ConversationId, key: u32) {
    let Some(item) = item(core, conversation_id, key) else {
        return;
    };
    let Ok(start) = files::start(key, START).await else {
        return refuse(core, conversation_id, key, TrayProblem::Vanished);
    };
    let mime_type = media::honest_type(&item.mime_type, &start);
    match judge(&mime_type, item.byte_size) {
        Judgement::Refuse(problem) => {
            core.state.trays.change(conversation_id, key, |item| {
                let is_image = matches!(problem, TrayProblem::ImageTooLarge { .. });
                item.preview = files::url(key).filter(|_| is_image);
                item.mime_type = mime_type;
                item.phase = TrayPhase::Refused(problem);
            });
        }
        Judgement::Send(kind) => {
            core.state.trays.change(conversation_id, key, |item| {
                item.preview = files::url(key).filter(|_| kind == MessageKind::Image);
                item.mime_type = mime_type;
                item.kind = Some(kind);
                item.phase = TrayPhase::Ready;
            });
        }
        Judgement::Redraw => {
            let is_small = mime_type == "image/webp" && item.byte_size <= STICKER.1;
            redraw(core, conversation_id, key, is_small).await;
        }
    }
}

/// Makes a picture a JPEG that fits; a WebP of a sticker's size stays what it is.
async fn redraw(core: &Core, conversation_id: ConversationId, key: u32, may_be_sticker: bool) {
    let max_bytes = media_limit::max_bytes(MessageKind::Image).unwrap_or_default();
    let mut fitting: Option<Drawn> = None;
    for quality in QUALITIES {
        let Some(drawn) = files::as_jpeg(key, LONGEST_SIDE, quality).await else {
            return refuse(core, conversation_id, key, TrayProblem::CannotOpen);
        };
        let fits = drawn.file.byte_size <= max_bytes;
        if let Some(former) = fitting.replace(drawn) {
            files::release(former.file.key);
        }
        if fits {
            break;
        }
    }
    let Some(drawn) = fitting else { return };
    if may_be_sticker && (drawn.width, drawn.height) == (STICKER.0, STICKER.0) {
        files::release(drawn.file.key);
        core.state.trays.change(conversation_id, key, |item| {
            item.preview = files::url(key);
            item.mime_type = "image/webp".to_owned();
            item.kind = Some(MessageKind::Sticker);
            item.phase = TrayPhase::Ready;
        });
        return;
    }
    let new = drawn.file;
    let is_there = core.state.trays.change(conversation_id, key, |item| {
        item.key = new.key;
        item.preview = files::url(new.key);
        item.mime_type = "image/jpeg".to_owned();
        item.byte_size = new.byte_size;
        item.kind = Some(MessageKind::Image);
        item.phase = TrayPhase::Ready;
    });
    files::release(if is_there { key } else { new.key });
}

/// Makes a picture small enough.
pub(super) async fn shrink(core: &Core, conversation_id: ConversationId, key: u32) {
    let looking = |item: &mut TrayItem| item.phase = TrayPhase::Looking;
    if core.state.trays.change(conversation_id, key, looking) {
        redraw(core, conversation_id, key, false).await;
    }
}

/// Sends a picture as a document.
pub(super) fn as_document(core: &Core, conversation_id: ConversationId, key: u32) {
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
}

/// Takes a file out of the tray.
pub(super) fn remove(core: &Core, conversation_id: ConversationId, key: u32) {
    core.state.trays.remove(conversation_id, key);
    files::release(key);
}

/// Sends what lies in the tray: one message each, the words below the first that can have some.
pub(super) fn send(
    core: &Rc<Core>,
    conversation_id: ConversationId,
    caption: &str,
    reply_to: Option<MessageId>,
) {
    let Some(author) = core.state.me_untracked() else {
        return;
    };
    let items = core.state.trays.of_untracked(conversation_id);
    if items.is_empty() || items.iter().any(|item| item.phase != TrayPhase::Ready) {
        return;
    }
    core.state.trays.take(conversation_id);
    let mut caption = Some(caption.trim()).filter(|caption| !caption.is_empty());
    let mut reply_to = reply_to;
    let mut to_send = Vec::new();
    for item in items {
        let Some(kind) = item.kind else { continue };
        let id = new_message_id(core);
        let (unix_ms, random) = core.new_id_parts();
        let media_id = MediaId::from_parts(unix_ms, &random);
        let can_have_caption = matches!(
            kind,
            MessageKind::Image | MessageKind::Video | MessageKind::Document
        );
        let is_named = kind == MessageKind::Document || !item.name.is_empty();
        let file_name = is_named.then(|| fitting_name(Some(&item.name), &item.mime_type, "arquivo"));
        let attachment = Attachment {
            media_id: Some(media_id),
            mime_type: item.mime_type.clone(),
            file_name: file_name.clone(),
            byte_size: Some(item.byte_size),
            caption: caption.take_if(|_| can_have_caption).map(str::to_owned),
            pixels: item.pixels,
            ..Attachment::default()
        };
        let Some(content) = content(kind, attachment) else {
            continue;
        };
        let command = SendMessage {
            reply_to: reply_to.take(),
            ..SendMessage::new(id, conversation_id, content)
        };
        to_send.push(FileToSend {
            key: item.key,
            record: OutboxRecord {
                command,
                author,
                at: core.now(),
                status: OutboxStatus::Waiting,
            },
            upload: BeginUpload {
                id: media_id,
                conversation_id: Some(conversation_id),
                kind,
                mime_type: item.mime_type,
                file_name,
                byte_size: item.byte_size,
            },
        });
    }
    uploads::send(core, conversation_id, to_send);
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

fn refuse(core: &Core, conversation_id: ConversationId, key: u32, problem: TrayProblem) {
    core.state.trays.change(conversation_id, key, |item| {
        item.phase = TrayPhase::Refused(problem);
    });
}
