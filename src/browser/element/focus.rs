//! Where the focus is, and where it goes.

use super::{Element, after_next_paint, all_inside};
use crate::browser::folding::fold;
use crate::browser::window;
use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlElement};

/// What has the focus only while a row of it that had it is not drawn.
const STAND_IN: &str = "data-stand-in";

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

/// Focuses an element when the next frame has been painted, unless the focus went elsewhere meanwhile. An element that is gone by then
/// does not take it.
/// `but_from` selects what the focus stays on.
pub fn focus_after_paint(element: Element, but_from: &'static str) {
    let active = || window()?.document()?.active_element();
    let before = active();
    after_next_paint(move || {
        let now = active();
        let stays = |now: &Element| matches!(now.closest(but_from), Ok(Some(_)));
        if now.as_ref().is_some_and(stays) {
            return;
        }
        if now == before || now.is_none_or(|now| now.tag_name() == "BODY") {
            focus(&element);
        }
    });
}

/// Focuses the first element of the page that a selector names.
pub fn focus_first(selector: &str) {
    let document = window().and_then(|window| window.document());
    if let Some(Ok(Some(element))) = document.map(|document| document.query_selector(selector)) {
        focus(&element);
    }
}

/// Focuses the first element of the page that a selector names, when nothing that is shown has the focus. What has just been hidden
/// keeps it until the next paint; what only stands in for a row that is not drawn gives it away.
pub fn focus_if_lost(selector: &str) {
    let Some(document) = window().and_then(|window| window.document()) else {
        return;
    };
    let is_lost = document.active_element().is_none_or(|active| {
        active.tag_name() == "BODY" || active.has_attribute(STAND_IN) || is_hidden(&active)
    });
    if let Ok(Some(element)) = document.query_selector(selector)
        && is_lost
    {
        focus(&element);
    }
}

fn is_hidden(element: &Element) -> bool {
    let style = window().and_then(|window| window.get_computed_style(element).ok().flatten());
    let is = |property: &str, value: &str| {
        style
            .as_ref()
            .is_some_and(|style| style.get_property_value(property).is_ok_and(|is| is == value))
    };
    is("visibility", "hidden") || is("display", "none")
}

/// Moves the focus among the elements inside `root` that a selector names: by `step`, around the ends.
pub fn move_focus(root: &Element, selector: &str, step: i32) {
    let elements = all_inside(root, selector);
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

/// Focuses the last element inside `root` that a selector names.
pub fn focus_last_inside(root: &Element, selector: &str) {
    if let Some(last) = all_inside(root, selector).last() {
        focus(last);
    }
}

/// Moves the focus among the elements inside `root` that a selector names: by `step`, and not beyond the ends.
pub fn step_focus(root: &Element, selector: &str, step: i32) {
    let elements = all_inside(root, selector);
    let at = elements
        .iter()
        .position(has_focus)
        .and_then(|at| i32::try_from(at).ok());
    let next = at.and_then(|at| usize::try_from(at + step).ok());
    if let Some(element) = next.and_then(|next| elements.get(next)) {
        focus(element);
    }
}

/// Focuses the last element inside `root`, of those that a selector names, that lies above the lower edge of `root`.
pub fn focus_last_visible(root: &Element, selector: &str) {
    let edge = root.get_bounding_client_rect().bottom();
    let elements = all_inside(root, selector);
    let above = elements
        .iter()
        .rev()
        .find(|element| element.get_bounding_client_rect().bottom() <= edge);
    if let Some(element) = above.or(elements.first()) {
        focus(element);
    }
}

/// Moves the focus to the next element inside `root`, of those that a selector names, whose words begin with a letter, around the
/// end; without regard to case and accents. Without one it stays.
pub fn focus_by_letter(root: &Element, selector: &str, letter: &str) {
    let letter = fold(letter);
    let elements = all_inside(root, selector);
    let begins = |element: &&Element| {
        let words = element.text_content().unwrap_or_default();
        fold(words.trim_start()).starts_with(&letter)
    };
    let after = elements.iter().position(has_focus).map_or(0, |at| at + 1);
    let (before, behind) = elements.split_at(after);
    if let Some(element) = behind.iter().chain(before).find(begins) {
        focus(element);
    }
}

/// Puts elements elsewhere, which takes them out of the page for a moment. What has the focus in them has it afterwards, and nothing
/// scrolls.
pub fn keep_focus(elements: &[Element], put_elsewhere: impl FnOnce()) {
    let active = window().and_then(|window| window.document()?.active_element());
    let focused = active.filter(|active| elements.iter().any(|element| element.contains(Some(active))));
    put_elsewhere();
    if let Some(focused) = focused {
        focus_where_it_is(&focused);
    }
}

/// Elements inside `parent` are about to go. When the focus is in one of them, the nearest that can have it takes it, from `parent` on:
/// else whoever goes on by keys begins at the start of the page. Nothing scrolls.
pub fn leave_focus(parent: &Element, going: impl FnOnce() -> Vec<Element>) {
    let active = window().and_then(|window| window.document()?.active_element());
    let Some(active) = active.filter(|active| parent.contains(Some(active))) else {
        return;
    };
    let goes = going().iter().any(|element| element.contains(Some(&active)));
    if let Ok(Some(around)) = parent.closest("[tabindex]")
        && goes
    {
        focus_where_it_is(&around);
    }
}

/// Focuses the first element inside `root` that a selector names, when the focus is on `root` itself. Nothing scrolls.
pub fn take_focus_back(root: &Element, selector: &str) {
    if let Ok(Some(element)) = root.query_selector(selector)
        && has_focus(root)
    {
        focus_where_it_is(&element);
    }
}

/// Focuses an element without scrolling to it.
fn focus_where_it_is(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        // An element that cannot take the focus stays without it.
        let _ = element.focus_with_options(&options);
    }
}

/// Whether the focus is on this very element.
#[must_use]
pub fn has_focus(element: &Element) -> bool {
    element
        .owner_document()
        .and_then(|document| document.active_element())
        .is_some_and(|active| active == *element)
}

/// Whether the focus is on `root` or inside it.
#[must_use]
pub fn has_focus_inside(root: &Element) -> bool {
    root.owner_document()
        .and_then(|document| document.active_element())
        .is_some_and(|active| root.contains(Some(&active)))
}
