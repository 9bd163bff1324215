//! What the agent wished of the list and the server has not heard yet: a record each in `meta`, so that tabs do not write over each
//! other's.

use super::database::{Cache, CacheOff, read};
use domain::command::PinConversation;
use domain::ids::ConversationId;
use indexed_db_futures::KeyRange;
use indexed_db_futures::error::Error;
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::prelude::*;
use std::collections::BTreeMap;

const PIN: &str = "wish/pin/";
const MARK: &str = "wish/mark/";
/// Below and above all of them.
const FIRST: &str = "wish/";
const LAST: &str = "wish0";

/// A wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListWish {
    /// To pin, or to let go.
    Pin(PinConversation),
    /// To mark as unread, or not.
    Mark(bool),
}

impl Cache {
    /// Keeps a wish to pin; `None`: there is none any more.
    pub async fn put_pin_wish(
        &self,
        id: ConversationId,
        wish: Option<PinConversation>,
    ) -> Result<(), CacheOff> {
        self.put_in_meta(&format!("{PIN}{id}"), wish.as_ref()).await
    }

    /// Keeps a wish to mark; `None`: there is none any more.
    pub async fn put_mark_wish(&self, id: ConversationId, wish: Option<bool>) -> Result<(), CacheOff> {
        self.put_in_meta(&format!("{MARK}{id}"), wish.as_ref()).await
    }
}

/// The wishes among the records of `meta`.
pub(super) fn wishes_in(values: &BTreeMap<String, String>) -> Vec<(ConversationId, ListWish)> {
    let of = |key: &str, json: &str| {
        if let Some(id) = key.strip_prefix(PIN) {
            return Some((id.parse::<ConversationId>().ok()?, ListWish::Pin(read(json)?)));
        }
        let id = key.strip_prefix(MARK)?;
        Some((id.parse::<ConversationId>().ok()?, ListWish::Mark(read(json)?)))
    };
    values
        .range(FIRST.to_owned()..LAST.to_owned())
        .filter_map(|(key, json)| of(key, json))
        .collect()
}

/// Removes all of them.
pub(super) fn remove_wishes(store: &ObjectStore<'_>) -> Result<(), Error> {
    let _request = store
        .delete::<String, _>(KeyRange::Bound(FIRST.to_owned(), false, LAST.to_owned(), false))
        .primitive()?;
    Ok(())
}
