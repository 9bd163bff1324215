//! How the counts of shelves follow what events say of messages that are not here. Pure.

use domain::content::MessageContent;
use domain::entities::Message;
use domain::shelf::Shelf;

/// Where a message stands among those that are known.
#[derive(Clone, Copy)]
pub(super) enum Age {
    /// Above all of them.
    Newest,
    Older,
    /// There are none.
    Unknown,
}

/// What becomes of a count.
#[derive(Clone, Copy)]
pub(super) enum Counted {
    Came,
    Went,
    /// It may have stood there or not.
    Unknown,
}

/// What a change of a message below all that is here means for the count of a shelf.
pub(super) fn counted_below(
    before: Option<&Message>,
    message: &Message,
    age: Age,
    shelf: Shelf,
) -> Option<Counted> {
    let holds = shelf.holds(&message.content);
    match before.map(|before| shelf.holds(&before.content)) {
        Some(held) if held == holds => None,
        Some(_) => Some(if holds { Counted::Came } else { Counted::Went }),
        // It has just been made; by its time perhaps long ago.
        None if message.version == 1 || matches!(age, Age::Newest) => holds.then_some(Counted::Came),
        None => {
            let is_other_now = message.is_edited || matches!(message.content, MessageContent::Erased { .. });
            let may_be_new = holds && matches!(age, Age::Unknown);
            (is_other_now || may_be_new).then_some(Counted::Unknown)
        }
    }
}
