//! What the interface says: one field a text. What has parameters is a function.

pub mod canned;
pub mod composer;
pub mod contact;
pub mod delivery;
pub mod list;
pub mod media;
pub mod mention;
pub mod search;
pub mod setup;
pub mod share;
pub mod shelves;
pub mod templates;
pub mod thread;
pub mod voice;

use self::canned::CannedMessages;
use self::composer::ComposerMessages;
use self::contact::{ContactMessages, LabelMessages};
use self::delivery::{DetailsMessages, MetaMessages, UnsupportedMessages};
use self::list::ListMessages;
use self::media::MediaMessages;
use self::mention::MentionMessages;
use self::search::SearchMessages;
use self::setup::{AlarmMessages, SetupMessages};
use self::share::ShareMessages;
use self::shelves::ShelfMessages;
use self::templates::TemplateMessages;
use self::thread::ThreadMessages;
use self::voice::VoiceMessages;

/// All words of one language.
#[derive(Clone, Copy, Debug)]
pub struct Messages {
    pub list: ListMessages,
    pub media: MediaMessages,
    pub mention: MentionMessages,
    pub search: SearchMessages,
    pub share: ShareMessages,
    pub shelves: ShelfMessages,
    pub voice: VoiceMessages,
    // Everywhere.
    pub close: &'static str,
    pub cancel: &'static str,
    pub try_again: &'static str,
    pub copy: &'static str,
    pub copied: &'static str,
    pub discard: &'static str,
    pub learn_more: &'static str,
    pub loading: &'static str,
    pub page_not_found: &'static str,
    pub page_not_found_text: &'static str,
    pub go_to_conversations: &'static str,

    // Sign-in.
    pub sign_in_title: &'static str,
    pub sign_in_lead: &'static str,
    pub email: &'static str,
    pub password: &'static str,
    pub sign_in: &'static str,
    pub signing_in: &'static str,
    pub would_discard_unsent: fn(&str, usize) -> String,
    pub discard_and_sign_in: &'static str,

    // The shell and the profile.
    pub main_navigation: &'static str,
    pub chat: &'static str,
    pub help: &'static str,
    pub profile: fn(&str) -> String,
    pub language: &'static str,
    pub theme: &'static str,
    pub theme_system: &'static str,
    pub theme_light: &'static str,
    pub theme_dark: &'static str,
    pub sign_out: &'static str,
    pub sign_out_everywhere: &'static str,
    pub sign_out_asks_title: fn(usize) -> String,
    pub sign_out_asks_text: &'static str,
    pub send_first: &'static str,
    pub signing_out: &'static str,
    pub offline: &'static str,
    pub reconnecting: &'static str,
    pub reconnect_now: &'static str,

    // The list.
    pub conversations: &'static str,
    pub business_number: &'static str,
    pub all_numbers: &'static str,
    pub filters: &'static str,
    pub filter_all: &'static str,
    pub filter_unread: &'static str,
    pub filter_mine: &'static str,
    pub filter_unassigned: &'static str,
    pub filter_concluded: &'static str,
    pub draft: &'static str,
    pub unread_count: fn(u32) -> String,
    pub window_closed_badge: &'static str,
    pub window_badge: fn(&str) -> String,
    pub unnamed_contact: &'static str,
    pub more_assignees: fn(&str, usize) -> String,
    pub no_conversations: &'static str,
    pub no_conversations_text: &'static str,
    pub no_matches: &'static str,
    pub no_matches_text: &'static str,
    pub list_failed: &'static str,
    pub list_failed_text: &'static str,
    pub no_access: &'static str,
    pub no_access_text: &'static str,

    // Kinds of messages, for the list and where there are no words.
    pub image: &'static str,
    pub video: &'static str,
    pub audio: &'static str,
    pub voice_note: &'static str,
    pub document: &'static str,
    pub sticker: &'static str,
    pub location: &'static str,
    pub contact_card: &'static str,
    pub template: &'static str,
    pub order: &'static str,
    pub order_items: fn(u32) -> String,
    pub unsupported: fn(&str) -> String,
    pub unsupported_short: &'static str,
    pub system: &'static str,
    pub erased: fn(&str) -> String,
    pub erased_short: &'static str,
    pub erased_by: fn(&str, &str) -> String,
    pub decimal_mark: char,
    pub message: &'static str,

    // Delivery.
    pub delivery_waiting: &'static str,
    pub delivery_held: &'static str,
    pub delivery_unconfirmed: &'static str,
    pub delivery_sent: &'static str,
    pub delivery_delivered: &'static str,
    pub delivery_read: &'static str,
    pub delivery_played: &'static str,
    pub delivery_failed: &'static str,
    pub unconfirmed_text: &'static str,
    pub send_anyway: &'static str,

    // The thread.
    pub choose_conversation: &'static str,
    pub choose_conversation_text: &'static str,
    pub messages_with: fn(&str) -> String,
    pub back_to_list: &'static str,
    pub copy_phone: fn(&str) -> String,
    pub phone_copied: &'static str,
    pub answered_from: fn(&str) -> String,
    pub answered_by: fn(&str) -> String,
    pub more_options: &'static str,
    pub take: &'static str,
    pub conclude: &'static str,
    pub reopen: &'static str,
    pub new_messages: fn(u32) -> String,
    pub to_newest: &'static str,
    pub to_newest_with: fn(u32) -> String,
    pub history_failed: &'static str,
    pub thread_unreachable: &'static str,
    pub thread_unreachable_text: &'static str,
    pub thread_not_found: &'static str,
    pub thread_not_found_text: &'static str,
    pub empty_thread: &'static str,
    pub forwarded: &'static str,
    pub edited: &'static str,
    pub revoked: &'static str,
    pub from_phone: &'static str,
    pub quote_missing: &'static str,
    pub reaction: fn(&str) -> String,
    pub new_message_from: fn(&str, &str) -> String,
    pub is_typing: fn(&str) -> String,
    pub are_typing: fn(&str) -> String,

    // System lines.
    pub somebody: &'static str,
    pub took: fn(&str) -> String,
    pub assigned: fn(&str, &str) -> String,
    pub unassigned: fn(&str) -> String,
    pub assigned_automatically: fn(&str) -> String,
    pub unassigned_automatically: &'static str,
    pub concluded_by: fn(&str) -> String,
    pub reopened: &'static str,
    pub number_changed: fn(&str) -> String,
    pub chat_opened: &'static str,
    pub and: &'static str,

    // The customer service window.
    pub window_before_time: &'static str,
    pub window_after_time: &'static str,
    pub window_warning_soon: &'static str,
    pub window_warning_last: &'static str,
    pub window_closed_strip: &'static str,
    pub window_never_strip: &'static str,
    pub window_closed: &'static str,
    pub window_closed_text: fn(&str) -> String,
    pub window_never: &'static str,
    pub window_never_text: fn(&str) -> String,
    pub window_draft_kept: &'static str,
    pub window_policy_title: &'static str,
    pub window_policy: [&'static str; 4],

    // The composer.
    pub message_entry: &'static str,
    pub message_placeholder: &'static str,
    pub send: &'static str,
    pub characters_left: fn(i64) -> String,
    pub number_disconnected: fn(&str) -> String,
    pub number_disconnected_text: &'static str,

    // What needs the agent.
    pub needs_you: &'static str,
    pub edit_again: &'static str,
    pub sight_lost_text: &'static str,
    pub part_missing: &'static str,

    // Why something did not work.
    pub failed_assign: &'static str,
    pub failed_change_state: &'static str,
    pub failed_retry: &'static str,
    pub failed_sign_out: &'static str,
    pub failed_acknowledge: &'static str,
    pub failed_send: &'static str,
    pub failure_offline: &'static str,
    pub failure_broken: &'static str,
    pub failure_sign_in: &'static str,
    pub failure_too_many: fn(u64) -> String,
    pub failure_session: &'static str,
    pub failure_permission: &'static str,
    pub failure_not_found: &'static str,
    pub failure_window_closed: &'static str,
    pub failure_text_empty: &'static str,
    /// The most characters that it may have.
    pub failure_text_too_long: fn(usize) -> String,
    pub failure_not_sendable: &'static str,
    pub failure_conflict: &'static str,
    pub failure_unavailable: &'static str,
    pub failure_server: &'static str,
    pub failure_refused: &'static str,

    // In files of their own.
    pub composer: ComposerMessages,
    pub canned: CannedMessages,
    pub contact: ContactMessages,
    pub labels: LabelMessages,
    pub templates: TemplateMessages,
    pub setup: SetupMessages,
    /// `None`: see [`Messages::alarm()`].
    pub(super) alarm: Option<&'static AlarmMessages>,
    pub details: DetailsMessages,
    pub meta: MetaMessages,
    pub unsupported_why: UnsupportedMessages,
    pub thread: ThreadMessages,
}

impl Messages {
    /// What alarms say. Portuguese is in the first download, but these words of it are needed where alarms are read.
    #[must_use]
    pub const fn alarm(&self) -> &'static AlarmMessages {
        match self.alarm {
            Some(words) => words,
            None => super::pt_br::ALARM,
        }
    }
}
