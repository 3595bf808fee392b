//! The timeline: every feature's periods in one small document, for a map that counts and draws
//! any day without asking again.
//!
//! Days are counted from 1970-01-01 and spans half-open; an open end is 2147483647.

use serde_json::{Value, json};

use crate::atlas::Atlas;
use crate::atlas::chronicle::{Chronicle, Life};
use crate::atlas::day::Day;
use crate::atlas::feature::Feature;
use crate::atlas::fold::Period;

/// The timeline of an atlas as known on the day of a chronicle.
#[must_use]
pub fn timeline(atlas: &Atlas, chronicle: &Chronicle) -> Value {
    let features: Vec<Value> = atlas
        .features()
        .iter()
        .zip(chronicle.lives())
        .filter(|(_, life)| life.known)
        .map(|(feature, life)| entry(atlas, feature, &life))
        .collect();
    json!({
        "version": atlas.version(),
        "known": chronicle.known().number(),
        "features": features,
    })
}

fn entry(atlas: &Atlas, feature: &Feature, life: &Life) -> Value {
    let periods: Vec<Value> = life.periods.iter().map(|p| period(feature, p)).collect();
    let reported = feature.property("reported_only").and_then(|value| value.as_bool());
    json!({
        "id": feature.id(),
        "layer": atlas.layer_of(feature).id,
        "category": feature.category(),
        "short": feature.short(),
        "countries": feature.countries(),
        "quality": feature.quality(),
        "accuracy_km": feature.accuracy_km(),
        "reported": reported.unwrap_or(false),
        "disputed": feature.disputed(),
        "sourced": feature.sourced(),
        "bbox": feature.bbox(),
        "anchor": feature.anchor(),
        "lifetime": life.lifetime.map(|span| [span.from.number(), span.until.number()]),
        "periods": periods,
    })
}

fn period(feature: &Feature, period: &Period) -> Value {
    let end = |end: Option<Day>| end.unwrap_or(Day::END).number();
    let mut value = json!({
        "status": if feature.is_event() { "held" } else { period.group.status.as_str() },
        "from": period.start.earliest.number(),
        "certain_from": period.start.latest.number(),
        "certain_until": end(period.end.map(|end| end.earliest)),
        "until": end(period.end.map(|end| end.latest)),
        "planned": period.planned,
    });
    let users = period.users_on(Day::END);
    if !users.is_empty() {
        value["user"] = json!(users);
    }
    value
}
