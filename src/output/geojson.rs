//! GeoJSON, from slices serialised at load: features with what holds of them, collections, files.

use std::io::Write;

use serde_json::{Map, Value, json};

use crate::atlas::Atlas;
use crate::atlas::chronicle::Life;
use crate::atlas::day::Day;
use crate::atlas::feature::{Feature, Timing};
use crate::atlas::fold::Period;
use crate::atlas::outcome::{Dated, Outcome, outcomes};
use crate::output::contents::{Contents, Row};
use crate::output::format::FileError;
use crate::output::{credit, known};
use crate::store::{Answer, Hit};

/// Appends a feature: its authored properties, then `layer` and what holds at the moment asked
/// for, then `more` properties and `foreign` members of the feature itself.
pub fn write_feature(out: &mut String, atlas: &Atlas, hit: &Hit<'_>, extra: &Extra) {
    let feature = hit.feature;
    out.push_str("{\"type\":\"Feature\",\"id\":");
    out.push_str(&json!(feature.id).to_string());
    if let Some(bbox) = feature.bbox {
        out.push_str(",\"bbox\":");
        out.push_str(&json!(bbox).to_string());
    }
    out.push_str(",\"geometry\":");
    out.push_str(&feature.json.geometry);
    out.push_str(",\"properties\":{");
    match hit.as_of {
        None => out.push_str(&feature.json.properties),
        Some(day) => {
            let known = Value::Object(known::properties(atlas, feature, day)).to_string();
            out.push_str(&known[1..known.len() - 1]);
        }
    }
    if !feature.json.properties.is_empty() {
        out.push(',');
    }
    out.push_str("\"layer\":");
    out.push_str(&json!(atlas.layer_of(feature).id).to_string());
    write_members(out, &state_members(hit));
    write_members(out, &extra.properties);
    out.push('}');
    write_members(out, &extra.members);
    out.push('}');
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
        None => hit.feature.properties.clone(),
        Some(day) => known::properties(atlas, hit.feature, day),
    };
    all.insert("layer".into(), json!(atlas.layer_of(hit.feature).id));
    all.extend(state_members(hit).into_iter().map(|(name, value)| (name.to_owned(), value)));
    all
}

/// The properties that a feature has at a moment. Events have no certainty, user or change. Plain
/// features have their first and last day in columns of their own.
fn state_members(hit: &Hit<'_>) -> Vec<(&'static str, Value)> {
    let state = &hit.state;
    let certainty = state.status.map(|_| if state.certain { "certain" } else { "possible" });
    let mut members = vec![
        ("status", json!(state.status)),
        ("status_since", json!(state.since)),
        ("status_certainty", json!(certainty)),
        ("status_planned", json!(state.planned)),
        ("status_changed", json!(state.changed)),
    ];
    if !hit.feature.is_event() {
        members.push(("user", json!(state.users)));
    }
    if !matches!(hit.feature.timing, Timing::Plain { .. }) {
        members.push(("start", json!(hit.lifetime.and_then(|span| day(span.from)))));
        members.push(("end", json!(hit.lifetime.and_then(|span| day(span.last())))));
    }
    members
}

pub(super) fn write_members(out: &mut String, members: &[(&'static str, Value)]) {
    for (name, value) in members {
        out.push_str(",\"");
        out.push_str(name);
        out.push_str("\":");
        out.push_str(&value.to_string());
    }
}

/// The GeoJSON object of a geometry.
pub(super) fn value_of(geometry: &geo::Geometry<f64>) -> geojson::GeometryValue {
    geojson::GeometryValue::from(geometry)
}

/// A collection of hits with its counts, `members` first.
#[must_use]
pub fn collection(atlas: &Atlas, answer: &Answer<'_>, members: &[(&'static str, Value)]) -> String {
    let size: usize = answer.hits.iter().map(|hit| hit.feature.json.properties.len() + 2_000).sum();
    let mut out = String::with_capacity(size);
    out.push_str("{\"type\":\"FeatureCollection\"");
    write_members(&mut out, members);
    out.push_str(",\"features\":[");
    for (position, hit) in answer.hits.iter().enumerate() {
        if position > 0 {
            out.push(',');
        }
        write_feature(&mut out, atlas, hit, &Extra::default());
    }
    out.push_str("]}");
    out
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
    let mut text = "{\"type\":\"FeatureCollection\"".to_owned();
    write_members(&mut text, members);
    write_members(&mut text, &credit::members(contents));
    text.push_str(",\"features\":[");
    for (position, row) in contents.rows().enumerate() {
        if position > 0 {
            text.push(',');
        }
        write_feature(&mut text, contents.atlas, row.hit, &extra(row));
        out.write_all(text.as_bytes())?;
        text.clear();
    }
    text.push_str("]}");
    Ok(out.write_all(text.as_bytes())?)
}

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
