//! Reading enums that carry their variant's name inside the object (`{"kind": "text", "body": "…"}`).
//!
//! serde's derive keeps the whole object in a tree until it has found the name, and compiles every type below a second time to
//! read that tree: in the app a tenth of all code, and twice the work for each frame. We write the name first, and the app reads
//! only what we wrote, so there [`tagged!`](crate::tagged!) reads on from the name without keeping anything. The server, to whom
//! anyone may write, takes the name wherever it stands: there the derive reads.

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, EnumAccess, Error, IgnoredAny, MapAccess, VariantAccess, Visitor};
use serde::{Deserializer, forward_to_deserialize_any};
use std::fmt;

/// An enum whose variants' names stand inside the object, under the given key and first; names are in `snake_case`. The second
/// text is the enum's own name.
#[macro_export]
macro_rules! tagged {
    (
        $tag:tt, $own_name:tt,
        $(#[$attribute:meta])*
        $visibility:vis enum $name:ident { $($variants:tt)* }
    ) => {
        $(#[$attribute])*
        #[derive(serde::Serialize)]
        #[cfg_attr(not(target_family = "wasm"), derive(serde::Deserialize))]
        #[serde(tag = $tag, rename_all = "snake_case")]
        $visibility enum $name { $($variants)* }

        #[cfg(any(target_family = "wasm", test))]
        impl $name {
            /// Reads an object that has the variant's name first.
            #[allow(dead_code, reason = "beside the app only tests call it")]
            pub(crate) fn read_on<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                #[derive(serde::Deserialize)]
                #[serde(remote = $own_name, rename_all = "snake_case")]
                #[allow(dead_code, missing_docs, reason = "never made: it only says how the other enum is read")]
                enum Shape { $($variants)* }
                Shape::deserialize($crate::tagged::NameFirst::new($tag, deserializer))
            }
        }

        #[cfg(target_family = "wasm")]
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::read_on(deserializer)
            }
        }
    };
}

/// Shows an object whose first key is the variant's name as an enum.
pub struct NameFirst<D> {
    tag: &'static str,
    deserializer: D,
}

impl<D> NameFirst<D> {
    /// `tag` is the key of the name.
    pub const fn new(tag: &'static str, deserializer: D) -> Self {
        Self { tag, deserializer }
    }
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for NameFirst<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, D::Error> {
        Err(D::Error::custom("not an enum"))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.deserializer.deserialize_map(NamedObject {
            tag: self.tag,
            visitor,
        })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

struct NamedObject<V> {
    tag: &'static str,
    visitor: V,
}

impl<'de, V: Visitor<'de>> Visitor<'de> for NamedObject<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object that begins with `{}`", self.tag)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<V::Value, A::Error> {
        if map.next_key_seed(Key(self.tag))? != Some(true) {
            return Err(A::Error::missing_field(self.tag));
        }
        self.visitor.visit_enum(Rest { map })
    }
}

/// Says whether a key is the expected one.
pub struct Key(pub &'static str);

impl<'de> DeserializeSeed<'de> for Key {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Key {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    fn visit_str<E>(self, key: &str) -> Result<bool, E> {
        Ok(key == self.0)
    }
}

/// What follows the name.
struct Rest<A> {
    map: A,
}

impl<'de, A: MapAccess<'de>> EnumAccess<'de> for Rest<A> {
    type Error = A::Error;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(mut self, seed: S) -> Result<(S::Value, Self), A::Error> {
        Ok((self.map.next_value_seed(seed)?, self))
    }
}

impl<'de, A: MapAccess<'de>> VariantAccess<'de> for Rest<A> {
    type Error = A::Error;

    fn unit_variant(mut self) -> Result<(), A::Error> {
        while self.map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, A::Error> {
        seed.deserialize(MapAccessDeserializer::new(self.map))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _len: usize, _visitor: V) -> Result<V::Value, A::Error> {
        Err(A::Error::custom("an object has no places"))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        visitor.visit_map(self.map)
    }
}

#[cfg(test)]
mod tests {
    use crate::content::{Attachment, MessageContent, SystemLine};
    use crate::event::{Change, Event};
    use crate::ids::ConversationId;
    use crate::wire::ServerFrame;
    use serde::de::DeserializeOwned;

    fn both<T: DeserializeOwned + PartialEq + std::fmt::Debug>(
        json: &str,
        read_on: impl Fn(&mut serde_json::Deserializer<serde_json::de::StrRead<'_>>) -> serde_json::Result<T>,
    ) -> T {
        let mut deserializer = serde_json::Deserializer::from_str(json);
        let value = read_on(&mut deserializer).unwrap();
        deserializer.end().unwrap();
        assert_eq!(serde_json::from_str::<T>(json).unwrap(), value);
        value
    }

    #[test]
    fn reading_on_gives_what_the_derive_gives() {
        let file = r#"{"kind":"image","mime_type":"image/png","byte_size":3,"what_is_new":[1]}"#;
        let expected = Attachment {
            mime_type: "image/png".to_owned(),
            byte_size: Some(3),
            ..Attachment::default()
        };
        assert_eq!(
            both(file, |json| MessageContent::read_on(json)),
            MessageContent::Image(expected)
        );
        let line = r#"{"kind":"system","line":"number_changed","to":"15"}"#;
        let to = "15".to_owned();
        assert_eq!(
            both(line, |json| MessageContent::read_on(json)),
            MessageContent::System(SystemLine::NumberChanged { to })
        );
        let unit = r#"{"line":"reopened","what_is_new":{}}"#;
        assert_eq!(both(unit, |json| SystemLine::read_on(json)), SystemLine::Reopened);
        let signed_out = r#"{"frame":"signed_out"}"#;
        assert_eq!(
            both(signed_out, |json| ServerFrame::read_on(json)),
            ServerFrame::SignedOut
        );
        let event = Event {
            n: 7,
            change: Change::SightGained {
                conversation_id: ConversationId::from_parts(1, &[2; 10]),
            },
        };
        let json = serde_json::to_string(&event).unwrap();
        assert_eq!(both(&json, |json| Event::read_on(json)), event);
    }

    #[test]
    fn what_has_no_name_in_front_is_refused() {
        for json in [
            r#"{"to":"15","line":"number_changed"}"#,
            "{}",
            "[]",
            r#"{"line":"x"}"#,
        ] {
            let mut deserializer = serde_json::Deserializer::from_str(json);
            assert!(SystemLine::read_on(&mut deserializer).is_err(), "{json}");
        }
    }
}
