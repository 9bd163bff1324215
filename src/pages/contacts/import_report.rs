//! How many contacts a file makes or changes, and the lines that are left out.

use crate::i18n::contact_page::ContactPageWords;
use crate::i18n::use_i18n;
use domain::contact_file::ImportReport;
use leptos::prelude::*;

/// So many lines are named.
const NAMED: usize = 50;

/// The counts.
#[component]
pub(super) fn ImportCounts(
    /// What the server says.
    report: Memo<Option<ImportReport>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let said = move || {
        let words = i18n.contact_page();
        report.with(|report| {
            report
                .as_ref()
                .map(|report| counts(words, report))
                .unwrap_or_default()
        })
    };
    let refusals = Memo::new(move |_| {
        report.with(|report| {
            let refusals = report.as_ref().map(|report| report.refusals.clone());
            let mut refusals = refusals.unwrap_or_default();
            refusals.truncate(NAMED);
            refusals
        })
    });
    let unnamed = move || {
        let named = refusals.with(Vec::len) as u64;
        let all = report.with(|report| report.as_ref().map_or(0, |report| report.refused));
        Some(all.saturating_sub(named)).filter(|count| *count > 0)
    };
    view! {
        <div role="status">
            <ul class="contact-import__counts">
                {move || said().into_iter().map(|words| view! { <li>{words}</li> }).collect_view()}
            </ul>
        </div>
        <Show when=move || refusals.with(|refusals| !refusals.is_empty())>
            <div
                class="contact-import__scroll"
                role="region"
                tabindex="0"
                aria-label=move || i18n.contact_page().refused_lines
            >
                <ul class="contact-import__refused">
                    {move || {
                        refusals
                            .get()
                            .into_iter()
                            .map(|refused| {
                                let words = i18n.contact_page();
                                let said = format!("{}: {}", (words.line)(refused.line), words.reason(refused.reason));
                                view! { <li>{said}</li> }
                            })
                            .collect_view()
                    }}
                    {move || {
                        unnamed().map(|count| view! { <li>{(i18n.contact_page().more_refused)(count)}</li> })
                    }}
                </ul>
            </div>
        </Show>
    }
    .into_any()
}

/// Says how many.
type Counted = fn(u64) -> String;

fn counts(words: &ContactPageWords, report: &ImportReport) -> Vec<String> {
    let (created, changed) = if report.is_applied {
        (words.created, words.changed)
    } else {
        (words.would_create, words.would_change)
    };
    let all: [(u64, Counted); 5] = [
        (report.created, created),
        (report.changed, changed),
        (report.unchanged, words.unchanged),
        (report.repeated, words.repeated),
        (report.refused, words.refused),
    ];
    let mut said: Vec<_> = all
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, say)| say(count))
        .collect();
    if report.created + report.changed == 0 && !report.is_applied {
        said.insert(0, words.nothing_to_do.to_owned());
    }
    said
}
