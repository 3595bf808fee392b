//! How a line is stroked: width, colour and pattern by category and status.

use serde_json::{Value, json};

use super::Scene;
use super::expression::{get, match_on, one_of, planned};
use crate::atlas::vocabulary::{CategoryEntry, LayerEntry, LineLook};

/// Base width of a line in px by zoom; 2.9 at zoom 5 and 4.2 at zoom 7 lie on the way. Viewers send
/// every branch of an expression along with each tile, so two stops are dearer than none but
/// cheaper than four.
const BASE_WIDTH: [(f64, f64); 2] = [(3.0, 1.7), (10.0, 6.0)];
/// The base width in px at zoom 5, for what is the same at every zoom.
const MIDDLE_WIDTH: f64 = 2.9;
/// The softness in px of a line whose course is only a scheme.
const SOFTNESS: f64 = 1.2;

/// The product of the factors times the base width.
pub(super) fn width(factors: &[Value]) -> Value {
    let mut expression = vec![json!("interpolate"), json!(["linear"]), json!(["zoom"])];
    for (zoom, base) in BASE_WIDTH {
        let mut product = vec![json!("*")];
        product.extend_from_slice(factors);
        product.push(json!(base));
        expression.extend([json!(zoom), Value::Array(product)]);
    }
    Value::Array(expression)
}

/// From which length of its mitre on a bend is rounded, in half widths: below zoom 7 only one of more
/// than a right angle is. The others are too few pixels to be seen, and on a map of the whole region their
/// fans of triangles are a quarter of all that is drawn.
pub(super) fn round_limit() -> Value {
    json!(["step", ["zoom"], 1.4, 7, 1.05])
}

/// The gap in px inside a line of the status, the same at every zoom and for every category.
pub(super) fn gap(scene: &Scene<'_>) -> Value {
    by_status(scene, |look| json!((look.gap * MIDDLE_WIDTH * 10.0).round() / 10.0))
}

/// The softness of what `soft` says.
pub(super) fn blur(soft: &Value) -> Value {
    json!(["case", soft, SOFTNESS, 0])
}

/// A factor by category.
pub(super) fn by_category(
    layer: &LayerEntry,
    choose: impl Fn(&CategoryEntry) -> Value,
    otherwise: Value,
) -> Value {
    let branches = layer.categories.iter().map(|entry| (entry.id.as_str(), choose(entry)));
    match_on("category", branches, otherwise)
}

/// Width of the categories in base widths.
pub(super) fn category_width(layer: &LayerEntry) -> Value {
    by_category(layer, |entry| json!(entry.width), json!(1))
}

/// What `choose` gives for the look of the period: of its status, or of a plan.
pub(super) fn by_status(scene: &Scene<'_>, choose: impl Fn(&LineLook) -> Value) -> Value {
    let entries = scene.vocabulary.statuses.iter();
    let branches = entries.map(|entry| (entry.id.as_str(), choose(&entry.line)));
    let of_status = match_on("status", branches, choose(&LineLook::default()));
    let of_plan = choose(&scene.vocabulary.planned.line);
    if of_plan == of_status {
        return of_status;
    }
    json!(["case", planned(), of_plan, of_status])
}

/// The category's colour, grey once the feature is over.
pub(super) fn colour(scene: &Scene<'_>, layer: &LayerEntry) -> Value {
    let ended = json!(scene.colour("ended").to_string());
    let statuses = scene.ended().into_iter().map(|status| (status, ended.clone()));
    match_on("status", statuses, living_colour(scene, layer))
}

/// The category's colour whatever the status.
pub(super) fn living_colour(scene: &Scene<'_>, layer: &LayerEntry) -> Value {
    let named = |name: &str| json!(scene.colour(name).to_string());
    by_category(layer, |entry| named(&entry.colour), named("ink1"))
}

/// What lies under a line: a casing that keeps crossings apart, fainter where the course is only a
/// scheme, or a pale tube of the category's colour. Ribbons need none.
pub(super) fn bed_colour(scene: &Scene<'_>, layer: &LayerEntry) -> Value {
    let casing = scene.colour("casing");
    let faint = casing.faded(0.35).to_string();
    let casing =
        match_on("quality", [("schematic", json!(faint))], json!(casing.faded(0.8).to_string()));
    let land = scene.colour("land");
    let tube = |name: &str, share: f64| json!(scene.colour(name).over(land, share).to_string());
    let bed = by_status(scene, |look| match look.bed_opacity {
        0.0 => casing.clone(),
        share => by_category(layer, |entry| tube(&entry.colour, share), tube("ink1", share)),
    });
    let ribbons = of_form(layer, "ribbon");
    if ribbons.is_empty() {
        return bed;
    }
    let nothing = land.with_opacity(0.0).to_string();
    json!(["case", one_of("category", &ribbons), nothing, bed])
}

/// Whether a period is in use, and not only planned to be.
pub(super) fn in_use() -> Value {
    json!(["all", ["==", get("status"), "operating"], ["!", planned()]])
}

/// Categories of a layer that are drawn in one form: `rail` or `ribbon`.
pub(super) fn of_form<'a>(layer: &'a LayerEntry, form: &str) -> Vec<&'a str> {
    let entries = layer.categories.iter().filter(|entry| entry.form == form);
    entries.map(|entry| entry.id.as_str()).collect()
}
