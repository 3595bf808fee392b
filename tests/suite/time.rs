//! The contract of time: the truth table, what was known when, and a naive definition.

mod agreement;
mod naive;
mod random;

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::app::{LAYERS, Site, TODAY, text};
use crate::folder::Folder;

/// A row of the truth table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    #[serde(default)]
    claims: Vec<toml::Table>,
    start: Option<String>,
    end: Option<String>,
    datetime: String,
    #[serde(rename = "as-of")]
    as_of: Option<String>,
    undated: Option<String>,
    ended: Option<String>,
    expect: Expected,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    r#match: bool,
    status: Option<String>,
    certainty: Option<String>,
    changed: Option<bool>,
    planned: Option<bool>,
}

#[derive(Deserialize)]
struct Table {
    case: Vec<Case>,
}

const VOCABULARY: &str = r##"
    title = "Truth"
    [[layers]]
    id = "claimed"
    name = { en = "Claimed" }
    shape = "disc"
    categories = [{ id = "thing", name = { en = "Thing" }, icon = "zone", colour = "ink" }]
    [[layers]]
    id = "plain"
    name = { en = "Plain" }
    shape = "disc"
    categories = [{ id = "other", name = { en = "Other" }, icon = "zone", colour = "ink" }]
    [colours]
    ink = ["#000000", "#FFFFFF"]
"##;

impl Case {
    /// Its feature: with claims, or with plain columns.
    fn feature(&self, id: &str) -> Value {
        let mut properties = json!({});
        if self.claims.is_empty() {
            for (column, date) in [("start", &self.start), ("end", &self.end)] {
                properties[column] = json!(date);
            }
        } else {
            properties = json!({
                "category": "thing",
                "name": {"en": self.name},
                "short": {"en": id},
                "countries": [],
                "summary": self.name,
                "position": {"quality": "traced", "accuracy_km": 1, "basis": "made up"},
            });
            let claims: Vec<Value> = self.claims.iter().map(full_claim).collect();
            properties["claims"] = json!(claims);
        }
        let geometry = json!({"type": "Point", "coordinates": [70, 42]});
        json!({"type": "Feature", "id": id, "properties": properties, "geometry": geometry})
    }

    fn layer(&self) -> &'static str {
        if self.claims.is_empty() { "plain" } else { "claimed" }
    }

    fn query(&self) -> String {
        let given = [("as-of", &self.as_of), ("undated", &self.undated), ("ended", &self.ended)];
        let mut query = format!("datetime={}", self.datetime);
        for (name, value) in given {
            if let Some(value) = value {
                query.push_str(&format!("&{name}={value}"));
            }
        }
        query
    }
}

/// A claim of the table with what goes without saying there.
fn full_claim(short: &toml::Table) -> Value {
    let mut claim = json!(short);
    let planned = short.contains_key("planned");
    for (member, value) in [
        ("kind", json!("told")),
        ("phase", json!(1)),
        ("unverified", json!(true)),
        ("preferred", json!(!planned)),
    ] {
        claim.as_object_mut().unwrap().entry(member).or_insert(value);
    }
    claim
}

fn truth() -> Vec<Case> {
    let text = include_str!("../cases/time.toml");
    toml::from_str::<Table>(text).expect("the truth table").case
}

/// Each case is a feature of one atlas, `case-1` the first of them.
fn truth_site(cases: &[Case]) -> Site {
    let folder = Folder::empty();
    folder.write("atlas.toml", VOCABULARY);
    for layer in ["claimed", "plain"] {
        let numbered = cases.iter().enumerate().filter(|(_, case)| case.layer() == layer);
        let features: Vec<Value> =
            numbered.map(|(index, case)| case.feature(&format!("case-{}", index + 1))).collect();
        let collection = json!({"type": "FeatureCollection", "features": features});
        folder.write(&format!("{layer}.geojson"), collection.to_string());
    }
    Site::of(folder.path()).expect("the truth table makes a sound atlas")
}

#[test]
fn every_row_of_the_truth_table_holds() {
    let cases = truth();
    let site = truth_site(&cases);
    let mut wrong = Vec::new();
    for (index, case) in cases.iter().enumerate() {
        let id = format!("case-{}", index + 1);
        let path = format!("/api/collections/{}/items?{}", case.layer(), case.query());
        let answer = site.json(&path);
        let found = answer["features"].as_array().unwrap().iter().find(|f| f["id"] == *id);
        if found.is_some() != case.expect.r#match {
            wrong.push(format!("{}: match is {}", case.name, found.is_some()));
        }
        let Some(properties) = found.map(|feature| &feature["properties"]) else { continue };
        for (property, expected) in [
            ("status", case.expect.status.as_ref().map(|status| json!(status))),
            ("status_certainty", case.expect.certainty.as_ref().map(|certainty| json!(certainty))),
            ("status_changed", case.expect.changed.map(|changed| json!(changed))),
            ("status_planned", case.expect.planned.map(|planned| json!(planned))),
        ] {
            if expected.as_ref().is_some_and(|expected| properties[property] != *expected) {
                wrong.push(format!("{}: {property} is {}", case.name, properties[property]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_atlas_as_known_today_is_the_atlas() {
    let site = Site::shipped();
    assert_eq!(site.json("/api/timeline"), site.json(&format!("/api/timeline?as-of={TODAY}")));
    for layer in LAYERS {
        for moment in ["", "&datetime=2004", "&datetime=2030-01-01"] {
            let path = format!("/api/collections/{layer}/items?limit=1000{moment}");
            let known = site.json(&format!("{path}&as-of={TODAY}"));
            assert_eq!(site.json(&path)["features"], known["features"], "{path}");
        }
    }
}

#[test]
fn a_plan_reads_as_it_was_known_and_a_promise_is_measured_against_what_came() {
    let site = Site::shipped();
    let item = |query: &str| {
        let path = format!("/api/collections/pipelines/items/atasu-alashankou?{query}");
        site.json(&path)["properties"].clone()
    };
    let then = item("datetime=2006-06-30&as-of=2005-04-03");
    assert_eq!((text(&then["status"]), &then["status_planned"]), ("operating", &json!(true)));
    let now = item("datetime=2006-06-30");
    assert_eq!((text(&now["status"]), &now["status_planned"]), ("operating", &json!(false)));
    let before = item("datetime=2006-06-30&as-of=2003-01-01");
    assert_ne!(text(&before["status"]), "operating");
}

#[test]
fn what_was_not_known_yet_is_nowhere() {
    let site = Site::shipped();
    let timeline = |as_of: &str| {
        let document = site.json(&format!("/api/timeline?as-of={as_of}"));
        document["features"].as_array().unwrap().len()
    };
    let counts: Vec<usize> = ["1990-01-01", "2000-01-01", "2010-01-01", TODAY].map(timeline).into();
    assert!(counts.is_sorted() && counts[0] < counts[3], "{counts:?}");
    for layer in LAYERS {
        let ids: BTreeSet<String> = site.ids(layer, "as-of=1995-01-01").into_iter().collect();
        for day in ["1980-01-01", "2005-01-01", "2030-01-01"] {
            let found = site.ids(layer, &format!("as-of=1995-01-01&datetime={day}&ended=include"));
            assert!(found.iter().all(|id| ids.contains(id)), "{layer} on {day}");
        }
    }
}
