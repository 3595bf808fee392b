//! The `datetime` and `as-of` parameters: text becomes the span that is asked for.
//!
//! OGC API – Features Part 1, 7.15.4, with bare dates, months and years as an extension.

use crate::atlas::date::Bounds;
use crate::atlas::day::{Day, Span};
use crate::query::{Pairs, QueryError};

/// What `datetime` asks for: a day, or an interval of whole days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The days it covers.
    pub span: Span,
}

/// What `datetime` may look like, for messages.
pub const DATETIME_FORMS: &str = "a day (2005-12-15, 2005-12-15T10:00:00Z), a month (2005-12), \
                                  a year (2005), or an interval (A/B, A/.., ../B)";

/// [`DATETIME_FORMS`] as a regular expression (ECMA 262); it does not know the lengths of months.
pub const DATETIME_PATTERN: &str = concat!(
    r"^(\d{4}(-\d{2}(-\d{2}([Tt][\d:.]+([Zz]|[+-]\d{2}:\d{2}))?)?)?|(\.\.)?/\d{4}[-\d:.TtZz+]*",
    r"|\d{4}[-\d:.TtZz+]*/((\.\.)|\d{4}[-\d:.TtZz+]*)?)$"
);

/// One day as a regular expression (ECMA 262).
pub const DAY_PATTERN: &str = r"^\d{4}-\d{2}-\d{2}([Tt][\d:.]+([Zz]|[+-]\d{2}:\d{2}))?$";

/// A day, month or year as a regular expression (ECMA 262).
pub const DATE_PATTERN: &str = r"^\d{4}(-\d{2}(-\d{2}([Tt][\d:.]+([Zz]|[+-]\d{2}:\d{2}))?)?)?$";

impl Moment {
    /// One day.
    #[must_use]
    pub const fn day(day: Day) -> Self {
        Self { span: Span::of_day(day) }
    }

    /// Reads a `datetime` parameter; the error says what is wrong with it.
    ///
    /// # Errors
    /// When the text is none of [`DATETIME_FORMS`], has no end at all, or runs backwards.
    pub fn parse(text: &str) -> Result<Self, String> {
        let bounds = match text.split_once('/') {
            None => whole(text)?,
            Some((start, end)) => {
                let (start, end) = (end_of(start)?, end_of(end)?);
                if start.is_none() && end.is_none() {
                    return Err("an interval needs a start or an end".into());
                }
                Bounds {
                    earliest: start.map_or(Day::BEGINNING, |start| start.earliest),
                    latest: end.map_or(Day::END, |end| end.latest),
                }
            }
        };
        if bounds.earliest > bounds.latest {
            return Err("the interval ends before it starts".into());
        }
        Ok(Self { span: Span { from: bounds.earliest, until: bounds.latest.next() } })
    }

    /// The day whose status is told: the last one.
    #[must_use]
    pub const fn status_day(self) -> Day {
        self.span.last()
    }
}

/// Reads an `as-of` parameter: a day that is not in the future.
///
/// # Errors
/// When the text is no such day.
pub fn as_of(text: &str, today: Day) -> Result<Day, String> {
    let day = single_day(text).ok_or("is not a day such as 2005-04-03")?;
    if day > today {
        return Err(format!("lies after today, {today}; what will be known then is not known"));
    }
    Ok(day)
}

/// What one end of a comparison may look like, for messages.
pub const DAY_FORMS: &str = "a day (2005-12-15), a month (2005-12) or a year (2005)";

/// Reads two days to compare: of a month or year the first day counts at the beginning, the last at
/// the end.
///
/// # Errors
/// When one is missing or no date, or they run backwards.
pub fn two_days(pairs: &Pairs) -> Result<(Day, Day), QueryError> {
    let missing = |name| QueryError::Missing { name, allowed: DAY_FORMS.to_owned() };
    let (from, to) = ends_of_comparison(pairs)?;
    in_order(pairs, (from.ok_or_else(|| missing("from"))?, to.ok_or_else(|| missing("to"))?))
}

/// The same where both may be left out: without a last day up to `today`, without a first day so many
/// days back.
///
/// # Errors
/// When one is no date, or they run backwards.
pub fn days_back(pairs: &Pairs, today: Day, days: i32) -> Result<(Day, Day), QueryError> {
    let (from, to) = ends_of_comparison(pairs)?;
    let to = to.unwrap_or(today);
    in_order(pairs, (from.unwrap_or_else(|| to.plus(-days)), to))
}

fn ends_of_comparison(pairs: &Pairs) -> Result<(Option<Day>, Option<Day>), QueryError> {
    let read = |name| pairs.read(name, DAY_FORMS, whole);
    Ok((read("from")?.map(|bounds| bounds.earliest), read("to")?.map(|bounds| bounds.latest)))
}

fn in_order(pairs: &Pairs, (from, to): (Day, Day)) -> Result<(Day, Day), QueryError> {
    if to < from {
        return Err(wrong_day(pairs, "to", "lies before 'from'"));
    }
    Ok((from, to))
}

fn wrong_day(pairs: &Pairs, name: &'static str, reason: &str) -> QueryError {
    QueryError::Value {
        name,
        value: pairs.get(name).unwrap_or_default().to_owned(),
        reason: reason.to_owned(),
        allowed: DAY_FORMS.to_owned(),
    }
}

/// Refuses a comparison of what is known that ends after today.
///
/// # Errors
/// When its end, the parameter `to`, lies after today.
pub fn not_after_today(pairs: &Pairs, to: Day, today: Day) -> Result<(), QueryError> {
    if to <= today {
        return Ok(());
    }
    Err(QueryError::Value {
        name: "to",
        value: pairs.get("to").unwrap_or_default().to_owned(),
        reason: format!("lies after today, {today}; what will be known then is not known"),
        allowed: format!("{DAY_FORMS} that ends today or before"),
    })
}

fn end_of(text: &str) -> Result<Option<Bounds>, String> {
    match text {
        "" | ".." => Ok(None),
        dated => whole(dated).map(Some),
    }
}

/// A day, month or year as its first and last day.
fn whole(text: &str) -> Result<Bounds, String> {
    if let Some(day) = single_day(text) {
        return Ok(Bounds { earliest: day, latest: day });
    }
    let numbers = digits(text, &[4, 2]).or_else(|| digits(text, &[4]));
    let bounds = match numbers.as_deref() {
        Some([year, month]) => month_bounds(*year, *month),
        Some([year]) => Day::from_ymd(i64::from(*year), 1, 1)
            .zip(Day::from_ymd(i64::from(*year), 12, 31))
            .map(|(earliest, latest)| Bounds { earliest, latest }),
        _ => None,
    };
    bounds.ok_or_else(|| format!("'{text}' is not a date"))
}

fn month_bounds(year: u32, month: u32) -> Option<Bounds> {
    let month = u8::try_from(month).ok()?;
    let (next_year, next_month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    Some(Bounds {
        earliest: Day::from_ymd(i64::from(year), month, 1)?,
        latest: Day::from_ymd(i64::from(next_year), next_month, 1)?.previous(),
    })
}

/// `2005-12-15`, or an RFC 3339 time, which counts as its day in UTC.
pub fn single_day(text: &str) -> Option<Day> {
    if let Some([year, month, day]) = digits(text, &[4, 2, 2]).as_deref() {
        let (month, day) = (u8::try_from(*month).ok()?, u8::try_from(*day).ok()?);
        return Day::from_ymd(i64::from(*year), month, day);
    }
    if !text.contains('T') && !text.contains('t') {
        return None;
    }
    let instant: jiff::Timestamp = text.parse().ok()?;
    i32::try_from(instant.as_second().div_euclid(86_400)).ok().map(Day::from_number)
}

/// Groups of exactly so many ASCII digits, joined by hyphens.
fn digits(text: &str, lengths: &[usize]) -> Option<Vec<u32>> {
    let groups: Vec<&str> = text.split('-').collect();
    let fits = groups.len() == lengths.len()
        && groups.iter().zip(lengths).all(|(group, length)| {
            group.len() == *length && group.bytes().all(|byte| byte.is_ascii_digit())
        });
    if !fits {
        return None;
    }
    groups.iter().map(|group| group.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<(&str, &str), &str>) {
        let found = Moment::parse(text)
            .map(|moment| (moment.span.from.to_string(), moment.span.last().to_string()));
        let expected = expected
            .map(|(first, last)| (first.to_owned(), last.to_owned()))
            .map_err(str::to_owned);
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn each_form_covers_its_days() {
        check("2008-03-05", Ok(("2008-03-05", "2008-03-05")));
        check("2008-03-05T10:00:00Z", Ok(("2008-03-05", "2008-03-05")));
        check("2008-03-05T23:30:00-02:00", Ok(("2008-03-06", "2008-03-06")));
        check("2008", Ok(("2008-01-01", "2008-12-31")));
        check("2008-02", Ok(("2008-02-01", "2008-02-29")));
        check("2001/2005-06", Ok(("2001-01-01", "2005-06-30")));
        check("2014-06-03/..", Ok(("2014-06-03", "..")));
        check("/2014-06-03", Ok(("..", "2014-06-03")));
        check("2014-06-03/", Ok(("2014-06-03", "..")));
    }

    #[test]
    fn what_is_no_moment_is_refused_with_the_reason() {
        check("../..", Err("an interval needs a start or an end"));
        check("/", Err("an interval needs a start or an end"));
        check("2005/2004", Err("the interval ends before it starts"));
        check("2005-02-30", Err("'2005-02-30' is not a date"));
        check("2005-13", Err("'2005-13' is not a date"));
        check("spring", Err("'spring' is not a date"));
        check("2001/2002/2003", Err("'2002/2003' is not a date"));
        check("", Err("'' is not a date"));
    }

    #[test]
    fn what_will_be_known_is_not_asked() {
        let today = Day::from_ymd(2026, 11, 24).expect("a date");
        assert!(as_of("2026-11-24", today).is_ok());
        assert!(as_of("2026-11-25", today).is_err());
        assert!(as_of("2005", today).is_err());
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic_or_run_backwards(text in "[0-9TZ./:-]{0,24}") {
            if let Ok(moment) = Moment::parse(&text) {
                proptest::prop_assert!(!moment.span.is_empty());
            }
        }
    }
}
