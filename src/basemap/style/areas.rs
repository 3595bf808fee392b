//! Areas of the atlas: a pale fill with an outline, hatched where they are not in use.

use serde_json::{Value, json};

use super::expression::{all, dimmed, hovered, not, period_drawn, selected};
use super::stroke::{by_category, colour, in_use};
use super::{ATLAS, Scene};
use crate::atlas::vocabulary::LayerEntry;

/// Zoom from which an area is large enough to be seen; before, its point symbol stands for it.
const FROM_ZOOM: f64 = 7.0;

/// Fill, hatch, markers and outline of every layer that may hold areas, bottom to top.
pub(super) fn layers(scene: &Scene<'_>) -> Vec<Value> {
    let parts: [fn(&Scene<'_>, &LayerEntry) -> Value; 5] =
        [fill, hatch, hover_marker, marker, outline];
    let layers = || scene.point_layers().filter(|layer| !layer.events);
    parts.into_iter().flat_map(|part| layers().map(move |layer| part(scene, layer))).collect()
}

fn fill(scene: &Scene<'_>, layer: &LayerEntry) -> Value {
    let paint = json!({
        "fill-color": colour(scene, layer),
        "fill-opacity": dimmed(0.18),
        "fill-antialias": false,
    });
    area(layer, "zones-fill", period_drawn(), paint)
}

fn hatch(_: &Scene<'_>, layer: &LayerEntry) -> Value {
    let image = |colour: &str| json!(format!("hatch|{colour}"));
    let images = by_category(layer, |entry| image(&entry.colour), image("zone"));
    let paint = json!({"fill-pattern": images, "fill-opacity": dimmed(1.0)});
    area(layer, "zones-hatch", all([not(in_use()), period_drawn()]), paint)
}

fn marker(scene: &Scene<'_>, layer: &LayerEntry) -> Value {
    let paint = highlight(scene, scene.either(0.9, 0.62));
    area(layer, "zones-selection", all([selected(), period_drawn()]), paint)
}

fn hover_marker(scene: &Scene<'_>, layer: &LayerEntry) -> Value {
    let paint = highlight(scene, scene.either(0.45, 0.31));
    area(layer, "zones-hover", all([hovered(), period_drawn()]), paint)
}

fn highlight(scene: &Scene<'_>, opacity: f64) -> Value {
    let colour = scene.colour("highlight").to_string();
    json!({"line-color": colour, "line-opacity": opacity, "line-width": 7})
}

fn outline(scene: &Scene<'_>, layer: &LayerEntry) -> Value {
    let paint = json!({
        "line-color": colour(scene, layer),
        "line-opacity": dimmed(0.75),
        "line-width": 1.2,
    });
    area(layer, "zones-outline", period_drawn(), paint)
}

/// A fill or, where the paint is that of a line, an outline.
fn area(layer: &LayerEntry, what: &str, drawn: Value, paint: Value) -> Value {
    let polygon = json!(["in", ["geometry-type"], ["literal", ["Polygon", "MultiPolygon"]]]);
    let kind = if paint.get("line-width").is_some() { "line" } else { "fill" };
    json!({
        "id": format!("atlas-{what}-{}", layer.id), "type": kind,
        "source": ATLAS, "source-layer": layer.id, "minzoom": FROM_ZOOM,
        "filter": all([polygon, drawn]),
        "paint": paint,
    })
}
