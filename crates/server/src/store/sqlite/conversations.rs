//! [`ConversationStore`] on SQLite.

use super::read_marks::{mark_read, mark_unread};
use super::reading::{self, scoped};
use super::rows::{self, visible};
use super::thread_page::message_page;
use super::{SqliteStore, assignment, erasing, list_page, notes, sending, sounds, starting};
use crate::store::{
    AcceptOutcome, CancelOutcome, ConversationStore, EraseOutcome, MarkReadOutcome, NewConversation,
    NewOutbound, PageOfList, ReadReceipt, RetryOutcome, SoundOutcome, StartOutcome, StoreResult,
};
use async_trait::async_trait;
use domain::entities::{Conversation, ConversationState};
use domain::ids::{AgentId, ConversationId, MessageId};
use domain::time::Timestamp;
use domain::visibility::Viewer;
use domain::waveform::Waveform;
use domain::wire::{
    ConversationDetail, ConversationPage, MessagePage, NotePage, ThreadWindow, VisibleConversations,
};
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;

#[async_trait]
impl ConversationStore for SqliteStore {
    async fn conversation_page(&self, viewer: &Viewer, wanted: &PageOfList) -> StoreResult<ConversationPage> {
        let mut connection = self.readers.acquire().await?;
        list_page::page(&mut connection, viewer, wanted).await
    }

    async fn visible_conversations(&self, viewer: &Viewer) -> StoreResult<VisibleConversations> {
        let mut transaction = self.read().await?;
        let cursor = reading::cursor(&mut transaction).await?;
        let viewer = reading::present(&mut transaction, viewer).await?;
        let found = scoped(
            concat!("SELECT c.id FROM conversations c WHERE ", visible!()),
            &viewer,
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
        let viewer = reading::present(&mut transaction, viewer).await?;
        let Some(row) = reading::visible_row(&mut transaction, &viewer, id).await? else {
            return Ok(None);
        };
        let cursor = reading::cursor(&mut transaction).await?;
        let messages = message_page(&mut transaction, id, ThreadWindow::Newest, limit).await?;
        let notes = notes::page(&mut transaction, row.contact.id, None, NotePage::MOST)
            .await?
            .notes;
        Ok(Some(ConversationDetail {
            cursor,
            row,
            messages,
            notes,
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

    async fn erase_message(
        &self,
        viewer: &Viewer,
        id: MessageId,
        now: Timestamp,
    ) -> StoreResult<EraseOutcome> {
        let viewer = *viewer;
        let outcome = self
            .write(move |connection| {
                Box::pin(async move { erasing::erase(connection, &viewer, id, now).await })
            })
            .await?;
        if let EraseOutcome::Message(message) = &outcome {
            erasing::forget_raw(self, message).await?;
        }
        Ok(outcome)
    }

    async fn cancel_message(
        &self,
        viewer: &Viewer,
        id: MessageId,
        now: Timestamp,
    ) -> StoreResult<CancelOutcome> {
        let viewer = *viewer;
        self.write(move |connection| {
            Box::pin(async move { erasing::take_back(connection, &viewer, id, now).await })
        })
        .await
    }

    async fn put_waveform(
        &self,
        viewer: &Viewer,
        id: MessageId,
        waveform: Waveform,
    ) -> StoreResult<SoundOutcome> {
        let viewer = *viewer;
        self.write(move |connection| {
            Box::pin(async move { sounds::put_waveform(connection, &viewer, id, waveform).await })
        })
        .await
    }

    async fn mark_played(&self, viewer: &Viewer, id: MessageId) -> StoreResult<SoundOutcome> {
        let viewer = *viewer;
        self.write(move |connection| {
            Box::pin(async move { sounds::mark_played(connection, &viewer, id).await })
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

    async fn mark_unread(
        &self,
        viewer: &Viewer,
        id: ConversationId,
        is_marked_unread: bool,
    ) -> StoreResult<Option<Conversation>> {
        let viewer = *viewer;
        self.write(move |connection| {
            Box::pin(async move { mark_unread(connection, &viewer, id, is_marked_unread).await })
        })
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

    async fn start_conversation(&self, viewer: &Viewer, new: &NewConversation) -> StoreResult<StartOutcome> {
        let (viewer, new) = (*viewer, new.clone());
        self.write(move |connection| {
            Box::pin(async move { starting::start(connection, &viewer, &new).await })
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

/// Whether the viewer may see a conversation.
pub(super) async fn is_visible(
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
