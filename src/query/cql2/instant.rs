//! Instants: days and moments on one line, with a day as wide as its hours.

use std::cmp::Ordering;

use crate::atlas::day::Day;

/// A day or a moment, in milliseconds from 1970-01-01T00:00:00Z, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instant {
    first: i64,
    last: i64,
}

const DAY: i64 = 86_400_000;

impl Instant {
    /// Before every other: the open start of an interval.
    pub const BEGINNING: Self = Self { first: i64::MIN, last: i64::MIN };
    /// After every other: the open end of an interval.
    pub const END: Self = Self { first: i64::MAX, last: i64::MAX };

    /// A whole day.
    #[must_use]
    pub fn of_day(day: Day) -> Self {
        match day {
            Day::BEGINNING => Self::BEGINNING,
            Day::END => Self::END,
            day => {
                let first = i64::from(day.number()) * DAY;
                Self { first, last: first + DAY - 1 }
            }
        }
    }

    /// A calendar date such as `2005-12-15`.
    #[must_use]
    pub fn parse_date(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let mut number = |digits: usize| {
            let part = parts.next()?;
            let plain = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
            if plain { part.parse::<u16>().ok() } else { None }
        };
        let (year, month, day) = (number(4)?, number(2)?, number(2)?);
        if parts.next().is_some() {
            return None;
        }
        Day::from_ymd(year.into(), u8::try_from(month).ok()?, u8::try_from(day).ok()?)
            .map(Self::of_day)
    }

    /// An RFC 3339 time such as `2005-12-15T10:00:00Z`.
    #[must_use]
    pub fn parse_timestamp(text: &str) -> Option<Self> {
        let moment: jiff::Timestamp = text.parse().ok()?;
        let at = moment.as_millisecond();
        Some(Self { first: at, last: at })
    }

    /// A date or a time.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::parse_date(text).or_else(|| Self::parse_timestamp(text))
    }

    /// Which comes first. A moment equals the day it lies on: what holds of a whole day is not said
    /// to come before or after an hour of it.
    #[must_use]
    pub const fn order(self, other: Self) -> Ordering {
        if self.last < other.first {
            Ordering::Less
        } else if self.first > other.last {
            Ordering::Greater
        } else {
            Ordering::Equal
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_moments_stand_in_one_order() {
        let at = |text: &str| Instant::parse(text).expect(text);
        for (left, right, order) in [
            ("2005-12-15", "2005-12-16", Ordering::Less),
            ("2005-12-15", "2005-12-15T23:59:59Z", Ordering::Equal),
            ("2005-12-15", "2005-12-16T00:00:00Z", Ordering::Less),
            ("2005-12-15T10:00:00Z", "2005-12-15T12:00:00+02:00", Ordering::Equal),
            ("2005-12-15T10:00:00.5Z", "2005-12-15T10:00:00Z", Ordering::Greater),
        ] {
            assert_eq!(at(left).order(at(right)), order, "{left} {right}");
            assert_eq!(at(right).order(at(left)), order.reverse(), "{right} {left}");
        }
        for text in ["2005", "2005-13-01", "2005-1-01", "2005-12-15-", "now", "", "2005-12-15T"] {
            assert_eq!(Instant::parse(text), None, "{text}");
        }
    }
}
