//! Lines of the atlas: hue and structure by category, pattern by status.
//!
//! Bed and core share filter and layout, so a viewer lays both out once; where one of them draws
//! nothing it has no width.

use serde_json::{Value, json};

use super::expression::{
    all, dimmed, get, in_language, marked, match_on, not, one_of, period_drawn, planned, schematic,
    selected, uncertain,
};
use super::{ATLAS, Scene};
use crate::atlas::vocabulary::{LayerEntry, LineLook};

/// Base width of a line in px at zooms 3, 5, 7 and 10.
const BASE_WIDTH: [(f64, f64); 4] = [(3.0, 1.7), (5.0, 2.9), (7.0, 4.0), (10.0, 6.0)];

/// Width of the core inside a ribbon, in base widths.
const RIBBON_CORE: f64 = 0.5;

/// Opacity of a period whose start is uncertain.
const UNCERTAIN: f64 = 0.4;

/// Ground pixels per metre at zoom 0 on 512 px tiles, at 44° N in the middle of the region.
const PIXELS_PER_METRE: f64 = 512.0 / (40_075_016.7 * 0.719_34);

/// Band of accuracy, ribbons, selection, beds, cores, ticks and crosses, bottom to top.
pub(super) fn layers(scene: &Scene<'_>) -> Vec<Value> {
    let parts: [fn(&Scene<'_>, &LayerEntry) -> Option<Value>; 7] =
        [accuracy, ribbon, selection, bed, core, ticks, crosses];
    let each = |part: fn(&Scene<'_>, &LayerEntry) -> Option<Value>| {
        scene
            .line_layers()
            .filter_map(move |layer| part(scene, layer))
    };
    parts.into_iter().flat_map(each).collect()
}

/// The round badges that tell oil from gas and road from rail without hue.
pub(super) fn badges(scene: &Scene<'_>) -> Vec<Value> {
    let badge = |layer: &LayerEntry| {
        let mut badge = symbol(layer, "badges", not(one_of("status", &scene.ended())));
        badge["minzoom"] = json!(4);
        badge["layout"] = json!({
            "symbol-placement": "line",
            "symbol-spacing": 420,
            "icon-image": ["concat", "badge|", get("category")],
            "icon-size": ["interpolate", ["linear"], ["zoom"], 4, 0.8, 7, 1],
            "icon-rotation-alignment": "viewport",
            "icon-padding": 4,
        });
        badge["paint"] = json!({"icon-opacity": dimmed(json!(1))});
        badge
    };
    scene.line_layers().map(badge).collect()
}

/// Names along the lines, those of what is not in use yet first: they are the news.
pub(super) fn labels(scene: &Scene<'_>) -> Vec<Value> {
    let label = |layer: &LayerEntry| {
        let colours = layer.categories.iter();
        let colours = colours.map(|entry| (entry.id.as_str(), json!(scene.label_colour(entry))));
        // The selected feature has a name of its own above the map.
        let mut label = symbol(layer, "line-labels", not(selected()));
        label["minzoom"] = json!(4.2);
        label["layout"] = json!({
            "symbol-placement": "line",
            "symbol-spacing": 460,
            "symbol-sort-key": match_on("status", [("operating", json!(1))], json!(0)),
            "text-field": in_language("short"),
            "text-font": ["Noto Sans Medium"],
            "text-size": ["interpolate", ["linear"], ["zoom"], 4, 10.5, 7, 12],
            "text-offset": [0, -0.95],
            "text-max-angle": 38,
            "text-padding": 4,
        });
        label["paint"] = json!({
            "text-color": match_on("category", colours, json!(scene.colour("ink1").to_string())),
            "text-halo-color": scene.colour("land").to_string(),
            "text-halo-width": 1.6,
            "text-opacity": dimmed(json!(1)),
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

fn line(layer: &LayerEntry, what: &str, filter: Value, paint: Value) -> Value {
    json!({
        "id": format!("atlas-{what}-{}", layer.id), "type": "line",
        "source": ATLAS, "source-layer": layer.id, "filter": filter,
        "layout": {"line-cap": "round", "line-join": "round"},
        "paint": paint,
    })
}

/// From zoom 7 the selected line shows how far off its course may be.
fn accuracy(scene: &Scene<'_>, layer: &LayerEntry) -> Option<Value> {
    let rough = one_of("quality", &["coarse", "schematic"]);
    // Accuracy counts to either side, in km; the width doubles with each zoom.
    let width = |zoom: f64| {
        let pixels_per_km = 2.0 * 1000.0 * PIXELS_PER_METRE * zoom.exp2();
        json!([
            "*",
            ["coalesce", get("accuracy_km"), 0],
            (pixels_per_km * 1e4).round() / 1e4
        ])
    };
    let paint = json!({
        "line-color": colours(scene, layer, None),
        "line-opacity": 0.1,
        "line-width": ["interpolate", ["exponential", 2], ["zoom"], 7, width(7.0), 14, width(14.0)],
    });
    let mut band = line(
        layer,
        "accuracy",
        all([selected(), rough, period_drawn()]),
        paint,
    );
    band["minzoom"] = json!(7);
    Some(band)
}

/// The wide pale ribbon of a programme of many works.
fn ribbon(scene: &Scene<'_>, layer: &LayerEntry) -> Option<Value> {
    let ribbons = of_form(layer, "ribbon");
    if ribbons.is_empty() {
        return None;
    }
    let opacity = scene.either(0.26, 0.30);
    let paint = json!({
        "line-color": coloured(scene, layer, None),
        "line-opacity": dimmed(json!(["case", uncertain(), opacity * UNCERTAIN, opacity])),
        "line-width": width(category_width(layer)),
    });
    Some(line(
        layer,
        "ribbon",
        all([one_of("category", &ribbons), period_drawn()]),
        paint,
    ))
}

/// The marker under the selected feature, and paler under the one pointed at.
fn selection(scene: &Scene<'_>, layer: &LayerEntry) -> Option<Value> {
    let opacity = scene.either(0.9, 0.62);
    let paint = json!({
        "line-color": scene.colour("highlight").to_string(),
        "line-opacity": ["case", selected(), opacity, opacity / 2.0],
        "line-width": width(json!(scene.either(4.2, 5.2))),
        "line-blur": scene.either(0, 5),
    });
    Some(line(
        layer,
        "selection",
        all([marked(), period_drawn()]),
        paint,
    ))
}

/// What lies under a line: a casing that keeps crossings apart, or a pale tube of its colour.
fn bed(scene: &Scene<'_>, layer: &LayerEntry) -> Option<Value> {
    let ribbons = of_form(layer, "ribbon");
    let is_ribbon = one_of("category", &ribbons);
    let beds = by_status(scene, |look| json!(look.bed));
    let casing = json!(scene.colour("casing").to_string());
    let tube = |look: &LineLook| match look.bed_opacity {
        0.0 => casing.clone(),
        share => coloured(scene, layer, Some(share)),
    };
    let casing_opacity = json!(["case", schematic(), 0.35, 0.8]);
    let opacity = by_status(scene, |look| match look.bed_opacity {
        0.0 => casing_opacity.clone(),
        _ => json!(1),
    });
    let bare = json!(["any", is_ribbon, uncertain()]);
    let paint = json!({
        "line-color": by_status(scene, tube),
        "line-opacity": dimmed(json!(["case", bare, 0, opacity])),
        "line-width": width(json!(["*", category_width(layer), beds])),
    });
    Some(line(layer, "bed", period_drawn(), paint))
}

/// The line itself; inside a ribbon only where something else than use has to be told.
fn core(scene: &Scene<'_>, layer: &LayerEntry) -> Option<Value> {
    let ribbons = of_form(layer, "ribbon");
    let in_use = all([json!(["==", get("status"), "operating"]), not(planned())]);
    let own = match_on(
        "category",
        layer
            .categories
            .iter()
            .map(|entry| (entry.id.as_str(), json!(entry.width)))
            .map(|(id, own)| {
                let ribbon = json!(["case", in_use, 0, RIBBON_CORE]);
                (id, if ribbons.contains(&id) { ribbon } else { own })
            }),
        json!(1),
    );
    let times = |factor: Value| width(json!(["*", own, factor]));
    let soft = all([schematic(), not(planned())]);
    let paint = json!({
        "line-color": colours(scene, layer, None),
        "line-opacity": dimmed(json!(["case", uncertain(), UNCERTAIN, 1])),
        "line-width": times(by_status(scene, |look| json!(look.width))),
        "line-gap-width": times(by_status(scene, |look| json!(look.gap))),
        "line-dasharray": by_status(scene, |look| json!(["literal", look.dash])),
        "line-blur": ["interpolate", ["linear"], ["zoom"],
            3, ["case", soft, 0.7, 0], 7, ["case", soft, 1.9, 0]],
    });
    Some(line(layer, "core", period_drawn(), paint))
}

/// The sleepers of a railway; fainter until it is built.
fn ticks(scene: &Scene<'_>, layer: &LayerEntry) -> Option<Value> {
    let rails = of_form(layer, "rail");
    if rails.is_empty() {
        return None;
    }
    let built = all([one_of("status", &["operating", "idle"]), not(planned())]);
    let paint = json!({
        "line-color": coloured(scene, layer, None),
        "line-opacity": dimmed(json!([
            "case", uncertain(), 0.6 * UNCERTAIN, ["case", built, 1, 0.6],
        ])),
        "line-width": width(json!(["*", category_width(layer), 2.25])),
        "line-dasharray": [0.2, 2.1],
        "line-blur": ["interpolate", ["linear"], ["zoom"],
            3, ["case", schematic(), 0.7, 0], 7, ["case", schematic(), 1.9, 0]],
    });
    let filter = all([
        one_of("category", &rails),
        not(one_of("status", &scene.ended())),
        period_drawn(),
    ]);
    let mut ticks = line(layer, "ticks", filter, paint);
    ticks["layout"] = json!({"line-cap": "butt", "line-join": "round"});
    Some(ticks)
}

/// Crosses on what has ended.
fn crosses(scene: &Scene<'_>, layer: &LayerEntry) -> Option<Value> {
    let ended = scene.ended();
    if ended.is_empty() {
        return None;
    }
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
    crosses["paint"] = json!({"icon-opacity": dimmed(json!(1))});
    Some(crosses)
}

fn of_form<'a>(layer: &'a LayerEntry, form: &str) -> Vec<&'a str> {
    let entries = layer.categories.iter().filter(|entry| entry.form == form);
    entries.map(|entry| entry.id.as_str()).collect()
}

/// `factor` times the base width, growing with the zoom.
fn width(factor: Value) -> Value {
    let mut expression = vec![
        json!("interpolate"),
        json!(["exponential", 1.35]),
        json!(["zoom"]),
    ];
    for (zoom, base) in BASE_WIDTH {
        expression.extend([json!(zoom), json!(["*", factor, base])]);
    }
    Value::Array(expression)
}

fn category_width(layer: &LayerEntry) -> Value {
    let widths = layer
        .categories
        .iter()
        .map(|entry| (entry.id.as_str(), json!(entry.width)));
    match_on("category", widths, json!(1))
}

/// What `choose` gives for the look of the period: of its status, or of a plan.
fn by_status(scene: &Scene<'_>, choose: impl Fn(&LineLook) -> Value) -> Value {
    let entries = scene.vocabulary.statuses.iter();
    let branches = entries.map(|entry| (entry.id.as_str(), choose(&entry.line)));
    let of_status = match_on("status", branches, choose(&LineLook::default()));
    let of_plan = choose(&scene.vocabulary.planned.line);
    if of_plan == of_status {
        return of_status;
    }
    json!(["case", planned(), of_plan, of_status])
}

/// The category's colour, grey once it has ended; mixed with the ground if a share is given.
fn colours(scene: &Scene<'_>, layer: &LayerEntry, share: Option<f64>) -> Value {
    let ended = json!(scene.colour("ended").to_string());
    let statuses = scene
        .ended()
        .into_iter()
        .map(|status| (status, ended.clone()));
    match_on("status", statuses, coloured(scene, layer, share))
}

fn coloured(scene: &Scene<'_>, layer: &LayerEntry, share: Option<f64>) -> Value {
    let land = scene.colour("land");
    let mixed = |name: &str| {
        let colour = scene.colour(name);
        json!(
            share
                .map_or(colour, |share| colour.over(land, share))
                .to_string()
        )
    };
    let entries = layer.categories.iter();
    let branches = entries.map(|entry| (entry.id.as_str(), mixed(&entry.colour)));
    match_on("category", branches, mixed("ink1"))
}
