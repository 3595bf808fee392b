//! The quiet ground: land, water, rivers, borders.

use serde_json::{Value, json};

use super::expression::{all, by_zoom, get, match_on, not, one_of, state};
use super::stroke::round_limit;
use super::{BASEMAP, BASEMAP_DATED, Scene};

/// First and last day a tile can name: open ends of a time.
const EVER: i64 = -2_147_483_647;
const NEVER_ENDS: i64 = 2_147_483_647;

/// Whether a thing of the ground has always been as it is.
pub(super) fn undated() -> Value {
    all([json!(["==", get("from"), EVER]), json!(["==", get("until"), NEVER_ENDS])])
}

/// Whether a thing of the ground that has dates is there on the day.
pub(super) fn there_on_the_day() -> Value {
    all([
        not(undated()),
        json!(["<=", get("from"), state("day")]),
        json!(["<", state("day"), get("until")]),
    ])
}

/// The sheet everything lies on.
pub(super) fn background(scene: &Scene<'_>) -> Value {
    let land = scene.colour("land").to_string();
    json!({"id": "background", "type": "background", "paint": {"background-color": land}})
}

/// Water, rivers, first-level lines and borders, bottom to top.
pub(super) fn layers(scene: &Scene<'_>) -> Vec<Value> {
    let mut layers = water(scene, "water", BASEMAP, undated());
    layers.extend(water(scene, "water-dated", BASEMAP_DATED, there_on_the_day()));
    layers.push(rivers(scene));
    layers.push(admin(scene, "admin", BASEMAP, undated()));
    layers.push(admin(scene, "admin-dated", BASEMAP_DATED, there_on_the_day()));
    layers.extend(borders(scene));
    layers
}

fn water(scene: &Scene<'_>, id: &str, source: &str, filter: Value) -> Vec<Value> {
    vec![
        json!({
            "id": id, "type": "fill", "source": source, "source-layer": "water", "filter": filter,
            "paint": {"fill-color": scene.colour("water").to_string(), "fill-antialias": false},
        }),
        json!({
            "id": format!("{id}-shore"), "type": "line", "source": source, "source-layer": "water",
            "filter": filter,
            "paint": {"line-color": scene.colour("shore").to_string(), "line-width": 0.7},
        }),
    ]
}

fn rivers(scene: &Scene<'_>) -> Value {
    json!({
        "id": "river", "type": "line", "source": BASEMAP, "source-layer": "river",
        "layout": {
            "line-cap": "round", "line-join": "round", "line-round-limit": round_limit(),
        },
        "paint": {
            "line-color": scene.colour("river").to_string(),
            "line-width": by_zoom(&[(4.0, 0.7), (8.0, 1.6)]),
        },
    })
}

fn admin(scene: &Scene<'_>, id: &str, source: &str, filter: Value) -> Value {
    json!({
        "id": id, "type": "line", "source": source, "source-layer": "admin", "minzoom": 5.6,
        "filter": filter,
        "paint": {
            "line-color": scene.colour("admin").to_string(),
            "line-width": by_zoom(&[(5.6, 0.7), (8.0, 1.0)]),
            "line-dasharray": [2, 2],
        },
    })
}

/// A pale band under every border; the line is dashed where it is disputed, held by armies, or
/// claimed by one side alone, and bears no other sign.
fn borders(scene: &Scene<'_>) -> [Value; 3] {
    let band = scene.either(
        scene.colour("ink1").over(scene.colour("border"), 0.12).with_opacity(0.1),
        scene.colour("surface").with_opacity(0.95),
    );
    let agreed = one_of("kind", &["international"]);
    let dash = |on: f64, off: f64| json!(["literal", [on, off]]);
    let kinds = [("line_of_control", dash(1.2, 1.8)), ("claim", dash(0.5, 2.2))];
    let dashes = match_on("kind", kinds, dash(3.0, 2.5));
    let line = |id: &str, filter: Value, dash: Value| {
        json!({
            "id": id, "type": "line", "source": BASEMAP, "source-layer": "border",
            "filter": filter,
            "layout": {"line-join": "round", "line-round-limit": round_limit()},
            "paint": {
                "line-color": scene.colour("border").to_string(),
                "line-width": by_zoom(&[(4.0, 0.8), (8.0, 1.3)]),
                "line-dasharray": dash,
            },
        })
    };
    [
        json!({
            "id": "border-band", "type": "line", "source": BASEMAP, "source-layer": "border",
            "layout": {"line-join": "round", "line-round-limit": round_limit()},
            "paint": {
                "line-color": band.to_string(),
                "line-width": by_zoom(&[(4.0, 5.0), (8.0, 9.0)]),
            },
        }),
        line("border", agreed.clone(), json!([1, 0])),
        line("border-disputed", not(agreed), dashes),
    ]
}
