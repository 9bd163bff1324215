//! Template messages (Meta: "Sending template messages").

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::{Location, MediaSource};

/// A template and what fills its variables.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    /// The template's name; together with the language its identity.
    pub name: String,
    /// The language code as listed, such as `pt_BR`.
    pub language: String,
    /// What fills the variables; empty if nothing is variable.
    pub components: Vec<TemplateComponent>,
}

/// What fills one part of a template.
#[derive(Debug, Clone, PartialEq)]
pub enum TemplateComponent {
    /// The header's variable, or its file, which must be given on every send.
    Header(Vec<TemplateParameter>),
    /// The body's variables.
    Body(Vec<TemplateParameter>),
    /// A button's variable.
    Button {
        /// `quick_reply`, `url`, `copy_code` …
        sub_type: String,
        /// The button's position from 0.
        index: u8,
        /// Its parameters.
        parameters: Vec<TemplateParameter>,
    },
}

/// One value. In a template whose `parameter_format` is `NAMED` each text names its variable, in a positional one none.
#[derive(Debug, Clone, PartialEq)]
pub enum TemplateParameter {
    /// Text.
    Text {
        /// The variable's name in a named template.
        name: Option<String>,
        /// What is put in.
        text: String,
    },
    /// A picture.
    Image(MediaSource),
    /// A film.
    Video(MediaSource),
    /// A file.
    Document {
        /// The file.
        media: MediaSource,
        /// The name that the customer sees.
        filename: Option<String>,
    },
    /// A place, in a header.
    Location(Location),
    /// What a quick reply button sends back.
    Payload(String),
    /// The code that a copy button copies, up to 20 characters.
    CouponCode(String),
}

impl Serialize for Template {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut body = json!({ "name": self.name, "language": { "code": self.language } });
        if !self.components.is_empty() {
            body["components"] = self.components.iter().map(TemplateComponent::wire).collect();
        }
        body.serialize(serializer)
    }
}

impl TemplateComponent {
    fn wire(&self) -> Value {
        match self {
            Self::Header(parameters) => json!({ "type": "header", "parameters": wire(parameters) }),
            Self::Body(parameters) => json!({ "type": "body", "parameters": wire(parameters) }),
            Self::Button {
                sub_type,
                index,
                parameters,
            } => json!({
                "type": "button", "sub_type": sub_type, "index": index.to_string(),
                "parameters": wire(parameters),
            }),
        }
    }
}

fn wire(parameters: &[TemplateParameter]) -> Vec<Value> {
    parameters.iter().map(TemplateParameter::wire).collect()
}

impl TemplateParameter {
    fn wire(&self) -> Value {
        match self {
            Self::Text { name: None, text } => json!({ "type": "text", "text": text }),
            Self::Text {
                name: Some(name),
                text,
            } => {
                json!({ "type": "text", "parameter_name": name, "text": text })
            }
            Self::Image(media) => json!({ "type": "image", "image": media }),
            Self::Video(media) => json!({ "type": "video", "video": media }),
            Self::Document { media, filename } => {
                let mut document = json!(media);
                if let Some(filename) = filename {
                    document["filename"] = json!(filename);
                }
                json!({ "type": "document", "document": document })
            }
            Self::Location(location) => json!({ "type": "location", "location": location }),
            Self::Payload(payload) => json!({ "type": "payload", "payload": payload }),
            Self::CouponCode(code) => json!({ "type": "coupon_code", "coupon_code": code }),
        }
    }
}
