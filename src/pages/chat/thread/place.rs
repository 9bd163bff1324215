//! Where one is in a thread, kept while rows come and go above, below and around.
//!
//! The browser's own scroll anchoring is switched off (WebKit has none): the same code keeps the place everywhere. What is
//! remembered is either "at the end", and then the end stays in view, or the first row in view and how far it is from the
//! upper edge, and then that row is put back there before the next paint.

use super::message_menu::BUBBLE;
use crate::browser::element::{self, SizeWatch};
use domain::ids::MessageId;
use leptos::html;
use leptos::prelude::*;

/// How near the end counts as the end, in pixels.
const END: i32 = 48;
/// How near an end the next page is asked for, in pixels.
const NEAR: i32 = 1_500;
/// Where the unread divider stands when a thread opens, as a share of the height.
const DIVIDER_AT: f64 = 0.2;
/// Where a message stands that one went to.
const TARGET_AT: f64 = 0.35;
const TARGET_CLASS: &str = "thread-row--target";

#[derive(Clone, Debug, PartialEq)]
enum Place {
    /// Nothing has been shown yet.
    Unset,
    /// The newest row is in view.
    End,
    /// This row is so far from the upper edge.
    Row { selector: String, offset: f64 },
}

/// The scrolling of one thread.
#[derive(Clone, Copy)]
pub(super) struct ThreadScroll {
    scroller: NodeRef<html::Div>,
    /// Whether the last row that is drawn is the newest.
    ends_here: Memo<bool>,
    place: StoredValue<Place>,
    /// Rows have changed and the view is not yet back in its place: what the scroll offset says now means nothing.
    is_unsettled: StoredValue<bool>,
    /// `None` before something has been shown.
    is_at_end: RwSignal<Option<bool>>,
}

impl ThreadScroll {
    pub fn new(scroller: NodeRef<html::Div>, ends_here: Memo<bool>) -> Self {
        Self {
            scroller,
            ends_here,
            place: StoredValue::new(Place::Unset),
            is_unsettled: StoredValue::new(false),
            is_at_end: RwSignal::new(None),
        }
    }

    /// Whether one may have scrolled away from the newest row of the window; tracked.
    pub fn is_away_from_end(self) -> bool {
        self.is_at_end.get() == Some(false)
    }

    /// Whether the newest row of the window has been shown and is in view; tracked.
    pub fn is_at_end(self) -> bool {
        self.is_at_end.get() == Some(true)
    }

    /// The same, untracked; not before something has been shown.
    pub fn is_at_end_untracked(self) -> bool {
        self.place.with_value(|place| *place == Place::End)
    }

    /// Someone scrolled: that is the place now.
    pub fn note(self) {
        if self.is_unsettled.try_get_value() == Some(false) {
            self.look();
        }
    }

    /// Whether the thread has left the page; the browser may still tell of its last scrolling.
    pub fn is_gone(self) -> bool {
        self.place.try_get_value().is_none()
    }

    fn look(self) {
        let Some(scroller) = self.scroller.get_untracked() else {
            return;
        };
        let place = if self.is_at_real_end(&scroller) {
            Place::End
        } else {
            let Some(row) = element::first_visible(&scroller, ROW) else {
                return;
            };
            let id = row.get_attribute(ROW_ID).unwrap_or_default();
            Place::Row {
                selector: format!("[{ROW_ID}=\"{id}\"]"),
                offset: element::offset_between(&scroller, &row),
            }
        };
        self.set(place);
    }

    fn is_at_real_end(self, scroller: &element::Element) -> bool {
        self.ends_here.try_get_untracked() == Some(true) && element::distance_from_end(scroller) <= END
    }

    /// Rows changed: before the next paint the view is back in its place. Then, if the thread is still there, comes `then`.
    pub fn keep_then(self, then: impl FnOnce() + 'static) {
        self.is_unsettled.set_value(true);
        element::before_paint(move || {
            self.restore();
            if !self.is_gone() {
                then();
            }
        });
    }

    /// To the newest row, and there to stay.
    pub fn go_to_end(self) {
        self.set(Place::End);
        self.keep_then(|| {});
    }

    /// To a row, which comes to stand a little above the middle, is marked for a moment and may take the focus.
    pub fn go_to_row(self, id: MessageId, takes_focus: bool) {
        let selector = format!("[{ROW_ID}=\"{id}\"]");
        let Some(scroller) = self.scroller.get_untracked() else {
            return;
        };
        let offset = f64::from(scroller.client_height()) * TARGET_AT;
        self.set(Place::Row {
            selector: selector.clone(),
            offset,
        });
        self.keep_then(move || {
            let row = scroller.query_selector(&selector);
            if let Ok(Some(row)) = row {
                element::restart_animation(&row, TARGET_CLASS);
                if takes_focus {
                    element::focus_inside(&row, BUBBLE);
                }
            }
        });
    }

    /// Keeps the place, too, when the pane or the rows get another size.
    pub fn follow_sizes(self, rows: NodeRef<html::Div>) {
        let watch = StoredValue::new(None::<SizeWatch>);
        let scroller = self.scroller;
        Effect::new(move |_| {
            if let (Some(scroller), Some(rows)) = (scroller.get(), rows.get()) {
                watch.set_value(Some(SizeWatch::start(&[&scroller, &rows], move || {
                    self.restore();
                })));
            }
        });
        on_cleanup(move || watch.dispose());
    }

    pub fn is_near_start(self) -> bool {
        self.scroller
            .get_untracked()
            .is_some_and(|scroller| scroller.scroll_top() < NEAR)
    }

    pub fn is_near_end(self) -> bool {
        self.scroller
            .get_untracked()
            .is_some_and(|scroller| element::distance_from_end(&scroller) < NEAR)
    }

    #[allow(clippy::cast_possible_truncation, reason = "pixels of a page")]
    fn restore(self) {
        // The thread may have gone before the frame came.
        let Some(scroller) = self.scroller.try_get_untracked().flatten() else {
            return;
        };
        let Some(place) = self.place.try_get_value() else {
            return;
        };
        self.is_unsettled.try_set_value(false);
        match place {
            Place::Unset => {
                if !matches!(scroller.query_selector(ROW), Ok(Some(_))) {
                    return;
                }
                match scroller.query_selector(DIVIDER) {
                    Ok(Some(divider)) => {
                        let wanted = f64::from(scroller.client_height()) * DIVIDER_AT;
                        let from = element::offset_between(&scroller, &divider) - wanted;
                        scroller.set_scroll_top(scroller.scroll_top() + from.round() as i32);
                    }
                    _ => element::scroll_to_end(&scroller),
                }
                self.look();
            }
            Place::End => element::scroll_to_end(&scroller),
            Place::Row { selector, offset } => match scroller.query_selector(&selector) {
                Ok(Some(row)) => {
                    let moved = (element::offset_between(&scroller, &row) - offset).round() as i32;
                    if moved != 0 {
                        scroller.set_scroll_top(scroller.scroll_top() + moved);
                    }
                    // What was missing below may have come.
                    if self.is_at_real_end(&scroller) {
                        self.set(Place::End);
                    }
                }
                // Other rows altogether.
                _ => self.look(),
            },
        }
    }

    fn set(self, place: Place) {
        let is_at_end = Some(place == Place::End);
        self.place.try_set_value(place);
        if self
            .is_at_end
            .try_get_untracked()
            .is_some_and(|old| old != is_at_end)
        {
            self.is_at_end.set(is_at_end);
        }
    }
}

/// The attribute that names a row of a thread.
pub(super) const ROW_ID: &str = "data-message";
const ROW: &str = "[data-message]";
const DIVIDER: &str = ".unread-divider";
