//! Words, dates and numbers in English, from the same catalogue as the map page.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::Value;

use crate::atlas::day::Day;

/// The words of the interface by key, `section.name`; one with plural forms has a key for each.
static CATALOGUE: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let parts = [
        include_str!("../../web/src/words/en.json"),
        include_str!("../../web/src/words/en.record.json"),
    ];
    let mut all = BTreeMap::new();
    for part in parts {
        flatten("", &serde_json::from_str(part).unwrap_or_default(), &mut all);
    }
    all
});

fn flatten(key: &str, tree: &Value, into: &mut BTreeMap<String, String>) {
    match tree {
        Value::Object(members) => {
            for (name, inner) in members {
                let dot = if key.is_empty() { "" } else { "." };
                flatten(&format!("{key}{dot}{name}"), inner, into);
            }
        }
        Value::String(text) => {
            into.insert(key.to_owned(), text.clone());
        }
        _ => {}
    }
}

/// The words of a key that comes from the data, if the catalogue has any.
#[must_use]
pub fn known(key: &str) -> Option<&'static str> {
    CATALOGUE.get(key).map(String::as_str)
}

/// The words of a key, with `{name}` replaced by its value.
#[must_use]
pub fn said(key: &str, values: &[(&str, &str)]) -> String {
    let mut text = known(key).unwrap_or(key).to_owned();
    for (name, value) in values {
        text = text.replace(&format!("{{{name}}}"), value);
    }
    text
}

/// The words of a key with plural forms, for a count.
#[must_use]
pub fn counted(key: &str, count: u64) -> String {
    let form = if count == 1 { "one" } else { "other" };
    said(&format!("{key}.{form}"), &[("count", &in_thousands(&count.to_string()))])
}

/// A number with all its digits, and commas in thousands.
#[must_use]
pub fn number(value: f64) -> String {
    let plain = format!("{}", value.abs());
    let (whole, rest) = plain.split_once('.').map_or((&*plain, None), |(a, b)| (a, Some(b)));
    let sign = if value < 0.0 { "−" } else { "" };
    let rest = rest.map_or(String::new(), |rest| format!(".{rest}"));
    format!("{sign}{}{rest}", in_thousands(whole))
}

fn in_thousands(digits: &str) -> String {
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A text that begins with a capital.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const SEASONS: [&str; 4] = ["spring", "summer", "autumn", "winter"];

/// `15 Dec 2005`.
#[must_use]
pub fn day(day: Day) -> String {
    date(&day.to_string())
}

/// An EDTF text of level 0 or 1 in words: `about 2010`, `autumn 2004`, `Oct 2001 – Dec 2001`; any
/// other text as it is.
#[must_use]
pub fn date(edtf: &str) -> String {
    let Some((from, until)) = edtf.split_once('/') else { return one_date(edtf) };
    match (open(from), open(until)) {
        (false, false) => {
            let (from, until) = (one_date(from), one_date(until));
            said("date.interval", &[("from", &from), ("until", &until)])
        }
        (false, true) => said("date.onwards", &[("from", &one_date(from))]),
        (true, false) => said("date.upTo", &[("until", &one_date(until))]),
        (true, true) => said("date.unknown", &[]),
    }
}

fn open(end: &str) -> bool {
    end.is_empty() || end == ".."
}

fn one_date(edtf: &str) -> String {
    let plain = plain_date(edtf.trim_end_matches(['~', '?', '%']));
    match edtf.chars().last() {
        Some('?' | '%') => said("date.uncertain", &[("date", &plain)]),
        Some('~') => said("date.about", &[("date", &plain)]),
        _ => plain,
    }
}

fn plain_date(text: &str) -> String {
    if let Some(decade) = text.strip_suffix("XX") {
        return said("date.century", &[("years", &format!("{decade}00"))]);
    }
    if let Some(decade) = text.strip_suffix('X') {
        return said("date.decade", &[("years", &format!("{decade}0"))]);
    }
    let mut parts = text.splitn(3, '-');
    let year = parts.next().unwrap_or_default();
    let mut number = || parts.next().map(str::parse::<usize>);
    let (month, day) = (number(), number());
    match (month, day) {
        (Some(Ok(month @ 21..=24)), None) => {
            let season = said(&format!("date.{}", SEASONS[month - 21]), &[]);
            said("date.season", &[("season", &season), ("year", year)])
        }
        (Some(Ok(month @ 1..=12)), None) => format!("{} {year}", MONTHS[month - 1]),
        (Some(Ok(month @ 1..=12)), Some(Ok(day))) => format!("{day} {} {year}", MONTHS[month - 1]),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_said_as_the_map_says_them() {
        for (edtf, words) in [
            ("2005", "2005"),
            ("2005-12", "Dec 2005"),
            ("2005-12-15", "15 Dec 2005"),
            ("2004-23", "autumn 2004"),
            ("2010~", "about 2010"),
            ("2010-05?", "perhaps May 2010"),
            ("198X", "the 1980s"),
            ("19XX", "the 1900s"),
            ("2001-10/2001-12", "Oct 2001 – Dec 2001"),
            ("2024/..", "2024 or later"),
            ("../2009-06", "Jun 2009 or earlier"),
            ("some day", "some day"),
            ("-0500", "-0500"),
        ] {
            assert_eq!(date(edtf), words, "{edtf}");
        }
    }

    #[test]
    fn numbers_keep_their_digits() {
        for (value, text) in
            [(0.0, "0"), (962.2, "962.2"), (1759.0, "1,759"), (-1_234_567.5, "−1,234,567.5")]
        {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn the_catalogue_is_that_of_the_page() {
        assert_eq!(known("feature.quantity.length_km"), Some("Length"));
        assert_eq!(counted("feature.outcome.lateDays", 1), "1 day late");
        assert_eq!(counted("feature.outcome.lateDays", 1244), "1,244 days late");
    }
}
