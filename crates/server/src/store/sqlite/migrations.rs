//! The schema's history, built into the program.
//!
//! All steps that a database lacks are one transaction: after a failure it is what it was before, and the former version of the
//! program goes on with it.

use crate::store::{StoreError, StoreResult};
use sqlx::SqlSafeStr;
use sqlx::migrate::{AppliedMigration, Migrate, Migration, MigrationType};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};

/// Version, name and text of each step. A released step never changes: checksums are compared.
const STEPS: &[(i64, &str, &str)] = &[
    (
        1,
        "first conversation",
        include_str!("../../../migrations/sqlite/0001_first_conversation.sql"),
    ),
    (
        2,
        "alarms",
        include_str!("../../../migrations/sqlite/0002_alarms.sql"),
    ),
    (
        3,
        "outbound details",
        include_str!("../../../migrations/sqlite/0003_outbound_details.sql"),
    ),
    (
        4,
        "operation",
        include_str!("../../../migrations/sqlite/0004_operation.sql"),
    ),
    (
        5,
        "media",
        include_str!("../../../migrations/sqlite/0005_media.sql"),
    ),
    (
        6,
        "templates",
        include_str!("../../../migrations/sqlite/0006_templates.sql"),
    ),
    (
        7,
        "thread",
        include_str!("../../../migrations/sqlite/0007_thread.sql"),
    ),
    (
        8,
        "composer",
        include_str!("../../../migrations/sqlite/0008_composer.sql"),
    ),
    (
        10,
        "canned response files",
        include_str!("../../../migrations/sqlite/0010_canned_response_files.sql"),
    ),
    (
        11,
        "voice",
        include_str!("../../../migrations/sqlite/0011_voice.sql"),
    ),
    (
        12,
        "contacts",
        include_str!("../../../migrations/sqlite/0012_contacts.sql"),
    ),
    (
        13,
        "search",
        include_str!("../../../migrations/sqlite/0013_search.sql"),
    ),
    (
        14,
        "list",
        include_str!("../../../migrations/sqlite/0014_list.sql"),
    ),
    (
        15,
        "feedback",
        include_str!("../../../migrations/sqlite/0015_feedback.sql"),
    ),
    (
        16,
        "contact_names",
        include_str!("../../../migrations/sqlite/0016_contact_names.sql"),
    ),
    (
        17,
        "shelves",
        include_str!("../../../migrations/sqlite/0017_shelves.sql"),
    ),
    (
        18,
        "mentions",
        include_str!("../../../migrations/sqlite/0018_mentions.sql"),
    ),
    (
        19,
        "unassigned",
        include_str!("../../../migrations/sqlite/0019_unassigned.sql"),
    ),
    (
        20,
        "search rewriting",
        include_str!("../../../migrations/sqlite/0020_search_rewriting.sql"),
    ),
];

/// Where sqlx notes which steps were taken.
const TABLE: &str = "_sqlx_migrations";

/// Brings the schema up to date.
pub(super) async fn run(options: &SqliteConnectOptions) -> StoreResult<()> {
    let steps: Vec<Migration> = STEPS
        .iter()
        .map(|(version, name, sql)| step(*version, name, sql))
        .collect();
    bring_up_to_date(options, &steps).await
}

fn step(version: i64, name: &'static str, sql: &'static str) -> Migration {
    Migration::new(
        version,
        name.into(),
        MigrationType::Simple,
        sql.into_sql_str(),
        false,
    )
}

async fn bring_up_to_date(options: &SqliteConnectOptions, steps: &[Migration]) -> StoreResult<()> {
    // A step may build a table anew; what points to it is checked at the end instead of being deleted with the old one.
    let mut connection = options.clone().foreign_keys(false).connect().await?;
    let ended = migrate(&mut connection, steps).await;
    connection.close().await?;
    ended
}

async fn migrate(connection: &mut SqliteConnection, steps: &[Migration]) -> StoreResult<()> {
    connection.ensure_migrations_table(TABLE).await.map_err(broken)?;
    if missing(connection, steps).await?.is_empty() {
        return Ok(());
    }
    let mut transaction = connection.begin_with("BEGIN EXCLUSIVE").await?;
    // Another process may have been faster.
    for step in missing(&mut transaction, steps).await? {
        tracing::info!(step = step.version, name = %step.description, "migrating the database");
        transaction.apply(TABLE, step).await.map_err(broken)?;
    }
    let dangling = sqlx::query("PRAGMA foreign_key_check")
        .fetch_optional(&mut *transaction)
        .await?;
    if dangling.is_some() {
        return Err(StoreError::Broken(
            "the database cannot be migrated: rows would point to nothing".to_owned(),
        ));
    }
    transaction.commit().await?;
    Ok(())
}

/// The steps that the database lacks.
async fn missing<'s>(
    connection: &mut SqliteConnection,
    steps: &'s [Migration],
) -> StoreResult<Vec<&'s Migration>> {
    let applied = connection.list_applied_migrations(TABLE).await.map_err(broken)?;
    let newest = steps.iter().map(|step| step.version).max().unwrap_or_default();
    for AppliedMigration { version, checksum } in &applied {
        match steps.iter().find(|step| step.version == *version) {
            None => return Err(is_newer(*version, newest)),
            Some(known) if known.checksum != *checksum => {
                return Err(StoreError::Broken(format!(
                    "step {version} of the database's schema is another one than this program's: it was made by a version \
                     that was never released"
                )));
            }
            Some(_) => {}
        }
    }
    let is_missing = |step: &&Migration| applied.iter().all(|taken| taken.version != step.version);
    Ok(steps.iter().filter(is_missing).collect())
}

fn is_newer(version: i64, newest: i64) -> StoreError {
    StoreError::Broken(format!(
        "the database was written by a newer version of this program (schema {version}, this one knows up to {newest}): start \
         the newer version, or restore a backup from before the upgrade"
    ))
}

fn broken(error: sqlx::migrate::MigrateError) -> StoreError {
    match error {
        sqlx::migrate::MigrateError::Execute(error) => error.into(),
        error => StoreError::Broken(format!("the database cannot be migrated: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::sqlite::connect_options;
    use sqlx::Row;

    #[tokio::test]
    async fn a_step_that_fails_leaves_the_database_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let options = connect_options(&format!(
            "sqlite://{}",
            folder.path().join("test.sqlite").display()
        ))
        .unwrap();
        let first = step(
            1,
            "first",
            "CREATE TABLE sunflowers (height INTEGER); INSERT INTO sunflowers VALUES (2);",
        );
        bring_up_to_date(&options, std::slice::from_ref(&first))
            .await
            .unwrap();

        let second = step(2, "second", "ALTER TABLE sunflowers ADD COLUMN petals INTEGER;");
        let third = step(
            3,
            "third",
            "UPDATE sunflowers SET petals = 34; INSERT INTO no_such_table VALUES (1);",
        );
        let failed = bring_up_to_date(&options, &[first.clone(), second.clone(), third]).await;
        assert!(matches!(&failed, Err(StoreError::Broken(_))), "{failed:?}");

        let mut connection = options.clone().connect().await.unwrap();
        let row = sqlx::query("SELECT * FROM sunflowers")
            .fetch_one(&mut connection)
            .await
            .unwrap();
        assert_eq!(
            (row.len(), row.get::<i64, _>("height")),
            (1, 2),
            "no column came, no row went"
        );
        connection.close().await.unwrap();
        // The former version goes on with it, and a mended one migrates it.
        bring_up_to_date(&options, std::slice::from_ref(&first))
            .await
            .unwrap();
        bring_up_to_date(&options, &[first.clone(), second])
            .await
            .unwrap();
        let refused = bring_up_to_date(&options, &[first])
            .await
            .unwrap_err()
            .to_string();
        assert!(
            refused.contains("newer version") && refused.contains("schema 2"),
            "{refused}"
        );
    }

    #[tokio::test]
    async fn a_step_may_not_leave_rows_that_point_to_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let options = connect_options(&format!(
            "sqlite://{}",
            folder.path().join("test.sqlite").display()
        ))
        .unwrap();
        let dangling = step(
            1,
            "dangling",
            "CREATE TABLE fields (id INTEGER PRIMARY KEY); CREATE TABLE flowers (field INTEGER REFERENCES fields (id)); \
             INSERT INTO flowers VALUES (7);",
        );
        let refused = bring_up_to_date(&options, &[dangling]).await.unwrap_err();
        assert!(refused.to_string().contains("point to nothing"), "{refused}");
    }
}
