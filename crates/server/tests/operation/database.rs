//! A database file as a second process sees it.

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Executor as _};
use std::path::Path;
use std::str::FromStr as _;

/// A connection of a stranger, without the store's habits.
pub async fn connect(url: &str) -> SqliteConnection {
    SqliteConnectOptions::from_str(url)
        .unwrap()
        .create_if_missing(true)
        .foreign_keys(false)
        .connect()
        .await
        .unwrap()
}

/// The address of a file.
pub fn url(file: &Path) -> String {
    format!("sqlite://{}", file.display())
}

/// A number that a query answers.
pub async fn number(connection: &mut SqliteConnection, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(connection).await.unwrap()
}

/// Runs statements as they stand.
pub async fn run(connection: &mut SqliteConnection, sql: String) {
    connection.execute(AssertSqlSafe(sql)).await.unwrap();
}
