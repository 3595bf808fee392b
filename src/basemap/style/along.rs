//! What stands along the lines of the atlas: crosses where they ended, badges, names.

use serde_json::{Value, json};

use super::expression::{
    all, dimmed, get, in_language, match_on, not, one_of, period_drawn, selected,
};
use super::stroke::by_category;
use super::{ATLAS, LIKELY_OPENING, Scene};
use crate::atlas::vocabulary::LayerEntry;

/// Crosses on what has ended.
pub(super) fn crosses(scene: &Scene<'_>) -> Vec<Value> {
    let ended = scene.ended();
    if ended.is_empty() {
        return Vec::new();
    }
    let crosses = |layer: &LayerEntry| {
        let mut crosses = symbol(layer, "crosses", one_of("status", &ended));
        crosses["layout"] = json!({
            "symbol-placement": "line",
            "symbol-spacing": 80,
            "icon-image": "cross",
            "icon-size": 0.8,
            "icon-rotation-alignment": "viewport",
            "icon-allow-overlap": true,
            "icon-ignore-placement": true,
        });
        crosses["paint"] = json!({"icon-opacity": dimmed(1.0)});
        crosses
    };
    scene.line_layers().map(crosses).collect()
}

/// The round badges that tell oil from gas and road from rail without hue.
pub(super) fn badges(scene: &Scene<'_>) -> Vec<Value> {
    let living = || not(one_of("status", &scene.ended()));
    let others = scene.line_layers().map(|layer| {
        let others = all([not(selected()), living()]);
        badge(symbol(layer, "badges", others), dimmed(1.0))
    });
    let chosen = scene.line_layers().map(|layer| {
        badge(symbol(layer, "badges-selected", all([selected(), living()])), json!(1))
    });
    others.chain(chosen).collect()
}

fn badge(mut layer: Value, opacity: Value) -> Value {
    layer["minzoom"] = json!(LIKELY_OPENING);
    layer["layout"] = json!({
        "symbol-placement": "line",
        "symbol-spacing": 420,
        "icon-image": ["concat", "badge|", get("category")],
        "icon-size": ["interpolate", ["linear"], ["zoom"], 4, 0.8, 7, 1],
        "icon-rotation-alignment": "viewport",
        "icon-padding": 4,
    });
    layer["paint"] = json!({"icon-opacity": opacity});
    layer
}

/// Names along the lines, those of what is not in use yet first: they are the news. The selected
/// feature has a name of its own above the map.
pub(super) fn labels(scene: &Scene<'_>) -> Vec<Value> {
    let label = |layer: &LayerEntry| {
        let mut label = symbol(layer, "line-labels", not(selected()));
        label["minzoom"] = json!(LIKELY_OPENING);
        label["layout"] = json!({
            "symbol-placement": "line",
            // Lines are short in the far tiles, and one shorter than the spacing has no name.
            "symbol-spacing": ["step", ["zoom"], 260, 4, 460],
            "symbol-sort-key": match_on("status", [("operating", json!(1))], json!(0)),
            "text-field": in_language("short"),
            "text-font": ["Noto Sans Medium"],
            "text-size": ["interpolate", ["linear"], ["zoom"], 4, 10.5, 7, 12],
            "text-offset": [0, -0.95],
            "text-max-angle": 38,
            "text-padding": 4,
        });
        let ink = scene.colour("ink1").to_string();
        label["paint"] = json!({
            "text-color": by_category(layer, |entry| json!(scene.label_colour(entry)), json!(ink)),
            "text-halo-color": scene.colour("land").to_string(),
            "text-halo-width": 1.6,
            "text-opacity": dimmed(1.0),
        });
        label
    };
    scene.line_layers().map(label).collect()
}

fn symbol(layer: &LayerEntry, what: &str, also: Value) -> Value {
    json!({
        "id": format!("atlas-{what}-{}", layer.id), "type": "symbol",
        "source": ATLAS, "source-layer": layer.id,
        "filter": all([also, period_drawn()]),
    })
}
