//! Files that were chosen and are not sent yet, by conversation, with the words that go below them, and what stands in their way: told
//! before anything is uploaded.

use super::drafts::Begun;
use domain::content::{Attachment, MessageKind, PixelSize};
use domain::ids::{ConversationId, MediaId};
use domain::media_address::media_url;
use domain::media_limit::{self, MediaLimitError, fitting_name};
use leptos::prelude::*;
use std::collections::HashMap;

/// The trays. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Trays {
    trays: ArcRwSignal<HashMap<ConversationId, Vec<TrayItem>>>,
    captions: ArcRwSignal<HashMap<ConversationId, Caption>>,
}

/// The words that go with files.
#[derive(Clone, Debug, Default, PartialEq)]
struct Caption {
    text: String,
    /// When they were begun; `None`: there are none.
    begun: Option<Begun>,
}

/// A chosen file.
#[derive(Clone, Debug, PartialEq)]
pub struct TrayItem {
    /// Finds its bytes.
    pub key: u32,
    /// Its name; empty for what was pasted.
    pub name: String,
    /// What it is, by its bytes once they were looked at.
    pub mime_type: String,
    /// Its size in bytes.
    pub byte_size: u64,
    /// As what it goes out; `None`: it does not.
    pub kind: Option<MessageKind>,
    /// An address to show it by.
    pub preview: Option<String>,
    /// A picture's size, when known.
    pub pixels: Option<PixelSize>,
    /// How far it is.
    pub phase: TrayPhase,
    /// The file, when the server has it already: nothing is uploaded.
    pub kept: Option<Attachment>,
    /// Whether it outlives the page.
    pub keeping: Keeping,
}

/// Whether a chosen file outlives the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// The device keeps it, or is about to.
    Possible,
    /// The device kept it when an earlier page ended.
    Restored,
    /// There is no room for it: it goes with the page.
    Impossible,
}

/// The most that the device keeps of one conversation's tray, in bytes.
pub const MOST_KEPT_BYTES: u64 = 64 * 1024 * 1024;

impl TrayItem {
    /// A file that was chosen and not looked at yet.
    #[must_use]
    pub const fn new(key: u32, name: String, mime_type: String, byte_size: u64) -> Self {
        Self {
            key,
            name,
            mime_type,
            byte_size,
            kind: None,
            preview: None,
            pixels: None,
            phase: TrayPhase::Looking,
            kept: None,
            keeping: Keeping::Possible,
        }
    }

    /// Whether the device is to remember it: it can be sent, or its author can make it fit.
    #[must_use]
    pub const fn is_worth_keeping(&self) -> bool {
        matches!(
            self.phase,
            TrayPhase::Ready | TrayPhase::Refused(TrayProblem::ImageTooLarge { .. })
        )
    }

    /// Whether the device is to have its bytes, beside so many of other files of the tray.
    #[must_use]
    pub const fn finds_room_beside(&self, kept_bytes: u64) -> bool {
        kept_bytes.saturating_add(self.byte_size) <= MOST_KEPT_BYTES
    }

    /// A file that the server has; `None`: it is none that can be sent.
    #[must_use]
    pub fn of_kept(key: u32, file: &Attachment) -> Option<Self> {
        let kind = media_limit::kind_of(&file.mime_type)?;
        let is_picture = matches!(kind, MessageKind::Image | MessageKind::Sticker);
        Some(Self {
            name: file.file_name.clone().unwrap_or_default(),
            mime_type: file.mime_type.clone(),
            byte_size: file.byte_size.unwrap_or_default(),
            kind: Some(kind),
            preview: file.media_id.filter(|_| is_picture).map(media_url),
            pixels: file.pixels,
            phase: TrayPhase::Ready,
            kept: Some(file.clone()),
            ..Self::new(key, String::new(), String::new(), 0)
        })
    }

    /// The file as a message names it, without words. `media_id`: what it will be called, if the server has it not.
    #[must_use]
    pub fn attachment(&self, media_id: Option<MediaId>) -> Attachment {
        if let Some(kept) = &self.kept {
            return Attachment {
                caption: None,
                ..kept.clone()
            };
        }
        let is_named = self.kind == Some(MessageKind::Document) || !self.name.is_empty();
        Attachment {
            media_id,
            mime_type: self.mime_type.clone(),
            file_name: is_named.then(|| fitting_name(Some(&self.name), &self.mime_type, "arquivo")),
            byte_size: Some(self.byte_size),
            pixels: self.pixels,
            ..Attachment::default()
        }
    }
}

/// How far a chosen file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrayPhase {
    /// Its bytes are looked at, or it is made smaller.
    Looking,
    /// It can be sent.
    Ready,
    /// It cannot be sent.
    Refused(TrayProblem),
}

/// Why a file cannot be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrayProblem {
    /// There is nothing in it.
    Empty,
    /// WhatsApp does not take this type.
    Type,
    /// It is larger than its kind may be.
    TooLarge {
        /// The limit in bytes.
        max_bytes: u64,
    },
    /// A picture that is too large to be sent as one; smaller, or as a document, it can.
    ImageTooLarge {
        /// The limit in bytes.
        max_bytes: u64,
    },
    /// A picture of a type that WhatsApp does not take and this browser cannot open.
    CannotOpen,
    /// Its bytes cannot be read any more.
    Vanished,
    /// A file of another kind is asked for here.
    OtherKind {
        /// Which.
        wanted: MessageKind,
    },
}

/// What becomes of a file of a type and size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// It goes out as this kind.
    Send(MessageKind),
    /// A picture that is made a JPEG first, if the browser can open it.
    Redraw,
    /// It does not go out so.
    Refuse(TrayProblem),
}

/// What becomes of a file. WebP pictures are stickers only in the size of a sticker, which the caller knows.
#[must_use]
pub fn judge(mime_type: &str, byte_size: u64) -> Judgement {
    if byte_size == 0 {
        return Judgement::Refuse(TrayProblem::Empty);
    }
    let Some(kind) = media_limit::kind_of(mime_type) else {
        let is_picture = mime_type.starts_with("image/");
        return if is_picture {
            Judgement::Redraw
        } else {
            Judgement::Refuse(TrayProblem::Type)
        };
    };
    if kind == MessageKind::Sticker {
        return Judgement::Redraw;
    }
    match media_limit::check(kind, mime_type, byte_size) {
        Ok(()) => Judgement::Send(kind),
        Err(MediaLimitError::Size { max_bytes }) if kind == MessageKind::Image => {
            Judgement::Refuse(TrayProblem::ImageTooLarge { max_bytes })
        }
        Err(MediaLimitError::Size { max_bytes }) => Judgement::Refuse(TrayProblem::TooLarge { max_bytes }),
        Err(MediaLimitError::Empty) => Judgement::Refuse(TrayProblem::Empty),
        Err(MediaLimitError::Type | MediaLimitError::NotVoice | MediaLimitError::NoFile) => {
            Judgement::Refuse(TrayProblem::Type)
        }
    }
}

/// Whether a file that goes out as `found` can go where a file of one kind is asked for: a document may be anything that Meta takes.
///
/// # Errors
/// What stands in the way.
pub fn fit_kind(
    found: MessageKind,
    wanted: MessageKind,
    mime_type: &str,
    byte_size: u64,
) -> Result<MessageKind, TrayProblem> {
    if found == wanted {
        return Ok(wanted);
    }
    if wanted != MessageKind::Document {
        return Err(TrayProblem::OtherKind { wanted });
    }
    match media_limit::check(wanted, mime_type, byte_size) {
        Ok(()) => Ok(wanted),
        Err(MediaLimitError::Size { max_bytes }) => Err(TrayProblem::TooLarge { max_bytes }),
        Err(MediaLimitError::Empty) => Err(TrayProblem::Empty),
        Err(MediaLimitError::Type | MediaLimitError::NotVoice | MediaLimitError::NoFile) => {
            Err(TrayProblem::Type)
        }
    }
}

/// Which files have words below them.
#[must_use]
pub const fn can_have_caption(kind: MessageKind) -> bool {
    matches!(
        kind,
        MessageKind::Image | MessageKind::Video | MessageKind::Document
    )
}

impl Trays {
    /// The words that go below the first file of a conversation's tray; tracked.
    #[must_use]
    pub fn caption(&self, id: ConversationId) -> String {
        self.captions.with(|captions| text_of(captions, id))
    }

    /// The same, untracked.
    #[must_use]
    pub fn caption_untracked(&self, id: ConversationId) -> String {
        self.captions.with_untracked(|captions| text_of(captions, id))
    }

    /// When the words were begun, if there are any; untracked.
    #[must_use]
    pub fn caption_begun(&self, id: ConversationId) -> Option<Begun> {
        self.captions
            .with_untracked(|captions| captions.get(&id).and_then(|caption| caption.begun))
    }

    /// Whether the words are a message of their own, because no file of the tray can have some; untracked.
    #[must_use]
    pub fn is_caption_alone(&self, id: ConversationId) -> bool {
        let items = self.of_untracked(id);
        !items.iter().any(|item| item.kind.is_some_and(can_have_caption))
    }

    pub(crate) fn set_caption(&self, id: ConversationId, text: String, begun: Begun) {
        if self.caption_untracked(id) == text {
            return;
        }
        self.captions.update(|captions| {
            let caption = captions.entry(id).or_default();
            caption.begun = match caption.begun {
                _ if text.trim().is_empty() => None,
                None => Some(begun),
                before => before,
            };
            caption.text = text;
        });
    }

    fn drop_caption(&self, id: ConversationId) {
        self.captions
            .maybe_update(|captions| captions.remove(&id).is_some());
    }

    /// What lies in a conversation's tray. Tracked.
    #[must_use]
    pub fn of(&self, id: ConversationId) -> Vec<TrayItem> {
        self.trays
            .with(|trays| trays.get(&id).cloned().unwrap_or_default())
    }

    /// The same, untracked.
    #[must_use]
    pub fn of_untracked(&self, id: ConversationId) -> Vec<TrayItem> {
        self.trays
            .with_untracked(|trays| trays.get(&id).cloned().unwrap_or_default())
    }

    pub(crate) fn add(&self, id: ConversationId, items: Vec<TrayItem>) {
        self.trays
            .update(|trays| trays.entry(id).or_default().extend(items));
    }

    /// Changes an item. False: it is not there any more.
    pub(crate) fn change(&self, id: ConversationId, key: u32, change: impl FnOnce(&mut TrayItem)) -> bool {
        self.trays
            .try_update(|trays| {
                let item = trays.get_mut(&id)?.iter_mut().find(|item| item.key == key)?;
                change(item);
                Some(())
            })
            .flatten()
            .is_some()
    }

    pub(crate) fn remove(&self, id: ConversationId, key: u32) {
        self.trays.update(|trays| {
            if let Some(items) = trays.get_mut(&id) {
                items.retain(|item| item.key != key);
            }
        });
        if self.of_untracked(id).is_empty() {
            self.drop_caption(id);
        }
    }

    /// Empties a tray.
    pub(crate) fn take(&self, id: ConversationId) -> Vec<TrayItem> {
        self.drop_caption(id);
        self.trays
            .try_update(|trays| trays.remove(&id))
            .flatten()
            .unwrap_or_default()
    }

    pub(crate) fn clear(&self) {
        self.trays.set(HashMap::new());
        self.captions.set(HashMap::new());
    }
}

fn text_of(captions: &HashMap<ConversationId, Caption>, id: ConversationId) -> String {
    captions
        .get(&id)
        .map(|caption| caption.text.clone())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests;
