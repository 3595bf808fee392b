//! GeoJSON, from slices serialised at load: features with what holds of them, collections, files.

use std::borrow::Cow;
use std::io::Write;

use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use crate::atlas::Atlas;
use crate::atlas::chronicle::Life;
use crate::atlas::column::is_told_of_all;
use crate::atlas::day::{Day, Span};
use crate::atlas::feature::{Feature, Timing};
use crate::atlas::fold::Period;
use crate::atlas::outcome::{Dated, Outcome, outcomes};
use crate::output::contents::{Contents, Row};
use crate::output::format::FileError;
use crate::output::{credit, json_text, known};
use crate::store::{Answer, Hit};

/// Appends a feature: its authored properties, then `layer` and what holds at the moment asked
/// for, then `more` properties and `foreign` members of the feature itself.
pub fn write_feature(out: &mut Vec<u8>, atlas: &Atlas, hit: &Hit<'_>, extra: &Extra) {
    let feature = hit.feature;
    out.extend_from_slice(b"{\"type\":\"Feature\",\"id\":");
    json_text::value(out, &feature.id());
    if let Some(bbox) = feature.bbox() {
        json_text::member(out, "bbox", &bbox);
    }
    out.extend_from_slice(b",\"geometry\":");
    out.extend_from_slice(feature.geometry_json().as_bytes());
    out.extend_from_slice(b",\"properties\":");
    write_properties(out, atlas, hit, &extra.properties);
    json_text::members(out, &extra.members);
    out.push(b'}');
}

/// About how many bytes [`write_feature`] appends.
fn size(hit: &Hit<'_>) -> usize {
    let feature = hit.feature;
    feature.geometry_json().len() + feature.properties_json().len() + ADDED_BYTES
}

/// Bytes of a feature that are not authored; a guess.
const ADDED_BYTES: usize = 384;

/// Appends the object of all properties of a feature, with `more` at its end.
pub(super) fn write_properties(
    out: &mut Vec<u8>,
    atlas: &Atlas,
    hit: &Hit<'_>,
    more: &[(&'static str, Value)],
) {
    let feature = hit.feature;
    out.push(b'{');
    let before = out.len();
    write_authored(out, atlas, hit, more);
    if out.len() > before {
        out.push(b',');
    }
    out.extend_from_slice(b"\"layer\":");
    json_text::value(out, &atlas.layer_of(feature).id);
    each_held(atlas, hit, |name, held| json_text::member(out, name, &held));
    json_text::members(out, more);
    out.push(b'}');
}

/// Appends the authored properties without the braces. Columns of plain data may have the names of
/// what is worked out; what is worked out stands then, and once.
fn write_authored(out: &mut Vec<u8>, atlas: &Atlas, hit: &Hit<'_>, more: &[(&'static str, Value)]) {
    let own = match hit.as_of {
        None => Cow::Borrowed(hit.feature.properties_json()),
        Some(day) => {
            let known = Value::Object(known::properties(atlas, hit.feature, day)).to_string();
            Cow::Owned(known[1..known.len() - 1].to_owned())
        }
    };
    if matches!(hit.feature.timing, Timing::Plain { .. }) {
        json_text::without(out, &own, |name| {
            is_told_of_all(name) || more.iter().any(|(of_more, _)| *of_more == name)
        });
    } else {
        out.extend_from_slice(own.as_bytes());
    }
}

/// What a single answer adds to a feature.
#[derive(Debug, Default)]
pub struct Extra {
    /// Further properties.
    pub properties: Vec<(&'static str, Value)>,
    /// Further members of the feature object.
    pub members: Vec<(&'static str, Value)>,
}

/// All properties of a feature, authored and worked out, by name.
pub(super) fn properties(atlas: &Atlas, hit: &Hit<'_>) -> Map<String, Value> {
    let mut all = match hit.as_of {
        None => hit.feature.properties().into_owned(),
        Some(day) => known::properties(atlas, hit.feature, day),
    };
    all.insert("layer".into(), json!(atlas.layer_of(hit.feature).id));
    each_held(atlas, hit, |name, held| {
        all.insert(name.to_owned(), json!(held));
    });
    all
}

/// A property that a feature has at a moment.
#[derive(Serialize)]
#[serde(untagged)]
enum Held<'a> {
    Word(Option<&'a str>),
    Words(&'a [String]),
    Ids(Vec<&'a str>),
    Flag(bool),
    Number(f64),
    Day(#[serde(serialize_with = "shown")] Day),
}

/// Tells the properties that a feature has at a moment. Events have nobody who uses them, and do not
/// describe who acts in them. Plain features have their first and last day in columns of their own.
fn each_held<'a>(atlas: &'a Atlas, hit: &'a Hit<'_>, mut tell: impl FnMut(&'static str, Held<'a>)) {
    let state = &hit.state;
    let certainty = state.status.map(|_| if state.certain { "certain" } else { "possible" });
    tell("status", Held::Word(state.status));
    tell("status_since", Held::Word(state.since.as_deref()));
    tell("status_certainty", Held::Word(certainty));
    tell("status_planned", Held::Flag(state.planned));
    tell("status_changed", Held::Flag(state.changed));
    if hit.feature.is_event() {
        let known = hit.as_of.unwrap_or(Day::END);
        tell("actors", Held::Ids(atlas.actors().of(hit.position, known)));
    } else {
        tell("user", Held::Words(&state.users));
    }
    if !matches!(hit.feature.timing, Timing::Plain { .. }) {
        tell("start", Held::Day(hit.lifetime.map_or(Day::BEGINNING, |span| span.from)));
        tell("end", Held::Day(hit.lifetime.map_or(Day::END, Span::last)));
        each_measured(hit.feature, tell);
    }
}

/// Tells what is known of a record's geometry and claims; a point has no length.
fn each_measured<'a>(feature: &'a Feature, mut tell: impl FnMut(&'static str, Held<'a>)) {
    if !feature.quality().is_empty() {
        tell("quality", Held::Word(Some(feature.quality())));
    }
    let numbers = [("accuracy_km", feature.accuracy_km()), ("length_km", feature.length_km())];
    for (name, number) in numbers {
        if let Some(number) = number {
            tell(name, Held::Number(number));
        }
    }
    if feature.property("disputed").is_none() {
        tell("disputed", Held::Flag(feature.disputed()));
    }
    tell("sourced", Held::Flag(feature.sourced()));
}

/// A day in ISO 8601; an open end is `null`.
fn shown<S: Serializer>(day: &Day, serializer: S) -> Result<S::Ok, S::Error> {
    if day.is_open() { serializer.serialize_none() } else { serializer.collect_str(day) }
}

/// The GeoJSON object of a geometry.
pub(super) fn value_of(geometry: &geo::Geometry<f64>) -> geojson::GeometryValue {
    geojson::GeometryValue::from(geometry)
}

/// A collection of hits with its counts, `members` first.
#[must_use]
pub fn collection(
    atlas: &Atlas,
    answer: &Answer<'_>,
    members: &[(&'static str, Value)],
) -> Vec<u8> {
    json_text::collection(members, &answer.hits, size, |out, hit| {
        write_feature(out, atlas, hit, &Extra::default());
    })
}

/// A file to take away: the collection with licence, sources and a citation inside.
///
/// # Errors
/// When `out` does not take the bytes.
pub fn file(contents: &Contents<'_>, out: &mut dyn Write) -> Result<(), FileError> {
    write_file(contents, &[], out, |_| Extra::default())
}

/// Writes a collection feature by feature, `members` first, then the credits of a file.
///
/// # Errors
/// When `out` does not take the bytes.
pub(super) fn write_file(
    contents: &Contents<'_>,
    members: &[(&'static str, Value)],
    out: &mut dyn Write,
    extra: impl Fn(Row<'_>) -> Extra,
) -> Result<(), FileError> {
    let mut text = Vec::with_capacity(2 * CHUNK_BYTES);
    json_text::open_collection(&mut text, members.iter().chain(&credit::members(contents)));
    for (position, row) in contents.rows().enumerate() {
        if position > 0 {
            text.push(b',');
        }
        write_feature(&mut text, contents.atlas, row.hit, &extra(row));
        if text.len() >= CHUNK_BYTES {
            out.write_all(&text)?;
            text.clear();
        }
    }
    text.extend_from_slice(json_text::CLOSE_COLLECTION);
    Ok(out.write_all(&text)?)
}

/// Bytes written before they are handed on: enough to make handing on cheap, few enough to stay in
/// the cache of a core.
const CHUNK_BYTES: usize = 64 << 10;

/// What the record of one feature adds: all periods, plan against outcome, and its sources.
#[must_use]
pub fn record_properties(
    atlas: &Atlas,
    hit: &Hit<'_>,
    life: &Life,
    known: Day,
) -> Vec<(&'static str, Value)> {
    let feature = hit.feature;
    let periods: Vec<Value> = life.periods.iter().map(|p| period(feature, p)).collect();
    let over =
        life.standing(known).is_some_and(|standing| standing.period.group.status.is_terminal());
    let outcomes: Vec<Value> =
        outcomes(feature.claims(), atlas.sources(), known, over).iter().map(outcome).collect();
    vec![
        ("periods", json!(periods)),
        ("outcomes", json!(outcomes)),
        ("sources", credit::sources(atlas, &[feature], hit.as_of)),
    ]
}

/// Days are ISO 8601 and spans closed, as everything that leaves the program; `null` is open.
fn period(feature: &Feature, period: &Period) -> Value {
    let users = period.users_on(Day::END);
    let status = match (feature.is_event(), period.planned) {
        (true, true) => "planned",
        (true, false) => "held",
        _ => period.group.status.as_str(),
    };
    json!({
        "status": status,
        "phase": period.group.phase,
        "since": period.since,
        "from": day(period.start.earliest),
        "certain_from": day(period.start.latest),
        "until": period.end.and_then(|end| day(end.latest.previous())),
        "certain_until": period.end.and_then(|end| day(end.earliest.previous())),
        "planned": period.planned,
        "user": users,
        "source": period.source,
        "unverified": period.unverified,
    })
}

fn outcome(outcome: &Outcome) -> Value {
    let plans: Vec<Value> = outcome
        .plans
        .iter()
        .map(|plan| {
            let mut value = dated(&plan.date);
            value["known"] = json!(day(plan.known));
            value
        })
        .collect();
    json!({
        "status": outcome.group.status.as_str(),
        "phase": outcome.group.phase,
        "plans": plans,
        "actual": outcome.actual.as_ref().map(dated),
        "delay_days": outcome.delay_days,
        "overdue_days": outcome.overdue_days,
    })
}

fn dated(date: &Dated) -> Value {
    json!({
        "date": date.text,
        "from": day(date.bounds.earliest),
        "until": day(date.bounds.latest),
        "source": date.source,
        "unverified": date.unverified,
    })
}

fn day(day: Day) -> Option<String> {
    (!day.is_open()).then(|| day.to_string())
}
