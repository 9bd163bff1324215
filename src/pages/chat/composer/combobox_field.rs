//! The text area of a combobox, wherever one writes: in the entry, below files and in notes.

use super::combobox::Combobox;
use crate::ui::enter_key::types;
use leptos::ev;
use leptos::prelude::*;

/// The text area. A key is for the list first; one that only types, because an input method takes it, is for nobody else.
#[component]
pub(in crate::pages::chat) fn ComboboxField(
    /// The field and its list.
    of: Combobox,
    /// Classes of the place it stands in.
    class: &'static str,
    /// How many lines it has while it is empty.
    rows: &'static str,
    /// What it is called.
    name: Signal<&'static str>,
    /// What it says while it is empty.
    placeholder: Signal<&'static str>,
    /// The id of what describes it.
    #[prop(optional)]
    described_by: Option<&'static str>,
    /// What stands in it.
    #[prop(into)]
    text: Signal<String>,
    /// Whether it cannot be taken as it is.
    #[prop(into)]
    is_invalid: Signal<bool>,
    /// Hears each change.
    on_input: Callback<String>,
    /// Hears the other keys.
    on_key: Callback<ev::KeyboardEvent>,
    /// Hears that it has the focus, or has lost it.
    #[prop(optional)]
    on_focus: Option<Callback<bool>>,
) -> impl IntoView {
    let tell_focus = move |has_focus| {
        if let Some(on_focus) = on_focus {
            // It may have lost the focus because the page has gone.
            on_focus.try_run(has_focus);
        }
    };
    view! {
        <textarea
            node_ref=of.field
            class=class
            rows=rows
            dir="auto"
            enterkeyhint="enter"
            {..of.attributes()}
            aria-label=move || name.get()
            aria-describedby=described_by
            placeholder=move || placeholder.get()
            aria-invalid=move || is_invalid.get().to_string()
            prop:value=move || text.get()
            on:input=move |event| {
                on_input.run(event_target_value(&event));
                of.look_at_caret();
            }
            on:keydown=move |event| {
                if of.takes(&event) {
                    event.prevent_default();
                } else if !types(&event) {
                    on_key.run(event);
                }
            }
            on:keyup=move |event| of.follow_caret(&event)
            on:click=move |_| of.look_at_caret()
            on:focus=move |_| tell_focus(true)
            on:blur=move |_| {
                tell_focus(false);
                of.close();
            }
        ></textarea>
    }
    .into_any()
}
