//! Five wrong passwords in a row for one e-mail address, or twenty from one network address, within 15 minutes: wait.
//!
//! An attempt counts before the password is looked at and is forgiven when it was right, so that many at the same time are not
//! more than many in a row.

use super::RetryAfter;
use domain::time::{Span, Timestamp};
use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

const WINDOW: Span = Span::from_minutes(15);
const MAX_PER_EMAIL: usize = 5;
const MAX_PER_ADDRESS: usize = 20;
/// Up to so many keys nothing that has expired is thrown away.
const MANY_KEYS: usize = 10_000;

/// Counts attempts to sign in.
#[derive(Debug, Default)]
pub struct SignInLimits(Mutex<Attempts>);

#[derive(Debug, Default)]
struct Attempts {
    by_email: Counts<String>,
    by_address: Counts<IpAddr>,
}

/// When which key attempted.
#[derive(Debug)]
struct Counts<K> {
    times: HashMap<K, VecDeque<Timestamp>>,
    /// With so many keys what has expired is thrown away. Twice as many as were left the last time, so that an attempt does not look
    /// through all of them while somebody tries ever new ones.
    most: usize,
}

impl SignInLimits {
    /// Counts an attempt, unless there were too many.
    ///
    /// # Errors
    /// How long to wait.
    pub fn begin(&self, email: &str, address: IpAddr, now: Timestamp) -> Result<(), RetryAfter> {
        let email = email.to_lowercase();
        let address = network(address);
        let mut attempts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        attempts.by_email.wait_for(&email, MAX_PER_EMAIL, now)?;
        attempts.by_address.wait_for(&address, MAX_PER_ADDRESS, now)?;
        attempts.by_email.count(email, now);
        attempts.by_address.count(address, now);
        Ok(())
    }

    /// Forgives: the password was right.
    pub fn succeeded(&self, email: &str, address: IpAddr) {
        let mut attempts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        attempts.by_email.times.remove(&email.to_lowercase());
        if let Some(times) = attempts.by_address.times.get_mut(&network(address)) {
            times.pop_back();
        }
    }
}

/// An IPv6 address counts by its first 64 bits: one household has all of the others.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(long) => IpAddr::V6((u128::from(long) & !u128::from(u64::MAX)).into()),
    }
}

impl<K> Default for Counts<K> {
    fn default() -> Self {
        Self {
            times: HashMap::new(),
            most: MANY_KEYS,
        }
    }
}

impl<K: Eq + Hash> Counts<K> {
    fn wait_for(&mut self, key: &K, max: usize, now: Timestamp) -> Result<(), RetryAfter> {
        let Some(times) = self.times.get_mut(key) else {
            return Ok(());
        };
        times.retain(|time| !is_old(*time, now));
        match times.front() {
            Some(oldest) if times.len() >= max => Err(RetryAfter(*oldest + WINDOW - now)),
            Some(_) => Ok(()),
            None => {
                self.times.remove(key);
                Ok(())
            }
        }
    }

    fn count(&mut self, key: K, now: Timestamp) {
        if self.times.len() >= self.most {
            self.times
                .retain(|_, times| times.back().is_some_and(|newest| !is_old(*newest, now)));
            self.most = MANY_KEYS.max(2 * self.times.len());
        }
        self.times.entry(key).or_default().push_back(now);
    }
}

/// What is in the future was counted by a clock that has been set back since.
fn is_old(time: Timestamp, now: Timestamp) -> bool {
    now - time >= WINDOW || time > now
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(203, 0, 113, 9));

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_seconds(1_000_000 + seconds)
    }

    #[test]
    fn the_sixth_wrong_password_in_a_row_has_to_wait() {
        let limits = SignInLimits::default();
        for second in 0..5 {
            assert_eq!(limits.begin("ana@example.org", HOME, at(second)), Ok(()));
        }
        let refused = limits.begin("Ana@Example.org", HOME, at(60)).unwrap_err();
        assert_eq!(refused.as_seconds(), 15 * 60 - 60);
        assert_eq!(limits.begin("bruno@example.org", HOME, at(60)), Ok(()));
        assert_eq!(limits.begin("ana@example.org", HOME, at(15 * 60)), Ok(()));
    }

    #[test]
    fn the_right_password_forgives() {
        let limits = SignInLimits::default();
        for second in 0..100 {
            assert_eq!(limits.begin("ana@example.org", HOME, at(second)), Ok(()));
            limits.succeeded("ana@example.org", HOME);
        }
    }

    #[test]
    fn a_clock_that_is_set_back_locks_nobody_out() {
        let limits = SignInLimits::default();
        for second in 0..5 {
            assert_eq!(limits.begin("ana@example.org", HOME, at(3_600 + second)), Ok(()));
        }
        assert_eq!(limits.begin("ana@example.org", HOME, at(0)), Ok(()));
    }

    #[test]
    fn one_household_has_one_count_however_many_addresses() {
        let limits = SignInLimits::default();
        let address = |host: u64| IpAddr::V6((0x2001_0db8_u128 << 96 | u128::from(host)).into());
        for host in 0..20 {
            assert_eq!(
                limits.begin(&format!("agent{host}@example.org"), address(host), at(0)),
                Ok(())
            );
        }
        assert!(limits.begin("another@example.org", address(99), at(0)).is_err());
    }

    #[test]
    fn the_twenty_first_from_one_address_has_to_wait_whatever_the_name() {
        let limits = SignInLimits::default();
        for number in 0..20 {
            assert_eq!(
                limits.begin(&format!("agent{number}@example.org"), HOME, at(number)),
                Ok(())
            );
        }
        assert!(limits.begin("another@example.org", HOME, at(30)).is_err());
        assert_eq!(
            limits.begin("another@example.org", "198.51.100.7".parse().unwrap(), at(30)),
            Ok(())
        );
    }

    #[test]
    fn ever_new_keys_are_looked_through_seldom_and_forgotten_in_time() {
        let mut counts = Counts::default();
        let many = u32::try_from(MANY_KEYS).unwrap();
        for key in 0..=many {
            counts.count(key, at(0));
        }
        assert_eq!((counts.times.len(), counts.most), (MANY_KEYS + 1, 2 * MANY_KEYS));
        for key in many + 1..2 * many {
            counts.count(key, at(1));
        }
        assert_eq!(counts.times.len(), 2 * MANY_KEYS);
        counts.count(u32::MAX, at(15 * 60 + 1));
        assert_eq!((counts.times.len(), counts.most), (1, MANY_KEYS));
    }
}
