//! Whether what is freed is overwritten, so that it is not in the file any more. It costs, so it is on from when somebody is
//! erased until the search indexes are written anew.

use crate::store::StoreResult;
use sqlx::sqlite::SqliteConnection;

pub(super) async fn set(connection: &mut SqliteConnection, is_on: bool) -> StoreResult<()> {
    let sql = if is_on {
        "PRAGMA secure_delete = ON"
    } else {
        "PRAGMA secure_delete = OFF"
    };
    sqlx::query(sql).fetch_optional(connection).await?;
    Ok(())
}
