//! Lines of the atlas: hue and structure by category, pattern by status.
//!
//! What depends on the day or on the selection is a filter of one more layer, never an opacity by
//! feature: MapLibre lays out a source twice where the paint of features depends on global state.
//! Bed and core share filter and layout, so they are laid out once.

use serde_json::{Value, json};

use super::expression::{
    Show, all, get, hovered, not, one_of, period_drawn, planned, schematic, selected,
};
use super::stroke::{
    bed_colour, blur, by_category, by_status, category_width, colour, gap, in_use, living_colour,
    of_form, round_limit, width,
};
use super::{ATLAS, Scene, Theme};
use crate::atlas::vocabulary::{LayerEntry, LineLook};

/// Width of the core inside a ribbon, in base widths.
const RIBBON_CORE: f64 = 0.5;

/// Pixels per metre at zoom 0 on 512 px tiles, at 44° N in the middle of the region.
const PIXELS_PER_METRE: f64 = 512.0 / (40_075_016.7 * 0.719_34);

/// How a part of the lines of one layer of the atlas is drawn; none where the layer has no such
/// lines.
type Part = fn(&Scene<'_>, &LayerEntry, Show) -> Option<Value>;

/// Ribbons, marker, beds, cores and ticks, bottom to top; above them the same of the selected
/// feature, which stays at full strength.
pub(super) fn layers(scene: &Scene<'_>) -> Vec<Value> {
    let mut parts: Vec<(Part, Show)> = vec![
        (accuracy, Show::Selected),
        (ribbon, Show::Certain),
        (ribbon, Show::Uncertain),
        (ribbon, Show::Selected),
        (hover, Show::Certain),
        (core, Show::Uncertain),
        (ticks, Show::Uncertain),
        (bed, Show::Certain),
        (core, Show::Certain),
        (ticks, Show::Certain),
        (bed, Show::Selected),
        (core, Show::Selected),
        (ticks, Show::Selected),
    ];
    // In the dark the marker glows, above the casing that would cut it off.
    parts.insert(scene.either(5, 10), (selection, Show::Selected));
    let each = |(part, show): (Part, Show)| {
        scene.line_layers().filter_map(move |layer| part(scene, layer, show))
    };
    parts.into_iter().flat_map(each).collect()
}

fn line(layer: &LayerEntry, what: &str, filter: Value, paint: Value) -> Value {
    json!({
        "id": format!("atlas-{what}-{}", layer.id), "type": "line",
        "source": ATLAS, "source-layer": layer.id, "filter": filter,
        "layout": {
            "line-cap": "round", "line-join": "round", "line-round-limit": round_limit(),
        },
        "paint": paint,
    })
}

/// From zoom 7 the selected line shows how far off its course may be.
fn accuracy(scene: &Scene<'_>, layer: &LayerEntry, _: Show) -> Option<Value> {
    let rough = one_of("quality", &["coarse", "schematic"]);
    // Accuracy counts to either side, in km; the width doubles with each zoom.
    let width = |zoom: f64| {
        let pixels_per_km = 2.0 * 1000.0 * PIXELS_PER_METRE * zoom.exp2();
        json!(["*", ["coalesce", get("accuracy_km"), 0], (pixels_per_km * 1e4).round() / 1e4])
    };
    let paint = json!({
        "line-color": living_colour(scene, layer),
        "line-opacity": 0.1,
        "line-width": ["interpolate", ["exponential", 2], ["zoom"], 7, width(7.0), 14, width(14.0)],
    });
    let mut band = line(layer, "accuracy", all([selected(), rough, period_drawn()]), paint);
    band["minzoom"] = json!(7);
    Some(band)
}

/// The wide pale ribbon of a programme of many works.
fn ribbon(scene: &Scene<'_>, layer: &LayerEntry, show: Show) -> Option<Value> {
    let ribbons = of_form(layer, "ribbon");
    if ribbons.is_empty() {
        return None;
    }
    let paint = json!({
        "line-color": living_colour(scene, layer),
        "line-opacity": show.opacity(scene.either(0.26, 0.30)),
        "line-width": width(&[category_width(layer)]),
    });
    let filter = all([one_of("category", &ribbons), show.filter()]);
    Some(line(layer, &show.named("ribbon"), filter, paint))
}

/// The marker under the selected feature.
fn selection(scene: &Scene<'_>, layer: &LayerEntry, _: Show) -> Option<Value> {
    Some(marker(scene, layer, "selection", selected(), scene.either(0.9, 0.62)))
}

/// The paler marker under the feature that is pointed at.
fn hover(scene: &Scene<'_>, layer: &LayerEntry, _: Show) -> Option<Value> {
    Some(marker(scene, layer, "hover", hovered(), scene.either(0.45, 0.31)))
}

fn marker(scene: &Scene<'_>, layer: &LayerEntry, what: &str, which: Value, opacity: f64) -> Value {
    let paint = json!({
        "line-color": scene.colour("highlight").to_string(),
        "line-opacity": opacity,
        "line-width": width(&[json!(scene.either(4.2, 5.2))]),
        "line-blur": scene.either(0, 5),
    });
    line(layer, what, all([which, period_drawn()]), paint)
}

/// What lies under a line; a selected one that glows has no casing.
fn bed(scene: &Scene<'_>, layer: &LayerEntry, show: Show) -> Option<Value> {
    let glows = show == Show::Selected && scene.theme == Theme::Dark;
    let cased = |look: &LineLook| look.bed_opacity > 0.0 || !glows;
    let beds = by_status(scene, |look| json!(if cased(look) { look.bed } else { 0.0 }));
    let paint = json!({
        "line-color": bed_colour(scene, layer),
        "line-opacity": show.opacity(1.0),
        "line-width": width(&[category_width(layer), beds]),
    });
    Some(line(layer, &show.named("bed"), stroked(layer, show), paint))
}

/// The line itself; inside a ribbon only where something else than use has to be told.
fn core(scene: &Scene<'_>, layer: &LayerEntry, show: Show) -> Option<Value> {
    let own = |ribbon: bool, width: f64| json!(if ribbon { RIBBON_CORE } else { width });
    let own = by_category(layer, |entry| own(entry.form == "ribbon", entry.width), json!(1));
    let of_status = by_status(scene, |look| json!(look.width));
    let paint = json!({
        "line-color": colour(scene, layer),
        "line-opacity": show.opacity(1.0),
        "line-width": width(&[own, of_status]),
        "line-gap-width": gap(scene),
        "line-dasharray": by_status(scene, |look| json!(["literal", look.dash])),
        "line-blur": blur(&all([schematic(), not(planned())])),
    });
    Some(line(layer, &show.named("core"), stroked(layer, show), paint))
}

/// Everything but ribbons in use, which have no core.
fn stroked(layer: &LayerEntry, show: Show) -> Value {
    let ribbons = of_form(layer, "ribbon");
    if ribbons.is_empty() {
        return show.filter();
    }
    all([show.filter(), not(all([one_of("category", &ribbons), in_use()]))])
}

/// The sleepers of a railway, fainter until it is built.
fn ticks(scene: &Scene<'_>, layer: &LayerEntry, show: Show) -> Option<Value> {
    let rails = of_form(layer, "rail");
    if rails.is_empty() {
        return None;
    }
    let faded = |share: f64| {
        let faded = |name: &str| json!(scene.colour(name).faded(share).to_string());
        by_category(layer, |entry| faded(&entry.colour), faded("ink1"))
    };
    let built = all([one_of("status", &["operating", "idle"]), not(planned())]);
    let paint = json!({
        "line-color": ["case", built, faded(1.0), faded(0.6)],
        "line-opacity": show.opacity(1.0),
        "line-width": width(&[category_width(layer), json!(2.25)]),
        "line-dasharray": [0.2, 2.1],
        "line-blur": blur(&schematic()),
    });
    let living = not(one_of("status", &scene.ended()));
    let filter = all([one_of("category", &rails), living, show.filter()]);
    let mut ticks = line(layer, &show.named("ticks"), filter, paint);
    ticks["layout"]["line-cap"] = json!("butt");
    Some(ticks)
}
