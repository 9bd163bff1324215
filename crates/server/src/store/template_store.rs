//! Templates of our accounts, as Meta listed them.

use super::StoreResult;
use async_trait::async_trait;
use domain::ids::{ConversationId, TemplateId};
use domain::template::{Template, TemplateContent, TemplateSync};
use domain::time::Timestamp;
use domain::visibility::Viewer;

/// Templates of our accounts. Everyone reads them, in the first screen's answer and from the log.
#[async_trait]
pub trait TemplateStore {
    /// Meta listed all templates of an account: they replace what is known of it. What is the same stays as it is.
    async fn put_templates(
        &self,
        waba_id: &str,
        listed: Vec<ListedTemplate>,
        now: Timestamp,
    ) -> StoreResult<()>;
    /// Meta did not list an account's templates; `code` is its error code, 0: no answer came.
    async fn note_template_failure(&self, waba_id: &str, code: i64, now: Timestamp) -> StoreResult<()>;
    /// When each account's templates were asked for.
    async fn template_syncs(&self) -> StoreResult<Vec<TemplateSync>>;
    /// What is known of a template that a message in a conversation is to be made of.
    async fn template_for(
        &self,
        viewer: &Viewer,
        conversation: ConversationId,
        name: &str,
        language: &str,
    ) -> StoreResult<TemplateLookup>;
}

/// A template as Meta lists it.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedTemplate {
    /// Key, used when it is new.
    pub id: TemplateId,
    /// As in [`Template`].
    pub name: String,
    /// As in [`Template`].
    pub language: String,
    /// As in [`Template`].
    pub status: String,
    /// As in [`Template`].
    pub category: String,
    /// As in [`Template`].
    pub quality: Option<String>,
    /// As in [`Template`].
    pub rejected_reason: Option<String>,
    /// As in [`Template`].
    pub content: TemplateContent,
}

/// What is known of a template.
#[derive(Clone, Debug, PartialEq)]
#[allow(
    clippy::large_enum_variant,
    reason = "it is made once, looked at and gone; a box would buy nothing"
)]
pub enum TemplateLookup {
    /// This.
    Found(Template),
    /// The account of the conversation's number has no such template.
    Unknown,
    /// No such conversation for this viewer.
    NoConversation,
}
