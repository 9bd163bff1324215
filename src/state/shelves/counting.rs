//! How the counts of shelves follow what events say of messages that are not here. Pure.

use domain::content::MessageContent;
use domain::entities::Message;

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

impl Counted {
    /// What a count is after it.
    pub(super) const fn changed(self, count: u64) -> Option<u64> {
        match self {
            Self::Came => Some(count + 1),
            Self::Went => Some(count.saturating_sub(1)),
            Self::Unknown => None,
        }
    }
}

/// What a change of a message below all that is here means for the count of those that hold something.
pub(super) fn counted_below(
    before: Option<&Message>,
    message: &Message,
    age: Age,
    holds: impl Fn(&MessageContent) -> bool,
) -> Option<Counted> {
    let is_held = holds(&message.content);
    match before.map(|before| holds(&before.content)) {
        Some(was_held) if was_held == is_held => None,
        Some(_) => Some(if is_held { Counted::Came } else { Counted::Went }),
        // It has just been made; by its time perhaps long ago.
        None if message.version == 1 || matches!(age, Age::Newest) => is_held.then_some(Counted::Came),
        None => {
            let is_other_now = message.is_edited || matches!(message.content, MessageContent::Erased { .. });
            let may_be_new = is_held && matches!(age, Age::Unknown);
            (is_other_now || may_be_new).then_some(Counted::Unknown)
        }
    }
}
