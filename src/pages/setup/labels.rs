//! "Fontes" and "Grupos": the names that the team gives its contacts.

use super::label_dialog::LabelDialog;
use crate::browser::element;
use crate::i18n::messages::contact::LabelMessages;
use crate::i18n::use_i18n;
use crate::shell::Desk;
use crate::state::intent::Intent;
use crate::state::labels::{Label, LabelKind};
use crate::ui::blank::Blank;
use crate::ui::button::IconButton;
use crate::ui::dialog::{Dialog, DialogEnd};
use crate::ui::icon::{Icon, IconView};
use leptos::prelude::*;

/// The section of one of the lists.
#[component]
pub(super) fn LabelsSection(
    /// Which.
    kind: LabelKind,
) -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let labels = Memo::new(move |_| desk.with(|state| state.labels(kind)));
    let removing = RwSignal::new(None::<Label>);
    let new = move |_| desk.emit(Intent::EditLabel { kind, id: None });
    // What had the focus may go with its row, or with its old name.
    Effect::new(move |was_shown: Option<()>| {
        labels.track();
        if was_shown.is_some() {
            element::after_next_paint(|| element::focus_if_lost(STOP));
        }
    });
    // A memo of its own, so that the list stays while its rows change.
    let is_empty = Memo::new(move |_| labels.with(Vec::is_empty));
    view! {
        <div class="section__body">
            <p class="setup__lead">{move || words(&i18n.text().labels, kind).lead}</p>
            <div class="canned-bar">
                <button type="button" class="button canned-new" data-look="main" on:click=new>
                    <IconView icon=Icon::Plus size="small" />
                    {move || words(&i18n.text().labels, kind).new}
                </button>
            </div>
            <Show
                when=move || !is_empty.get()
                fallback=move || {
                    view! {
                        <Blank
                            icon=icon(kind)
                            title=Signal::derive(move || words(&i18n.text().labels, kind).none.to_owned())
                            text=Signal::derive(move || i18n.text().labels.none_text.to_owned())
                        />
                    }
                }
            >
                <ul class="canned-list labels" aria-label=move || words(&i18n.text().labels, kind).title>
                    <For
                        each=move || labels.get()
                        key=|label| (label.id, label.version, label.name.clone())
                        children=move |label| view! { <LabelItem label removing /> }
                    />
                </ul>
            </Show>
        </div>
        <LabelDialog kind />
        <RemoveDialog kind removing />
    }
    .into_any()
}

const STOP: &str = ".canned-new";

/// What is said of one list.
pub(super) struct Words {
    pub title: &'static str,
    pub lead: &'static str,
    pub new: &'static str,
    pub none: &'static str,
    pub remove_text: &'static str,
}

/// The words of a list.
pub(super) const fn words(text: &LabelMessages, kind: LabelKind) -> Words {
    match kind {
        LabelKind::Source => Words {
            title: text.sources,
            lead: text.sources_lead,
            new: text.new_source,
            none: text.no_sources,
            remove_text: text.remove_source_text,
        },
        LabelKind::Group => Words {
            title: text.groups,
            lead: text.groups_lead,
            new: text.new_group,
            none: text.no_groups,
            remove_text: text.remove_group_text,
        },
    }
}

const fn icon(kind: LabelKind) -> Icon {
    match kind {
        LabelKind::Source => Icon::Tag,
        LabelKind::Group => Icon::People,
    }
}

#[component]
fn LabelItem(label: Label, removing: RwSignal<Option<Label>>) -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let id = label.id;
    let name = label.name.clone();
    let label = StoredValue::new(label);
    let with_name = move |words: fn(&str) -> String| label.with_value(|label| words(&label.name));
    view! {
        <li class="canned">
            <p class="canned__words label__name" dir="auto">
                {name}
            </p>
            <div class="canned__actions">
                <IconButton
                    icon=Icon::Edit
                    tip="end"
                    name=Signal::derive(move || with_name(i18n.text().labels.rename))
                    on_click=Callback::new(move |()| {
                        desk.emit(Intent::EditLabel { kind: id.kind(), id: Some(id) });
                    })
                />
                <IconButton
                    icon=Icon::Delete
                    tip="end"
                    name=Signal::derive(move || with_name(i18n.text().labels.remove))
                    on_click=Callback::new(move |()| removing.set(Some(label.get_value())))
                />
            </div>
        </li>
    }
    .into_any()
}

#[component]
fn RemoveDialog(kind: LabelKind, removing: RwSignal<Option<Label>>) -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let title = Signal::derive(move || {
        let name = removing.with(|label| label.as_ref().map(|label| label.name.clone()));
        (i18n.text().labels.remove_title)(&name.unwrap_or_default())
    });
    let close = move || {
        // The section may have gone with the question open.
        removing.try_set(None);
    };
    let remove = move |()| {
        if let Some(label) = removing.get_untracked() {
            desk.emit(Intent::RemoveLabel(label.id));
        }
        close();
    };
    view! {
        <Dialog
            is_open=Signal::derive(move || removing.with(Option::is_some))
            title
            on_close=Callback::new(move |()| close())
        >
            <p class="dialog__text">{move || words(&i18n.text().labels, kind).remove_text}</p>
            <DialogEnd
                on_leave=Callback::new(move |()| close())
                on_confirm=Callback::new(remove)
                look="danger"
            >
                {move || i18n.text().labels.remove_now}
            </DialogEnd>
        </Dialog>
    }
    .into_any()
}
