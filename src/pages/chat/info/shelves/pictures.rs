//! Pictures and films, by month. Choosing one opens the viewer, which goes through all that are here.

use super::cover::Cover;
use super::facts::Facts;
use super::months::{Month, by_month};
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::pages::chat::thread::over::{Gallery, shown_of};
use crate::pages::chat::words::{kind_icon, kind_name};
use crate::ui::icon::{Icon, IconView};
use crate::ui::part::when_wanted;
use domain::date_wording::month_and_year;
use domain::entities::Position;
use domain::ids::MessageId;
use leptos::prelude::*;

/// The grid, and the viewer over it.
#[component]
pub(super) fn Pictures(
    /// Newest first.
    places: Memo<Vec<Position>>,
    /// Leads to a message in the thread.
    go_to: Callback<Position>,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let picture = RwSignal::new(None::<MessageId>);
    let months = Memo::new(move |_| {
        let civil = |place: &Position| (place.id, chat.civil(place.at));
        places.with(|places| by_month(places.iter().map(civil)))
    });
    let gallery = Gallery {
        ids: Signal::derive(move || {
            places.with(|places| places.iter().rev().map(|place| place.id).collect())
        }),
        find: |chat, id| chat.with(|state| state.shelves.find(id)),
        go_to: Some(Callback::new(move |id: MessageId| {
            let place = places.with_untracked(|places| places.iter().find(|place| place.id == id).copied());
            if let Some(place) = place {
                go_to.run(place);
            }
        })),
    };
    view! {
        <For
            each=move || months.with(|months| months.iter().map(|month| month.key).collect::<Vec<_>>())
            key=|key| *key
            children=move |key| {
                let ids = Memo::new(move |_| {
                    months
                        .with(|months| {
                            let month = months.iter().find(|month| month.key == key);
                            month.map(|Month { ids, .. }| ids.clone()).unwrap_or_default()
                        })
                });
                let name = move || month_and_year(key.beginning(), i18n.language());
                view! {
                    <section class="shelf-month">
                        <h3 class="shelf-month__name">{name}</h3>
                        <ul class="shelf-grid" aria-label=name>
                            <For
                                each=move || ids.get()
                                key=|id| *id
                                children=move |id| view! { <Tile id picture go_to /> }
                            />
                        </ul>
                    </section>
                }
            }
        />
        {when_wanted(
            chat.overlays(),
            move || picture.get().is_some(),
            move |overlays| (overlays.picture)(picture, gallery),
        )}
    }
    .into_any()
}

/// One of them. What cannot be shown leads to its message, where one sees why.
#[component]
fn Tile(id: MessageId, picture: RwSignal<Option<MessageId>>, go_to: Callback<Position>) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let facts = Facts::memo(chat, id);
    // The film or picture that shows, or nothing that does.
    let shown = Memo::new(move |_| {
        facts.with(|facts| {
            let facts = facts.as_ref().filter(|facts| !facts.is_revoked)?;
            shown_of(&facts.content).map(|shown| shown.is_film)
        })
    });
    let name = move || {
        let facts = facts.get()?;
        let text = i18n.text();
        Some(match shown.get() {
            Some(true) => (text.shelves.film)(&facts.who(chat), &facts.when(chat)),
            Some(false) => (text.shelves.picture)(&facts.who(chat), &facts.when(chat)),
            None if facts.is_revoked => (text.shelves.go_to_of)(text.shelves.revoked),
            None => (text.shelves.go_to_of)(kind_name(text, facts.content.file_kind())),
        })
    };
    let icon = move || {
        let kind = facts.with(|facts| facts.as_ref().map(|facts| facts.content.file_kind()));
        kind.and_then(kind_icon).unwrap_or(Icon::Image)
    };
    let choose = move |_| {
        if shown.get_untracked().is_some() {
            picture.set(Some(id));
        } else if let Some(facts) = facts.get_untracked() {
            go_to.run(facts.place);
        }
    };
    view! {
        <li>
            <button type="button" class="shelf-tile" aria-label=name on:click=choose>
                {move || {
                    if shown.get().is_some() {
                        view! { <Cover id /> }.into_any()
                    } else {
                        view! { <IconView icon=Signal::derive(icon) /> }.into_any()
                    }
                }}
            </button>
        </li>
    }
    .into_any()
}
