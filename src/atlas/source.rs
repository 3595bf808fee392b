//! Sources: each citation once, as CSL-JSON (`sources.json`).

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::value::RawValue;

use crate::atlas::check;
use crate::atlas::date::Date;
use crate::atlas::finding::{Fault, Finding, Path};
use crate::atlas::layers::of_json;
use crate::atlas::locate::Lines;

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

/// Reads `sources.json`; `None` where it is no list. A source with a fault is kept as far as it can
/// be read, so that claims that name it are not at fault too.
pub(super) fn read(text: &str, findings: &mut Vec<Finding>) -> Option<Sources> {
    const FILE: &str = "sources.json";
    let items: Vec<&RawValue> = match serde_json::from_str(text) {
        Ok(items) => items,
        Err(error) => {
            findings.push(of_json(FILE, &error));
            return None;
        }
    };
    let mut sources = Sources::new();
    let mut at = BTreeMap::new();
    let lines = Lines::of(text);
    for item in items {
        let (source, mut faults) = read_source(item.get());
        let id = source.id.clone();
        if sources.contains_key(&id) {
            let reason = format!("'{id}' stands there twice");
            faults.push(Fault::at(Path::default().key("id"), reason));
        } else if !id.is_empty() {
            at.insert(id.clone(), lines.line_of(item.get(), &Path::default()));
            sources.insert(id.clone(), source);
        }
        findings.extend(faults.into_iter().map(|fault| Finding {
            file: FILE.into(),
            line: lines.line_of(item.get(), &fault.path),
            id: id.clone(),
            field: fault.path.to_string(),
            reason: fault.reason,
        }));
    }
    for (id, reason) in check::no_source_twice(&sources) {
        let line = at.get(&id).copied().unwrap_or(1);
        findings.push(Finding { file: FILE.into(), line, id, field: String::new(), reason });
    }
    Some(sources)
}

fn read_source(text: &str) -> (Source, Vec<Fault>) {
    let csl: Value = serde_json::from_str(text).unwrap_or_default();
    let mut faults = Vec::new();
    for member in ["id", "title"] {
        if csl.get(member).and_then(Value::as_str).is_none_or(str::is_empty) {
            faults.push(Fault::at(Path::default().key(member), "is missing"));
        }
    }
    let issued = csl.get("issued").map(date_of_csl);
    if let Some(Err(reason)) = &issued {
        faults.push(Fault::at(Path::default().key("issued"), reason));
    }
    let id = csl.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
    (Source { id, issued: issued.and_then(Result::ok), csl }, faults)
}

fn date_of_csl(issued: &Value) -> Result<Date, String> {
    let text = edtf_of_csl(issued).ok_or("has neither date-parts nor raw")?;
    Date::parse(&text).map_err(|error| error.to_string())
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
