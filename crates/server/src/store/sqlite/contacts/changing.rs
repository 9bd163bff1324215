//! Changing what a team says of a contact: each field by itself, the later word wins.

use super::current;
use crate::store::sqlite::log::{Subject, append};
use crate::store::sqlite::rows::{number, optional_time, word};
use crate::store::sqlite::{audit, media, reading};
use crate::store::{ChangeContactOutcome, StoreError, StoreResult};
use domain::command::ChangeContact;
use domain::contact::{AVATAR_BYTES, AVATAR_TYPES, fits_avatar, is_later_word, latest_word};
use domain::entities::Contact;
use domain::ids::{ContactId, GroupId, MediaId};
use domain::media_limit::MediaLimitError;
use domain::time::Timestamp;
use domain::visibility::Viewer;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

pub(super) async fn change(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    id: ContactId,
    change: &ChangeContact,
    now: Timestamp,
) -> StoreResult<ChangeContactOutcome> {
    let id = current(connection, id).await?;
    let Some(before) = reading::visible_contact(connection, viewer, id).await? else {
        return Ok(ChangeContactOutcome::NotFound);
    };
    let at = change.edited_at.min(now);
    let times = sqlx::query(
        "SELECT name_edited_at, stage_edited_at, source_edited_at, avatar_edited_at FROM contacts WHERE id = ?1",
    )
    .bind(*id.as_uuid())
    .fetch_one(&mut *connection)
    .await?;
    // Everything is looked at before anything is written.
    let avatar = match change.avatar {
        Some(avatar) if is_newer(&times, "avatar_edited_at", at, now)? => Some(avatar),
        _ => None,
    };
    if let Some(refused) = refusal(connection, viewer, &before, change, avatar.flatten()).await? {
        return Ok(refused);
    }
    if let Some(name) = &change.name
        && is_newer(&times, "name_edited_at", at, now)?
    {
        sqlx::query("UPDATE contacts SET name = ?2, is_name_edited = 1, name_edited_at = ?3 WHERE id = ?1")
            .bind(*id.as_uuid())
            .bind(name)
            .bind(at.as_millis())
            .execute(&mut *connection)
            .await?;
    }
    if let Some(stage) = &change.stage
        && is_newer(&times, "stage_edited_at", at, now)?
    {
        sqlx::query("UPDATE contacts SET stage = ?2, stage_edited_at = ?3 WHERE id = ?1")
            .bind(*id.as_uuid())
            .bind(word(stage)?)
            .bind(at.as_millis())
            .execute(&mut *connection)
            .await?;
    }
    if let Some(source) = change.source_id
        && is_newer(&times, "source_edited_at", at, now)?
    {
        sqlx::query("UPDATE contacts SET source_id = ?2, source_edited_at = ?3 WHERE id = ?1")
            .bind(*id.as_uuid())
            .bind(source.map(|source| *source.as_uuid()))
            .bind(at.as_millis())
            .execute(&mut *connection)
            .await?;
    }
    if let Some(avatar) = avatar {
        sqlx::query("UPDATE contacts SET avatar = ?2, avatar_edited_at = ?3 WHERE id = ?1")
            .bind(*id.as_uuid())
            .bind(avatar.map(|avatar| *avatar.as_uuid()))
            .bind(at.as_millis())
            .execute(&mut *connection)
            .await?;
    }
    for (groups, is_member) in [(&change.add_groups, true), (&change.remove_groups, false)] {
        for group in groups {
            put_in_group(connection, id, (*group, is_member), at, now).await?;
        }
    }
    tell(connection, viewer, &before, now)
        .await
        .map(ChangeContactOutcome::Contact)
}

/// Whether nobody has said anything of a field later.
fn is_newer(times: &SqliteRow, column: &str, at: Timestamp, now: Timestamp) -> StoreResult<bool> {
    let known = optional_time(times, column)?;
    Ok(known.is_none_or(|known| is_later_word(at, known, now)))
}

/// What keeps a change from counting.
async fn refusal(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    before: &Contact,
    change: &ChangeContact,
    avatar: Option<MediaId>,
) -> StoreResult<Option<ChangeContactOutcome>> {
    if let Some(Some(source)) = change.source_id {
        let is_known: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM sources WHERE id = ?1)")
            .bind(*source.as_uuid())
            .fetch_one(&mut *connection)
            .await?;
        if !is_known {
            return Ok(Some(ChangeContactOutcome::SourceMissing));
        }
    }
    for group in &change.add_groups {
        let is_known: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM groups WHERE id = ?1)")
            .bind(*group.as_uuid())
            .fetch_one(&mut *connection)
            .await?;
        if !is_known {
            return Ok(Some(ChangeContactOutcome::GroupMissing));
        }
    }
    let Some(avatar) = avatar.filter(|avatar| before.avatar != Some(*avatar)) else {
        return Ok(None);
    };
    let Some(file) = media::visible_file(connection, viewer, avatar).await? else {
        return Ok(Some(ChangeContactOutcome::FileMissing));
    };
    let is_picture = AVATAR_TYPES.contains(&file.kept.mime_type.as_str()) && fits_avatar(file.kept.pixels);
    let error = if !is_picture {
        MediaLimitError::Type
    } else if file.kept.byte_size > AVATAR_BYTES {
        MediaLimitError::Size {
            max_bytes: AVATAR_BYTES,
        }
    } else {
        return Ok(None);
    };
    Ok(Some(ChangeContactOutcome::FileRefused(error)))
}

pub(super) async fn put_in_group(
    connection: &mut SqliteConnection,
    contact: ContactId,
    (group, is_member): (GroupId, bool),
    at: Timestamp,
    now: Timestamp,
) -> StoreResult<()> {
    // A group that is gone takes nobody out.
    sqlx::query(
        "INSERT INTO contact_groups (contact_id, group_id, is_member, edited_at) \
         SELECT ?1, id, ?3, ?4 FROM groups WHERE id = ?2 ON CONFLICT (contact_id, group_id) DO UPDATE SET \
         is_member = excluded.is_member, edited_at = excluded.edited_at \
         WHERE excluded.edited_at >= contact_groups.edited_at OR contact_groups.edited_at > ?5",
    )
    .bind(*contact.as_uuid())
    .bind(*group.as_uuid())
    .bind(is_member)
    .bind(at.as_millis())
    .bind(latest_word(now).as_millis())
    .execute(connection)
    .await?;
    Ok(())
}

/// Counts, logs and audits what has changed, if anything has.
async fn tell(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    before: &Contact,
    now: Timestamp,
) -> StoreResult<Contact> {
    let gone = || StoreError::Broken("a contact that was just changed is not there".to_owned());
    let mut after = reading::contact(connection, before.id).await?.ok_or_else(gone)?;
    let fields: Vec<&'static str> = [
        ("name", before.name != after.name),
        ("stage", before.stage != after.stage),
        ("source", before.source_id != after.source_id),
        ("groups", before.group_ids != after.group_ids),
        ("avatar", before.avatar != after.avatar),
    ]
    .into_iter()
    .filter_map(|(name, has_changed)| has_changed.then_some(name))
    .collect();
    if fields.is_empty() {
        return Ok(after);
    }
    after.version = touch(connection, before.id).await?;
    audit::record(
        connection,
        viewer.agent_id,
        "contact_changed",
        ("contact", *before.id.as_uuid()),
        &fields,
        now,
    )
    .await?;
    Ok(after)
}

/// Counts a change of a contact's row and logs it.
pub(super) async fn touch(connection: &mut SqliteConnection, id: ContactId) -> StoreResult<u64> {
    let row = sqlx::query("UPDATE contacts SET version = version + 1 WHERE id = ?1 RETURNING version")
        .bind(*id.as_uuid())
        .fetch_one(&mut *connection)
        .await?;
    let version = number(&row, "version")?;
    append(connection, Subject::Contact(id), version).await?;
    Ok(version)
}
