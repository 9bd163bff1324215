//! Points and lengths of time, in whole milliseconds. Nothing here reads a clock.

use serde::{Deserialize, Serialize};
use std::ops::{Add, Sub};

/// A point in time: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Timestamp(i64);

/// A length of time in milliseconds; negative is backward.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Span(i64);

impl Timestamp {
    /// From milliseconds since 1970 (UTC).
    #[must_use]
    pub const fn from_millis(unix_ms: i64) -> Self {
        Self(unix_ms)
    }

    /// From seconds since 1970 (UTC), as Meta writes times.
    #[must_use]
    pub const fn from_seconds(unix_s: i64) -> Self {
        Self(unix_s.saturating_mul(1_000))
    }

    /// Milliseconds since 1970 (UTC).
    #[must_use]
    pub const fn as_millis(self) -> i64 {
        self.0
    }
}

impl Span {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// From milliseconds.
    #[must_use]
    pub const fn from_millis(ms: i64) -> Self {
        Self(ms)
    }

    /// From seconds.
    #[must_use]
    pub const fn from_seconds(s: i64) -> Self {
        Self(s * 1_000)
    }

    /// From minutes.
    #[must_use]
    pub const fn from_minutes(min: i64) -> Self {
        Self(min * 60_000)
    }

    /// From hours.
    #[must_use]
    pub const fn from_hours(h: i64) -> Self {
        Self(h * 3_600_000)
    }

    /// In milliseconds.
    #[must_use]
    pub const fn as_millis(self) -> i64 {
        self.0
    }
}

impl Add<Span> for Timestamp {
    type Output = Self;

    fn add(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl Sub<Span> for Timestamp {
    type Output = Self;

    fn sub(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.0))
    }
}

impl Sub for Timestamp {
    type Output = Span;

    fn sub(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}
