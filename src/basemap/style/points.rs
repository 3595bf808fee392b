//! Point symbols: shape by layer, edge by status, icon by category; all are drawn, none is hidden.

use serde_json::{Value, json};

use super::expression::{
    Show, all, by_zoom, dimmed, event_age, event_drawn, get, hovered, in_language, match_on, not,
    one_of, period_drawn, planned, selected, status,
};
use super::{POINTS, Scene};
use crate::basemap::symbol::EVENT_OPACITIES;

/// Size of symbols by zoom, 1 being 20 px.
const SIZES: [(f64, f64); 3] = [(3.5, 0.62), (5.0, 0.8), (6.5, 1.0)];

/// Radius of the marker under a selected symbol at size 1, in px.
const MARKER: f64 = 16.0;

/// The marker under the selected symbol and a paler one under that pointed at.
pub(super) fn markers(scene: &Scene<'_>) -> Vec<Value> {
    let marker = |what: &str, which: Value, opacity: f64| {
        json!({
            "id": format!("atlas-point-{what}"), "type": "circle", "source": POINTS,
            "filter": all([which, drawn(scene, period_drawn())]),
            "paint": {
                "circle-color": scene.colour("highlight").to_string(),
                "circle-opacity": opacity,
                "circle-radius": by_zoom(&SIZES.map(|(zoom, size)| (zoom, size * MARKER))),
                "circle-blur": scene.either(0.0, 0.3),
            },
        })
    };
    vec![
        marker("hover", hovered(), scene.either(0.45, 0.31)),
        marker("selection", selected(), scene.either(0.9, 0.62)),
    ]
}

/// Names beside the symbols; a base tells who uses it. The selected feature has a name of its own
/// above the map.
pub(super) fn labels(scene: &Scene<'_>) -> Vec<Value> {
    let colours = scene.categories();
    let colours = colours.map(|entry| (entry.id.as_str(), json!(scene.label_colour(entry))));
    let user = json!(["coalesce", get("user"), ""]);
    let user = json!(["case", ["==", user, ""], "", ["concat", " · ", user]]);
    vec![json!({
        "id": "atlas-point-labels", "type": "symbol", "source": POINTS, "minzoom": 5.2,
        "filter": all([not(is_event(scene)), not(selected()), period_drawn()]),
        "layout": {
            "text-field": ["concat", in_language("short"), user],
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
            "text-opacity": dimmed(1.0),
        },
    })]
}

/// Symbols with a status, above them events, above all the selected one, which stays at full
/// strength.
pub(super) fn symbols(scene: &Scene<'_>) -> Vec<Value> {
    let still = |show: Show| {
        let filter = all([not(is_event(scene)), show.filter()]);
        symbol(scene, &show.named("points"), filter, json!(""), show.opacity(1.0))
    };
    let events = all([is_event(scene), event_drawn(scene.vocabulary.event_days)]);
    let chosen = all([selected(), drawn(scene, Show::Certain.filter())]);
    vec![
        still(Show::Uncertain),
        still(Show::Certain),
        symbol(scene, "events", events, faded(scene), dimmed(1.0)),
        symbol(scene, "points-selected", chosen, json!(""), json!(1)),
    ]
}

/// Ending of the picture of an event by its age. The fading is in the pictures, because an opacity
/// that follows the day would have MapLibre lay out the source twice.
fn faded(scene: &Scene<'_>) -> Value {
    let parts = EVENT_OPACITIES.len();
    let days = usize::try_from(scene.vocabulary.event_days).unwrap_or(0).max(parts);
    let mut steps = vec![json!("step"), event_age(), json!("")];
    for part in 1..parts {
        steps.extend([json!(days * part / parts), json!(format!("|{part}"))]);
    }
    Value::Array(steps)
}

fn symbol(scene: &Scene<'_>, what: &str, filter: Value, ending: Value, opacity: Value) -> Value {
    let icons = scene.categories().map(|entry| (entry.id.as_str(), json!(entry.icon)));
    json!({
        "id": format!("atlas-{what}"), "type": "symbol", "source": POINTS, "filter": filter,
        "layout": {
            "icon-image": [
                "concat", match_on("category", icons, json!("")), "|", status(),
                ["case", planned(), "|planned", ""],
                ["case", ["==", get("disputed"), true], "|disputed", ""],
                ending,
            ],
            "icon-size": by_zoom(&SIZES),
            "icon-allow-overlap": true,
            "icon-padding": 1,
            // Of two at one place the later in time lies on top.
            "symbol-sort-key": get("from"),
        },
        "paint": {"icon-opacity": opacity},
    })
}

/// Whether a symbol is drawn, be it an event or not.
fn drawn(scene: &Scene<'_>, period: Value) -> Value {
    let event = event_drawn(scene.vocabulary.event_days);
    json!(["case", is_event(scene), event, period])
}

fn is_event(scene: &Scene<'_>) -> Value {
    let events = scene.vocabulary.layers.iter().filter(|layer| layer.events);
    let events: Vec<&str> = events.map(|layer| layer.id.as_str()).collect();
    one_of("layer", &events)
}
