//! A sound as bars.

use leptos::prelude::*;
use std::fmt::Write as _;

/// From one bar to the next, and half of the height, in units of the picture.
const STEP: usize = 3;
const MIDDLE: usize = 16;

/// Bars from left to right. Says nothing to screen readers: what it stands for is named beside it.
#[component]
pub fn WaveformView(
    /// Heights from 0 to 100.
    #[prop(into)]
    heights: Signal<Vec<u8>>,
    /// How many of the bars are marked, from the left.
    #[prop(into)]
    marked: Signal<usize>,
) -> impl IntoView {
    let count = Memo::new(move |_| heights.with(Vec::len));
    let view_box = move || format!("0 0 {} {}", count.get() * STEP, MIDDLE * 2);
    let marked_bars = move || {
        heights.with(|heights| {
            let end = marked.get().min(heights.len());
            bars(&heights[..end])
        })
    };
    view! {
        <svg class="waveform" viewBox=view_box preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <path class="waveform__bars" d=move || heights.with(|heights| bars(heights))></path>
            <path class="waveform__bars" data-is-marked="true" d=marked_bars></path>
        </svg>
    }
}

/// A stroke for each bar; silence is a dot.
fn bars(heights: &[u8]) -> String {
    let mut path = String::with_capacity(heights.len() * 12);
    for (place, height) in heights.iter().enumerate() {
        let half = (usize::from((*height).min(100)) * (MIDDLE - 2) / 100).max(1);
        let x = place * STEP + STEP / 2;
        // Writing into a string does not fail.
        let _ = write!(path, "M{x} {}V{}", MIDDLE - half, MIDDLE + half);
    }
    path
}

/// How many of `count` bars lie before a place in a sound.
#[must_use]
pub fn bars_before(place_ms: u64, length_ms: u64, count: usize) -> usize {
    if length_ms == 0 {
        return 0;
    }
    let count = u64::try_from(count).unwrap_or(0);
    let bars = (place_ms.min(length_ms) * count).div_ceil(length_ms);
    usize::try_from(bars).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_a_stroke_around_the_middle() {
        assert_eq!(bars(&[0, 100, 255]), "M1 15V17M4 2V30M7 2V30");
        assert_eq!(bars(&[]), "");
    }

    #[test]
    fn what_has_been_heard_is_marked() {
        assert_eq!(bars_before(0, 2_000, 64), 0);
        assert_eq!(bars_before(1, 2_000, 64), 1);
        assert_eq!(bars_before(1_000, 2_000, 64), 32);
        assert_eq!(bars_before(9_000, 2_000, 64), 64);
        assert_eq!(bars_before(5, 0, 64), 0);
    }
}
