//! What the database holds, counted without the server's code.

use crate::meta::NUMBER;
use serde_json::Value;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool, SqlitePoolOptions};
use std::str::FromStr as _;

/// A second look at the server's database.
pub struct Books(SqlitePool);

/// How far the tables of what is kept were filled.
#[derive(Clone, Copy)]
pub struct KeptUpTo {
    set_aside: i64,
    account_news: i64,
}

impl Books {
    /// Opens the server's file for reading.
    pub async fn open(database_url: &str) -> Self {
        let options = SqliteConnectOptions::from_str(database_url)
            .unwrap()
            .pragma("query_only", "ON");
        let pool = SqlitePoolOptions::new().max_connections(1);
        Self(pool.connect_with(options).await.unwrap())
    }

    async fn number(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&self.0).await.unwrap()
    }

    /// How many deliveries were ever stored.
    pub async fn deliveries(&self) -> i64 {
        self.number("SELECT COALESCE(max(id), 0) FROM webhook_deliveries")
            .await
    }

    /// What nobody but our own number's app may change: messages with all that happens to them, and customers.
    pub async fn effects(&self) -> [i64; 4] {
        [
            self.number("SELECT count(*) FROM messages").await,
            // That a file cannot be fetched comes when it comes.
            self.number(
                "SELECT COALESCE(sum(version - (content LIKE '%\"fetch_failure\"%')), 0) FROM messages",
            )
            .await,
            self.number("SELECT COALESCE(sum(version), 0) FROM contacts")
                .await,
            self.number("SELECT count(*) FROM pending_annotations").await,
        ]
    }

    /// How far the tables of what is kept are filled.
    pub async fn kept_up_to(&self) -> KeptUpTo {
        KeptUpTo {
            set_aside: self.number("SELECT COALESCE(max(rowid), 0) FROM set_aside").await,
            account_news: self
                .number("SELECT COALESCE(max(rowid), 0) FROM account_news")
                .await,
        }
    }

    /// Why the newest delivery was set aside as a whole, if it was.
    pub async fn why_set_aside(&self) -> Option<String> {
        sqlx::query_scalar("SELECT set_aside_reason FROM webhook_deliveries ORDER BY id DESC LIMIT 1")
            .fetch_one(&self.0)
            .await
            .unwrap()
    }

    /// Whether something is known of a wamid: it is a message, did something to one, or was kept since.
    pub async fn has(&self, wamid: &str, since: KeptUpTo) -> bool {
        let quoted = serde_json::to_string(wamid).unwrap();
        sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM wamids WHERE wamid = ?1) \
             OR EXISTS (SELECT 1 FROM phone_numbers p JOIN applied_changes a ON a.key IN ( \
                'identity:message:' || p.meta_id || ':' || ?1, \
                'reaction:' || ?5 || ':' || ?1, 'edit:' || ?5 || ':' || ?1, 'revoke:' || ?5 || ':' || ?1)) \
             OR EXISTS (SELECT 1 FROM set_aside WHERE rowid > ?3 AND instr(value, ?2) > 0) \
             OR EXISTS (SELECT 1 FROM account_news WHERE rowid > ?4 AND instr(value, ?2) > 0)",
        )
        .bind(wamid)
        .bind(quoted)
        .bind(since.set_aside)
        .bind(since.account_news)
        .bind(self.our_number().await)
        .fetch_one(&self.0)
        .await
        .unwrap()
    }

    /// How many messages there are and how much was set aside.
    pub async fn totals(&self) -> (i64, i64) {
        (
            self.number("SELECT count(*) FROM messages").await,
            self.number("SELECT count(*) FROM set_aside").await,
        )
    }

    async fn our_number(&self) -> String {
        let id: uuid::Uuid = sqlx::query_scalar("SELECT id FROM phone_numbers WHERE meta_id = ?1")
            .bind(NUMBER)
            .fetch_one(&self.0)
            .await
            .unwrap();
        id.to_string()
    }
}

/// The wamids of everything in a body that has all that a message needs: the way down to it, our number, an id.
pub fn well_formed(body: Option<&Value>) -> Vec<String> {
    let list = |value: &Value, key: &str| value[key].as_array().cloned().unwrap_or_default();
    let mut wamids = Vec::new();
    for entry in body.iter().flat_map(|body| list(body, "entry")) {
        for change in list(&entry, "changes") {
            let value = &change["value"];
            let messages = match change["field"].as_str() {
                Some("messages") => list(value, "messages"),
                Some("smb_message_echoes") => list(value, "message_echoes"),
                Some("calls") => list(value, "calls"),
                Some("history") => list(value, "history")
                    .iter()
                    .flat_map(|part| list(part, "threads"))
                    .flat_map(|chat| list(&chat, "messages"))
                    .collect(),
                _ => Vec::new(),
            };
            if value["metadata"]["phone_number_id"] == NUMBER {
                let ids = messages.iter().filter_map(|message| message["id"].as_str());
                wamids.extend(ids.filter(|id| !id.is_empty()).map(ToOwned::to_owned));
            }
        }
    }
    wamids
}
