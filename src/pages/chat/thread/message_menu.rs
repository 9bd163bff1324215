//! What one can do with a message: one menu for the whole thread, which opens beside the message it is asked for.
//!
//! It is asked for by the dots beside a bubble, by a long press, and on a focused bubble by Enter or the menu key. It closes itself
//! (the platform's light dismissal would take the end of a long press for a click beside it).

use crate::browser::clipboard;
use crate::browser::element::{self, Element};
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::intent::Intent;
use crate::ui::icon::Icon;
use crate::ui::menu::MenuItem;
use crate::ui::toast::Toasts;
use domain::delivery_status::DeliveryState;
use domain::ids::MessageId;
use domain::permission::Permission;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The menu of a thread.
#[derive(Clone, Copy)]
pub(super) struct MessageMenu {
    of: RwSignal<Option<MessageId>>,
    panel: NodeRef<html::Div>,
}

impl MessageMenu {
    pub fn new() -> Self {
        Self {
            of: RwSignal::new(None),
            panel: NodeRef::new(),
        }
    }

    /// Opens for the message in whose row `element` stands.
    pub fn open(self, element: &Element) {
        let row = element::closest(element, ROW);
        let id = row
            .as_ref()
            .and_then(|row| row.get_attribute(ROW_ID)?.parse().ok());
        let (Some(row), Some(id), Some(panel)) = (row, id, self.panel.get_untracked()) else {
            return;
        };
        self.of.set(Some(id));
        element::show_popover(&panel);
        // Its items come with the next frame.
        element::before_paint(move || {
            let anchor = element::first_inside(&row, BUTTON).unwrap_or(row);
            element::place_beside(&panel, &anchor);
            element::focus_inside(&panel, ITEM);
        });
    }

    pub fn is_open(self) -> bool {
        self.of.try_get_untracked().flatten().is_some()
    }

    /// Closes; the focus goes back to the message.
    fn close(self) {
        let id = self.of.try_get_untracked().flatten();
        self.dismiss();
        if let Some(id) = id {
            element::focus_first(&format!("[{ROW_ID}=\"{id}\"] {BUBBLE}"));
        }
    }

    /// Closes; the focus stays where it is.
    fn dismiss(self) {
        if let Some(panel) = self.panel.try_get_untracked().flatten() {
            element::hide_popover(&panel);
        }
        self.of.try_set(None);
    }
}

/// The menu's panel.
#[component]
pub(super) fn MessageMenuView(
    /// Which menu.
    menu: MessageMenu,
    /// Reports that details are wanted.
    on_details: Callback<MessageId>,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let toasts = expect_context::<Toasts>();
    let message = Memo::new(move |_| chat.with(|state| state.messages.value(menu.of.get()?)));
    let text = Memo::new(move |_| {
        message
            .with(|message| message.as_ref().map(|message| message.content.text().to_owned()))
            .unwrap_or_default()
    });
    let can_send = Memo::new(move |_| chat.can(Permission::ChatSend));
    let retry = Memo::new(move |_| {
        let state = message.with(|message| Some(message.as_ref()?.delivery.as_ref()?.state))?;
        (state.can_be_retried() && can_send.get()).then_some(state)
    });
    close_when_elsewhere(menu);
    let copy = move || {
        menu.close();
        let words = text.get_untracked();
        spawn_local(async move {
            if clipboard::copy(&words).await {
                toasts.say(i18n.text_untracked().details.copied);
            }
        });
    };
    let try_again = move || {
        let id = menu.of.get_untracked();
        menu.close();
        if let Some(id) = id {
            chat.emit(Intent::RetryMessage(id));
        }
    };
    let details = move || {
        let id = menu.of.get_untracked();
        menu.close();
        if let Some(id) = id {
            on_details.run(id);
        }
    };
    let on_keydown = move |event: ev::KeyboardEvent| {
        event.stop_propagation();
        let Some(panel) = menu.panel.get_untracked() else {
            return;
        };
        match event.key().as_str() {
            "ArrowDown" => element::move_focus(&panel, ITEM, 1),
            "ArrowUp" => element::move_focus(&panel, ITEM, -1),
            "Home" => element::focus_inside(&panel, ITEM),
            "End" => element::focus_last_inside(&panel, ITEM),
            "Escape" | "Tab" => menu.close(),
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <div
            node_ref=menu.panel
            class="popover message-menu"
            popover="manual"
            role="menu"
            aria-label=move || i18n.text().details.options
            on:keydown=on_keydown
        >
            <Show when=move || menu.of.get().is_some()>
                <Show when=move || !text.with(String::is_empty)>
                    <MenuItem
                        icon=Icon::Copy
                        role="menuitem"
                        name=Signal::derive(move || i18n.text().copy.to_owned())
                        on_choose=Callback::new(move |()| copy())
                    />
                </Show>
                {move || {
                    retry
                        .get()
                        .map(|state| {
                            let name = Signal::derive(move || {
                                let text = i18n.text();
                                let is_unconfirmed = state == DeliveryState::Unconfirmed;
                                (if is_unconfirmed { text.send_anyway } else { text.try_again }).to_owned()
                            });
                            view! {
                                <MenuItem
                                    icon=Icon::Reopen
                                    role="menuitem"
                                    name
                                    on_choose=Callback::new(move |()| try_again())
                                />
                            }
                        })
                }}
                <MenuItem
                    icon=Icon::Info
                    role="menuitem"
                    name=Signal::derive(move || i18n.text().details.details.to_owned())
                    on_choose=Callback::new(move |()| details())
                />
            </Show>
        </div>
    }
    .into_any()
}

/// A press or scrolling elsewhere closes the menu, as does a window of another size.
fn close_when_elsewhere(menu: MessageMenu) {
    let on_press = window_event_listener(ev::pointerdown, move |event| {
        if menu.is_open() && !element::comes_from(&event, PANEL) {
            menu.dismiss();
        }
    });
    let on_resize = window_event_listener(ev::resize, move |_| {
        if menu.is_open() {
            menu.dismiss();
        }
    });
    on_cleanup(move || {
        on_press.remove();
        on_resize.remove();
    });
}

const ROW_ID: &str = super::place::ROW_ID;
const ROW: &str = "[data-message]";
const PANEL: &str = ".message-menu";
const ITEM: &str = ".menu-item";
/// The dots beside a bubble.
pub(super) const BUTTON: &str = ".message-line__button";
/// What the focus goes to.
pub(super) const BUBBLE: &str = ".message-bubble";
