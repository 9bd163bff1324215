//! Which rows of a list are in the page. Pure.

/// How many rows are drawn beyond the visible ones on each side.
const MARGIN: usize = 6;
/// The range moves in steps of so many rows, so that not every pixel of scrolling changes it.
const STEP: usize = 4;

/// Rows from `start` up to, but without, `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RowRange {
    pub start: usize,
    pub end: usize,
}

/// The rows to draw when a view of height `visible` begins at `top` (pixels). A list that got shorter shows its end.
pub(super) fn visible_range(top: f64, visible: f64, row_height: f64, count: usize) -> RowRange {
    let in_view = rows(visible / row_height) + 1;
    let first = rows(top / row_height).min(count.saturating_sub(in_view));
    let start = first.saturating_sub(MARGIN) / STEP * STEP;
    let end = (first + in_view + MARGIN).div_ceil(STEP) * STEP;
    RowRange {
        start,
        end: end.min(count),
    }
}

/// Where to scroll so that a row is whole in view; where one is when it is already.
#[allow(clippy::cast_precision_loss, reason = "rows of a list")]
pub(super) fn scroll_to_show(index: usize, top: f64, visible: f64, row_height: f64) -> f64 {
    let row_top = index as f64 * row_height;
    if row_top < top {
        row_top
    } else if row_top + row_height > top + visible {
        row_top + row_height - visible
    } else {
        top
    }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "rows of a list"
)]
fn rows(number: f64) -> usize {
    number.max(0.0) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ten_thousand_rows_draw_a_few() {
        let range = visible_range(360_000.0, 720.0, 72.0, 10_000);
        assert_eq!(
            range,
            RowRange {
                start: 4_992,
                end: 5_020
            }
        );
        assert_eq!(visible_range(0.0, 720.0, 72.0, 3), RowRange { start: 0, end: 3 });
    }

    #[test]
    fn a_row_is_scrolled_into_view_only_when_it_is_not() {
        assert_eq!(scroll_to_show(0, 100.0, 720.0, 72.0), 0.0);
        assert_eq!(scroll_to_show(3, 100.0, 720.0, 72.0), 100.0);
        assert_eq!(scroll_to_show(11, 100.0, 720.0, 72.0), 144.0);
    }

    proptest! {
        #[test]
        fn what_is_in_view_is_drawn(top in 0.0..900_000.0_f64, visible in 1.0..2_000.0_f64, count in 1_usize..12_000) {
            let range = visible_range(top, visible, 72.0, count);
            prop_assert!(range.start < range.end && range.end <= count);
            prop_assert!(range.end - range.start < 60);
            let row = rows(top / 72.0);
            if row < count {
                prop_assert!(range.start <= row && row < range.end);
            }
        }
    }
}
