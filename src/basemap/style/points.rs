//! Point symbols: shape by layer, edge by status, icon by category; all are drawn, none is hidden.
//!
//! A viewer may move symbols apart and add, with the same properties and `leader: true`, a line from
//! each moved symbol to its true place and a point there.

use serde_json::{Value, json};

use super::expression::{
    all, by_zoom, dimmed, event_drawn, get, in_language, marked, match_on, not, period_drawn,
    planned, selected, state, uncertain,
};
use super::{POINTS, Scene};

/// Size of symbols by zoom, 1 being 20 px.
const SIZES: [(f64, f64); 3] = [(3.5, 0.62), (5.0, 0.8), (6.5, 1.0)];

/// Radius of the marker under a selected symbol at size 1, in px.
const MARKER: f64 = 16.0;

/// Opacity of an event a year after it took place.
const OLD_EVENT: f64 = 0.35;

/// The marker under the selected symbol, and paler under the one pointed at.
pub(super) fn selection(scene: &Scene<'_>) -> Vec<Value> {
    let opacity = scene.either(0.9, 0.62);
    let drawn = json!([
        "any",
        all([not(is_event(scene)), period_drawn()]),
        events_drawn(scene)
    ]);
    vec![json!({
        "id": "atlas-point-selection", "type": "circle", "source": POINTS,
        "filter": all([marked(), not(leader()), drawn]),
        "paint": {
            "circle-color": scene.colour("highlight").to_string(),
            "circle-opacity": ["case", selected(), opacity, opacity / 2.0],
            "circle-radius": by_zoom(&SIZES.map(|(zoom, size)| (zoom, size * MARKER))),
            "circle-blur": scene.either(0.0, 0.3),
        },
    })]
}

/// Names beside the symbols; a base tells who uses it.
pub(super) fn labels(scene: &Scene<'_>) -> Vec<Value> {
    let colours = scene.categories();
    let colours = colours.map(|entry| (entry.id.as_str(), json!(scene.label_colour(entry))));
    let user = json!(["coalesce", get("user"), ""]);
    let named_user = json!(["case", ["==", user, ""], "", ["concat", " · ", user]]);
    vec![json!({
        "id": "atlas-point-labels", "type": "symbol", "source": POINTS, "minzoom": 5.2,
        // The selected feature has a name of its own above the map.
        "filter": all([not(is_event(scene)), not(leader()), not(selected()), period_drawn()]),
        "layout": {
            "text-field": ["concat", in_language("short"), named_user],
            "text-font": ["Noto Sans Medium"],
            "text-size": 11,
            "text-variable-anchor": ["left", "right", "top", "bottom"],
            "text-radial-offset": 1.5,
            "text-justify": "auto",
            "text-max-width": 9,
            "text-padding": 2,
        },
        "paint": {
            "text-color": match_on("category", colours, json!(scene.colour("ink1").to_string())),
            "text-halo-color": scene.colour("land").to_string(),
            "text-halo-width": 1.6,
            "text-opacity": dimmed(json!(["case", uncertain(), 0.6, 1])),
        },
    })]
}

/// Leaders, symbols with a status, events, bottom to top.
pub(super) fn symbols(scene: &Scene<'_>) -> Vec<Value> {
    let age = json!(["-", state("day"), ["-", get("until"), 1]]);
    let days = scene.vocabulary.event_days.max(1);
    let fading = json!(["interpolate", ["linear"], age, 0, 1, days, OLD_EVENT]);
    let clear = json!(["case", uncertain(), 0.4, 1]);
    let still = all([not(is_event(scene)), not(leader()), period_drawn()]);
    let mut layers = leaders(scene);
    layers.push(symbol(scene, "points", still, clear));
    layers.push(symbol(
        scene,
        "events",
        all([not(leader()), events_drawn(scene)]),
        fading,
    ));
    layers
}

fn symbol(scene: &Scene<'_>, what: &str, filter: Value, opacity: Value) -> Value {
    let icons = scene
        .categories()
        .map(|entry| (entry.id.as_str(), json!(entry.icon)));
    json!({
        "id": format!("atlas-{what}"), "type": "symbol", "source": POINTS, "filter": filter,
        "layout": {
            "icon-image": [
                "concat", match_on("category", icons, json!("")), "|", get("status"),
                ["case", planned(), "|planned", ""],
                ["case", ["==", get("disputed"), true], "|disputed", ""],
            ],
            "icon-size": by_zoom(&SIZES),
            "icon-allow-overlap": true,
            "icon-padding": 1,
            // Of two at one place the later in time lies on top.
            "symbol-sort-key": get("from"),
        },
        "paint": {"icon-opacity": dimmed(opacity)},
    })
}

/// Thin lines from moved symbols to dots at their true places.
fn leaders(scene: &Scene<'_>) -> Vec<Value> {
    let of = |shape: &str| all([leader(), json!(["==", ["geometry-type"], shape])]);
    vec![
        json!({
            "id": "atlas-leaders", "type": "line", "source": POINTS, "filter": of("LineString"),
            "paint": {"line-color": scene.colour("ink3").to_string(), "line-width": 0.9},
        }),
        json!({
            "id": "atlas-leader-dots", "type": "symbol", "source": POINTS, "filter": of("Point"),
            "layout": {
                "icon-image": "dot",
                "icon-allow-overlap": true,
                "icon-ignore-placement": true,
            },
        }),
    ]
}

fn leader() -> Value {
    json!(["==", get("leader"), true])
}

fn is_event(scene: &Scene<'_>) -> Value {
    let events = scene.vocabulary.layers.iter().filter(|layer| layer.events);
    let events: Vec<&str> = events.map(|layer| layer.id.as_str()).collect();
    super::expression::one_of("layer", &events)
}

fn events_drawn(scene: &Scene<'_>) -> Value {
    all([is_event(scene), event_drawn(scene.vocabulary.event_days)])
}
