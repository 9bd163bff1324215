//! The panes of a page that has sections: their names beside the one that is open, or one of the two on a phone. The address says which
//! it is. Only parts of the program use this, so it comes with them.

use super::{Desk, Place, ProfileCorner};
use crate::browser::{element, page};
use crate::i18n::{I18n, use_i18n};
use crate::ui::icon::{Icon, IconView};
use leptos::prelude::*;

/// The heading of the section that is open. It can take the focus.
pub const SECTION_HEADING: &str = ".section__title";

/// A section, as the page's own navigation shows it.
#[derive(Clone, Copy, Debug)]
pub struct PageSection {
    /// Its name in addresses.
    pub name: &'static str,
    /// Its address.
    pub path: &'static str,
    /// Its picture.
    pub icon: Icon,
    /// What it is called; tracks the language.
    pub title: fn(I18n) -> &'static str,
    /// How much waits to be seen there; tracked.
    pub count: fn(Desk) -> usize,
}

/// The panes.
#[component]
pub fn SectionPanes(
    /// The page.
    place: Place,
    /// What it is divided into, as far as the agent may see it.
    sections: Signal<Vec<PageSection>>,
    /// The section of the address; none: a phone shows the sections, a larger window one of them beside them.
    open: Signal<Option<PageSection>>,
    /// The one that is open, or stands beside the sections.
    shown: Signal<PageSection>,
    /// What the navigation is called.
    sections_name: Signal<&'static str>,
    /// What leads back to it on a phone.
    back_name: Signal<&'static str>,
    /// What is in the section.
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    Effect::new(move |_| {
        let section = open
            .get()
            .map(|section| format!("{} · ", (section.title)(i18n)))
            .unwrap_or_default();
        page::set_title(&format!("{section}{} · PerfectChat", place.name(i18n.text())));
    });
    // On a phone the link that was chosen goes with its pane: the focus goes on to what it opened, and back again.
    Effect::new(move |before: Option<Option<&'static str>>| {
        let now = open.get().map(|section| section.name);
        if before.is_some_and(|before| before != now) {
            let wanted = match (before.flatten(), now) {
                (Some(left), None) => format!("[data-section=\"{left}\"]"),
                _ => SECTION_HEADING.to_owned(),
            };
            element::before_paint(move || element::focus_if_lost(&wanted));
        }
        now
    });
    view! {
        <header class="visually-hidden">
            <h1>{move || place.name(i18n.text())}</h1>
        </header>
        <div
            class="shell__page"
            data-pane=move || if open.get().is_some() { "thread" } else { "list" }
        >
            <Sections place sections open shown name=sections_name />
            <main class="shell__thread section">
                <div class="section__bar">
                    <a
                        class="icon-button section__back"
                        href=place.path()
                        aria-label=move || back_name.get()
                    >
                        <IconView icon=Icon::Back />
                    </a>
                    <h2 class="section__title" tabindex="-1">
                        {move || (shown.get().title)(i18n)}
                    </h2>
                </div>
                {children()}
            </main>
        </div>
    }
    .into_any()
}

/// The page's own navigation.
#[component]
fn Sections(
    place: Place,
    sections: Signal<Vec<PageSection>>,
    open: Signal<Option<PageSection>>,
    shown: Signal<PageSection>,
    name: Signal<&'static str>,
) -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    // A phone that shows the sections has none of them open.
    let is_current = move |name: &str| match open.get() {
        Some(section) => section.name == name,
        None => shown.get().name == name && !page::has_narrow_window(),
    };
    let entry = move |section: PageSection| {
        let count = Memo::new(move |_| (section.count)(desk));
        view! {
            <li>
                <a
                    class="sections__link"
                    href=section.path
                    data-section=section.name
                    aria-current=move || is_current(section.name).then_some("page")
                >
                    <IconView icon=section.icon class="sections__icon" />
                    <span class="sections__name">{move || (section.title)(i18n)}</span>
                    <Show when=move || count.get() != 0>
                        <span class="alarm-count">{move || count.get()}</span>
                    </Show>
                </a>
            </li>
        }
    };
    view! {
        <nav class="shell__list sections" aria-label=move || name.get()>
            <div class="list-bar">
                <ProfileCorner />
                <span class="sections__title" aria-hidden="true">
                    {move || place.name(i18n.text())}
                </span>
            </div>
            <ul class="sections__list">
                {move || sections.get().into_iter().map(entry).collect_view()}
            </ul>
            <a class="sections__leave" href=Place::Chat.path()>
                <IconView icon=Icon::Back size="small" />
                {move || i18n.text().back_to_list}
            </a>
        </nav>
    }
    .into_any()
}
