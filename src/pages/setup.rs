//! The setup: its sections beside the one that is open, or one of them on a phone. The address says which.

mod alarm_item;
mod alarms;
mod app_settings;
mod canned_dialog;
mod canned_item;
mod canned_preview;
mod canned_responses;
mod kept_value;
mod label_dialog;
mod labels;
mod numbers;
mod panes;
mod section;
mod set_aside;
mod split;
mod templates;

pub use self::section::SetupSection;

use crate::ui::part::{Part, when_wanted};
use leptos::prelude::*;

/// The page. All of it is a part of the program that comes when it is opened.
#[component]
pub fn SetupPage(
    /// The section that is open; none: a phone shows the sections, a larger screen the first one beside them.
    section: Memo<Option<SetupSection>>,
) -> impl IntoView {
    when_wanted(Part::new(split::fetch), || true, move |make| make(section))
}
