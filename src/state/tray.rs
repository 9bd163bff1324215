//! Files that were chosen and are not sent yet, by conversation, and what stands in their way: told before anything is uploaded.

use domain::content::{MessageKind, PixelSize};
use domain::ids::ConversationId;
use domain::media_limit::{self, MediaLimitError};
use leptos::prelude::*;
use std::collections::HashMap;

/// The trays. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Trays {
    trays: ArcRwSignal<HashMap<ConversationId, Vec<TrayItem>>>,
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
        Err(MediaLimitError::Type | MediaLimitError::NoFile) => Judgement::Refuse(TrayProblem::Type),
    }
}

impl Trays {
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
    }

    /// Empties a tray.
    pub(crate) fn take(&self, id: ConversationId) -> Vec<TrayItem> {
        self.trays
            .try_update(|trays| trays.remove(&id))
            .flatten()
            .unwrap_or_default()
    }

    pub(crate) fn clear(&self) {
        self.trays.set(HashMap::new());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: u64 = 1024 * 1024;

    #[test]
    fn the_limit_of_each_kind_is_told_before_anything_is_uploaded() {
        let refuse = Judgement::Refuse;
        let cases = [
            ("image/png", MIB, Judgement::Send(MessageKind::Image)),
            (
                "image/jpeg",
                5 * MIB + 1,
                refuse(TrayProblem::ImageTooLarge { max_bytes: 5 * MIB }),
            ),
            ("image/heic", MIB, Judgement::Redraw),
            ("image/gif", MIB, Judgement::Redraw),
            ("image/webp", MIB, Judgement::Redraw),
            (
                "video/mp4",
                16 * MIB + 1,
                refuse(TrayProblem::TooLarge { max_bytes: 16 * MIB }),
            ),
            (
                "application/pdf",
                100 * MIB,
                Judgement::Send(MessageKind::Document),
            ),
            (
                "application/pdf",
                100 * MIB + 1,
                refuse(TrayProblem::TooLarge { max_bytes: 100 * MIB }),
            ),
            ("application/pdf", 0, refuse(TrayProblem::Empty)),
            ("application/octet-stream", 1, refuse(TrayProblem::Type)),
            ("application/zip", 1, refuse(TrayProblem::Type)),
            ("audio/ogg; codecs=opus", 1, Judgement::Send(MessageKind::Audio)),
        ];
        for (mime_type, size, expected) in cases {
            assert_eq!(judge(mime_type, size), expected, "{mime_type} {size}");
        }
    }
}
