//! Contacts that are added by hand or from a file. One that is there already, by its subscriber, is changed as by an agent who edits
//! it; what a line leaves blank stays as it is.

use super::{changing, is_taken, lead_to, was_erased};
use crate::store::sqlite::log::{Subject, append};
use crate::store::sqlite::rows::word;
use crate::store::sqlite::{audit, identity, reading};
use crate::store::{
    ChangeContactOutcome, CreateContactOutcome, CustomerIdentity, LineOutcome, NewListedContact, StoreError,
    StoreResult,
};
use domain::command::ChangeContact;
use domain::contact_file::{FileLine, Refused};
use domain::entities::Contact;
use domain::ids::{ContactId, GroupId};
use domain::phone::Phone;
use domain::time::Timestamp;
use domain::visibility::Viewer;
use sqlx::sqlite::SqliteConnection;

/// What a line is about.
enum Found {
    /// Nobody who is known.
    Nobody,
    /// Somebody whom the viewer does not see.
    Hidden,
    /// Them.
    Somebody(Box<Contact>),
}

/// What would become of a line.
pub(super) async fn outcome(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    line: &FileLine,
    now: Timestamp,
) -> StoreResult<LineOutcome> {
    Ok(match find(connection, viewer, &line.phone).await? {
        Found::Nobody => LineOutcome::Created,
        Found::Hidden => LineOutcome::Refused(Refused::NotVisible),
        Found::Somebody(contact) => match change_by(line, &contact, now) {
            Some(_) => LineOutcome::Changed,
            None => LineOutcome::Unchanged,
        },
    })
}

/// Adds or changes the contact of a line.
pub(super) async fn take(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    new_id: ContactId,
    line: &FileLine,
    now: Timestamp,
) -> StoreResult<LineOutcome> {
    let contact = match find(connection, viewer, &line.phone).await? {
        Found::Nobody => {
            create(connection, viewer, new_id, line, now).await?;
            return Ok(LineOutcome::Created);
        }
        Found::Hidden => return Ok(LineOutcome::Refused(Refused::NotVisible)),
        Found::Somebody(contact) => contact,
    };
    let Some(change) = change_by(line, &contact, now) else {
        return Ok(LineOutcome::Unchanged);
    };
    Ok(
        match changing::change(connection, viewer, contact.id, &change, now).await? {
            ChangeContactOutcome::Contact(_) => LineOutcome::Changed,
            ChangeContactOutcome::NotFound => LineOutcome::Refused(Refused::NotVisible),
            // Removed since the file was read.
            ChangeContactOutcome::SourceMissing => LineOutcome::Refused(Refused::SourceUnknown),
            ChangeContactOutcome::GroupMissing => LineOutcome::Refused(Refused::GroupUnknown),
            ChangeContactOutcome::FileMissing | ChangeContactOutcome::FileRefused(_) => {
                return Err(StoreError::Broken("a line of a file has no picture".to_owned()));
            }
        },
    )
}

/// Adds a contact by hand.
pub(super) async fn create_one(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    new: &NewListedContact,
    now: Timestamp,
) -> StoreResult<CreateContactOutcome> {
    if was_erased(connection, new.id).await? {
        return Ok(CreateContactOutcome::NotFound);
    }
    match find(connection, viewer, &new.phone).await? {
        Found::Somebody(contact) => {
            lead_to(connection, new.id, contact.id).await?;
            return Ok(CreateContactOutcome::Known(*contact));
        }
        Found::Hidden => return Ok(CreateContactOutcome::NotFound),
        Found::Nobody => {}
    }
    if is_taken(connection, new.id).await? {
        return Ok(CreateContactOutcome::IdConflict);
    }
    let line = FileLine {
        line: 0,
        phone: new.phone.clone(),
        name: new.name.clone(),
        stage: None,
        source_id: None,
        group_ids: Vec::new(),
    };
    create(connection, viewer, new.id, &line, now).await?;
    let created = reading::contact(connection, new.id).await?;
    created
        .map(CreateContactOutcome::Created)
        .ok_or_else(|| StoreError::Broken("a contact that was just added is not there".to_owned()))
}

async fn find(connection: &mut SqliteConnection, viewer: &Viewer, phone: &Phone) -> StoreResult<Found> {
    let Some(id) = identity::find(connection, &customer(phone)).await? else {
        return Ok(Found::Nobody);
    };
    let contact = reading::visible_contact(connection, viewer, id).await?;
    Ok(contact.map_or(Found::Hidden, |contact| Found::Somebody(Box::new(contact))))
}

fn customer(phone: &Phone) -> CustomerIdentity {
    CustomerIdentity {
        wa_id: Some(phone.digits().to_owned()),
        ..CustomerIdentity::default()
    }
}

/// What a line says of a contact that is not so yet; `None`: all of it is.
fn change_by(line: &FileLine, contact: &Contact, now: Timestamp) -> Option<ChangeContact> {
    let name = line.name.clone().filter(|name| *name != contact.name);
    let stage = line.stage.filter(|stage| *stage != contact.stage);
    let source = line.source_id.filter(|source| Some(*source) != contact.source_id);
    let is_new = |group: &&GroupId| !contact.group_ids.contains(group);
    let add_groups: Vec<_> = line.group_ids.iter().filter(is_new).copied().collect();
    let changes = name.is_some() || stage.is_some() || source.is_some() || !add_groups.is_empty();
    changes.then(|| ChangeContact {
        edited_at: now,
        name,
        stage,
        source_id: source.map(Some),
        add_groups,
        ..ChangeContact::default()
    })
}

/// A contact whom nobody knew. The name that the agent gives stays, whatever the profile says later.
async fn create(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    id: ContactId,
    line: &FileLine,
    now: Timestamp,
) -> StoreResult<()> {
    let id = identity::contact_of(connection, &customer(&line.phone), id, None, now).await?;
    let stage = match line.stage {
        Some(stage) => Some(word(&stage)?),
        None => None,
    };
    sqlx::query(
        "UPDATE contacts SET name = COALESCE(?2, name), is_name_edited = ?2 IS NOT NULL, \
         name_edited_at = CASE WHEN ?2 IS NOT NULL THEN ?5 END, \
         stage = COALESCE(?3, stage), stage_edited_at = CASE WHEN ?3 IS NOT NULL THEN ?5 END, \
         source_id = (SELECT id FROM sources WHERE id = ?4), source_edited_at = CASE WHEN ?4 IS NOT NULL THEN ?5 END \
         WHERE id = ?1",
    )
    .bind(*id.as_uuid())
    .bind(line.name.as_deref())
    .bind(stage)
    .bind(line.source_id.map(|source| *source.as_uuid()))
    .bind(now.as_millis())
    .execute(&mut *connection)
    .await?;
    for group in &line.group_ids {
        changing::put_in_group(connection, id, (*group, true), now, now).await?;
    }
    append(connection, Subject::Contact(id), 1).await?;
    let named = line.name.is_some().then_some("name");
    let staged = line.stage.is_some().then_some("stage");
    let sourced = line.source_id.is_some().then_some("source");
    let grouped = (!line.group_ids.is_empty()).then_some("groups");
    let fields: Vec<&'static str> = [Some("phone"), named, staged, sourced, grouped]
        .into_iter()
        .flatten()
        .collect();
    audit::record(
        connection,
        viewer.agent_id,
        "contact_created",
        ("contact", *id.as_uuid()),
        &fields,
        now,
    )
    .await
}
