//! "Modelos": the templates of each account, as Meta listed them last.

use crate::i18n::messages::Messages;
use crate::i18n::use_i18n;
use crate::shell::Desk;
use crate::state::intent::Intent;
use crate::state::phase::PageLoad;
use crate::ui::blank::Blank;
use crate::ui::icon::{Icon, IconView};
use crate::ui::template_card::TemplateCard;
use domain::entities::PhoneNumber;
use domain::phone::Phone;
use domain::template::Template;
use leptos::prelude::*;

/// The section.
#[component]
pub(super) fn TemplatesSection() -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    // Numbers of one account share its templates.
    let accounts = Memo::new(move |_| {
        let mut numbers = desk.with(|state| state.phone_numbers.values());
        numbers.sort_by_key(|number| number.id);
        let mut accounts: Vec<Vec<PhoneNumber>> = Vec::new();
        for number in numbers {
            match accounts
                .iter_mut()
                .find(|known| known[0].waba_id == number.waba_id)
            {
                Some(known) => known.push(number),
                None => accounts.push(vec![number]),
            }
        }
        accounts
    });
    Effect::new(move |_| {
        let (is_missing, load) = desk.with(|state| {
            state
                .template_syncs
                .with(|syncs| (syncs.known.is_none(), syncs.load))
        });
        if is_missing && load == PageLoad::Idle {
            desk.emit(Intent::LoadTemplateSyncs);
        }
    });
    view! {
        <div class="section__body">
            <p class="setup__lead">{move || i18n.text().templates.lead}</p>
            {move || {
                accounts
                    .get()
                    .into_iter()
                    .map(|numbers| view! { <Account numbers /> })
                    .collect_view()
            }}
        </div>
    }
    .into_any()
}

#[component]
fn Account(numbers: Vec<PhoneNumber>) -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let (id, waba_id) = (numbers[0].id, numbers[0].waba_id.clone());
    let names: Vec<_> = numbers.iter().map(name_of).collect();
    let templates = Memo::new(move |_| desk.with(|state| state.templates_of(id)));
    let is_busy =
        Memo::new(move |_| desk.with(|state| state.template_syncs.with(|syncs| syncs.busy.is_some())));
    let sync =
        Memo::new(move |_| desk.with(|state| state.template_syncs.with(|syncs| syncs.of(&waba_id).cloned())));
    let state = move || {
        let text = &i18n.text().templates;
        let sync = sync.get()?;
        Some(match (sync.failed_at, sync.synced_at) {
            (Some(failed), _) => (text.sync_failed)(&desk.day_and_time(failed)),
            (None, Some(at)) => (text.synced_at)(&desk.day_and_time(at)),
            (None, None) => text.never_synced.to_owned(),
        })
    };
    let has_failed = move || sync.with(|sync| sync.as_ref().is_some_and(|sync| sync.failed_at.is_some()));
    view! {
        <section class="setup__part">
            <div class="templates__head">
                <div class="templates__words">
                    {names
                        .into_iter()
                        .map(|name| view! { <h3 class="templates__number">{name}</h3> })
                        .collect_view()}
                    <p class="templates__state" role="status" data-has-failed=move || has_failed().to_string()>
                        {state}
                    </p>
                </div>
                <button
                    type="button"
                    class="button"
                    data-look="quiet"
                    aria-disabled=move || is_busy.get().to_string()
                    on:click=move |_| desk.emit(Intent::SyncTemplates(id))
                >
                    <IconView icon=Icon::Reopen size="small" />
                    {move || {
                        let text = &i18n.text().templates;
                        if is_busy.get() { text.syncing } else { text.sync }
                    }}
                </button>
            </div>
            {move || {
                let text = &i18n.text().templates;
                if templates.with(Vec::is_empty) {
                    return view! {
                        <Blank
                            icon=Icon::Template
                            title=text.no_templates.to_owned()
                            text=text.no_templates_text.to_owned()
                        />
                    }
                        .into_any();
                }
                view! {
                    <p class="setup__count">{(text.count)(templates.with(Vec::len))}</p>
                    <ul class="canned-list">
                        {templates
                            .get()
                            .into_iter()
                            .map(|template| view! { <Item template /> })
                            .collect_view()}
                    </ul>
                }
                    .into_any()
            }}
        </section>
    }
    .into_any()
}

#[component]
fn Item(template: Template) -> impl IntoView {
    let i18n = use_i18n();
    // The list is made anew for another language.
    let text = i18n.text_untracked();
    let named = |value: &str| word(text, value);
    let Template {
        name,
        language,
        status,
        category,
        quality,
        rejected_reason,
        content,
        ..
    } = template;
    let language_name =
        (text.templates.language_name)(&language).map_or_else(|| language.clone(), str::to_owned);
    let facts = format!("{} · {language_name}", named(&category));
    let (body, parts) = content.shown(&[]);
    let awaits = content.header;
    view! {
        <li class="canned">
            <div class="canned__words">
                <h4 class="canned__head">
                    <span class="template__name">{name}</span>
                    <span class="template__status" data-status=status.clone()>
                        {named(&status)}
                    </span>
                </h4>
                <p class="template__facts">
                    {facts} {quality.map(|quality| format!(" · {}", (text.templates.quality)(&named(&quality))))}
                </p>
                {rejected_reason
                    .map(|reason| {
                        view! { <p class="template__reason">{(text.templates.rejected)(&named(&reason))}</p> }
                    })}
                <details class="template__details">
                    <summary class="canned-fields__summary">{text.templates.show_preview}</summary>
                    <div class="canned-preview__ground">
                        <div class="message-card">
                            <TemplateCard body parts awaits />
                        </div>
                    </div>
                </details>
            </div>
        </li>
    }
    .into_any()
}

fn word(text: &Messages, value: &str) -> String {
    (text.templates.value)(value).map_or_else(|| value.to_owned(), str::to_owned)
}

fn name_of(number: &PhoneNumber) -> String {
    let phone = Phone::parse(&number.phone).map_or_else(|_| number.phone.clone(), |phone| phone.display());
    format!("{} · {phone}", number.display_name)
}
