//! CSV, one row a feature: UTF-8, comma, CRLF, a header row (RFC 4180).
//!
//! Texts that a spreadsheet would run as a formula get a leading apostrophe.

use csv::WriterBuilder;
use geo::Geometry;
use serde_json::Value;

use crate::atlas::Atlas;
use crate::atlas::day::Day;
use crate::atlas::feature::Feature;
use crate::output::credit;
use crate::store::{Answer, Hit};

const COLUMNS: &[&str] = &[
    "id",
    "layer",
    "category",
    "name",
    "status",
    "status_since",
    "status_certainty",
    "status_planned",
    "status_changed",
    "user",
    "countries",
    "longitude",
    "latitude",
    "geometry",
    "quality",
    "accuracy_km",
    "summary",
    "licence",
    "attribution",
    "sources",
    "citation",
];

/// The rows of an answer. `sources` holds full citations, so that a row can stand alone.
///
/// # Errors
/// When a row cannot be written.
pub fn file(
    atlas: &Atlas,
    answer: &Answer<'_>,
    asked: &credit::Asked,
) -> Result<Vec<u8>, csv::Error> {
    let mut writer = WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    let citation = credit::citation(atlas, asked);
    for hit in &answer.hits {
        writer.write_record(row(atlas, hit, &citation).iter().map(|field| harmless(field)))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

fn row(atlas: &Atlas, hit: &Hit<'_>, citation: &str) -> Vec<String> {
    let feature = hit.feature;
    let state = &hit.state;
    let position = |member: &str| {
        let found = feature.properties.get("position").and_then(|position| position.get(member));
        found.and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let degree = |index: usize| feature.anchor.map_or(String::new(), |at| at[index].to_string());
    let certainty = state.status.map(|_| if state.certain { "certain" } else { "possible" });
    let number = |number: Option<f64>| number.map_or(String::new(), |number| number.to_string());
    vec![
        feature.id.clone(),
        atlas.layer_of(feature).id.clone(),
        feature.category.clone(),
        feature.name.get("en").cloned().unwrap_or_default(),
        state.status.unwrap_or_default().to_owned(),
        state.since.clone().unwrap_or_default(),
        certainty.unwrap_or_default().to_owned(),
        state.planned.to_string(),
        state.changed.to_string(),
        state.users.join(" "),
        feature.countries.join(" "),
        degree(0),
        degree(1),
        feature.geometry.as_ref().map_or("", kind).to_owned(),
        feature.quality.clone(),
        number(feature.accuracy_km),
        feature.properties.get("summary").and_then(Value::as_str).unwrap_or_default().to_owned(),
        position("licence"),
        position("attribution"),
        citations(atlas, feature, hit.as_of).join(" | "),
        citation.to_owned(),
    ]
}

/// The full citations of every source that a feature names.
pub(super) fn citations(atlas: &Atlas, feature: &Feature, as_of: Option<Day>) -> Vec<String> {
    let sources = credit::sources(atlas, &[feature], as_of);
    let keys = sources.as_object().into_iter().flat_map(|map| map.keys());
    keys.filter_map(|key| Some(atlas.sources().get(key)?.citation())).collect()
}

const fn kind(geometry: &Geometry<f64>) -> &'static str {
    match geometry {
        Geometry::Point(_) => "Point",
        Geometry::MultiPoint(_) => "MultiPoint",
        Geometry::LineString(_) | Geometry::Line(_) => "LineString",
        Geometry::MultiLineString(_) => "MultiLineString",
        Geometry::Polygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => "Polygon",
        Geometry::MultiPolygon(_) => "MultiPolygon",
        Geometry::GeometryCollection(_) => "GeometryCollection",
    }
}

/// Rows below the names of their columns, harmless to spreadsheets.
pub(super) fn table(
    columns: &[&str],
    rows: impl Iterator<Item = Vec<String>>,
) -> Result<Vec<u8>, ::csv::Error> {
    let mut writer =
        WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(columns)?;
    for row in rows {
        writer.write_record(row.iter().map(|field| harmless(field)))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// OWASP, "CSV Injection": a field that begins with one of these is run by spreadsheets.
pub(super) fn harmless(field: &str) -> String {
    let number = field.parse::<f64>().is_ok();
    if field.starts_with(['=', '+', '-', '@', '\t', '\r']) && !number {
        format!("'{field}")
    } else {
        field.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_made_harmless_and_numbers_stay() {
        assert_eq!(harmless("=1+1"), "'=1+1");
        assert_eq!(harmless("-12.5"), "-12.5");
        assert_eq!(harmless("Osh"), "Osh");
    }
}
