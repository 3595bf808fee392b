//! Areas of the atlas: a pale fill with an outline, hatched where they are not in use.

use serde_json::{Value, json};

use super::expression::{
    all, dimmed, get, marked, match_on, not, period_drawn, planned, selected, uncertain,
};
use super::{ATLAS, Scene};
use crate::atlas::vocabulary::LayerEntry;

/// Zoom from which an area is large enough to be seen; before, its point symbol stands for it.
const FROM_ZOOM: f64 = 7.0;

/// Fill, hatch and outline of every layer that may hold areas, bottom to top.
pub(super) fn layers(scene: &Scene<'_>) -> Vec<Value> {
    let parts: [fn(&Scene<'_>, &LayerEntry) -> Value; 4] = [fill, hatch, marker, outline];
    let layers = || scene.point_layers().filter(|layer| !layer.events);
    parts
        .into_iter()
        .flat_map(|part| layers().map(move |layer| part(scene, layer)))
        .collect()
}

fn fill(scene: &Scene<'_>, layer: &LayerEntry) -> Value {
    let opacity = dimmed(json!(["case", uncertain(), 0.07, 0.18]));
    area(
        layer,
        "zones-fill",
        "fill",
        period_drawn(),
        json!({
            "fill-color": colour(scene, layer),
            "fill-opacity": opacity,
            "fill-antialias": false,
        }),
    )
}

fn hatch(_: &Scene<'_>, layer: &LayerEntry) -> Value {
    let in_use = all([json!(["==", get("status"), "operating"]), not(planned())]);
    let images = layer.categories.iter();
    let images = images.map(|entry| (entry.id.as_str(), json!(format!("hatch|{}", entry.colour))));
    area(
        layer,
        "zones-hatch",
        "fill",
        all([not(in_use), period_drawn()]),
        json!({
            "fill-pattern": match_on("category", images, json!("hatch|zone")),
            "fill-opacity": dimmed(json!(1)),
        }),
    )
}

/// The marker around the selected area.
fn marker(scene: &Scene<'_>, layer: &LayerEntry) -> Value {
    let opacity = scene.either(0.9, 0.62);
    area(
        layer,
        "zones-selection",
        "line",
        all([marked(), period_drawn()]),
        json!({
            "line-color": scene.colour("highlight").to_string(),
            "line-opacity": ["case", selected(), opacity, opacity / 2.0],
            "line-width": 7,
        }),
    )
}

fn outline(scene: &Scene<'_>, layer: &LayerEntry) -> Value {
    area(
        layer,
        "zones-outline",
        "line",
        period_drawn(),
        json!({
            "line-color": colour(scene, layer),
            "line-opacity": dimmed(json!(["case", uncertain(), 0.3, 0.75])),
            "line-width": 1.2,
        }),
    )
}

fn area(layer: &LayerEntry, what: &str, kind: &str, drawn: Value, paint: Value) -> Value {
    let polygon = json!([
        "in",
        ["geometry-type"],
        ["literal", ["Polygon", "MultiPolygon"]]
    ]);
    json!({
        "id": format!("atlas-{what}-{}", layer.id), "type": kind,
        "source": ATLAS, "source-layer": layer.id, "minzoom": FROM_ZOOM,
        "filter": all([polygon, drawn]),
        "paint": paint,
    })
}

fn colour(scene: &Scene<'_>, layer: &LayerEntry) -> Value {
    let named = |name: &str| json!(scene.colour(name).to_string());
    let entries = layer.categories.iter();
    let branches = entries.map(|entry| (entry.id.as_str(), named(&entry.colour)));
    let of_category = match_on("category", branches, named("ink3"));
    let ended = scene
        .ended()
        .into_iter()
        .map(|status| (status, named("ended")));
    match_on("status", ended, of_category)
}
