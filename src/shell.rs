//! What stands around every page: the rail, the agent's own menu, what the app says by itself.
//!
//! A page draws into the grid of the shell: a pane with `shell__list`, one with `shell__thread`, and says with `data-pane` which of
//! them a phone shows. What a page needs of state and intents it takes from the [`Desk`].

mod desk;
mod failure;
mod mentions;
mod notices;
mod picked_file;
mod place;
mod profile;
mod rail;
mod search_key;
mod section_panes;
mod sending_number;
mod sign_out;
mod split;

pub use desk::Desk;
pub use failure::failure_words;
pub use mentions::mention_words;
pub use picked_file::{PickedFile, tray_problem_words};
pub use place::Place;
pub use profile::ProfileCorner;
pub use section_panes::{PageSection, SECTION_HEADING, SectionPanes};
pub use sending_number::{SendingNumber, SendingNumberField, number_words};

use self::mentions::tell_of_mentions;
use self::notices::{ConnectionPill, FailedRequestView};
use self::rail::Rail;
use self::search_key::lead_to_search;
use self::sign_out::SignOutDialog;
use leptos::prelude::*;

/// The frame around a page.
#[component]
pub fn Shell(
    /// Which page is inside.
    place: Memo<Place>,
    /// The page's panes.
    children: Children,
) -> impl IntoView {
    let desk = Desk::provide(place);
    lead_to_search(desk, place);
    tell_of_mentions(desk);
    view! {
        <div class="shell">
            <Rail />
            {children()}
        </div>
        <ConnectionPill />
        <FailedRequestView />
        <SignOutDialog />
    }
    .into_any()
}
