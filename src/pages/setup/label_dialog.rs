//! Adding or renaming a source or a group.

use super::labels::words;
use crate::i18n::use_i18n;
use crate::shell::{Desk, failure_words};
use crate::state::canned_responses::SavePhase;
use crate::state::intent::Intent;
use crate::state::labels::{LabelEdit, LabelKind};
use crate::state::phase::RequestFailure;
use crate::ui::dialog::{Dialog, DialogEnd};
use crate::ui::trouble::Trouble;
use domain::contact::{LABEL_CHARACTERS, tidy_label};
use domain::error::ErrorCode;
use leptos::prelude::*;

/// The dialog; open while a name of the list is edited.
#[component]
pub(super) fn LabelDialog(
    /// Which list.
    kind: LabelKind,
) -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let edit = Memo::new(move |_| {
        let edit = desk.with(|state| state.label_edit.get());
        edit.filter(|edit| edit.id.kind() == kind)
    });
    let before = Memo::new(move |_| {
        edit.with(|edit| {
            let before = edit.as_ref()?.before.as_ref()?;
            Some(before.name.clone())
        })
    });
    let title = Signal::derive(move || {
        let text = &i18n.text().labels;
        before
            .get()
            .map_or_else(|| words(text, kind).new.to_owned(), |name| (text.rename)(&name))
    });
    view! {
        <Dialog
            is_open=Signal::derive(move || edit.with(Option::is_some))
            title
            on_close=Callback::new(move |()| desk.emit(Intent::CloseLabelEdit))
        >
            <LabelForm edit before=before.get_untracked().unwrap_or_default() />
        </Dialog>
    }
    .into_any()
}

#[component]
fn LabelForm(edit: Memo<Option<LabelEdit>>, before: String) -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let name = RwSignal::new(before);
    let is_tried = RwSignal::new(false);
    let is_wrong = Memo::new(move |_| is_tried.get() && name.with(|name| tidy_label(name)).is_none());
    let is_busy =
        Memo::new(move |_| edit.with(|edit| edit.as_ref().is_some_and(|edit| edit.save == SavePhase::Busy)));
    let trouble = move || {
        let text = i18n.text();
        if is_wrong.get() {
            return Some((text.labels.wrong_name)(LABEL_CHARACTERS));
        }
        edit.with(|edit| match edit.as_ref().map(|edit| &edit.save) {
            Some(SavePhase::Failed(RequestFailure::Refused(problem)))
                if problem.code == ErrorCode::EditConflict =>
            {
                Some(text.labels.conflict.to_owned())
            }
            Some(SavePhase::Failed(failure)) => Some(failure_words(text, failure)),
            _ => None,
        })
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        is_tried.set(true);
        let tidied = name.with_untracked(|name| tidy_label(name));
        if let Some(tidied) = tidied.filter(|_| !is_busy.get_untracked()) {
            desk.emit(Intent::SaveLabel(tidied));
        }
    };
    view! {
        <form class="info-form" novalidate on:submit=submit>
            <label class="field">
                <span class="field__label">{move || i18n.text().labels.name}</span>
                <input
                    class="field__input"
                    dir="auto"
                    autocomplete="off"
                    maxlength=LABEL_CHARACTERS
                    aria-invalid=move || is_wrong.get().to_string()
                    prop:value=move || name.get()
                    on:input=move |event| name.set(event_target_value(&event))
                />
            </label>
            <Trouble words=Signal::derive(trouble) />
            <DialogEnd on_leave=Callback::new(move |()| desk.emit(Intent::CloseLabelEdit)) is_busy>
                {move || if is_busy.get() { i18n.text().canned.saving } else { i18n.text().canned.save }}
            </DialogEnd>
        </form>
    }
    .into_any()
}
