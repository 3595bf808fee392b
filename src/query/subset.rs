//! The `subset` parameter of tiles: a day or an interval of the axis of time.
//!
//! OGC API – Tiles Part 1, /req/datetime/axis: `datetime("2005-12-15")`, `datetime("2001":"2005")`,
//! `datetime("2001":*)`.

use crate::query::time::Moment;

/// What `subset` may look like, for messages.
pub const SUBSET_FORMS: &str =
    "datetime(\"A\") or datetime(\"A\":\"B\"), where one of A and B may be *, without quotes";

/// [`SUBSET_FORMS`] as a regular expression (ECMA 262).
pub const SUBSET_PATTERN: &str = "^datetime\\((\"[^\"/]+\"|\\*)(:(\"[^\"/]+\"|\\*))?\\)$";

/// Reads a `subset` parameter.
///
/// # Errors
/// When the text has another form, or its ends are no dates.
pub fn moment(text: &str) -> Result<Moment, String> {
    let inside = text.strip_prefix("datetime(").and_then(|rest| rest.strip_suffix(')'));
    let inside = inside.ok_or("is not a subset of the axis 'datetime'")?;
    let (first, rest) = end(inside)?;
    if rest.is_empty() {
        return Moment::parse(first);
    }
    let (last, rest) = end(rest.strip_prefix(':').ok_or("has something after its first end")?)?;
    if !rest.is_empty() {
        return Err("has something after its second end".into());
    }
    Moment::parse(&format!("{first}/{last}"))
}

/// One end as a date or `..`, and what follows it.
fn end(text: &str) -> Result<(&str, &str), String> {
    if let Some(rest) = text.strip_prefix('*') {
        return Ok(("..", rest));
    }
    let quoted = text.strip_prefix('"').and_then(|rest| rest.split_once('"'));
    let quoted = quoted.filter(|(date, _)| !date.contains('/'));
    quoted.ok_or_else(|| "has an end that is neither a quoted date nor *".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_is_read_as_the_parameter_datetime() {
        for (subset, datetime) in [
            ("datetime(\"2005-12-15T10:00:00Z\")", "2005-12-15"),
            ("datetime(\"2001-01-01\":\"2005-06\")", "2001-01-01/2005-06"),
            ("datetime(\"2001\":*)", "2001/.."),
            ("datetime(*:\"2005\")", "../2005"),
        ] {
            assert_eq!(moment(subset), Moment::parse(datetime), "{subset}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for subset in [
            "",
            "datetime",
            "datetime()",
            "datetime(*)",
            "datetime(*:*)",
            "datetime(2005)",
            "datetime(\"2005\"",
            "datetime(\"2005\":\"2004\")",
            "datetime(\"2005\":\"2006\":*)",
            "Lat(0:1)",
            "datetime(\"2001\"),Lat(0:1)",
            "datetime(\"2001/2002\":\"2003\")",
            "datetime(\"2001/2002\")",
        ] {
            assert!(moment(subset).is_err(), "{subset}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(datetime)?[(]?[\"*:0-9/.-]{0,24}[)]?") {
            let _ = moment(&text);
        }
    }
}
