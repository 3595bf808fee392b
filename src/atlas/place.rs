//! Places: towns, regions, countries and natural features by name, for search and labels.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::atlas::date::{Date, DateError};
use crate::atlas::day::{Day, Span};
use crate::atlas::finding::Finding;
use crate::atlas::layers::{of_file, of_json};
use crate::atlas::vocabulary::Names;

/// A named place.
#[derive(Debug, Clone)]
pub struct Place {
    /// Identifier, stable.
    pub id: String,
    /// `capital`, `town`, `lake`, `region`, …
    pub kind: String,
    /// Names by language.
    pub name: Names,
    /// When it is there, as wide as its dates allow.
    pub span: Span,
    /// Names with the days on which it had them: those of other times, and where one of them ends, the one of today.
    pub dated: Vec<DatedName>,
    /// Longitude and latitude of its label.
    pub lon_lat: [f64; 2],
    /// 1 is shown first.
    pub rank: u32,
}

/// Names that a place had for a while.
#[derive(Debug, Clone)]
pub struct DatedName {
    /// Names by language.
    pub name: Names,
    /// When it had them, as wide as the dates allow.
    pub span: Span,
}

#[derive(Deserialize)]
struct Lists {
    #[serde(default)]
    places: Vec<Value>,
    #[serde(default)]
    regions: Vec<Value>,
    #[serde(default)]
    countries: Vec<Value>,
    #[serde(default)]
    physical: Vec<Value>,
}

/// Reads `places.json`: the places, without entries that have no point (countries out of view), and
/// the names of all countries by their code.
pub(super) fn read(
    text: &str,
    findings: &mut Vec<Finding>,
) -> (Vec<Place>, BTreeMap<String, Names>) {
    let lists: Lists = match serde_json::from_str(text) {
        Ok(lists) => lists,
        Err(error) => {
            findings.push(of_json("places.json", &error));
            return (Vec::new(), BTreeMap::new());
        }
    };
    let mut of_kind = |list: &[Value], kind: &str| -> Vec<Place> {
        list.iter().filter_map(|value| place(value, kind, findings)).collect()
    };
    let country =
        |value: &Value| Some((value.get("iso")?.as_str()?.to_owned(), names(value.get("name")?)?));
    let countries = lists.countries.iter().filter_map(country).collect();
    let places = [
        of_kind(&lists.places, "town"),
        of_kind(&lists.regions, "region"),
        of_kind(&lists.countries, "country"),
        of_kind(&lists.physical, "physical"),
    ]
    .concat();
    (places, countries)
}

fn place(value: &Value, kind: &str, findings: &mut Vec<Finding>) -> Option<Place> {
    let id = value.get("id")?.as_str()?;
    let mut span_of = |value: &Value| {
        span(value).unwrap_or_else(|error| {
            findings.push(of_file("places.json", format!("{id}: {error}")));
            Span::ALWAYS
        })
    };
    let dated = value.get("names").and_then(Value::as_array);
    Some(Place {
        id: id.to_owned(),
        kind: value.get("kind").and_then(Value::as_str).unwrap_or(kind).to_owned(),
        name: names(value.get("name")?)?,
        span: span_of(value),
        dated: dated
            .into_iter()
            .flatten()
            .filter_map(|entry| {
                Some(DatedName { name: names(entry.get("name")?)?, span: span_of(entry) })
            })
            .collect(),
        lon_lat: point(value)?,
        rank: value
            .get("rank")
            .and_then(Value::as_u64)
            .and_then(|rank| u32::try_from(rank).ok())
            .unwrap_or(4),
    })
}

fn names(value: &Value) -> Option<Names> {
    serde_json::from_value(value.clone()).ok()
}

/// From the first possible day of `from` up to the last possible day of `until`, which is the day of what came next.
fn span(value: &Value) -> Result<Span, DateError> {
    let date = |key: &str| value.get(key).and_then(Value::as_str).map(Date::parse).transpose();
    Ok(Span {
        from: date("from")?.map_or(Day::BEGINNING, |date| date.earliest()),
        until: date("until")?.map_or(Day::END, |date| date.latest()),
    })
}

/// The place's own point, or the middle of the line its label follows.
fn point(value: &Value) -> Option<[f64; 2]> {
    let number = |key: &str| value.get(key).and_then(Value::as_f64);
    if let (Some(lon), Some(lat)) = (number("lon"), number("lat")) {
        return Some([lon, lat]);
    }
    let geometry = value.get("geometry")?;
    let coordinates = geometry.get("coordinates")?.as_array()?;
    let pair = match geometry.get("type")?.as_str()? {
        "Point" => coordinates.as_slice(),
        _ => coordinates.get(coordinates.len() / 2)?.as_array()?.as_slice(),
    };
    Some([pair.first()?.as_f64()?, pair.get(1)?.as_f64()?])
}
