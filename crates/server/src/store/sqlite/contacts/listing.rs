//! [`ContactListStore`] on SQLite, and the pages of the list: filter, order and sight in one query.
//!
//! Its text is put together from the constants below and nothing else; what comes from outside is bound: ?1 to ?3 who looks, ?4 the
//! words, ?5 the stage, ?6 the source, ?7 the group, ?8 and ?9 where the page begins, ?10 how many.

use super::importing;
use crate::store::sqlite::rows::{
    self, contact_columns, contact_visible, number, optional_id, optional_time, visible, word,
};
use crate::store::sqlite::{SqliteStore, audit, labels, search};
use crate::store::{
    ContactFileWay, ContactListStore, ContactsWanted, CreateContactOutcome, LineOutcome, NewListedContact,
    StoreResult,
};
use async_trait::async_trait;
use domain::contact_file::FileLine;
use domain::contact_list::{ContactPage, ContactPlace, ListedContact};
use domain::entities::{Group, Source};
use domain::ids::ContactId;
use domain::permission::Permission;
use domain::text_matching::Query;
use domain::time::Timestamp;
use domain::visibility::Viewer;
use sqlx::sqlite::{Sqlite, SqliteArguments, SqliteConnection, SqliteRow};
use sqlx::{AssertSqlSafe, Row};
use uuid::Uuid;

const COLUMNS: &str = concat!(
    "SELECT ",
    contact_columns!(),
    ", k.name_key, (SELECT c.id FROM conversations c WHERE c.contact_id = k.id AND ",
    visible!(),
    " ORDER BY c.last_activity_at DESC, c.id DESC LIMIT 1) AS newest_conversation, \
     (SELECT max(c.last_activity_at) FROM conversations c WHERE c.contact_id = k.id AND ",
    visible!(),
    ") AS newest_activity_at FROM "
);
const COUNT: &str = "SELECT count(*) AS total FROM ";
const ALL: &str = "contacts k";
const FOUND: &str = "contact_search CROSS JOIN contact_search_places p ON p.place = contact_search.rowid \
     CROSS JOIN contacts k ON k.id = p.contact_id";
const SEEN: &str = concat!(" WHERE ", contact_visible!());
const WITH_WORDS: &str = " AND contact_search MATCH ?4";
const OF_STAGE: &str = " AND k.stage = ?5";
const OF_SOURCE: &str = " AND k.source_id = ?6";
const OF_GROUP: &str = " AND EXISTS (SELECT 1 FROM contact_groups g WHERE g.contact_id = k.id AND g.group_id = ?7 AND g.is_member = 1)";
const FURTHER: &str = " AND (k.name_key, k.id) > (?8, ?9)";
const BY_NAME: &str = " ORDER BY k.name_key, k.id LIMIT ?10";

#[async_trait]
impl ContactListStore for SqliteStore {
    async fn contact_page(&self, viewer: &Viewer, wanted: &ContactsWanted) -> StoreResult<ContactPage> {
        let mut transaction = self.read().await?;
        page(&mut transaction, viewer, wanted).await
    }

    async fn contact_labels(&self) -> StoreResult<(Vec<Source>, Vec<Group>)> {
        let mut transaction = self.read().await?;
        let sources = labels::sources(&mut transaction).await?;
        let groups = labels::groups(&mut transaction).await?;
        Ok((sources, groups))
    }

    async fn create_contact(
        &self,
        viewer: &Viewer,
        new: &NewListedContact,
        now: Timestamp,
    ) -> StoreResult<CreateContactOutcome> {
        let (viewer, new) = (*viewer, new.clone());
        self.write(move |connection| {
            Box::pin(async move { importing::create_one(connection, &viewer, &new, now).await })
        })
        .await
    }

    async fn try_contact_lines(
        &self,
        viewer: &Viewer,
        lines: &[FileLine],
        now: Timestamp,
    ) -> StoreResult<Vec<LineOutcome>> {
        let mut transaction = self.read().await?;
        let mut outcomes = Vec::with_capacity(lines.len());
        for line in lines {
            outcomes.push(importing::outcome(&mut transaction, viewer, line, now).await?);
        }
        Ok(outcomes)
    }

    async fn take_contact_lines(
        &self,
        viewer: &Viewer,
        lines: &[(ContactId, FileLine)],
        now: Timestamp,
    ) -> StoreResult<Vec<LineOutcome>> {
        let (viewer, lines) = (*viewer, lines.to_vec());
        self.write(move |connection| {
            Box::pin(async move {
                let mut outcomes = Vec::with_capacity(lines.len());
                for (new_id, line) in &lines {
                    outcomes.push(importing::take(connection, &viewer, *new_id, line, now).await?);
                }
                Ok(outcomes)
            })
        })
        .await
    }

    async fn note_contact_file(
        &self,
        viewer: &Viewer,
        way: ContactFileWay,
        now: Timestamp,
    ) -> StoreResult<()> {
        let agent = viewer.agent_id;
        let action = match way {
            ContactFileWay::Out => "contacts_exported",
            ContactFileWay::In => "contacts_imported",
        };
        self.write(move |connection| {
            // It is about no contact by itself.
            Box::pin(audit::record(
                connection,
                agent,
                action,
                ("contacts", Uuid::nil()),
                &[],
                now,
            ))
        })
        .await
    }
}

async fn page(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    wanted: &ContactsWanted,
) -> StoreResult<ContactPage> {
    let text = wanted.filter.q.trim();
    let query = (!text.is_empty()).then(|| Query::parse(text));
    if query.as_ref().is_some_and(Query::is_empty) {
        return Ok(ContactPage {
            total: wanted.counts.then_some(0),
            ..ContactPage::default()
        });
    }
    let condition = condition_of(wanted, query.is_some());
    let total = if wanted.counts {
        let sql = format!("{COUNT}{condition}");
        let row = bound(sql, viewer, wanted, query.as_ref())?
            .fetch_one(&mut *connection)
            .await?;
        Some(number(&row, "total")?)
    } else {
        None
    };
    let further = if wanted.after.is_some() { FURTHER } else { "" };
    let sql = format!("{COLUMNS}{condition}{further}{BY_NAME}");
    let found = bound(sql, viewer, wanted, query.as_ref())?
        .fetch_all(connection)
        .await?;
    let limit = usize::try_from(wanted.limit).unwrap_or(usize::MAX);
    let shown = &found[..found.len().min(limit)];
    let next = match shown.last() {
        Some(last) if found.len() > limit => Some(ContactPlace {
            name_key: last.try_get("name_key")?,
            id: rows::id(last, "contact_id")?,
        }),
        _ => None,
    };
    let mut contacts = shown.iter().map(listed).collect::<StoreResult<Vec<_>>>()?;
    if let Some(query) = &query {
        contacts.retain(|listed| search::finds_contact(query, &listed.contact));
    }
    Ok(ContactPage {
        contacts,
        next,
        total,
    })
}

fn condition_of(wanted: &ContactsWanted, has_words: bool) -> String {
    let filter = &wanted.filter;
    let mut sql = if has_words { FOUND } else { ALL }.to_owned();
    sql += SEEN;
    for (is_wanted, part) in [
        (has_words, WITH_WORDS),
        (filter.stage.is_some(), OF_STAGE),
        (filter.source.is_some(), OF_SOURCE),
        (filter.group.is_some(), OF_GROUP),
    ] {
        if is_wanted {
            sql += part;
        }
    }
    sql
}

fn bound(
    sql: String,
    viewer: &Viewer,
    wanted: &ContactsWanted,
    query: Option<&Query>,
) -> StoreResult<sqlx::query::Query<'static, Sqlite, SqliteArguments>> {
    let filter = &wanted.filter;
    let stage = match filter.stage {
        Some(stage) => Some(word(&stage)?),
        None => None,
    };
    let after = wanted.after.as_ref();
    Ok(sqlx::query(AssertSqlSafe(sql))
        .bind(viewer.permissions.allows(Permission::ChatViewAll))
        .bind(viewer.permissions.allows(Permission::ChatView))
        .bind(*viewer.agent_id.as_uuid())
        .bind(query.map(search::contact_terms))
        .bind(stage)
        .bind(filter.source.map(|id| *id.as_uuid()))
        .bind(filter.group.map(|id| *id.as_uuid()))
        .bind(after.map(|place| place.name_key.clone()))
        .bind(after.map(|place| *place.id.as_uuid()))
        .bind(i64::from(wanted.limit) + 1))
}

fn listed(row: &SqliteRow) -> StoreResult<ListedContact> {
    Ok(ListedContact {
        contact: rows::contact(row)?,
        conversation_id: optional_id(row, "newest_conversation")?,
        last_activity_at: optional_time(row, "newest_activity_at")?,
    })
}
