//! Ids of entities: one newtype each over a UUID, so that they cannot be mixed up.
//!
//! Whoever creates an entity makes its id (UUIDv7: sortable by time of creation); for what a client creates the same id is the
//! idempotency key. This crate has no clock and no randomness: both come in as arguments.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A UUIDv7 from the time of creation in milliseconds since 1970 (UTC) and ten random bytes.
            #[must_use]
            pub fn from_parts(unix_ms: u64, random: &[u8; 10]) -> Self {
                Self(uuid::Builder::from_unix_timestamp_millis(unix_ms, random).into_uuid())
            }

            /// The UUID inside.
            #[must_use]
            pub const fn as_uuid(&self) -> &Uuid {
                &self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0.hyphenated())
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    };
}

id!(
    /// A person who answers customers.
    AgentId
);
id!(
    /// A named set of permissions.
    RoleId
);
id!(
    /// A customer.
    ContactId
);
id!(
    /// One contact writing to one of our phone numbers.
    ConversationId
);
id!(
    /// One bubble or system line, for ever; retries keep it.
    MessageId
);
id!(
    /// One of our phone numbers. Meta's own id of it is [`crate::entities::PhoneNumber::meta_id`].
    PhoneNumberId
);
id!(
    /// A file that the server keeps.
    MediaId
);
id!(
    /// Something that administrators should know.
    AlarmId
);
id!(
    /// An answer that is kept ready.
    CannedResponseId
);
id!(
    /// A message template in one language.
    TemplateId
);
id!(
    /// Where contacts come from.
    SourceId
);
id!(
    /// A group of contacts.
    GroupId
);
id!(
    /// What an agent noted of a contact.
    NoteId
);
id!(
    /// One installation of the app in one browser profile.
    DeviceId
);
id!(
    /// The life of one event log. A restored or re-made database has another one, and old cursors are worth nothing in it.
    LogEpoch
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_time_of_creation_and_read_back() {
        let early = MessageId::from_parts(1_000, &[255; 10]);
        let late = MessageId::from_parts(1_001, &[0; 10]);
        assert!(early < late);
        assert_eq!(late.to_string().parse::<MessageId>().ok(), Some(late));
        assert_eq!(late.as_uuid().get_version_num(), 7);
    }
}
