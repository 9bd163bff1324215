//! The sections of the help and the one that is open.

use super::articles::{SupportAgentArticle, WindowArticle};
use super::feedback::FeedbackForm;
use super::feedback_tally::FeedbackTallyView;
use super::guide::GuideView;
use super::section::HelpSection;
use super::shortcuts::ShortcutsArticle;
use crate::i18n::use_i18n;
use crate::shell::{Place, SectionPanes};
use leptos::prelude::*;

/// The panes.
#[component]
pub(super) fn HelpPanes(
    /// The section that is open; none: a phone shows the sections, a larger screen the first one beside them.
    section: Memo<Option<HelpSection>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let shown = Memo::new(move |_| section.get().unwrap_or(HelpSection::ALL[0]));
    view! {
        <SectionPanes
            place=Place::Help
            sections=Signal::stored(HelpSection::ALL.map(HelpSection::entry).to_vec())
            open=Signal::derive(move || section.get().map(HelpSection::entry))
            shown=Signal::derive(move || shown.get().entry())
            sections_name=Signal::derive(move || i18n.help().sections)
            back_name=Signal::derive(move || i18n.help().back_to_help)
        >
            {move || {
                let section = shown.get();
                // By keys too one scrolls what holds nothing to go to.
                view! {
                    <div
                        class="section__body"
                        role="region"
                        tabindex="0"
                        aria-label=move || (section.entry().title)(i18n)
                    >
                        {body(section)}
                    </div>
                }
            }}
        </SectionPanes>
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
