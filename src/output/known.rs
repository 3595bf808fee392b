//! What a record could say on an earlier day: what was published later is left out of it.

use serde_json::{Map, Value};

use crate::atlas::Atlas;
use crate::atlas::day::Day;
use crate::atlas::feature::Feature;

/// Lists of a record whose elements each name their source.
const SOURCED_LISTS: &[&str] = &["actors", "facts", "amounts", "other_dates"];

/// The authored properties without the claims that were not known on a day, and without figures,
/// actors and facts of sources published after it. Names, summary and notes are the atlas's own
/// words of today, and the course is that of today's map; they stay.
#[must_use]
pub fn properties(atlas: &Atlas, feature: &Feature, as_of: Day) -> Map<String, Value> {
    let mut properties = feature.properties().into_owned();
    let known = |element: &Value| is_published(atlas, element, as_of);
    for list in SOURCED_LISTS {
        if let Some(elements) = properties.get_mut(*list).and_then(Value::as_array_mut) {
            elements.retain(known);
        }
    }
    if let Some(quantities) = properties.get_mut("quantities").and_then(Value::as_object_mut) {
        for values in quantities.values_mut() {
            if let Some(values) = values.as_array_mut() {
                values.retain(known);
            }
        }
        quantities.retain(|_, values| values.as_array().is_some_and(|list| !list.is_empty()));
    }
    if let Some(keys) = properties.get_mut("further_sources").and_then(Value::as_array_mut) {
        keys.retain(|key| key.as_str().is_none_or(|key| is_out(atlas, key, as_of)));
        if keys.is_empty() {
            properties.remove("further_sources");
        }
    }
    if let Some(claims) = properties.get_mut("claims").and_then(Value::as_array_mut) {
        let mut known = feature.claims().iter().map(|claim| claim.is_known(atlas.sources(), as_of));
        claims.retain(|_| known.next().unwrap_or(false));
    }
    properties
}

/// Whether the source of an element was out by then; what names no dated source stays.
fn is_published(atlas: &Atlas, element: &Value, as_of: Day) -> bool {
    let key = element.get("source").and_then(Value::as_str);
    key.is_none_or(|key| is_out(atlas, key, as_of))
}

fn is_out(atlas: &Atlas, key: &str, as_of: Day) -> bool {
    let published = atlas.sources().get(key).and_then(|source| source.known_from());
    published.is_none_or(|from| from <= as_of)
}
