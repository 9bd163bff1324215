//! "Localização": the place where this device is now, seen before it goes.

use super::share_dialog::{Share, ShareDialog, ShareForm};
use crate::browser::geolocation::{self, NoPlace, Place};
use crate::i18n::use_i18n;
use crate::ui::icon::{Icon, IconView};
use domain::content::MessageContent;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How far looking for the device is.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Search {
    UnderWay,
    Found(Place),
    Failed(NoPlace),
}

/// The dialog. It looks for the device when it opens.
#[component]
pub(super) fn LocationDialog(
    /// What it asks for.
    share: Share,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <ShareDialog share title=Signal::derive(move || i18n.text().share.location_title.to_owned())>
            <Finder share />
        </ShareDialog>
    }
    .into_any()
}

#[component]
fn Finder(share: Share) -> impl IntoView {
    let i18n = use_i18n();
    let search = RwSignal::new(Search::UnderWay);
    let look = move || {
        search.set(Search::UnderWay);
        spawn_local(async move {
            let found = geolocation::place().await;
            // The dialog may have gone meanwhile.
            search.try_set(found.map_or_else(Search::Failed, Search::Found));
        });
    };
    look();
    let act = Callback::new(move |()| match search.get_untracked() {
        Search::UnderWay => {}
        Search::Failed(_) => look(),
        Search::Found(place) => share.send(MessageContent::Location {
            latitude: place.latitude,
            longitude: place.longitude,
            name: None,
            address: None,
        }),
    });
    let state = move || {
        let text = &i18n.text().share;
        match search.get() {
            Search::UnderWay => text.location_looking.to_owned(),
            Search::Found(place) => (text.location_found)(whole_metres(place.accuracy_m)),
            Search::Failed(NoPlace::Refused) => text.location_refused.to_owned(),
            Search::Failed(NoPlace::Unknown) => text.location_unknown.to_owned(),
            Search::Failed(NoPlace::TooSlow) => text.location_slow.to_owned(),
        }
    };
    let coordinates = move || match search.get() {
        Search::Found(place) => Some(format!("{:.5}, {:.5}", place.latitude, place.longitude)),
        Search::UnderWay | Search::Failed(_) => None,
    };
    let has_failed = move || matches!(search.get(), Search::Failed(_));
    let action = Signal::derive(move || {
        let text = i18n.text();
        if has_failed() {
            text.try_again
        } else {
            text.share.location_send
        }
    });
    view! {
        <ShareForm
            share
            note=Signal::derive(move || i18n.text().share.location_note)
            action
            is_waiting=Signal::derive(move || search.get() == Search::UnderWay)
            on_submit=act
        >
            <div class="place-found" data-has-failed=move || has_failed().to_string() role="status">
                <IconView icon=Icon::Location class="place-found__icon" />
                <div>
                    <p>{state}</p>
                    {move || coordinates().map(|words| view! { <p class="place-found__coordinates">{words}</p> })}
                </div>
            </div>
        </ShareForm>
    }
    .into_any()
}

/// Rounded up: better too modest than too sure.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast saturates, and the earth is smaller than u32::MAX metres"
)]
fn whole_metres(metres: f64) -> u32 {
    metres.ceil().max(1.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accuracy_is_rounded_up() {
        for (metres, shown) in [(0.0, 1), (11.2, 12), (150.0, 150), (f64::NAN, 1)] {
            assert_eq!(whole_metres(metres), shown, "{metres}");
        }
    }
}
