//! Filling a template in: one field a variable, beside what the customer will see.

use crate::browser::element;
use crate::i18n::messages::Messages;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::shell::PickedFile;
use crate::state::intent::Intent;
use crate::state::tray::TrayPhase;
use crate::ui::dialog::DialogEnd;
use crate::ui::icon::{Icon, IconView};
use crate::ui::template_card::TemplateCard;
use crate::ui::trouble::Trouble;
use domain::content::MessageKind;
use domain::merge_field::MergeField;
use domain::template::{Template, TemplateButton, TemplateError, TemplatePart, TemplateSlot, TemplateValue};
use leptos::html;
use leptos::prelude::*;

/// The form and the preview.
#[component]
pub(super) fn Filling(
    /// What is filled in.
    template: Template,
    /// What a merge field stands for here.
    known: Callback<MergeField, Option<String>>,
    /// Back to the list.
    on_back: Callback<()>,
    /// Sends nothing.
    on_cancel: Callback<()>,
    /// Sends it with these values.
    on_send: Callback<(Template, Vec<TemplateValue>)>,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let fields: Vec<_> = template
        .content
        .slots()
        .into_iter()
        .map(|slot| {
            let suggested = template
                .content
                .suggestion(&slot)
                .and_then(|field| known.run(field))
                .unwrap_or_default();
            (slot, RwSignal::new(suggested))
        })
        .collect();
    let (name, has_fields) = (template.name.clone(), !fields.is_empty());
    let template = StoredValue::new(template);
    let inputs = StoredValue::new(fields.clone());
    let values = Memo::new(move |_| {
        inputs.with_value(|inputs| {
            let values = inputs.iter().map(|(slot, text)| TemplateValue {
                part: slot.part,
                button: slot.button,
                name: slot.name.clone(),
                text: text.get().trim().to_owned(),
            });
            values.collect::<Vec<_>>()
        })
    });
    let is_tried = RwSignal::new(false);
    // Whoever leaves the form leaves the file; one that is being sent is not here any more.
    on_cleanup(move || chat.emit(Intent::DropPickedFile));
    let picked = Memo::new(move |_| chat.with(|state| state.picked_file.get()));
    // What the message will have above its text: a file that the server does not have yet, so it has no id.
    let header = Memo::new(move |_| {
        let file = picked.with(|item| {
            let item = item.as_ref().filter(|item| item.phase == TrayPhase::Ready)?;
            Some(item.attachment(None))
        })?;
        template.with_value(|it| it.content.header.as_ref()?.with_file(file))
    });
    let file_kind = template.with_value(|it| it.content.file_kind());
    let wrong = Memo::new(move |_| {
        values.with(|values| {
            header.with(|header| template.with_value(|it| it.fill(values, header.as_ref()).err()))
        })
    });
    let root = NodeRef::<html::Form>::new();
    Effect::new(move |_| {
        if let Some(root) = root.get() {
            element::focus_inside(&root, FIRST_STOP);
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        is_tried.set(true);
        if wrong.with_untracked(Option::is_none) {
            on_send.run((template.get_value(), values.get_untracked()));
        } else if let Some(root) = root.get_untracked() {
            element::after_next_paint(move || element::focus_inside(&root, "[aria-invalid=true]"));
        }
    };
    let is_lacking = move || template.with_value(|it| it.check_sendable().is_err());
    let trouble = move || {
        let text = i18n.text();
        let is_told = is_tried.get() || is_lacking();
        wrong.with(|wrong| wrong.as_ref().filter(|_| is_told).map(|wrong| words(text, wrong)))
    };
    view! {
        <form node_ref=root class="template-filling" on:submit=submit novalidate>
            <div class="template-filling__head">
                <button type="button" class="text-button template-filling__back" on:click=move |_| on_back.run(())>
                    <IconView icon=Icon::Back size="small" />
                    {move || i18n.text().templates.back}
                </button>
                <h3 class="template-filling__name">{name}</h3>
            </div>
            <div class="template-filling__fields">
                {file_kind
                    .map(|kind| {
                        let name = Signal::derive(move || choose_words(i18n.text(), kind).to_owned());
                        view! {
                            <div class="field" role="group" aria-label=move || i18n.text().templates.file>
                                <span class="field__label" aria-hidden="true">
                                    {move || i18n.text().templates.file}
                                </span>
                                <PickedFile name wanted=Some(kind) />
                            </div>
                        }
                    })}
                <Show
                    when=move || has_fields || file_kind.is_some()
                    fallback=move || {
                        view! { <p class="dialog__text">{move || i18n.text().templates.no_values}</p> }
                    }
                >
                    <Show when=move || has_fields>
                        <p class="field__label">{move || i18n.text().templates.values}</p>
                    </Show>
                </Show>
                {fields
                    .into_iter()
                    .map(|(slot, text)| {
                        let wrong = Memo::new({
                            let slot = slot.clone();
                            move |_| {
                                is_tried.get()
                                    && (text.with(|text| text.trim().is_empty())
                                        || wrong.with(|wrong| wrong == &Some(TemplateError::Value(slot.clone()))))
                            }
                        });
                        let label = move || template.with_value(|it| label(i18n.text(), it, &slot));
                        view! {
                            <label class="field">
                                <span class="field__label template-filling__label">{label}</span>
                                <input
                                    class="field__input template-filling__input"
                                    autocomplete="off"
                                    dir="auto"
                                    data-is-empty=move || text.with(|text| text.trim().is_empty()).to_string()
                                    aria-invalid=move || wrong.get().to_string()
                                    prop:value=move || text.get()
                                    on:input=move |event| text.set(event_target_value(&event))
                                />
                            </label>
                        }
                    })
                    .collect_view()}
            </div>
            <section class="template-filling__preview" aria-labelledby="template-preview">
                <h4 id="template-preview" class="canned-preview__lead">
                    {move || i18n.text().templates.preview}
                </h4>
                <div class="canned-preview__ground">
                    <div class="message-card">
                        {move || {
                            let (body, mut parts) = values
                                .with(|values| template.with_value(|it| it.content.shown(values)));
                            parts.header = header.get().or(parts.header);
                            let awaits = template.with_value(|it| it.content.header.clone());
                            view! { <TemplateCard body parts awaits /> }
                        }}
                    </div>
                </div>
            </section>
            <div class="template-filling__end">
                <Trouble words=Signal::derive(trouble) />
                <DialogEnd on_leave=on_cancel is_disabled=Signal::derive(is_lacking)>
                    <IconView icon=Icon::Send size="small" />
                    {move || i18n.text().templates.send}
                </DialogEnd>
            </div>
        </form>
    }
    .into_any()
}

/// What the button that lets one choose the file says.
const fn choose_words(text: &Messages, kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::Image => text.templates.choose_image,
        MessageKind::Video => text.templates.choose_video,
        _ => text.templates.choose_document,
    }
}

const FIRST_STOP: &str = ".file-button, .template-filling__input, [type=submit]";

/// What a field is for.
fn label(text: &Messages, template: &Template, slot: &TemplateSlot) -> String {
    let text = &text.templates;
    match slot.part {
        TemplatePart::Header => (text.of_header)(&slot.name),
        TemplatePart::Body => (text.of_body)(&slot.name),
        TemplatePart::Button => match template.content.buttons.get(usize::from(slot.button)) {
            Some(TemplateButton::Url { text: says, .. }) => (text.of_link)(says),
            _ => text.of_code.to_owned(),
        },
    }
}

fn words(text: &Messages, error: &TemplateError) -> String {
    let text = &text.templates;
    match error {
        TemplateError::Status(status) => {
            (text.value)(status).map_or_else(|| text.failure_not_sendable.to_owned(), str::to_owned)
        }
        TemplateError::Unsupported => text.unsupported.to_owned(),
        TemplateError::Missing(_) | TemplateError::Foreign(_) => text.missing.to_owned(),
        TemplateError::Value(_) => text.wrong_value.to_owned(),
        TemplateError::HeaderFile => text.needs_file.to_owned(),
        TemplateError::TooLong => text.too_long.to_owned(),
    }
}
