//! Messages with something to press (Meta: "Interactive reply buttons", "lists", "call-to-action URL button").

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::MediaSource;

/// A text with buttons, a list or a link button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interactive {
    /// What stands above the text; with a list only [`InteractiveHeader::Text`] is allowed.
    pub header: Option<InteractiveHeader>,
    /// The text: up to 1,024 characters, 4,096 with a list.
    pub body: String,
    /// Small text below, up to 60 characters.
    pub footer: Option<String>,
    /// What can be pressed.
    pub action: InteractiveAction,
}

/// What stands above an interactive message's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InteractiveHeader {
    /// Up to 60 characters.
    Text(String),
    /// A picture.
    Image(MediaSource),
    /// A film.
    Video(MediaSource),
    /// A file.
    Document(MediaSource),
}

/// What can be pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InteractiveAction {
    /// Up to three reply buttons.
    Buttons(Vec<ReplyButton>),
    /// A button that opens a list of up to ten rows in all.
    List {
        /// The button's label, up to 20 characters.
        button: String,
        /// The list.
        sections: Vec<ListSection>,
    },
    /// A button that opens a web page.
    CtaUrl {
        /// The button's label, up to 20 characters.
        display_text: String,
        /// The page.
        url: String,
    },
}

/// A reply button.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReplyButton {
    /// Comes back when it is pressed; up to 256 characters.
    pub id: String,
    /// The label: up to 20 characters, unique in the message.
    pub title: String,
}

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListSection {
    /// Needed if there are several sections; up to 24 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its rows.
    pub rows: Vec<ListRow>,
}

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListRow {
    /// Comes back when it is chosen; up to 200 characters.
    pub id: String,
    /// Up to 24 characters.
    pub title: String,
    /// Up to 72 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl Serialize for Interactive {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (kind, action) = self.action.wire();
        let mut body = json!({ "type": kind, "body": { "text": self.body }, "action": action });
        if let Some(header) = &self.header {
            body["header"] = header.wire();
        }
        if let Some(footer) = &self.footer {
            body["footer"] = json!({ "text": footer });
        }
        body.serialize(serializer)
    }
}

impl InteractiveHeader {
    fn wire(&self) -> Value {
        match self {
            Self::Text(text) => json!({ "type": "text", "text": text }),
            Self::Image(media) => json!({ "type": "image", "image": media }),
            Self::Video(media) => json!({ "type": "video", "video": media }),
            Self::Document(media) => json!({ "type": "document", "document": media }),
        }
    }
}

impl InteractiveAction {
    fn wire(&self) -> (&'static str, Value) {
        match self {
            Self::Buttons(buttons) => {
                let buttons: Vec<Value> = buttons
                    .iter()
                    .map(|button| json!({ "type": "reply", "reply": button }))
                    .collect();
                ("button", json!({ "buttons": buttons }))
            }
            Self::List { button, sections } => ("list", json!({ "button": button, "sections": sections })),
            Self::CtaUrl { display_text, url } => {
                let parameters = json!({ "display_text": display_text, "url": url });
                ("cta_url", json!({ "name": "cta_url", "parameters": parameters }))
            }
        }
    }
}
