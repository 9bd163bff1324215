//! What goes wrong with a body: in its structure and in its bytes.

use proptest::prelude::*;
use serde_json::{Value, json};

/// A change of the JSON at one place; the place counts all places of the body.
#[derive(Clone, Debug)]
pub struct Mutation {
    place: usize,
    what: What,
}

#[derive(Clone, Debug)]
enum What {
    Drop,
    Duplicate,
    Swap(usize),
    Replace(Value),
    Retype,
    Nest(usize),
    Rename(String),
    Repeat(usize),
}

/// A change of the bytes; the place is in thousandths of the body.
#[derive(Clone, Debug)]
pub enum ByteMutation {
    /// The rest is missing.
    Truncate(usize),
    /// Bytes come in between.
    Insert(usize, Vec<u8>),
    /// A byte is another.
    Change(usize, u8),
    /// It is something else altogether.
    Whole(Vec<u8>),
}

/// Any mutation of the structure.
pub fn of_structure() -> impl Strategy<Value = Mutation> {
    let what = prop_oneof![
        4 => Just(What::Drop),
        2 => Just(What::Duplicate),
        2 => any::<usize>().prop_map(What::Swap),
        4 => odd_value().prop_map(What::Replace),
        3 => Just(What::Retype),
        1 => (1..140_usize).prop_map(What::Nest),
        1 => "[a-z_]{0,8}".prop_map(What::Rename),
        1 => (2..40_usize).prop_map(What::Repeat),
    ];
    (any::<usize>(), what).prop_map(|(place, what)| Mutation { place, what })
}

/// Any mutation of the bytes.
pub fn of_bytes() -> impl Strategy<Value = ByteMutation> {
    let place = 0..1_000_usize;
    let odd_bytes = prop_oneof![
        Just(b"\0".to_vec()),
        Just(b"\xff\xfe".to_vec()),
        Just(b"\xf0\x9f\x98".to_vec()),
        Just(br"\ud83d".to_vec()),
        Just(br"\u0000".to_vec()),
        Just(b"1e999".to_vec()),
        Just(b"\"".to_vec()),
        Just(b"{".to_vec()),
        prop::collection::vec(any::<u8>(), 1..8),
    ];
    let whole = prop_oneof![
        Just(Vec::new()),
        Just(b"null".to_vec()),
        Just(b"[]".to_vec()),
        Just(b"{\"entry\":[]}".to_vec()),
        Just(b"{\"entry\":[null,[],{}]}".to_vec()),
        (1..200_000_usize).prop_map(|depth| vec![b'['; depth]),
        prop::collection::vec(any::<u8>(), 0..200),
    ];
    prop_oneof![
        2 => place.clone().prop_map(ByteMutation::Truncate),
        4 => (place.clone(), odd_bytes).prop_map(|(place, bytes)| ByteMutation::Insert(place, bytes)),
        3 => (place, any::<u8>()).prop_map(|(place, byte)| ByteMutation::Change(place, byte)),
        1 => whole.prop_map(ByteMutation::Whole),
    ]
}

fn odd_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        Just(json!(u64::MAX)),
        Just(json!(1e308)),
        Just(json!(-1)),
        Just(json!("0")),
        Just(json!("99999999999999999999")),
        Just(json!("-9223372036854775808")),
        Just(json!("\u{0}")),
        Just(json!("a\u{0}b")),
        Just(json!("")),
        Just(json!(" ")),
        Just(json!("\u{202e}\u{200b}\u{feff}")),
        Just(json!("'; DROP TABLE messages; --")),
        Just(json!("x".repeat(70_000))),
        ".{0,20}".prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
        // Words that mean something elsewhere.
        prop::sample::select(vec![
            "reaction",
            "edit",
            "revoke",
            "system",
            "unsupported",
            "text",
            "image",
            "contacts",
            "interactive",
            "user_changed_number",
            "messages",
            "calls",
            "history",
            "failed",
            "read",
            "USER_INITIATED",
        ])
        .prop_map(Value::from),
    ]
}

impl Mutation {
    /// Changes the body, if there is such a place.
    pub fn apply(&self, body: &mut Value) {
        let mut places = Vec::new();
        list(body, &mut String::new(), &mut places);
        if places.is_empty() {
            return;
        }
        let place = places[self.place % places.len()].clone();
        let (parent, key) = place.rsplit_once('/').unwrap_or(("", ""));
        let key = key.replace("~1", "/").replace("~0", "~");
        match &self.what {
            What::Swap(other) => {
                let other = &places[other % places.len()];
                let (Some(one), Some(two)) = (body.pointer(&place).cloned(), body.pointer(other).cloned())
                else {
                    return;
                };
                set(body, &place, two);
                set(body, other, one);
            }
            What::Replace(value) => set(body, &place, value.clone()),
            What::Retype => {
                let value = body.pointer(&place).map(retyped);
                set(body, &place, value.unwrap_or_default());
            }
            What::Nest(depth) => {
                let mut value = body.pointer(&place).cloned().unwrap_or_default();
                for level in 0..*depth {
                    value = if level % 2 == 0 {
                        json!([value])
                    } else {
                        json!({ "message": value })
                    };
                }
                set(body, &place, value);
            }
            What::Drop | What::Duplicate | What::Rename(_) | What::Repeat(_) => {
                if let Some(parent) = body.pointer_mut(parent) {
                    self.change_member(parent, &key);
                }
            }
        }
    }

    fn change_member(&self, parent: &mut Value, key: &str) {
        match (parent, &self.what) {
            (Value::Object(members), What::Drop) => drop(members.remove(key)),
            (Value::Object(members), What::Rename(name)) => {
                if let Some(value) = members.remove(key) {
                    members.insert(name.clone(), value);
                }
            }
            (Value::Object(members), _) => {
                if let Some(value) = members.get(key).cloned() {
                    members.insert(format!("{key}_"), value);
                }
            }
            (Value::Array(items), what) => {
                let Some(index) = key.parse::<usize>().ok().filter(|index| *index < items.len()) else {
                    return;
                };
                match what {
                    What::Drop => drop(items.remove(index)),
                    What::Repeat(times) => {
                        let item = items[index].clone();
                        items.extend(std::iter::repeat_n(item, *times));
                    }
                    _ => items.push(items[index].clone()),
                }
            }
            _ => {}
        }
    }
}

impl ByteMutation {
    /// Changes the bytes.
    pub fn apply(&self, raw: &mut Vec<u8>) {
        let at = |place: &usize, raw: &[u8]| place * raw.len() / 1_000;
        match self {
            Self::Truncate(place) => raw.truncate(at(place, raw)),
            Self::Insert(place, bytes) => {
                let at = at(place, raw);
                raw.splice(at..at, bytes.iter().copied());
            }
            Self::Change(place, byte) => {
                let at = at(place, raw);
                if let Some(changed) = raw.get_mut(at) {
                    *changed = *byte;
                }
            }
            Self::Whole(bytes) => raw.clone_from(bytes),
        }
    }
}

/// All places below a value, as JSON pointers.
fn list(value: &Value, here: &mut String, places: &mut Vec<String>) {
    let mut below = |key: &str, value: &Value| {
        let length = here.len();
        here.push('/');
        here.push_str(&key.replace('~', "~0").replace('/', "~1"));
        places.push(here.clone());
        list(value, here, places);
        here.truncate(length);
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| below(key, value)),
        Value::Array(items) => items
            .iter()
            .zip(0..)
            .for_each(|(value, index): (_, usize)| below(&index.to_string(), value)),
        _ => {}
    }
}

fn set(body: &mut Value, place: &str, value: Value) {
    if let Some(there) = body.pointer_mut(place) {
        *there = value;
    }
}

/// The same in another type.
fn retyped(value: &Value) -> Value {
    match value {
        Value::String(text) => text.parse::<i64>().map_or_else(|_| json!([text]), Value::from),
        Value::Number(number) => json!(number.to_string()),
        Value::Bool(yes) => json!(yes.to_string()),
        Value::Null => json!({}),
        Value::Array(items) => items.first().cloned().unwrap_or_default(),
        Value::Object(_) => json!([value]),
    }
}
