//! What views ask of elements that the platform offers by name only, or that take several steps.

mod focus;

pub use self::focus::{
    focus, focus_after_paint, focus_by_letter, focus_first, focus_if_lost, focus_inside, focus_last_inside,
    focus_last_visible, has_focus, has_focus_inside, keep_focus, leave_focus, move_focus, step_focus,
    take_focus_back,
};

use js_sys::{Function, Object, Reflect};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
pub use web_sys::Element;
use web_sys::{Event, HtmlElement};

/// Selects all that is in a field.
pub fn select_all(field: &Element) {
    call(field, "select");
}

/// Clicks an element.
pub fn click(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        element.click();
    }
}

/// Checks the box that an event comes from, or not.
pub fn set_checked(event: &Event, is_checked: bool) {
    if let Some(target) = event.target() {
        // Every target takes a property.
        let _ = Reflect::set(
            &target,
            &JsValue::from_str("checked"),
            &JsValue::from_bool(is_checked),
        );
    }
}

fn all_inside(root: &Element, selector: &str) -> Vec<Element> {
    let Ok(all) = root.query_selector_all(selector) else {
        return Vec::new();
    };
    (0..all.length())
        .filter_map(|i| all.get(i)?.dyn_into().ok())
        .collect()
}

/// Whether an event comes from inside something that a selector names.
#[must_use]
pub fn comes_from(event: &Event, selector: &str) -> bool {
    event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .is_some_and(|element| element.closest(selector).ok().flatten().is_some())
}

/// Whether an event happened to an element itself, not to something inside it; nor to something that was inside it and that the
/// event's first listener has removed.
#[must_use]
pub fn is_on(event: &Event, element: &Element) -> bool {
    event.target().is_some_and(|target| Object::is(&target, element))
}

/// The nearest element around, itself included, that a selector names.
#[must_use]
pub fn closest(element: &Element, selector: &str) -> Option<Element> {
    element.closest(selector).ok().flatten()
}

/// The first element inside `root` that a selector names.
#[must_use]
pub fn first_inside(root: &Element, selector: &str) -> Option<Element> {
    root.query_selector(selector).ok().flatten()
}

/// What an event comes from, or the nearest around it, that a selector names.
#[must_use]
pub fn target_in(event: &Event, selector: &str) -> Option<Element> {
    closest(&event.target()?.dyn_into().ok()?, selector)
}

/// Puts a text in place of what is selected in a text field, with the cursor behind it. Gives the whole text.
pub fn insert_text(field: &web_sys::HtmlTextAreaElement, text: &str) -> String {
    let end = field.text_length();
    let start = field.selection_start().ok().flatten().unwrap_or(end);
    // Refused only where nothing can be selected.
    let _ = field.set_range_text(text);
    let behind = start + u32::try_from(text.encode_utf16().count()).unwrap_or_default();
    let _ = field.set_selection_range(behind, behind);
    focus(field);
    field.value()
}

/// Opens a `dialog` over everything else.
pub fn show_modal(dialog: &Element) {
    if !dialog.has_attribute("open") {
        call(dialog, "showModal");
    }
}

/// Closes a `dialog`.
pub fn close_dialog(dialog: &Element) {
    if dialog.has_attribute("open") {
        call(dialog, "close");
    }
}

/// Shows a popover.
pub fn show_popover(element: &Element) {
    if !is_popover_open(element) {
        call(element, "showPopover");
    }
}

/// Hides a popover, if it is open.
pub fn hide_popover(element: &Element) {
    if is_popover_open(element) {
        call(element, "hidePopover");
    }
}

/// Whether a popover is open.
#[must_use]
pub fn is_popover_open(element: &Element) -> bool {
    element.matches(":popover-open").unwrap_or(false)
}

/// Whether a popover or a dialog is open: keys are for it.
#[must_use]
pub fn is_anything_on_top() -> bool {
    super::window()
        .and_then(|window| window.document())
        .and_then(|document| {
            document
                .query_selector(":popover-open, dialog[open]")
                .ok()
                .flatten()
        })
        .is_some()
}

/// Puts a panel of fixed position below `anchor`, or above it where there is no room, and within the window. Its style places it by
/// `--inline` and `--block`, both from the window's upper left corner.
pub fn place_beside(panel: &Element, anchor: &Element) {
    const MARGIN: f64 = 8.0;
    let Some(window) = super::window() else { return };
    let length = |value: Result<JsValue, JsValue>| value.ok().and_then(|value| value.as_f64()).unwrap_or(0.0);
    let (width, height) = (length(window.inner_width()), length(window.inner_height()));
    let (at, size) = (
        anchor.get_bounding_client_rect(),
        panel.get_bounding_client_rect(),
    );
    let is_in_second_half = at.x() + at.width() / 2.0 > width / 2.0;
    let inline = if is_in_second_half {
        at.right() - size.width()
    } else {
        at.x()
    };
    let fits_below = at.bottom() + size.height() + MARGIN <= height;
    let block = if fits_below {
        at.bottom()
    } else {
        at.y() - size.height()
    };
    let within = |place: f64, length: f64, room: f64| place.min(room - length - MARGIN).max(MARGIN).round();
    if let Some(panel) = panel.dyn_ref::<HtmlElement>() {
        let places = [
            ("--inline", within(inline, size.width(), width)),
            ("--block", within(block, size.height(), height)),
        ];
        for (name, pixels) in places {
            // Only a name that is no property could be refused.
            let _ = panel.style().set_property(name, &format!("{pixels}px"));
        }
    }
}

/// A point of the window, seen from the middle of what listens to the event, in CSS pixels.
#[must_use]
pub fn from_middle(event: &Event, x: f64, y: f64) -> (f64, f64) {
    let element = event
        .current_target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    element.map_or((0.0, 0.0), |element| {
        let at = element.get_bounding_client_rect();
        (x - at.x() - at.width() / 2.0, y - at.y() - at.height() / 2.0)
    })
}

/// From now on the moves of a finger or pointer come to what listens to the event, wherever they are.
pub fn capture_pointer(event: &Event, pointer: i32) {
    let element = event
        .current_target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    if let Some(element) = element {
        // Refused when it is up already.
        let _ = element.set_pointer_capture(pointer);
    }
}

/// How wide and high a picture is that has just come, in its own pixels.
#[must_use]
pub fn natural_size(event: &Event) -> Option<(f64, f64)> {
    let target = event.target()?;
    let length = |name: &str| Reflect::get(&target, &JsValue::from_str(name)).ok()?.as_f64();
    Some((length("naturalWidth")?, length("naturalHeight")?))
}

/// The distance from the upper edge of `outer` to that of `inner`, in CSS pixels.
#[must_use]
pub fn offset_between(outer: &Element, inner: &Element) -> f64 {
    inner.get_bounding_client_rect().y() - outer.get_bounding_client_rect().y()
}

/// The first element inside `root`, of those that a selector names, whose lower edge lies below the upper edge of `root`.
#[must_use]
pub fn first_visible(root: &Element, selector: &str) -> Option<Element> {
    let all = root.query_selector_all(selector).ok()?;
    let edge = root.get_bounding_client_rect().y();
    // They lie in order: half of the rest falls away at each look.
    let (mut low, mut high) = (0, all.length());
    while low < high {
        let middle = low + (high - low) / 2;
        let element: Element = all.get(middle)?.dyn_into().ok()?;
        if element.get_bounding_client_rect().bottom() > edge {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    all.get(low)?.dyn_into().ok()
}

/// Gives an element a class whose animation begins anew, also when it has the class already.
pub fn restart_animation(element: &Element, class: &str) {
    let classes = element.class_list();
    // Only a name with a space in it could be refused.
    let _ = classes.remove_1(class);
    // Asking for its size makes the browser notice that the class is gone.
    let _ = element.get_bounding_client_rect();
    let _ = classes.add_1(class);
}

/// Scrolls the first element inside `root` that a selector names into the visible part of `root`, no further than needed.
pub fn show_inside(root: &Element, selector: &str) {
    let Some(element) = first_inside(root, selector) else {
        return;
    };
    let (room, place) = (
        root.get_bounding_client_rect(),
        element.get_bounding_client_rect(),
    );
    let above = room.y() - place.y();
    let below = place.bottom() - room.bottom();
    let step = if above > 0.0 { -above } else { below.max(0.0) };
    #[allow(clippy::cast_possible_truncation, reason = "pixels")]
    root.set_scroll_top(root.scroll_top() + step.ceil() as i32);
}

/// Scrolls to the end, in whole.
pub fn scroll_to_end(element: &Element) {
    element.set_scroll_top(element.scroll_height());
}

/// How far the visible part is from the end, in CSS pixels.
#[must_use]
pub fn distance_from_end(element: &Element) -> i32 {
    element.scroll_height() - element.client_height() - element.scroll_top()
}

/// Calls `callback` before the next frame is painted.
pub fn before_paint(callback: impl FnOnce() + 'static) {
    if let Some(window) = super::window() {
        // A page that is not painted calls it when it is.
        let _ = window.request_animation_frame(Closure::once_into_js(callback).unchecked_ref());
    }
}

/// Calls `callback` when a frame has been painted: what the views do because of a change is done by then.
pub fn after_next_paint(callback: impl FnOnce() + 'static) {
    before_paint(move || before_paint(callback));
}

/// Waits until a frame has been painted, or a moment where none is (a hidden tab).
pub async fn painted() {
    const MOMENT_MS: u32 = 300;
    let (done, is_done) = futures::channel::oneshot::channel();
    after_next_paint(move || {
        // Whoever waited may have gone on.
        let _ = done.send(());
    });
    futures::future::select(is_done, std::pin::pin!(super::sleep(MOMENT_MS))).await;
}

/// How much larger than 16 pixels the page's text is: a list whose rows are measured in text grows with it.
#[must_use]
pub fn root_text_scale() -> f64 {
    let root = super::window().and_then(|window| {
        let root = window.document()?.document_element()?;
        window
            .get_computed_style(&root)
            .ok()
            .flatten()?
            .get_property_value("font-size")
            .ok()
    });
    // By the browser: Rust's own way to read numbers brings tables of 18 kB.
    root.map(|size| js_sys::Number::parse_float(&size))
        .filter(|pixels| pixels.is_finite())
        .map_or(1.0, |pixels| pixels / 16.0)
}

/// Watches the sizes of elements until it is dropped.
#[derive(Debug)]
pub struct SizeWatch {
    is_watching: Arc<AtomicBool>,
}

impl SizeWatch {
    /// Calls `callback` when one of the elements has another size, and once at the beginning.
    #[must_use]
    pub fn start(elements: &[&Element], mut callback: impl FnMut() + 'static) -> Self {
        let is_watching = Arc::new(AtomicBool::new(true));
        let goes_on = Arc::clone(&is_watching);
        let closure = Closure::<dyn FnMut(js_sys::Array, web_sys::ResizeObserver)>::new(
            move |_: js_sys::Array, observer: web_sys::ResizeObserver| {
                if goes_on.load(Ordering::Relaxed) {
                    callback();
                } else {
                    observer.disconnect();
                }
            },
        );
        // The browser forgets the observer with its elements; the function is a few bytes a thread.
        if let Ok(observer) = web_sys::ResizeObserver::new(closure.into_js_value().unchecked_ref()) {
            for element in elements {
                observer.observe(element);
            }
        }
        Self { is_watching }
    }
}

impl Drop for SizeWatch {
    fn drop(&mut self) {
        self.is_watching.store(false, Ordering::Relaxed);
    }
}

fn call(element: &Element, method: &str) {
    let method = Reflect::get(element, &JsValue::from_str(method))
        .ok()
        .and_then(|method| method.dyn_into::<Function>().ok());
    if let Some(method) = method {
        // Refused when the element is not in the page any more, or stands where one wants it.
        let _ = method.call0(element);
    }
}
