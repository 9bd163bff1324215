//! The contacts: everybody whom the agent sees, one more by hand, many from a file, and all of them as a file.

mod address;
mod filters;
mod import_check;
mod import_dialog;
mod import_report;
mod names;
mod new_dialog;
mod page;
mod row;
mod split;
mod start_dialog;

use crate::ui::part::{Part, when_wanted};
use leptos::prelude::*;

/// The page. All of it is a part of the program that comes when it is opened.
#[component]
pub fn ContactsPage() -> impl IntoView {
    when_wanted(Part::new(split::fetch), || true, move |make| make())
}
