//! Requests checked against the document, field by field: what is unknown, missing, of the wrong type or out of range
//! is refused with the code and the path that say so.
//!
//! An unknown or ill-typed field and one that is too long give code 100, a missing one 131008, a value outside of what
//! is allowed 131009.

mod contacts;
mod content;
mod interactive;
mod media;
mod template;

use serde_json::{Map, Value};

use super::GraphError;

/// The kinds of messages and the check of each.
type Check = fn(&Object<'_>) -> Result<(), GraphError>;
const KINDS: [(&str, Check); 11] = [
    ("text", content::text),
    ("image", media::image),
    ("video", media::video),
    ("audio", media::audio),
    ("document", media::document),
    ("sticker", media::sticker),
    ("location", content::location),
    ("contacts", contacts::contacts),
    ("interactive", interactive::interactive),
    ("reaction", content::reaction),
    ("template", template::template),
];

/// What may stand beside the content of a message.
const ENVELOPE: [&str; 9] = [
    "messaging_product",
    "recipient_type",
    "to",
    "recipient",
    "type",
    "context",
    "biz_opaque_callback_data",
    "recipient_identity_key_hash",
    "messaging_account_id",
];

/// Checks a message that is to be sent.
pub(super) fn message(message: &Object<'_>) -> Result<(), GraphError> {
    message.word("messaging_product", &["whatsapp"])?;
    let kind = message.string("type")?;
    let Some((_, check)) = KINDS.into_iter().find(|(name, _)| *name == kind) else {
        let kinds = KINDS.map(|(name, _)| name).join(", ");
        return Err(GraphError::new(
            100,
            format!("Param type must be one of {{{kinds}}} - got \"{kind}\"."),
        ));
    };
    if message.get("category").is_some() {
        return Err(GraphError::new(
            100,
            "Direct Send is not enabled for this account",
        ));
    }
    let mut allowed = ENVELOPE.to_vec();
    allowed.push(kind);
    message.only(&allowed)?;
    if message.maybe_string("recipient_type")?.is_some() {
        message.word("recipient_type", &["individual"])?;
    }
    if let Some(context) = message.maybe_object("context")? {
        if kind == "reaction" {
            return Err(message.unexpected("context"));
        }
        context.only(&["message_id"])?;
        context.string("message_id")?;
    }
    message.maybe_text("biz_opaque_callback_data", 512)?;
    message.maybe_string("recipient_identity_key_hash")?;
    message.maybe_string("messaging_account_id")?;
    check(message)
}

/// A JSON object and where it stands, for messages such as `Param text['body'] must be a string.`
pub(super) struct Object<'a> {
    path: String,
    map: &'a Map<String, Value>,
}

impl<'a> Object<'a> {
    /// The body of a request.
    pub(super) fn root(body: &'a Value) -> Result<Self, GraphError> {
        let map = body
            .as_object()
            .ok_or_else(|| GraphError::new(100, "The body must be a JSON object."))?;
        Ok(Self {
            path: String::new(),
            map,
        })
    }

    fn at(path: String, value: &'a Value) -> Result<Self, GraphError> {
        match value.as_object() {
            Some(map) => Ok(Self { path, map }),
            None => Err(GraphError::new(
                100,
                format!("Param {path} must be a JSON object."),
            )),
        }
    }

    /// The value of a field, whatever it is.
    pub(super) fn get(&self, name: &str) -> Option<&'a Value> {
        self.map.get(name)
    }

    /// Refuses all other fields.
    pub(super) fn only(&self, allowed: &[&str]) -> Result<(), GraphError> {
        match self.map.keys().find(|key| !allowed.contains(&key.as_str())) {
            Some(unknown) => Err(self.unexpected(unknown)),
            None => Ok(()),
        }
    }

    pub(super) fn unexpected(&self, name: &str) -> GraphError {
        let place = if self.path.is_empty() {
            "the request".to_owned()
        } else {
            format!("param \"{}\"", self.path)
        };
        GraphError::new(100, format!("Unexpected key \"{name}\" on {place}."))
    }

    /// A string, if there is one.
    pub(super) fn maybe_string(&self, name: &str) -> Result<Option<&'a str>, GraphError> {
        self.typed(name, "a string", Value::as_str)
    }

    /// A string that must be there and must not be empty.
    pub(super) fn string(&self, name: &str) -> Result<&'a str, GraphError> {
        let text = self.maybe_string(name)?.ok_or_else(|| self.missing(name))?;
        if text.is_empty() {
            return Err(self.invalid(name, "must not be empty"));
        }
        Ok(text)
    }

    /// A string of at most so many characters, if there is one.
    pub(super) fn maybe_text(&self, name: &str, max: usize) -> Result<Option<&'a str>, GraphError> {
        let text = self.maybe_string(name)?;
        if text.is_some_and(|text| text.chars().count() > max) {
            let path = self.path_of(name);
            return Err(GraphError::new(
                100,
                format!("Param {path} must be at most {max} characters long."),
            ));
        }
        Ok(text)
    }

    /// A string of 1 to so many characters that must be there.
    pub(super) fn text(&self, name: &str, max: usize) -> Result<&'a str, GraphError> {
        self.string(name)?;
        self.maybe_text(name, max)?.ok_or_else(|| self.missing(name))
    }

    /// One of a few words; it must be there.
    pub(super) fn word(&self, name: &str, words: &[&str]) -> Result<&'a str, GraphError> {
        let word = self.string(name)?;
        if !words.contains(&word) {
            return Err(self.invalid(name, &format!("must be one of {{{}}}", words.join(", "))));
        }
        Ok(word)
    }

    /// True or false, if it is there.
    pub(super) fn maybe_bool(&self, name: &str) -> Result<Option<bool>, GraphError> {
        self.typed(name, "a boolean", Value::as_bool)
    }

    /// An object, if there is one.
    pub(super) fn maybe_object(&self, name: &str) -> Result<Option<Object<'a>>, GraphError> {
        self.map
            .get(name)
            .map(|value| Self::at(self.path_of(name), value))
            .transpose()
    }

    /// An object that must be there.
    pub(super) fn object(&self, name: &str) -> Result<Object<'a>, GraphError> {
        self.maybe_object(name)?.ok_or_else(|| self.missing(name))
    }

    /// An array, if there is one.
    pub(super) fn maybe_array(&self, name: &str) -> Result<Option<&'a Vec<Value>>, GraphError> {
        self.typed(name, "an array", Value::as_array)
    }

    /// An array of objects, if there is one.
    pub(super) fn maybe_objects(&self, name: &str) -> Result<Vec<Object<'a>>, GraphError> {
        let values = self.maybe_array(name)?.map_or(&[][..], Vec::as_slice);
        let path = self.path_of(name);
        values
            .iter()
            .enumerate()
            .map(|(at, value)| Self::at(format!("{path}[{at}]"), value))
            .collect()
    }

    /// An array of at least one object; it must be there.
    pub(super) fn objects(&self, name: &str) -> Result<Vec<Object<'a>>, GraphError> {
        let objects = self.maybe_objects(name)?;
        if self.map.get(name).is_none() {
            return Err(self.missing(name));
        }
        if objects.is_empty() {
            return Err(self.invalid(name, "must not be empty"));
        }
        Ok(objects)
    }

    /// The error for a field that is not there.
    pub(super) fn missing(&self, name: &str) -> GraphError {
        GraphError::new(
            131_008,
            format!("The parameter {} is required.", self.path_of(name)),
        )
    }

    /// The error for a value that is not allowed.
    pub(super) fn invalid(&self, name: &str, why: &str) -> GraphError {
        GraphError::new(131_009, format!("Param {} {why}.", self.path_of(name)))
    }

    fn typed<T>(
        &self,
        name: &str,
        what: &str,
        read: impl FnOnce(&'a Value) -> Option<T>,
    ) -> Result<Option<T>, GraphError> {
        let Some(value) = self.map.get(name) else {
            return Ok(None);
        };
        match read(value) {
            Some(read) => Ok(Some(read)),
            None => Err(GraphError::new(
                100,
                format!("Param {} must be {what}.", self.path_of(name)),
            )),
        }
    }

    fn path_of(&self, name: &str) -> String {
        if self.path.is_empty() {
            name.to_owned()
        } else {
            format!("{}['{name}']", self.path)
        }
    }
}

#[cfg(test)]
mod tests;
