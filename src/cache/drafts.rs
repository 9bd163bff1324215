//! Drafts: a record of their own since they follow their author to other devices. Those of an older version of the app lie in the
//! former store as bare text until they are written anew.

use super::database::{Cache, CacheOff, DRAFTS, FORMER_DRAFTS, put, read, remove, writing};
use domain::ids::{ConversationId, MessageId};
use indexed_db_futures::error::Error;
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::transaction::Transaction;
use serde::{Deserialize, Serialize};

/// A draft as the device keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptDraft {
    /// The text.
    pub text: String,
    /// The newest revision that is known.
    pub revision: u64,
    /// Whether the server has yet to get it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_unsaved: bool,
    /// The message that it is to answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<MessageId>,
}

impl KeptDraft {
    /// One of an older version of the app: the server knows nothing of it.
    pub(super) const fn former(text: String) -> Self {
        Self {
            text,
            revision: 0,
            is_unsaved: true,
            reply_to: None,
        }
    }
}

impl Cache {
    /// Keeps a draft; one that holds nothing goes when the server has it.
    pub async fn put_draft(&self, id: ConversationId, draft: &KeptDraft) -> Result<(), CacheOff> {
        self.run(async |database| {
            let transaction = writing(database, &[DRAFTS, FORMER_DRAFTS])?;
            put_draft(&transaction, id, draft)?;
            transaction.commit().await
        })
        .await
    }
}

/// The same inside a transaction with both stores.
pub(super) fn put_draft(
    transaction: &Transaction<'_>,
    id: ConversationId,
    draft: &KeptDraft,
) -> Result<(), Error> {
    remove(&transaction.object_store(FORMER_DRAFTS)?, id.to_string())?;
    let store: ObjectStore<'_> = transaction.object_store(DRAFTS)?;
    if draft.text.is_empty() && draft.reply_to.is_none() && !draft.is_unsaved {
        remove(&store, id.to_string())
    } else {
        put(&store, &id.to_string(), draft)
    }
}

/// A record as it was read.
pub(super) fn draft_of(json: &str) -> Option<KeptDraft> {
    read(json)
}
