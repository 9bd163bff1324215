//! [`EventStore`] on SQLite.
//!
//! A batch is a range of log rows. For each kind that occurs in it one query joins the rows with their entities as they are now:
//! each entity once, and only what the viewer may see. The cost is that of the range, not of what is stored.

use super::reading::{self, scoped};
use super::rows::{
    self, agent_columns, as_integer, contact_columns, contact_visible, conversation_columns, id,
    message_columns, number, phone_number_columns, visible,
};
use super::shared_batches::{self, Named};
use super::{SqliteStore, alarms, canned_responses, drafts, labels, mentions, notes, pins, templates};
use crate::store::{EventBatch, EventStore, LogBounds, SharedBatch, StoreError, StoreResult};
use async_trait::async_trait;
use domain::event::{Change, Event};
use domain::visibility::Viewer;
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use std::collections::HashSet;
use std::sync::Arc;
use tokio::sync::watch;

#[async_trait]
impl EventStore for SqliteStore {
    async fn log_bounds(&self) -> StoreResult<LogBounds> {
        let mut transaction = self.read().await?;
        let cursor = reading::cursor(&mut transaction).await?;
        let row = sqlx::query("SELECT trimmed_to FROM log")
            .fetch_one(&mut *transaction)
            .await?;
        Ok(LogBounds {
            epoch: cursor.epoch,
            trimmed_to: number(&row, "trimmed_to")?,
            newest: cursor.n,
        })
    }

    async fn events_after(&self, viewer: &Viewer, n: u64, limit: u32) -> StoreResult<EventBatch> {
        let shared = self.shared_events_after(viewer, n, limit).await?;
        Ok(shared.batch().clone())
    }

    async fn shared_events_after(
        &self,
        viewer: &Viewer,
        n: u64,
        limit: u32,
    ) -> StoreResult<Arc<SharedBatch>> {
        if let Some(batch) = shared_batches::batch(self, viewer, n, limit).await? {
            return Ok(batch);
        }
        let mut transaction = self.read().await?;
        let read = read(&mut transaction, viewer, n, limit).await?;
        Ok(Arc::new(SharedBatch::new(read.batch)))
    }

    fn subscribe(&self) -> watch::Receiver<u64> {
        self.newest_number()
    }
}

/// A batch as it was read.
pub(super) struct ReadBatch {
    pub(super) batch: EventBatch,
    /// The newest number of the log at the time of reading.
    pub(super) newest: u64,
}

/// Reads a batch; the connection must be in a transaction.
pub(super) async fn read(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    n: u64,
    limit: u32,
) -> StoreResult<ReadBatch> {
    let newest = reading::cursor(connection).await?.n;
    let range = sqlx::query(
        "SELECT kind, max(n) AS last FROM (SELECT kind, n FROM events WHERE n > ?1 ORDER BY n LIMIT ?2) GROUP BY kind",
    )
    .bind(as_integer(n))
    .bind(i64::from(limit))
    .fetch_all(&mut *connection)
    .await?;
    let mut last = n;
    let mut kinds = Vec::new();
    for row in &range {
        last = last.max(number(row, "last")?);
        kinds.push(row.try_get::<String, _>("kind")?);
    }
    let mut events = Vec::new();
    for kind in &kinds {
        let (sql, read) = delivery_of(kind)?;
        collect(connection, sql, viewer, (n, last), read, &mut events).await?;
    }
    events.sort_unstable_by_key(|event| event.n);
    Ok(ReadBatch {
        batch: EventBatch {
            n: last,
            events,
            has_more: last < newest,
        },
        newest,
    })
}

/// Whom the rows after `n` up to `last` name.
pub(super) async fn named(connection: &mut SqliteConnection, n: u64, last: u64) -> StoreResult<Named> {
    let rows = sqlx::query(
        "SELECT 'audience' AS how, e.audience AS agent FROM events e \
         WHERE e.n > ?1 AND e.n <= ?2 AND e.audience IS NOT NULL \
         UNION SELECT 'assignee', s.agent_id FROM events e JOIN assignments s ON s.conversation_id = e.conversation_id \
         WHERE e.n > ?1 AND e.n <= ?2 \
         UNION SELECT 'assignee', s.agent_id FROM events e JOIN conversations c ON c.contact_id = e.entity_id \
         JOIN assignments s ON s.conversation_id = c.id WHERE e.n > ?1 AND e.n <= ?2 AND e.kind = 'contact' \
         UNION SELECT 'assignee', s.agent_id FROM events e JOIN notes t ON t.id = e.entity_id \
         JOIN conversations c ON c.contact_id = t.contact_id JOIN assignments s ON s.conversation_id = c.id \
         WHERE e.n > ?1 AND e.n <= ?2 AND e.kind = 'note' \
         UNION SELECT 'alarm', NULL FROM events e WHERE e.n > ?1 AND e.n <= ?2 AND e.kind = 'alarm'",
    )
    .bind(as_integer(n))
    .bind(as_integer(last))
    .fetch_all(connection)
    .await?;
    let (mut audience, mut assignees) = (HashSet::new(), HashSet::new());
    for row in &rows {
        match row.try_get::<&str, _>("how")? {
            "audience" => audience.insert(id(row, "agent")?),
            "assignee" => assignees.insert(id(row, "agent")?),
            // Who sees the same conversations does not therefore see the same alarms.
            _ => return Ok(Named::All),
        };
    }
    Ok(Named::Some { audience, assignees })
}

type Read = fn(&SqliteRow) -> StoreResult<Change>;

/// How the log rows of a kind are delivered: ?1 to ?3 say who looks, ?4 and ?5 are the range.
fn delivery_of(kind: &str) -> StoreResult<(&'static str, Read)> {
    const MESSAGE: &str = concat!(
        "SELECT max(e.n) AS event_n, ",
        message_columns!(),
        " FROM events e CROSS JOIN messages m ON m.id = e.entity_id JOIN conversations c ON c.id = m.conversation_id ",
        "WHERE e.n > ?4 AND e.n <= ?5 AND e.kind = 'message' AND ",
        visible!(),
        " GROUP BY e.entity_id"
    );
    const CONVERSATION: &str = concat!(
        "SELECT max(e.n) AS event_n, ",
        conversation_columns!(),
        ", ",
        contact_columns!(),
        " FROM events e CROSS JOIN conversations c ON c.id = e.entity_id JOIN contacts k ON k.id = c.contact_id ",
        "WHERE e.n > ?4 AND e.n <= ?5 AND e.kind = 'conversation' AND ",
        visible!(),
        " GROUP BY e.entity_id"
    );
    const CONTACT: &str = concat!(
        "SELECT max(e.n) AS event_n, ",
        contact_columns!(),
        " FROM events e CROSS JOIN contacts k ON k.id = e.entity_id WHERE e.n > ?4 AND e.n <= ?5 AND e.kind = 'contact' AND ",
        contact_visible!(),
        " GROUP BY e.entity_id"
    );
    const SIGHT: &str = concat!(
        "SELECT max(e.n) AS event_n, e.entity_id, ",
        "EXISTS (SELECT 1 FROM conversations c WHERE c.id = e.entity_id AND ",
        visible!(),
        ") AS is_visible FROM events e ",
        "WHERE e.n > ?4 AND e.n <= ?5 AND e.kind = 'sight' AND e.audience = ?3 GROUP BY e.entity_id"
    );
    const SCOPE: &str = "SELECT max(e.n) AS event_n FROM events e \
         WHERE e.n > ?4 AND e.n <= ?5 AND e.kind = 'scope' AND e.audience = ?3 HAVING count(*) > 0";
    const AGENT: &str = concat!(
        "SELECT max(e.n) AS event_n, ",
        agent_columns!(),
        " FROM events e JOIN agents a ON a.id = e.entity_id ",
        "WHERE e.n > ?4 AND e.n <= ?5 AND e.kind = 'agent' GROUP BY e.entity_id"
    );
    const ROLE: &str = "SELECT max(e.n) AS event_n, o.* FROM events e JOIN roles o ON o.id = e.entity_id \
         WHERE e.n > ?4 AND e.n <= ?5 AND e.kind = 'role' GROUP BY e.entity_id";
    const PHONE_NUMBER: &str = concat!(
        "SELECT max(e.n) AS event_n, ",
        phone_number_columns!(),
        " FROM events e JOIN phone_numbers p ON p.id = e.entity_id ",
        "WHERE e.n > ?4 AND e.n <= ?5 AND e.kind = 'phone_number' GROUP BY e.entity_id"
    );
    const DRAFT: &str = concat!(
        "SELECT max(e.n) AS event_n, d.* FROM events e \
         CROSS JOIN drafts d ON d.conversation_id = e.entity_id AND d.agent_id = e.audience \
         JOIN conversations c ON c.id = d.conversation_id \
         WHERE e.n > ?4 AND e.n <= ?5 AND e.kind = 'draft' AND e.audience = ?3 AND ",
        visible!(),
        " GROUP BY e.entity_id"
    );
    const PINS: &str = "SELECT max(e.n) AS event_n, \
         (SELECT group_concat(p.revision || ':' || hex(p.conversation_id)) FROM pins p \
         WHERE p.agent_id = ?3 AND p.is_pinned = 1) AS pins FROM events e \
         WHERE e.n > ?4 AND e.n <= ?5 AND e.kind = 'pins' AND e.audience = ?3 HAVING count(*) > 0";
    // domain::alarm::NEEDED_PERMISSION, by the role as it is stored now; a test holds them together.
    const ALARM: &str = "SELECT max(e.n) AS event_n, l.* FROM events e JOIN alarms l ON l.id = e.entity_id \
         WHERE e.n > ?4 AND e.n <= ?5 AND e.kind = 'alarm' AND EXISTS (SELECT 1 FROM agents a \
         JOIN roles o ON o.id = a.role_id, json_each(o.permissions) p WHERE a.id = ?3 AND p.value = 'numbers.manage') \
         GROUP BY e.entity_id";
    const CANNED_RESPONSE: &str = "SELECT max(e.n) AS event_n, e.entity_id, r.* FROM events e \
         LEFT JOIN canned_responses r ON r.id = e.entity_id \
         WHERE e.n > ?4 AND e.n <= ?5 AND e.kind = 'canned_response' GROUP BY e.entity_id";
    const TEMPLATE: &str = "SELECT max(e.n) AS event_n, e.entity_id, t.* FROM events e \
         LEFT JOIN templates t ON t.id = e.entity_id \
         WHERE e.n > ?4 AND e.n <= ?5 AND e.kind = 'template' GROUP BY e.entity_id";
    const CONTACT_REMOVED: &str = "SELECT max(e.n) AS event_n, e.entity_id FROM events e \
         WHERE e.n > ?4 AND e.n <= ?5 AND e.kind = 'contact_removed' GROUP BY e.entity_id";
    // A note is visible like its contact.
    const NOTE: &str = concat!(
        "SELECT max(e.n) AS event_n, t.* FROM events e CROSS JOIN notes t ON t.id = e.entity_id \
         CROSS JOIN contacts k ON k.id = t.contact_id \
         WHERE e.n > ?4 AND e.n <= ?5 AND e.kind = 'note' AND ",
        contact_visible!(),
        " GROUP BY e.entity_id"
    );
    const SOURCE: &str = "SELECT max(e.n) AS event_n, e.entity_id, l.* FROM events e \
         LEFT JOIN sources l ON l.id = e.entity_id \
         WHERE e.n > ?4 AND e.n <= ?5 AND e.kind = 'source' GROUP BY e.entity_id";
    const GROUP: &str = "SELECT max(e.n) AS event_n, e.entity_id, l.* FROM events e \
         LEFT JOIN groups l ON l.id = e.entity_id \
         WHERE e.n > ?4 AND e.n <= ?5 AND e.kind = 'group' GROUP BY e.entity_id";
    const SETTINGS: &str = "SELECT max(e.n) AS event_n, s.* FROM events e JOIN settings s \
         WHERE e.n > ?4 AND e.n <= ?5 AND e.kind = 'settings' GROUP BY e.entity_id";
    Ok(match kind {
        "message" => (MESSAGE, |row| {
            Ok(Change::MessageChanged {
                message: Box::new(rows::message(row)?),
            })
        }),
        "conversation" => (CONVERSATION, |row| {
            Ok(Change::ConversationChanged {
                conversation: rows::conversation(row)?,
                contact: rows::contact(row)?,
            })
        }),
        "contact" => (CONTACT, |row| {
            Ok(Change::ContactChanged {
                contact: rows::contact(row)?,
            })
        }),
        "sight" => (SIGHT, |row| {
            let conversation_id = id(row, "entity_id")?;
            Ok(if row.try_get("is_visible")? {
                Change::SightGained { conversation_id }
            } else {
                Change::SightLost { conversation_id }
            })
        }),
        "scope" => (SCOPE, |_| Ok(Change::ScopeChanged)),
        "agent" => (AGENT, |row| {
            Ok(Change::AgentChanged {
                agent: rows::agent(row)?,
            })
        }),
        "role" => (ROLE, |row| {
            Ok(Change::RoleChanged {
                role: rows::role(row)?,
            })
        }),
        "phone_number" => (PHONE_NUMBER, |row| {
            Ok(Change::PhoneNumberChanged {
                phone_number: rows::phone_number(row)?,
            })
        }),
        "alarm" => (ALARM, |row| {
            Ok(Change::AlarmChanged {
                alarm: alarms::alarm(row)?,
            })
        }),
        "draft" => (DRAFT, |row| {
            Ok(Change::DraftChanged {
                draft: drafts::draft(row)?,
            })
        }),
        "pins" => (PINS, |row| {
            Ok(Change::PinsChanged {
                pins: pins::joined(row)?,
            })
        }),
        "canned_response" => (CANNED_RESPONSE, |row| {
            Ok(if row.try_get::<Option<&[u8]>, _>("id")?.is_some() {
                Change::CannedResponseChanged {
                    canned_response: canned_responses::canned_response(row)?,
                }
            } else {
                Change::CannedResponseRemoved {
                    id: id(row, "entity_id")?,
                }
            })
        }),
        "template" => (TEMPLATE, |row| {
            Ok(if row.try_get::<Option<&[u8]>, _>("id")?.is_some() {
                Change::TemplateChanged {
                    template: templates::template(row)?,
                }
            } else {
                Change::TemplateRemoved {
                    id: id(row, "entity_id")?,
                }
            })
        }),
        "contact_removed" => (CONTACT_REMOVED, |row| {
            Ok(Change::ContactRemoved {
                id: id(row, "entity_id")?,
            })
        }),
        "note" => (NOTE, notes::change),
        "mention" => (mentions::DELIVERY, mentions::change),
        "source" => (SOURCE, labels::source_change),
        "group" => (GROUP, labels::group_change),
        "settings" => (SETTINGS, |row| {
            Ok(Change::SettingsChanged {
                settings: rows::settings(row)?,
            })
        }),
        unknown => return Err(StoreError::Broken(format!("a log row of kind {unknown}"))),
    })
}

async fn collect(
    connection: &mut SqliteConnection,
    sql: &'static str,
    viewer: &Viewer,
    (after, last): (u64, u64),
    read: Read,
    events: &mut Vec<Event>,
) -> StoreResult<()> {
    let found = scoped(sql, viewer)
        .bind(as_integer(after))
        .bind(as_integer(last))
        .fetch_all(connection)
        .await?;
    for row in &found {
        events.push(Event {
            n: number(row, "event_n")?,
            change: read(row)?,
        });
    }
    Ok(())
}
