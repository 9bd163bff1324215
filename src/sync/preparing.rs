//! Looking at a file that was chosen: what its bytes say that it is, whether it can be sent, and making it fit where that is possible.

use crate::browser::files::{self, Drawn};
use crate::state::tray::{Judgement, Keeping, TrayItem, TrayPhase, TrayProblem, fit_kind, judge};
use domain::content::MessageKind;
use domain::media_limit;

/// How many first bytes tell what a file is.
const START: u64 = 64;
/// The longest side of a picture that is made smaller, in pixels: what WhatsApp itself sends in high quality.
const LONGEST_SIDE: u32 = 2_560;
/// How good a picture is that is made anew, and one that is still too large then.
const QUALITIES: [f64; 3] = [0.9, 0.8, 0.6];
/// A sticker's sides in pixels, and the size of a still one in bytes; source: Meta's document, "Media".
const STICKER: (u32, u64) = (512, 100 * 1_024);

/// What a chosen file turned out to be.
pub(super) struct Looked {
    /// Finds its bytes: another one, where a picture was made anew.
    pub key: u32,
    mime_type: String,
    byte_size: u64,
    kind: Result<MessageKind, TrayProblem>,
}

impl Looked {
    /// Writes it into what is shown of the file.
    pub fn settle(self, item: &mut TrayItem) {
        let is_picture = match self.kind {
            Ok(kind) => matches!(kind, MessageKind::Image | MessageKind::Sticker),
            Err(problem) => matches!(problem, TrayProblem::ImageTooLarge { .. }),
        };
        if item.key != self.key {
            // The bytes are other ones.
            item.keeping = Keeping::Possible;
        }
        item.key = self.key;
        item.preview = files::url(self.key).filter(|_| is_picture);
        item.mime_type = self.mime_type;
        item.byte_size = self.byte_size;
        item.kind = self.kind.ok();
        item.phase = match self.kind {
            Ok(_) => TrayPhase::Ready,
            Err(problem) => TrayPhase::Refused(problem),
        };
    }
}

/// Looks at a file. `wanted`: only this kind will do.
pub(super) async fn look(item: &TrayItem, wanted: Option<MessageKind>) -> Looked {
    let Ok(start) = files::start(item.key, START).await else {
        return refused(item, item.mime_type.clone(), TrayProblem::Vanished);
    };
    let mime_type = media::honest_type(&item.mime_type, &start);
    let looked = match judge(&mime_type, item.byte_size) {
        // As a document it may be larger.
        Judgement::Refuse(TrayProblem::ImageTooLarge { .. }) if wanted == Some(MessageKind::Document) => {
            Looked {
                key: item.key,
                mime_type,
                byte_size: item.byte_size,
                kind: Ok(MessageKind::Image),
            }
        }
        Judgement::Refuse(problem) => refused(item, mime_type, problem),
        Judgement::Send(kind) => Looked {
            key: item.key,
            mime_type,
            byte_size: item.byte_size,
            kind: Ok(kind),
        },
        Judgement::Redraw => {
            let may_be_sticker = wanted.is_none() && mime_type == "image/webp" && item.byte_size <= STICKER.1;
            redraw(item, may_be_sticker).await
        }
    };
    match (looked.kind, wanted) {
        (Ok(found), Some(wanted)) => Looked {
            kind: fit_kind(found, wanted, &looked.mime_type, looked.byte_size),
            ..looked
        },
        _ => looked,
    }
}

/// Makes a picture a JPEG that fits; a WebP of a sticker's size stays what it is.
pub(super) async fn redraw(item: &TrayItem, may_be_sticker: bool) -> Looked {
    let max_bytes = media_limit::max_bytes(MessageKind::Image).unwrap_or_default();
    let mut fitting: Option<Drawn> = None;
    for quality in QUALITIES {
        let Some(drawn) = files::as_jpeg(item.key, LONGEST_SIDE, quality).await else {
            break;
        };
        let fits = drawn.file.byte_size <= max_bytes;
        if let Some(former) = fitting.replace(drawn) {
            files::release(former.file.key);
        }
        if fits {
            break;
        }
    }
    let Some(drawn) = fitting else {
        return refused(item, item.mime_type.clone(), TrayProblem::CannotOpen);
    };
    if may_be_sticker && (drawn.width, drawn.height) == (STICKER.0, STICKER.0) {
        files::release(drawn.file.key);
        return Looked {
            key: item.key,
            mime_type: "image/webp".to_owned(),
            byte_size: item.byte_size,
            kind: Ok(MessageKind::Sticker),
        };
    }
    Looked {
        key: drawn.file.key,
        mime_type: "image/jpeg".to_owned(),
        byte_size: drawn.file.byte_size,
        kind: Ok(MessageKind::Image),
    }
}

fn refused(item: &TrayItem, mime_type: String, problem: TrayProblem) -> Looked {
    Looked {
        key: item.key,
        mime_type,
        byte_size: item.byte_size,
        kind: Err(problem),
    }
}
