//! Whom Meta keeps away from our numbers, as agents ask for it.

use crate::http::refusal::Refusal;
use crate::state::Services;
use cloud_api::Credentials;
use domain::entities::Contact;
use domain::error::ErrorCode;
use domain::ids::ContactId;
use domain::visibility::Viewer;

/// Tells Meta at each number, and keeps what it has done, whatever came of the others.
///
/// # Errors
/// `not_found`; `not_blockable`: Meta does not do it; `unavailable`: Meta does not answer, or nothing can be written.
pub async fn set_blocked(
    services: &Services,
    viewer: &Viewer,
    id: ContactId,
    is_blocked: bool,
) -> Result<Contact, Refusal> {
    let reach = services.store.contact_reach(viewer, id).await?;
    let reach = reach.ok_or_else(Refusal::not_found)?;
    let secrets = services.store.phone_number_secrets().await?;
    let (mut done, mut trouble) = (Vec::new(), None);
    for (number, is_so) in reach.numbers {
        let Some(secrets) = secrets.iter().find(|secrets| secrets.id == number) else {
            continue;
        };
        if is_so == is_blocked {
            continue;
        }
        let Some(wa_id) = &reach.wa_id else {
            return Err(ErrorCode::NotBlockable.into());
        };
        let (credentials, phone) = (Credentials::new(&secrets.access_token), format!("+{wa_id}"));
        let answer = if is_blocked {
            services
                .graph
                .block_user(&credentials, &secrets.meta_id, &phone)
                .await
        } else {
            services
                .graph
                .unblock_user(&credentials, &secrets.meta_id, &phone)
                .await
        };
        match answer {
            Ok(true) => done.push(number),
            Ok(false) => trouble = Some(ErrorCode::NotBlockable),
            Err(error) => {
                tracing::warn!(%error, "Meta did not block or unblock a contact");
                trouble = Some(ErrorCode::Unavailable);
            }
        }
    }
    let now = services.clock.now();
    let contact = services
        .store
        .note_blocked(viewer, reach.id, &done, is_blocked, now)
        .await?;
    let contact = contact.ok_or_else(Refusal::not_found)?;
    if contact.is_blocked == is_blocked {
        return Ok(contact);
    }
    // Without trouble there was no number to do it at.
    Err(trouble.unwrap_or(ErrorCode::NotBlockable).into())
}
