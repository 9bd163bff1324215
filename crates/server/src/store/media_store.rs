//! Files of messages: what is still to be fetched from Meta, and what we have.

use super::StoreResult;
use async_trait::async_trait;
use domain::content::{FetchFailure, MessageContent, PixelSize};
use domain::entities::Message;
use domain::ids::{AgentId, MediaId, MessageId, PhoneNumberId};
use domain::time::Timestamp;
use domain::upload::BeginUpload;
use domain::visibility::Viewer;

/// Files of messages. The bytes lie in the data folder; a row here says what they are.
#[async_trait]
pub trait MediaStore {
    /// At start: what was under way when the process died is due again.
    async fn release_media_fetches(&self) -> StoreResult<u64>;
    /// Takes fetches that are due, oldest first, at most one for each of these ids; they are under way until one of the two calls
    /// below. A fetch that was tried before keeps the id that it got then.
    async fn claim_media_fetches(&self, now: Timestamp, ids: &[MediaId]) -> StoreResult<Vec<MediaFetch>>;
    /// When the next one falls due; `None`: nothing waits.
    async fn next_media_fetch_due(&self) -> StoreResult<Option<Timestamp>>;
    /// Keeps a file that lies in the data folder already, and tells everyone. False: the message is gone or holds no file any more, so
    /// the bytes should go too.
    async fn finish_media_fetch(
        &self,
        message: MessageId,
        file: &KeptFile,
        now: Timestamp,
    ) -> StoreResult<bool>;
    /// Keeps that a fetch failed and when it is tried again (`None`: never). With a reason, people see it.
    async fn fail_media_fetch(
        &self,
        message: MessageId,
        failure: Option<FetchFailure>,
        due_at: Option<Timestamp>,
    ) -> StoreResult<()>;
    /// An agent asks for a fetch now. `None`: no such message for this viewer, or none whose file may be asked for again.
    async fn retry_media_fetch(
        &self,
        viewer: &Viewer,
        message: MessageId,
        now: Timestamp,
    ) -> StoreResult<Option<Message>>;
    /// What is known of a file, if the viewer may see a conversation that holds it, has uploaded it and not used it yet, or if a canned
    /// response holds it.
    async fn visible_media(&self, viewer: &Viewer, id: MediaId) -> StoreResult<Option<MediaFile>>;
    /// Notes that a file is on its way, once per id.
    async fn begin_upload(
        &self,
        viewer: &Viewer,
        upload: &BeginUpload,
        now: Timestamp,
    ) -> StoreResult<UploadOutcome>;
    /// The upload of this agent with this id.
    async fn upload(&self, agent: AgentId, id: MediaId) -> StoreResult<Option<UploadOutcome>>;
    /// All of a file is there: an upload becomes a file. Unless something holds it by `keep_until`, nobody needs it.
    async fn finish_upload(
        &self,
        agent: AgentId,
        file: &KeptFile,
        now: Timestamp,
        keep_until: Timestamp,
    ) -> StoreResult<Option<MediaFile>>;
    /// An upload is not wanted any more, or can never be sent.
    async fn drop_upload(&self, agent: AgentId, id: MediaId) -> StoreResult<()>;
    /// Drops uploads that began before a time and were never finished. Answers how many.
    async fn drop_old_uploads(&self, begun_before: Timestamp) -> StoreResult<u64>;
    /// What Meta calls a file of ours for one of our numbers, if it was uploaded since.
    async fn media_at_meta(
        &self,
        media: MediaId,
        number: PhoneNumberId,
        since: Timestamp,
    ) -> StoreResult<Option<String>>;
    /// Meta has a file of ours now, by this id.
    async fn put_media_at_meta(
        &self,
        media: MediaId,
        number: PhoneNumberId,
        meta_media_id: &str,
        now: Timestamp,
    ) -> StoreResult<()>;
    /// Files that nobody needs, at most `most`: their rows are gone now, their bytes should go. Answered again until
    /// [`Self::media_removed`].
    async fn take_unneeded_media(&self, now: Timestamp, most: u32) -> StoreResult<Vec<MediaId>>;
    /// The bytes of these are gone.
    async fn media_removed(&self, ids: &[MediaId]) -> StoreResult<()>;
}

/// What is known of an upload.
#[derive(Clone, Debug, PartialEq)]
pub enum UploadOutcome {
    /// It is on its way.
    UnderWay(BeginUpload),
    /// All of it is there.
    Done(MediaFile),
    /// No such conversation for this viewer.
    NotFound,
    /// The id was used for something else.
    IdConflict,
    /// The agent has too many unfinished uploads.
    TooMany,
}

/// A file to be fetched from Meta.
#[derive(Clone, Debug, PartialEq)]
pub struct MediaFetch {
    /// Whose file.
    pub message_id: MessageId,
    /// What our copy is called.
    pub media_id: MediaId,
    /// When the customer sent it.
    pub sent_at: Timestamp,
    /// Meta's id of the file.
    pub meta_media_id: String,
    /// Which of our numbers it came to.
    pub phone_number_id: PhoneNumberId,
    /// What the message says of it.
    pub content: MessageContent,
    /// How many tries have failed.
    pub failures: u32,
}

/// A file that lies in the data folder.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptFile {
    /// Its name there.
    pub id: MediaId,
    /// What it is, by its bytes.
    pub mime_type: String,
    /// Its size in bytes.
    pub byte_size: u64,
    /// A picture's size.
    pub pixels: Option<PixelSize>,
    /// How long a sound is, in milliseconds.
    pub duration_ms: Option<u64>,
    /// How many channels of Opus a sound has; 0: none that could be heard. `None`: it is no sound that is looked at.
    pub opus_channels: Option<u8>,
}

/// What is known of a file that we have.
#[derive(Clone, Debug, PartialEq)]
pub struct MediaFile {
    /// What its bytes are.
    pub kept: KeptFile,
    /// The name that the sender's device gave it.
    pub file_name: Option<String>,
}
