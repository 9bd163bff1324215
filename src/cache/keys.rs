//! Keys of records. Pure.

use domain::entities::Position;
use domain::ids::{ContactId, ConversationId, NoteId};
use domain::time::Timestamp;
use domain::wire::ConversationKey;

/// Above every key that begins with the same text.
const END: char = '\u{10ffff}';
/// More digits than a millisecond of our time has.
const LATEST: i64 = 9_999_999_999_999;

/// The key of a message. A conversation's newest messages come first.
pub(super) fn message_key(conversation_id: ConversationId, place: Position) -> String {
    format!(
        "{conversation_id}/{}/{:032x}",
        backward(place.at),
        !place.id.as_uuid().as_u128()
    )
}

/// Below and above all messages of a conversation.
pub(super) fn messages_of(conversation_id: ConversationId) -> (String, String) {
    (format!("{conversation_id}/"), format!("{conversation_id}/{END}"))
}

/// The key of a note.
pub(super) fn note_key(contact_id: ContactId, id: NoteId) -> String {
    format!("{contact_id}/{id}")
}

/// Below and above all notes of a contact.
pub(super) fn notes_of(contact_id: ContactId) -> (String, String) {
    (format!("{contact_id}/"), format!("{contact_id}/{END}"))
}

/// The key of a conversation in the list. The newest activity comes first.
pub(super) fn list_key(key: ConversationKey) -> String {
    format!("{}/{:032x}", backward(key.at), !key.id.as_uuid().as_u128())
}

fn backward(at: Timestamp) -> String {
    format!("{:013}", LATEST - at.as_millis().clamp(0, LATEST))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::MessageId;
    use proptest::prelude::*;

    fn place((at, id): (i64, u8)) -> Position {
        Position {
            at: Timestamp::from_millis(at),
            id: MessageId::from_parts(1, &[id; 10]),
        }
    }

    proptest! {
        #[test]
        fn later_messages_have_smaller_keys(a in (0..LATEST, any::<u8>()), b in (0..LATEST, any::<u8>())) {
            let conversation_id = ConversationId::from_parts(1, &[0; 10]);
            let (low, high) = messages_of(conversation_id);
            let keys = [place(a), place(b)].map(|place| message_key(conversation_id, place));
            prop_assert_eq!(place(a).cmp(&place(b)), keys[1].cmp(&keys[0]));
            prop_assert!(keys.iter().all(|key| *key > low && *key < high));
        }
    }
}
