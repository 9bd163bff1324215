//! What views ask of elements that the platform offers by name only, or that take several steps.

use js_sys::{Function, Reflect};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlElement};

/// Focuses an element.
pub fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        // An element that cannot take the focus stays without it.
        let _ = element.focus();
    }
}

/// Focuses the first element inside `root` that a selector names.
pub fn focus_inside(root: &Element, selector: &str) {
    if let Ok(Some(element)) = root.query_selector(selector) {
        focus(&element);
    }
}

/// Focuses the first element of the page that a selector names, when nothing has the focus.
pub fn focus_if_lost(selector: &str) {
    let Some(document) = super::window().and_then(|window| window.document()) else {
        return;
    };
    let is_lost = document
        .active_element()
        .is_none_or(|active| active.tag_name() == "BODY");
    if let Ok(Some(element)) = document.query_selector(selector)
        && is_lost
    {
        focus(&element);
    }
}

/// Moves the focus among the elements inside `root` that a selector names: by `step`, around the ends.
pub fn move_focus(root: &Element, selector: &str, step: i32) {
    let Ok(all) = root.query_selector_all(selector) else {
        return;
    };
    let elements: Vec<Element> = (0..all.length())
        .filter_map(|i| all.get(i)?.dyn_into().ok())
        .collect();
    let active = root
        .owner_document()
        .and_then(|document| document.active_element());
    let at = active.and_then(|active| elements.iter().position(|element| *element == active));
    let (Ok(length), at) = (
        i32::try_from(elements.len()),
        at.and_then(|at| i32::try_from(at).ok()),
    ) else {
        return;
    };
    if length == 0 {
        return;
    }
    let next = at.map_or(if step < 0 { length - 1 } else { 0 }, |at| {
        (at + step).rem_euclid(length)
    });
    if let Some(element) = usize::try_from(next).ok().and_then(|next| elements.get(next)) {
        focus(element);
    }
}

/// Whether the focus is on `root` or inside it.
#[must_use]
pub fn has_focus_inside(root: &Element) -> bool {
    root.owner_document()
        .and_then(|document| document.active_element())
        .is_some_and(|active| root.contains(Some(&active)))
}

/// Whether an event comes from inside something that a selector names.
#[must_use]
pub fn comes_from(event: &Event, selector: &str) -> bool {
    event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .is_some_and(|element| element.closest(selector).ok().flatten().is_some())
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
    root.and_then(|size| size.trim_end_matches("px").parse::<f64>().ok())
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
