//! Records: one row of a data file becomes a [`Feature`], or a list of faults.

use geo::Geometry;
use serde_json::{Map, Value};

use crate::atlas::check;
use crate::atlas::claim::{Claim, Group};
use crate::atlas::columns::{Columns, Role, is_none};
use crate::atlas::conform::{self, Context, is_id};
use crate::atlas::date::Date;
use crate::atlas::feature::{self, Draft, Event, Feature, Timing};
use crate::atlas::finding::{Fault, Path};
use crate::atlas::read::{self, Row};
use crate::atlas::reading::{Reading, category_of, plain_day, unknown_category};
use crate::atlas::schema;
use crate::atlas::shared::Shared;
use crate::atlas::status::Status;
use crate::atlas::vocabulary::{LayerEntry, Names};

/// Longest id in bytes: it stands in addresses and in names of files.
const LONGEST_ID: usize = 200;

/// Reads the row at a position of its file. Paths of faults start at the feature.
pub fn read(reading: &Reading<'_>, row: Row<'_>, position: usize) -> (Option<Feature>, Vec<Fault>) {
    let layer = &reading.vocabulary.layers[reading.layer];
    let full = is_full(&row, layer);
    let id = id_of(&row, (!full).then_some((layer, reading.columns)));
    let Row { id: given, properties, geometry, mut faults, place, verbatim } = row;
    let verbatim = reading.text.and_then(|text| in_file(text, place, &verbatim));
    if let Some(geometry) = &geometry {
        let at = Path::default().key("geometry");
        let found = check::geometry(geometry).into_iter();
        faults.extend(found.map(|fault| Fault::at(at.clone(), fault.reason)));
    }
    if full {
        let found = check_record(reading, layer, &properties, geometry.as_ref());
        faults.extend(
            found
                .into_iter()
                .map(|fault| Fault { path: in_properties(&fault.path), reason: fault.reason }),
        );
        let broken = faults.iter().any(|fault| fault.path.to_string() == "geometry");
        if geometry.is_none() && !broken {
            faults.push(Fault::at(Path::default().key("geometry"), "is missing"));
        }
        if !is_id(&id) {
            let reason = "is not an id of lower-case letters, digits and hyphens";
            faults.push(Fault::at(Path::default().key("id"), reason));
        }
    } else if id.len() > LONGEST_ID || id.contains(char::is_control) {
        let reason = format!("is not an id: more than {LONGEST_ID} bytes, or control characters");
        faults.push(Fault::at(Path::default().key("id"), reason));
    }
    if !faults.is_empty() {
        return (None, faults);
    }
    let named = id.clone();
    let id = if id.is_empty() { format!("{}-{}", layer.id, position + 1) } else { id };
    let label = given.filter(Value::is_string).map_or_else(|| id.clone(), |_| named);
    let content = Content { properties, geometry, verbatim };
    match build(reading, layer, (id, label), content) {
        Ok(feature) => (Some(feature), Vec::new()),
        Err(faults) => {
            let inside = |fault: Fault| Fault::at(in_properties(&fault.path), fault.reason);
            (None, faults.into_iter().map(inside).collect())
        }
    }
}

/// Whether a row is a record of ours, with claims or an event, not a feature of any table.
#[must_use]
pub fn is_full(row: &Row<'_>, layer: &LayerEntry) -> bool {
    layer.events || has_claims(&|member| row.properties.contains_key(member))
}

/// Whether a row that has some members is a record with claims. What an atlas gives away is none, claims or
/// not: it is the answer to a question and says what held at its moment, which no record does.
#[must_use]
pub fn has_claims(has: &dyn Fn(&str) -> bool) -> bool {
    has("claims") && !ANSWERED.iter().all(|member| has(member))
}

/// Members of every feature in an answer, which no record has.
const ANSWERED: [&str; 3] = ["layer", "status_since", "status_planned"];

/// The id of a row: that of its format, else that of its column; empty where it has none. Numbers
/// count in their file only, so in plain data, whose layer is given, they follow its id.
#[must_use]
pub fn id_of(row: &Row<'_>, plain: Option<(&LayerEntry, &Columns)>) -> String {
    let column = plain.and_then(|(_, columns)| columns.of(Role::Id));
    let told = |value: &&Value| !is_none(value);
    let named = column.and_then(|column| row.properties.get(column)).filter(told);
    let guessed = plain
        .is_some_and(|(_, columns)| columns.found(Role::Id).is_some_and(|found| found.guessed));
    // Text of the format itself goes before a guess; a named column before all.
    let own = row.id.as_ref().filter(told);
    let own_first = guessed && own.is_some_and(Value::is_string);
    let id = if own_first { own } else { named.or(own) };
    match (id, plain) {
        (Some(Value::String(id)), _) => id.clone(),
        (Some(Value::Number(id)), Some((layer, _))) => format!("{}-{id}", layer.id),
        (Some(Value::Number(id)), None) => id.to_string(),
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
    Some(Fault::at(Path::default().key("category"), unknown_category(layer, category)))
}

fn build(
    reading: &Reading<'_>,
    layer: &LayerEntry,
    (id, label): (String, String),
    Content { properties, geometry, verbatim }: Content,
) -> Result<Feature, Vec<Fault>> {
    let columns = reading.columns;
    let name_column = columns.of(Role::Name).unwrap_or("name");
    let name = names(properties.get(name_column), &label);
    let short = properties.get("short").map(|short| names(Some(short), &label));
    let position = properties.get("position");
    let of_position = |key: &str| position.and_then(|position| position.get(key));
    let point = of_position("point").and_then(lon_lat);
    let timing = read_timing(reading, layer, &properties);
    let category = category_of(reading, layer, &properties);
    let (timing, category) = match (timing, category) {
        (Ok(timing), Ok(category)) => (timing, category),
        (timing, category) => {
            return Err(timing.err().into_iter().flatten().chain(category.err()).collect());
        }
    };
    let draft = Draft {
        id,
        category,
        name,
        short,
        countries: texts(properties.get("countries")),
        sourced: is_sourced(&properties),
        point,
        quality: text(of_position("quality")).unwrap_or_default().to_owned(),
        accuracy_km: of_position("accuracy_km").and_then(Value::as_f64),
        part_qualities: part_qualities(of_position("parts")),
        disputed: flag(properties.get("disputed")),
        geometry,
        properties,
        verbatim,
    };
    Ok(Feature::new(reading.layer, timing, draft))
}

/// What a row holds.
struct Content {
    properties: Map<String, Value>,
    geometry: Option<Geometry<f64>>,
    verbatim: Option<feature::Verbatim>,
}

/// Where the JSON of a row stands in the text of its file, if all of it does.
fn in_file(
    text: &Shared,
    place: read::Place<'_>,
    verbatim: &read::Verbatim<'_>,
) -> Option<feature::Verbatim> {
    let read::Place::Json { feature, .. } = place else { return None };
    let whole = text.piece_of(feature)?;
    let geometry = text.piece_of(verbatim.geometry?)?;
    let properties = text.piece_of(verbatim.properties?)?;
    Some(feature::Verbatim { text: text.clone(), whole, geometry, properties })
}

fn read_timing(
    reading: &Reading<'_>,
    layer: &LayerEntry,
    properties: &Map<String, Value>,
) -> Result<Timing, Vec<Fault>> {
    let one = |fault: Fault| vec![fault];
    if layer.events {
        return Ok(Timing::Event(Box::new(Event {
            date: date(properties, "date")
                .and_then(|date| {
                    date.ok_or_else(|| Fault::at(Path::default().key("date"), "is missing"))
                })
                .map_err(one)?,
            planned: flag(properties.get("planned")),
            stated_on: date(properties, "stated_on").map_err(one)?,
            source: text(properties.get("date_source")).map(str::to_owned),
            unverified: flag(properties.get("date_unverified")),
        })));
    }
    if properties.contains_key("claims") {
        return read_claims(properties).map(Timing::Claims).map_err(one);
    }
    let read = |role: Role| plain_day(reading, properties, reading.columns.of(role));
    let (start, end) = match (read(Role::Start), read(Role::End)) {
        (Ok(start), Ok(end)) => (start, end),
        (start, end) => return Err(start.err().into_iter().chain(end.err()).collect()),
    };
    if let (Some(start), Some(end)) = (&start, &end)
        && end.latest() < start.earliest()
    {
        let reason = format!("'{}' lies before the start, '{}'", end.text(), start.text());
        let column = reading.columns.of(Role::End).unwrap_or_default();
        return Err(vec![Fault::at(Path::default().key(column), reason)]);
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

/// A date of a record.
fn date(map: &Map<String, Value>, key: &str) -> Result<Option<Date>, Fault> {
    let at = || Path::default().key(key);
    match map.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => {
            Date::parse(text).map(Some).map_err(|error| Fault::at(at(), error.to_string()))
        }
        Some(other) => Err(Fault::at(at(), format!("{other} is not a date"))),
    }
}

fn names(value: Option<&Value>, id: &str) -> Names {
    match value {
        Some(Value::Object(map)) => map
            .iter()
            .filter_map(|(language, name)| Some((language.clone(), name.as_str()?.to_owned())))
            .collect(),
        Some(Value::String(name)) if !name.trim().is_empty() => {
            Names::from([("en".to_owned(), name.clone())])
        }
        Some(Value::Number(name)) => Names::from([("en".to_owned(), name.to_string())]),
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
