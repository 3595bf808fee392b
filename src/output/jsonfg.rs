//! JSON-FG: GeoJSON whose features say what they are and when they lived.
//!
//! OGC Features and Geometries JSON, Part 1: Core, 1.0 (OGC 21-045r1). Positions are longitude and
//! latitude, so `geometry` has them and `place` is empty.

use std::io::Write;

use serde_json::{Value, json};

use crate::atlas::day::Span;
use crate::output::contents::{Contents, Row};
use crate::output::format::FileError;
use crate::output::geojson::{self, Extra};

/// What a document conforms to; stated once, in its outermost object.
pub const CONFORMS_TO: [&str; 2] = [
    "http://www.opengis.net/spec/json-fg-1/1.0/conf/core",
    "http://www.opengis.net/spec/json-fg-1/1.0/conf/types-schemas",
];

/// A file to take away, with licence, sources and a citation inside.
///
/// # Errors
/// When `out` does not take the bytes.
pub fn file(contents: &Contents<'_>, out: &mut dyn Write) -> Result<(), FileError> {
    let members = [("conformsTo", json!(CONFORMS_TO))];
    geojson::write_file(contents, &members, out, |row| Extra {
        members: members_of(row),
        ..Extra::default()
    })
}

/// What JSON-FG adds to a feature of GeoJSON.
#[must_use]
pub fn members_of(row: Row<'_>) -> Vec<(&'static str, Value)> {
    vec![
        ("featureType", json!(row.atlas.layer_of(row.hit.feature).id)),
        ("time", time(row.life.lifetime)),
        ("place", Value::Null),
    ]
}

/// A lifetime as an interval closed at both ends, two dots where it is open; `null` for what has no
/// date.
#[must_use]
pub fn time(lifetime: Option<Span>) -> Value {
    lifetime.map_or(
        Value::Null,
        |span| json!({"interval": [span.from.to_string(), span.last().to_string()]}),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::atlas::day::Day;

    #[test]
    fn a_lifetime_is_closed_and_its_open_ends_are_dots() {
        let day = |year, month, day| Day::from_ymd(year, month, day).expect("a date");
        let span = Span { from: day(2001, 12, 16), until: day(2014, 6, 3) };
        assert_eq!(time(Some(span)), json!({"interval": ["2001-12-16", "2014-06-02"]}));
        let open = Span { until: Day::END, ..span };
        assert_eq!(time(Some(open)), json!({"interval": ["2001-12-16", ".."]}));
        assert_eq!(time(None), Value::Null);
    }
}
