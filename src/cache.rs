//! What this device keeps in IndexedDB: a copy of what the server says, and what was written here and not sent yet.
//!
//! Stores (all keys are text, all values JSON text, so that a shape can grow):
//! - `meta`: who is signed in, the cursor, settings, agents, roles, numbers,
//!   alarms, canned responses, templates, sources, groups, pins, mentions, notes that are being written, the device's id; what the
//!   agent wished of the list and the server has not heard;
//! - `conversations`: a row with its contact, by id; the index `newest_first` gives the list's order;
//! - `messages`: one record each, keyed by conversation and place, **newest first**, because `getAll` only reads upward and the
//!   newest page is what opens a thread;
//! - `threads`: from which message on the device has all of a conversation. Without such a record it may have some, with gaps;
//! - `outbox`: commands by message id, which is also the order of writing; refused ones stay here, marked, until dismissed;
//! - `drafts_v2`: drafts by conversation, with what is known of them; `drafts`: bare texts of an older version, until written anew;
//! - `search`: folded words of messages, keyed as the newest message of a record; `search_notes`: what changed and is not folded yet;
//! - `uploads`: files that wait to be sent, by message id, their bytes in slices;
//! - `takes`: recordings that are not in the outbox yet, by their file's id, piece by piece;
//! - `trays`: files that were chosen and not sent yet, with the words below them, by an id of the tray; their bytes in slices by ids of
//!   their own. Slices, pieces and the records of `search` are the only values that are no text;
//! - `notes`: one record each, by contact;
//! - `contact_edits`: what was changed of contacts and notes and the server has yet to take, in the order of writing.
//!
//! Each function is one whole operation in one short transaction, in which nothing but the database is awaited. The cursor is
//! written in the transaction of the rows that it covers. A cache that breaks turns itself off: every function then answers
//! [`CacheOff`], and the app goes on without. A record that cannot be read is skipped. A changed shape is a new store.

mod batch;
mod contact_edits;
mod database;
mod drafts;
mod keys;
mod notes;
mod outbox;
mod pages;
mod search;
mod start;
mod takes;
mod trays;
mod uploads;
mod wishes;

pub use batch::{Batch, CachedThread, ListEnd};
pub use database::{Cache, CacheOff};
pub use drafts::KeptDraft;
pub use outbox::{OutboxRecord, OutboxStatus, SetAsideCause};
pub use pages::{CachedPage, PageOf};
pub use search::SearchNotes;
pub use start::{Later, Start};
pub use takes::TakeRecord;
pub use trays::{TrayFile, TrayRecord};
pub use wishes::ListWish;
