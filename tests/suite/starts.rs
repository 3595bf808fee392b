//! Features told by the starts of their periods, as the tables shared with the web app write them.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::app::Site;
use crate::folder::Folder;

/// The start of a period.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Start {
    status: String,
    date: String,
    #[serde(default)]
    planned: bool,
}

/// When a feature was to operate, and when that was said.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Promise {
    date: String,
    stated: String,
}

const VOCABULARY: &str = r##"
    title = "Starts"
    [[layers]]
    id = "things"
    name = { en = "Things" }
    categories = [{ id = "thing", name = { en = "Thing" }, icon = "zone", colour = "ink" }]
    [colours]
    ink = ["#000000", "#FFFFFF"]
"##;

/// A sound record on a line of the equator, 1 degree long; `more` of its properties.
pub fn feature(id: &str, starts: &[Start], promise: Option<&Promise>, more: &Value) -> Value {
    let mut phases: BTreeMap<&str, u32> = BTreeMap::new();
    let mut claims: Vec<Value> = Vec::new();
    for Start { status, date, planned } in starts {
        let phase = phases.entry(status).or_default();
        *phase += 1;
        let mut claim = json!({"kind": "told", "status": status, "phase": phase, "date": date});
        if *planned {
            claim["planned"] = json!(true);
            claim["stated_on"] = json!("2020-01-01");
        } else {
            claim["preferred"] = json!(true);
        }
        claims.push(claim);
    }
    if let Some(Promise { date, stated }) = promise {
        let plan = json!({"kind": "promised", "status": "operating", "phase": 1, "date": date});
        claims.push(plan);
        let plan = claims.last_mut().unwrap();
        plan["planned"] = json!(true);
        plan["stated_on"] = json!(stated);
    }
    let source = more["sourced"] == json!(true);
    for claim in &mut claims {
        let (member, value) =
            if source { ("source", json!("s")) } else { ("unverified", json!(true)) };
        claim[member] = value;
    }
    let quality = more["quality"].as_str().unwrap_or("traced");
    let mut properties = json!({
        "category": "thing",
        "name": {"en": id},
        "short": {"en": id},
        "countries": more.get("countries").cloned().unwrap_or(json!([])),
        "summary": id,
        "position": {"quality": quality, "accuracy_km": 1, "basis": "made up"},
        "claims": claims,
    });
    if let Some(actors) = more.get("actors") {
        properties["actors"] = actors.clone();
    }
    let geometry = json!({"type": "LineString", "coordinates": [[70, 0], [71, 0]]});
    json!({"type": "Feature", "id": id, "properties": properties, "geometry": geometry})
}

/// A served atlas of such features and some organisations.
pub fn site(features: &[Value], organisations: &[Value]) -> Site {
    let folder = Folder::empty();
    folder.write("atlas.toml", VOCABULARY);
    let collection = json!({"type": "FeatureCollection", "features": features});
    folder.write("things.geojson", collection.to_string());
    folder.write("memberships.json", json!({"organisations": organisations}).to_string());
    folder.write("sources.json", r#"[{"id": "s", "type": "report", "title": "All of it"}]"#);
    Site::of(folder.path()).expect("a sound atlas")
}
