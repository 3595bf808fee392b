//! GeoJSON: a feature collection, or one feature a line. Members stay findable by their line.
//!
//! The text is gone through once to find where each feature begins and ends; what it says is read
//! when its turn comes, by several at a time.

use std::collections::BTreeMap;

use geo::Geometry;
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::limit::MAX_ROWS;
use super::rows::{Rows, Unread};
use super::{
    Place, Reference, Row, Table, Unreadable, Verbatim, measure, positions, room_for_one_more,
};
use crate::atlas::finding::{Fault, Path};
use crate::atlas::property;

#[derive(Deserialize)]
struct Collection<'a> {
    #[serde(borrow)]
    features: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    crs: Option<&'a RawValue>,
}

/// The members of a feature that count.
#[derive(Deserialize)]
struct Members<'a> {
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
    #[serde(borrow, default)]
    properties: Option<&'a RawValue>,
    #[serde(borrow, default)]
    geometry: Option<&'a RawValue>,
}

/// Reads a feature collection.
///
/// # Errors
/// When the text is no such JSON.
pub fn collection(text: &str) -> Result<Table<'_>, Unreadable> {
    let collection: Collection<'_> =
        serde_json::from_str(text).map_err(|error| not_json(text, &error))?;
    room_for_one_more(collection.features.len().saturating_sub(1).min(MAX_ROWS))?;
    let features: Vec<&str> = collection.features.iter().map(|feature| feature.get()).collect();
    Ok(Table {
        columns: columns(&features),
        rows: Rows::Unread(Unread { text, features, in_lines: false }),
        reference: collection.crs.map_or(Reference::Unsaid, |crs| reference(crs.get())),
        ..Table::default()
    })
}

/// Reads features, one a line, each with or without the record separator of RFC 8142 before it.
///
/// # Errors
/// When a line is not JSON.
pub fn sequence(text: &str) -> Result<Table<'_>, Unreadable> {
    let mut lines: Vec<(usize, &str)> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let feature = line.trim_matches(|c: char| c.is_ascii_whitespace() || c == '\u{1E}');
        if !feature.is_empty() {
            room_for_one_more(lines.len())?;
            lines.push((number, feature));
        }
    }
    let wrong = lines.par_iter().find_map_first(|(number, feature)| {
        let error = serde_json::from_str::<&RawValue>(feature).err()?;
        Some((*number, format!("a line holds one feature: {}", without_place(&error))))
    });
    if let Some((number, reason)) = wrong {
        return Err(Unreadable::at(number, reason));
    }
    if lines.is_empty() {
        return Err(Unreadable::whole("holds no feature"));
    }
    let features: Vec<&str> = lines.into_iter().map(|(_, feature)| feature).collect();
    Ok(Table {
        columns: columns(&features),
        rows: Rows::Unread(Unread { text, features, in_lines: true }),
        ..Table::default()
    })
}

/// Names of all properties, in the order in which they first appear.
fn columns(features: &[&str]) -> Vec<String> {
    let of_part = |part: &[&str]| {
        let (mut columns, mut known) = (Vec::new(), FxHashSet::default());
        for feature in part {
            let Some(properties) = members(feature).and_then(|members| members.properties) else {
                continue;
            };
            property::names(properties.get(), &mut |name| {
                if !known.contains(name) {
                    known.insert(name.to_owned());
                    columns.push(name.to_owned());
                }
            });
        }
        columns
    };
    let parts: Vec<Vec<String>> = features.par_chunks(FEATURES_AT_A_TIME).map(of_part).collect();
    let mut known = FxHashSet::default();
    parts.into_iter().flatten().filter(|column| known.insert(column.clone())).collect()
}

/// Features that one thread looks at before it looks for more: long enough not to be felt.
const FEATURES_AT_A_TIME: usize = 4_096;

/// The members of an object; a list, which could be taken for one, is none. Of two members of one name the last
/// counts.
fn members(feature: &str) -> Option<Members<'_>> {
    if !feature.starts_with('{') {
        return None;
    }
    serde_json::from_str(feature).ok().or_else(|| {
        let all: BTreeMap<String, &RawValue> = serde_json::from_str(feature).ok()?;
        let last = |name| all.get(name).copied().filter(|value| value.get() != "null");
        let (id, properties) = (last("id"), last("properties"));
        Some(Members { id, properties, geometry: last("geometry") })
    })
}

/// One property of a feature, without reading the others.
pub(super) fn cell(feature: &str, column: &str) -> Option<Value> {
    property::one(members(feature)?.properties?.get(), column)
}

/// Reads a feature of a file, each of which is a line or none is.
pub(super) fn row<'a>(unread: &Unread<'a>, feature: &'a str) -> Row<'a> {
    let place = Place::Json { text: unread.text, feature };
    let mut row = plain(feature, place).unwrap_or_else(|| any(feature, place));
    if unread.in_lines && row.properties.is_empty() && feature.contains("\"FeatureCollection\"") {
        row.faults = vec![Fault::at(Path::default(), "is a collection, not one feature")];
    }
    row
}

/// Reads a feature that is as nearly all are; `None` for any other, which may be sound all the same.
fn plain<'a>(feature: &'a str, place: Place<'a>) -> Option<Row<'a>> {
    let Members { id, properties, geometry } = members(feature)?;
    let id: Option<Value> = id.map(|id| serde_json::from_str(id.get())).transpose().ok()?;
    let of_text = |properties: &RawValue| serde_json::from_str(properties.get());
    let told: Map<String, Value> = properties.map(of_text).transpose().ok()?.unwrap_or_default();
    let shape = geometry.map(|geometry| positions::parse(geometry.get()));
    if id.as_ref().is_some_and(|id| !id.is_string() && !id.is_number()) || shape == Some(None) {
        return None;
    }
    let shape = shape.flatten();
    let verbatim = Verbatim {
        properties: properties
            .map(RawValue::get)
            .filter(|text| property::is_verbatim(text, property::count(&told))),
        geometry: geometry
            .map_or(Some("null"), |geometry| Some(geometry.get()))
            .filter(|_| shape.as_ref().is_none_or(|shape| shape.verbatim)),
    };
    let geometry = shape.map(|shape| shape.geometry);
    let large = geometry.as_ref().and_then(measure);
    let faults = large.map(|reason| at("geometry", &reason)).into_iter().collect::<Vec<_>>();
    let geometry = geometry.filter(|_| faults.is_empty());
    Some(Row { id, properties: told, geometry, place, faults, verbatim })
}

/// Reads any feature, and tells what is wrong with it.
fn any<'a>(feature: &str, place: Place<'a>) -> Row<'a> {
    let mut row = Row::at(place);
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

/// The geometry in the text of a geometry object that was accepted before, in whatever format.
pub fn geometry_of(text: &str) -> Option<Geometry<f64>> {
    let plain = positions::parse(text).map(|plain| plain.geometry);
    plain.or_else(|| serde_json::from_str::<geojson::Geometry>(text).ok()?.try_into().ok())
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
