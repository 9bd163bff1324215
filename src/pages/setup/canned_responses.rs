//! "Respostas prontas": the answers that the team keeps ready.

use super::canned_dialog::CannedDialog;
use super::canned_item::CannedItem;
use crate::i18n::use_i18n;
use crate::shell::Desk;
use crate::state::intent::Intent;
use crate::ui::blank::Blank;
use crate::ui::dialog::{Dialog, DialogEnd};
use crate::ui::icon::{Icon, IconView};
use crate::ui::search_field::SearchField;
use domain::canned_response::CannedResponse;
use domain::text_matching::Query;
use leptos::prelude::*;

/// The section.
#[component]
pub(super) fn CannedResponsesSection() -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let wanted = RwSignal::new(String::new());
    let all = Memo::new(move |_| desk.with(|state| state.canned_responses()));
    let found = Memo::new(move |_| {
        let query = Query::parse(&wanted.get());
        let mut found = all.get();
        found.retain(|response| query.is_empty() || fits(response, &query));
        found
    });
    let removing = RwSignal::new(None::<CannedResponse>);
    let new = move |_| desk.emit(Intent::EditCannedResponse(None));
    view! {
        <div class="section__body">
            <p class="setup__lead">{move || i18n.text().canned.lead}</p>
            <div class="canned-bar">
                <SearchField
                    name=Signal::derive(move || i18n.text().canned.search)
                    text=wanted
                    on_input=Callback::new(move |text| wanted.set(text))
                />
                <button type="button" class="button canned-new" data-look="main" on:click=new>
                    <IconView icon=Icon::Plus size="small" />
                    {move || i18n.text().canned.new}
                </button>
            </div>
            {move || {
                let text = &i18n.text().canned;
                let is_filled = all.with(|all| !all.is_empty());
                if found.with(Vec::is_empty) {
                    let (title, words) = if is_filled {
                        (text.no_match, text.no_match_text)
                    } else {
                        (text.none, text.none_text)
                    };
                    return view! { <Blank icon=Icon::Reply title=title.to_owned() text=words.to_owned() /> }
                        .into_any();
                }
                view! {
                    <p class="setup__count" role="status">
                        {(text.count)(found.with(Vec::len))}
                    </p>
                    <ul class="canned-list">
                        {found
                            .get()
                            .into_iter()
                            .map(|response| view! { <CannedItem response removing /> })
                            .collect_view()}
                    </ul>
                }
                    .into_any()
            }}
        </div>
        <CannedDialog />
        <RemoveDialog removing />
    }
    .into_any()
}

fn fits(response: &CannedResponse, query: &Query) -> bool {
    let CannedResponse {
        shortcut,
        title,
        body,
        ..
    } = response;
    query.find(&format!("{shortcut} {title} {body}")).is_some()
}

#[component]
fn RemoveDialog(removing: RwSignal<Option<CannedResponse>>) -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let title = Signal::derive(move || {
        let shortcut = removing.with(|response| {
            response
                .as_ref()
                .map(|response| response.shortcut.clone())
                .unwrap_or_default()
        });
        (i18n.text().canned.remove_title)(&shortcut)
    });
    let remove = move |()| {
        if let Some(response) = removing.get_untracked() {
            desk.emit(Intent::RemoveCannedResponse(response.id));
        }
        removing.set(None);
    };
    view! {
        <Dialog
            is_open=Signal::derive(move || removing.with(Option::is_some))
            title
            on_close=Callback::new(move |()| removing.set(None))
        >
            <p class="dialog__text">{move || i18n.text().canned.remove_text}</p>
            <DialogEnd
                on_leave=Callback::new(move |()| removing.set(None))
                on_confirm=Callback::new(remove)
                look="danger"
            >
                {move || i18n.text().canned.remove_now}
            </DialogEnd>
        </Dialog>
    }
    .into_any()
}
