//! A question or an explanation over everything else: the platform's own `dialog`.

use crate::browser::element;
use crate::i18n::use_i18n;
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

/// The end of a dialog that asks for something: the way out, and what does it.
#[component]
pub fn DialogEnd(
    /// Leaves everything as it is.
    on_leave: Callback<()>,
    /// What that is called, where it is not "Cancelar".
    #[prop(optional)]
    leave: Option<Signal<&'static str>>,
    /// Does it. Without this, the button sends the form around it.
    #[prop(optional)]
    on_confirm: Option<Callback<()>>,
    /// `danger` for what cannot be taken back.
    #[prop(default = "main")]
    look: &'static str,
    /// Whether it cannot be done now.
    #[prop(optional, into)]
    is_disabled: Signal<bool>,
    /// Whether it is being done.
    #[prop(optional, into)]
    is_busy: Signal<bool>,
    /// What doing it is called; without, there is the way out alone.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let i18n = use_i18n();
    let kind = if on_confirm.is_some() { "button" } else { "submit" };
    let confirm = move |_| {
        if let Some(on_confirm) = on_confirm {
            on_confirm.run(());
        }
    };
    view! {
        <div class="dialog__actions">
            <button type="button" class="button" data-look="quiet" on:click=move |_| on_leave.run(())>
                {move || leave.map_or_else(|| i18n.text().cancel, |leave| leave.get())}
            </button>
            {children
                .map(|children| {
                    view! {
                        <button
                            type=kind
                            class="button"
                            data-look=look
                            disabled=move || is_disabled.get()
                            aria-disabled=move || is_busy.get().then_some("true")
                            on:click=confirm
                        >
                            {children()}
                        </button>
                    }
                })}
        </div>
    }
    .into_any()
}

/// The end of a dialog that only tells.
#[component]
pub fn DialogClose(
    /// Closes it.
    on_close: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="dialog__actions">
            <button type="button" class="button" data-look="main" on:click=move |_| on_close.run(())>
                {move || i18n.text().close}
            </button>
        </div>
    }
    .into_any()
}
