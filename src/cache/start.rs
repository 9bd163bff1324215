//! Reading what the first paint needs.

use super::batch::ListEnd;
use super::contact_edits::note_drafts_in;
use super::database::{
    CONTACT_EDITS, CONVERSATIONS, Cache, CacheOff, DRAFTS, FORMER_DRAFTS, META, NEWEST_FIRST, OUTBOX, put,
    read, reading, writing,
};
use super::drafts::{KeptDraft, draft_of};
use super::keys::list_key;
use super::outbox::OutboxRecord;
use super::wishes::{ListWish, wishes_in};
use domain::alarm::Alarm;
use domain::canned_response::CannedResponse;
use domain::entities::{Agent, Group, PhoneNumber, Role, Settings, Source};
use domain::event::Cursor;
use domain::ids::{ContactId, ConversationId, DeviceId};
use domain::mention::Mention;
use domain::template::Template;
use domain::wire::{ConversationKey, ConversationRow, Session};
use indexed_db_futures::KeyRange;
use indexed_db_futures::prelude::*;
use js_sys::Reflect;
use std::collections::{BTreeMap, HashMap};
use wasm_bindgen::JsValue;

pub(super) mod meta {
    //! Keys of the store `meta`.

    pub const CURSOR: &str = "cursor";
    pub const SESSION: &str = "session";
    pub const SETTINGS: &str = "settings";
    pub const AGENTS: &str = "agents";
    pub const ROLES: &str = "roles";
    pub const PHONE_NUMBERS: &str = "phone_numbers";
    pub const ALARMS: &str = "alarms";
    pub const CANNED_RESPONSES: &str = "canned_responses";
    pub const TEMPLATES: &str = "templates";
    pub const SOURCES: &str = "sources";
    pub const GROUPS: &str = "groups";
    pub const PINS: &str = "pins";
    pub const MENTIONS: &str = "mentions";
    pub const LIST_END: &str = "list_end";
    pub const DEVICE: &str = "device";
    /// Everything that is here is searched, or noted for it.
    pub const SEARCHED: &str = "searched";
    /// All but the device's id.
    pub const OF_A_PERSON: [&str; 14] = [
        CURSOR,
        SESSION,
        SETTINGS,
        AGENTS,
        ROLES,
        PHONE_NUMBERS,
        ALARMS,
        CANNED_RESPONSES,
        TEMPLATES,
        SOURCES,
        GROUPS,
        PINS,
        MENTIONS,
        LIST_END,
    ];
    /// What an older version of the app did not keep: without it the server is asked for all anew.
    pub const ADDED_LATER: [&str; 5] = [CANNED_RESPONSES, TEMPLATES, SOURCES, GROUPS, PINS];
}

/// All that the first paint needs, from one transaction.
#[derive(Clone, Debug, Default)]
pub struct Start {
    /// Who was signed in.
    pub session: Option<Session>,
    /// How far the device has read.
    pub cursor: Option<Cursor>,
    /// This device's id.
    pub device_id: Option<DeviceId>,
    /// Settings.
    pub settings: Option<Settings>,
    /// Agents.
    pub agents: Vec<Agent>,
    /// Roles.
    pub roles: Vec<Role>,
    /// Our numbers.
    pub phone_numbers: Vec<PhoneNumber>,
    /// What is pinned.
    pub pins: Vec<ConversationId>,
    /// How far the list of open conversations is whole; `None`: nobody knows.
    pub list_end: Option<ListEnd>,
    /// What the agent wished of the list and the server has not heard.
    pub wishes: Vec<(ConversationId, ListWish)>,
    /// The conversations with the newest activity.
    pub conversations: Vec<ConversationRow>,
    /// What waits, and what was set aside.
    pub outbox: Vec<OutboxRecord>,
    /// Drafts.
    pub drafts: Vec<(ConversationId, KeptDraft)>,
    /// Notes that are being written.
    pub note_drafts: HashMap<ContactId, String>,
    /// What is shown a moment later.
    pub later: Later,
}

/// What the device kept and the first paint can do without, as JSON: what reads it is not in the first download.
#[derive(Clone, Debug, Default)]
pub struct Later {
    alarms: Option<String>,
    templates: Option<String>,
    canned_responses: Option<String>,
    sources: Option<String>,
    groups: Option<String>,
    mentions: Option<String>,
    /// What was changed of contacts and waits, oldest first.
    pub contact_edits: Vec<String>,
}

impl Later {
    /// Alarms that are not ended.
    #[must_use]
    pub fn alarms(&self) -> Vec<Alarm> {
        all_in(self.alarms.as_deref())
    }

    /// Templates.
    #[must_use]
    pub fn templates(&self) -> Vec<Template> {
        all_in(self.templates.as_deref())
    }

    /// Canned responses.
    #[must_use]
    pub fn canned_responses(&self) -> Vec<CannedResponse> {
        all_in(self.canned_responses.as_deref())
    }

    /// Sources.
    #[must_use]
    pub fn sources(&self) -> Vec<Source> {
        all_in(self.sources.as_deref())
    }

    /// Groups.
    #[must_use]
    pub fn groups(&self) -> Vec<Group> {
        all_in(self.groups.as_deref())
    }

    /// Notes that mention the agent and wait to be seen.
    #[must_use]
    pub fn mentions(&self) -> Vec<Mention> {
        all_in(self.mentions.as_deref())
    }
}

fn all_in<T: serde::de::DeserializeOwned>(json: Option<&str>) -> Vec<T> {
    json.and_then(read).unwrap_or_default()
}

impl Cache {
    /// Reads all that the first paint needs, at most `limit` conversations.
    pub async fn load_start(&self, limit: u32) -> Result<Start, CacheOff> {
        self.run(async |database| {
            let transaction = reading(
                database,
                &[META, CONVERSATIONS, OUTBOX, DRAFTS, FORMER_DRAFTS, CONTACT_EDITS],
            )?;
            let meta_store = transaction.object_store(META)?;
            let meta_keys = meta_store.get_all_keys::<String>().primitive()?;
            let meta_values = meta_store.get_all::<String>().primitive()?;
            let rows_store = transaction.object_store(CONVERSATIONS)?;
            let index = rows_store.index(NEWEST_FIRST)?;
            let rows = index.get_all::<JsValue>().with_limit(limit).primitive()?;
            let outbox_store = transaction.object_store(OUTBOX)?;
            let outbox = outbox_store.get_all::<String>().primitive()?;
            let drafts_store = transaction.object_store(DRAFTS)?;
            let draft_keys = drafts_store.get_all_keys::<String>().primitive()?;
            let draft_records = drafts_store.get_all::<String>().primitive()?;
            let former_store = transaction.object_store(FORMER_DRAFTS)?;
            let former_keys = former_store.get_all_keys::<String>().primitive()?;
            let former_texts = former_store.get_all::<String>().primitive()?;
            let edits_store = transaction.object_store(CONTACT_EDITS)?;
            let edits = edits_store.get_all::<String>().primitive()?;

            let mut values = BTreeMap::new();
            for (key, value) in meta_keys.await?.zip(meta_values.await?) {
                values.insert(key?, value?);
            }
            let is_whole = meta::ADDED_LATER.iter().all(|key| values.contains_key(*key));
            let mut start = Start {
                session: from_meta(&values, meta::SESSION),
                cursor: from_meta(&values, meta::CURSOR).filter(|_| is_whole),
                device_id: from_meta(&values, meta::DEVICE),
                settings: from_meta(&values, meta::SETTINGS),
                agents: from_meta(&values, meta::AGENTS).unwrap_or_default(),
                roles: from_meta(&values, meta::ROLES).unwrap_or_default(),
                phone_numbers: from_meta(&values, meta::PHONE_NUMBERS).unwrap_or_default(),
                note_drafts: note_drafts_in(&values),
                pins: from_meta(&values, meta::PINS).unwrap_or_default(),
                list_end: from_meta(&values, meta::LIST_END),
                wishes: wishes_in(&values),
                later: Later {
                    alarms: values.remove(meta::ALARMS),
                    templates: values.remove(meta::TEMPLATES),
                    canned_responses: values.remove(meta::CANNED_RESPONSES),
                    sources: values.remove(meta::SOURCES),
                    groups: values.remove(meta::GROUPS),
                    mentions: values.remove(meta::MENTIONS),
                    contact_edits: Vec::new(),
                },
                ..Start::default()
            };
            for record in rows.await? {
                start.conversations.extend(row_of(&record?));
            }
            for json in outbox.await? {
                start.outbox.extend(read::<OutboxRecord>(&json?));
            }
            for (key, text) in former_keys.await?.zip(former_texts.await?) {
                if let Ok(id) = key?.parse() {
                    start.drafts.push((id, KeptDraft::former(text?)));
                }
            }
            for (key, json) in draft_keys.await?.zip(draft_records.await?) {
                if let (Ok(id), Some(draft)) = (key?.parse(), draft_of(&json?)) {
                    start.drafts.push((id, draft));
                }
            }
            for json in edits.await? {
                start.later.contact_edits.push(json?);
            }
            Ok(start)
        })
        .await
    }

    /// The next conversations of the list after a place.
    pub async fn conversations_after(
        &self,
        after: ConversationKey,
        limit: u32,
    ) -> Result<Vec<ConversationRow>, CacheOff> {
        self.run(async |database| {
            let transaction = reading(database, &[CONVERSATIONS])?;
            let store = transaction.object_store(CONVERSATIONS)?;
            let index = store.index(NEWEST_FIRST)?;
            let range = KeyRange::LowerBound(list_key(after), true);
            let records = index
                .get_all::<JsValue>()
                .with_query::<String, _>(range)
                .with_limit(limit)
                .primitive()?;
            let mut rows = Vec::new();
            for record in records.await? {
                rows.extend(row_of(&record?));
            }
            Ok(rows)
        })
        .await
    }

    /// How far the device has read: another tab may have written it.
    pub async fn cursor(&self) -> Result<Option<Cursor>, CacheOff> {
        self.run(async |database| {
            let transaction = reading(database, &[META])?;
            let store = transaction.object_store(META)?;
            let json = store.get::<String, _, _>(meta::CURSOR).primitive()?.await?;
            Ok(json.and_then(|json| read(&json)))
        })
        .await
    }

    /// Keeps this device's id.
    pub async fn put_device_id(&self, id: DeviceId) -> Result<(), CacheOff> {
        self.run(async |database| {
            let transaction = writing(database, &[META])?;
            put(&transaction.object_store(META)?, meta::DEVICE, &id)?;
            transaction.commit().await
        })
        .await
    }
}

fn from_meta<T: serde::de::DeserializeOwned>(values: &BTreeMap<String, String>, key: &str) -> Option<T> {
    values.get(key).and_then(|json| read(json))
}

/// The row in a record. As a map the library would read it with some 14 kB of code.
fn row_of(record: &JsValue) -> Option<ConversationRow> {
    let json = Reflect::get(record, &"row".into()).ok()?.as_string()?;
    read(&json)
}
