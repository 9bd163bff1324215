//! Voice: what is recorded here, what was recorded and not sent yet, and what plays.

pub mod kept_takes;
pub mod level_meter;
pub mod player;
pub mod recorder;

use self::kept_takes::KeptTake;
use self::level_meter::LevelMeter;
use self::player::Player;
use self::recorder::Recorder;
use domain::ids::{ConversationId, MediaId, MessageId};
use leptos::prelude::*;

/// Everything about voice. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Voice {
    /// The recorder of this tab.
    pub recorder: ArcRwSignal<Recorder>,
    /// What the recording has sounded like so far; moves several times a second while one is under way.
    pub meter: ArcRwSignal<LevelMeter>,
    /// Recordings that are on this device and were not sent.
    pub kept: ArcRwSignal<Vec<KeptTake>>,
    /// The recording that never went and that is listened to.
    pub heard: ArcRwSignal<Option<MessageId>>,
    /// What to say about a voice note that was sent or taken back, until it has been said.
    pub news: ArcRwSignal<Option<VoiceNews>>,
    /// What plays.
    pub player: Player,
}

impl Voice {
    /// Forgets everything of the person who was signed in.
    pub(crate) fn clear(&self) {
        self.recorder.set(Recorder::default());
        self.meter.set(LevelMeter::default());
        self.kept.set(Vec::new());
        self.heard.set(None);
        self.news.set(None);
        self.player.clear();
    }
}

/// Something to say about a voice note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VoiceNews {
    /// It never left.
    Cancelled,
    /// It had left when somebody wanted to take it back.
    AlreadySent(MessageId),
    /// It went as ordinary audio, because this browser does not record what a voice note is.
    SentAsAudio,
}

/// What the agent wants of voice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VoiceIntent {
    /// The microphone: records at once.
    Record {
        /// Where the recording is for.
        conversation_id: ConversationId,
        /// The message it answers.
        reply_to: Option<MessageId>,
    },
    /// Stop: sends at once.
    Stop,
    /// Gives the recording up.
    Cancel,
    /// Takes giving up back: the recording is offered.
    Undo,
    /// What the recorder says was read.
    CloseTrouble,
    /// Plays a recording that was not sent, or stops it.
    Listen(MediaId),
    /// Plays a recording that was set aside, or stops it.
    ListenSetAside(MessageId),
    /// Sends a recording that was not sent.
    SendTake(MediaId),
    /// Throws a recording away.
    DiscardTake(MediaId),
    /// Takes back a message that has not left.
    CancelMessage(MessageId),
    /// [`Voice::news`] was said.
    NewsSaid,
    /// Plays a voice note from where it stands, or stops it there.
    Play(MessageId),
    /// Goes to a place in a voice note.
    Seek {
        /// Which.
        message_id: MessageId,
        /// Where to, in milliseconds.
        to_ms: u64,
    },
    /// The next speed.
    ChangeSpeed,
    /// A voice note is on screen that has no waveform yet.
    WantWaveform(MessageId),
}
