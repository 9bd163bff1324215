//! A question or an explanation over everything else: the platform's own `dialog`.

use crate::browser::element;
use leptos::html;
use leptos::prelude::*;

/// A modal dialog. Esc and a click beside it close it; the focus goes back to where it was.
#[component]
pub fn Dialog(
    /// Whether it is open.
    #[prop(into)]
    is_open: Signal<bool>,
    /// Its name and heading.
    #[prop(into)]
    title: Signal<String>,
    /// `wide` for a form beside what it makes.
    #[prop(optional)]
    size: &'static str,
    /// It was closed, or wants to be.
    on_close: Callback<()>,
    /// What it says and asks.
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let is_open = is_open.get();
        if let Some(dialog) = node.get() {
            if is_open {
                element::show_modal(&dialog);
            } else {
                element::close_dialog(&dialog);
            }
        }
    });
    view! {
        <dialog
            node_ref=node
            class="dialog"
            data-size=size
            aria-label=move || title.get()
            on:close=move |_| on_close.run(())
            on:keydown=move |event| event.stop_propagation()
            on:click=move |event| {
                // A click beside it is told to the dialog itself.
                if node.get_untracked().is_some_and(|dialog| element::is_on(&event, &dialog)) {
                    on_close.run(());
                }
            }
        >
            <Show when=move || is_open.get()>
                <div class="dialog__body">
                    <h2 class="dialog__title">{move || title.get()}</h2>
                    {children()}
                </div>
            </Show>
        </dialog>
    }
    .into_any()
}
