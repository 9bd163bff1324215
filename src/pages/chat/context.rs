//! What every part of the chat page needs: the shell's desk, which conversation is open, and names.

use super::address::{INFO, has_flag, with_flag};
use super::marking::Marking;
use super::split::{Overlays, SearchViews, Tools};
use crate::i18n::use_i18n;
use crate::shell::{Desk, Place};
use crate::state::AppState;
use crate::state::contact_edits::known_name;
use crate::state::intent::Intent;
use crate::state::list_choices::ListChoices;
use crate::ui::part::Part;
use domain::date_wording::CivilTime;
use domain::entities::{Contact, Position};
use domain::ids::{AgentId, ConversationId};
use domain::media_address::media_url;
use domain::merge_field::MergeField;
use domain::permission::Permission;
use domain::phone;
use domain::time::Timestamp;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// A handle that copies. It lives as long as the chat page.
#[derive(Clone, Copy)]
pub(super) struct Chat {
    desk: Desk,
    current: Memo<Option<ConversationId>>,
    choices: Memo<ListChoices>,
    template_for: RwSignal<Option<ConversationId>>,
    has_info: Memo<bool>,
    info_wish: RwSignal<Option<bool>>,
    info_takes_focus: RwSignal<bool>,
    after_info: RwSignal<Option<Position>>,
    finder_for: RwSignal<Option<ConversationId>>,
    marking: RwSignal<Option<Marking>>,
    overlays: Part<Overlays>,
    tools: Part<Tools>,
    search_views: Part<SearchViews>,
}

impl Chat {
    /// Makes it and provides it to what is below.
    pub fn provide(current: Memo<Option<ConversationId>>) -> Self {
        let desk = Desk::here();
        let location = use_location();
        let (search, query) = (location.search, location.query);
        let choices = Memo::new(move |_| {
            let asked = query.with(|query| ListChoices::of_query(|key| query.get(key)));
            desk.with(|state| state.choices_of(asked))
        });
        let chat = Self {
            desk,
            current,
            choices,
            template_for: RwSignal::new(None),
            has_info: Memo::new(move |_| {
                current.with(Option::is_some) && search.with(|search| has_flag(search, INFO))
            }),
            info_wish: RwSignal::new(None),
            info_takes_focus: RwSignal::new(false),
            after_info: RwSignal::new(None),
            finder_for: RwSignal::new(None),
            marking: RwSignal::new(None),
            overlays: Part::new(Overlays::fetch),
            tools: Part::new(Tools::fetch),
            search_views: Part::new(SearchViews::fetch),
        };
        // Before a conversation is opened, so that they are there by then.
        chat.tools.bring_ahead();
        provide_context(chat);
        chat
    }

    /// That of the page around.
    pub fn here() -> Self {
        expect_context()
    }

    /// The shell's desk.
    pub const fn desk(self) -> Desk {
        self.desk
    }

    /// Looks at the state.
    pub fn with<T>(self, look: impl FnOnce(&AppState) -> T) -> T {
        self.desk.with(look)
    }

    /// Emits an intent. After the page has ended it does nothing.
    pub fn emit(self, intent: Intent) {
        self.desk.emit(intent);
    }

    /// The conversation that is open; tracked.
    pub fn current(self) -> Option<ConversationId> {
        self.current.get()
    }

    /// The same, untracked.
    pub fn current_untracked(self) -> Option<ConversationId> {
        self.current.get_untracked()
    }

    /// What is chosen of the list, as the address says it; tracked.
    pub fn choices(self) -> ListChoices {
        self.choices.get()
    }

    /// The address of a conversation, or of the list alone, with what is chosen of the list; the panel with information stays open from
    /// one conversation to the next. Tracked.
    pub fn path(self, conversation: Option<ConversationId>) -> String {
        let page = Self::page_of(conversation);
        let has_info = conversation.is_some() && self.has_info();
        let query = with_flag(&self.choices.with(ListChoices::query), INFO, has_info);
        if query.is_empty() {
            page
        } else {
            format!("{page}?{query}")
        }
    }

    /// The address of a conversation with its panel open, with what is chosen of the list. Tracked.
    pub fn info_path(self, conversation: ConversationId) -> String {
        let query = with_flag(&self.choices.with(ListChoices::query), INFO, true);
        format!("{}?{query}", Self::page_of(Some(conversation)))
    }

    /// Whoever goes to a panel by a link goes on there.
    pub fn lead_to_info(self) {
        self.info_takes_focus.set(true);
    }

    /// The address without its query.
    pub fn page_of(conversation: Option<ConversationId>) -> String {
        conversation.map_or_else(|| Place::Chat.path().to_owned(), |id| format!("/c/{id}"))
    }

    /// The conversation for which a template is being chosen: whoever sets it opens the dialog.
    pub const fn template_for(self) -> RwSignal<Option<ConversationId>> {
        self.template_for
    }

    /// Whether the panel with information is open; tracked.
    pub fn has_info(self) -> bool {
        self.has_info.get()
    }

    /// Opens or closes the panel with information, by way of the address.
    pub fn show_info(self, is_open: bool) {
        self.info_takes_focus.set(is_open);
        self.info_wish.set(Some(is_open));
    }

    /// Closes the panel with information and goes to a message of its conversation, which it may have covered.
    pub fn leave_info_for(self, place: Position) {
        self.after_info.set(Some(place));
        self.show_info(false);
    }

    /// Where one goes from the panel that has just been closed; says so once.
    pub fn take_after_info(self) -> Option<Position> {
        let place = self.after_info.get_untracked();
        if place.is_some() {
            self.after_info.set(None);
        }
        place
    }

    /// Whether the panel was just opened by hand; says so once.
    pub fn takes_info_focus(self) -> bool {
        let takes = self.info_takes_focus.get_untracked();
        if takes {
            self.info_takes_focus.set(false);
        }
        takes
    }

    /// Whether the panel is to be opened or closed; for who changes the address.
    pub(super) const fn info_wish(self) -> RwSignal<Option<bool>> {
        self.info_wish
    }

    /// The conversation in which one searches: whoever sets it opens the search box above its thread.
    pub const fn finder_for(self) -> RwSignal<Option<ConversationId>> {
        self.finder_for
    }

    /// What is marked in the bubbles.
    pub const fn marking(self) -> RwSignal<Option<Marking>> {
        self.marking
    }

    /// What shows what was found, a part of the program that comes when one searches.
    pub const fn search_views(self) -> Part<SearchViews> {
        self.search_views
    }

    /// What opens over the chat, a part of the program that comes when it is needed.
    pub const fn overlays(self) -> Part<Overlays> {
        self.overlays
    }

    /// The composer, the tools of the list and the menus, a part of the program that comes right after the first screen.
    pub const fn tools(self) -> Part<Tools> {
        self.tools
    }

    /// What a merge field stands for in a conversation; `None`: it has no value here. Untracked.
    pub fn merge_value(self, id: ConversationId, field: MergeField) -> Option<String> {
        let now = untrack(|| self.desk.civil_now());
        self.with(|state| state.text_sources_untracked(id)?.at(now).value(field))
    }

    /// Whether the agent may do something; tracked.
    pub fn can(self, permission: Permission) -> bool {
        self.desk.can(permission)
    }

    /// What calendar and clocks of the company show at a time; tracks the settings.
    pub fn civil(self, at: Timestamp) -> CivilTime {
        self.desk.civil(at)
    }

    /// What the company's clocks show now, to a few seconds; tracked.
    pub fn civil_now(self) -> CivilTime {
        self.desk.civil_now()
    }

    /// The contact of a conversation, if it is here; tracked.
    pub fn contact_in(self, id: ConversationId) -> Option<Contact> {
        self.with(|state| {
            let contact_id = state
                .conversations
                .find(id)?
                .with(|conversation| conversation.contact_id);
            state.contacts.value(contact_id)
        })
    }

    /// Where the picture of a conversation's contact is, if there is one; tracked.
    pub fn picture_in(self, id: ConversationId) -> Option<String> {
        let contact_id = self.with(|state| {
            state
                .conversations
                .find(id)
                .map(|row| row.with(|row| row.contact_id))
        })?;
        let avatar = self.with(|state| {
            let contact = state.contacts.find(contact_id)?;
            contact.with(|contact| contact.avatar)
        });
        avatar.map(media_url)
    }

    /// What the customer of a conversation is called; tracked.
    pub fn name_in(self, id: ConversationId) -> Option<String> {
        self.contact_in(id).map(|contact| self.contact_name(&contact))
    }

    /// What a contact is called: name, else phone, else username.
    pub fn contact_name(self, contact: &Contact) -> String {
        known_name(contact).unwrap_or_else(|| use_i18n().text().unnamed_contact.to_owned())
    }

    /// An agent's first name; tracked.
    pub fn agent_name(self, id: AgentId) -> Option<String> {
        self.with(|state| {
            state
                .agents
                .find(id)
                .map(|agent| agent.with(|agent| agent.first_name.clone()))
        })
    }

    /// First names, joined as the language does: `Ana, Bruno e Carla`.
    pub fn agent_names(self, ids: &[AgentId]) -> String {
        let text = use_i18n().text();
        let names: Vec<_> = ids
            .iter()
            .map(|id| self.agent_name(*id).unwrap_or_else(|| text.somebody.to_owned()))
            .collect();
        match names.as_slice() {
            [] => String::new(),
            [name] => name.clone(),
            [first @ .., last] => format!("{} {} {last}", first.join(", "), text.and),
        }
    }
}

/// A contact's phone as people read it.
pub(super) fn phone_of(contact: &Contact) -> Option<String> {
    contact.phone.as_deref().map(phone::readable)
}

/// Where a contact's picture is, if there is one.
pub(super) fn picture_of(contact: &Contact) -> Option<String> {
    contact.avatar.map(media_url)
}

/// The first word of a name, to speak of somebody in passing.
pub(super) fn first_name(name: &str) -> &str {
    let word = name.split_whitespace().next().unwrap_or(name);
    if word.chars().all(char::is_alphabetic) {
        word
    } else {
        name
    }
}
