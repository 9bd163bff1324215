//! Saving and restoring: customers, threads, messages and media outlive the process; settings and what is under way
//! do not.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{CustomerKey, Message, Person, State, Thread, ThreadKey};
use crate::media::Media;

/// What is kept.
#[derive(Serialize, Deserialize)]
struct Snapshot {
    customers: Vec<(CustomerKey, Person)>,
    threads: Vec<(ThreadKey, Thread)>,
    messages: Vec<Message>,
    media: Vec<Media>,
}

impl State {
    /// Everything that shall outlive the process.
    pub(crate) fn export(&self) -> Value {
        let mut messages = self.messages.values().cloned().collect::<Vec<_>>();
        messages.sort_by(|a, b| (a.timestamp_s, &a.wamid).cmp(&(b.timestamp_s, &b.wamid)));
        let mut media = self.media.values().cloned().collect::<Vec<_>>();
        media.sort_by(|a, b| a.id.cmp(&b.id));
        let snapshot = Snapshot {
            customers: self
                .customers
                .iter()
                .map(|(key, person)| (*key, person.clone()))
                .collect(),
            threads: self
                .threads
                .iter()
                .map(|(key, thread)| (key.clone(), thread.clone()))
                .collect(),
            messages,
            media,
        };
        serde_json::to_value(snapshot).unwrap_or_default()
    }

    /// Takes in what [`State::export`] gave.
    pub(crate) fn restore(&mut self, snapshot: &Value) -> Result<(), serde_json::Error> {
        let snapshot = Snapshot::deserialize(snapshot)?;
        for (key, person) in snapshot.customers {
            self.customer_by_number.insert(person.wa_id.clone(), key);
            self.customers.insert(key, person);
        }
        self.threads.extend(snapshot.threads);
        self.messages.extend(
            snapshot
                .messages
                .into_iter()
                .map(|message| (message.wamid.clone(), message)),
        );
        self.media
            .extend(snapshot.media.into_iter().map(|media| (media.id.clone(), media)));
        Ok(())
    }
}
