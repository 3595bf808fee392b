//! Days as other people's files write them, read as EDTF.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;

use crate::atlas::date::{Date, DateError};

/// Reads a cell: EDTF (`2005`, `2005-12`, `2005~`), a year as a number, RFC 3339 and ISO 8601 with a
/// time (the day in UTC; without a zone the day as written), `20051215`, `2005/12/15`, `15.12.2005`.
/// `None` where the cell is empty.
///
/// # Errors
/// When it is none of these.
pub fn read(value: &Value) -> Result<Option<Date>, String> {
    let text = match value {
        Value::Null => return Ok(None),
        Value::String(text) if text.trim().is_empty() => return Ok(None),
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => match whole(number) {
            Some(number) => of_number(number),
            None => return Err(format!("{number} is not a day")),
        },
        other => return Err(format!("{} is not a day", super::columns::shortened(other))),
    };
    parse(&text).map(Some).map_err(|error| error.to_string())
}

/// Whether a cell looks like a day enough to guess so: years of three digits may be anything.
#[must_use]
pub fn is_likely(value: &Value) -> bool {
    let number = match value {
        Value::Number(number) => whole(number),
        Value::String(text) => text.trim().parse::<i64>().ok(),
        _ => None,
    };
    let plausible = |number: i64| {
        (1000..=2999).contains(&number) || (10_000_101..=29_991_231).contains(&number)
    };
    number.is_none_or(plausible) && matches!(read(value), Ok(Some(_)))
}

fn parse(text: &str) -> Result<Date, DateError> {
    let first = match Date::parse(text) {
        // A time is no part of an atlas, but its zone may move the day.
        Ok(date) if !text.contains([':', 'T', ' ']) => return Ok(date),
        Ok(_) => None,
        Err(error) => Some(error),
    };
    let other = of_instant(text).or_else(|| of_digits(text)).or_else(|| of_parts(text));
    match (other, first) {
        (Some(text), _) => Date::parse(&text),
        (None, Some(error)) => Err(error),
        (None, None) => Date::parse(text),
    }
}

/// A table may hold years as numbers with a fraction of nothing.
fn whole(number: &serde_json::Number) -> Option<i64> {
    let float = || number.as_f64().filter(|n| n.fract() == 0.0 && n.abs() < 1e9);
    #[allow(clippy::cast_possible_truncation, reason = "whole and below 1e9")]
    number.as_i64().or_else(|| float().map(|n| n as i64))
}

fn of_number(number: i64) -> String {
    if number < 0 { format!("-{:04}", number.unsigned_abs()) } else { format!("{number:04}") }
}

/// `2005-12-15T23:30:00-05:00` is the 16th in UTC; `2005-12-15 23:30` is the 15th.
fn of_instant(text: &str) -> Option<String> {
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Some(instant.to_zoned_datetime(TimeZone::UTC).date().to_string());
    }
    let (day, time) = text.split_once(['T', ' '])?;
    let clock = |c: char| c.is_ascii_digit() || ":.,".contains(c);
    let starts = time.as_bytes().get(2) == Some(&b':') && time.chars().all(clock);
    starts.then(|| of_parts(day).unwrap_or_else(|| day.to_owned()))
}

/// `20051215`, as in the tables of shapefiles.
fn of_digits(text: &str) -> Option<String> {
    let all = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    all.then(|| format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]))
}

/// `2005/12/15` and `15.12.2005`. With slashes only the year comes first without a doubt.
fn of_parts(text: &str) -> Option<String> {
    let digits = |part: &str, n: std::ops::RangeInclusive<usize>| {
        n.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let parts =
        |by: char| -> Option<[&str; 3]> { text.split(by).collect::<Vec<_>>().try_into().ok() };
    let (year, month, day) = match (parts('/'), parts('.')) {
        (Some([year, month, day]), _) | (_, Some([day, month, year])) => (year, month, day),
        _ => return None,
    };
    (digits(year, 4..=4) && digits(month, 1..=2) && digits(day, 1..=2))
        .then(|| format!("{year}-{month:0>2}-{day:0>2}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn usual_forms_are_read() {
        for (cell, day) in [
            (json!("2005"), "2005"),
            (json!(2005), "2005"),
            (json!(2005.0), "2005"),
            (json!(-43), "-0043"),
            (json!(20_051_215), "2005-12-15"),
            (json!("2005-12"), "2005-12"),
            (json!(" 2005-12-15 "), "2005-12-15"),
            (json!("200X"), "200X"),
            (json!("2005~"), "2005~"),
            (json!("20051215"), "2005-12-15"),
            (json!("2005/12/15"), "2005-12-15"),
            (json!("2005/1/5"), "2005-01-05"),
            (json!("15.12.2005"), "2005-12-15"),
            (json!("5.1.2005"), "2005-01-05"),
            (json!("2005-12-15T10:00:00Z"), "2005-12-15"),
            (json!("2005-12-15T23:30:00-05:00"), "2005-12-16"),
            (json!("2005-12-15T23:30:00"), "2005-12-15"),
            (json!("2005-12-15 23:30:00.000"), "2005-12-15"),
            (json!("2005/12/15 00:00:00"), "2005-12-15"),
            (json!("2005-12-15 00:00:00+00"), "2005-12-15"),
        ] {
            let date = read(&cell).unwrap_or_else(|e| panic!("{cell}: {e}")).expect("a day");
            assert_eq!(date.text(), day, "{cell}");
        }
        for cell in [json!(null), json!(""), json!("  ")] {
            assert!(matches!(read(&cell), Ok(None)), "{cell}");
        }
    }

    #[test]
    fn other_values_are_no_days() {
        for cell in [
            json!("soon"),
            json!("12/15/2005"),
            json!("31.02.2005"),
            json!(2005.5),
            json!(true),
            json!([2005]),
            json!("2005-12-15T"),
            json!("99999999"),
            json!(1_134_604_800_000_i64),
            json!("15.12.05"),
            json!("2005-12-15 noon"),
            json!(1e300),
        ] {
            assert!(read(&cell).is_err(), "{cell}");
        }
    }

    #[test]
    fn a_guess_wants_a_year_of_four_digits() {
        assert!(is_likely(&json!(1998)) && is_likely(&json!("2005-12")));
        assert!(!is_likely(&json!(12)) && !is_likely(&json!("Osh")) && !is_likely(&json!("12")));
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in "[-0-9/.:TZ +X~]{0,25}|.{0,20}") {
            if let Ok(Some(date)) = read(&Value::String(text)) {
                proptest::prop_assert!(date.earliest() <= date.latest());
            }
        }
    }
}
