//! Dates as people know them: EDTF text with its earliest and latest day.
//!
//! EDTF is the profile of ISO 8601-2:2019 Annex A; data may use levels 0 and 1. `~` and `?` keep
//! the bounds and only mark the date.

use std::sync::Arc;

use edtf_core::{Bound, Edtf};

use crate::atlas::day::Day;

/// A date as typed, and the days it may mean. Copies share the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Date(Arc<Typed>);

#[derive(Debug, PartialEq, Eq)]
struct Typed {
    text: Box<str>,
    bounds: Bounds,
}

/// The earliest and the latest day something may mean, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// First possible day.
    pub earliest: Day,
    /// Last possible day.
    pub latest: Day,
}

/// Why a date does not parse.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// Not EDTF at all.
    #[error(
        "'{text}' is not an EDTF date ({reason}); write for example 2005, 2005-12 or 2005-12-15~"
    )]
    Syntax {
        /// The text.
        text: String,
        /// What the parser stumbled over.
        reason: String,
    },
    /// Valid EDTF, but of level 2.
    #[error("'{0}' is EDTF of level 2; an atlas takes levels 0 and 1")]
    Level(String),
    /// Outside the years the atlas can count.
    #[error("'{0}' lies outside the years -9999 to 9999")]
    Range(String),
}

impl Date {
    /// Reads an EDTF date of level 0 or 1.
    ///
    /// # Errors
    /// When the text is not such a date.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let edtf: Edtf = text.parse().map_err(|error| DateError::Syntax {
            text: text.to_owned(),
            reason: format!("{error}"),
        })?;
        if edtf.level() > 1 {
            return Err(DateError::Level(text.to_owned()));
        }
        let bounds = edtf.bounds();
        let (Some(earliest), Some(latest)) =
            (day_of(bounds.earliest, Day::BEGINNING), day_of(bounds.latest, Day::END))
        else {
            return Err(DateError::Range(text.to_owned()));
        };
        let bounds = Bounds { earliest, latest };
        Ok(Self(Arc::new(Typed { text: text.into(), bounds })))
    }

    /// The text as typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// Earliest and latest day.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        self.0.bounds
    }

    /// First possible day.
    #[must_use]
    pub fn earliest(&self) -> Day {
        self.0.bounds.earliest
    }

    /// Last possible day.
    #[must_use]
    pub fn latest(&self) -> Day {
        self.0.bounds.latest
    }
}

/// An unknown end of an interval is as wide as an open one.
fn day_of(bound: Bound, open: Day) -> Option<Day> {
    match bound {
        Bound::Date(date) => Day::from_ymd(date.year, date.month, date.day),
        Bound::NegativeInfinity => Some(Day::BEGINNING),
        Bound::PositiveInfinity => Some(Day::END),
        Bound::Unknown => Some(open),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, earliest: &str, latest: &str) {
        let date = Date::parse(text).expect(text);
        let found = (date.earliest().to_string(), date.latest().to_string());
        assert_eq!(found, (earliest.to_owned(), latest.to_owned()), "{text}");
        assert_eq!(date.text(), text);
    }

    #[test]
    fn each_form_has_its_bounds() {
        check("2005", "2005-01-01", "2005-12-31");
        check("2005-12", "2005-12-01", "2005-12-31");
        check("2005-12-15", "2005-12-15", "2005-12-15");
        check("2004-23", "2004-09-01", "2004-11-30");
        check("2004-24", "2004-12-01", "2005-02-28");
        check("2005~", "2005-01-01", "2005-12-31");
        check("2005-12?", "2005-12-01", "2005-12-31");
        check("200X", "2000-01-01", "2009-12-31");
        check("2001-10/2001-12", "2001-10-01", "2001-12-31");
        check("2024/..", "2024-01-01", "..");
        check("../2009-06", "..", "2009-06-30");
    }

    #[test]
    fn what_is_no_date_is_refused_with_a_reason() {
        for text in ["", "2005-13", "15.12.2005", "2005-02-30", "yesterday"] {
            assert!(matches!(Date::parse(text), Err(DateError::Syntax { .. })), "{text}");
        }
        assert!(matches!(Date::parse("Y170000002"), Err(DateError::Range(_))));
        assert!(matches!(Date::parse("[2005,2006]"), Err(DateError::Level(_))));
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_the_parser_panic(text in ".{0,40}") {
            if let Ok(date) = Date::parse(&text) {
                proptest::prop_assert!(date.earliest() <= date.latest());
            }
        }
    }
}
