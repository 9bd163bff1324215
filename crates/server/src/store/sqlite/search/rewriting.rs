//! Writing the indexes anew after somebody was erased.
//!
//! What is deleted from such an index is only struck out: its words stay in the file until SQLite joins the part that holds them with
//! others. So all parts are joined, a little at a time, because the writer is everyone's. How far it is stands in the database.

use crate::store::StoreResult;
use crate::store::sqlite::secure_delete;
use sqlx::sqlite::SqliteConnection;

/// Each index twice: what was being joined already may have been taken over before it was struck out.
const STEPS: [Step; 8] = [
    Step::Begin(Index::Messages),
    Step::GoOn(Index::Messages),
    Step::Begin(Index::Messages),
    Step::GoOn(Index::Messages),
    Step::Begin(Index::Contacts),
    Step::GoOn(Index::Contacts),
    Step::Begin(Index::Contacts),
    Step::GoOn(Index::Contacts),
];

#[derive(Clone, Copy, Debug)]
enum Step {
    Begin(Index),
    GoOn(Index),
}

#[derive(Clone, Copy, Debug)]
enum Index {
    Messages,
    Contacts,
}

impl Index {
    /// Joins all parts that there are now, as far as so many pages of 4 KB go.
    const fn begin(self) -> &'static str {
        match self {
            Self::Messages => "INSERT INTO message_search (message_search, rank) VALUES ('merge', -250)",
            Self::Contacts => "INSERT INTO contact_search (contact_search, rank) VALUES ('merge', -250)",
        }
    }

    /// Goes on with what was begun, and leaves newer parts alone.
    const fn go_on(self) -> &'static str {
        match self {
            Self::Messages => "INSERT INTO message_search (message_search, rank) VALUES ('merge', 250)",
            Self::Contacts => "INSERT INTO contact_search (contact_search, rank) VALUES ('merge', 250)",
        }
    }

    /// Whether anything is struck out: SQLite keeps that in pages with these numbers.
    const fn has_struck_out(self) -> &'static str {
        match self {
            Self::Messages => "SELECT EXISTS (SELECT 1 FROM message_search_data WHERE id >= (65536 << 37))",
            Self::Contacts => "SELECT EXISTS (SELECT 1 FROM contact_search_data WHERE id >= (65536 << 37))",
        }
    }
}

/// Words were struck out that must not stay in the file.
pub(in crate::store::sqlite) async fn begin_rewriting(connection: &mut SqliteConnection) -> StoreResult<()> {
    sqlx::query("UPDATE search_progress SET rewriting = 1")
        .execute(connection)
        .await?;
    Ok(())
}

/// Does a little of it. Answers whether there is more.
pub(super) async fn go_on(connection: &mut SqliteConnection) -> StoreResult<bool> {
    let number: i64 = sqlx::query_scalar("SELECT rewriting FROM search_progress")
        .fetch_one(&mut *connection)
        .await?;
    let Some(step) = step_of(number) else {
        // Erasing turned it on, also when nobody was erased in the end.
        secure_delete::set(connection, false).await?;
        return Ok(false);
    };
    // It stays on between the slices: SQLite goes on with the joining at other people's commits, too, and frees what it has joined.
    secure_delete::set(connection, true).await?;
    let next = number + take(connection, step).await?;
    let is_over = step_of(next).is_none();
    if is_over {
        secure_delete::set(connection, false).await?;
    }
    sqlx::query("UPDATE search_progress SET rewriting = ?1")
        .bind(if is_over { 0 } else { next })
        .execute(connection)
        .await?;
    Ok(!is_over)
}

/// They are counted from 1.
fn step_of(number: i64) -> Option<Step> {
    let place = usize::try_from(number - 1).ok()?;
    STEPS.get(place).copied()
}

/// Takes a step, or a part of it. Answers how many steps are done with.
async fn take(connection: &mut SqliteConnection, step: Step) -> StoreResult<i64> {
    match step {
        Step::Begin(index) => {
            let has_struck_out: bool = sqlx::query_scalar(index.has_struck_out())
                .fetch_one(&mut *connection)
                .await?;
            if !has_struck_out {
                return Ok(2);
            }
            sqlx::query(index.begin()).execute(connection).await?;
            Ok(1)
        }
        Step::GoOn(index) => {
            let before = changes(connection).await?;
            sqlx::query(index.go_on()).execute(&mut *connection).await?;
            // The statement counts as one change itself.
            let is_joined = changes(connection).await? - before < 2;
            Ok(i64::from(is_joined))
        }
    }
}

async fn changes(connection: &mut SqliteConnection) -> StoreResult<i64> {
    Ok(sqlx::query_scalar("SELECT total_changes()")
        .fetch_one(connection)
        .await?)
}
