//! The server as the app sees it: one async function an endpoint, and the socket. No signals, no retries, no state.
//!
//! Who calls decides what a failure means; here it is only told apart: refused, unreachable, senseless.

mod alarms;
mod canned_responses;
mod contact_list;
mod contacts;
mod conversations;
mod drafts;
mod emoji;
mod error;
mod feedback;
mod media;
mod messages;
mod phone_numbers;
mod request;
mod search;
mod session;
mod settings;
mod shelves;
mod socket;
mod templates;
mod uploads;

pub use alarms::{acknowledge_alarm, alarm_page, set_aside_page};
pub use canned_responses::{put_canned_response, remove_canned_response};
pub use contact_list::{contact_page, create_contact, import_contacts};
pub use contacts::{
    block_contact, change_contact, erase_contact, merge_contacts, note_page, put_group, put_note, put_source,
    remove_group, remove_note, remove_source, see_mention,
};
pub use conversations::{
    assign, bootstrap, change_conversation_state, conversation, conversation_page, mark_read, mark_unread,
    pin_conversation, start_conversation, visible_conversations,
};
pub use drafts::save_draft;
pub use emoji::emoji_table;
pub use error::ApiError;
pub use feedback::{feedback_tally, own_feedback, put_feedback};
pub use media::{fetch_media, mark_played, media_bytes, put_waveform};
pub use messages::{
    cancel_message, erase_message, message_details, message_page, react, retry_message, send_message,
};
pub use phone_numbers::change_phone_number;
pub use search::{search, search_conversation};
pub use session::{session, sign_in, sign_out, sign_out_everywhere};
pub use settings::change_settings;
pub use shelves::shelf_page;
#[cfg(feature = "bench")]
pub use socket::read as read_frame;
pub use socket::{Socket, SocketClosed};
pub use templates::{sync_templates, template_syncs};
pub use uploads::{begin_upload, drop_upload, send_slice};
