//! "Localização": the place where this device is now, seen before it goes.

use crate::browser::geolocation::{self, NoPlace, Place};
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::intent::Intent;
use crate::ui::dialog::Dialog;
use crate::ui::icon::{Icon, IconView};
use domain::content::MessageContent;
use domain::ids::ConversationId;
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
    /// For which conversation.
    id: ConversationId,
    /// Whether it is open.
    is_open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let close = Callback::new(move |()| {
        // The thread may have gone with the dialog open.
        is_open.try_set(false);
    });
    view! {
        <Dialog
            is_open
            title=Signal::derive(move || i18n.text().share.location_title.to_owned())
            on_close=close
        >
            <Finder id close />
        </Dialog>
    }
    .into_any()
}

#[component]
fn Finder(id: ConversationId, close: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
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
    let act = move |_| match search.get_untracked() {
        Search::UnderWay => {}
        Search::Failed(_) => look(),
        Search::Found(place) => {
            chat.emit(Intent::SendContent {
                conversation_id: id,
                content: MessageContent::Location {
                    latitude: place.latitude,
                    longitude: place.longitude,
                    name: None,
                    address: None,
                },
                reply_to: chat.with(|state| state.thread(id).reply_to.get_untracked()),
            });
            close.run(());
        }
    };
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
    view! {
        <div class="place-found" data-has-failed=move || has_failed().to_string() role="status">
            <IconView icon=Icon::Location class="place-found__icon" />
            <div>
                <p>{state}</p>
                {move || coordinates().map(|words| view! { <p class="place-found__coordinates">{words}</p> })}
            </div>
        </div>
        <p class="dialog__text">{move || i18n.text().share.location_note}</p>
        <div class="dialog__actions">
            <button type="button" class="button" data-look="quiet" on:click=move |_| close.run(())>
                {move || i18n.text().cancel}
            </button>
            // One button throughout: the focus stays on it.
            <button
                type="button"
                class="button"
                data-look="main"
                aria-disabled=move || (search.get() == Search::UnderWay).to_string()
                on:click=act
            >
                {move || {
                    let text = i18n.text();
                    if has_failed() { text.try_again } else { text.share.location_send }
                }}
            </button>
        </div>
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
