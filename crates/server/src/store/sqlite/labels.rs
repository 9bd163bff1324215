//! [`LabelStore`] on SQLite. Sources and groups are the same thing in two tables.

use super::SqliteStore;
use super::audit;
use super::log::{Subject, append};
use super::rows::{as_integer, id, number};
use crate::store::{LabelStore, PutLabelOutcome, StoreResult};
use async_trait::async_trait;
use domain::command::{PutGroup, PutSource};
use domain::contact::label_key;
use domain::entities::{Group, Source};
use domain::event::Change;
use domain::ids::{AgentId, GroupId, SourceId};
use domain::time::Timestamp;
use domain::visibility::Viewer;
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use uuid::Uuid;

/// The statements of one table.
struct Table {
    all: &'static str,
    one: &'static str,
    named: &'static str,
    put: &'static str,
    remove: &'static str,
    /// What the audit calls one.
    entity: &'static str,
    created: &'static str,
    renamed: &'static str,
    removed: &'static str,
    subject: fn(Uuid) -> Subject,
}

macro_rules! table {
    ($table:literal, $entity:literal, $subject:expr) => {
        Table {
            all: concat!("SELECT * FROM ", $table, " ORDER BY name_key"),
            one: concat!("SELECT * FROM ", $table, " WHERE id = ?1"),
            named: concat!(
                "SELECT EXISTS (SELECT 1 FROM ",
                $table,
                " WHERE name_key = ?1 AND id <> ?2)"
            ),
            put: concat!(
                "INSERT INTO ",
                $table,
                " (id, version, name, name_key) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO UPDATE SET \
                 version = excluded.version, name = excluded.name, name_key = excluded.name_key"
            ),
            remove: concat!("DELETE FROM ", $table, " WHERE id = ?1 RETURNING version"),
            entity: $entity,
            created: concat!($entity, "_created"),
            renamed: concat!($entity, "_changed"),
            removed: concat!($entity, "_removed"),
            subject: $subject,
        }
    };
}

static SOURCES: Table = table!("sources", "source", |id| Subject::Source(id.into()));
static GROUPS: Table = table!("groups", "group", |id| Subject::Group(id.into()));

/// A row of either table.
#[derive(Clone, Debug)]
struct Label {
    id: Uuid,
    version: u64,
    name: String,
}

impl From<Label> for Source {
    fn from(label: Label) -> Self {
        Self {
            id: label.id.into(),
            version: label.version,
            name: label.name,
        }
    }
}

impl From<Label> for Group {
    fn from(label: Label) -> Self {
        Self {
            id: label.id.into(),
            version: label.version,
            name: label.name,
        }
    }
}

#[async_trait]
impl LabelStore for SqliteStore {
    async fn put_source(
        &self,
        viewer: &Viewer,
        id: SourceId,
        put: &PutSource,
        now: Timestamp,
    ) -> StoreResult<PutLabelOutcome<Source>> {
        let (agent, put) = (viewer.agent_id, put.clone());
        self.write(move |connection| {
            Box::pin(async move {
                let wanted = (*id.as_uuid(), put.after_version, put.name);
                write::<Source>(connection, &SOURCES, agent, wanted, now).await
            })
        })
        .await
    }

    async fn remove_source(&self, viewer: &Viewer, id: SourceId, now: Timestamp) -> StoreResult<()> {
        let agent = viewer.agent_id;
        self.write(move |connection| Box::pin(remove(connection, &SOURCES, agent, *id.as_uuid(), now)))
            .await
    }

    async fn put_group(
        &self,
        viewer: &Viewer,
        id: GroupId,
        put: &PutGroup,
        now: Timestamp,
    ) -> StoreResult<PutLabelOutcome<Group>> {
        let (agent, put) = (viewer.agent_id, put.clone());
        self.write(move |connection| {
            Box::pin(async move {
                let wanted = (*id.as_uuid(), put.after_version, put.name);
                write::<Group>(connection, &GROUPS, agent, wanted, now).await
            })
        })
        .await
    }

    async fn remove_group(&self, viewer: &Viewer, id: GroupId, now: Timestamp) -> StoreResult<()> {
        let agent = viewer.agent_id;
        self.write(move |connection| Box::pin(remove(connection, &GROUPS, agent, *id.as_uuid(), now)))
            .await
    }
}

/// Every source, by name.
pub(super) async fn sources(connection: &mut SqliteConnection) -> StoreResult<Vec<Source>> {
    all(connection, &SOURCES).await
}

/// Every group, by name.
pub(super) async fn groups(connection: &mut SqliteConnection) -> StoreResult<Vec<Group>> {
    all(connection, &GROUPS).await
}

/// What a source is called.
pub(super) async fn source_name(
    connection: &mut SqliteConnection,
    id: SourceId,
) -> StoreResult<Option<String>> {
    let row = sqlx::query(SOURCES.one)
        .bind(*id.as_uuid())
        .fetch_optional(connection)
        .await?;
    row.as_ref()
        .map(|row| label(row).map(|label| label.name))
        .transpose()
}

/// A source as it is when a log row of it is delivered.
pub(super) fn source_change(row: &SqliteRow) -> StoreResult<Change> {
    Ok(if is_there(row)? {
        Change::SourceChanged {
            source: label(row)?.into(),
        }
    } else {
        Change::SourceRemoved {
            id: id(row, "entity_id")?,
        }
    })
}

/// A group as it is when a log row of it is delivered.
pub(super) fn group_change(row: &SqliteRow) -> StoreResult<Change> {
    Ok(if is_there(row)? {
        Change::GroupChanged {
            group: label(row)?.into(),
        }
    } else {
        Change::GroupRemoved {
            id: id(row, "entity_id")?,
        }
    })
}

fn is_there(row: &SqliteRow) -> StoreResult<bool> {
    Ok(row.try_get::<Option<&[u8]>, _>("id")?.is_some())
}

fn label(row: &SqliteRow) -> StoreResult<Label> {
    Ok(Label {
        id: row.try_get("id")?,
        version: number(row, "version")?,
        name: row.try_get("name")?,
    })
}

async fn all<T: From<Label>>(connection: &mut SqliteConnection, table: &Table) -> StoreResult<Vec<T>> {
    let found = sqlx::query(table.all).fetch_all(connection).await?;
    found.iter().map(|row| label(row).map(T::from)).collect()
}

async fn write<T: From<Label>>(
    connection: &mut SqliteConnection,
    table: &'static Table,
    agent: AgentId,
    (id, after_version, name): (Uuid, u64, String),
    now: Timestamp,
) -> StoreResult<PutLabelOutcome<T>> {
    let known = sqlx::query(table.one)
        .bind(id)
        .fetch_optional(&mut *connection)
        .await?;
    let known = known.as_ref().map(label).transpose()?;
    if let Some(known) = &known
        && known.name == name
    {
        return Ok(PutLabelOutcome::Kept(known.clone().into()));
    }
    let version = known.as_ref().map_or(0, |known| known.version);
    // A command that comes late must not bring back what somebody removed after it.
    if after_version != version || known.is_none() && audit::was_done(connection, table.removed, id).await? {
        return Ok(PutLabelOutcome::EditConflict);
    }
    let key = label_key(&name);
    let is_taken: bool = sqlx::query_scalar(table.named)
        .bind(&key)
        .bind(id)
        .fetch_one(&mut *connection)
        .await?;
    if is_taken {
        return Ok(PutLabelOutcome::NameTaken);
    }
    let wanted = Label {
        id,
        version: version + 1,
        name,
    };
    sqlx::query(table.put)
        .bind(id)
        .bind(as_integer(wanted.version))
        .bind(&wanted.name)
        .bind(key)
        .execute(&mut *connection)
        .await?;
    append(connection, (table.subject)(id), wanted.version).await?;
    let action = if version == 0 {
        table.created
    } else {
        table.renamed
    };
    audit::record(connection, agent, action, (table.entity, id), &["name"], now).await?;
    Ok(if version == 0 {
        PutLabelOutcome::Created(wanted.into())
    } else {
        PutLabelOutcome::Kept(wanted.into())
    })
}

async fn remove(
    connection: &mut SqliteConnection,
    table: &'static Table,
    agent: AgentId,
    id: Uuid,
    now: Timestamp,
) -> StoreResult<()> {
    let removed = sqlx::query(table.remove)
        .bind(id)
        .fetch_optional(&mut *connection)
        .await?;
    if let Some(row) = removed {
        let version: u64 = number(&row, "version")?;
        append(connection, (table.subject)(id), version + 1).await?;
        audit::record(connection, agent, table.removed, (table.entity, id), &[], now).await?;
    }
    Ok(())
}
