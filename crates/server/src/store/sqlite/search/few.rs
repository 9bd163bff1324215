//! The conversations of who sees few: found through what is theirs, never among those of all others.

use crate::store::StoreResult;
use crate::store::sqlite::reading::{self, scoped};
use crate::store::sqlite::rows::{self, visible};
use domain::ids::{ConversationId, PhoneNumberId};
use domain::visibility::Viewer;
use sqlx::sqlite::SqliteConnection;

/// Who sees no more conversations than this asks for each of them.
const FEW: usize = 100;

/// What is an agent's own, then what is nobody's. No conversation is both, so each is found once.
macro_rules! own_and_unassigned {
    ($of_number:literal) => {
        concat!(
            "SELECT c.id FROM assignments mine CROSS JOIN conversations c ON c.id = mine.conversation_id WHERE mine.agent_id = ?3 AND ",
            visible!(),
            $of_number,
            " UNION ALL SELECT c.id FROM conversations c INDEXED BY conversations_unassigned WHERE c.is_assigned = 0 AND ",
            visible!(),
            $of_number,
            " LIMIT ?4"
        )
    };
}

const OWN_AND_UNASSIGNED: &str = own_and_unassigned!("");
const OWN_AND_UNASSIGNED_OF_NUMBER: &str = own_and_unassigned!(" AND c.phone_number_id = ?5");
const ALL_OF_NUMBER: &str = concat!(
    "SELECT c.id FROM conversations c INDEXED BY conversations_by_number WHERE c.phone_number_id = ?5 AND ",
    visible!(),
    " LIMIT ?4"
);

/// The conversations that the viewer may see, when they are few; `None`: they are many.
pub(super) async fn few_conversations(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    phone_number: Option<PhoneNumberId>,
) -> StoreResult<Option<Vec<ConversationId>>> {
    let settings = reading::settings(connection).await?;
    let sql = match (viewer.sees_all(settings.is_support_agent_on), phone_number) {
        (true, None) => return Ok(None),
        (true, Some(_)) => ALL_OF_NUMBER,
        (false, None) => OWN_AND_UNASSIGNED,
        (false, Some(_)) => OWN_AND_UNASSIGNED_OF_NUMBER,
    };
    let found = scoped(sql, viewer)
        .bind(i64::try_from(FEW + 1).unwrap_or(i64::MAX))
        .bind(phone_number.map(|id| *id.as_uuid()))
        .fetch_all(connection)
        .await?;
    if found.len() > FEW {
        return Ok(None);
    }
    found
        .iter()
        .map(|row| rows::id(row, "id"))
        .collect::<StoreResult<_>>()
        .map(Some)
}

#[cfg(test)]
mod tests;
