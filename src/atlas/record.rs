//! Records: one GeoJSON feature of a data file becomes a [`Feature`], or a list of faults.

use geo::Geometry;
use serde_json::{Map, Value};

use crate::atlas::check;
use crate::atlas::claim::{Claim, Group};
use crate::atlas::conform::{self, Context, is_id};
use crate::atlas::date::Date;
use crate::atlas::feature::{Event, Feature, Slices, Timing, anchor_of, bbox_of, length_of};
use crate::atlas::finding::{Fault, Path};
use crate::atlas::schema;
use crate::atlas::source::Sources;
use crate::atlas::status::Status;
use crate::atlas::vocabulary::{LayerEntry, Names, Vocabulary};

/// What a record is read with.
pub struct Reading<'a> {
    /// Layers and categories.
    pub vocabulary: &'a Vocabulary,
    /// Sources that claims may name.
    pub sources: &'a Sources,
    /// Position of the layer in the vocabulary.
    pub layer: usize,
}

/// Reads the feature at a position of its file. Paths of faults start at the feature.
pub fn read(reading: &Reading<'_>, text: &str, position: usize) -> (Option<Feature>, Vec<Fault>) {
    let json: Value = match serde_json::from_str(text) {
        Ok(json) => json,
        Err(error) => return (None, vec![Fault::at(Path::default(), error.to_string())]),
    };
    let empty = Map::new();
    let properties = json.get("properties").and_then(Value::as_object).unwrap_or(&empty);
    let (geometry, mut faults) = read_geometry(&json);
    let layer = &reading.vocabulary.layers[reading.layer];
    let full = properties.contains_key("claims") || layer.events;
    if full {
        let found = check_record(reading, layer, properties, geometry.as_ref());
        faults.extend(
            found
                .into_iter()
                .map(|fault| Fault { path: in_properties(&fault.path), reason: fault.reason }),
        );
        if json.get("geometry").is_none_or(Value::is_null) {
            faults.push(Fault::at(Path::default().key("geometry"), "is missing"));
        }
        if !is_id(&id_of(text)) {
            let reason = "is not an id of lower-case letters, digits and hyphens";
            faults.push(Fault::at(Path::default().key("id"), reason));
        }
    }
    if !faults.is_empty() {
        return (None, faults);
    }
    let id = match id_of(text) {
        id if id.is_empty() => format!("{}-{}", layer.id, position + 1),
        id => id,
    };
    match build(reading, layer, id, properties, geometry) {
        Ok(feature) => (Some(feature), Vec::new()),
        Err(fault) => (None, vec![Fault::at(in_properties(&fault.path), fault.reason)]),
    }
}

/// The id of a feature; empty where it has none.
#[must_use]
pub fn id_of(text: &str) -> String {
    #[derive(serde::Deserialize)]
    struct WithId {
        id: Option<Value>,
    }
    match serde_json::from_str::<WithId>(text).ok().and_then(|feature| feature.id) {
        Some(Value::String(id)) => id,
        Some(Value::Number(id)) => id.to_string(),
        _ => String::new(),
    }
}

/// A path inside the properties, seen from the feature.
#[must_use]
pub fn in_properties(path: &Path) -> Path {
    use crate::atlas::finding::Step;
    path.steps().iter().fold(Path::default().key("properties"), |way, step| match step {
        Step::Key(key) => way.key(key),
        Step::Index(index) => way.index(*index),
    })
}

fn read_geometry(json: &Value) -> (Option<Geometry<f64>>, Vec<Fault>) {
    let at = Path::default().key("geometry");
    let Some(value) = json.get("geometry").filter(|value| !value.is_null()) else {
        return (None, Vec::new());
    };
    let parsed = geojson::Geometry::deserialize_from(value);
    let geometry =
        match parsed.and_then(|geometry| Geometry::try_from(geometry).map_err(|e| e.to_string())) {
            Ok(geometry) => geometry,
            Err(reason) => {
                return (None, vec![Fault::at(at, format!("is not a GeoJSON geometry: {reason}"))]);
            }
        };
    let faults = check::geometry(&geometry)
        .into_iter()
        .map(|fault| Fault::at(at.clone(), fault.reason))
        .collect();
    (Some(geometry), faults)
}

trait FromValue: Sized {
    fn deserialize_from(value: &Value) -> Result<Self, String>;
}

impl FromValue for geojson::Geometry {
    fn deserialize_from(value: &Value) -> Result<Self, String> {
        serde_json::from_value(value.clone()).map_err(|error| error.to_string())
    }
}

fn check_record(
    reading: &Reading<'_>,
    layer: &LayerEntry,
    properties: &Map<String, Value>,
    geometry: Option<&Geometry<f64>>,
) -> Vec<Fault> {
    let context = Context { sources: reading.sources };
    let members = if layer.events { schema::EVENT } else { schema::RECORD };
    let mut faults = conform::object(members, properties, &Path::default(), &context);
    faults.extend(known_category(layer, properties));
    faults.extend(geometry.and_then(|found| check::parts_match_lines(found, properties)));
    faults.extend(check::unsourced_is_marked(properties));
    let claims = properties.get("claims").and_then(Value::as_array);
    faults.extend(check::status_goes_with_phase(claims.map_or(&[], Vec::as_slice)));
    if faults.is_empty()
        && let Ok(claims) = read_claims(properties)
    {
        faults.extend(check::one_is_preferred(&claims));
        faults.extend(check::status_runs_forward(&claims));
        faults.extend(check::source_is_not_older(&claims, reading.sources));
    }
    faults
}

fn known_category(layer: &LayerEntry, properties: &Map<String, Value>) -> Option<Fault> {
    let category = properties.get("category")?.as_str()?;
    if layer.categories.iter().any(|known| known.id == category) {
        return None;
    }
    let known: Vec<&str> = layer.categories.iter().map(|known| known.id.as_str()).collect();
    let reason = format!("'{category}' is not a category of {}: {}", layer.id, known.join(", "));
    Some(Fault::at(Path::default().key("category"), reason))
}

fn build(
    reading: &Reading<'_>,
    layer: &LayerEntry,
    id: String,
    properties: &Map<String, Value>,
    geometry: Option<Geometry<f64>>,
) -> Result<Feature, Fault> {
    let name = names(properties.get("name"), &id);
    let short =
        properties.get("short").map_or_else(|| name.clone(), |short| names(Some(short), &id));
    let position = properties.get("position");
    let of_position = |key: &str| position.and_then(|position| position.get(key));
    let anchor = match of_position("point").and_then(lon_lat) {
        Some(point) => Some(point),
        None => geometry.as_ref().and_then(anchor_of),
    };
    let timing = read_timing(reading, layer, properties)?;
    Ok(Feature {
        layer: reading.layer,
        category: category_of(layer, properties),
        countries: texts(properties.get("countries")),
        sourced: is_sourced(properties),
        bbox: geometry.as_ref().and_then(bbox_of),
        length_km: geometry.as_ref().and_then(length_of),
        anchor,
        quality: text(of_position("quality")).unwrap_or_default().to_owned(),
        accuracy_km: of_position("accuracy_km").and_then(Value::as_f64),
        part_qualities: part_qualities(of_position("parts")),
        disputed: flag(properties.get("disputed")),
        json: slices(geometry.as_ref(), properties),
        properties: properties.clone(),
        id,
        name,
        short,
        timing,
        geometry,
    })
}

fn read_timing(
    reading: &Reading<'_>,
    layer: &LayerEntry,
    properties: &Map<String, Value>,
) -> Result<Timing, Fault> {
    if layer.events {
        return Ok(Timing::Event(Event {
            date: date(properties, "date")?
                .ok_or_else(|| Fault::at(Path::default().key("date"), "is missing"))?,
            planned: flag(properties.get("planned")),
            stated_on: date(properties, "stated_on")?,
            source: text(properties.get("date_source")).map(str::to_owned),
            unverified: flag(properties.get("date_unverified")),
        }));
    }
    if properties.contains_key("claims") {
        return read_claims(properties).map(Timing::Claims);
    }
    let columns = &reading.vocabulary.time;
    let (start, end) = (date(properties, &columns.start)?, date(properties, &columns.end)?);
    if let (Some(start), Some(end)) = (&start, &end)
        && end.latest() < start.earliest()
    {
        let reason = format!("'{}' lies before the start, '{}'", end.text(), start.text());
        return Err(Fault::at(Path::default().key(&columns.end), reason));
    }
    Ok(Timing::Plain { start, end })
}

fn read_claims(properties: &Map<String, Value>) -> Result<Vec<Claim>, Fault> {
    let claims = properties.get("claims").and_then(Value::as_array);
    claims
        .into_iter()
        .flatten()
        .enumerate()
        .map(|(index, claim)| {
            read_claim(claim).map_err(|fault| {
                let at = Path::default().key("claims").index(index);
                let inner = fault.path.to_string();
                Fault::at(at.key(&inner), fault.reason)
            })
        })
        .collect()
}

fn read_claim(claim: &Value) -> Result<Claim, Fault> {
    let empty = Map::new();
    let map = claim.as_object().unwrap_or(&empty);
    let status = text(map.get("status")).and_then(Status::parse);
    let phase =
        map.get("phase").and_then(Value::as_u64).and_then(|phase| u32::try_from(phase).ok());
    Ok(Claim {
        kind: text(map.get("kind")).unwrap_or_default().to_owned(),
        group: status.zip(phase).map(|(status, phase)| Group { status, phase }),
        date: date(map, "date")?
            .ok_or_else(|| Fault::at(Path::default().key("date"), "is missing"))?,
        planned: flag(map.get("planned")),
        stated_on: date(map, "stated_on")?,
        user: text(map.get("user")).map(str::to_owned),
        source: text(map.get("source")).map(str::to_owned),
        unverified: flag(map.get("unverified")),
        preferred: flag(map.get("preferred")),
    })
}

/// A date column; plain data also writes years as numbers, and an empty text for no date.
fn date(map: &Map<String, Value>, key: &str) -> Result<Option<Date>, Fault> {
    let at = || Path::default().key(key);
    let text = match map.get(key) {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::String(text)) if text.is_empty() => return Ok(None),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(year)) if year.is_i64() => format!("{:04}", year.as_i64().unwrap_or(0)),
        Some(other) => return Err(Fault::at(at(), format!("{other} is not a date"))),
    };
    Date::parse(&text).map(Some).map_err(|error| Fault::at(at(), error.to_string()))
}

fn category_of(layer: &LayerEntry, properties: &Map<String, Value>) -> String {
    let named = text(properties.get("category"))
        .filter(|category| layer.categories.iter().any(|known| known.id == *category));
    let first = layer.categories.first().map(|category| category.id.as_str());
    named.or(first).unwrap_or_default().to_owned()
}

fn names(value: Option<&Value>, id: &str) -> Names {
    match value {
        Some(Value::Object(map)) => map
            .iter()
            .filter_map(|(language, name)| Some((language.clone(), name.as_str()?.to_owned())))
            .collect(),
        Some(Value::String(name)) => Names::from([("en".to_owned(), name.clone())]),
        _ => Names::from([("en".to_owned(), id.to_owned())]),
    }
}

fn is_sourced(properties: &Map<String, Value>) -> bool {
    match properties.get("claims").and_then(Value::as_array) {
        Some(claims) => claims.iter().all(|claim| claim.get("source").is_some()),
        None => properties.contains_key("date_source"),
    }
}

fn part_qualities(parts: Option<&Value>) -> Vec<String> {
    let parts = parts.and_then(Value::as_array);
    parts
        .into_iter()
        .flatten()
        .filter_map(|part| Some(text(part.get("quality"))?.to_owned()))
        .collect()
}

fn slices(geometry: Option<&Geometry<f64>>, properties: &Map<String, Value>) -> Slices {
    let geometry = geometry.map_or_else(
        || "null".to_owned(),
        |geometry| geojson::GeometryValue::from(geometry).to_string(),
    );
    let object = Value::Object(properties.clone()).to_string();
    let inner = object.strip_prefix('{').and_then(|text| text.strip_suffix('}'));
    Slices { geometry, properties: inner.unwrap_or_default().to_owned() }
}

fn lon_lat(value: &Value) -> Option<[f64; 2]> {
    let pair = value.as_array()?;
    Some([pair.first()?.as_f64()?, pair.get(1)?.as_f64()?])
}

fn texts(value: Option<&Value>) -> Vec<String> {
    let list = value.and_then(Value::as_array);
    list.into_iter().flatten().filter_map(|text| Some(text.as_str()?.to_owned())).collect()
}

fn text(value: Option<&Value>) -> Option<&str> {
    value?.as_str()
}

fn flag(value: Option<&Value>) -> bool {
    value.and_then(Value::as_bool).unwrap_or(false)
}
