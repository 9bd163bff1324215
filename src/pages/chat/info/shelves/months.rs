//! Pictures by month, as the company's calendar counts. Pure.

use domain::date_wording::CivilTime;
use domain::ids::MessageId;

/// The messages of one month, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Month {
    pub key: MonthKey,
    pub ids: Vec<MessageId>,
}

/// Which month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct MonthKey {
    year: i32,
    month: u8,
}

impl MonthKey {
    const fn of(time: CivilTime) -> Self {
        Self {
            year: time.year,
            month: time.month,
        }
    }

    /// Its first moment, to be worded.
    pub const fn beginning(self) -> CivilTime {
        CivilTime {
            year: self.year,
            month: self.month,
            day: 1,
            hour: 0,
            minute: 0,
        }
    }
}

/// Cuts messages that stand in the order of time where another month begins.
pub(super) fn by_month(messages: impl IntoIterator<Item = (MessageId, CivilTime)>) -> Vec<Month> {
    let mut months: Vec<Month> = Vec::new();
    for (id, time) in messages {
        let key = MonthKey::of(time);
        match months.last_mut() {
            Some(month) if month.key == key => month.ids.push(id),
            _ => months.push(Month { key, ids: vec![id] }),
        }
    }
    months
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_of_another_year_is_another_month() {
        let message = |n: u8, year, month| {
            let time = CivilTime {
                year,
                month,
                day: n,
                hour: 10,
                minute: 0,
            };
            (MessageId::from_parts(1, &[n; 10]), time)
        };
        let months = by_month([
            message(4, 2026, 9),
            message(3, 2026, 9),
            message(2, 2026, 8),
            message(1, 2025, 8),
        ]);
        let told: Vec<_> = months
            .iter()
            .map(|month| (month.key.year, month.key.month, month.ids.len()))
            .collect();
        assert_eq!(told, [(2026, 9, 2), (2026, 8, 1), (2025, 8, 1)]);
        assert_eq!(months[2].key.beginning().day, 1);
        assert!(by_month([]).is_empty());
    }
}
