//! A list of any length whose rows all have one height: only those in view (and a few around) are in the page.
//!
//! The rows stand in the flow, after a space as high as the rows that are left out above. Arrow keys, Home and End move
//! the focus from row to row; Tab sees one row only (roving tabindex), so it goes on to what follows the list. While the row that had the
//! focus is scrolled out of the page the list has it: arrow keys go on from that row, which takes it back when it is drawn again.

mod visible_range;

use self::visible_range::{RowRange, scroll_to_show, visible_range};
use super::steady_rows::SteadyRows;
use crate::browser::element::{self, SizeWatch};
use leptos::html;
use leptos::prelude::*;
use std::fmt::Display;
use std::hash::Hash;
use std::sync::Arc;

/// Draws one row: the id, and whether Tab stops here. The row's link or button bears `data-row` with the id.
pub type RowView<T> = Arc<dyn Fn(T, Signal<bool>) -> AnyView + Send + Sync>;

/// The list. `row_height` is in pixels at a text size of 16; it grows with the text.
#[component]
#[allow(clippy::needless_pass_by_value, reason = "props are owned")]
pub fn VirtualList<T>(
    /// The rows in order.
    #[prop(into)]
    ids: Signal<Vec<T>>,
    /// The row where Tab stops as long as no other one had the focus.
    #[prop(into)]
    current: Signal<Option<T>>,
    /// How high a row is.
    row_height: f64,
    /// The list's name.
    #[prop(into)]
    name: Signal<String>,
    /// The scrolling element's class.
    class: &'static str,
    /// A row.
    row: RowView<T>,
    /// The last rows came near.
    on_end_near: Callback<()>,
    /// Whatever stands below the last row.
    #[prop(into)]
    footer: ViewFn,
) -> impl IntoView
where
    T: Copy + Eq + Hash + Display + Send + Sync + 'static,
{
    let scroller = NodeRef::<html::Div>::new();
    let list = NodeRef::<html::Ul>::new();
    let view = RwSignal::new((0.0, 800.0));
    let roving = RwSignal::new(None::<T>);
    let height = StoredValue::new(row_height);

    let measure = move || {
        // The browser may still tell of the last scrolling of a list that has gone.
        if let Some(scroller) = scroller.try_get_untracked().flatten() {
            let measured = (
                f64::from(scroller.scroll_top()),
                f64::from(scroller.client_height()),
            );
            if view.get_untracked() != measured {
                view.set(measured);
            }
        }
    };
    let size_watch = StoredValue::new(None::<SizeWatch>);
    Effect::new(move |_| {
        if let Some(scroller) = scroller.get() {
            height.set_value(row_height * element::root_text_scale());
            size_watch.set_value(Some(SizeWatch::start(&[&scroller], move || {
                height.try_update_value(|height| *height = row_height * element::root_text_scale());
                measure();
            })));
        }
    });
    on_cleanup(move || size_watch.dispose());

    let count = Memo::new(move |_| ids.with(Vec::len));
    let range = Memo::new(move |_| {
        let (top, visible) = view.get();
        visible_range(top, visible, height.get_value(), count.get())
    });
    let visible = Memo::new(move |_| {
        let RowRange { start, end } = range.get();
        ids.with(|ids| {
            let end = end.min(ids.len());
            (start.min(end)..end)
                .map(|index| (index, ids[index]))
                .collect::<Vec<_>>()
        })
    });
    let drawn =
        Memo::new(move |_| visible.with(|visible| visible.iter().map(|(_, id)| *id).collect::<Vec<_>>()));
    Effect::new(move |_| {
        if range.get().end >= count.get() {
            on_end_near.run(());
        }
    });
    let tab_stop = Memo::new(move |_| {
        visible.with(|visible| {
            let is_here = |id: &T| visible.iter().any(|(_, visible)| visible == id);
            roving
                .get()
                .filter(is_here)
                .or_else(|| current.get().filter(is_here))
                .or(visible.first().map(|(_, id)| *id))
        })
    });

    // Whoever was on a row that goes is on the one that takes its place.
    Effect::new(move |before: Option<Option<usize>>| {
        let was_on = roving.get();
        let at = was_on.and_then(|id| ids.with(|ids| ids.iter().position(|other| *other == id)));
        if let (Some(Some(place)), Some(_), None) = (before, was_on, at) {
            let next = ids.with_untracked(|ids| ids.get(place).or(ids.last()).copied());
            if let Some(next) = next {
                element::after_next_paint(move || {
                    element::focus_if_lost(&format!("[data-row=\"{next}\"]"));
                });
            }
        }
        at
    });

    // The row that had the focus is drawn again.
    Effect::new(move |_| {
        drawn.track();
        let stands_in = list.get_untracked().filter(|list| element::has_focus(list));
        if let (Some(list), Some(id)) = (stands_in, roving.get_untracked()) {
            element::before_paint(move || element::take_focus_back(&list, &format!("[data-row=\"{id}\"]")));
        }
    });

    let go_to = move |index: usize| {
        let (Some(scroller), Some(id)) = (
            scroller.get_untracked(),
            ids.with_untracked(|ids| ids.get(index).copied()),
        ) else {
            return;
        };
        let (top, visible) = view.get_untracked();
        #[allow(clippy::cast_possible_truncation, reason = "pixels of a list")]
        scroller.set_scroll_top(scroll_to_show(index, top, visible, height.get_value()).round() as i32);
        measure();
        roving.set(Some(id));
        element::before_paint(move || element::focus_inside(&scroller, &format!("[data-row=\"{id}\"]")));
    };
    let on_keydown = move |event: leptos::ev::KeyboardEvent| {
        let last = count.get_untracked().saturating_sub(1);
        let place = |id: T| ids.with_untracked(|ids| ids.iter().position(|other| *other == id));
        let stands_in = list.get_untracked().is_some_and(|list| element::has_focus(&list));
        let had_focus = roving.get_untracked().filter(|_| stands_in);
        let at = had_focus
            .and_then(place)
            .or_else(|| tab_stop.get_untracked().and_then(place));
        let Some(at) = at.filter(|_| !event.alt_key() && !event.ctrl_key() && !event.meta_key()) else {
            return;
        };
        let next = match event.key().as_str() {
            "ArrowDown" => (at + 1).min(last),
            "ArrowUp" => at.saturating_sub(1),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        go_to(next);
    };

    let item = move |id: T| {
        let is_tab_stop = Signal::derive(move || tab_stop.get() == Some(id));
        let position = move || {
            visible.with(|visible| {
                visible
                    .iter()
                    .find(|(_, other)| *other == id)
                    .map(|(index, _)| (index + 1).to_string())
            })
        };
        view! {
            <li
                aria-setsize=move || count.get().to_string()
                aria-posinset=position
                on:focusin=move |_| roving.set(Some(id))
            >
                {row(id, is_tab_stop)}
            </li>
        }
        .into_any()
    };
    #[allow(clippy::cast_precision_loss, reason = "rows of a list")]
    let pixels = move |rows: usize| format!("{}px", rows as f64 * height.get_value());
    view! {
        <div node_ref=scroller class=class on:scroll=move |_| measure() on:keydown=on_keydown>
            <ul
                node_ref=list
                class="virtual-list"
                role="list"
                tabindex="-1"
                data-stand-in=""
                aria-label=move || name.get()
                style:block-size=move || pixels(count.get())
                style:padding-block-start=move || pixels(range.get().start)
            >
                <SteadyRows ids=drawn row=item />
            </ul>
            {footer.run()}
        </div>
    }
    .into_any()
}
