//! A message made of a template: what the customer gets is made of the server's own copy.

use crate::http::refusal::Refusal;
use crate::state::Services;
use crate::store::TemplateLookup;
use domain::content::MessageContent;
use domain::error::ErrorCode;
use domain::ids::ConversationId;
use domain::template::{TemplateError, TemplateParts};
use domain::visibility::Viewer;

/// What the customer gets of what the client asks for.
pub(super) async fn filled(
    services: &Services,
    viewer: &Viewer,
    conversation: ConversationId,
    (name, language, parts): (&str, &str, &TemplateParts),
) -> Result<MessageContent, Refusal> {
    let lookup = services
        .store
        .template_for(viewer, conversation, name, language)
        .await?;
    let template = match lookup {
        TemplateLookup::Found(template) => template,
        TemplateLookup::Unknown => return Err(ErrorCode::TemplateUnknown.into()),
        TemplateLookup::NoConversation => return Err(Refusal::not_found()),
    };
    template
        .fill(&parts.values, parts.header.as_ref())
        .map_err(refusal)
}

fn refusal(error: TemplateError) -> Refusal {
    match error {
        TemplateError::Status(_) | TemplateError::Unsupported => ErrorCode::TemplateNotSendable.into(),
        TemplateError::Missing(slot) | TemplateError::Value(slot) => Refusal::template_values(slot.name),
        TemplateError::Foreign(name) => Refusal::template_values(name),
        TemplateError::HeaderFile => Refusal::template_values("header".to_owned()),
        TemplateError::TooLong => Refusal::text_too_long(domain::template::BODY_CHARACTERS),
    }
}
