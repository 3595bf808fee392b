//! Whole UTC days of the proleptic Gregorian calendar, and spans of them.

use std::fmt;

use jiff::civil;

/// A day, counted from 1970-01-01. Nothing in the atlas is finer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

const EPOCH: civil::Date = civil::date(1970, 1, 1);

impl Day {
    /// Before every day: the open start of a span.
    pub const BEGINNING: Self = Self(-i32::MAX);
    /// After every day: the open end of a span.
    pub const END: Self = Self(i32::MAX);

    /// The day with this count of days from 1970-01-01.
    #[must_use]
    pub const fn from_number(days: i32) -> Self {
        Self(days)
    }

    /// Days from 1970-01-01, negative before it; ±2147483647 for the open ends.
    #[must_use]
    pub const fn number(self) -> i32 {
        self.0
    }

    /// The day of a calendar date; `None` where there is no such date, or it lies outside the
    /// years -9999 to 9999.
    #[must_use]
    pub fn from_ymd(year: i64, month: u8, day: u8) -> Option<Self> {
        let year = i16::try_from(year).ok()?;
        let date =
            civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
        i32::try_from(date.duration_since(EPOCH).as_hours() / 24).ok().map(Self)
    }

    /// The current day in UTC.
    #[must_use]
    pub fn today() -> Self {
        let seconds = jiff::Timestamp::now().as_second();
        Self(i32::try_from(seconds.div_euclid(86_400)).unwrap_or(i32::MAX))
    }

    /// Year, month and day; `None` for the open ends.
    #[must_use]
    pub fn ymd(self) -> Option<(i16, i8, i8)> {
        let span = jiff::Span::new().try_days(self.0).ok()?;
        let date = EPOCH.checked_add(span).ok()?;
        Some((date.year(), date.month(), date.day()))
    }

    /// The day after; the open ends stay what they are.
    #[must_use]
    pub const fn next(self) -> Self {
        self.plus(1)
    }

    /// The day before; the open ends stay what they are.
    #[must_use]
    pub const fn previous(self) -> Self {
        self.plus(-1)
    }

    /// This many days later (earlier where negative); the open ends stay what they are.
    #[must_use]
    pub const fn plus(self, days: i32) -> Self {
        if self.is_open() {
            return self;
        }
        let sum = self.0.saturating_add(days);
        Self(if sum < -i32::MAX { -i32::MAX } else { sum })
    }

    /// Whether this is an open end.
    #[must_use]
    pub const fn is_open(self) -> bool {
        self.0 == i32::MAX || self.0 == -i32::MAX
    }
}

/// ISO 8601, `2005-12-15`; `..` for an open end.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.ymd() {
            Some((year, month, day)) if year < 0 => {
                write!(f, "-{:04}-{month:02}-{day:02}", -i32::from(year))
            }
            Some((year, month, day)) => write!(f, "{year:04}-{month:02}-{day:02}"),
            None => f.write_str(".."),
        }
    }
}

/// Days from `from` up to, not including, `until`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First day.
    pub from: Day,
    /// The day after the last.
    pub until: Day,
}

impl Span {
    /// All days.
    pub const ALWAYS: Self = Self { from: Day::BEGINNING, until: Day::END };

    /// The span of one day.
    #[must_use]
    pub const fn of_day(day: Day) -> Self {
        Self { from: day, until: day.next() }
    }

    /// Whether the day lies in the span.
    #[must_use]
    pub fn contains(self, day: Day) -> bool {
        self.from <= day && day < self.until
    }

    /// Whether the two share a day; what holds no day shares none.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        let both_hold = !self.is_empty() && !other.is_empty();
        both_hold && self.from < other.until && other.from < self.until
    }

    /// Whether it holds no day.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.until <= self.from
    }

    /// Its last day; [`Day::END`] where it is open.
    #[must_use]
    pub const fn last(self) -> Day {
        self.until.previous()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_days_have_their_numbers() {
        for (text, number) in [((1970, 1, 1), 0), ((2005, 12, 15), 13_132), ((1969, 12, 31), -1)] {
            let day = Day::from_ymd(text.0, text.1, text.2).expect("a date");
            assert_eq!(day.number(), number);
        }
        assert_eq!(Day::from_number(13_132).to_string(), "2005-12-15");
        assert_eq!(Day::from_ymd(2001, 2, 29), None);
    }

    proptest::proptest! {
        #[test]
        fn a_day_reads_back_from_its_calendar_date(number in -700_000..700_000_i32) {
            let day = Day::from_number(number);
            let (year, month, date) = day.ymd().expect("within the calendar");
            let again = Day::from_ymd(year.into(), month.unsigned_abs(), date.unsigned_abs());
            proptest::prop_assert_eq!(again, Some(day));
        }
    }

    #[test]
    fn a_span_without_a_day_meets_nothing() {
        let none = Span { from: Day(9), until: Day(9) };
        assert!(!none.meets(Span::ALWAYS) && !Span::ALWAYS.meets(none));
        assert!(Span::of_day(Day(9)).meets(Span::ALWAYS));
    }

    #[test]
    fn open_ends_do_not_move() {
        assert_eq!(Day::END.next(), Day::END);
        assert_eq!(Day::BEGINNING.previous(), Day::BEGINNING);
        assert_eq!(Span::ALWAYS.last(), Day::END);
    }
}
