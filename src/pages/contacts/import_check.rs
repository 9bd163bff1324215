//! What a file holds and what would become of it: its columns, which can be told to hold something else, and the counts.

use super::import_report::ImportCounts;
use crate::i18n::use_i18n;
use crate::shell::Desk;
use crate::state::contact_book::{BookIntent, ContactFile, ImportPhase};
use crate::state::intent::Intent;
use crate::ui::trouble::Trouble;
use domain::contact_file::{ColumnKind, ImportColumn};
use leptos::prelude::*;

/// The check; the outcome once it is done.
#[component]
pub(super) fn ImportCheck(
    /// The file.
    file: Memo<Option<ContactFile>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let report = Memo::new(move |_| file.with(|file| file.as_ref().and_then(|file| file.report.clone())));
    let is_done = Memo::new(move |_| {
        file.with(|file| file.as_ref().is_some_and(|file| file.phase == ImportPhase::Done))
    });
    let columns =
        Memo::new(move |_| report.with(|report| report.as_ref().map(|report| report.columns.clone())));
    let has_phones = Memo::new(move |_| {
        columns.with(|columns| {
            let mut columns = columns.iter().flatten();
            columns.any(|column| column.kind == ColumnKind::Phone)
        })
    });
    // By place: the words that stand there change with the file, not with what they are told to hold.
    let titles = Memo::new(move |_| {
        columns.with(|columns| {
            let columns = columns.iter().flatten();
            columns.map(|column| column.title.clone()).collect::<Vec<_>>()
        })
    });
    let needs_phone = move || (!has_phones.get()).then(|| i18n.contact_page().needs_phone.to_owned());
    view! {
        <Show when=move || !is_done.get()>
            <p class="contact-import__lead" id="contact-import-columns">
                {move || i18n.contact_page().columns_text}
            </p>
            <div class="contact-import__scroll" role="region" tabindex="0" aria-labelledby="contact-import-columns">
                <table class="contact-import__columns">
                    <thead>
                        <tr>
                            <th scope="col">{move || i18n.contact_page().column}</th>
                            <th scope="col">{move || i18n.contact_page().holds}</th>
                            <th scope="col">{move || i18n.contact_page().in_the_file}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {move || {
                            titles
                                .get()
                                .into_iter()
                                .enumerate()
                                .map(|(place, title)| view! { <Column place title columns file /> })
                                .collect_view()
                        }}
                    </tbody>
                </table>
            </div>
            <Trouble words=Signal::derive(needs_phone) />
        </Show>
        <Show when=move || has_phones.get()>
            <ImportCounts report />
        </Show>
    }
    .into_any()
}

#[component]
fn Column(
    place: usize,
    title: String,
    columns: Memo<Option<Vec<ImportColumn>>>,
    file: Memo<Option<ContactFile>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let kind = Memo::new(move |_| {
        columns.with(|columns| {
            let column = columns.as_ref().and_then(|columns| columns.get(place));
            column.map_or(ColumnKind::Ignored, |column| column.kind)
        })
    });
    let examples = Memo::new(move |_| {
        file.with(|file| {
            let report = file.as_ref().and_then(|file| file.report.as_ref());
            let lines = report.map(|report| report.preview.as_slice()).unwrap_or_default();
            let cells = lines.iter().filter_map(|line| line.get(place));
            let cells: Vec<_> = cells
                .map(|cell| cell.trim())
                .filter(|cell| !cell.is_empty())
                .collect();
            cells.join(" · ")
        })
    });
    let choose = move |event| {
        let Some(chosen) = ColumnKind::from_text(&event_target_value(&event)) else {
            return;
        };
        let known = columns.get_untracked().unwrap_or_default();
        let told = known.iter().enumerate().map(|(other, column)| {
            if other == place {
                chosen
            } else if column.kind == chosen {
                // Each thing is in one column.
                ColumnKind::Ignored
            } else {
                column.kind
            }
        });
        desk.emit(Intent::Book(BookIntent::MapColumns(told.collect())));
    };
    // What is being taken in is settled.
    let is_settled = Memo::new(move |_| {
        file.with(|file| {
            file.as_ref()
                .is_some_and(|file| file.phase == ImportPhase::Importing)
        })
    });
    let name = title.clone();
    view! {
        <tr>
            <th scope="row" dir="auto">
                {title}
            </th>
            <td>
                <select
                    class="contact-import__kind"
                    aria-label=move || format!("{}: {}", i18n.contact_page().holds, name)
                    disabled=move || is_settled.get()
                    on:change=choose
                >
                    {ColumnKind::ALL
                        .map(|one| {
                            view! {
                                <option value=one.as_str() prop:selected=move || kind.get() == one>
                                    {move || i18n.contact_page().kind(one)}
                                </option>
                            }
                        })
                        .collect_view()}
                </select>
            </td>
            <td class="contact-import__examples" dir="auto">
                {move || examples.get()}
            </td>
        </tr>
    }
    .into_any()
}
