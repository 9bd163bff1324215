//! What is marked in the bubbles of the thread while one searches in it.

use crate::ui::rich_text::Marks;
use domain::content::MessageContent;
use domain::text_matching::Query;
use std::ops::Range;
use std::sync::Arc;

/// What is looked for. How it is found comes with the part of the program that searches.
#[derive(Clone)]
pub(super) struct Marking {
    /// What is looked for.
    pub query: Query,
    /// Whether it is found in a message.
    pub finds: fn(&Query, &MessageContent) -> bool,
    /// Where in a text words of it stand.
    pub places: fn(&Query, &str) -> Vec<Range<usize>>,
}

impl PartialEq for Marking {
    fn eq(&self, other: &Self) -> bool {
        self.query == other.query
    }
}

impl Marking {
    /// Whether it is found in a message.
    pub fn is_in(&self, content: &MessageContent) -> bool {
        (self.finds)(&self.query, content)
    }

    /// For the words of one bubble.
    pub fn marks(self) -> Marks {
        Arc::new(move |text: &str| (self.places)(&self.query, text))
    }
}
