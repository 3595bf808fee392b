//! Sources: each citation once, as CSL-JSON (`sources.json`).

use std::collections::BTreeMap;

use serde_json::Value;

use crate::atlas::date::Date;

/// Who says something: a citation.
#[derive(Debug, Clone)]
pub struct Source {
    /// Key by which claims name it.
    pub id: String,
    /// When it was published; `None` where unknown.
    pub issued: Option<Date>,
    /// The whole CSL-JSON item.
    pub csl: Value,
}

/// All sources by key.
pub type Sources = BTreeMap<String, Source>;

impl Source {
    /// The day from which on its content is known: the last day it may have been published.
    #[must_use]
    pub fn known_from(&self) -> Option<crate::atlas::day::Day> {
        self.issued.as_ref().map(Date::latest).filter(|day| !day.is_open())
    }

    /// A text member of the item, such as `title`, `publisher` or `URL`.
    #[must_use]
    pub fn text(&self, member: &str) -> Option<&str> {
        self.csl.get(member)?.as_str()
    }

    /// The citation as one line: title, publisher, date, address.
    #[must_use]
    pub fn citation(&self) -> String {
        let parts = [
            self.text("title"),
            self.text("publisher"),
            self.issued.as_ref().map(Date::text),
            self.text("URL"),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(". ")
    }
}

/// The EDTF text of a CSL date variable: `date-parts` with `circa` and `season`, or `raw`.
///
/// CSL 1.0.2, appendix "Date variables".
#[must_use]
pub fn edtf_of_csl(issued: &Value) -> Option<String> {
    if let Some(raw) = issued.get("raw").and_then(Value::as_str) {
        return Some(raw.to_owned());
    }
    let parts = issued.get("date-parts")?.as_array()?;
    let mut ends = parts.iter().map(edtf_of_parts).collect::<Option<Vec<_>>>()?;
    if let Some(season) = issued.get("season").and_then(Value::as_u64) {
        ends.first_mut()?.push_str(&format!("-{}", 20 + season));
    }
    let mut text = ends.join("/");
    if issued.get("circa").and_then(Value::as_bool) == Some(true) {
        text.push('~');
    }
    Some(text)
}

fn edtf_of_parts(parts: &Value) -> Option<String> {
    let numbers = parts.as_array()?.iter().map(Value::as_i64).collect::<Option<Vec<_>>>()?;
    match numbers.as_slice() {
        [year] => Some(format!("{year:04}")),
        [year, month] => Some(format!("{year:04}-{month:02}")),
        [year, month, day] => Some(format!("{year:04}-{month:02}-{day:02}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(issued: &Value, edtf: Option<&str>) {
        assert_eq!(edtf_of_csl(issued).as_deref(), edtf, "{issued}");
    }

    #[test]
    fn csl_dates_become_edtf() {
        check(&json!({"date-parts": [[2005]]}), Some("2005"));
        check(&json!({"date-parts": [[2005, 4, 3]]}), Some("2005-04-03"));
        check(&json!({"date-parts": [[2012]], "circa": true}), Some("2012~"));
        check(&json!({"date-parts": [[2001, 10], [2001, 12]]}), Some("2001-10/2001-12"));
        check(&json!({"date-parts": [[2004]], "season": 3}), Some("2004-23"));
        check(&json!({"raw": "198X"}), Some("198X"));
        check(&json!({"literal": "no date"}), None);
    }
}
