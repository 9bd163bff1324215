//! The recorder: one recording at a time, tied to its conversation whatever is on screen. Pure: what happened goes in, what is to be
//! done comes out, and `sync` does it.
//!
//! A recording that stops by itself (the page was hidden, the microphone was unplugged, 15 minutes are over, the device is full) is not
//! sent: nobody said so. It is kept and offered.

use domain::ids::{ConversationId, MediaId, MessageId};

/// The longest recording, in milliseconds.
pub const LONGEST_MS: u64 = 15 * 60 * 1_000;
/// From when on the end is told, in milliseconds.
pub const NEARLY_LONGEST_MS: u64 = 14 * 60 * 1_000;
/// From how long a recording on giving it up can be taken back, in milliseconds.
pub const UNDO_FROM_MS: u64 = 10_000;
/// How long giving up can be taken back, in milliseconds.
pub const UNDO_FOR_MS: u32 = 10_000;

/// A recording: where it is for, and the id that its file will have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Take {
    /// Its file's id.
    pub id: MediaId,
    /// Where it is for.
    pub conversation_id: ConversationId,
    /// The message it answers.
    pub reply_to: Option<MessageId>,
}

/// What the recorder does and what it has to say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recorder {
    phase: Phase,
    /// What was given up a moment ago.
    undoable: Option<Take>,
    /// Why the last recording failed or ended by itself.
    trouble: Option<Trouble>,
}

/// What the recorder does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// Nothing.
    #[default]
    Idle,
    /// The browser asks whether it may use the microphone.
    Asking(Take),
    /// It records.
    Recording {
        /// What.
        take: Take,
        /// For how long, in milliseconds, as last told.
        elapsed_ms: u64,
    },
    /// It has stopped; the last piece is on its way.
    Finishing {
        /// What.
        take: Take,
        /// What becomes of it then.
        ending: Ending,
    },
}

/// What becomes of a recording that has stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It is sent.
    Send,
    /// It is kept for a moment, in case giving up is taken back.
    KeepForUndo,
    /// It is thrown away.
    Discard,
    /// It is kept and offered.
    Offer,
}

/// Why there is no recording, or no more of it; where it was for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// Where.
    pub conversation_id: ConversationId,
    /// Why.
    pub kind: TroubleKind,
}

/// Why there is no recording, or no more of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TroubleKind {
    /// The person or the browser's settings refused the microphone.
    Denied,
    /// There is no microphone.
    NoMicrophone,
    /// Another program has the microphone.
    Busy,
    /// This browser, or a page without https, cannot record.
    Unsupported,
    /// The microphone was unplugged or taken away. What there is was kept.
    DeviceGone,
    /// The page went to the background. What there is was kept.
    PageHidden,
    /// Fifteen minutes are over. They were kept.
    Limit,
    /// The device has no room for more. What there is was kept.
    StorageFull,
    /// The recorder broke. What there is was kept.
    Broke,
    /// Nothing was recorded: too short.
    TooShort,
    /// WhatsApp takes nothing of what this browser recorded.
    CannotSend,
}

/// Something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happened {
    /// The microphone button was pressed.
    Pressed(Take),
    /// The browser gives the microphone.
    Granted,
    /// It does not.
    Refused(TroubleKind),
    /// It has recorded for so long, in milliseconds.
    Grew(u64),
    /// Stop was pressed.
    Stopped,
    /// Cancel or Esc was pressed.
    Cancelled,
    /// It ended by itself.
    EndedItself(TroubleKind),
    /// The last piece is here.
    Finished,
    /// What was recorded cannot be sent.
    Unusable(Trouble),
    /// Giving up was taken back.
    Undone,
    /// It is too late for that.
    UndoOver(MediaId),
    /// What the recorder said was read.
    TroubleRead,
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Ask for the microphone.
    Ask(Take),
    /// Record.
    Begin(Take),
    /// Stop recording and let go of the microphone.
    Halt,
    /// Send a recording.
    Send(Take),
    /// Throw a recording away.
    Discard(Take),
    /// Keep a recording for [`UNDO_FOR_MS`].
    StartUndo(Take),
    /// Offer a recording to listen to, send or discard.
    Offer(Take),
}

impl Recorder {
    /// What it does.
    #[must_use]
    pub const fn phase(&self) -> Phase {
        self.phase
    }

    /// The recording that is under way, the question for the microphone included.
    #[must_use]
    pub const fn take(&self) -> Option<Take> {
        match self.phase {
            Phase::Asking(take) | Phase::Recording { take, .. } => Some(take),
            Phase::Idle | Phase::Finishing { .. } => None,
        }
    }

    /// Where a recording is under way.
    #[must_use]
    pub const fn conversation(&self) -> Option<ConversationId> {
        match self.take() {
            Some(take) => Some(take.conversation_id),
            None => None,
        }
    }

    /// Where a recording was given up a moment ago.
    #[must_use]
    pub fn undoable_in(&self, id: ConversationId) -> bool {
        self.undoable.is_some_and(|take| take.conversation_id == id)
    }

    /// What is to be said in a conversation.
    #[must_use]
    pub fn trouble_in(&self, id: ConversationId) -> Option<TroubleKind> {
        let trouble = self.trouble.filter(|trouble| trouble.conversation_id == id)?;
        Some(trouble.kind)
    }

    /// Takes note of what happened and says what is to be done.
    pub(crate) fn on(&mut self, happened: Happened) -> Vec<Order> {
        match (self.phase, happened) {
            (Phase::Idle, Happened::Pressed(take)) => {
                self.trouble = None;
                self.phase = Phase::Asking(take);
                let mut orders = self.give_up_undoable();
                orders.push(Order::Ask(take));
                orders
            }
            (Phase::Asking(take), Happened::Granted) => {
                self.phase = Phase::Recording { take, elapsed_ms: 0 };
                vec![Order::Begin(take)]
            }
            (Phase::Asking(take), Happened::Refused(kind)) => {
                self.phase = Phase::Idle;
                self.tell(take, kind);
                Vec::new()
            }
            // Nothing is there yet; what the browser answers now is let go of.
            (Phase::Asking(_), Happened::Cancelled | Happened::Stopped) => {
                self.phase = Phase::Idle;
                vec![Order::Halt]
            }
            (Phase::Recording { take, .. }, Happened::Grew(elapsed_ms)) if elapsed_ms >= LONGEST_MS => {
                self.end(take, Ending::Offer, Some(TroubleKind::Limit))
            }
            (Phase::Recording { take, .. }, Happened::Grew(elapsed_ms)) => {
                self.phase = Phase::Recording { take, elapsed_ms };
                Vec::new()
            }
            (Phase::Recording { take, .. }, Happened::Stopped) => self.end(take, Ending::Send, None),
            (Phase::Recording { take, elapsed_ms }, Happened::Cancelled) => {
                let ending = if elapsed_ms >= UNDO_FROM_MS {
                    Ending::KeepForUndo
                } else {
                    Ending::Discard
                };
                self.end(take, ending, None)
            }
            (Phase::Recording { take, .. }, Happened::EndedItself(kind)) => {
                self.end(take, Ending::Offer, Some(kind))
            }
            (Phase::Finishing { take, ending }, Happened::Finished) => {
                self.phase = Phase::Idle;
                match ending {
                    Ending::Send => vec![Order::Send(take)],
                    Ending::Discard => vec![Order::Discard(take)],
                    Ending::Offer => vec![Order::Offer(take)],
                    Ending::KeepForUndo => {
                        let mut orders = self.give_up_undoable();
                        self.undoable = Some(take);
                        orders.push(Order::StartUndo(take));
                        orders
                    }
                }
            }
            (_, Happened::Unusable(trouble)) => {
                self.trouble = Some(trouble);
                Vec::new()
            }
            (_, Happened::Undone) => self.undoable.take().map(Order::Offer).into_iter().collect(),
            (_, Happened::UndoOver(id)) if self.undoable.is_some_and(|take| take.id == id) => {
                self.give_up_undoable()
            }
            (_, Happened::TroubleRead) => {
                self.trouble = None;
                Vec::new()
            }
            // Late or twice: a second click, a chunk after the end, an answer of the browser that nobody waits for.
            _ => Vec::new(),
        }
    }

    fn end(&mut self, take: Take, ending: Ending, why: Option<TroubleKind>) -> Vec<Order> {
        self.phase = Phase::Finishing { take, ending };
        if let Some(kind) = why {
            self.tell(take, kind);
        }
        vec![Order::Halt]
    }

    fn tell(&mut self, take: Take, kind: TroubleKind) {
        self.trouble = Some(Trouble {
            conversation_id: take.conversation_id,
            kind,
        });
    }

    fn give_up_undoable(&mut self) -> Vec<Order> {
        self.undoable.take().map(Order::Discard).into_iter().collect()
    }
}

#[cfg(test)]
mod tests;
