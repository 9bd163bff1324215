//! The schema's history, built into the program.

use crate::store::{StoreError, StoreResult};
use sqlx::SqlSafeStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};

/// Version, name and text of each step. A released step never changes: sqlx compares checksums.
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
];

/// Brings the schema up to date.
pub(super) async fn run(options: &SqliteConnectOptions) -> StoreResult<()> {
    let steps = STEPS.iter().map(|(version, name, sql)| {
        Migration::new(
            *version,
            (*name).into(),
            MigrationType::Simple,
            (*sql).into_sql_str(),
            false,
        )
    });
    let steps: Vec<Migration> = steps.collect();
    // A pool of one: sqlx runs migrations on a borrowed connection only in a way that keeps the future from being sent.
    let pool = SqlitePoolOptions::new()
        .max_connections(1)
        .connect_with(options.clone())
        .await?;
    let run = Migrator::with_migrations(steps).run(&pool).await;
    pool.close().await;
    run.map_err(|error| StoreError::Broken(format!("the database cannot be migrated: {error}")))
}
