//! Credit: licences, attributions, sources and the citation that every file carries.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::atlas::Atlas;
use crate::atlas::day::Day;
use crate::atlas::feature::Feature;
use crate::output::contents::Contents;
use crate::output::known;
pub use crate::output::licence::{attributions, licences};
use crate::query::Plan;

/// What was asked for, as a reader of the file should see it.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Names of the layers.
    pub layers: Vec<String>,
    /// The `datetime` parameter, or the current day.
    pub datetime: String,
    /// The day as of which the atlas was read, where that is not today.
    pub as_of: Option<Day>,
    /// Path and query that give the file again.
    pub address: String,
    /// The current day.
    pub today: Day,
}

impl Asked {
    /// What a plan asks, in words; `datetime` as it was typed.
    #[must_use]
    pub fn of(atlas: &Atlas, plan: &Plan, datetime: Option<&str>, address: String) -> Self {
        let layers = &atlas.vocabulary().layers;
        let name = |layer: &usize| {
            let entry = &layers[*layer];
            entry.name.get("en").unwrap_or(&entry.id).clone()
        };
        Self {
            layers: plan.layers.iter().map(name).collect(),
            datetime: datetime.map_or_else(|| plan.today.to_string(), str::to_owned),
            as_of: plan.as_of(),
            address,
            today: plan.today,
        }
    }
}

/// Title of a file: what, and when.
#[must_use]
pub fn title(atlas: &Atlas, asked: &Asked) -> String {
    let known = asked.as_of.map_or(String::new(), |day| format!(", as known on {day}"));
    format!("{}: {}, {}{known}", atlas.vocabulary().title, asked.layers.join(", "), asked.datetime)
}

/// How to cite a file.
#[must_use]
pub fn citation(atlas: &Atlas, asked: &Asked) -> String {
    format!(
        "{}. Data version {}, retrieved {}, {}.",
        title(atlas, asked),
        atlas.version(),
        asked.today,
        asked.address
    )
}

/// What a file of JSON says of itself, as members of its outermost object.
#[must_use]
pub fn members(contents: &Contents<'_>) -> Vec<(&'static str, Value)> {
    let (atlas, asked) = (contents.atlas, &contents.asked);
    let features = contents.features();
    vec![
        ("title", json!(title(atlas, asked))),
        ("citation", json!(citation(atlas, asked))),
        ("version", json!(atlas.version())),
        ("asked", json!(asked.address)),
        ("licence", json!(licences(atlas, &features))),
        ("attribution", json!(attributions(atlas, &features))),
        ("sources", sources(atlas, &features, asked.as_of)),
    ]
}

/// What a file says of itself in plain words, a line each: title, citation, licences, credits.
#[must_use]
pub fn lines(contents: &Contents<'_>) -> Vec<String> {
    let (atlas, asked) = (contents.atlas, &contents.asked);
    let features = contents.features();
    let mut lines = vec![title(atlas, asked), format!("Cite as: {}", citation(atlas, asked))];
    let licences = licences(atlas, &features).into_iter();
    lines.extend(licences.map(|licence| format!("Licence: {licence}.")));
    let credits = attributions(atlas, &features);
    if !credits.is_empty() {
        lines.push(format!("Attribution: {}.", credits.join("; ")));
    }
    lines
}

/// Every source the features name, by key, as CSL-JSON; read back in time, what they named then.
#[must_use]
pub fn sources(atlas: &Atlas, features: &[&Feature], as_of: Option<Day>) -> Value {
    let mut keys = BTreeSet::new();
    for feature in features {
        match as_of {
            None => collect_named(&feature.properties(), &mut keys),
            Some(day) => collect_named(&known::properties(atlas, feature, day), &mut keys),
        }
    }
    let named: Map<String, Value> = keys
        .into_iter()
        .filter_map(|key| atlas.sources().get(&key))
        .map(|source| (source.id.clone(), source.csl.clone()))
        .collect();
    Value::Object(named)
}

/// The full citations of every source that a feature names.
#[must_use]
pub fn citations(atlas: &Atlas, feature: &Feature, as_of: Option<Day>) -> Vec<String> {
    let sources = sources(atlas, &[feature], as_of);
    let keys = sources.as_object().into_iter().flat_map(|map| map.keys());
    keys.filter_map(|key| Some(atlas.sources().get(key)?.citation())).collect()
}

/// A feature collection with the credits of a file: `further` members and the JSON of its `features`.
#[must_use]
pub fn collection(
    atlas: &Atlas,
    asked: &Asked,
    credited: &[&Feature],
    (further, features): (&Map<String, Value>, &[String]),
) -> String {
    let mut members = json!({
        "title": title(atlas, asked),
        "citation": citation(atlas, asked),
        "version": atlas.version(),
        "asked": asked.address,
        "licence": licences(atlas, credited),
        "attribution": attributions(atlas, credited),
        "sources": sources(atlas, credited, asked.as_of),
    });
    for (name, value) in further {
        members[name] = value.clone();
    }
    let members = members.to_string();
    format!(
        "{{\"type\":\"FeatureCollection\",{},\"features\":[{}]}}",
        &members[1..members.len() - 1],
        features.join(",")
    )
}

/// A feature with other properties than its own; the geometry is the text that was serialised at load.
#[must_use]
pub fn feature(feature: &Feature, properties: &Map<String, Value>) -> String {
    format!(
        "{{\"type\":\"Feature\",\"id\":{},\"geometry\":{},\"properties\":{}}}",
        Value::from(feature.id()),
        feature.geometry_json(),
        Value::from(properties.clone())
    )
}

fn collect_named(properties: &Map<String, Value>, keys: &mut BTreeSet<String>) {
    for value in properties.values() {
        collect_keys(value, keys);
    }
    let date_source = properties.get("date_source").and_then(Value::as_str);
    let further = properties.get("further_sources").and_then(Value::as_array);
    let further = further.into_iter().flatten().filter_map(Value::as_str);
    keys.extend(date_source.into_iter().chain(further).map(str::to_owned));
}

fn collect_keys(value: &Value, keys: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            if let Some(key) = map.get("source").and_then(Value::as_str) {
                keys.insert(key.to_owned());
            }
            map.values().for_each(|inner| collect_keys(inner, keys));
        }
        Value::Array(list) => list.iter().for_each(|inner| collect_keys(inner, keys)),
        _ => {}
    }
}
