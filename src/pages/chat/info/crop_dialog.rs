//! "Ajustar foto": a square is cut out of a chosen picture by pointer, fingers and keys.

use super::crop::Crop;
use crate::browser::element;
use crate::browser::files::{self, LocalFile};
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::intent::Intent;
use crate::ui::button::IconButton;
use crate::ui::dialog::{Dialog, DialogEnd};
use crate::ui::icon::Icon;
use crate::ui::trouble::Trouble;
use domain::contact::EDITING;
use domain::ids::ContactId;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How wide the picture is that is kept, at most, in pixels.
const MOST: f64 = 512.0;
const QUALITY: f64 = 0.85;
/// One step of keys and buttons.
const STEP: f64 = 1.25;
/// One notch of a wheel.
const NOTCH: f64 = 1.1;
/// How far an arrow key moves the picture, of the square's side.
const NUDGE: f64 = 0.05;

/// The dialog; open while a file is chosen.
#[component]
pub(super) fn CropDialog(
    /// Whose picture it becomes.
    contact_id: ContactId,
    /// What was chosen.
    file: RwSignal<Option<LocalFile>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let crop = RwSignal::new(None::<Crop>);
    let is_unreadable = RwSignal::new(false);
    // A second press must not bring the picture to the server twice.
    let is_cutting = StoredValue::new(false);
    let close = move || {
        // The panel may have gone with the dialog open.
        if let Some(Some(chosen)) = file.try_get_untracked() {
            files::release(chosen.key);
            file.try_set(None);
        }
        crop.try_set(None);
        is_unreadable.try_set(false);
    };
    let keep = move |_| {
        let (Some(chosen), Some(square)) = (file.get_untracked(), crop.get_untracked()) else {
            return;
        };
        if is_cutting.get_value() {
            return;
        }
        is_cutting.set_value(true);
        spawn_local(async move {
            let cut = files::cut_square(chosen.key, square.corner(), square.side(), MOST, QUALITY).await;
            is_cutting.try_set_value(false);
            match cut {
                Some(cut) => {
                    chat.emit(Intent::PutPicture {
                        contact_id,
                        key: cut.key,
                        byte_size: cut.byte_size,
                    });
                    close();
                }
                None => {
                    is_unreadable.try_set(true);
                }
            }
        });
    };
    let trouble = move || {
        is_unreadable
            .get()
            .then(|| i18n.text().contact.picture_unreadable.to_owned())
    };
    view! {
        <Dialog
            is_open=Signal::derive(move || file.with(Option::is_some) && chat.can(EDITING))
            title=Signal::derive(move || i18n.text().contact.crop_title.to_owned())
            on_close=Callback::new(move |()| close())
        >
            <p class="dialog__text">{move || i18n.text().contact.crop_text}</p>
            {move || {
                let address = file.with(|file| file.as_ref().and_then(|file| files::url(file.key)));
                address.map(|address| view! { <Frame address crop is_unreadable /> })
            }}
            <div class="crop__zoom">
                <IconButton
                    icon=Icon::Minus
                    name=Signal::derive(move || i18n.text().thread.zoom_out.to_owned())
                    on_click=Callback::new(move |()| nearer(crop, 1.0 / STEP))
                />
                <IconButton
                    icon=Icon::Plus
                    name=Signal::derive(move || i18n.text().thread.zoom_in.to_owned())
                    on_click=Callback::new(move |()| nearer(crop, STEP))
                />
            </div>
            <Trouble words=Signal::derive(trouble) />
            <DialogEnd
                on_leave=Callback::new(move |()| close())
                on_confirm=Callback::new(keep)
                is_disabled=Signal::derive(move || crop.with(Option::is_none))
            >
                {move || i18n.text().contact.use_picture}
            </DialogEnd>
        </Dialog>
    }
    .into_any()
}

fn nearer(crop: RwSignal<Option<Crop>>, factor: f64) {
    crop.update(|crop| {
        if let Some(crop) = crop {
            crop.by(factor);
        }
    });
}

fn drag(crop: RwSignal<Option<Crop>>, x: f64, y: f64) {
    crop.update(|crop| {
        if let Some(crop) = crop {
            crop.drag(x, y);
        }
    });
}

/// The square, with the picture below it, under hands.
#[component]
fn Frame(address: String, crop: RwSignal<Option<Crop>>, is_unreadable: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let frame = NodeRef::<html::Div>::new();
    // Where each finger or the pointer is, while it is down.
    let fingers = StoredValue::new(Vec::<(i32, f64, f64)>::new());
    let place = |event: &ev::PointerEvent| (f64::from(event.client_x()), f64::from(event.client_y()));
    let on_down = move |event: ev::PointerEvent| {
        element::capture_pointer(&event, event.pointer_id());
        let (x, y) = place(&event);
        fingers.update_value(|fingers| {
            fingers.retain(|finger| finger.0 != event.pointer_id());
            fingers.push((event.pointer_id(), x, y));
        });
    };
    let on_move = move |event: ev::PointerEvent| {
        let (x, y) = place(&event);
        let id = event.pointer_id();
        let before = fingers.get_value();
        let Some(at) = before.iter().position(|finger| finger.0 == id) else {
            return;
        };
        let (_, old_x, old_y) = before[at];
        match before.iter().find(|finger| finger.0 != id) {
            Some((_, other_x, other_y)) => {
                let was = (old_x - other_x).hypot(old_y - other_y).max(1.0);
                let is = (x - other_x).hypot(y - other_y);
                nearer(crop, is / was);
            }
            None => {
                let width = frame
                    .get_untracked()
                    .map_or(1, |frame| frame.client_width())
                    .max(1);
                let width = f64::from(width);
                drag(crop, (x - old_x) / width, (y - old_y) / width);
            }
        }
        fingers.update_value(|fingers| fingers[at] = (id, x, y));
    };
    let on_up = move |event: ev::PointerEvent| {
        fingers.update_value(|fingers| fingers.retain(|finger| finger.0 != event.pointer_id()));
    };
    let on_wheel = move |event: ev::WheelEvent| {
        event.prevent_default();
        nearer(crop, if event.delta_y() < 0.0 { NOTCH } else { 1.0 / NOTCH });
    };
    let on_keydown = move |event: ev::KeyboardEvent| {
        match event.key().as_str() {
            "ArrowLeft" => drag(crop, -NUDGE, 0.0),
            "ArrowRight" => drag(crop, NUDGE, 0.0),
            "ArrowUp" => drag(crop, 0.0, -NUDGE),
            "ArrowDown" => drag(crop, 0.0, NUDGE),
            "+" | "=" => nearer(crop, STEP),
            "-" => nearer(crop, 1.0 / STEP),
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <div
            node_ref=frame
            class="crop__frame"
            role="group"
            tabindex="0"
            aria-label=move || i18n.text().contact.crop_area
            on:pointerdown=on_down
            on:pointermove=on_move
            on:pointerup=on_up
            on:pointercancel=on_up
            on:wheel=on_wheel
            on:keydown=on_keydown
        >
            <img
                class="crop__picture"
                src=address
                alt=""
                draggable="false"
                style:inline-size=move || crop.get().map(|crop| crop.css_width()).unwrap_or_default()
                style:transform=move || crop.get().map(|crop| crop.css_transform()).unwrap_or_default()
                on:load=move |event| {
                    crop.set(element::natural_size(&event).map(|(width, height)| Crop::of(width, height)));
                }
                on:error=move |_| {
                    is_unreadable.try_set(true);
                }
            />
        </div>
    }
    .into_any()
}
