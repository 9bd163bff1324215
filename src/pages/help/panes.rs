//! The sections of the help and the one that is open.

use super::articles::{SupportAgentArticle, WindowArticle};
use super::feedback::FeedbackForm;
use super::feedback_tally::FeedbackTallyView;
use super::guide::GuideView;
use super::section::HelpSection;
use super::shortcuts::ShortcutsArticle;
use crate::browser::{element, page};
use crate::i18n::use_i18n;
use crate::shell::{Place, ProfileCorner};
use crate::ui::icon::{Icon, IconView};
use leptos::prelude::*;

const HEADING: &str = ".help__title";

/// The panes.
#[component]
pub(super) fn HelpPanes(
    /// The section that is open; none: a phone shows the sections, a larger screen the first one beside them.
    section: Memo<Option<HelpSection>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let shown = Memo::new(move |_| section.get().unwrap_or(HelpSection::ALL[0]));
    Effect::new(move |_| {
        let section = section
            .get()
            .map(|section| format!("{} · ", section.title(i18n)))
            .unwrap_or_default();
        page::set_title(&format!("{section}{} · PerfectChat", i18n.text().help));
    });
    // On a phone the link that was chosen goes with its pane: the focus goes on to what it opened, and back again.
    Effect::new(move |before: Option<Option<HelpSection>>| {
        let now = section.get();
        if before.is_some_and(|before| before != now) {
            let wanted = match (before.flatten(), now) {
                (Some(left), None) => format!("[data-section=\"{}\"]", left.name()),
                _ => HEADING.to_owned(),
            };
            element::before_paint(move || element::focus_if_lost(&wanted));
        }
        now
    });
    view! {
        <header class="visually-hidden">
            <h1>{move || i18n.text().help}</h1>
        </header>
        <div
            class="shell__page"
            data-page="help"
            data-pane=move || if section.get().is_some() { "thread" } else { "list" }
        >
            <Sections section shown />
            <main class="shell__thread help">
                <div class="help__bar">
                    <a
                        class="icon-button help__back"
                        href=Place::Help.path()
                        aria-label=move || i18n.help().back_to_help
                    >
                        <IconView icon=Icon::Back />
                    </a>
                    <h2 class="help__title" tabindex="-1">
                        {move || shown.get().title(i18n)}
                    </h2>
                </div>
                {move || {
                    let section = shown.get();
                    // By keys too one scrolls what holds nothing to go to.
                    view! {
                        <div
                            class="help__body"
                            role="region"
                            tabindex="0"
                            aria-label=move || section.title(i18n)
                        >
                            {body(section)}
                        </div>
                    }
                }}
            </main>
        </div>
    }
    .into_any()
}

fn body(section: HelpSection) -> AnyView {
    match section {
        HelpSection::Guide => view! { <GuideView /> }.into_any(),
        HelpSection::Window => view! { <WindowArticle /> }.into_any(),
        HelpSection::SupportAgent => view! { <SupportAgentArticle /> }.into_any(),
        HelpSection::Shortcuts => view! { <ShortcutsArticle /> }.into_any(),
        HelpSection::Feedback => view! {
            <FeedbackForm />
            <FeedbackTallyView />
        }
        .into_any(),
    }
}

/// The help's own navigation.
#[component]
fn Sections(section: Memo<Option<HelpSection>>, shown: Memo<HelpSection>) -> impl IntoView {
    let i18n = use_i18n();
    // A phone that shows the sections has none of them open.
    let current = move |of: HelpSection| match section.get() {
        Some(section) => section == of,
        None => shown.get() == of && !page::has_narrow_window(),
    };
    view! {
        <nav class="shell__list help-sections" aria-label=move || i18n.help().sections>
            <div class="list-bar">
                <ProfileCorner />
                <span class="help-sections__title" aria-hidden="true">
                    {move || i18n.text().help}
                </span>
            </div>
            <ul class="help-sections__list">
                {HelpSection::ALL
                    .map(|section| {
                        view! {
                            <li>
                                <a
                                    class="help-sections__link"
                                    href=section.path()
                                    data-section=section.name()
                                    aria-current=move || current(section).then_some("page")
                                >
                                    <IconView icon=section.icon() class="help-sections__icon" />
                                    <span class="help-sections__name">
                                        {move || section.title(i18n)}
                                    </span>
                                </a>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
            <a class="help-sections__leave" href=Place::Chat.path()>
                <IconView icon=Icon::Back size="small" />
                {move || i18n.text().back_to_list}
            </a>
        </nav>
    }
    .into_any()
}
