//! Listing an account's templates (Meta: `GET /{account}/message_templates`).

use serde_json::Value;

use super::{Client, Credentials};
use crate::error::SendError;
use crate::lenient;

/// A template; its identity is (name, language). Words such as the status are open lists and stay text.
#[derive(Debug, Clone, PartialEq)]
pub struct MessageTemplate {
    /// Meta's id of this language version.
    pub id: Option<String>,
    /// The name.
    pub name: String,
    /// The language code.
    pub language: String,
    /// `APPROVED` is the one that can be sent.
    pub status: Option<String>,
    /// `MARKETING`, `UTILITY`, `AUTHENTICATION`.
    pub category: Option<String>,
    /// `POSITIONAL` or `NAMED`; absent means positional.
    pub parameter_format: Option<String>,
    /// Why it was rejected.
    pub rejected_reason: Option<String>,
    /// Header, body, footer and buttons as listed.
    pub components: Vec<Value>,
    /// The answer as it came.
    pub raw: Value,
}

const FIELDS: &str =
    "id,name,status,category,language,components,parameter_format,quality_score,rejected_reason";

/// "The cursor is not valid": the listing must start again without one.
const BAD_CURSOR: i64 = 131_059;

impl Client {
    /// All templates of an account. A listing whose cursor goes bad on the way starts once again.
    ///
    /// # Errors
    /// See [`SendError`]; safe to repeat.
    pub async fn message_templates(
        &self,
        credentials: &Credentials,
        waba_id: &str,
    ) -> Result<Vec<MessageTemplate>, SendError> {
        let path = [waba_id, "message_templates"];
        let templates = match self
            .listing(credentials, &path, FIELDS, "message_templates")
            .await
        {
            Err(SendError::Api(error)) if error.code == BAD_CURSOR => {
                self.listing(credentials, &path, FIELDS, "message_templates")
                    .await?
            }
            other => other?,
        };
        Ok(templates
            .into_iter()
            .filter_map(MessageTemplate::from_value)
            .collect())
    }
}

impl MessageTemplate {
    fn from_value(raw: Value) -> Option<Self> {
        let word = |key| lenient::id(&raw, key);
        Some(Self {
            id: word("id"),
            name: word("name")?,
            language: word("language")?,
            status: word("status"),
            category: word("category"),
            parameter_format: word("parameter_format"),
            rejected_reason: word("rejected_reason"),
            components: lenient::list(&raw, "components").to_vec(),
            raw,
        })
    }
}
