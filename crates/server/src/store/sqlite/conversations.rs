//! [`ConversationStore`] on SQLite.

use super::message_writes::touch_conversation;
use super::reading::{self, scoped};
use super::rows::{self, message_columns, visible};
use super::{SqliteStore, assignment, sending};
use crate::store::{
    AcceptOutcome, ConversationStore, MarkReadOutcome, NewOutbound, ReadReceipt, RetryOutcome, StoreResult,
};
use async_trait::async_trait;
use domain::entities::{Conversation, ConversationState};
use domain::ids::{AgentId, ConversationId, MessageId};
use domain::time::Timestamp;
use domain::visibility::Viewer;
use domain::wire::{
    ConversationDetail, ConversationKey, ConversationPage, MessagePage, ThreadWindow, VisibleConversations,
};
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;

#[async_trait]
impl ConversationStore for SqliteStore {
    async fn conversation_page(
        &self,
        viewer: &Viewer,
        state: ConversationState,
        before: Option<ConversationKey>,
        limit: u32,
    ) -> StoreResult<ConversationPage> {
        let mut connection = self.readers.acquire().await?;
        reading::conversation_page(&mut connection, viewer, state, before, limit).await
    }

    async fn visible_conversations(&self, viewer: &Viewer) -> StoreResult<VisibleConversations> {
        let mut transaction = self.read().await?;
        let cursor = reading::cursor(&mut transaction).await?;
        let found = scoped(
            concat!("SELECT c.id FROM conversations c WHERE ", visible!()),
            viewer,
        )
        .fetch_all(&mut *transaction)
        .await?;
        let ids = found
            .iter()
            .map(|row| rows::id(row, "id"))
            .collect::<StoreResult<_>>()?;
        Ok(VisibleConversations { cursor, ids })
    }

    async fn conversation_detail(
        &self,
        viewer: &Viewer,
        id: ConversationId,
        limit: u32,
    ) -> StoreResult<Option<ConversationDetail>> {
        let mut transaction = self.read().await?;
        let Some(row) = reading::visible_row(&mut transaction, viewer, id).await? else {
            return Ok(None);
        };
        let cursor = reading::cursor(&mut transaction).await?;
        let messages = message_page(&mut transaction, id, ThreadWindow::Newest, limit).await?;
        Ok(Some(ConversationDetail {
            cursor,
            row,
            messages,
        }))
    }

    async fn message_page(
        &self,
        viewer: &Viewer,
        id: ConversationId,
        window: ThreadWindow,
        limit: u32,
    ) -> StoreResult<Option<MessagePage>> {
        let mut transaction = self.read().await?;
        if !is_visible(&mut transaction, viewer, id).await? {
            return Ok(None);
        }
        message_page(&mut transaction, id, window, limit).await.map(Some)
    }

    async fn accept_message(&self, viewer: &Viewer, message: &NewOutbound) -> StoreResult<AcceptOutcome> {
        let (viewer, message) = (*viewer, message.clone());
        self.write(move |connection| {
            Box::pin(async move { sending::accept(connection, &viewer, &message).await })
        })
        .await
    }

    async fn retry_message(
        &self,
        viewer: &Viewer,
        id: MessageId,
        after_attempt: u32,
        now: Timestamp,
    ) -> StoreResult<RetryOutcome> {
        let viewer = *viewer;
        self.write(move |connection| {
            Box::pin(async move { sending::retry(connection, &viewer, id, after_attempt, now).await })
        })
        .await
    }

    async fn mark_read(
        &self,
        viewer: &Viewer,
        id: ConversationId,
        up_to: MessageId,
    ) -> StoreResult<Option<MarkReadOutcome>> {
        let viewer = *viewer;
        self.write(move |connection| Box::pin(async move { mark_read(connection, &viewer, id, up_to).await }))
            .await
    }

    async fn assign(
        &self,
        viewer: &Viewer,
        id: ConversationId,
        agents: &[AgentId],
        line: MessageId,
        now: Timestamp,
    ) -> StoreResult<Option<Conversation>> {
        let (viewer, agents) = (*viewer, agents.to_vec());
        self.write(move |connection| {
            Box::pin(async move { assignment::assign(connection, &viewer, id, &agents, line, now).await })
        })
        .await
    }

    async fn change_state(
        &self,
        viewer: &Viewer,
        id: ConversationId,
        state: ConversationState,
        line: MessageId,
        now: Timestamp,
    ) -> StoreResult<Option<Conversation>> {
        let viewer = *viewer;
        self.write(move |connection| {
            Box::pin(async move { assignment::change_state(connection, &viewer, id, state, line, now).await })
        })
        .await
    }

    async fn newest_inbound(&self, viewer: &Viewer, id: ConversationId) -> StoreResult<Option<ReadReceipt>> {
        let row = scoped(
            concat!(
                "SELECT m.wamid, c.phone_number_id FROM conversations c JOIN messages m ON m.conversation_id = c.id ",
                "WHERE c.id = ?4 AND m.direction = 'inbound' AND m.wamid IS NOT NULL AND ",
                visible!(),
                " ORDER BY m.at DESC, m.id DESC LIMIT 1"
            ),
            viewer,
        )
        .bind(*id.as_uuid())
        .fetch_optional(&self.readers)
        .await?;
        row.map(|row| {
            Ok(ReadReceipt {
                phone_number_id: rows::id(&row, "phone_number_id")?,
                wamid: row.try_get("wamid")?,
            })
        })
        .transpose()
    }
}

async fn is_visible(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    id: ConversationId,
) -> StoreResult<bool> {
    let row = scoped(
        concat!("SELECT 1 FROM conversations c WHERE c.id = ?4 AND ", visible!()),
        viewer,
    )
    .bind(*id.as_uuid())
    .fetch_optional(connection)
    .await?;
    Ok(row.is_some())
}

/// A part of a thread. One message more than asked for tells whether there are further ones.
async fn message_page(
    connection: &mut SqliteConnection,
    id: ConversationId,
    window: ThreadWindow,
    limit: u32,
) -> StoreResult<MessagePage> {
    const NEWEST: &str = concat!(
        "SELECT ",
        message_columns!(),
        " FROM messages m WHERE m.conversation_id = ?1 ORDER BY m.at DESC, m.id DESC LIMIT ?2"
    );
    const BEFORE: &str = concat!(
        "SELECT ",
        message_columns!(),
        " FROM messages m WHERE m.conversation_id = ?1 AND (m.at, m.id) < (?3, ?4) ",
        "ORDER BY m.at DESC, m.id DESC LIMIT ?2"
    );
    const AFTER: &str = concat!(
        "SELECT ",
        message_columns!(),
        " FROM messages m WHERE m.conversation_id = ?1 AND (m.at, m.id) > (?3, ?4) ",
        "ORDER BY m.at, m.id LIMIT ?2"
    );
    let (sql, place, is_backward) = match window {
        ThreadWindow::Newest => (NEWEST, None, true),
        ThreadWindow::Before(place) => (BEFORE, Some(place), true),
        ThreadWindow::After(place) => (AFTER, Some(place), false),
    };
    let query = sqlx::query(sql).bind(*id.as_uuid()).bind(i64::from(limit) + 1);
    let query = match place {
        Some(place) => query.bind(place.at.as_millis()).bind(*place.id.as_uuid()),
        None => query,
    };
    let found = query.fetch_all(&mut *connection).await?;
    let mut messages: Vec<_> = found.iter().map(rows::message).collect::<StoreResult<_>>()?;
    let has_further = messages.len() > limit as usize;
    messages.truncate(limit as usize);
    // On the other side there is something unless the page begins at the end itself: the place asked for may be known, gone, or
    // of a message that never was.
    let has_behind = match place {
        Some(place) => exists_beside(connection, id, place, is_backward).await?,
        None => false,
    };
    if is_backward {
        messages.reverse();
        Ok(MessagePage {
            messages,
            has_older: has_further,
            has_newer: has_behind,
        })
    } else {
        Ok(MessagePage {
            messages,
            has_older: has_behind,
            has_newer: has_further,
        })
    }
}

/// Whether there is a message at the place itself or beyond it, against the direction of reading.
async fn exists_beside(
    connection: &mut SqliteConnection,
    id: ConversationId,
    place: domain::entities::Position,
    is_backward: bool,
) -> StoreResult<bool> {
    let sql = if is_backward {
        "SELECT EXISTS (SELECT 1 FROM messages WHERE conversation_id = ?1 AND (at, id) >= (?2, ?3))"
    } else {
        "SELECT EXISTS (SELECT 1 FROM messages WHERE conversation_id = ?1 AND (at, id) <= (?2, ?3))"
    };
    Ok(sqlx::query_scalar(sql)
        .bind(*id.as_uuid())
        .bind(place.at.as_millis())
        .bind(*place.id.as_uuid())
        .fetch_one(connection)
        .await?)
}

/// Marks everything up to a message as seen. A message that came late counts as unread although it stands above the divider, so
/// that nobody misses it; marking up to the same place again clears it.
async fn mark_read(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    id: ConversationId,
    up_to: MessageId,
) -> StoreResult<Option<MarkReadOutcome>> {
    let Some(row) = reading::visible_row(connection, viewer, id).await? else {
        return Ok(None);
    };
    let conversation = row.conversation;
    let Some(message) = reading::message(connection, up_to)
        .await?
        .filter(|message| message.conversation_id == id)
    else {
        return Ok(None);
    };
    let newest_seen = sqlx::query(
        "SELECT wamid FROM messages WHERE conversation_id = ?1 AND is_unread = 1 AND (at, id) <= (?2, ?3) \
         ORDER BY at DESC, id DESC LIMIT 1",
    )
    .bind(*id.as_uuid())
    .bind(message.at.as_millis())
    .bind(*up_to.as_uuid())
    .fetch_optional(&mut *connection)
    .await?;
    if newest_seen.is_some() {
        sqlx::query(
            "UPDATE messages SET is_unread = 0 WHERE conversation_id = ?1 AND is_unread = 1 AND (at, id) <= (?2, ?3)",
        )
        .bind(*id.as_uuid())
        .bind(message.at.as_millis())
        .bind(*up_to.as_uuid())
        .execute(&mut *connection)
        .await?;
    }
    let moved = sqlx::query(
        "UPDATE conversations SET \
         unread_count = (SELECT count(*) FROM messages WHERE conversation_id = ?1 AND is_unread = 1), \
         read_up_to = CASE WHEN is_ahead THEN ?3 ELSE read_up_to END, \
         read_up_to_at = CASE WHEN is_ahead THEN ?2 ELSE read_up_to_at END \
         FROM (SELECT read_up_to IS NULL OR (read_up_to_at, read_up_to) < (?2, ?3) AS is_ahead \
               FROM conversations WHERE id = ?1) \
         WHERE id = ?1 AND (?4 OR is_ahead)",
    )
    .bind(*id.as_uuid())
    .bind(message.at.as_millis())
    .bind(*up_to.as_uuid())
    .bind(newest_seen.is_some())
    .execute(&mut *connection)
    .await?;
    let phone_number_id = conversation.phone_number_id;
    let conversation = if moved.rows_affected() > 0 {
        touch_conversation(connection, id).await?
    } else {
        conversation
    };
    let wamid: Option<String> = newest_seen.map(|row| row.try_get("wamid")).transpose()?.flatten();
    Ok(Some(MarkReadOutcome {
        conversation,
        receipt: wamid.map(|wamid| ReadReceipt {
            phone_number_id,
            wamid,
        }),
    }))
}
