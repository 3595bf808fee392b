//! Changes between two days: as JSON for the page, as CSV and GeoJSON to take away, as a feed to follow.

use std::ops::Add;

use serde_json::{Map, Value, json};

use super::atom::{self, Entry, Feed};
use super::credit::citations;
use super::csv::table;
use super::licence::BETWEEN;
use super::{Comparison, credit};
use crate::atlas::Atlas;
use crate::atlas::day::Day;
use crate::atlas::feature::Feature;
use crate::store::changes::{Change, Kind, Standing};

/// Changes with the two days they lie between and the day as of which they were known.
pub struct Compared<'a> {
    /// What changed, or stayed as it was.
    pub changes: Vec<Change<'a>>,
    /// The first day.
    pub from: Day,
    /// The second day.
    pub to: Day,
    /// The day as of which the atlas is read.
    pub known: Day,
}

impl Comparison for Compared<'_> {
    fn document(&self, atlas: &Atlas) -> Value {
        let changes: Vec<Value> = self.changes.iter().map(|change| entry(atlas, change)).collect();
        json!({
            "version": atlas.version(),
            "from": self.from.to_string(),
            "to": self.to.to_string(),
            "known": self.known.to_string(),
            "counts": counts(&self.changes),
            "changes": changes,
        })
    }

    fn csv(&self, atlas: &Atlas, asked: &credit::Asked) -> Result<Vec<u8>, ::csv::Error> {
        let citation = credit::citation(atlas, asked);
        let columns = [COLUMNS, &["sources", "citation"]].concat();
        let rows = self.changes.iter().map(|change| {
            let mut row: Vec<String> = values(atlas, change).iter().map(plain).collect();
            row.push(citations(atlas, change.feature, asked.as_of).join(" | "));
            row.push(citation.clone());
            row
        });
        table(&columns, rows)
    }

    fn geojson(&self, atlas: &Atlas, asked: &credit::Asked) -> String {
        let changed: Vec<&Feature> = self.changes.iter().map(|change| change.feature).collect();
        let further = Map::from_iter([("counts".to_owned(), json!(counts(&self.changes)))]);
        let features = self.changes.iter().map(|change| {
            let said = COLUMNS.iter().map(|name| (*name).to_owned()).zip(values(atlas, change));
            credit::feature(change.feature, &said.skip(1).collect())
        });
        let features: Vec<String> = features.collect();
        credit::collection(atlas, asked, &changed, (&further, &features))
    }

    fn feed(&self, atlas: &Atlas, asked: &credit::Asked, base: &str) -> Feed {
        let told = |change: &Change<'_>| {
            let on = change.on?;
            let feature = change.feature;
            let word = change.after.map_or("over", |after| after.status.as_str());
            Some(Entry {
                key: format!("{}|{word}|{on}", feature.id()),
                title: format!("{}: {}", atom::short_name(feature), in_words(change)),
                summary: format!("On {on}. {}", atom::summary(feature)),
                // What lies ahead is told for the day as of which it is known.
                updated: on.min(self.known),
                page: atom::page(base, feature),
                categories: vec![change.kind.as_str(), word],
            })
        };
        let entries = self.changes.iter().filter_map(told).collect();
        atom::feed(atlas, asked, base, (entries, self.to.min(self.known)))
    }
}

/// Features and km of each kind.
fn counts(changes: &[Change<'_>]) -> Map<String, Value> {
    let count = |kind: Kind| {
        let of_kind = || changes.iter().filter(|change| change.kind == kind);
        // The sum of no floats is -0.0.
        let length = of_kind().filter_map(|change| change.feature.length_km()).fold(0.0, f64::add);
        let length = (length * 10.0).round() / 10.0;
        json!({"features": of_kind().count(), "length_km": length})
    };
    Kind::ALL.iter().map(|kind| (kind.as_str().to_owned(), count(*kind))).collect()
}

fn entry(atlas: &Atlas, change: &Change<'_>) -> Value {
    let feature = change.feature;
    json!({
        "id": feature.id(),
        "layer": atlas.layer_of(feature).id,
        "category": feature.category(),
        "name": feature.name(),
        "kind": change.kind.as_str(),
        "before": change.before.map(standing),
        "after": change.after.map(standing),
        "on": change.on.map(|day| day.to_string()),
        "length_km": feature.length_km(),
    })
}

fn standing(standing: Standing) -> Value {
    json!({"status": standing.status.as_str(), "planned": standing.planned})
}

const COLUMNS: &[&str] = &[
    "id",
    "layer",
    "category",
    "name",
    "change",
    "status_before",
    "planned_before",
    "status_after",
    "planned_after",
    "on",
    "length_km",
    "quality",
    "licence",
    "attribution",
];

/// What [`COLUMNS`] hold of a change.
fn values(atlas: &Atlas, change: &Change<'_>) -> Vec<Value> {
    let feature = change.feature;
    vec![
        json!(feature.id()),
        json!(atlas.layer_of(feature).id),
        json!(feature.category()),
        json!(feature.name().get("en")),
        json!(change.kind.as_str()),
        json!(change.before.map(|before| before.status.as_str())),
        json!(change.before.map(|before| before.planned)),
        json!(change.after.map(|after| after.status.as_str())),
        json!(change.after.map(|after| after.planned)),
        json!(change.on.map(|day| day.to_string())),
        json!(feature.length_km()),
        json!(feature.quality()),
        json!(credit::licences(atlas, &[feature]).join(BETWEEN)),
        json!(credit::attributions(atlas, &[feature]).join(BETWEEN)),
    ]
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn in_words(change: &Change<'_>) -> String {
    let word = |standing: Standing| {
        let planned = if standing.planned { ", planned" } else { "" };
        format!("{}{planned}", standing.status.as_str())
    };
    match (change.before.map(word), change.after.map(word)) {
        (None, Some(after)) => after,
        (Some(before), Some(after)) => format!("{after}, before {before}"),
        (before, None) => format!("over, before {}", before.unwrap_or_default()),
    }
}
