//! Names on the ground: countries, waters, landforms, towns, in the chosen language.

use serde_json::{Value, json};

use super::expression::{all, by_zoom, get, in_language, one_of};
use super::ground::{there_on_the_day, undated};
use super::{BASEMAP_DATED, BASEMAP_NAMES, LIKELY_OPENING, Scene};

const REGULAR: &str = "Noto Sans Regular";
const SEMI_BOLD: &str = "Noto Sans SemiBold";
const ITALIC: &str = "Noto Sans Italic";

/// Kinds of the `sea` tile layer that are water.
const WATERS: [&str; 4] = ["sea", "lake", "reservoir", "river"];

/// Zooms from which towns are named: ranks 1 and 2, rank 3, rank 4, the rest.
const TOWN_ZOOMS: [f64; 4] = [LIKELY_OPENING, 5.4, 6.0, 7.0];

/// Names of regions, waters and landforms.
pub(super) fn regions_and_waters(scene: &Scene<'_>) -> Vec<Value> {
    let mut layers = Vec::new();
    for (suffix, source, time) in spans() {
        layers.push(region(scene, &format!("region-names{suffix}"), source, time.clone()));
        for (waters, name) in [(false, "landform-names"), (true, "water-names")] {
            for along in [true, false] {
                let id = format!("{name}{}{suffix}", if along { "-along" } else { "" });
                layers.push(physical(scene, &id, source, &time, (waters, along)));
            }
        }
    }
    layers.push(river(scene));
    layers
}

/// Names of towns, more of them the nearer the view.
pub(super) fn towns(scene: &Scene<'_>) -> Vec<Value> {
    let rank = |step: usize| match step {
        0 => json!(["<=", get("rank"), 2]),
        1 => json!(["==", get("rank"), 3]),
        2 => json!(["==", get("rank"), 4]),
        _ => json!([">=", get("rank"), 5]),
    };
    let mut layers = Vec::new();
    for step in (0..TOWN_ZOOMS.len()).rev() {
        for (suffix, source, time) in spans() {
            let id = format!("place-towns-{}{suffix}", step + 1);
            let filter = all([json!(["!=", get("kind"), "capital"]), rank(step), time]);
            let mut layer = place(scene, &id, source, filter);
            layer["minzoom"] = json!(TOWN_ZOOMS[step]);
            layers.push(layer);
        }
    }
    layers
}

/// Rings of capitals, under the symbols that often stand there.
pub(super) fn capital_rings(_: &Scene<'_>) -> Vec<Value> {
    let ring = |(suffix, source, time): (&str, &str, Value)| {
        json!({
            "id": format!("place-capital-rings{suffix}"), "type": "symbol",
            "source": source, "source-layer": "place",
            "filter": all([json!(["==", get("kind"), "capital"]), time]),
            "layout": {
                "icon-image": "place-capital",
                "icon-allow-overlap": true,
                "icon-ignore-placement": true,
            },
        })
    };
    spans().map(ring).into()
}

/// Names of capitals, which outrank everything.
pub(super) fn capitals(scene: &Scene<'_>) -> Vec<Value> {
    let layer = |(suffix, source, time): (&str, &str, Value)| {
        let filter = all([json!(["==", get("kind"), "capital"]), time]);
        let mut layer = place(scene, &format!("place-capitals{suffix}"), source, filter);
        layer["layout"]["text-font"] = json!([SEMI_BOLD]);
        layer["layout"]["text-size"] = by_zoom(&[(4.0, 11.5), (7.0, 14.0)]);
        if let Some(layout) = layer["layout"].as_object_mut() {
            layout.remove("icon-image");
            layout.remove("icon-padding");
        }
        layer
    };
    spans().map(layer).into()
}

/// The still part of a tile layer and the part with dates: suffix of the id, source, condition.
fn spans() -> [(&'static str, &'static str, Value); 2] {
    [("", BASEMAP_NAMES, undated()), ("-dated", BASEMAP_DATED, there_on_the_day())]
}

fn label(scene: &Scene<'_>, id: &str, source: &str, source_layer: &str, colour: &str) -> Value {
    json!({
        "id": id, "type": "symbol", "source": source, "source-layer": source_layer,
        "layout": {"text-field": in_language("name")},
        "paint": {
            "text-color": scene.colour(colour).to_string(),
            "text-halo-color": scene.colour("land").to_string(),
            "text-halo-width": 1.4,
        },
    })
}

fn lay_out(layer: &mut Value, settings: Value) {
    if let (Some(layout), Value::Object(settings)) = (layer["layout"].as_object_mut(), settings) {
        layout.extend(settings);
    }
}

fn place(scene: &Scene<'_>, id: &str, source: &str, filter: Value) -> Value {
    let mut layer = label(scene, id, source, "place", "place");
    layer["filter"] = filter;
    layer["paint"]["text-halo-width"] = json!(1.6);
    // The name stands off its dot, since a symbol often sits there.
    lay_out(
        &mut layer,
        json!({
            "text-font": [REGULAR],
            "text-size": by_zoom(&[(4.0, 10.5), (7.0, 12.0)]),
            "text-variable-anchor": ["left", "right", "bottom", "top"],
            "text-radial-offset": 1.28,
            "text-justify": "auto",
            "text-max-width": 8,
            "icon-image": "place",
            "icon-padding": 0,
            "symbol-sort-key": get("rank"),
        }),
    );
    layer
}

/// Names of countries: few and large, so they come before towns.
pub(super) fn countries(scene: &Scene<'_>) -> Vec<Value> {
    let mut layer = label(scene, "country-names", BASEMAP_NAMES, "country", "country");
    layer["maxzoom"] = json!(7.5);
    lay_out(
        &mut layer,
        json!({
            "text-font": [SEMI_BOLD],
            "text-size": by_zoom(&[(3.0, 10.0), (4.5, 11.5)]),
            "text-transform": "uppercase",
            "text-letter-spacing": 0.22,
            "text-max-width": 7,
            "text-line-height": 1.4,
            "text-padding": 8,
            "symbol-sort-key": get("rank"),
        }),
    );
    vec![layer]
}

fn region(scene: &Scene<'_>, id: &str, source: &str, filter: Value) -> Value {
    let mut layer = label(scene, id, source, "region", "country");
    layer["filter"] = filter;
    layer["minzoom"] = json!(5.6);
    lay_out(
        &mut layer,
        json!({
            "text-font": [REGULAR],
            "text-size": 10,
            "text-letter-spacing": 0.12,
            "text-max-width": 7,
            "text-padding": 12,
        }),
    );
    layer
}

/// Waters or landforms, set along their line or at their point.
fn physical(
    scene: &Scene<'_>,
    id: &str,
    source: &str,
    time: &Value,
    (waters, along): (bool, bool),
) -> Value {
    let colour = if waters { "sea" } else { "country" };
    let mut layer = label(scene, id, source, "sea", colour);
    let water = one_of("kind", &WATERS);
    let kind = if waters { water } else { json!(["!", water]) };
    let shape = if along { ["LineString", "MultiLineString"] } else { ["Point", "MultiPoint"] };
    let shaped = json!(["in", ["geometry-type"], ["literal", shape]]);
    // Small waters and landforms are in the tiles early, but would crowd the opening view; rivers are
    // drawn later than lakes.
    let second = if waters { 3 } else { 4 };
    let rank = json!(["+", get("rank"), ["case", one_of("kind", &["river"]), 1, 0]]);
    let near = json!(["<=", rank, ["step", ["zoom"], 1, second, 2, 5, 3, 6, 5]]);
    layer["filter"] = all([kind, shaped, near, time.clone()]);
    let halo = if waters { "water" } else { "land" };
    layer["paint"]["text-halo-color"] = json!(scene.colour(halo).to_string());
    layer["paint"]["text-halo-width"] = json!(1.2);
    lay_out(
        &mut layer,
        json!({
            "text-font": [ITALIC],
            "text-size": by_zoom(&[(4.0, if waters { 11.5 } else { 10.5 }), (8.0, 13.0)]),
            "text-letter-spacing": if along && !waters { 0.16 } else { 0.03 },
            "text-max-width": 6,
            "text-padding": if waters { 2 } else { 6 },
            "symbol-sort-key": get("rank"),
            // A sea is named in the middle of its line, a range of mountains all along.
            "symbol-placement": match (along, waters) {
                (true, true) => "line-center",
                (true, false) => "line",
                _ => "point",
            },
            // A line cut at a tile's edge is named only if it is longer than half the spacing.
            "symbol-spacing": by_zoom(&[(4.0, 300.0), (8.0, 900.0)]),
            "text-max-angle": 30,
        }),
    );
    layer
}

fn river(scene: &Scene<'_>) -> Value {
    let mut layer = label(scene, "river-names", BASEMAP_NAMES, "river", "sea");
    layer["minzoom"] = json!(5.4);
    layer["filter"] = json!(["has", "name"]);
    layer["paint"]["text-halo-width"] = json!(1.2);
    lay_out(
        &mut layer,
        json!({
            "text-font": [ITALIC],
            "text-size": 10.5,
            "text-offset": [0, -0.7],
            "symbol-placement": "line",
            "symbol-spacing": 520,
            "text-max-angle": 30,
        }),
    );
    layer
}
