//! Writing the log: one row a change, in the transaction of the change.
//!
//! A row says what changed, never how it is now: that is read at delivery. `sight` rows are for one agent; whether sight was lost
//! or gained is what is true when the row is delivered.

use super::mentions;
use super::rows::{as_integer, id};
use crate::store::StoreResult;
use domain::ids::{
    AgentId, AlarmId, CannedResponseId, ContactId, ConversationId, GroupId, MessageId, NoteId, PhoneNumberId,
    RoleId, SourceId, TemplateId,
};
use domain::permission::PermissionSet;
use domain::visibility::Viewer;
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;
use uuid::Uuid;

/// What a log row is about.
#[derive(Clone, Copy, Debug)]
pub(super) enum Subject {
    Message(MessageId, ConversationId),
    Conversation(ConversationId),
    Contact(ContactId),
    /// For everyone: who has lost sight of the contact may still have something of it on a device.
    ContactRemoved(ContactId),
    /// Changed or removed, for who sees its contact.
    Note(NoteId),
    /// The agent is mentioned in a note, or not any more, or has seen it: which of these is what is true when the row is delivered.
    Mention(NoteId, AgentId),
    /// The agent sees this conversation from now on, or no more.
    Sight(ConversationId, AgentId),
    /// What the agent may see or do has changed as a whole.
    Scope(AgentId),
    Agent(AgentId),
    Role(RoleId),
    PhoneNumber(PhoneNumberId),
    /// For those who may see alarms; who that is, is decided at delivery.
    Alarm(AlarmId),
    /// The agent's own.
    Draft(ConversationId, AgentId),
    /// What the agent has pinned.
    Pins(AgentId),
    /// Changed or removed: which of the two is what is true when the row is delivered.
    CannedResponse(CannedResponseId),
    /// Changed or removed, like a canned response.
    Template(TemplateId),
    /// Changed or removed, like a canned response.
    Source(SourceId),
    /// Changed or removed, like a canned response.
    Group(GroupId),
    Settings,
}

/// Adds a row. `version` is that of the entity after the change.
pub(super) async fn append(
    connection: &mut SqliteConnection,
    subject: Subject,
    version: u64,
) -> StoreResult<()> {
    insert(connection, subject, version).await?;
    // Mentions come and go with the sight of what leads to them.
    let (agent, conversation) = match subject {
        Subject::Sight(conversation, agent) => (agent, Some(conversation)),
        Subject::Scope(agent) => (agent, None),
        _ => return Ok(()),
    };
    for note in mentions::concerned(connection, agent, conversation).await? {
        insert(connection, Subject::Mention(note, agent), 0).await?;
    }
    Ok(())
}

async fn insert(connection: &mut SqliteConnection, subject: Subject, version: u64) -> StoreResult<()> {
    let (kind, entity, conversation, audience): (&str, Uuid, Option<Uuid>, Option<Uuid>) = match subject {
        Subject::Message(message, conversation) => {
            ("message", *message.as_uuid(), Some(*conversation.as_uuid()), None)
        }
        Subject::Conversation(conversation) => (
            "conversation",
            *conversation.as_uuid(),
            Some(*conversation.as_uuid()),
            None,
        ),
        Subject::Contact(contact) => ("contact", *contact.as_uuid(), None, None),
        Subject::ContactRemoved(contact) => ("contact_removed", *contact.as_uuid(), None, None),
        Subject::Note(note) => ("note", *note.as_uuid(), None, None),
        Subject::Mention(note, agent) => ("mention", *note.as_uuid(), None, Some(*agent.as_uuid())),
        Subject::Sight(conversation, agent) => (
            "sight",
            *conversation.as_uuid(),
            Some(*conversation.as_uuid()),
            Some(*agent.as_uuid()),
        ),
        Subject::Scope(agent) => ("scope", *agent.as_uuid(), None, Some(*agent.as_uuid())),
        Subject::Agent(agent) => ("agent", *agent.as_uuid(), None, None),
        Subject::Role(role) => ("role", *role.as_uuid(), None, None),
        Subject::PhoneNumber(number) => ("phone_number", *number.as_uuid(), None, None),
        Subject::Alarm(alarm) => ("alarm", *alarm.as_uuid(), None, None),
        Subject::Draft(conversation, agent) => (
            "draft",
            *conversation.as_uuid(),
            Some(*conversation.as_uuid()),
            Some(*agent.as_uuid()),
        ),
        Subject::Pins(agent) => ("pins", *agent.as_uuid(), None, Some(*agent.as_uuid())),
        Subject::CannedResponse(response) => ("canned_response", *response.as_uuid(), None, None),
        Subject::Template(template) => ("template", *template.as_uuid(), None, None),
        Subject::Source(source) => ("source", *source.as_uuid(), None, None),
        Subject::Group(group) => ("group", *group.as_uuid(), None, None),
        Subject::Settings => ("settings", Uuid::nil(), None, None),
    };
    sqlx::query(
        "INSERT INTO events (kind, entity_id, conversation_id, version, audience) VALUES (?1, ?2, ?3, ?4, ?5)",
    )
    .bind(kind)
    .bind(entity)
    .bind(conversation)
    .bind(as_integer(version))
    .bind(audience)
    .execute(connection)
    .await?;
    Ok(())
}

/// Tells the agents whose sight of a conversation a change of its assignees gave or took.
pub(super) async fn append_sight_changes(
    connection: &mut SqliteConnection,
    conversation: ConversationId,
    before: &[AgentId],
    after: &[AgentId],
) -> StoreResult<()> {
    let is_support_agent_on: bool = sqlx::query_scalar("SELECT is_support_agent_on FROM settings")
        .fetch_one(&mut *connection)
        .await?;
    for viewer in viewers(connection).await? {
        if viewer.may_see(is_support_agent_on, before) != viewer.may_see(is_support_agent_on, after) {
            append(connection, Subject::Sight(conversation, viewer.agent_id), 0).await?;
        }
    }
    Ok(())
}

/// Tells the agents who see a conversation with these assignees that it is going: it must not be there when the row is read.
pub(super) async fn append_sight_ends(
    connection: &mut SqliteConnection,
    conversation: ConversationId,
    assignees: &[AgentId],
) -> StoreResult<()> {
    let is_support_agent_on: bool = sqlx::query_scalar("SELECT is_support_agent_on FROM settings")
        .fetch_one(&mut *connection)
        .await?;
    for viewer in viewers(connection).await? {
        if viewer.may_see(is_support_agent_on, assignees) {
            append(connection, Subject::Sight(conversation, viewer.agent_id), 0).await?;
        }
    }
    Ok(())
}

/// Tells every agent of `role` (`None`: of any) for whom `concerns` holds that their scope is another now.
pub(super) async fn append_scope_changes(
    connection: &mut SqliteConnection,
    role: Option<RoleId>,
    concerns: impl Fn(PermissionSet) -> bool,
) -> StoreResult<()> {
    let agents: Vec<AgentId> = viewers_of(connection, role)
        .await?
        .into_iter()
        .filter(|viewer| concerns(viewer.permissions))
        .map(|viewer| viewer.agent_id)
        .collect();
    for agent in agents {
        append(connection, Subject::Scope(agent), 0).await?;
    }
    Ok(())
}

async fn viewers(connection: &mut SqliteConnection) -> StoreResult<Vec<Viewer>> {
    viewers_of(connection, None).await
}

async fn viewers_of(connection: &mut SqliteConnection, role: Option<RoleId>) -> StoreResult<Vec<Viewer>> {
    let found = sqlx::query(
        "SELECT a.id, o.permissions FROM agents a JOIN roles o ON o.id = a.role_id \
         WHERE ?1 IS NULL OR a.role_id = ?1 ORDER BY a.id",
    )
    .bind(role.map(|role| *role.as_uuid()))
    .fetch_all(connection)
    .await?;
    found
        .iter()
        .map(|row| {
            Ok(Viewer {
                agent_id: id(row, "id")?,
                permissions: serde_json::from_str(row.try_get("permissions")?)?,
            })
        })
        .collect()
}
