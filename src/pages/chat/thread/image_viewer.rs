//! A picture over everything else: nearer by wheel, pinch and keys, then moved by dragging and by arrows, and from picture to picture of
//! a gallery. Films play here too.

mod gallery;
mod shown;
mod zoom;

pub(in crate::pages::chat) use self::gallery::Gallery;
pub(in crate::pages::chat) use self::shown::{Shown, shown_of};

use self::zoom::{Zoom, step_of};
use super::message_menu::BUBBLE;
use super::place::ROW_ID;
use crate::browser::element;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::ui::button::IconButton;
use crate::ui::icon::{Icon, IconView};
use domain::content::Attachment;
use domain::ids::{MediaId, MessageId};
use domain::media_address::{download_url, media_url};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;

/// One step of keys and buttons.
const STEP: f64 = 1.5;
/// One notch of a wheel.
const NOTCH: f64 = 1.2;
/// A finger that goes so far to the side turns the page, in pixels.
const SWIPE: f64 = 60.0;

/// The viewer.
#[component]
pub(in crate::pages::chat) fn ImageViewer(
    /// Which picture is on screen.
    of: RwSignal<Option<MessageId>>,
    /// The pictures that one goes through.
    gallery: Gallery,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let node = NodeRef::<html::Dialog>::new();
    let zoom = RwSignal::new(Zoom::default());
    let pictures = Memo::new(move |_| {
        of.get()?;
        let ids = gallery.ids.get();
        let has_picture = |id: &MessageId| shown_in(gallery, chat, *id).is_some();
        Some(ids.into_iter().filter(has_picture).collect::<Vec<_>>())
    });
    let picture = Memo::new(move |_| shown_in(gallery, chat, of.get()?));
    let at = move || {
        let of = of.get()?;
        pictures.with(|pictures| pictures.as_ref()?.iter().position(|id| *id == of))
    };
    let total = move || pictures.with(|pictures| pictures.as_ref().map_or(0, Vec::len));
    let go = move |step: isize| {
        let next = untrack(at)
            .and_then(|at| at.checked_add_signed(step))
            .and_then(|at| pictures.with_untracked(|pictures| pictures.as_ref()?.get(at).copied()));
        if let Some(next) = next {
            zoom.set(Zoom::default());
            of.set(Some(next));
        }
    };
    let opened_from = StoredValue::new(None::<MessageId>);
    Effect::new(move |_| {
        let of = of.get();
        if opened_from.get_value().is_none() {
            opened_from.set_value(of);
        }
    });
    let close = move || {
        // The thread may have gone with the picture on screen.
        if of.try_set(None).is_none() {
            zoom.try_set(Zoom::default());
        }
        // The browser gives the focus back, unless what had it was drawn anew meanwhile.
        if let Some(from) = opened_from.try_get_value().flatten() {
            opened_from.set_value(None);
            element::after_next_paint(move || {
                element::focus_if_lost(&format!("[{ROW_ID}=\"{from}\"] {BUBBLE}"));
            });
        }
    };
    Effect::new(move |_| {
        let is_open = picture.with(Option::is_some);
        if let Some(dialog) = node.get() {
            if is_open {
                element::show_modal(&dialog);
            } else {
                element::close_dialog(&dialog);
            }
        }
    });
    let on_keydown = move |event: ev::KeyboardEvent| {
        event.stop_propagation();
        // A film that has the focus takes its keys itself.
        if element::comes_from(&event, "video") {
            return;
        }
        let key = event.key();
        if let Some((x, y)) = step_of(&key).filter(|_| !zoom.with_untracked(Zoom::is_whole)) {
            event.prevent_default();
            zoom.update(|zoom| zoom.drag(x, y));
            return;
        }
        match key.as_str() {
            "ArrowLeft" => go(-1),
            "ArrowRight" => go(1),
            "+" | "=" => zoom.update(|zoom| zoom.by(STEP, (0.0, 0.0))),
            "-" => zoom.update(|zoom| zoom.by(1.0 / STEP, (0.0, 0.0))),
            "0" => zoom.set(Zoom::default()),
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <dialog
            node_ref=node
            class="viewer"
            aria-label=move || i18n.text().thread.viewer
            on:close=move |_| close()
            on:keydown=on_keydown
        >
            {move || {
                picture
                    .get()
                    .map(|shown| {
                        let close = Callback::new(move |()| close());
                        if shown.is_film {
                            view! { <Film shown close /> }.into_any()
                        } else {
                            let Shown { media_id, file, .. } = shown;
                            view! { <Stage media_id file zoom go=Callback::new(go) close /> }.into_any()
                        }
                    })
            }}
            <Show when=move || picture.with(Option::is_some)>
                <div class="viewer__bar">
                    <span class="viewer__place" role="status">
                        {move || {
                            at().filter(|_| total() > 1)
                                .map(|at| (i18n.text().thread.viewer_place)(at + 1, total()))
                        }}
                    </span>
                    <Show when=move || {
                        picture.with(|shown| shown.as_ref().is_some_and(|shown| !shown.is_film))
                    }>
                        <IconButton
                            icon=Icon::Minus
                            name=Signal::derive(move || i18n.text().thread.zoom_out.to_owned())
                            on_click=Callback::new(move |()| zoom.update(|zoom| zoom.by(1.0 / STEP, (0.0, 0.0))))
                        />
                        <IconButton
                            icon=Icon::Plus
                            name=Signal::derive(move || i18n.text().thread.zoom_in.to_owned())
                            on_click=Callback::new(move |()| zoom.update(|zoom| zoom.by(STEP, (0.0, 0.0))))
                        />
                    </Show>
                    {gallery
                        .go_to
                        .map(|go_to| {
                            let leave = move |()| {
                                if let Some(id) = of.get_untracked() {
                                    close();
                                    go_to.run(id);
                                }
                            };
                            view! {
                                <IconButton
                                    icon=Icon::Chat
                                    name=Signal::derive(move || i18n.text().shelves.go_to.to_owned())
                                    on_click=Callback::new(leave)
                                />
                            }
                        })}
                    {move || {
                        picture
                            .get()
                            .map(|Shown { media_id, file, .. }| {
                                view! {
                                    <a
                                        class="icon-button"
                                        href=download_url(media_id)
                                        download=file.file_name.unwrap_or_default()
                                        aria-label=move || i18n.text().thread.download
                                    >
                                        <IconView icon=Icon::Download />
                                    </a>
                                }
                            })
                    }}
                    <IconButton
                        icon=Icon::Close
                        tip="end"
                        name=Signal::derive(move || i18n.text().close.to_owned())
                        on_click=Callback::new(move |()| close())
                    />
                </div>
                <Show when=move || at().is_some_and(|at| at > 0)>
                    <div class="viewer__turn" data-side="start">
                        <IconButton
                            icon=Icon::Previous
                            name=Signal::derive(move || i18n.text().thread.previous.to_owned())
                            on_click=Callback::new(move |()| go(-1))
                        />
                    </div>
                </Show>
                <Show when=move || at().is_some_and(|at| at + 1 < total())>
                    <div class="viewer__turn" data-side="end">
                        <IconButton
                            icon=Icon::Next
                            name=Signal::derive(move || i18n.text().thread.next.to_owned())
                            on_click=Callback::new(move |()| go(1))
                        />
                    </div>
                </Show>
            </Show>
        </dialog>
    }
    .into_any()
}

/// A film, in the browser's own player.
#[component]
fn Film(shown: Shown, close: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let Shown { media_id, file, .. } = shown;
    view! {
        <div
            class="viewer__stage"
            on:click=move |event| {
                if !element::comes_from(&event, "video") {
                    close.run(());
                }
            }
        >
            <video
                class="viewer__image"
                src=media_url(media_id)
                width=file.pixels.map(|pixels| pixels.width)
                height=file.pixels.map(|pixels| pixels.height)
                aria-label=move || i18n.text().video
                controls=true
                playsinline=true
                preload="metadata"
            ></video>
        </div>
    }
    .into_any()
}

/// The picture itself, under hands.
#[component]
fn Stage(
    media_id: MediaId,
    file: Attachment,
    zoom: RwSignal<Zoom>,
    go: Callback<isize>,
    close: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let called = file.caption.clone().filter(|caption| !caption.trim().is_empty());
    // Where each finger or the pointer is, while it is down.
    let fingers = StoredValue::new(Vec::<(i32, f64, f64)>::new());
    let began = StoredValue::new((0.0, 0.0));
    let has_moved = StoredValue::new(false);
    let place = |event: &ev::PointerEvent| (f64::from(event.client_x()), f64::from(event.client_y()));
    let on_down = move |event: ev::PointerEvent| {
        let (x, y) = place(&event);
        fingers.update_value(|fingers| {
            fingers.retain(|finger| finger.0 != event.pointer_id());
            fingers.push((event.pointer_id(), x, y));
        });
        began.set_value((x, y));
        has_moved.set_value(false);
    };
    let on_move = move |event: ev::PointerEvent| {
        let (x, y) = place(&event);
        let id = event.pointer_id();
        let before = fingers.get_value();
        let Some(at) = before.iter().position(|finger| finger.0 == id) else {
            return;
        };
        let (_, old_x, old_y) = before[at];
        if (x - began.get_value().0).hypot(y - began.get_value().1) > 4.0 {
            has_moved.set_value(true);
        }
        match before.iter().find(|finger| finger.0 != id) {
            Some((_, other_x, other_y)) => {
                let was = (old_x - other_x).hypot(old_y - other_y).max(1.0);
                let is = (x - other_x).hypot(y - other_y);
                let middle =
                    element::from_middle(&event, f64::midpoint(x, *other_x), f64::midpoint(y, *other_y));
                zoom.update(|zoom| zoom.by(is / was, middle));
            }
            None => zoom.update(|zoom| zoom.drag(x - old_x, y - old_y)),
        }
        fingers.update_value(|fingers| fingers[at] = (id, x, y));
    };
    let on_up = move |event: ev::PointerEvent| {
        let (x, y) = place(&event);
        let was_alone = fingers.with_value(|fingers| fingers.len() == 1);
        fingers.update_value(|fingers| fingers.retain(|finger| finger.0 != event.pointer_id()));
        let aside = x - began.get_value().0;
        let down = y - began.get_value().1;
        let is_swipe = was_alone
            && event.pointer_type() == "touch"
            && zoom.with_untracked(|zoom| zoom.is_whole())
            && aside.abs() > SWIPE
            && aside.abs() > down.abs();
        if is_swipe {
            go.run(if aside > 0.0 { -1 } else { 1 });
        }
    };
    let on_wheel = move |event: ev::WheelEvent| {
        event.prevent_default();
        let factor = if event.delta_y() < 0.0 { NOTCH } else { 1.0 / NOTCH };
        let middle = element::from_middle(&event, f64::from(event.client_x()), f64::from(event.client_y()));
        zoom.update(|zoom| zoom.by(factor, middle));
    };
    view! {
        <div
            class="viewer__stage"
            data-is-near=move || (!zoom.with(|zoom| zoom.is_whole())).to_string()
            on:pointerdown=on_down
            on:pointermove=on_move
            on:pointerup=on_up
            on:pointercancel=move |event| {
                fingers.update_value(|fingers| fingers.retain(|finger| finger.0 != event.pointer_id()));
            }
            on:wheel=on_wheel
            on:click=move |event| {
                if !element::comes_from(&event, ".viewer__image") && !has_moved.get_value() {
                    close.run(());
                }
            }
            on:dblclick=move |event| {
                if zoom.with_untracked(|zoom| zoom.is_whole()) {
                    let middle = element::from_middle(
                        &event,
                        f64::from(event.client_x()),
                        f64::from(event.client_y()),
                    );
                    zoom.update(|zoom| zoom.by(STEP * STEP, middle));
                } else {
                    zoom.set(Zoom::default());
                }
            }
        >
            <img
                class="viewer__image"
                src=media_url(media_id)
                width=file.pixels.map(|pixels| pixels.width)
                height=file.pixels.map(|pixels| pixels.height)
                alt=move || called.clone().unwrap_or_else(|| i18n.text().image.to_owned())
                draggable="false"
                style:transform=move || zoom.with(Zoom::transform)
            />
            {file
                .caption
                .filter(|caption| !caption.trim().is_empty())
                .map(|caption| view! { <p class="viewer__caption" dir="auto">{caption}</p> })}
        </div>
    }
    .into_any()
}

/// What of a message shows here; tracked.
fn shown_in(gallery: Gallery, chat: Chat, id: MessageId) -> Option<Shown> {
    (gallery.find)(chat, id)?.with(|message| shown_of(&message.content))
}
