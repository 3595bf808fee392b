//! Summaries: what a table, the filters and the view of promises need of every feature.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::{credit, known};
use crate::atlas::Atlas;
use crate::atlas::chronicle::{Chronicle, Life};
use crate::atlas::day::Day;
use crate::atlas::feature::Feature;
use crate::atlas::status::Status;
use crate::atlas::wording::Wording;

/// Kinds of figures that say most of how large something is, the first that a record states counts.
const BY_SIZE: &[&str] =
    &["capacity", "area_ha", "personnel", "length_km", "throughput", "cost", "rent"];

/// The summaries of all features known on the day of a chronicle, and the actors they name.
#[must_use]
pub fn summaries(atlas: &Atlas, chronicle: &Chronicle, today: Day) -> Value {
    let day = chronicle.known();
    let as_of = (day != today).then_some(day);
    let mut features = Map::new();
    let mut actors = Map::new();
    for (position, feature) in atlas.features().iter().enumerate() {
        let life = chronicle.life(position);
        if !life.known {
            continue;
        }
        let acting = atlas.actors().of(position, day);
        for id in &acting {
            let actor = &atlas.actors().all()[*id];
            actors.insert((*id).to_owned(), json!({"name": actor.name, "roles": actor.roles}));
        }
        features.insert(feature.id().to_owned(), summary(atlas, feature, &life, &acting, as_of));
    }
    actors.sort_keys();
    json!({
        "version": atlas.version(),
        "known": day.number(),
        "actors": actors,
        "features": features,
    })
}

fn summary(
    atlas: &Atlas,
    feature: &Feature,
    life: &Life,
    actors: &[&str],
    as_of: Option<Day>,
) -> Value {
    let promise = life.promise.as_ref();
    let properties = as_of.map_or_else(
        || feature.properties(),
        |day| Cow::Owned(known::properties(atlas, feature, day)),
    );
    let sources = credit::sources(atlas, &[feature], as_of);
    json!({
        "name": full_name(feature),
        "length_km": feature.length_km(),
        "verdict": promise.map(|promise| promise.verdict.as_str()),
        "promised": promise.map(|promise| &promise.promised),
        "promised_status": promise.map(|promise| promise.of.as_str()),
        "outcome": promise.and_then(|promise| promise.outcome.as_ref()),
        "delay_days": promise.and_then(|promise| promise.delay_days),
        "end_status": promise.and_then(|promise| promise.end).map(Status::as_str),
        "actors": actors,
        "sources": sources.as_object().map_or(0, Map::len),
        "size": size(&properties),
    })
}

/// The names in full where they are not the short ones, which the timeline has.
fn full_name(feature: &Feature) -> Option<Wording<'_>> {
    let (full, short) = (feature.name(), feature.short());
    (!full.iter().eq(short.iter())).then_some(full)
}

/// The first value, the best supported one, of the kind of figure that says most; a range counts by
/// its middle.
fn size(properties: &Map<String, Value>) -> Option<Value> {
    let quantities = properties.get("quantities")?.as_object()?;
    let others = quantities.keys().map(String::as_str).filter(|kind| !BY_SIZE.contains(kind));
    BY_SIZE.iter().copied().chain(others).find_map(|kind| {
        let leading = quantities.get(kind)?.as_array()?.first()?;
        let number = |key: &str| leading.get(key).and_then(Value::as_f64);
        let middle = || Some(f64::midpoint(number("low")?, number("high")?));
        let value = number("value").or_else(middle)?;
        Some(json!({"kind": kind, "value": value, "unit": leading.get("unit")?}))
    })
}
