//! Writing a canned response: the form beside what the customer would see.

use super::canned_preview::CannedPreview;
use crate::browser::element;
use crate::i18n::messages::Messages;
use crate::i18n::use_i18n;
use crate::shell::{Desk, PickedFile, failure_words};
use crate::state::canned_responses::{CannedEdit, SavePhase};
use crate::state::intent::Intent;
use crate::state::tray::{TrayItem, TrayPhase};
use crate::ui::dialog::{Dialog, DialogEnd};
use crate::ui::trouble::Trouble;
use domain::canned_response::{
    BUTTON_CHARACTERS, CannedResponseError, MOST_BUTTONS, PutCannedResponse, SHORTCUT_CHARACTERS,
    TITLE_CHARACTERS,
};
use domain::content::Attachment;
use domain::ids::CannedResponseId;
use domain::merge_field::MergeField;
use leptos::html;
use leptos::prelude::*;

/// What is written. It lives outside of the dialog, so that nothing is lost by a slip on Esc.
#[derive(Clone, Copy)]
struct Form {
    id: RwSignal<Option<CannedResponseId>>,
    after_version: RwSignal<u64>,
    shortcut: RwSignal<String>,
    title: RwSignal<String>,
    body: RwSignal<String>,
    buttons: [RwSignal<String>; MOST_BUTTONS],
    attachment: RwSignal<Option<Attachment>>,
    /// What was there when editing began.
    before: RwSignal<PutCannedResponse>,
    /// Whether saving was tried: only then is told what is missing.
    is_tried: RwSignal<bool>,
}

impl Form {
    fn new() -> Self {
        Self {
            id: RwSignal::new(None),
            after_version: RwSignal::new(0),
            shortcut: RwSignal::new(String::new()),
            title: RwSignal::new(String::new()),
            body: RwSignal::new(String::new()),
            buttons: std::array::from_fn(|_| RwSignal::new(String::new())),
            attachment: RwSignal::new(None),
            before: RwSignal::new(PutCannedResponse::default()),
            is_tried: RwSignal::new(false),
        }
    }

    fn fill(self, edit: &CannedEdit) {
        let before = edit.before.clone();
        self.id.set(Some(edit.id));
        self.after_version
            .set(before.as_ref().map_or(0, |before| before.version));
        let before = before.map(|before| PutCannedResponse {
            after_version: before.version,
            shortcut: before.shortcut,
            title: before.title,
            body: before.body,
            buttons: before.buttons,
            attachment: before.attachment,
        });
        let before = before.unwrap_or_default();
        self.shortcut.set(before.shortcut.clone());
        self.title.set(before.title.clone());
        self.body.set(before.body.clone());
        for (place, button) in self.buttons.iter().enumerate() {
            button.set(before.buttons.get(place).cloned().unwrap_or_default());
        }
        self.attachment.set(before.attachment.clone());
        self.before.set(before);
        self.is_tried.set(false);
    }

    /// What is to be kept. A file that was chosen has no id before it is saved.
    fn put(self, picked: Option<&TrayItem>) -> PutCannedResponse {
        let picked = picked.map(|item| item.attachment(None));
        PutCannedResponse {
            after_version: self.after_version.get(),
            shortcut: self.shortcut.get(),
            title: self.title.get(),
            body: self.body.get(),
            buttons: self.buttons.iter().map(Get::get).collect(),
            attachment: self.attachment.get().or(picked),
        }
        .tidied()
    }
}

/// The dialog; open while something is edited.
#[component]
pub(super) fn CannedDialog() -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let form = Form::new();
    let asks = RwSignal::new(false);
    let edit = Memo::new(move |_| desk.with(|state| state.canned_edit.get()));
    Effect::new(move |_| {
        let edit = edit.get();
        let is_other = edit.as_ref().map(|edit| edit.id) != form.id.get_untracked();
        match edit {
            Some(edit) if is_other => form.fill(&edit),
            Some(_) => {}
            None => {
                form.id.set(None);
                asks.set(false);
            }
        }
    });
    let put =
        Memo::new(move |_| desk.with(|state| state.picked_file.with(|picked| form.put(picked.as_ref()))));
    let title = Signal::derive(move || {
        let text = &i18n.text().canned;
        let shortcut = edit.with(|edit| {
            let before = edit.as_ref()?.before.as_ref()?;
            Some(before.shortcut.clone())
        });
        shortcut.map_or_else(
            || text.new_title.to_owned(),
            |shortcut| (text.edit_title)(&shortcut),
        )
    });
    let close = move || {
        // Closing because it is saved comes here too.
        if edit.with_untracked(Option::is_none) || asks.get_untracked() {
            return;
        }
        if put.get_untracked() == form.before.get_untracked() {
            desk.emit(Intent::CloseCannedEdit);
        } else {
            asks.set(true);
        }
    };
    view! {
        <Dialog
            is_open=Signal::derive(move || edit.with(Option::is_some) && !asks.get())
            title
            size="wide"
            on_close=Callback::new(move |()| close())
        >
            <CannedForm form put edit on_cancel=Callback::new(move |()| close()) />
        </Dialog>
        <Dialog
            is_open=asks
            title=Signal::derive(move || i18n.text().canned.discard_title.to_owned())
            on_close=Callback::new(move |()| asks.set(false))
        >
            <p class="dialog__text">{move || i18n.text().canned.discard_text}</p>
            <DialogEnd
                on_leave=Callback::new(move |()| asks.set(false))
                leave=Signal::derive(move || i18n.text().canned.keep_editing)
                on_confirm=Callback::new(move |()| desk.emit(Intent::CloseCannedEdit))
                look="danger"
            >
                {move || i18n.text().discard}
            </DialogEnd>
        </Dialog>
    }
    .into_any()
}

#[component]
fn CannedForm(
    form: Form,
    put: Memo<PutCannedResponse>,
    edit: Memo<Option<CannedEdit>>,
    on_cancel: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let wrong = Memo::new(move |_| {
        form.is_tried
            .get()
            .then(|| put.with(|put| put.check()).err())
            .flatten()
    });
    let is_busy =
        Memo::new(move |_| edit.with(|edit| edit.as_ref().is_some_and(|edit| edit.save == SavePhase::Busy)));
    // A file that is still looked at, or cannot be sent, is not left out in silence.
    let is_file_wrong = Memo::new(move |_| {
        desk.with(|state| {
            state
                .picked_file
                .with(|picked| picked.as_ref().is_some_and(|item| item.phase != TrayPhase::Ready))
        })
    });
    let trouble = move || {
        let text = i18n.text();
        if form.is_tried.get() && is_file_wrong.get() {
            return Some(text.canned.attachment_not_ready.to_owned());
        }
        if let Some(error) = wrong.get() {
            return Some(error_words(text, error));
        }
        edit.with(|edit| match edit.as_ref().map(|edit| &edit.save) {
            Some(SavePhase::Failed(failure)) => Some(failure_words(text, failure)),
            _ => None,
        })
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        form.is_tried.set(true);
        let put = put.get_untracked();
        if put.check().is_ok() && !is_busy.get_untracked() && !is_file_wrong.get_untracked() {
            desk.emit(Intent::SaveCannedResponse(put));
        }
    };
    let is_wrong = move |field: &'static str| {
        wrong
            .get()
            .is_some_and(|error| error.field() == field)
            .to_string()
    };
    view! {
        <form class="canned-form" on:submit=submit novalidate>
            <div class="canned-form__fields">
                <div class="canned-form__names">
                    <label class="field">
                        <span class="field__label">{move || i18n.text().canned.shortcut}</span>
                        <span class="canned-form__shortcut">
                            <span class="canned-form__slash" aria-hidden="true">
                                "/"
                            </span>
                            <input
                                class="field__input canned-form__shortcut-input"
                                autocomplete="off"
                                autocapitalize="none"
                                spellcheck="false"
                                maxlength=SHORTCUT_CHARACTERS
                                aria-label=move || i18n.text().canned.shortcut
                                aria-describedby="canned-shortcut-hint"
                                aria-invalid=move || is_wrong("shortcut")
                                prop:value=move || form.shortcut.get()
                                on:input=move |event| form.shortcut.set(event_target_value(&event))
                            />
                        </span>
                        <span id="canned-shortcut-hint" class="field__hint">
                            {move || i18n.text().canned.shortcut_hint}
                        </span>
                    </label>
                    <label class="field">
                        <span class="field__label">{move || i18n.text().canned.name}</span>
                        <input
                            class="field__input"
                            autocomplete="off"
                            maxlength=TITLE_CHARACTERS
                            aria-invalid=move || is_wrong("title")
                            prop:value=move || form.title.get()
                            on:input=move |event| form.title.set(event_target_value(&event))
                        />
                    </label>
                </div>
                <BodyField form put is_wrong=Signal::derive(move || is_wrong("body")) />
                <fieldset class="canned-form__buttons">
                    <legend class="field__label">{move || i18n.text().canned.buttons}</legend>
                    <p id="canned-buttons-hint" class="field__hint">
                        {move || i18n.text().canned.buttons_hint}
                    </p>
                    {form
                        .buttons
                        .into_iter()
                        .enumerate()
                        .map(|(place, button)| {
                            view! {
                                <input
                                    class="field__input"
                                    autocomplete="off"
                                    maxlength=BUTTON_CHARACTERS
                                    aria-label=move || (i18n.text().canned.button)(place + 1)
                                    placeholder=move || (i18n.text().canned.button)(place + 1)
                                    aria-describedby="canned-buttons-hint"
                                    aria-invalid=move || is_wrong("buttons")
                                    prop:value=move || button.get()
                                    on:input=move |event| button.set(event_target_value(&event))
                                />
                            }
                        })
                        .collect_view()}
                </fieldset>
                <AttachmentField form />
            </div>
            <CannedPreview put=put.into() />
            <div class="canned-form__end">
                <Trouble words=Signal::derive(trouble) />
                <DialogEnd on_leave=on_cancel is_busy>
                    {move || if is_busy.get() { i18n.text().canned.saving } else { i18n.text().canned.save }}
                </DialogEnd>
            </div>
        </form>
    }
    .into_any()
}

/// The file that goes with it: the one that is kept, or one that is chosen now.
#[component]
fn AttachmentField(form: Form) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <fieldset class="canned-form__buttons">
            <legend class="field__label">{move || i18n.text().canned.attachment_title}</legend>
            <p class="field__hint">{move || i18n.text().canned.attachment_hint}</p>
            {move || match form.attachment.get() {
                Some(file) => {
                    let name = file.file_name.unwrap_or(file.mime_type);
                    view! {
                        <p class="canned-form__attachment">
                            <span>{(i18n.text().canned.attachment)(&name)}</span>
                            <button
                                type="button"
                                class="text-button"
                                on:click=move |_| form.attachment.set(None)
                            >
                                {i18n.text().canned.remove_attachment}
                            </button>
                        </p>
                    }
                        .into_any()
                }
                None => {
                    view! { <PickedFile name=Signal::derive(move || i18n.text().canned.attach.to_owned()) /> }
                        .into_any()
                }
            }}
        </fieldset>
    }
    .into_any()
}

/// The text, and the merge fields that a click puts into it.
#[component]
fn BodyField(form: Form, put: Memo<PutCannedResponse>, is_wrong: Signal<String>) -> impl IntoView {
    let i18n = use_i18n();
    let field = NodeRef::<html::Textarea>::new();
    let count = move || put.with(|put| (put.body.chars().count(), put.most_characters()));
    view! {
        <label class="field">
            <span class="field__label">{move || i18n.text().canned.body}</span>
            <textarea
                node_ref=field
                class="field__input canned-form__body"
                rows="6"
                dir="auto"
                aria-invalid=move || is_wrong.get()
                prop:value=move || form.body.get()
                on:input=move |event| form.body.set(event_target_value(&event))
            ></textarea>
        </label>
        <p class="canned-form__count" data-is-over=move || (count().0 > count().1).to_string()>
            {move || {
                let (count, most) = count();
                format!("{count} / {most}")
            }}
        </p>
        <details class="canned-fields">
            <summary class="canned-fields__summary">{move || i18n.text().canned.fields}</summary>
            <ul class="canned-fields__list">
                {MergeField::ALL
                    .iter()
                    .map(|merge_field| {
                        let typed = format!("@{}", merge_field.name());
                        let name = typed.clone();
                        let inserted = typed.clone();
                        let insert = move |_| {
                            if let Some(field) = field.get_untracked() {
                                form.body.set(element::insert_text(&field, &inserted));
                            }
                        };
                        view! {
                            <li class="canned-fields__item">
                                <button
                                    type="button"
                                    class="canned-fields__name"
                                    aria-label=move || (i18n.text().canned.insert_field)(&name)
                                    on:click=insert
                                >
                                    {typed}
                                </button>
                                <span class="canned-fields__meaning">
                                    {move || (i18n.text().canned.field_name)(*merge_field)}
                                </span>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </details>
    }
    .into_any()
}

fn error_words(text: &Messages, error: CannedResponseError) -> String {
    let canned = &text.canned;
    match error {
        CannedResponseError::Shortcut => canned.wrong_shortcut.to_owned(),
        CannedResponseError::Title => canned.wrong_name.to_owned(),
        CannedResponseError::BodyEmpty => canned.body_empty.to_owned(),
        CannedResponseError::BodyTooLong { most } => (canned.body_too_long)(most),
        CannedResponseError::Buttons => canned.wrong_buttons.to_owned(),
    }
}
