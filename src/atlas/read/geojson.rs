//! GeoJSON: a feature collection, or one feature a line. Members stay findable by their line.

use std::collections::BTreeSet;

use geo::Geometry;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::{Place, Reference, Row, Table, Unreadable, measure, room_for_one_more};
use crate::atlas::finding::{Fault, Path};

#[derive(Deserialize)]
struct Collection<'a> {
    #[serde(borrow)]
    features: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    crs: Option<&'a RawValue>,
}

/// Reads a feature collection.
///
/// # Errors
/// When the text is no such JSON.
pub fn collection(text: &str) -> Result<Table<'_>, Unreadable> {
    let collection: Collection<'_> =
        serde_json::from_str(text).map_err(|error| not_json(text, &error))?;
    let mut table = Table::default();
    let mut known = BTreeSet::new();
    for feature in &collection.features {
        room_for_one_more(table.rows.len())?;
        let row = row(feature.get(), Place::Json { text, feature: feature.get() });
        note_columns(&row.properties, &mut table.columns, &mut known);
        table.rows.push(row);
    }
    table.reference = collection.crs.map_or(Reference::Unsaid, |crs| reference(crs.get()));
    Ok(table)
}

/// Reads features, one a line, each with or without the record separator of RFC 8142 before it.
///
/// # Errors
/// When a line is not JSON.
pub fn sequence(text: &str) -> Result<Table<'_>, Unreadable> {
    let mut table = Table::default();
    let mut known = BTreeSet::new();
    for (number, line) in (1..).zip(text.lines()) {
        let feature = line.trim_matches(|c: char| c.is_ascii_whitespace() || c == '\u{1E}');
        if feature.is_empty() {
            continue;
        }
        room_for_one_more(table.rows.len())?;
        if let Err(error) = serde_json::from_str::<&RawValue>(feature) {
            let reason = format!("a line holds one feature: {}", without_place(&error));
            return Err(Unreadable::at(number, reason));
        }
        let mut row = row(feature, Place::Json { text, feature });
        if row.properties.is_empty() && feature.contains("\"FeatureCollection\"") {
            row.faults = vec![Fault::at(Path::default(), "is a collection, not one feature")];
        }
        note_columns(&row.properties, &mut table.columns, &mut known);
        table.rows.push(row);
    }
    if table.rows.is_empty() {
        return Err(Unreadable::whole("holds no feature"));
    }
    Ok(table)
}

fn note_columns(
    properties: &Map<String, Value>,
    columns: &mut Vec<String>,
    known: &mut BTreeSet<String>,
) {
    for key in properties.keys() {
        if !known.contains(key) {
            known.insert(key.clone());
            columns.push(key.clone());
        }
    }
}

fn row<'a>(feature: &str, place: Place<'a>) -> Row<'a> {
    let mut row =
        Row { id: None, properties: Map::new(), geometry: None, place, faults: Vec::new() };
    let mut json: Map<String, Value> = match serde_json::from_str(feature) {
        Ok(json) => json,
        Err(error) => {
            let reason = format!("is not a feature: {}", without_place(&error));
            row.faults.push(Fault::at(Path::default(), reason));
            return row;
        }
    };
    row.id = json.remove("id").filter(|id| !id.is_null());
    match json.remove("properties") {
        Some(Value::Object(properties)) => row.properties = properties,
        None | Some(Value::Null) => {}
        Some(_) => row.faults.push(at("properties", "is not an object")),
    }
    if let Some(id) = row.id.as_ref().filter(|id| !id.is_string() && !id.is_number()) {
        let shown = crate::atlas::columns::shortened(id);
        row.faults.push(at("id", &format!("{shown} is not a text or a number")));
    }
    match json.remove("geometry").filter(|geometry| !geometry.is_null()).map(geometry) {
        None => {}
        Some(Ok(geometry)) => row.geometry = Some(geometry),
        Some(Err(reason)) => row.faults.push(at("geometry", &reason)),
    }
    row
}

fn at(member: &str, reason: &str) -> Fault {
    Fault::at(Path::default().key(member), reason)
}

fn geometry(json: Value) -> Result<Geometry<f64>, String> {
    let parsed: geojson::Geometry = serde_json::from_value(json)
        .map_err(|error| format!("is not a GeoJSON geometry: {error}"))?;
    if let Some(reason) = open_ring(&parsed.value) {
        return Err(reason.into());
    }
    let geometry = Geometry::try_from(parsed)
        .map_err(|error| format!("is not a GeoJSON geometry: {error}"))?;
    measure(&geometry).map_or(Ok(geometry), Err)
}

/// RFC 7946, 3.1.6: a linear ring has four or more positions, the last of them the first.
fn open_ring(value: &geojson::GeometryValue) -> Option<&'static str> {
    use geojson::GeometryValue;
    let of_polygon = |rings: &Vec<Vec<geojson::Position>>| {
        rings.iter().find_map(|ring| match (ring.first(), ring.last()) {
            _ if ring.len() < 4 => Some("has a ring of fewer than four positions"),
            (first, last) if first != last => {
                Some("has a ring that is not closed: its last position is not its first")
            }
            _ => None,
        })
    };
    match value {
        GeometryValue::Polygon { coordinates } => of_polygon(coordinates),
        GeometryValue::MultiPolygon { coordinates } => coordinates.iter().find_map(of_polygon),
        GeometryValue::GeometryCollection { geometries } => {
            geometries.iter().find_map(|inner| open_ring(&inner.value))
        }
        _ => None,
    }
}

/// The member `crs` of GeoJSON before RFC 7946.
fn reference(crs: &str) -> Reference {
    let json: Value = serde_json::from_str(crs).unwrap_or_default();
    if json.is_null() {
        return Reference::Unsaid;
    }
    match json.pointer("/properties/name").and_then(Value::as_str) {
        Some(name) => Reference::parse(name),
        None => Reference::Unknown(crate::atlas::columns::shortened(&json)),
    }
}

fn not_json(text: &str, error: &serde_json::Error) -> Unreadable {
    if error.is_eof() {
        let reason = format!("is cut off, or still being written: {}", without_place(error));
        return Unreadable::at(error.line().max(1), reason);
    }
    // Sequences are often named like collections.
    let second = text.lines().nth(1).map(|line| line.trim_start_matches('\u{1E}'));
    let sequence = second.is_some_and(|line| serde_json::from_str::<&RawValue>(line).is_ok())
        && text
            .trim_start_matches('\u{1E}')
            .lines()
            .next()
            .is_some_and(|line| serde_json::from_str::<&RawValue>(line).is_ok());
    if sequence {
        let reason = "holds one feature a line; such a file ends in .geojsons";
        return Unreadable::at(1, reason);
    }
    Unreadable::at(error.line().max(1), error.to_string())
}

/// The line is told by the finding already.
fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or(&text).to_owned()
}
