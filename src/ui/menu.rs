//! Panels in the top layer (the platform's own `popover`), and menus in them.

use super::icon::{Icon, IconView};
use crate::browser::element::{self, Element};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;

/// Where a panel opens. Where its button always stands in the same place, that needs no measuring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PopoverPlace {
    /// Below the end of the upper bar.
    HeaderEnd,
    /// Below the start of the upper bar.
    HeaderStart,
    /// Beside the end of the rail.
    RailEnd,
    /// Above or below its button, measured when it opens.
    Beside,
}

impl PopoverPlace {
    const fn name(self) -> &'static str {
        match self {
            Self::HeaderEnd => "header-end",
            Self::HeaderStart => "header-start",
            Self::RailEnd => "rail-end",
            Self::Beside => "beside",
        }
    }
}

/// What closes the panel around.
#[derive(Clone, Copy)]
pub struct PopoverHandle(NodeRef<html::Div>);

impl PopoverHandle {
    /// Closes it.
    pub fn close(self) {
        if let Some(panel) = self.0.get_untracked() {
            element::hide_popover(&panel);
        }
    }
}

/// A button and the panel that it opens. Esc and a click elsewhere close it.
#[component]
#[allow(clippy::needless_pass_by_value, reason = "props are owned")]
pub fn Popover(
    /// Joins button and panel; one of a kind in the page.
    id: &'static str,
    /// Where.
    place: PopoverPlace,
    /// The button's and the panel's name.
    #[prop(into)]
    name: Signal<String>,
    /// The button's class.
    button_class: &'static str,
    /// The panel's class.
    #[prop(optional)]
    class: &'static str,
    /// `menu` or `dialog`.
    role: &'static str,
    /// Where the button's name shows, as in `IconButton`.
    #[prop(optional)]
    tip: &'static str,
    /// What the button shows.
    #[prop(into)]
    button: ViewFn,
    /// What the panel holds.
    children: ChildrenFn,
) -> impl IntoView {
    let opener = NodeRef::<html::Button>::new();
    let panel = NodeRef::<html::Div>::new();
    let is_open = RwSignal::new(false);
    provide_context(PopoverHandle(panel));
    let on_toggle = move |_| {
        if let Some(panel) = panel.get_untracked() {
            is_open.set(element::is_popover_open(&panel));
            if is_open.get_untracked() {
                // Its items come with the next frame.
                element::before_paint(move || {
                    if let Some(opener) = opener
                        .try_get_untracked()
                        .flatten()
                        .filter(|_| place == PopoverPlace::Beside)
                    {
                        element::place_beside(&panel, &opener);
                    }
                    if role == "menu" {
                        element::focus_inside(&panel, MENU_ITEM);
                    }
                });
            }
        }
    };
    let on_keydown = move |event: ev::KeyboardEvent| {
        event.stop_propagation();
        let Some(panel) = panel.get_untracked().filter(|_| role == "menu") else {
            return;
        };
        if event.key() == "Tab" {
            element::hide_popover(&panel);
        } else if go_by_key(&panel, MENU_ITEM, &event) {
            event.prevent_default();
        }
    };
    view! {
        <button
            node_ref=opener
            type="button"
            class=button_class
            popovertarget=id
            data-tip=tip
            aria-haspopup=role
            aria-expanded=move || is_open.get().to_string()
            aria-label=move || name.get()
        >
            {button.run()}
            <span class="icon-button__tip" aria-hidden="true">{move || name.get()}</span>
        </button>
        <div
            node_ref=panel
            id=id
            popover="auto"
            role=role
            class=format!("popover {class}")
            data-place=place.name()
            aria-label=move || name.get()
            on:toggle=on_toggle
            on:keydown=on_keydown
        >
            <Show when=move || is_open.get()>{children()}</Show>
        </div>
    }
    .into_any()
}

const MENU_ITEM: &str = ".menu-item";

/// What keys do in every menu: the arrows go round its entries, Home and End to its ends, a letter to the next entry that begins with
/// it. Says whether the key was one of these.
pub fn go_by_key(menu: &Element, entry: &str, event: &ev::KeyboardEvent) -> bool {
    match event.key().as_str() {
        "ArrowDown" => element::move_focus(menu, entry, 1),
        "ArrowUp" => element::move_focus(menu, entry, -1),
        "Home" => element::focus_inside(menu, entry),
        "End" => element::focus_last_inside(menu, entry),
        key if is_letter(key, event) => element::focus_by_letter(menu, entry, key),
        _ => return false,
    }
    true
}

/// Whether a key writes one sign. The space bar chooses.
fn is_letter(key: &str, event: &ev::KeyboardEvent) -> bool {
    let is_command = event.ctrl_key() || event.alt_key() || event.meta_key();
    let is_sign = key.chars().count() == 1 && !key.trim().is_empty();
    is_sign && !is_command && !event.is_composing()
}

/// One action of a menu. It closes the menu.
#[component]
pub fn MenuItem(
    /// A picture.
    icon: Icon,
    /// What it does.
    #[prop(into)]
    name: Signal<String>,
    /// Reports the choice.
    on_choose: Callback<()>,
    /// `menuitem` inside a menu.
    #[prop(optional)]
    role: Option<&'static str>,
) -> impl IntoView {
    let popover = use_context::<PopoverHandle>();
    view! {
        <button
            type="button"
            class="menu-item"
            role=role
            on:click=move |_| {
                if let Some(popover) = popover {
                    popover.close();
                }
                on_choose.run(());
            }
        >
            <IconView icon=icon class="menu-item__icon" />
            {move || name.get()}
        </button>
    }
}
