//! What the app knows: rows and derived order, as signals. No input or output, no browser, no clock.
//!
//! Views take [`AppState`] and [`intent::Intents`] from Leptos' context (`use_context`), read the former, emit into the latter
//! and never write here: the functions that change state are for `sync` alone (`pub(crate)`, or in [`apply`]). The app's `main` gets
//! both from `sync::start()` and provides them.
//!
//! What views use:
//! - **Where we stand**: `boot` (starting, signed out, ready), `sign_in`, `sign_out`, `connection`, `notice` (a request of the
//!   agent that failed), `session` and [`AppState::can`] for permissions, `settings`.
//! - **Rows**: the tables `conversations`, `contacts`, `messages`, `agents`, `roles`, `phone_numbers`. `table.find(id)` gives the
//!   row's signal (and runs the reader again when the row comes later), `table.value(id)` the tracked value, `table.rows()` all.
//! - **The list**: [`AppState::listed`] inside a `Memo`, with [`list_choices::ListChoices`] (what stands in the address), anew when
//!   `conversation_list.closes_next(now)` is another; [`AppState::list_pages`] says whether more can be loaded
//!   ([`intent::Intent::LoadMoreConversations`]); [`AppState::is_pinned`], [`AppState::is_marked_unread`];
//!   [`AppState::preview`] is the last line of a row, what waits included.
//! - **A thread**: [`AppState::thread`]`(id)` gives a [`thread::Thread`]: `phase`, `ids` (oldest first), `has_older`, `has_newer`,
//!   `older`/`newer` (loading), `unseen_below`, `unread_from`, `jumps`, `target`
//!   (after `ShowMessage`), `reply_to` (after `ReplyTo`; empty again when the answer is safe), and `layout(message_id)` for day separator, unread divider
//!   and grouping of one row. Emit `OpenConversation`, `CloseConversation`, `LoadOlder`, `LoadNewer`, `JumpToNewest`,
//!   `NewestInView`.
//! - **Writing**: `drafts.text(conversation_id)` is the composer's text (it becomes empty when a message is safe in the outbox);
//!   `answer_buttons.of(id)` the buttons that go with it; `text_sources(id)` says what the customer will get of it, `answers_since_begun(id)` what colleagues wrote meanwhile;
//!   `outbox` counts what waits; a waiting message is an ordinary row in the thread with version 0 and the delivery state
//!   `Waiting`; `set_aside` is "Precisa de você"; `typing` says which colleagues write, `presence` who has the
//!   same conversation in view.
//! - **Voice**: `voice.recorder` and `voice.meter` while one records, `voice.kept` what was recorded and not sent,
//!   `voice.player` what plays; [`voice::VoiceIntent`] is what one does with it.
//! - **For administrators**: [`AppState::open_alarms`], [`AppState::earlier_alarms`] with `alarm_pages`, `set_aside_values`.
//! - **Canned responses**: [`AppState::canned_responses`], by shortcut; `canned_edit` while one is edited.
//! - **Templates**: [`AppState::sendable_templates`] of a conversation, [`AppState::templates_of`] a number; `start` while a
//!   conversation is begun.
//! - **Feedback**: `feedback`, after [`intent::Intent::LoadFeedback`] and, for administrators, `LoadFeedbackTally`; emit
//!   `WriteFeedback` on every input.
//! - **Contacts**: [`AppState::sources`] and [`AppState::groups`], by name; [`AppState::notes_of`] a contact, newest first, what waits
//!   included; `note_drafts` what is written of one; `contact_edits` what the server has yet to take; `label_edit` while a source or
//!   group is edited. What was changed here stands in the table `contacts` at once.
//! - **Media, links and documents** of the open panel's conversation: `shelves`; [`shelves::ShelfIntent`] is what one does with them.
//! - **All contacts**: `contact_book`, for their page; [`contact_book::BookIntent`] is what one does with it.
//! - **Searching**: `search` across everything, `finder` in the open conversation; [`search::SearchIntent`] is what one does with them.
//! - **Details of a message**: `details`, after [`intent::Intent::ShowMessageDetails`].
//! - **Time**: `now` is the server's time, moved every few seconds while the page is visible; `server_clock` for exact times.

pub mod alarms;
pub mod answer_buttons;
pub mod apply;
pub mod canned_responses;
pub mod composing;
pub mod contact_book;
pub mod contact_edits;
pub mod conversation_filter;
pub mod conversation_list;
pub mod drafts;
pub mod drawn_rows;
pub mod emoji;
pub mod feedback;
pub mod found_contacts;
pub mod found_conversations;
pub mod intent;
pub mod labels;
pub mod list_choices;
pub mod list_pages;
pub mod mentions;
pub mod message_details;
pub mod notes;
pub mod outbox;
pub mod phase;
pub mod pins;
pub mod presence;
pub mod search;
pub mod search_arena;
pub mod search_piece;
pub mod server_clock;
pub mod shelves;
pub mod snippet;
pub mod table;
pub mod templates;
pub mod thread;
pub mod thread_layout;
pub mod thread_window;
pub mod tray;
pub mod typing;
pub mod unread_divider;
pub mod uploads;
pub mod voice;

mod batch;
#[cfg(test)]
pub(crate) mod examples;
mod list;
mod notice;
mod removals;
mod session;
mod sight;

pub use self::notice::{FailedRequest, Notice};

use self::alarms::{AlarmPages, SetAsideValues};
use self::answer_buttons::AnswerButtons;
use self::canned_responses::CannedEdit;
use self::contact_book::ContactBook;
use self::contact_edits::ContactEdits;
use self::conversation_list::ConversationList;
use self::drafts::Drafts;
use self::emoji::{EmojiSignal, EmojiTable};
use self::feedback::FeedbackPage;
use self::found_contacts::FoundContacts;
use self::found_conversations::FoundConversations;
use self::labels::LabelEdit;
use self::list_choices::ListChoices;
use self::list_pages::ListPages;
use self::mentions::Mentions;
use self::message_details::ShownDetails;
use self::notes::Notes;
use self::outbox::{Outbox, SetAside};
use self::phase::{BootPhase, Connection, SignInProgress, SignOutProgress};
use self::pins::Pins;
use self::presence::Presence;
use self::removals::Removals;
use self::search::{Finder, Search};
use self::server_clock::ServerClock;
use self::shelves::Shelves;
use self::sight::Sight;
use self::table::Table;
use self::templates::{StartProgress, TemplateSyncs};
use self::thread::{Thread, Threads, set_if_other};
use self::thread_layout::{CivilDay, CivilDayOf};
use self::tray::{TrayItem, Trays};
use self::typing::Typing;
use self::uploads::Uploads;
use self::voice::Voice;
use domain::alarm::Alarm;
use domain::canned_response::CannedResponse;
use domain::entities::{
    Agent, Contact, Conversation, Group, Message, MessagePreview, PhoneNumber, Role, Settings, Source,
};
use domain::ids::{CannedResponseId, ContactId, ConversationId, GroupId, SourceId, TemplateId};
use domain::template::Template;
use domain::time::Timestamp;
use domain::wire::Session;
use leptos::prelude::*;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// All that the app knows. Cheap to clone; every clone is the same state.
#[derive(Clone, Debug)]
pub struct AppState {
    /// What the screen as a whole shows.
    pub boot: ArcRwSignal<BootPhase>,
    /// How signing in goes.
    pub sign_in: ArcRwSignal<SignInProgress>,
    /// How signing out goes.
    pub sign_out: ArcRwSignal<SignOutProgress>,
    /// The connection as people should know it.
    pub connection: ArcRwSignal<Connection>,
    /// The last request of the agent that failed, until dismissed.
    pub notice: ArcRwSignal<Option<Notice>>,
    /// Who is signed in and what they may do.
    pub session: ArcRwSignal<Option<Session>>,
    /// Settings.
    pub settings: ArcRwSignal<Option<Settings>>,

    /// Agents, for names.
    pub agents: Table<Agent>,
    /// Roles, for names.
    pub roles: Table<Role>,
    /// Our numbers.
    pub phone_numbers: Table<PhoneNumber>,
    /// What administrators should know.
    pub alarms: Table<Alarm>,
    /// Answers that the team keeps ready.
    pub canned_responses: Table<CannedResponse>,
    /// Templates of our accounts.
    pub templates: Table<Template>,
    /// Customers, with what was changed of them here.
    pub contacts: Table<Contact>,
    /// Where customers come from.
    pub sources: Table<Source>,
    /// Groups of customers.
    pub groups: Table<Group>,
    /// What the team noted of customers.
    pub notes: Notes,
    /// Notes that mention the agent and wait to be seen.
    pub mentions: ArcRwSignal<Mentions>,
    /// Conversations that this device knows.
    pub conversations: Table<Conversation>,
    /// The messages of the threads in memory, and no others.
    pub messages: Table<Message>,

    /// The order of the list.
    pub conversation_list: ArcRwSignal<ConversationList>,
    /// How far the list is loaded, for each choice that was made since the start.
    pub(crate) loaded: ArcRwSignal<HashMap<ListChoices, ListPages>>,
    /// What stands on top of the list.
    pub pins: ArcRwSignal<Pins>,
    /// Marks "unread" that were made or taken away here and that the server has not heard.
    pub(crate) marks: ArcRwSignal<HashMap<ConversationId, bool>>,
    /// Signs of typing.
    pub typing: ArcRwSignal<Typing>,
    /// Who else has the open conversation in view.
    pub presence: ArcRwSignal<Presence>,
    /// What waits to be sent.
    pub outbox: ArcRwSignal<Outbox>,
    /// What could not be sent and never goes out by itself.
    pub set_aside: ArcRwSignal<Vec<SetAside>>,
    /// What is written and not sent.
    pub drafts: Drafts,
    /// Buttons that go with what is written.
    pub answer_buttons: AnswerButtons,
    /// Files that were chosen and are not sent yet.
    pub trays: Trays,
    /// The file that was chosen in the dialog that is open: for a template, or for a canned response.
    pub picked_file: ArcRwSignal<Option<TrayItem>>,
    /// How far files are on their way to the server.
    pub uploads: Uploads,
    /// What is recorded, what was recorded and not sent, and what plays.
    pub voice: Voice,
    /// The emoji to choose from.
    pub emoji: EmojiSignal,
    /// How far earlier alarms are loaded.
    pub alarm_pages: ArcRwSignal<AlarmPages>,
    /// What could not be understood, as far as it is loaded.
    pub set_aside_values: ArcRwSignal<SetAsideValues>,
    /// The canned response that is being edited.
    pub canned_edit: ArcRwSignal<Option<CannedEdit>>,
    /// What was changed of contacts and notes and is not at the server yet.
    pub contact_edits: ContactEdits,
    /// Notes that are being written, by contact.
    pub note_drafts: ArcRwSignal<HashMap<ContactId, String>>,
    /// Whose picture is on its way to the server.
    pub picture_of: ArcRwSignal<Option<ContactId>>,
    /// The source or group that is being edited.
    pub label_edit: ArcRwSignal<Option<LabelEdit>>,
    /// When templates were asked for, for their page.
    pub template_syncs: ArcRwSignal<TemplateSyncs>,
    /// How beginning a conversation goes.
    pub start: ArcRwSignal<StartProgress>,
    /// What people think of PerfectChat, for the help page.
    pub feedback: ArcRwSignal<FeedbackPage>,
    /// Whom the server found where one looks for somebody.
    pub found_contacts: ArcRwSignal<FoundContacts>,
    /// Which conversations the server found where one looks for whom to forward something to.
    pub found_conversations: ArcRwSignal<FoundConversations>,
    /// All contacts, for their page.
    pub contact_book: ArcRwSignal<ContactBook>,
    /// The details of the message that are on screen.
    pub details: ArcRwSignal<Option<ShownDetails>>,
    /// Media, links and documents of the conversation whose panel is open.
    pub shelves: Shelves,
    /// The search across everything.
    pub search: ArcRwSignal<Search>,
    /// The search in the open conversation.
    pub finder: ArcRwSignal<Option<Finder>>,
    /// The server's time, moved every few seconds while the page is visible.
    pub now: ArcRwSignal<Timestamp>,
    /// The server's time, exactly.
    pub server_clock: ServerClock,

    threads: Threads,
    sight: Arc<Mutex<Sight>>,
    gone_canned_responses: Removals<CannedResponseId>,
    gone_templates: Removals<TemplateId>,
    gone_sources: Removals<SourceId>,
    gone_groups: Removals<GroupId>,
    civil_day_of: CivilDayOf,
}

impl AppState {
    /// Knows nothing yet. `civil_day_of` is the calendar (`browser::intl` in the app).
    #[must_use]
    pub fn new(civil_day_of: CivilDayOf) -> Self {
        Self {
            boot: ArcRwSignal::new(BootPhase::Starting),
            sign_in: ArcRwSignal::new(SignInProgress::Idle),
            sign_out: ArcRwSignal::new(SignOutProgress::Idle),
            connection: ArcRwSignal::new(Connection::Online),
            notice: ArcRwSignal::new(None),
            session: ArcRwSignal::new(None),
            settings: ArcRwSignal::new(None),
            agents: Table::default(),
            roles: Table::default(),
            phone_numbers: Table::default(),
            alarms: Table::default(),
            canned_responses: Table::default(),
            templates: Table::default(),
            contacts: Table::default(),
            sources: Table::default(),
            groups: Table::default(),
            notes: Notes::default(),
            mentions: ArcRwSignal::new(Mentions::default()),
            conversations: Table::default(),
            messages: Table::default(),
            conversation_list: ArcRwSignal::new(ConversationList::default()),
            loaded: ArcRwSignal::new(HashMap::new()),
            pins: ArcRwSignal::new(Pins::default()),
            marks: ArcRwSignal::new(HashMap::new()),
            typing: ArcRwSignal::new(Typing::default()),
            presence: ArcRwSignal::new(Presence::default()),
            outbox: ArcRwSignal::new(Outbox::default()),
            set_aside: ArcRwSignal::new(Vec::new()),
            drafts: Drafts::default(),
            answer_buttons: AnswerButtons::default(),
            trays: Trays::default(),
            picked_file: ArcRwSignal::new(None),
            uploads: Uploads::default(),
            voice: Voice::default(),
            emoji: ArcRwSignal::new(EmojiTable::default()),
            alarm_pages: ArcRwSignal::new(AlarmPages::default()),
            set_aside_values: ArcRwSignal::new(SetAsideValues::default()),
            canned_edit: ArcRwSignal::new(None),
            contact_edits: ContactEdits::default(),
            note_drafts: ArcRwSignal::new(HashMap::new()),
            picture_of: ArcRwSignal::new(None),
            label_edit: ArcRwSignal::new(None),
            template_syncs: ArcRwSignal::new(TemplateSyncs::default()),
            start: ArcRwSignal::new(StartProgress::default()),
            feedback: ArcRwSignal::new(FeedbackPage::default()),
            found_contacts: ArcRwSignal::new(FoundContacts::default()),
            found_conversations: ArcRwSignal::new(FoundConversations::default()),
            contact_book: ArcRwSignal::new(ContactBook::default()),
            details: ArcRwSignal::new(None),
            shelves: Shelves::default(),
            search: ArcRwSignal::new(Search::default()),
            finder: ArcRwSignal::new(None),
            now: ArcRwSignal::new(Timestamp::default()),
            server_clock: ServerClock::default(),
            threads: Threads::default(),
            sight: Arc::default(),
            gone_canned_responses: Removals::default(),
            gone_templates: Removals::default(),
            gone_sources: Removals::default(),
            gone_groups: Removals::default(),
            civil_day_of,
        }
    }

    /// The thread of a conversation. It fills after [`intent::Intent::OpenConversation`].
    #[must_use]
    pub fn thread(&self, id: ConversationId) -> Thread {
        let mut thread = self.threads.thread(id);
        // What is to be answered stays when the thread leaves memory.
        thread.reply_to = self.drafts.reply_to(id);
        thread
    }

    /// Whether the thread of a conversation is in memory.
    #[must_use]
    pub fn has_thread(&self, id: ConversationId) -> bool {
        self.threads.resident(id).is_some()
    }

    /// What the list shows as the last message: what waits to be sent, else what the server says. Tracked.
    #[must_use]
    pub fn preview(&self, id: ConversationId) -> Option<MessagePreview> {
        let waiting = self
            .outbox
            .with(|outbox| outbox.of(id).last().map(MessagePreview::of));
        waiting.or_else(|| {
            self.conversations
                .find(id)
                .and_then(|row| row.with(|conversation| conversation.last_message.clone()))
        })
    }

    /// The civil day of a time in the company's time zone, untracked.
    #[must_use]
    pub fn civil_day(&self, at: Timestamp) -> CivilDay {
        self.settings.with_untracked(|settings| {
            let zone = settings
                .as_ref()
                .map_or("UTC", |settings| settings.time_zone.as_str());
            (self.civil_day_of)(at, zone)
        })
    }

    /// Forgets what the server said; what was written here stays. Threads are loading again.
    pub(crate) fn begin_anew(&self) {
        for (_, thread) in self.threads.all() {
            thread.begin_anew();
        }
        self.conversation_list.set(ConversationList::default());
        self.loaded.set(HashMap::new());
        self.pins.update(Pins::begin_anew);
        self.typing.set(Typing::default());
        self.presence.set(Presence::default());
        self.messages.clear();
        self.conversations.clear();
        self.contacts.clear();
        self.forget_told_contacts();
        self.notes.clear();
        self.mentions.update(Mentions::begin_anew);
        self.forget_labels();
        self.agents.clear();
        self.roles.clear();
        self.phone_numbers.clear();
        self.forget_alarms();
        self.forget_canned_responses();
        self.forget_templates();
        self.shelves.clear();
        if self.contact_book.with_untracked(ContactBook::is_open) {
            self.contact_book.update(|book| {
                book.hear_scope();
            });
        }
        set_if_other(&self.found_contacts, FoundContacts::default());
        set_if_other(&self.found_conversations, FoundConversations::default());
        set_if_other(&self.search, Search::default());
        set_if_other(&self.finder, None);
        set_if_other(&self.settings, None);
        self.with_sight(|sight| *sight = Sight::default());
    }

    /// Forgets everything of the person who was signed in.
    pub(crate) fn forget_everything(&self) {
        self.begin_anew();
        self.threads.clear();
        self.outbox.set(Outbox::default());
        self.set_aside.set(Vec::new());
        self.pins.set(Pins::default());
        self.mentions.set(Mentions::default());
        self.marks.set(HashMap::new());
        self.drafts.clear();
        self.answer_buttons.clear();
        self.trays.clear();
        self.picked_file.set(None);
        self.uploads.clear();
        self.voice.clear();
        self.notice.set(None);
        self.details.set(None);
        self.feedback.set(FeedbackPage::default());
        self.contact_book.set(ContactBook::default());
        self.canned_edit.set(None);
        self.label_edit.set(None);
        self.forget_contact_edits();
        self.note_drafts.set(HashMap::new());
        self.picture_of.set(None);
        self.start.set(StartProgress::default());
        set_if_other(&self.session, None);
    }

    fn with_sight<T>(&self, look: impl FnOnce(&mut Sight) -> T) -> T {
        look(
            &mut self
                .sight
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner),
        )
    }
}
