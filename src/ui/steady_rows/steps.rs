//! How rows in one order become rows in another, with as few as can be taken out and put elsewhere. Pure.

use std::collections::HashMap;
use std::hash::Hash;

/// How a row comes to stand where it stands. The places are those from before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// It is left alone.
    Stays(usize),
    /// It is taken out and put here.
    Moves(usize),
    /// It was not there.
    Comes,
}

impl Step {
    /// Where it stood.
    pub(super) const fn origin(self) -> Option<usize> {
        match self {
            Self::Stays(at) | Self::Moves(at) => Some(at),
            Self::Comes => None,
        }
    }
}

/// A step for each row of `after`. What is in `before` alone goes.
pub(super) fn steps<T: Copy + Eq + Hash>(before: &[T], after: &[T]) -> Vec<Step> {
    let places: HashMap<T, usize> = before.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let known: Vec<Option<usize>> = after.iter().map(|id| places.get(id).copied()).collect();
    let mut staying = longest_rise(&known.iter().flatten().copied().collect::<Vec<_>>())
        .into_iter()
        .peekable();
    known
        .into_iter()
        .map(|place| match place {
            Some(at) if staying.next_if_eq(&at).is_some() => Step::Stays(at),
            Some(at) => Step::Moves(at),
            None => Step::Comes,
        })
        .collect()
}

/// The most of these places, in their order, of which each is greater than the one before.
fn longest_rise(places: &[usize]) -> Vec<usize> {
    // For each length of a rise the place in `places` where the one with the lowest end ends, and what stands before each in its rise.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(places.len());
    for (at, place) in places.iter().enumerate() {
        let shorter = ends.partition_point(|end| places[*end] < *place);
        before.push(shorter.checked_sub(1).map(|last| ends[last]));
        match ends.get_mut(shorter) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut rise: Vec<usize> = std::iter::successors(ends.last().copied(), |at| before[*at])
        .map(|at| places[at])
        .collect();
    rise.reverse();
    rise
}

#[cfg(test)]
mod tests {
    use super::Step::{Comes, Moves, Stays};
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn what_comes_around_rows_leaves_them_alone() {
        assert_eq!(
            steps(&[3, 4], &[1, 2, 3, 4, 5, 6]),
            [Comes, Comes, Stays(0), Stays(1), Comes, Comes]
        );
        assert_eq!(steps(&[1, 2, 3, 4], &[3, 4]), [Stays(2), Stays(3)]);
        assert_eq!(steps(&[1, 2, 3], &[8, 9, 1]), [Comes, Comes, Stays(0)]);
        assert_eq!(steps(&[], &[1]), [Comes]);
        assert_eq!(steps(&[1], &[]), []);
    }

    #[test]
    fn a_row_that_goes_to_the_top_moves_alone() {
        assert_eq!(
            steps(&[1, 2, 3, 4], &[3, 1, 2, 4]),
            [Moves(2), Stays(0), Stays(1), Stays(3)]
        );
        assert_eq!(steps(&[1, 2], &[2, 1]), [Moves(1), Stays(0)]);
    }

    proptest! {
        #[test]
        fn rows_in_the_same_order_never_move(before in ids(), after in ids()) {
            let (before, after) = (Vec::from_iter(before), Vec::from_iter(after));
            let moves = steps(&before, &after).into_iter().filter(|step| matches!(step, Moves(_))).count();
            prop_assert_eq!(moves, 0);
        }

        #[test]
        fn in_any_order_what_stays_is_in_order_and_the_most_that_can(
            before in shuffled(), after in shuffled()
        ) {
            let steps = steps(&before, &after);
            for (id, step) in after.iter().zip(&steps) {
                prop_assert_eq!(step.origin(), before.iter().position(|known| known == id));
            }
            let stay = |step: &Step| if let Stays(at) = step { Some(*at) } else { None };
            let staying: Vec<_> = steps.iter().filter_map(stay).collect();
            prop_assert!(staying.is_sorted_by(|one, next| one < next));
            let known: Vec<_> = steps.iter().filter_map(|step| step.origin()).collect();
            prop_assert_eq!(staying.len(), longest_by_looking_at_all(&known));
        }
    }

    fn ids() -> impl Strategy<Value = BTreeSet<u8>> {
        proptest::collection::btree_set(0_u8..30, 0..20)
    }

    fn shuffled() -> impl Strategy<Value = Vec<u8>> {
        ids()
            .prop_map(|ids| ids.into_iter().collect::<Vec<_>>())
            .prop_shuffle()
    }

    /// How long the longest rise is: for each place, one more than the longest that ends lower before it.
    fn longest_by_looking_at_all(places: &[usize]) -> usize {
        let mut lengths: Vec<usize> = Vec::new();
        for (at, place) in places.iter().enumerate() {
            let lower = (0..at).filter(|other| places[*other] < *place);
            lengths.push(1 + lower.map(|other| lengths[other]).max().unwrap_or(0));
        }
        lengths.into_iter().max().unwrap_or(0)
    }
}
