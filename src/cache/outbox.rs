//! What was written here: commands that wait, and texts that were set aside.

use super::database::{
    Cache, CacheOff, DRAFTS, FORMER_DRAFTS, MESSAGES, OUTBOX, put, read, reading, remove, writing,
};
use super::drafts::{KeptDraft, put_draft};
use super::keys::message_key;
use domain::command::SendMessage;
use domain::entities::Message;
use domain::error::Problem;
use domain::ids::{AgentId, ConversationId, MessageId};
use domain::tagged;
use domain::time::Timestamp;
use indexed_db_futures::prelude::*;
use serde::{Deserialize, Serialize};

/// One command, as the device keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutboxRecord {
    /// What to send.
    pub command: SendMessage,
    /// Who wrote it.
    pub author: AgentId,
    /// When it was written, or set aside.
    pub at: Timestamp,
    /// What becomes of it.
    pub status: OutboxStatus,
}

tagged! {
    "status", "OutboxStatus",
    /// What becomes of a command.
    #[derive(Clone, Debug, PartialEq)]
    pub enum OutboxStatus {
        /// It goes out as soon as it can.
        Waiting,
        /// It never goes out by itself; its author decides.
        SetAside {
            /// Why.
            cause: SetAsideCause,
        },
    }
}

tagged! {
    "cause", "SetAsideCause",
    /// Why a command was set aside.
    #[derive(Clone, Debug, PartialEq)]
    pub enum SetAsideCause {
        /// The server refused it for good.
        Refused {
            /// Its code and parameters.
            problem: Problem,
        },
        /// The agent may not see the conversation any more.
        SightLost {
            /// What its bubble said: without the conversation nobody can tell what merge fields stand for.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            said: Option<String>,
        },
        /// The file cannot be read any more.
        FileLost,
    }
}

impl Cache {
    /// Keeps a command and what is left of its conversation's draft, together.
    pub async fn enqueue(&self, record: &OutboxRecord, draft: &KeptDraft) -> Result<(), CacheOff> {
        self.run(async |database| {
            let transaction = writing(database, &[OUTBOX, DRAFTS, FORMER_DRAFTS])?;
            put(
                &transaction.object_store(OUTBOX)?,
                &record.command.id.to_string(),
                record,
            )?;
            put_draft(&transaction, record.command.conversation_id, draft)?;
            transaction.commit().await
        })
        .await
    }

    /// All commands, in order of writing.
    pub async fn outbox(&self) -> Result<Vec<OutboxRecord>, CacheOff> {
        self.run(async |database| {
            let transaction = reading(database, &[OUTBOX])?;
            let store = transaction.object_store(OUTBOX)?;
            let mut records = Vec::new();
            for json in store.get_all::<String>().primitive()?.await? {
                records.extend(read::<OutboxRecord>(&json?));
            }
            Ok(records)
        })
        .await
    }

    /// Keeps what became of a command.
    pub async fn put_outbox(&self, record: &OutboxRecord) -> Result<(), CacheOff> {
        self.run(async |database| {
            let transaction = writing(database, &[OUTBOX])?;
            put(
                &transaction.object_store(OUTBOX)?,
                &record.command.id.to_string(),
                record,
            )?;
            transaction.commit().await
        })
        .await
    }

    /// The server has a message: the command goes, the message stays.
    pub async fn accept(&self, message: &Message) -> Result<(), CacheOff> {
        self.run(async |database| {
            let transaction = writing(database, &[OUTBOX, MESSAGES])?;
            remove(&transaction.object_store(OUTBOX)?, message.id.to_string())?;
            let messages = transaction.object_store(MESSAGES)?;
            let key = message_key(message.conversation_id, message.position());
            // The event may have been here first.
            if messages
                .get_key::<String, _>(key.clone())
                .primitive()?
                .await?
                .is_none()
            {
                put(&messages, &key, message)?;
            }
            transaction.commit().await
        })
        .await
    }

    /// Removes commands.
    pub async fn remove_outbox(&self, ids: &[MessageId]) -> Result<(), CacheOff> {
        self.run(async |database| {
            let transaction = writing(database, &[OUTBOX])?;
            let store = transaction.object_store(OUTBOX)?;
            for id in ids {
                remove(&store, id.to_string())?;
            }
            transaction.commit().await
        })
        .await
    }

    /// Removes a command and keeps its text as a draft, together.
    pub async fn outbox_to_draft(
        &self,
        id: MessageId,
        conversation_id: ConversationId,
        draft: &KeptDraft,
    ) -> Result<(), CacheOff> {
        self.run(async |database| {
            let transaction = writing(database, &[OUTBOX, DRAFTS, FORMER_DRAFTS])?;
            remove(&transaction.object_store(OUTBOX)?, id.to_string())?;
            put_draft(&transaction, conversation_id, draft)?;
            transaction.commit().await
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_before_a_text_was_kept_as_it_was_shown_can_be_read() {
        let kept = |said: Option<&str>| OutboxStatus::SetAside {
            cause: SetAsideCause::SightLost {
                said: said.map(str::to_owned),
            },
        };
        let cases = [
            (
                r#"{"status":"set_aside","cause":{"cause":"sight_lost"}}"#,
                kept(None),
            ),
            (
                r#"{"status":"set_aside","cause":{"cause":"sight_lost","said":"Oi, Marina"}}"#,
                kept(Some("Oi, Marina")),
            ),
        ];
        for (json, expected) in cases {
            assert_eq!(serde_json::to_string(&expected).expect("JSON"), json);
            assert_eq!(
                serde_json::from_str::<OutboxStatus>(json).expect("a status"),
                expected
            );
            // As the app reads it.
            let mut deserializer = serde_json::Deserializer::from_str(json);
            let read = OutboxStatus::read_on(&mut deserializer).expect("a status");
            assert_eq!(read, expected);
        }
    }
}
