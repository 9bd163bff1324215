//! Which rows of a thread's window are drawn: those that one sees first, and a few more in each frame. A page that is drawn at once
//! costs several frames, and whoever scrolls or types meanwhile feels it. Pure.

use domain::ids::MessageId;
use std::ops::Range;

/// How many rows are added at each end at once.
pub const STEP: usize = 8;

/// The rows to draw next: what is drawn of `ids` and a step more at each end, and `wanted` with all between. When nothing of it is
/// drawn it begins with `first`.
#[must_use]
pub fn next_drawn(
    drawn: &[MessageId],
    ids: &[MessageId],
    first: impl FnOnce() -> Range<usize>,
    wanted: Option<MessageId>,
) -> Vec<MessageId> {
    let place = |id: &MessageId| ids.iter().position(|known| known == id);
    let (start, end) = match (drawn.iter().find_map(place), drawn.iter().rev().find_map(place)) {
        (Some(start), Some(last)) => (start.saturating_sub(STEP), last + 1 + STEP),
        _ => {
            let first = first();
            (first.start, first.end)
        }
    };
    let wanted = wanted.as_ref().and_then(place);
    let start = wanted.map_or(start, |at| start.min(at));
    let end = wanted.map_or(end, |at| end.max(at + 1)).min(ids.len());
    ids[start.min(end)..end].to_vec()
}

/// The rows that one sees when a thread opens: some above the first unread one and more than find room below it, else the newest.
#[must_use]
pub fn seen_first(ids: &[MessageId], unread_from: Option<MessageId>, most: usize) -> Range<usize> {
    let newest = ids.len().saturating_sub(most);
    let first_unread = unread_from.and_then(|from| ids.iter().position(|id| *id == from));
    let start = first_unread.map_or(newest, |at| at.saturating_sub(most / 4 + 1).min(newest));
    let end = first_unread.map_or(ids.len(), |at| at + most + 2);
    start..end.min(ids.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ids(range: Range<usize>) -> Vec<MessageId> {
        range.map(|n| MessageId::from_parts(n as u64, &[0; 10])).collect()
    }

    #[test]
    fn a_thread_opens_with_what_one_sees() {
        let all = ids(0..50);
        assert_eq!(seen_first(&all, None, 20), 30..50);
        assert_eq!(seen_first(&all, Some(all[25]), 20), 19..47);
        assert_eq!(seen_first(&all, Some(all[2]), 20), 0..24);
        assert_eq!(seen_first(&all, Some(all[49]), 20), 30..50);
        assert_eq!(seen_first(&ids(0..3), None, 20), 0..3);
        assert_eq!(next_drawn(&[], &all, || 30..50, None), ids(30..50));
    }

    #[test]
    fn more_rows_follow_step_by_step() {
        let all = ids(0..50);
        assert_eq!(next_drawn(&ids(30..50), &all, || 0..0, None), ids(22..50));
        assert_eq!(next_drawn(&ids(20..30), &all, || 0..0, None), ids(12..38));
        assert_eq!(next_drawn(&ids(3..50), &all, || 0..0, None), all);
    }

    #[test]
    fn what_one_goes_to_is_drawn_with_all_between() {
        let all = ids(0..50);
        assert_eq!(next_drawn(&ids(40..50), &all, || 0..0, Some(all[5])), ids(5..50));
        assert_eq!(next_drawn(&ids(0..10), &all, || 0..0, Some(all[30])), ids(0..31));
    }

    #[test]
    fn rows_that_are_gone_do_not_matter() {
        assert_eq!(next_drawn(&ids(0..50), &ids(40..90), || 0..0, None), ids(40..58));
        assert_eq!(
            next_drawn(&ids(0..10), &ids(60..90), || 20..30, None),
            ids(80..90)
        );
        assert_eq!(next_drawn(&ids(0..10), &[], || 0..5, None), []);
    }

    proptest! {
        #[test]
        fn in_the_end_all_is_drawn_and_always_without_gaps(
            known in 0usize..60, start in 0usize..60, length in 0usize..60, first in 0usize..60, wanted in 0usize..200
        ) {
            let all = ids(start..start + length);
            let wanted = all.get(wanted).copied();
            let mut drawn = ids(0..known);
            for _ in 0..20 {
                drawn = next_drawn(&drawn, &all, || first.min(length)..length.min(first + 10), wanted);
                let from = drawn.first().and_then(|id| all.iter().position(|known| known == id)).unwrap_or(0);
                prop_assert_eq!(&drawn[..], &all[from..from + drawn.len()]);
                prop_assert!(wanted.is_none_or(|wanted| drawn.contains(&wanted)));
            }
            if first < length {
                prop_assert_eq!(drawn, all);
            }
        }
    }
}
